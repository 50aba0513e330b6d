"""Meetings: dated occasions on which people of an initiative come together."""
