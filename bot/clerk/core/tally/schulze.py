"""Schulze's method, with Debian's rules for quorum and supermajority."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from .pairwise import preferred, strengths
from .values import Ballots, Matrix, Rank, Ranking, Result, seated


@dataclass(frozen=True)
class Default:
    """The option that means none of the above, and what others need against it. quorum: how many voters at least must
    rank an option above it, else 0. majority: more than so many times as many voters must rank the option above it as
    below, else 1.
    """

    option: str
    quorum: Mapping[str, int] = field(default_factory=dict)
    majority: Mapping[str, Fraction] = field(default_factory=dict)

    def against(self, name: str, pairwise: Matrix) -> str:
        """Why an option is out; "" if it is not."""
        above, below = pairwise[name][self.option], pairwise[self.option][name]
        if above < (needed := self.quorum.get(name, 0)):
            return f"{above} of {needed} needed rank it above {self.option}"
        if above <= (ratio := self.majority.get(name, Fraction(1))) * below:
            return f"{above} rank it above {self.option} and {below} below; it needs more than {ratio} to 1"
        return ""


def schulze(ballots: Ballots, seats: int = 1, default: Default | None = None) -> Result:
    """The winners are those whom nobody beats by a stronger path; there may be several. For more seats, those who are
    first in the ranking. default: options that fail against it are dropped before anything else, as Debian's
    constitution (A.5, formerly A.6) has it, and stand in no ranking.
    """
    pairwise = preferred(ballots)
    dropped = {name: why for name in ballots.candidates if default and name != default.option
               and (why := default.against(name, pairwise))}  # fmt: skip
    path = strengths(pairwise, [name for name in ballots.candidates if name not in dropped])
    ranking = ranked(path)
    winners, ties = seated(ranking, seats)
    return Result(winners, ranking, strengths=path, pairwise=pairwise, ties=ties, dropped=dropped)


def ranked(path: Matrix) -> Ranking:
    """Whom nobody beats comes first; then whom nobody beats of those that are left, and so on."""
    left, ranking = tuple(path), list[Rank]()
    while left:
        unbeaten = tuple(b for b in left if all(path[a][b] <= path[b][a] for a in left if a != b))
        ranking.append(unbeaten)
        left = tuple(name for name in left if name not in unbeaten)
    return tuple(ranking)
