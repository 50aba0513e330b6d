"""What comes from elsewhere into the database."""
