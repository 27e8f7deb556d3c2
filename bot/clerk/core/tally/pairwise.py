"""Candidates two by two: who is ranked above whom, and the strongest paths of defeats."""
from __future__ import annotations

from collections.abc import Collection

from .values import Ballots, Matrix


def preferred(ballots: Ballots) -> Matrix:
    """[a][b]: how many voters rank a above b.

    One integer for each candidate holds its whole row, a lane of bits for each other; so one addition counts a ballot
    for all that it ranks lower. A lane is wide enough for all voters, and never runs over into the next.
    """
    width = sum(ballots.rankings.values()).bit_length()
    lane = {name: 1 << number * width for number, name in enumerate(ballots.candidates)}
    rows = dict.fromkeys(ballots.candidates, 0)
    everybody = sum(lane.values())
    for ranking, count in ballots.rankings.items():
        below = 0
        if ballots.unranked == "last":
            below = count * (everybody - sum(lane[name] for rank in ranking for name in rank))
        for rank in reversed(ranking):
            for name in rank:
                rows[name] += below
            for name in rank:
                below += count * lane[name]
    full = (1 << width) - 1
    return {a: {b: rows[a] >> number * width & full for number, b in enumerate(ballots.candidates) if a != b}
            for a in ballots.candidates}  # fmt: skip


def strengths(pairwise: Matrix, among: Collection[str]) -> Matrix:
    """[a][b]: the weakest defeat on the strongest path from a to b, 0 where there is none. A defeat is as strong as the
    voters are many who prefer its winner ("winning votes"), however many prefer its loser.
    """
    path = {a: {b: pairwise[a][b] if pairwise[a][b] > pairwise[b][a] else 0 for b in among if a != b} for a in among}
    for via in among:
        onward = path[via]
        for a in among:
            if a == via or not (first := path[a][via]):
                continue
            row = path[a]
            for b, second in onward.items():
                if b != a and (weakest := min(first, second)) > row[b]:
                    row[b] = weakest
    return path
