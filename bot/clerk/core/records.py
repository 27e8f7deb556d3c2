"""All kinds of records that the books hold: the store has a table for each."""
from __future__ import annotations

from .agenda import AgendaItem
from .announcement import Announcement, Silence
from .bag import Wish
from .books import Record
from .calendar import Known, Shift
from .decisions import Decision
from .digests import Digest
from .last_calls import Proposal
from .ledger import ActionItem
from .plans import Held, Plan
from .poll import Cast, Poll
from .profiles import Profile
from .requests import Request
from .roles import Member

RECORDS: tuple[type[Record], ...] = (
    AgendaItem, Plan, Held, Wish, Request, Member, Profile, Announcement, Silence, Known, Shift,
    ActionItem, Digest, Poll, Cast, Decision, Proposal,
)  # fmt: skip
