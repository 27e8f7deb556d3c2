"""A vote: one question, some options, and the last word of each voter."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from .parser import one_letter_off

Ended = Literal["won", "tie", "no votes", "not closed"]


@dataclass(frozen=True)
class Ballot:
    """casts: (voter, option) as cast, oldest first; a voter is an index into the meeting's people."""

    question: str
    options: tuple[str, ...]
    casts: tuple[tuple[int, str], ...] = ()

    def option(self, said: str) -> str | None:
        """The option that was meant, in the ballot's own spelling; None where two could be, or none."""
        said = said.strip().strip("'\"").casefold()
        folded = {option.casefold(): option for option in self.options}
        if said in folded:
            return folded[said]
        begun = [option for key, option in folded.items() if said and key.startswith(said)]
        meant = begun or [option for key, option in folded.items() if misspelt(said, key)]
        return meant[0] if len(meant) == 1 else None

    def cast(self, voter: int, option: str) -> Ballot:
        return replace(self, casts=(*self.casts, (voter, option)))

    def tally(self, who: dict[int, int] | None = None) -> dict[str, tuple[int, ...]]:
        """Who chose each option, in the ballot's order. who: the person behind each voter."""
        last: dict[int, str] = {}
        for voter, option in self.casts:
            person = (who or {}).get(voter, voter)
            last.pop(person, None)
            last[person] = option
        return {option: tuple(v for v, chosen in last.items() if chosen == option) for option in self.options}


def misspelt(said: str, key: str) -> bool:
    """One letter off in a word long enough that nothing else can be meant. A wrong number is another number."""
    return len(key) > 4 and key.isalpha() and said.isalpha() and said[0] == key[0] and one_letter_off(said, key)


def result(counts: Iterable[tuple[str, int]]) -> tuple[Ended, str]:
    """How it ended, and the option that won, if one did."""
    ranked = sorted(counts, key=lambda row: -row[1])
    if not ranked or ranked[0][1] == 0:
        return "no votes", ""
    return ("tie", "") if len(ranked) > 1 and ranked[0][1] == ranked[1][1] else ("won", ranked[0][0])


@dataclass(frozen=True)
class ClosedVote:
    """What came of a vote. tally: voters as indexes into the meeting's people. winner: "" if none won."""

    question: str
    options: tuple[str, ...]
    tally: dict[str, tuple[int, ...]]
    ended: Ended
    winner: str
    n: int

    @property
    def outcome(self) -> str:
        """In one word or two: the winner, or why there is none."""
        return self.winner or self.ended
