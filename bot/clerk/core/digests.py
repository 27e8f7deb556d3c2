"""What the bot tells people by itself of their own action items: privately, and only those who asked for it.

Once a week, and on the day before a meeting. As with announcements, what is told is claimed first: the record is
stored before the words go out, and what was claimed is never told again.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import chain
from typing import ClassVar

from .action_phrases import before_theirs, digest
from .action_reminders import DAY, meetings_ahead
from .books import Changes, Record, puts
from .calendar import Sitting
from .chances import open_hours
from .ledger import TOPIC, ActionItem, Actions, listed, owned_by
from .lines import fold
from .meeting import Room
from .profiles import Profile
from .replies import is_in, to_person
from .rules import Voice
from .says import Saying
from .view import View
from .when.zones import instant_kept, wall_clock

MONDAY, MORNING = 0, time(9)  # when it is told, in the zone of whom it is told to
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Digest(Record):
    """When somebody was last told of their action items. who: as the books name people. about: "" for all of them,
    each week; or the place of a meeting, before it. at: UTC; before they were ever told, when they were first seen to
    have asked for it."""

    TABLE: ClassVar[str] = "digests"
    KEY: ClassVar[tuple[str, ...]] = ("who", "about")

    who: str
    about: str
    at: datetime


@dataclass(frozen=True)
class Told:
    """says: only once the changes are stored."""

    changes: Changes = ()
    says: tuple[Saying, ...] = ()


def planned(view: View, now: datetime, here: Collection[str]) -> Told:
    """What is told at this instant. here: the folded channels that the bot is in."""
    asked = [profile for profile in view.books.all(Profile) if TOPIC in profile.pings]
    ahead = list(meetings_ahead(view.books, now)) if asked else []
    steps = [step for profile in asked for step in (
        weekly(view, profile, now, here), *(before(view, profile, *each, now, here) for each in ahead))]  # fmt: skip
    return Told(tuple(chain.from_iterable(step.changes for step in steps)),
                tuple(chain.from_iterable(step.says for step in steps)))  # fmt: skip


def weekly(view: View, profile: Profile, now: datetime, here: Collection[str]) -> Told:
    last = view.books.get(Digest, profile.who, "")
    if last is None:
        return Told(puts(Digest(profile.who, "", now), why="asked for it"))
    if last.at >= week_began(now, profile.zone or "UTC") or not may_be_told(view, profile, now, here):
        return Told()
    found = own(view.books.all(ActionItem), profile, now)
    return told(view, profile, "", digest(found, now), now)


def before(view: View, profile: Profile, sitting: Sitting, open_there: Actions, now: datetime,
           here: Collection[str]) -> Told:  # fmt: skip
    last, found = view.books.get(Digest, profile.who, sitting.place), own(open_there, profile, now)
    if not found or (last and last.at >= sitting.at.start - DAY) or not may_be_told(view, profile, now, here):
        return Told()
    return told(view, profile, sitting.place, before_theirs(sitting.at.meeting, sitting.at.start, found, now), now)


def told(view: View, profile: Profile, about: str, texts: Iterable[str], now: datetime) -> Told:
    says = tuple(saying for text in texts for saying in to_person(view, profile.nick, text))
    return Told(puts(Digest(profile.who, about, now), why=about or "weekly"), says)


def week_began(now: datetime, zone: str) -> datetime:
    """The last Monday morning there."""
    wall = wall_clock(now, zone)
    monday = wall.date() - timedelta(days=(wall.weekday() - MONDAY) % 7)
    began = instant_kept(datetime.combine(monday, MORNING), zone)
    return began if began <= now else instant_kept(datetime.combine(monday - WEEK, MORNING), zone)


def may_be_told(view: View, profile: Profile, now: datetime, here: Collection[str]) -> bool:
    """Whether they are where the bot is, and it is neither a quiet hour of that channel nor a time they are away."""
    wall = wall_clock(now, profile.zone or "UTC")
    return not profile.away(now) and any(open_hours(room.rules, wall) for room in shared(view, profile.nick, here))


def shared(view: View, nick: str, here: Collection[str]) -> Iterator[Room]:
    for room in view.rooms.values():
        if fold(room.channel) in here and room.rules.voice is not Voice.SHADOW and is_in(room, nick):
            yield room


def own(actions: Iterable[ActionItem], profile: Profile, now: datetime) -> Actions:
    """What they have promised, and is to be done now: what is due first comes first. Nothing from private meetings."""
    names = {profile.who, f"~{fold(profile.nick)}"}
    found = (each for each in listed(actions, now)
             if not each.private and not each.is_put_off(now) and owned_by(each, names))  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.due is None, each.due.at if each.due else now, each.id)))
