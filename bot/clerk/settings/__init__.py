"""bot.cfg: what can be set, what is set, and what is wrong with it.

The file is Sopel's (configparser without interpolation), and Sopel gets its own part of it.
"""
from .reading import Fault, Faulty, check, load
from .settings import Settings
from .table import example
from .values import Durability

__all__ = ["Durability", "Fault", "Faulty", "Settings", "check", "example", "load"]
