"""The briefing: the page that `view.briefing` writes, its board, evidence and look-ups."""
