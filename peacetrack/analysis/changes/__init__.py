"""Changes between two states: what differs, why, and in which direction."""
