"""What a new poll shall be, from the one line that asks for it: KIND QUESTION? OPTIONS, and its terms behind them."""
from __future__ import annotations

import re
from dataclasses import replace

from . import poll as p
from .lines import Line, fold
from .meeting import Room
from .poll import Method, Poll, Share, Terms
from .poll_terms import Draft, share_of, terms_read
from .view import View
from .word import Missing
from .wording import one_line, unfit

KINDS = "choice, approval, ranked, pick N (up to N options) or dots"
KIND = re.compile(r"(choice|approval|ranked|schulze|stv|pick|dots)\b:?\s*(?:(?:up to\s+)?(\d{1,6})\b)?\s*(.*)",
                  re.IGNORECASE | re.DOTALL)  # fmt: skip
NONE = re.compile(r"none(?: of (?:the above|these))?|nota", re.IGNORECASE)
RATIO = re.compile(r"(.+?)\s*\(\s*(\d{1,3})\s*:\s*(\d{1,3})\s*\)", re.DOTALL)


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


