"""Words to JSON and back."""
