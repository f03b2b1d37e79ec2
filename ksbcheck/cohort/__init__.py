"""Many portfolios at once: a row for each, and what they lack together."""
