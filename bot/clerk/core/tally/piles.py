"""Where the ballots lie during a count by transfers, and what each is worth there."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm

from .values import Arithmetic, BadBallots, Ballots

LONGEST = 2**16  # bits of an exact number; each surplus about doubles them
PARTS = 100_000

Parcel = tuple[Fraction, list[int]]  # what each of these ballots is worth; they are numbers of rankings


def whole(value: Fraction) -> Fraction:
    if value.denominator.bit_length() > LONGEST:
        raise BadBallots(
            'after so many surpluses the exact numbers are too long to count with; take "arithmetic": "scottish"'
        )
    return value


def five_decimals(value: Fraction) -> Fraction:
    return Fraction(value.numerator * PARTS // value.denominator, PARTS)


KEPT: Mapping[Arithmetic, Callable[[Fraction], Fraction]] = {"exact": whole, "scottish": five_decimals}


class Piles:
    """One count's piles, one for each candidate; they change as it goes on.

    A ballot lies with the first rank that has a candidate still open, in equal parts where there are several. As one of
    them is elected or excluded, its part goes to the others of that rank, and after them to the next.
    votes: of all who are not excluded; elected ones keep what is not handed on. exhausted: as in Round.
    """

    def __init__(self, ballots: Ballots, arithmetic: Arithmetic) -> None:
        bits = {name: 1 << number for number, name in enumerate(ballots.candidates)}
        self.bits = bits
        self.kept = KEPT[arithmetic]
        self.voters = [count for ranking, count in ballots.rankings.items() if ranking]
        self.ranks = [tuple(sum(bits[name] for name in rank) for rank in ranking) for ranking in ballots.rankings
                      if ranking]  # fmt: skip
        self.members: dict[int, tuple[str, ...]] = {}
        self.votes = dict.fromkeys(ballots.candidates, Fraction())
        self.piles: dict[str, dict[int, Fraction]] = {name: {} for name in ballots.candidates}
        self.exhausted = Fraction()
        self.deal([(Fraction(1), list(range(len(self.voters))))], ballots.candidates)

    def exclude(self, names: Iterable[str], open_to: Collection[str]) -> None:
        """Their ballots go on at their worth."""
        parcels = [parcel for name in names for parcel in self.taken(name)]
        for name in names:
            del self.votes[name]
        self.deal(parcels, open_to)

    def hand_on(self, surplus: Mapping[str, Fraction], open_to: Collection[str]) -> None:
        """All their ballots go on, each at that part of its worth which the surplus is of the candidate's votes."""
        parcels: list[Parcel] = []
        for name, part in surplus.items():
            ratio = whole(part / self.votes[name])
            reduced = [(self.kept(value * ratio), pile) for value, pile in self.taken(name)]
            self.exhausted += part - total(value * self.counted(pile) for value, pile in reduced)
            self.votes[name] -= part
            parcels += reduced
        self.deal(parcels, open_to)

    def taken(self, name: str) -> Iterator[Parcel]:
        """A candidate's pile, by what ballots are worth in it; it is empty then."""
        by_worth: dict[Fraction, list[int]] = defaultdict(list)
        for ballot, value in self.piles[name].items():
            by_worth[value].append(ballot)
        self.piles[name] = {}
        yield from by_worth.items()

    def deal(self, parcels: Iterable[Parcel], open_to: Collection[str]) -> None:
        mask = sum(self.bits[name] for name in open_to)
        gained: dict[str, list[Fraction]] = defaultdict(list)
        for value, ballots in parcels:
            for rank, pile in self.sorted_by_rank(ballots, mask):
                self.lay(value, pile, self.named(rank), gained)
        for name, votes in gained.items():
            self.votes[name] += total(votes)

    def lay(self, value: Fraction, ballots: list[int], names: Collection[str],
            gained: dict[str, list[Fraction]]) -> None:  # fmt: skip
        """Ballots of one worth onto the piles of these candidates, in equal parts."""
        voters = self.counted(ballots)
        if not names:
            self.exhausted += value * voters
            return
        share = value if len(names) == 1 else self.kept(value / len(names))
        self.exhausted += (value - share * len(names)) * voters
        for name in names:
            gained[name].append(share * voters)
            pile = self.piles[name]
            for ballot in ballots:
                # A part of it may lie here already, where equals came by different ways.
                pile[ballot] = whole(pile[ballot] + share) if ballot in pile else share

    def sorted_by_rank(self, ballots: Iterable[int], mask: int) -> Iterable[tuple[int, list[int]]]:
        """By the candidates still open in the first rank that has any, as bits; 0 where none is left."""
        found: dict[int, list[int]] = defaultdict(list)
        for ballot in ballots:
            for rank in self.ranks[ballot]:
                if rank & mask:
                    found[rank & mask].append(ballot)
                    break
            else:
                found[0].append(ballot)
        return found.items()

    def named(self, rank: int) -> tuple[str, ...]:
        if rank not in self.members:
            self.members[rank] = tuple(name for name, bit in self.bits.items() if rank & bit)
        return self.members[rank]

    def counted(self, ballots: Iterable[int]) -> int:
        return sum(map(self.voters.__getitem__, ballots))


def total(values: Iterable[Fraction]) -> Fraction:
    """Over one common denominator: a sum of thousands of fractions is reduced once, not at each step."""
    numerators: dict[int, int] = defaultdict(int)
    for value in values:
        numerators[value.denominator] += value.numerator
    common = lcm(*numerators)
    return Fraction(sum(above * (common // below) for below, above in numerators.items()), common)
