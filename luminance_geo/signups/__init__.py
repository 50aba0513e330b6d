"""Places taken: holding, confirming, waiting, withdrawing, and the calendar file."""
