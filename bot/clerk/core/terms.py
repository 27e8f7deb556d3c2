"""The terms of a vote: who may vote, what a majority is, and how many have to take part."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Whose = Literal["everyone", "voiced", "role", "named"]
PARTS = {
    (1, 2): "more than half of the votes", (2, 3): "two thirds of the votes",
    (3, 4): "three quarters of the votes", (1, 1): "all of the votes",
}  # fmt: skip


@dataclass(frozen=True)
class Threshold:
    """What an option needs beside more votes than any other. Abstentions are no votes for this.

    votes: so many at least; 0 for no more. of: votes is a part, as 2 of 3, of all that were cast; a half has to be
    exceeded.
    """

    votes: int = 0
    of: int = 0

    def met(self, votes: int, cast: int) -> bool:
        """votes: of the option; cast: of all options."""
        if not self.of:
            return votes >= self.votes
        return votes * self.of >= self.votes * cast and votes * 2 > cast

    @property
    def words(self) -> str:
        """As in "needed: two thirds of the votes"; "" when nothing is."""
        if self.of:
            return PARTS.get((self.votes, self.of), f"{self.votes}/{self.of} of the votes")
        return f"{self.votes} vote{'s' if self.votes > 1 else ''}" if self.votes else ""


@dataclass(frozen=True)
class Voters:
    """Who may vote. role: its name, and its members as the books name people. people: those named, as indexes into the
    meeting's people."""

    whose: Whose = "everyone"
    role: str = ""
    members: tuple[str, ...] = ()
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Terms:
    """Frozen when a vote is opened. quorum: how many have to vote, abstentions included; 0 for any number."""

    voters: Voters = field(default_factory=Voters)
    threshold: Threshold = field(default_factory=Threshold)
    quorum: int = 0
