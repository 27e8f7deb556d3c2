"""Methods that add up points: plurality, approval, Borda, pick up to N, dots."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from .values import BadBallots, Ballots, Rank, Ranking, Result, checked, listed, seated


def plurality(ballots: Ballots, seats: int = 1) -> Result:
    """A ballot is one vote for its first rank, in equal parts where there are several in it."""
    firsts: Counter[Rank] = Counter()
    for ranking, count in ballots.rankings.items():
        firsts[ranking[0] if ranking else ()] += count
    scores = dict.fromkeys(ballots.candidates, Fraction())
    for rank, count in firsts.items():
        for name in rank:
            scores[name] += Fraction(count, len(rank))
    return by_points(scores, seats)


def approval(ballots: Ballots, seats: int = 1) -> Result:
    """A ballot approves everybody whom it names, in whatever rank."""
    scores: Counter[str] = Counter()
    for ranking, count in ballots.rankings.items():
        for rank in ranking:
            for name in rank:
                scores[name] += count
    return by_points({name: Fraction(scores[name]) for name in ballots.candidates}, seats)


def borda(ballots: Ballots, seats: int = 1) -> Result:
    """Of n candidates the first has n points and the last 1; equals share the points of their places. Who is left out
    shares those of the last places, or has none where the unranked are ignored.
    """
    twice: Counter[str] = Counter()  # of equals each has half a point more or less, never a smaller part
    for ranking, count in ballots.rankings.items():
        if not ranking:
            continue
        best = len(ballots.candidates)
        for rank in (*ranking, *([ballots.left_out(ranking)] if ballots.unranked == "last" else [])):
            points = count * (2 * best - len(rank) + 1)
            for name in rank:
                twice[name] += points
            best -= len(rank)
    return by_points({name: Fraction(twice[name], 2) for name in ballots.candidates}, seats)


def picks(ballots: Ballots, most: int, seats: int = 1) -> Result:
    """Pick up to `most`: by how many ballots each is named. Raises BadBallots where one names more."""
    for number, ranking in enumerate(ballots.rankings, 1):
        if (named := sum(map(len, ranking))) > most:
            raise BadBallots(f"ballot {number} picks {named}; at most {most} may be picked")
    return approval(ballots, seats)


def dots(candidates: Sequence[str], spreads: Iterable[Mapping[str, int]], each: int = 5, seats: int = 1) -> Result:
    """Every voter spreads up to `each` points. Raises BadBallots where one spreads more, or gives what is no option."""
    scores: Counter[str] = Counter(dict.fromkeys(checked(candidates), 0))
    for number, spread in enumerate(spreads, 1):
        if unknown := next((name for name in spread if name not in scores), None):
            raise BadBallots(f'ballot {number}: there is no option "{unknown}"; {listed(candidates)}')
        if any(points < 0 for points in spread.values()) or sum(spread.values()) > each:
            raise BadBallots(f"ballot {number}: spread up to {each} points, none of them negative")
        scores.update(spread)
    return by_points({name: Fraction(scores[name]) for name in candidates}, seats)


def by_points(scores: Mapping[str, Fraction], seats: int) -> Result:
    ranking = ranked(scores)
    winners, ties = seated(ranking, seats)
    return Result(winners, ranking, scores, ties=ties)


def ranked(scores: Mapping[str, Fraction]) -> Ranking:
    """Most first, equals together."""
    order = sorted(scores, key=lambda name: -scores[name])
    return tuple(tuple(rank) for _, rank in groupby(order, key=lambda name: scores[name]))
