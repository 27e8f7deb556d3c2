"""A vote, a motion or a proposal: one question, some options, and the last word of each voter."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from .parser import one_letter_off
from .terms import Terms

Asks = Literal["vote", "motion", "proposal"]
Ended = Literal["won", "tie", "no votes", "not closed", "no quorum", "not enough votes", "all abstained",
                "carried", "denied", "agreed", "accepted", "rejected"]  # fmt: skip

FOR, AGAINST, ABSTAINED = "for", "against", "abstained"
ABSTAIN = "abstain"  # a vote's option of that kind, unless its chair spells it otherwise
ABSTENTIONS = frozenset({"abstain", "abstained", "abstention", "abstaining"})
STANDS = {
    FOR: ("+1", "for", "yes", "y", "aye", "yea", "yep", "in favour", "in favor", "support"),
    AGAINST: ("-1", "against", "no", "n", "nay", "nope", "oppose", "opposed"),
    ABSTAINED: ("0", "+0", "-0", *sorted(ABSTENTIONS)),
}
STAND_OF = {word: stand for stand, words in STANDS.items() for word in words}


@dataclass(frozen=True)
class Concern:
    """About a proposal. n: counts from 1. by: an index into the meeting's people."""

    n: int
    by: int
    text: str
    resolved: bool = False


@dataclass(frozen=True)
class Ballot:
    """casts: (voter, option) as cast, oldest first; a voter is an index into the meeting's people.

    options: in the order given. abstain: the option that counts for the quorum and for no majority, "" for none; it
    need not be among the options. by: who opened it. concerns, holds: of a proposal; holds are (person, why).
    """

    question: str
    options: tuple[str, ...]
    casts: tuple[tuple[int, str], ...] = ()
    asks: Asks = "vote"
    abstain: str = ""
    terms: Terms = field(default_factory=Terms)
    by: int | None = None
    concerns: tuple[Concern, ...] = ()
    holds: tuple[tuple[int, str], ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """All that may be said, abstention included."""
        return self.options if self.abstain in ("", *self.options) else (*self.options, self.abstain)

    def option(self, said: str) -> str | None:
        """The option that was meant, in the ballot's own spelling; None where two could be, or none."""
        said = said.strip().strip("'\"").casefold()
        if self.asks != "vote":
            stand = STAND_OF.get(said)
            return stand if stand in self.choices else None
        folded = {option.casefold(): option for option in self.choices}
        if said in folded:
            return folded[said]
        unsaid = self.abstain and self.abstain not in self.options
        # Nobody who says "a" where alice stands for election means to abstain.
        begun = [option for key, option in folded.items() if said and key.startswith(said)
                 and not (unsaid and option == self.abstain and len(said) < 3)]  # fmt: skip
        meant = begun or [option for key, option in folded.items() if misspelt(said, key)]
        if not meant and self.abstain and said in ABSTENTIONS:
            return self.abstain
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
        return {option: tuple(v for v, chosen in last.items() if chosen == option) for option in self.choices}

    def concern(self, n: int) -> Concern | None:
        return next((concern for concern in self.concerns if concern.n == n), None)

    @property
    def open_concerns(self) -> tuple[Concern, ...]:
        return tuple(concern for concern in self.concerns if not concern.resolved)


def misspelt(said: str, key: str) -> bool:
    """One letter off in a word long enough that nothing else can be meant; in a short one no other letter than its own:
    "yse" is yes, "not" is not now. A wrong number is another number."""
    own = len(key) > 2 and set(said) == set(key)
    return ((len(key) > 4 or own) and key.isalpha() and said.isalpha() and said[0] == key[0]
            and one_letter_off(said, key))  # fmt: skip


def result(ballot: Ballot, tally: dict[str, tuple[int, ...]]) -> tuple[Ended, str]:
    """How a vote or a motion ends, and the option that wins, if one does. What comes first excludes what comes after:
    a quorum, a vote, a lead, and the threshold."""
    counts = {option: len(voters) for option, voters in tally.items()}
    votes = {option: n for option, n in counts.items() if option != ballot.abstain}
    cast = sum(votes.values())
    if sum(counts.values()) < ballot.terms.quorum:
        return "no quorum", ""
    if not cast:
        return ("all abstained" if sum(counts.values()) else "no votes"), ""
    first, second = [*sorted(votes, key=lambda option: -votes[option]), ""][:2]
    if votes[first] == votes.get(second):
        return "tie", ""
    met = ballot.terms.threshold.met(votes[first], cast)
    if ballot.asks == "motion":
        return ("carried", FOR) if met and first == FOR else ("denied", "")
    return ("won", first) if met else ("not enough votes", "")


@dataclass(frozen=True)
class ClosedVote:
    """What came of a vote, a motion or a proposal. n: the item that says so. tally: voters as indexes into the
    meeting's people. winner: "" if none won. came, needed: how many of a quorum, where there was none."""

    question: str
    options: tuple[str, ...]
    tally: dict[str, tuple[int, ...]]
    ended: Ended
    winner: str
    n: int
    asks: Asks = "vote"
    abstain: str = ""
    terms: Terms = field(default_factory=Terms)
    concerns: tuple[Concern, ...] = ()
    holds: tuple[tuple[int, str], ...] = ()
    came: int = 0
    needed: int = 0

    @property
    def shown(self) -> tuple[str, ...]:
        """The options worth a word: who abstains only where somebody did, or where it was put to the vote."""
        return tuple(option for option in self.tally if option in self.options or self.tally[option])

    @property
    def outcome(self) -> str:
        """In a few words: the winner, or why there is none."""
        if self.asks == "vote" and self.winner:
            return self.winner
        return f"no quorum, {self.came} of {self.needed}" if self.needed else self.ended


def closed(ballot: Ballot, tally: dict[str, tuple[int, ...]], ended: Ended, winner: str, n: int,
           came: int = 0, needed: int = 0) -> ClosedVote:  # fmt: skip
    return ClosedVote(ballot.question, ballot.options, tally, ended, winner, n, ballot.asks, ballot.abstain,
                      ballot.terms, ballot.concerns, ballot.holds, came, needed)  # fmt: skip
