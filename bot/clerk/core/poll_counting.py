"""What comes of a poll. The same for open and secret ones, and for whoever counts a published one again.

Unranked options count as last, and equal ranks are allowed; abstentions count for the quorum and for no majority. In
a ranked poll with none of the above, an option needs its majority and support against that before anything else, as
Debian has it. Nothing breaks a tie but a chair's casting vote, which is said with its name.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from . import tally
from .poll import Method, Result, Row, Share, Terms, Verdict, Vote


@dataclass(frozen=True)
class Voted:
    """A vote, and what its voter lets be seen of them. nick, org: "" where that is nothing."""

    vote: Vote
    nick: str = ""
    org: str = ""


def count(terms: Terms, voted: Iterable[Voted], casting: tuple[str, ...] = ()) -> Result:
    """casting: options that a chair prefers among equals, best first. The order of the votes does not matter."""
    everybody = sorted(voted, key=lambda each: (each.nick, each.vote.groups, each.vote.points))
    filled = [each for each in everybody if each.vote.groups]
    turnout, abstained = len(everybody), len(everybody) - len(filled)
    if not filled:
        short = turnout < terms.quorum
        return Result(Verdict.NO_QUORUM if short else Verdict.NO_VOTES, turnout, abstained)
    found = ranked(terms, filled, casting) if terms.method is Method.RANKED else added_up(terms, filled, casting)
    found = replace(found, turnout=turnout, abstained=abstained)
    if turnout < terms.quorum:
        return replace(found, verdict=Verdict.NO_QUORUM, winners=(), tied=(), left=0)
    return found


# --- by points ------------------------------------------------------------------------------------


def added_up(terms: Terms, filled: Sequence[Voted], casting: tuple[str, ...]) -> Result:
    scores = Counter(dict.fromkeys(terms.options, 0))
    for each in filled:
        for option, points in given(each.vote):
            scores[option] += points
    rows = tuple(row_of(option, scores[option], filled) for option in in_order(terms.options, scores))
    if not terms.seats:
        return Result(Verdict.COUNTED, 0, rows=rows)
    enough = {option: points for option, points in scores.items()
              if points and reaches(points, len(filled), needed(terms, option))}  # fmt: skip
    missed = tuple((option, "its majority is missing") for option in in_order(terms.options, scores)
                   if scores[option] and option not in enough)  # fmt: skip
    groups = [tuple(o for o in terms.options if enough.get(o) == points) for points in sorted({*enough.values()})[::-1]]
    return replace(seated(groups, terms.seats, casting), rows=rows, dropped=missed)


def given(vote: Vote) -> Iterable[tuple[str, int]]:
    """What a vote gives to each option that it names."""
    if vote.points:
        return ((group[0], points) for group, points in zip(vote.groups, vote.points, strict=True))
    return ((option, 1) for group in vote.groups for option in group)


def in_order(options: Sequence[str], scores: Counter[str]) -> list[str]:
    return sorted(options, key=lambda option: -scores[option])


def row_of(option: str, points: int, filled: Sequence[Voted]) -> Row:
    behind = [each for each in filled if option in dict(given(each.vote))]
    orgs = Counter(each.org for each in behind if each.org)
    return Row(option, points, tuple(sorted(orgs.items(), key=lambda row: (-row[1], row[0]))),
               tuple(each.nick for each in behind if each.nick))  # fmt: skip


def needed(terms: Terms, option: str) -> Share:
    return terms.majorities[terms.options.index(option)] if terms.majorities else (0, 1)


def reaches(points: int, voters: int, share: Share) -> bool:
    """More than half for a simple majority; of any greater one at least as much as it says."""
    part, whole = share
    return points * whole > part * voters if part * 2 == whole else points * whole >= part * voters


def seated(groups: Sequence[tuple[str, ...]], seats: int, casting: tuple[str, ...]) -> Result:
    """groups: best first, equals together. Who gets the seats; and who ties for the last of them."""
    winners: tuple[str, ...] = ()
    for group in groups:
        left = seats - len(winners)
        if len(group) > left > 0:
            chosen = tuple(option for option in casting if option in group)[:left]
            if len(chosen) == left:
                return Result(Verdict.WON, 0, winners=(*winners, *chosen))
            return Result(Verdict.TIE, 0, winners=winners, tied=group, left=left)
        winners += group if left > 0 else ()
    return Result(Verdict.WON if winners else Verdict.NONE, 0, winners=winners)


# --- by ranks -------------------------------------------------------------------------------------


def ranked(terms: Terms, filled: Sequence[Voted], casting: tuple[str, ...]) -> Result:
    rankings = Counter(each.vote.groups for each in filled)
    ballots = tally.Ballots.of(terms.options, ((times, ranking) for ranking, times in rankings.items()))
    if terms.seats > 1:
        return by_transfers(terms, tally.stv(ballots, terms.seats, tie_break=casting))
    found = tally.schulze(ballots, default=default_of(terms))
    dropped = tuple(found.dropped.items())
    return replace(seated(found.ranking, 1, casting), ranking=found.ranking, dropped=dropped)


def by_transfers(terms: Terms, found: tally.Result) -> Result:
    if not found.ties:
        return Result(Verdict.WON, 0, winners=found.winners, ranking=found.ranking)
    left = terms.seats - len(found.winners)
    return Result(Verdict.TIE, 0, winners=found.winners, tied=found.ties[0], left=left, ranking=found.ranking)


def default_of(terms: Terms) -> tally.Default | None:
    if not terms.none:
        return None
    others = [option for option in terms.options if option != terms.none]
    shares = {option: needed(terms, option) for option in others}
    ratios = {option: Fraction(part, whole - part) for option, (part, whole) in shares.items() if part}
    return tally.Default(terms.none, dict.fromkeys(others, terms.support), ratios)
