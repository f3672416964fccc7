"""Pictures as SVG: one file each (board, lanes, convergence), drawn with the parts in the other files.

A new picture is a file here that returns a `Picture`; `view/__init__.py` exports it.
"""
