"""The brief: what blocks, what changed and what comes next, in sentences with titles and names."""
