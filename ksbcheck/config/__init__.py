"""The configuration of a folder of portfolios: what is asked of them, and what is accepted although it is wrong."""
