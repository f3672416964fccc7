"""What analysts have at hand, made into reports: dates as people write them.

Nothing is guessed, and nothing is recorded here: what can be read in two ways is a problem.
"""

from peacetrack.intake.dates import read_date

__all__ = ["read_date"]
