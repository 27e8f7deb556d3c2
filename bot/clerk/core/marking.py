"""A vote as somebody writes it: an option, several, an order, points, or "abstain"; and as it is said back."""
from __future__ import annotations

import re
from collections.abc import Iterable

from .ballots import misspelt
from .poll import ABSTENTION, Method, Terms, Vote

POINTS = re.compile(r"\s*(.+?)\s*[=:]\s*(-?\d{1,6}(?:[.]\d+)?)\s*(?:[,;\s]|$)")
AROUND_COMMAS = re.compile(r"\s*[,;]\s*")


class Spoiled(Exception):
    """A vote that cannot be counted; the message says why, and what would work."""


def vote_of(terms: Terms, text: str) -> Vote:
    """Raises Spoiled."""
    said = " ".join(text.split())
    if said.casefold() in ("abstain", "abstention"):
        return ABSTENTION
    if not said:
        raise Spoiled(f"and what do you vote? For example: {example(terms)}")
    vote = READ[terms.method](terms, said)
    named = [option for group in vote.groups for option in group]
    if twice := next((option for option in named if named.count(option) > 1), ""):
        raise Spoiled(f"{twice} is named twice; name it once.")
    return vote


def option_of(terms: Terms, said: str) -> str:
    """The one option that is meant: by its name, its number, or how it begins. Raises Spoiled."""
    if not said.strip():
        raise Spoiled(f"an option is missing there; for example: {example(terms)}")
    found = options_meant(terms.options, said)
    if len(found) == 1:
        return found[0]
    shown = repr(said.strip()[:40])
    if found:
        raise Spoiled(f"{shown} can be {' or '.join(found[:5])}; write it in full.")
    raise Spoiled(f"{shown} is no option; the options are {listed(terms.options)}.")


def options_meant(options: tuple[str, ...], said: str) -> list[str]:
    key = said.strip(" '\"").casefold()
    folded = {option.casefold(): option for option in options}
    if key in folded:
        return [folded[key]]
    if re.fullmatch(r"[0-9]{1,3}", key) and not any(each.isdigit() for each in folded):
        return [options[int(key) - 1]] if 0 < int(key) <= len(options) else []
    begun = [option for name, option in folded.items() if key and name.startswith(key)]
    return begun or [option for name, option in folded.items() if misspelt(key, name)]


def listed(options: Iterable[str], most: int = 12) -> str:
    options = tuple(options)
    more = f" and {len(options) - most} more" if len(options) > most else ""
    return f"{', '.join(options[:most])}{more}"


# --- the ways to vote -----------------------------------------------------------------------------


def one(terms: Terms, said: str) -> Vote:
    if len(found := several_named(terms, said)) > 1:
        raise Spoiled(f"one option only; that names {listed(found)}.")
    return Vote(((option_of(terms, said),),))


def several_named(terms: Terms, said: str) -> list[str]:
    """What a vote with commas names, where it names options only."""
    parts = [options_meant(terms.options, part) for part in AROUND_COMMAS.split(said)]
    return [part[0] for part in parts if len(part) == 1] if len(parts) > 1 and all(parts) else []


def some(terms: Terms, said: str) -> Vote:
    """Options behind commas; behind blanks where each word is one."""
    parts = [part for part in AROUND_COMMAS.split(said) if part]
    if len(parts) == 1 and not options_meant(terms.options, said):
        parts = said.split()
    chosen = tuple(option_of(terms, part) for part in parts)
    if terms.method is Method.PICK and len(set(chosen)) > terms.most:
        raise Spoiled(f"{terms.most} at most; that picks {len(set(chosen))}.")
    return Vote((chosen,))


def order(terms: Terms, said: str) -> Vote:
    if "," in said and ">" not in said:
        raise Spoiled(f"an order needs > between options, and = between equals: {example(terms)}")
    groups = tuple(tuple(option_of(terms, each) for each in group.split("=")) for group in said.split(">"))
    return Vote(groups)


def spread(terms: Terms, said: str) -> Vote:
    rest, groups, points = said, list[tuple[str, ...]](), list[int]()
    while rest:
        found = POINTS.match(rest)
        if not found:
            raise Spoiled(f"{rest[:40]!r} gives no points; for example: {example(terms)}")
        if not found[2].isdigit():
            raise Spoiled(f"points are whole numbers, not {found[2]}; {terms.most} are there to be spread.")
        if int(found[2]):
            groups.append((option_of(terms, found[1]),))
            points.append(int(found[2]))
        else:
            option_of(terms, found[1])
        rest = rest[found.end() :].strip()
    if not points:
        raise Spoiled(f"that gives no points; {terms.most} are there, or abstain.")
    if sum(points) > terms.most:
        raise Spoiled(f"those are {sum(points)} points; {terms.most} are there to be spread.")
    return Vote(tuple(groups), tuple(points))


READ = {Method.CHOICE: one, Method.APPROVAL: some, Method.RANKED: order, Method.PICK: some, Method.DOTS: spread}


# --- said back ------------------------------------------------------------------------------------


def said_vote(terms: Terms, vote: Vote) -> str:
    if not vote.groups:
        return "abstain"
    if terms.method is Method.RANKED:
        return " > ".join("=".join(group) for group in vote.groups)
    if vote.points:
        return ", ".join(f"{group[0]}={points}" for group, points in zip(vote.groups, vote.points, strict=True))
    return ", ".join(vote.groups[0])


def example(terms: Terms) -> str:
    """A vote that could be cast."""
    first, *more = terms.options
    second, third = [*more, first][0], [*more, first, first][1]
    match terms.method:
        case Method.RANKED:
            return f"{second} > {first}={third}" if len(terms.options) > 2 else f"{second} > {first}"
        case Method.APPROVAL | Method.PICK:
            return f"{first}, {second}"
        case Method.DOTS:
            return f"{first}={terms.most - terms.most // 2}, {second}={terms.most // 2}"
    return first
