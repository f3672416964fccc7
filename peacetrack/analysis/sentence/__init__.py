"""Sentences about a state: names fit for them (`naming`), sources (`citation`), who says so (`sources`), lines."""
