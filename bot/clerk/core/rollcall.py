"""The roll: who is present, who sent regrets, and how many have to be there."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Turn:
    """The quorum was reached, or lost."""

    at: datetime
    reached: bool


@dataclass(frozen=True)
class Quorum:
    """n: how many have to be present. role: "" for anybody, else only its members count, by account or nick."""

    n: int
    role: str = ""
    members: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def reached(self) -> bool:
        return bool(self.turns) and self.turns[-1].reached

    @property
    def needs(self) -> str:
        """In words: "3 needed", "2 of 3 cores needed"."""
        return f"{self.n} of {len(self.members)} {self.role} needed" if self.role else f"{self.n} needed"

    @property
    def history(self) -> str:
        """In words, for the minutes; times are UTC."""
        turns = (f"{'reached' if turn.reached else 'lost'} at {turn.at:%H:%M}" for turn in self.turns)
        return f"{self.needs}; {', '.join(turns) or 'not reached'}"


@dataclass(frozen=True)
class Roll:
    """present, regrets: indexes into the meeting's people, as they were named."""

    present: tuple[int, ...] = ()
    regrets: tuple[int, ...] = ()
    quorum: Quorum | None = None
