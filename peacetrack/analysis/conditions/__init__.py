"""Conditions between terms: their graph, deadlocks, packages, and those that cannot be met."""
