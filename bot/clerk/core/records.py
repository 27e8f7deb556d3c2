"""All kinds of records that the books hold: the store has a table for each."""
from __future__ import annotations

from .agenda import AgendaItem
from .announcement import Announcement, Silence
from .bag import Wish
from .books import Record
from .calendar import Known, Shift
from .digests import Digest
from .ledger import ActionItem
from .plans import Held, Plan
from .profiles import Profile
from .requests import Request
from .roles import Member

RECORDS: tuple[type[Record], ...] = (
    AgendaItem, Plan, Held, Wish, Request, Member, Profile, Announcement, Silence, Known, Shift, ActionItem, Digest,
)  # fmt: skip
