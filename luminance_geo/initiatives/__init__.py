"""Initiatives: what people do together, what each needs, and the states of its life."""
