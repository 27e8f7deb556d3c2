"""A document of ballots, as JSON has it, made into an election."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args

from .election import METHODS, Election, Method, unreadable
from .values import BOUNDS, MOST_VOTES, Arithmetic, BadBallots, Ballots, Rank, Unranked, checked, listed

KEYS = ("method", "candidates", "seats", "arithmetic", "tie_break", "ballots", "unranked")
OF_A_BALLOT = ("count", "weight", "ranking")


def from_data(data: object) -> Election:
    """From a JSON document as docs/tally.md describes it. Raises BadBallots, naming the place."""
    document = members(data, "the document", KEYS, needed=("method", "candidates", "ballots"))
    candidates = texts(document["candidates"], "candidates")
    try:
        checked(candidates)
    except BadBallots as bad:
        raise BadBallots(f"candidates: {bad}") from None
    return Election(
        method=cast(Method, one_of(document["method"], "method", METHODS)),
        ballots=Ballots.of(
            candidates,
            votes(document["ballots"]),
            cast(Unranked, one_of(document.get("unranked", "last"), "unranked", get_args(Unranked))),
        ),
        seats=number(document.get("seats", 1), "seats"),
        arithmetic=cast(Arithmetic, one_of(document.get("arithmetic", "exact"), "arithmetic", get_args(Arithmetic))),
        tie_break=texts(document.get("tie_break", []), "tie_break"),
    )


def votes(data: object) -> Iterator[tuple[int, list[list[str]]]]:
    """Each ballot's count and ranking; a count and a weight multiply."""
    ballots = items(data, "ballots")
    if not ballots:
        raise BadBallots("ballots: there are none")
    for place, ballot in enumerate(ballots, 1):
        where = f"ballot {place}"
        fields = members(ballot, where, OF_A_BALLOT, needed=("ranking",))
        ranking = items(fields["ranking"], f"{where}: ranking")
        if not ranking:
            raise BadBallots(f"{where}: it ranks nobody; leave out who abstains")
        for at, rank in enumerate(ranking, 1):
            if not isinstance(rank, list) or set(map(type, rank)) != {str}:
                raise BadBallots(f'{where}: rank {at} is not a list of candidates; write [["A"], ["B", "C"]]')
        count, weight = (voters(fields.get(key, 1), f"{where}: {key}") for key in ("count", "weight"))
        yield count * weight, ranking


# --- what a value has to be -------------------------------------------------------------------


def members(data: object, where: str, known: tuple[str, ...], needed: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise BadBallots(f"{where} is not an object; write {{\"{needed[0]}\": …}}")
    if strange := next((key for key in data if key not in known), None):
        raise BadBallots(f'{where}: there is no key "{strange}"; {listed(known)}')
    if missing := next((key for key in needed if key not in data), None):
        raise BadBallots(f'{where}: "{missing}" is missing')
    return data


def items(data: object, where: str) -> list[Any]:
    if not isinstance(data, list):
        raise BadBallots(f"{where} is not a list")
    return data


def texts(data: object, where: str) -> Rank:
    for place, name in enumerate(items(data, where), 1):
        if not isinstance(name, str):
            raise BadBallots(f"{where}: number {place} is not text")
        if fault := unreadable(name):
            raise BadBallots(f"{where}: number {place} {fault}")
    return tuple(cast(list[str], data))


def voters(data: object, where: str) -> int:
    if not 1 <= (count := number(data, where)) <= MOST_VOTES:
        raise BadBallots(f"{where}: {count:,}; {BOUNDS}")
    return count


def number(data: object, where: str) -> int:
    if not isinstance(data, int) or isinstance(data, bool):
        raise BadBallots(f"{where} is not a whole number")
    return data


def one_of(data: object, where: str, known: tuple[str, ...]) -> str:
    if not isinstance(data, str) or data not in known:
        said = f'"{data}"' if isinstance(data, str) else "that"
        raise BadBallots(f"{where}: {said} is unknown; {listed(known)}")
    return data
