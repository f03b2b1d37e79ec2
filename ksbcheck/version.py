"""The version, where every layer can have it."""

__version__ = "0.1.0"
