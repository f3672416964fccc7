"""The command line: `read` asks, `write` records, `keep` exports, imports and verifies.

`root` starts it; `asked` reads the arguments that commands share.
"""
