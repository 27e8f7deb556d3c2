"""The result of an election as text to read, and as data."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from clerk.core.tally import Election, Result, Round
from clerk.core.tally.values import Matrix

NAMES = {
    "schulze": "Schulze", "stv": "STV", "irv": "Instant runoff", "borda": "Borda", "approval": "Approval",
    "plurality": "Plurality",
}  # fmt: skip
WIDEST = 20  # candidates; a larger table is for JSON


def document(result: Result) -> str:
    """JSON with the keys winners, ranking, scores, pairwise, rounds and ties. What is no whole number is a decimal one.
    Of Schulze, scores are the strengths of the strongest paths.
    """
    data = {
        "winners": result.winners,
        "ranking": result.ranking,
        "scores": result.strengths or figures(result.scores),
        "pairwise": result.pairwise,
        "rounds": [round_data(each) for each in result.rounds],
        "ties": result.ties,
    }
    return json.dumps(data, indent=2) + "\n"


def round_data(each: Round) -> dict[str, object]:
    needed: dict[str, object] = {}
    if each.quota is not None:
        needed["quota"] = each.quota
    if each.majority is not None:
        needed["majority"] = figure(each.majority)
    return {
        "votes": figures(each.votes),
        "exhausted": figure(each.exhausted),
        **needed,
        "elected": each.elected,
        "excluded": each.excluded,
        "surplus": figures(each.surplus),
        "tied": each.tied,
        "broken_by": each.broken_by,
    }


def figures(votes: Mapping[str, Fraction]) -> dict[str, int | float]:
    return {name: figure(value) for name, value in votes.items()}


def figure(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


# --- as text ----------------------------------------------------------------------------------


def rows(election: Election, result: Result) -> Iterator[str]:
    yield heading(election)
    yield outcome(election, result)
    for tied in result.ties:
        if result.rounds:
            yield f"The count stops: of {', '.join(tied)} one has to go, and nothing says who."
        else:
            yield f"Tie for the {'last ' if election.seats > 1 else ''}seat: {', '.join(tied)}."
    if result.ranking:
        yield "Ranking:"
    place = 1
    for rank in result.ranking:
        points = f"  {said(result.scores[rank[0]])}" if result.scores else ""
        yield f"  {place}. {', '.join(rank)}{points}"
        place += len(rank)
    for number, each in enumerate(result.rounds, 1):
        yield from round_rows(number, each)
    if result.pairwise and len(result.pairwise) <= WIDEST:
        yield from matrix("Voters who rank one (row) above another (column):", result.pairwise)
        yield from matrix("Strongest path from one (row) to another (column):", result.strengths)


def heading(election: Election) -> str:
    ballots = election.ballots
    parts = [
        NAMES[election.method],
        counted(len(ballots.candidates), "candidate"),
        counted(election.seats, "seat"),
        counted(ballots.cast, "vote"),
    ]
    if ballots.abstained:
        parts.append(counted(ballots.abstained, "abstention"))
    if election.method in ("stv", "irv"):
        parts.append(f"{election.arithmetic} arithmetic")
    return ", ".join(parts)


def outcome(election: Election, result: Result) -> str:
    if not result.winners:
        return "Nobody is elected."
    short = election.seats - len(result.winners)
    lacking = f" {counted(short, 'seat')} not filled." if short > 0 else ""
    return f"{'Winner' if len(result.winners) == 1 else 'Winners'}: {', '.join(result.winners)}.{lacking}"


def round_rows(number: int, each: Round) -> Iterator[str]:
    order = sorted(each.votes.items(), key=lambda row: -row[1])
    votes = ", ".join(f"{name} {said(value)}" for name, value in order)
    rest = f"; exhausted {said(each.exhausted)}" if each.exhausted else ""
    bar = f"quota {each.quota}" if each.quota is not None else f"more than {said(each.majority or Fraction())} wins"
    yield f"Round {number} ({bar}): {votes}{rest}"
    if each.elected:
        yield f"  elected: {', '.join(each.elected)}"
    if each.tied:
        yield f"  tie: {', '.join(each.tied)}" + (f"; broken by {each.broken_by}" if each.broken_by else "")
    if each.surplus:
        yield f"  handed on: {', '.join(f'{said(part)} of {name}' for name, part in each.surplus.items())}"
    if each.excluded:
        yield f"  excluded: {', '.join(each.excluded)}"


def matrix(title: str, values: Matrix) -> Iterator[str]:
    yield title
    width = max(len(str(value)) for row in values.values() for value in row.values()) if len(values) > 1 else 1
    width = max(width, len(str(len(values))))
    label = max(map(len, values)) + 5
    yield " " * label + " ".join(str(at).rjust(width) for at in range(1, len(values) + 1))
    for at, (name, row) in enumerate(values.items(), 1):
        cells: Iterable[str] = (str(row.get(other, "–")).rjust(width) for other in values)
        yield f"{at:3} {name}".ljust(label) + " ".join(cells)


def said(value: Fraction) -> str:
    """Five decimals at most, as Scottish counts have them."""
    return f"{int(value)}" if value.denominator == 1 else f"{float(value):.5f}"


def counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
