"""Sentences about a state: names fit for them, citations, who says so as a clause, and lines of a brief."""
