"""The rules of state: what holds, computed from statements (`docs/reference/rules.md`)."""
