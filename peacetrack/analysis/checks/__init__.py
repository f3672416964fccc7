"""The checks of a deal, by what they look at; each is a function from a state to findings.

`analysis/check.py` lists them; a new check is added there.
"""
