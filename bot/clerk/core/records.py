"""All kinds of records that the books hold: the store has a table for each."""
from __future__ import annotations

from .books import Record

RECORDS: tuple[type[Record], ...] = ()
