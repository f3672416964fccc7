"""The one result type: its columns, its values, and its forms as text, HTML and Arrow.

* Rows and what they are: `table`, `columns`, `values`.
* For programs: `arrow` (and data frames, Parquet), `workbook` (spreadsheets).
* For eyes: `grid` and `cell` (texts), `markup` (HTML, SVG), `palette` (colours, marks), `lettering` (widths).
"""
