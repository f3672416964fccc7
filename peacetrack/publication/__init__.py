"""Forms for other programs: a data package, references, a codebook, feeds, a calendar, metadata.

Nothing is recorded here. What is published, and what is held back, is decided in one place, before any
table is made.
"""

from peacetrack.publication.calendar import calendar
from peacetrack.publication.codebook import codebook, codebook_qdc
from peacetrack.publication.datasette import datasette
from peacetrack.publication.feed import feed
from peacetrack.publication.publish import Publication, publish
from peacetrack.publication.written import Written

__all__ = ["Publication", "Written", "calendar", "codebook", "codebook_qdc", "datasette", "feed", "publish"]
