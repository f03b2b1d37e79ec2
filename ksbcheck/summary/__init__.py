"""A portfolio as an assessor reads it: one summary, computed once, of which every output format is a function."""
