"""The one result type: its columns, its values, and its forms as text, HTML and Arrow."""
