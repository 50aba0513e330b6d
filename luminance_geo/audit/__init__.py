"""The trail of who did what to what: ids and codes only, no personal content."""
