"""Ways in: JSON Lines, TOML, and a short hand for scripts."""

from peacetrack.intake.draft import Draft, Speaking, draft

__all__ = ["Draft", "Speaking", "draft"]
