"""Evidence behind answers: the row, the citations of a standing, the chain to the ledger."""
