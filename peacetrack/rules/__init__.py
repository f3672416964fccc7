"""What holds: the rules of state."""
