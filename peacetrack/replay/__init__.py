"""Many states at once."""
