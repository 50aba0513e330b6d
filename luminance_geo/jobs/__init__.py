"""Periodic work, leased: each piece runs once, however many processes there are."""
