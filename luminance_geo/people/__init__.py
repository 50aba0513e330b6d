"""People: who they are to us, what they consented to, and signing in by a link."""
