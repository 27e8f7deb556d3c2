"""An election: the ballots, and how they are to be counted."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never, get_args

from .points import approval, borda, plurality
from .runoff import irv
from .schulze import schulze
from .stv import stv
from .values import Arithmetic, BadBallots, Ballots, Rank, Result, listed

Method = Literal["schulze", "stv", "irv", "borda", "approval", "plurality"]
METHODS: tuple[Method, ...] = get_args(Method)
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
        most = len(candidates)
        if not 1 <= self.seats <= most:
            raise BadBallots(f"seats: {self.seats}; there are {most} candidates, write 1 to {most}")
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


def unreadable(name: str) -> str:
    """Why a name cannot be printed in a result; "" if it can."""
    if not name.strip():
        return "is empty"
    if len(name) > LONGEST_NAME:
        return f"has {len(name):,} characters; at most {LONGEST_NAME} are allowed"
    if any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or 0xD800 <= ord(sign) < 0xE000 for sign in name):
        return "has a sign that cannot be printed"
    return ""
