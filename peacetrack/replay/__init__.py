"""Replay: the answers of many states at once, without asking each of them."""
