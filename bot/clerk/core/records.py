"""All kinds of records that the books hold: the store has a table for each."""
from __future__ import annotations

from .agenda import AgendaItem
from .books import Record
from .plans import Held, Plan

RECORDS: tuple[type[Record], ...] = (AgendaItem, Plan, Held)
