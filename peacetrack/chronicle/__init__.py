"""The states before a state, over both clocks: what they answer, as spans to look up."""
