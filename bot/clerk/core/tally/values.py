"""What is counted, and what comes of it."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

MOST_CANDIDATES = 100
MOST_VOTES = 10**9  # on one ballot
BOUNDS = f"write 1 to {MOST_VOTES:,}"

Rank = tuple[str, ...]
Ranking = tuple[Rank, ...]
Matrix = Mapping[str, Mapping[str, int]]
Unranked = Literal["last", "ignored"]
Arithmetic = Literal["exact", "scottish"]


class BadBallots(ValueError):
    """What cannot be counted; its text names the place and says what would work."""


@dataclass(frozen=True)
class Ballots:
    """candidates: as on the ballot paper. rankings: each with how many voters ranked so, 1 or more; the best rank comes
    first, and equals share a rank, in the order of the candidates. An empty ranking is an abstention.
    unranked: whether those that a ballot leaves out are behind all that it names, or are not compared with them.
    """

    candidates: tuple[str, ...]
    rankings: Mapping[Ranking, int]
    unranked: Unranked = "last"

    @classmethod
    def of(cls, candidates: Sequence[str], ballots: Iterable[tuple[int, Iterable[Iterable[str]]]],
           unranked: Unranked = "last") -> Ballots:  # fmt: skip
        """From (how many voters, ranking) in any order; equal ones are merged. Raises BadBallots, numbering from 1."""
        place = {name: number for number, name in enumerate(checked(candidates))}
        alone: dict[str, Rank] = {name: (name,) for name in place}
        rankings: dict[Ranking, int] = {}
        for number, (count, ranks) in enumerate(ballots, 1):
            ranking = tuple(alone[rank[0]] if len(rank) == 1 and rank[0] in alone else in_order(rank, place)
                            for rank in map(tuple, ranks) if rank)  # fmt: skip
            if fault := fault_of(ranking, count, place):
                raise BadBallots(f"ballot {number}: {fault}")
            rankings[ranking] = rankings.get(ranking, 0) + count
        return cls(tuple(candidates), rankings, unranked)

    @property
    def cast(self) -> int:
        """How many voters ranked somebody."""
        return sum(count for ranking, count in self.rankings.items() if ranking)

    @property
    def abstained(self) -> int:
        return self.rankings.get((), 0)

    def left_out(self, ranking: Ranking) -> Rank:
        named = {name for rank in ranking for name in rank}
        return tuple(name for name in self.candidates if name not in named)


def in_order(rank: Rank, place: Mapping[str, int]) -> Rank:
    """Unknown ones last, for fault_of to find."""
    return tuple(sorted(rank, key=lambda name: place.get(name, len(place))))


def checked(candidates: Sequence[str]) -> Sequence[str]:
    if not candidates:
        raise BadBallots("there are no candidates")
    if len(candidates) > MOST_CANDIDATES:
        raise BadBallots(f"there are {len(candidates)} candidates; at most {MOST_CANDIDATES} can be counted")
    if len(set(candidates)) < len(candidates):
        twice = next(name for number, name in enumerate(candidates) if name in candidates[:number])
        raise BadBallots(f'two candidates are called "{twice}"')
    return candidates


def fault_of(ranking: Ranking, count: int, known: Mapping[str, int]) -> str:
    """What is wrong with one ballot; "" if nothing is."""
    names = [name for rank in ranking for name in rank]
    different = set(names)
    if not different <= known.keys():
        unknown = next(name for name in names if name not in known)
        return f'there is no candidate "{unknown}"; {listed(known)}'
    if len(different) < len(names):
        return f'it ranks "{next(name for name in names if names.count(name) > 1)}" more than once'
    if not 1 <= count <= MOST_VOTES:
        return f"it counts {count:,} times; {BOUNDS}"
    return ""


def listed(names: Iterable[str]) -> str:
    """For a refusal: who there is, as far as fits a line."""
    all_of_them = list(names)
    more = f" and {len(all_of_them) - 8} more" if len(all_of_them) > 8 else ""
    return f"there are {', '.join(all_of_them[:8])}{more}"


@dataclass(frozen=True)
class Round:
    """One round of a count by transfers.

    votes: of all who are not excluded, when it begins. exhausted: votes that by then have nobody left to go to, and
    what truncation lost. quota: enough votes to be elected (STV); majority: what must be exceeded (instant runoff).
    elected, excluded: in this round; first who has more votes. surplus: what is handed on at its end, and from whom.
    tied: who had equally many when one of them had to go first. broken_by: what then decided; "" where nothing did.
    Then equal surpluses are handed on together, and an exclusion stops the count.
    """

    votes: Mapping[str, Fraction]
    exhausted: Fraction
    quota: int | None = None
    majority: Fraction | None = None
    elected: Rank = ()
    excluded: Rank = ()
    surplus: Mapping[str, Fraction] = field(default_factory=dict)
    tied: Rank = ()
    broken_by: str = ""


@dataclass(frozen=True)
class Result:
    """winners: more than there are seats where several tie for the last one; fewer where a count by transfers stopped.
    ranking: best first, equals together. scores: points or votes of each. strengths: of the strongest path from one to
    another. pairwise: how many voters rank one above another. ties: groups between whom the ballots do not
    decide who wins. dropped: why an option was out before the count. What a method does not have is empty.
    """

    winners: Rank
    ranking: Ranking
    scores: Mapping[str, Fraction] = field(default_factory=dict)
    strengths: Matrix = field(default_factory=dict)
    pairwise: Matrix = field(default_factory=dict)
    rounds: tuple[Round, ...] = ()
    ties: tuple[Rank, ...] = ()
    dropped: Mapping[str, str] = field(default_factory=dict)


def seated(ranking: Ranking, seats: int) -> tuple[Rank, tuple[Rank, ...]]:
    """The winners by a ranking, and the group that ties for the last seat, if one does."""
    winners: Rank = ()
    for rank in ranking:
        winners += rank
        if len(winners) >= seats:
            return winners, (rank,) if len(winners) > seats else ()
    return winners, ()
