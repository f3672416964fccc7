"""Statements, to be found."""
