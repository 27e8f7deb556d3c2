"""Instant runoff: the last is excluded, until one has more than half of the votes that are left."""
from __future__ import annotations

from dataclasses import replace

from .piles import Piles, total
from .points import ranked
from .precedence import excluded
from .values import Arithmetic, Ballots, Rank, Result, Round


def irv(ballots: Ballots, arithmetic: Arithmetic = "exact", tie_break: Rank = ()) -> Result:
    """ranking: by votes in the last round, then from the last excluded to the first. A tie that nothing breaks stops
    the count: nobody wins then, and those not excluded stand first in the ranking, together.
    """
    piles = Piles(ballots, arithmetic)
    rounds: list[Round] = []
    while True:
        now = Round(dict(piles.votes), piles.exhausted, majority=total(piles.votes.values()) / 2)
        assert now.majority is not None
        open_to = tuple(now.votes)
        if elected := tuple(name for name in open_to if now.votes[name] > now.majority or len(open_to) == 1):
            rounds.append(replace(now, elected=elected))
            return Result(elected, (*ranked(now.votes), *behind(rounds)), rounds=tuple(rounds))
        out, tied, why = excluded(open_to, [*rounds, now], tie_break, needed=1)
        rounds.append(replace(now, excluded=out, tied=tied, broken_by=why))
        if not out:
            return Result((), (open_to, *behind(rounds)), rounds=tuple(rounds), ties=(tied,))
        piles.exclude(out, [name for name in open_to if name not in out])


def behind(rounds: list[Round]) -> list[Rank]:
    return [each.excluded for each in reversed(rounds) if each.excluded]

