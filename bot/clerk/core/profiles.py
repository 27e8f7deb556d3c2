"""What people say of themselves: their time zone, until when they are away, what they want to be called for.

Who somebody is: their services account, else "~" and their nick. What was said as ~bob is that of whoever goes by bob
without an account, until the account called bob says anything of itself: then it is that account's alone. Nobody has
a better claim to it. No other account ever gets it, whatever nick it goes by.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from .books import Books, Change, Changes, Record, puts
from .lines import Line, fold, identity
from .meeting import Room

MOST_PINGS = 50
LONGEST_TOPIC = 50  # characters
LONGEST_REASON = 200
LONGEST_ORG = 40


@dataclass(frozen=True)
class Profile(Record):
    """who: as the books name people. nick: the one they last went by. zone: IANA name, "" for none. away_in: the
    channel where they said so, folded. pings: topics, folded. muted: kinds of announcements that never name them.
    org: the organisation that they say they are of."""

    TABLE: ClassVar[str] = "profiles"
    KEY: ClassVar[tuple[str, ...]] = ("who",)

    who: str
    nick: str
    zone: str = ""
    away_until: datetime | None = None
    away_why: str = ""
    away_in: str = ""
    pings: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()
    org: str = ""

    def away(self, now: datetime) -> bool:
        return self.away_until is not None and now < self.away_until


def profile_of(books: Books, line: Line) -> Profile:
    """The speaker's; a blank one for who has said nothing yet."""
    found = books.get(Profile, identity(line)) or inherited(books, line)
    return replace(found, who=identity(line), nick=line.nick) if found else Profile(identity(line), line.nick)


def inherited(books: Books, line: Line) -> Profile | None:
    """What was said without an account by who has one of the same name."""
    return books.get(Profile, f"~{fold(line.account)}") if line.account else None


def kept(books: Books, line: Line, profile: Profile) -> Changes:
    """The speaker's own profile, as it is now."""
    old = None if books.get(Profile, profile.who) else inherited(books, line)
    return (*puts(profile), *((Change(old, gone=True, why="logged in"),) if old else ()))


def by_nick(books: Books) -> dict[str, Profile]:
    """Whose profile goes with a folded nick: of two, an account's."""
    found = {fold(each.nick): each for each in books.all(Profile) if each.who.startswith("~")}
    return found | {fold(each.nick): each for each in books.all(Profile) if not each.who.startswith("~")}


def zone_of(books: Books, line: Line, room: Room) -> str:
    """The speaker's time zone, else the channel's; an IANA name."""
    return profile_of(books, line).zone or room.rules.timezone


def topic_named(text: str) -> str:
    """A topic to be called for, as it is kept."""
    return " ".join(text.casefold().split())


def pinged(books: Books, topics: Iterable[str], present: Iterable[str], now: datetime, kind: str = "") -> list[str]:
    """Who wants to be called for one of the topics, is here, and not away; in the order of present.

    topics: names of meetings, or kinds. kind: of the announcement; who has muted that is left out.
    """
    wanted, known = set(map(topic_named, topics)), by_nick(books)
    if not wanted:
        return []
    mine = ((nick, known.get(fold(nick))) for nick in present)
    return [nick for nick, profile in mine
            if profile and wanted.intersection(profile.pings) and not profile.away(now)
            and kind not in profile.muted]  # fmt: skip
