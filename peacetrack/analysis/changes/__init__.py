"""Changes between two states: what differs, why, and the direction."""
