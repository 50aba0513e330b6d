"""The seeded demonstration set: fictional initiatives, marked as such, so that every filter can be tried at once."""
