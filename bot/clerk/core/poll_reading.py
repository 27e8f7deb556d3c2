"""What a new poll shall be, from the one line that asks for it: KIND QUESTION? OPTIONS and, in any order, its terms.

What stands at the end and reads as a term is one; what only looks like one is refused, so that nobody opens a ballot
for everyone who meant it for a few.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from . import poll as p
from .lines import Line, fold
from .meeting import Room, present
from .poll import Method, Poll, Share, Terms
from .profiles import by_nick, zone_of
from .roles import account_of, accounts, members, names
from .view import View
from .when import Unclear, read, said, trailing
from .word import Missing
from .wording import one_line, unfit

KINDS = "choice, approval, ranked, pick N (up to N options) or dots"
KIND = re.compile(r"(choice|approval|ranked|schulze|stv|pick|dots)\b:?\s*(?:(?:up to\s+)?(\d{1,6})\b)?\s*(.*)",
                  re.IGNORECASE | re.DOTALL)  # fmt: skip
NONE = re.compile(r"none(?: of (?:the above|these))?|nota", re.IGNORECASE)
RATIO = re.compile(r"(.+?)\s*\(\s*(\d{1,3})\s*:\s*(\d{1,3})\s*\)", re.DOTALL)
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


def new_poll(view: View, room: Room, line: Line, text: str) -> Poll:
    """The poll that is asked for. Raises Missing: what is lacking or cannot be, and what would work."""
    found = KIND.fullmatch(one_line(text))
    if not found:
        raise Missing(f"what kind: {KINDS}?")
    kind, number, rest = found[1].lower(), int(found[2] or 0), found[3]
    question, sign, behind = rest.partition("?")
    if not sign or not question.strip():
        raise Missing("what is asked? The question ends with ? and the options follow it.")
    draft = terms_read(view, room, line, behind.strip())
    options = tuple(part.strip() for part in draft.rest.split(",") if part.strip())
    terms = assembled(kind, number, options, draft)
    asked = f"{question.strip()}?"
    if wrong := unfit(asked, "a question", p.LONGEST_QUESTION):
        raise Missing(wrong)
    return Poll(view.books.next_id(Poll), room.channel, line.nick, "", asked, terms, line.at, draft.until)


# --- the terms, from the end of the line ----------------------------------------------------------


def terms_read(view: View, room: Room, line: Line, text: str) -> Draft:
    draft, reading = Draft(text), True
    zone = zone_of(view.books, line, room)
    while reading:
        before = draft
        for read_one in (secrecy, no_option, counted, a_majority):
            draft = read_one(draft)
        draft = closing(draft, line.at, zone)
        draft = electorate(draft, view, room, line)
        reading = draft != before
    if suspicious := LOOKS_LIKE_A_DATE.search(draft.rest):
        raise Missing(unread_date(suspicious[1], line.at, zone))
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


def unread_date(text: str, now: datetime, zone: str) -> str:
    try:
        read(text.split(",")[0], now, zone)
    except Unclear as unclear:
        return f"until when? {unclear}."
    return "the terms stand behind all options: A, B, C until friday 18:00 for core secret"


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


# --- all of it together ---------------------------------------------------------------------------


def assembled(kind: str, number: int, options: tuple[str, ...], draft: Draft) -> Terms:
    """Raises Missing."""
    method = {"schulze": Method.RANKED, "stv": Method.RANKED}.get(kind) or Method(kind)
    if number and method not in (Method.PICK, Method.DOTS) and kind != "stv":
        raise Missing(f"{kind} takes no number before its question; pick {number} or seats {number} does.")
    if not options and method is Method.CHOICE:
        options = ("Yes", "No")
    options, majorities, none = with_needs(options, draft)
    fit_options(options, method)
    seats = draft.numbers.get("seats", number if kind == "stv" else 0)
    if seats >= len(options):
        raise Missing(f"{seats} seats need more than {len(options)} options.")
    if method is Method.CHOICE and seats > 1:
        raise Missing("a choice has one winner; approval, pick, dots and ranked can have several seats.")
    if (none or majorities) and seats > 1 and method is Method.RANKED:
        raise Missing("several seats are filled by STV, which knows no majorities and no none of the above.")
    most = picks(method, number, len(options))
    terms = Terms(method, options, draft.secret, draft.whom, draft.voters, draft.numbers.get("quorum", 0),
                  seats or (0 if method in (Method.PICK, Method.DOTS) else 1), most, none, majorities,
                  draft.numbers.get("support", 0))  # fmt: skip
    return possible(terms)


def picks(method: Method, number: int, options: int) -> int:
    if method is Method.DOTS:
        if number > p.MOST_POINTS:
            raise Missing(f"{number} points are too many; {p.MOST_POINTS} at most.")
        return number or p.DOTS
    if method is not Method.PICK:
        return 0
    if not number:
        raise Missing("pick how many? As in: pick 5 Which stories? A, B, C, D, E, F")
    if number >= options:
        raise Missing(f"whoever picks {number} of {options} options picks them all; fewer, or approval?")
    return number


def with_needs(options: tuple[str, ...], draft: Draft) -> tuple[tuple[str, ...], tuple[Share, ...], str]:
    """The options, the majority that each needs, and the one that stands for none of them."""
    plain, shares = list[str](), list[Share | None]()
    for option in options:
        found = RATIO.fullmatch(option)
        plain.append(found[1] if found else option)
        shares.append(share_of(f"{found[2]}:{found[3]}") if found else draft.majority)
    needed = any(shares)
    none = next((option for option in plain if NONE.fullmatch(option)), "")
    if not none and (draft.none or draft.numbers.get("support")):
        none = p.NONE_OF_THE_ABOVE
        plain, shares = [*plain, none], [*shares, None]
    return tuple(plain), tuple(share or (0, 1) for share in shares) if needed else (), none


def fit_options(options: tuple[str, ...], method: Method) -> None:
    if len(options) < 2:
        raise Missing("between which options? At least two, with commas between them.")
    if len(options) > p.MOST_OPTIONS:
        raise Missing(f"{len(options)} options are too many: {p.MOST_OPTIONS} at most, since nobody can weigh more, "
                      "and they are read out here. Ask twice, first for the groups.")  # fmt: skip
    if twice := p.of_same_option(options):
        raise Missing(f"the option {twice} is there twice; each can be there once.")
    for option in options:
        if wrong := unfit(option, "an option", p.LONGEST_OPTION):
            raise Missing(wrong)
        if re.search(r"[=>;]", option) or fold(option) in ("abstain", "abstention"):
            raise Missing(f"{option!r} can be no option: > = ; and abstain have a meaning in votes.")


def possible(terms: Terms) -> Terms:
    if terms.secret and terms.whom == "voiced":
        raise Missing("a secret vote is cast in private, where nobody has voice; for ROLE or for NICKS goes.")
    if terms.support and terms.method is not Method.RANKED:
        raise Missing("support counts who ranks an option above none of the above; that needs a ranked ballot.")
    if terms.majorities and terms.method in (Method.PICK, Method.DOTS):
        raise Missing("a majority is of those who vote for one option; choice, approval and ranked have it.")
    if terms.majorities and terms.method is Method.RANKED and not terms.none:
        return replace(terms, options=(*terms.options, p.NONE_OF_THE_ABOVE), none=p.NONE_OF_THE_ABOVE,
                       majorities=(*terms.majorities, (0, 1)))  # fmt: skip
    if terms.voters and terms.quorum > len(terms.voters):
        raise Missing(f"a quorum of {terms.quorum} cannot be reached by {len(terms.voters)} who may vote.")
    return terms


