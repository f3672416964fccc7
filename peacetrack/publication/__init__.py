"""Forms for other programs: a data package, references, a codebook, feeds and a calendar.

Nothing is recorded here. What is published, and what is held back, is decided in one place, before any
table is made.
"""

from peacetrack.publication.codebook import codebook, codebook_qdc
from peacetrack.publication.publish import Publication, publish

__all__ = ["Publication", "codebook", "codebook_qdc", "publish"]
