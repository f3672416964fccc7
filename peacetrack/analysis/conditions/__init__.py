"""Conditions between terms."""
