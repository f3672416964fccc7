"""Forms for other programs: a data package, references, a codebook, feeds and a calendar."""
