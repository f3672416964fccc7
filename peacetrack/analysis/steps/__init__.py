"""Steps toward agreement."""
