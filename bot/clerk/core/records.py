"""All kinds of records that the books hold: the store has a table for each."""
from __future__ import annotations

from .agenda import AgendaItem
from .bag import Wish
from .books import Record
from .plans import Held, Plan
from .requests import Request

RECORDS: tuple[type[Record], ...] = (AgendaItem, Plan, Held, Wish, Request)
