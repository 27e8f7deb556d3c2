"""Who goes first of those with equally many votes: earlier rounds say, then the named order, then nobody."""
from __future__ import annotations

from collections.abc import Sequence

from .values import Rank, Round

EARLIER, NAMED = "earlier rounds", "tie_break"


def excluded(among: Rank, rounds: Sequence[Round], tie_break: Rank, needed: int) -> tuple[Rank, Rank, str]:
    """Who goes, out of which tie, and what broke it; nobody where nothing does. rounds: up to the present one.

    Several who have no vote at all go together if `needed` others remain: their order changes nothing for these.
    """
    votes = rounds[-1].votes
    fewest = min(votes[name] for name in among)
    tied = tuple(name for name in among if votes[name] == fewest)
    if len(tied) == 1:
        return tied, (), ""
    left, why = lowest(tied, rounds, tie_break)
    if len(left) == 1:
        return left, tied, why
    if not fewest and len(among) - len(left) >= needed:
        return left, (), ""
    return (), left, ""


def lowest(tied: Rank, rounds: Sequence[Round], tie_break: Rank) -> tuple[Rank, str]:
    """Who has fewer votes, and what decided; several where nothing does.

    The latest round in which they differ counts. tie_break names the preferred ones first; whom it leaves out is last.
    """
    return settled(tied, rounds, tie_break, 1)


def highest(tied: Rank, rounds: Sequence[Round], tie_break: Rank) -> tuple[Rank, str]:
    """Who has more; otherwise as lowest."""
    return settled(tied, rounds, tie_break, -1)


def settled(tied: Rank, rounds: Sequence[Round], tie_break: Rank, sign: int) -> tuple[Rank, str]:
    for earlier in reversed(rounds):
        least = min(sign * earlier.votes[name] for name in tied)
        tied = tuple(name for name in tied if sign * earlier.votes[name] == least)
        if len(tied) == 1:
            return tied, EARLIER
    place = {name: tie_break.index(name) if name in tie_break else len(tie_break) for name in tied}
    last = max(sign * number for number in place.values())
    left = tuple(name for name in tied if sign * place[name] == last)
    return left, NAMED if len(left) == 1 else ""
