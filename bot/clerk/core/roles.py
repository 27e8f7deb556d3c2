"""Roles and who is in them. A role is made by its first member; each grant is a record that is never taken out.

A member is an account when it is known, else "~" and a nick. ~bob stands for whoever goes by bob, until an account
called bob is known, and for that account at any time.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from .books import Books, Record
from .lines import Line, Speaker, fold
from .meeting import Meeting
from .people import People
from .profiles import Profile, by_nick
from .view import View

CHAIRS = "chairs"  # the role whose members lead in every channel
NAME = re.compile(r"[a-z][a-z0-9_-]{0,29}")
MOST_MEMBERS, MOST_ROLES, MOST_AT_ONCE = 200, 100, 20


@dataclass(frozen=True)
class Member(Record):
    """One grant. nick: as the member was called. by: the nick of who granted it. until: when it was taken, and taken_by
    whom; None and "" while it holds."""

    TABLE: ClassVar[str] = "members"

    id: int
    role: str
    who: str
    nick: str
    since: datetime
    by: str
    until: datetime | None = None
    taken_by: str = ""


def grants(books: Books, role: str) -> list[Member]:
    """Those that hold, oldest first."""
    return [each for each in books.all(Member) if each.role == role and each.until is None]


def names(books: Books) -> list[str]:
    """All roles that anybody was ever in, by the alphabet."""
    return sorted({each.role for each in books.all(Member)})


def accounts(books: Books) -> set[str]:
    """The accounts that the books know, folded."""
    return {fold(who) for who in all_who(books) if not who.startswith("~")}


def as_member(books: Books, name: str, line: Line | None = None) -> str:
    """Whom a name means that was written down: the account of that name once one is known, else whoever goes by it.
    line: whose speaker may be that account."""
    own = [line.account] if line and line.account and line.speaker is Speaker.PERSON else []
    known = [each for each in (*own, *all_who(books)) if not each.startswith("~")]
    return next((who for who in known if fold(who) == fold(name)), f"~{fold(name)}")


def all_who(books: Books) -> list[str]:
    return [*(each.who for each in books.all(Profile)), *(each.who for each in books.all(Member))]


def members(books: Books, role: str) -> tuple[str, ...]:
    """As the books name people. Who was granted it by nick is an account once one of that name is known."""
    known = accounts(books)
    found = (each.who for each in grants(books, role))
    return tuple(dict.fromkeys(who[1:] if who.startswith("~") and who[1:] in known else who for who in found))


def among(members: tuple[str, ...], line: Line) -> bool:
    """Whether the speaker is one of the members, as `members` names them."""
    if line.speaker is not Speaker.PERSON:
        return False
    account = fold(line.account) if line.account else None
    by_nick = {f"~{fold(line.nick)}", f"~{account}"}
    return any(who in by_nick if who.startswith("~") else fold(who) == account for who in members)


def is_member(books: Books, role: str, line: Line) -> bool:
    return among(members(books, role), line)


def account_of(view: View, nick: str, line: Line) -> str | None:
    """The account of who goes by that nick, if anything tells it: their own line, a meeting they are in, or what they
    said of themselves."""
    if fold(nick) == fold(line.nick):
        return line.account if line.speaker is Speaker.PERSON else None
    for room in view.rooms.values():
        if isinstance(room, Meeting) and (account := account_in(room.people, nick)):
            return account
    profile = by_nick(view.books).get(fold(nick))
    return profile.who if profile and not profile.who.startswith("~") else None


def account_in(people: People, nick: str) -> str | None:
    """That of who is there now, and has proved to hold the nick."""
    holder = people.holders.get(fold(nick))
    if holder is None or fold(nick) not in people.here:
        return None
    return people.persons[people.who(holder)].account
