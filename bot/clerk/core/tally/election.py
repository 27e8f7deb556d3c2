"""An election as a document says it: the ballots, and how they are to be counted."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, assert_never, cast, get_args

from .points import approval, borda, plurality
from .runoff import irv
from .schulze import schulze
from .stv import stv
from .values import MOST_VOTES, Arithmetic, BadBallots, Ballots, Rank, Result, Unranked, checked, listed

Method = Literal["schulze", "stv", "irv", "borda", "approval", "plurality"]
METHODS: tuple[Method, ...] = get_args(Method)
ARITHMETICS: tuple[Arithmetic, ...] = get_args(Arithmetic)
KEYS = ("method", "candidates", "seats", "arithmetic", "tie_break", "ballots", "unranked")
OF_A_BALLOT = ("count", "weight", "ranking")
LONGEST_NAME = 200


@dataclass(frozen=True)
class Election:
    """tie_break: the preferred ones first; instant runoff and STV ask it, the others report ties as they are."""

    method: Method
    ballots: Ballots
    seats: int = 1
    arithmetic: Arithmetic = "exact"
    tie_break: Rank = ()

    def __post_init__(self) -> None:
        """Raises BadBallots where there is nothing to count, or seats and candidates do not fit."""
        candidates = self.ballots.candidates
        if not 1 <= self.seats <= len(candidates):
            raise BadBallots(f"seats: {self.seats}; there are {len(candidates)} candidates, write 1 to {len(candidates)}")
        if self.method == "irv" and self.seats > 1:
            raise BadBallots(f"seats: {self.seats}; irv fills one seat, stv fills several")
        for number, name in enumerate(self.tie_break):
            if name not in candidates:
                raise BadBallots(f'tie_break: there is no candidate "{name}"; {listed(candidates)}')
            if name in self.tie_break[:number]:
                raise BadBallots(f'tie_break: it names "{name}" more than once')
        if not self.ballots.cast:
            raise BadBallots("ballots: there are none that rank anybody")


def counted(election: Election) -> Result:
    ballots, seats = election.ballots, election.seats
    match election.method:
        case "schulze":
            return schulze(ballots, seats)
        case "stv":
            return stv(ballots, seats, election.arithmetic, election.tie_break)
        case "irv":
            return irv(ballots, election.arithmetic, election.tie_break)
        case "borda":
            return borda(ballots, seats)
        case "approval":
            return approval(ballots, seats)
        case "plurality":
            return plurality(ballots, seats)
        case _:
            assert_never(election.method)


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
        arithmetic=cast(Arithmetic, one_of(document.get("arithmetic", "exact"), "arithmetic", ARITHMETICS)),
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
            if not isinstance(rank, list) or not rank or not all(isinstance(name, str) for name in rank):
                raise BadBallots(f'{where}: rank {at} is not a list of candidates; write [["A"], ["B", "C"]]')
        count, weight = (number(fields.get(key, 1), f"{where}: {key}") for key in ("count", "weight"))
        if min(count, weight) < 1:
            raise BadBallots(f"{where}: count: {min(count, weight):,}; write 1 to {MOST_VOTES:,}")
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


def unreadable(name: str) -> str:
    """Why a name cannot be printed in a result; "" if it can."""
    if not name.strip():
        return "is empty"
    if len(name) > LONGEST_NAME:
        return f"has {len(name):,} characters; at most {LONGEST_NAME} are allowed"
    if any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or 0xD800 <= ord(sign) < 0xE000 for sign in name):
        return "has a sign that cannot be printed"
    return ""


def number(data: object, where: str) -> int:
    if not isinstance(data, int) or isinstance(data, bool):
        raise BadBallots(f"{where} is not a whole number")
    return data


def one_of(data: object, where: str, known: tuple[str, ...]) -> str:
    if not isinstance(data, str) or data not in known:
        said = f'"{data}"' if isinstance(data, str) else "that"
        raise BadBallots(f"{where}: {said} is unknown; {listed(known)}")
    return data
