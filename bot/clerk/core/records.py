"""All kinds of records that the books hold: the store has a table for each."""
from __future__ import annotations

from .agenda import AgendaItem
from .announcement import Announcement, Silence
from .books import Record
from .plans import Held, Plan
from .profiles import Profile
from .roles import Member

RECORDS: tuple[type[Record], ...] = (AgendaItem, Plan, Held, Member, Profile, Announcement, Silence)
