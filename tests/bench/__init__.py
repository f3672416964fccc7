"""How fast it is, next to floors and peers. Run by hand: `python -m tests.bench`.

Read the ratios: all contenders run in one process, in turn, and every aim is one of these ratios.
"""
