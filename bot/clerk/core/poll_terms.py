"""The terms of a new poll, which stand at the end of the line in any order: until DATE, for core, secret, quorum 3.

What reads as a term is one; what only looks like one is refused, so that nobody opens a ballot for everyone who meant
it for a few.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from . import poll as p
from .lines import Line, fold
from .meeting import Room, present
from .poll import Share
from .profiles import by_nick, zone_of
from .roles import account_of, accounts, members, names
from .view import View
from .when import Unclear, read, said, trailing
from .word import Missing

WORDED: dict[str, Share] = {"": (1, 2), "simple": (1, 2), "absolute": (1, 2), "two thirds": (2, 3), "2/3": (2, 3)}
MAJORITY = re.compile(r"(?:(.*?)\s)?(?:(simple|absolute|two thirds)\s+majority"
                      r"|majority(?:\s+(two thirds|\d{1,4}\s*[/:]\s*\d{1,4}))?)",
                      re.IGNORECASE | re.DOTALL)  # fmt: skip
UNTIL = ("until", "till", "closing", "closes")
WHOM = re.compile(r"(?:(.*)\s)?for\s+([^?]+)", re.IGNORECASE | re.DOTALL)
FOR_SO_LONG = re.compile(r"(^|.*\s)for\s+(\d+ ?(?:[hdw]|hours?|days?|weeks?))", re.IGNORECASE | re.DOTALL)
LOOKS_LIKE_A_DATE = re.compile(rf"\b(?:{'|'.join(UNTIL)})\s+(.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Draft:
    """What has been read so far. rest: what has not. secret and the like: as in `Terms`; 0 for not said."""

    rest: str
    until: datetime | None = None
    secret: bool = False
    whom: str = "everyone"
    voters: tuple[str, ...] = ()
    none: bool = False
    numbers: Mapping[str, int] = field(default_factory=dict)
    majority: Share | None = None
    read: frozenset[str] = frozenset()


def terms_read(view: View, room: Room, line: Line, text: str) -> Draft:
    draft, reading = Draft(text), True
    zone = zone_of(view.books, line, room)
    while reading:
        so_far = draft
        for read_one in (secrecy, no_option, counted, a_majority):
            draft = read_one(draft)
        draft = closing(draft, line.at, zone)
        draft = electorate(draft, view, room, line)
        reading = draft != so_far
    if wrong := misplaced(draft.rest, line.at, zone):
        raise Missing(wrong)
    return draft


def once(draft: Draft, name: str) -> frozenset[str]:
    if name in draft.read:
        raise Missing(f"{name} is said twice; which one holds?")
    return draft.read | {name}


def secrecy(draft: Draft) -> Draft:
    found = re.fullmatch(r"(?:(.*)\s)?secret(?:\s+ballot)?", draft.rest, re.IGNORECASE | re.DOTALL)
    if not found:
        return draft
    return replace(draft, rest=before(found[1], "secret"), secret=True, read=once(draft, "secret"))


def before(text: str | None, term: str) -> str:
    """What stands before a term of one word; behind a comma it could be an option."""
    text = (text or "").strip()
    if text.endswith(","):
        raise Missing(f"is {term} an option, or a term of the ballot? As a term it has no comma before it; as an "
                      "option it is not the last.")  # fmt: skip
    return text


def no_option(draft: Draft) -> Draft:
    found = re.fullmatch(r"(.*)\s(?:or|with)\s+(?:none|nota)(?: of the above)?", draft.rest, re.IGNORECASE | re.DOTALL)
    return replace(draft, rest=found[1].strip(" ,"), none=True, read=once(draft, "or none")) if found else draft


def counted(draft: Draft) -> Draft:
    found = re.fullmatch(r"(?:(.*)\s)?(quorum|seats|support)(?:\s+of)?\s+(-?\d+)", draft.rest,
                         re.IGNORECASE | re.DOTALL)  # fmt: skip
    if not found:
        return draft
    name, number = found[2].lower(), int(found[3])
    if not 0 < number <= p.MOST_NEEDED:
        raise Missing(f"{name} {found[3]} cannot be; from 1 to {p.MOST_NEEDED} it can.")
    return replace(draft, rest=(found[1] or "").strip(), numbers={**draft.numbers, name: number},
                   read=once(draft, name))  # fmt: skip


def a_majority(draft: Draft) -> Draft:
    found = MAJORITY.fullmatch(draft.rest)
    if not found:
        return draft
    said_so = (found[2] or found[3] or "").lower()
    share = WORDED.get(said_so) or share_of(said_so)
    return replace(draft, rest=before(found[1], "majority"), majority=share, read=once(draft, "majority"))


def share_of(text: str) -> Share:
    """ "3/5" of all, "3:1" of one to the other: the same three of four. Raises Missing."""
    part, whole = map(int, re.split(r"\s*[/:]\s*", text))
    whole += part if ":" in text else 0
    if not (0 < part < whole <= 1000 and part * 2 >= whole):
        raise Missing(f"a majority of {text} cannot be; 1/2, 2/3, 3/4 or 3:1 can.")
    return part, whole


def closing(draft: Draft, now: datetime, zone: str) -> Draft:
    found = trailing(FOR_SO_LONG.sub(r"\1 until in \2", draft.rest), UNTIL, now, zone)
    if not found:
        return draft
    rest, _, when = found
    if when.at <= now:
        raise Missing(f"{said(when.at, now, zone)} is past; a ballot closes later than it opens.")
    if (when.at - now).days > 366:
        raise Missing(f"{said(when.at, now, zone)} is more than a year ahead; a ballot lasts a year at most.")
    return replace(draft, rest=rest, until=when.at, read=once(draft, "until"))


def misplaced(options: str, now: datetime, zone: str) -> str:
    """What is wrong with a date in an option; "" where it belongs there. In the last option it was to be a term."""
    *earlier, last = options.split(",")
    if found := LOOKS_LIKE_A_DATE.search(last):
        unclear = why_unclear(found[1], now, zone)
        return f"until when? {unclear}. If that belongs to an option, let another one be the last."
    dates = filter(None, map(LOOKS_LIKE_A_DATE.search, earlier))
    if any(not why_unclear(found[1], now, zone) for found in dates):
        return "the terms stand behind all options: A, B, C until friday 18:00 for core secret"
    return ""


def why_unclear(text: str, now: datetime, zone: str) -> str:
    try:
        read(text, now, zone)
    except Unclear as unclear:
        return str(unclear)
    return ""


# --- who may vote ---------------------------------------------------------------------------------


def electorate(draft: Draft, view: View, room: Room, line: Line) -> Draft:
    found = WHOM.fullmatch(draft.rest)
    if not found or "whom" in draft.read:
        return draft
    name = fold(found[2].strip().removeprefix("the ").removeprefix("role "))
    read_so = replace(draft, rest=(found[1] or "").strip(" ,"), read=draft.read | {"whom"})
    if name in ("everyone", "everybody", "all", "anyone"):
        return read_so
    if name in ("voiced", "voices"):
        return replace(read_so, whom="voiced")
    if name in names(view.books):
        entitled = members(view.books, name)
        if not entitled:
            raise Missing(f"nobody is in {name} now; .role add {name} NICK changes that.")
        return replace(read_so, whom=f"role {name}", voters=entitled)
    return nicks_meant(draft, read_so, found[2].strip(), view, room, line)


def nicks_meant(draft: Draft, read_so: Draft, text: str, view: View, room: Room, line: Line) -> Draft:
    """What "for alice, bob" at the end names; where it names nobody, it may belong to an option."""
    nicks = [nick for nick in re.split(r"[,\s]+", text) if nick.lower() not in ("and", "")]
    known = {fold(each.nick): each.nick for each in by_nick(view.books).values()}
    known |= {fold(nick): nick for nick in present(room)} | {name: name for name in accounts(view.books)}
    strangers = [nick for nick in nicks if fold(nick) not in known]
    if len(strangers) == len(nicks) > 1:
        return draft
    if strangers:
        role = f"there is no role {text[:30]}, and " if len(nicks) == 1 else ""
        raise Missing(f"who votes? {role}I know nobody called {strangers[0][:30]}; .role lists the roles. "
                      f"If \"for {text[:60]}\" belongs to an option, say for everyone behind it.")  # fmt: skip
    voters = tuple(dict.fromkeys(entry(view, nick, line) for nick in nicks))
    return replace(read_so, whom=", ".join(known[fold(nick)] for nick in nicks), voters=voters)


def entry(view: View, nick: str, line: Line) -> str:
    """Somebody as the books name people: the account that goes with the nick; "~" and the nick without one."""
    account = account_of(view, nick, line)
    return account or (nick if fold(nick) in accounts(view.books) else f"~{fold(nick)}")
