"""The vocabulary: typed values, times, claims, reports and agendas. No rules, no JSON.

* What a report says: `report`, `position`, `claim`, with `stance`, `act`, `attribution`, `condition`,
  `ending`, `quote`.
* What it is about: `term` (and the agenda), `party`, `quorum`.
* The content of terms: `kind`, `declared_kind`, `outline`.
* What these are made of: `when` and `edtf` (times), `grade`, `value` (quantities, absences, words).
* What an answer rests on: `basis`.
* How words are shown among others: `language`, `isolate`. How all the classes are made: `classes`.
"""
