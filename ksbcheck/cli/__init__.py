"""The command line: the only code that prints or exits."""

from ksbcheck.cli.entry import main

__all__ = ["main"]
