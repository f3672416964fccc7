"""Citations: who says so, where and when, as the lines of a brief name their sources."""

from __future__ import annotations

from peacetrack.words.classes import frozen

JOINT = " · "
"""What stands between sources of several parties."""


@frozen
class Citation:
    """Who says so, where and when, with the reports that it names; false without words."""

    text: str = ""
    reports: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


def joined(*sources: Citation, most: int = 3) -> Citation:
    """Return several sources as one, each once; after `most` they are only counted."""
    texts = list(dict.fromkeys(source.text for source in sources if source))
    more = [f"{len(texts) - most} more"] if len(texts) > most else []
    reports = dict.fromkeys(report for source in sources if source for report in source.reports)
    return Citation(JOINT.join((*texts[:most], *more)), tuple(reports))
