"""The JSON form: reading, writing, hashing and the schema. No rules, no ledger."""
