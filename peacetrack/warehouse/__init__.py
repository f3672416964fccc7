"""Warehouses: ledgers as files of Parquet, for what outgrows a process (extras `analytics`, `spark`).

`write(talks, folder)` adds what a ledger learned; `open(folder)` answers as a tracker does, on DuckDB, or on
Spark with `engine=`. `open_all(folder)` asks across several ledgers.
"""

from peacetrack.warehouse.manifest import ledgers
from peacetrack.warehouse.negotiations import MoveThere, Negotiations, TermThere, open_all
from peacetrack.warehouse.warehouse import Warehouse, open
from peacetrack.warehouse.writing import write

__all__ = ["MoveThere", "Negotiations", "TermThere", "Warehouse", "ledgers", "open", "open_all", "write"]
