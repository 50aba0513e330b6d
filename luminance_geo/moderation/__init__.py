"""What waits for a moderator's word: cases of several kinds, each handled by the room that it comes from."""
