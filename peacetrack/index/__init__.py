"""The index: every statement of a ledger by key, valid time and seq."""
