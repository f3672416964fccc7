"""The one result type, and how it is laid out."""
