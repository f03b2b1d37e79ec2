"""Portfolios: what one holds, and how its file is read."""
