"""Clerk: the clerk of a community that meets on IRC."""

__version__ = "0.3.0"
