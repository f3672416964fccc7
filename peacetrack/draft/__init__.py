"""The builder of reports: voices that make claims, one method for each act."""

from peacetrack.draft.draft import Draft, draft

__all__ = ["Draft", "draft"]
