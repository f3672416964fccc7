"""The append-only record: an act is an `entry`, a report is `filed`, `ledger` holds all.

What may be recorded is decided before: a report by `admission`, an agenda by `declaration`, and by `addition`
what each verb would append. `proof` shows that a ledger only ever grew.
"""
