"""Reports made of what analysts have at hand: tables, and dates as people write them.

Nothing is guessed, and nothing is recorded here: what can be read in two ways is a problem.
"""

# A table in: rows (of a file, dna, a frame) -> cells, by a map -> coding (claims, with phrases and names)
# -> table (reports). Dates: dates, calendar_words, zones. Out: sheet and guide (coding sheets), starting_map.

from peacetrack.intake.dates import read_date
from peacetrack.intake.map import Map
from peacetrack.intake.sheet import coding_sheet
from peacetrack.intake.starting_map import starting_map
from peacetrack.intake.table import Intake, Repeat, RowProblem, read_table

__all__ = ["Intake", "Map", "Repeat", "RowProblem", "coding_sheet", "read_date", "read_table", "starting_map"]
