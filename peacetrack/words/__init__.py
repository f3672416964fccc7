"""What may be said: the types of the vocabulary."""
