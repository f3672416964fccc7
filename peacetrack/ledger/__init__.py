"""The append-only record: an act is an `entry`, `ledger` holds all, and `proof` shows that it only grew.

What may be recorded is decided before: a report by `admission`, an agenda by `declaration`, and by `addition`
what each verb would append.
"""
