"""The single transferable vote, by weighted inclusive Gregory transfers."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from .piles import Piles
from .points import ranked
from .precedence import excluded, highest
from .values import Arithmetic, Ballots, Rank, Ranking, Result, Round


def stv(ballots: Ballots, seats: int = 1, arithmetic: Arithmetic = "exact", tie_break: Rank = ()) -> Result:
    """The quota is floor(votes / (seats + 1)) + 1. ranking: those elected, in order; of others STV says nothing.

    Each round: who has the quota is elected; then the largest surplus is handed on, or, where there is none, the last
    is excluded. When no more are left than seats, they are elected. A tied exclusion that nothing breaks stops it.
    """
    quota = ballots.cast // (seats + 1) + 1
    piles, rounds, ranking = Piles(ballots, arithmetic), list[Round](), Ranking()
    while True:
        now = Round(dict(piles.votes), piles.exhausted, quota)
        new = elected(now, names(ranking), seats, quota)
        ranking += new
        now = replace(now, elected=names(new))
        if len(names(ranking)) >= seats:
            return Result(names(ranking), ranking, rounds=(*rounds, now))
        open_to = tuple(name for name in now.votes if name not in names(ranking))
        surplus = {name: now.votes[name] - quota for name in names(ranking) if now.votes[name] > quota}
        if surplus:
            now = first(surplus, now, rounds, tie_break)
            piles.hand_on(now.surplus, open_to)
        else:
            out, tied, why = excluded(open_to, [*rounds, now], tie_break, seats - len(names(ranking)))
            now = replace(now, excluded=out, tied=tied, broken_by=why)
            if not out:
                return Result(names(ranking), ranking, rounds=(*rounds, now), ties=(tied,))
            piles.exclude(out, [name for name in open_to if name not in out])
        rounds.append(now)


def elected(now: Round, before: Rank, seats: int, quota: int) -> Ranking:
    """Who has the quota; everybody, if no more are left than seats. First who has more votes."""
    left = {name: votes for name, votes in now.votes.items() if name not in before}
    if len(left) <= seats - len(before):
        return ranked(left)
    return ranked({name: votes for name, votes in left.items() if votes >= quota})


def first(surplus: Mapping[str, Fraction], now: Round, rounds: list[Round], tie_break: Rank) -> Round:
    """The largest; equal ones together, where nothing says which comes first: so none of them is preferred."""
    largest = max(surplus.values())
    tied = tuple(name for name, part in surplus.items() if part == largest)
    chosen, why = highest(tied, [*rounds, now], tie_break) if len(tied) > 1 else (tied, "")
    given = {name: surplus[name] for name in chosen}
    return replace(now, surplus=given, tied=tied if len(tied) > 1 else (), broken_by=why)


def names(ranking: Ranking) -> Rank:
    return tuple(name for rank in ranking for name in rank)
