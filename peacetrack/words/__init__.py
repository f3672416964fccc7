"""The vocabulary: typed values, times, claims, reports and agendas. No rules, no JSON."""
