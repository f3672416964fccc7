"""Steps toward agreement: single steps, what each unlocks, and the paths that they make."""
