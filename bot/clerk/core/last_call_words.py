"""What may be said of proposals outside meetings, at any time."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from .commands import AnyTime
from .decision_words import BECAUSE
from .last_calls import LONGEST, SHORTEST, Stance
from .word import ANYONE, Missing, Word, needs

NUMBER = re.compile(r"#?P?(\d{1,9})", re.IGNORECASE)
UNIT = "m|min|minutes?|h|hours?|d|days?|w|weeks?|months?"
PERIOD = re.compile(rf"(.*[^\s,;])[\s,;]+for\s+(-?\d{{1,9}})\s?({UNIT})", re.I | re.S)
NEEDS = re.compile(r"(.*[^\s,;])[\s,;]+needs\s+(-?\d{1,9})", re.I | re.S)
LAZY = re.compile(r"(.*[^\s,;])[\s,;]+lazy", re.I | re.S)
ROLE = re.compile(r"(.*[^\s,;])[\s,;]+of\s+(\S+)", re.I | re.S)
UNITS = {"mo": timedelta(days=30), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1),
         "w": timedelta(weeks=1)}  # fmt: skip
MOST_NEEDED = 100


@dataclass(frozen=True)
class Draft:
    """What is proposed, and the rules that were said with it; None and "" where none were. role: of those it is asked
    of."""

    text: str
    period: timedelta | None = None
    needs: int | None = None
    lazy: bool = False
    role: str = ""


@dataclass(frozen=True)
class ListProposals(AnyTime):
    WORD: ClassVar[str] = "proposal"
    DEED: ClassVar[str] = "list the proposals"


@dataclass(frozen=True)
class ShowProposal(AnyTime):
    WORD: ClassVar[str] = "proposal"
    DEED: ClassVar[str] = "look up a proposal"
    n: int


@dataclass(frozen=True)
class Propose(AnyTime):
    WORD: ClassVar[str] = "proposal new"
    DEED: ClassVar[str] = "propose"
    said: str


@dataclass(frozen=True)
class Support(AnyTime):
    WORD: ClassVar[str] = "proposal support"
    DEED: ClassVar[str] = "support a proposal"
    STANCE: ClassVar[Stance] = Stance.SUPPORT
    n: int
    why: str


@dataclass(frozen=True)
class Oppose(AnyTime):
    WORD: ClassVar[str] = "proposal against"
    DEED: ClassVar[str] = "be against a proposal"
    STANCE: ClassVar[Stance] = Stance.AGAINST
    n: int
    why: str


@dataclass(frozen=True)
class Abstain(AnyTime):
    WORD: ClassVar[str] = "proposal abstain"
    DEED: ClassVar[str] = "abstain"
    STANCE: ClassVar[Stance] = Stance.ABSTAIN
    n: int
    why: str


@dataclass(frozen=True)
class RaiseConcern(AnyTime):
    WORD: ClassVar[str] = "proposal concern"
    DEED: ClassVar[str] = "raise a concern"
    n: int
    text: str


@dataclass(frozen=True)
class ResolveConcern(AnyTime):
    """concern: its number in proposal n; None for the only one that is open."""

    WORD: ClassVar[str] = "proposal resolve"
    DEED: ClassVar[str] = "resolve a concern"
    n: int
    concern: int | None
    how: str


@dataclass(frozen=True)
class HoldProposal(AnyTime):
    WORD: ClassVar[str] = "proposal hold"
    DEED: ClassVar[str] = "hold a proposal"
    n: int
    why: str


@dataclass(frozen=True)
class UnholdProposal(AnyTime):
    WORD: ClassVar[str] = "proposal unhold"
    DEED: ClassVar[str] = "let a proposal go on"
    n: int


@dataclass(frozen=True)
class WithdrawProposal(AnyTime):
    WORD: ClassVar[str] = "proposal withdraw"
    DEED: ClassVar[str] = "withdraw a proposal"
    n: int
    why: str


def proposal(text: str) -> AnyTime:
    if not text:
        return ListProposals()
    if not NUMBER.fullmatch(text):
        raise Missing("a new one? .proposal new TEXT; or which?")
    return ShowProposal(number(text))


def number(text: str) -> int:
    found = NUMBER.fullmatch(text)
    if not found:
        raise Missing("which proposal? .proposal lists them;")
    return int(found[1])


def numbered(make: Callable[[int, str], AnyTime], question: str = "") -> Callable[[str], AnyTime]:
    """N, and words. question: for the words, where they cannot be left out."""

    def parse_number_and_words(text: str) -> AnyTime:
        first, _, rest = text.partition(" ")
        n = number(first.rstrip(":"))
        words = BECAUSE.sub("", " ".join(rest.split()))
        if question and not words:
            raise Missing(question)
        return make(n, words)

    return parse_number_and_words


def resolve(text: str) -> AnyTime:
    found = re.fullmatch(r"#?P?(\d{1,9})(?:\.(\d{1,9}))?(?:\s+(.*))?", text, re.IGNORECASE | re.DOTALL)
    if not found:
        raise Missing("which concern, as 3.1?")
    return ResolveConcern(int(found[1]), int(found[2]) if found[2] else None, " ".join((found[3] or "").split()))


def draft(said: str, is_role: Callable[[str], bool]) -> Draft:
    """What a line proposes: its rules stand at its end, in any order. Raises Missing, with what is wrong with them."""
    found = Draft(" ".join(said.split()))
    while True:
        if found.period is None and (parsed := PERIOD.fullmatch(found.text)):
            found = replace(found, text=parsed[1], period=period(int(parsed[2]), parsed[3].lower()))
        elif found.needs is None and (parsed := NEEDS.fullmatch(found.text)):
            found = replace(found, text=parsed[1], needs=needed(int(parsed[2])))
        elif not found.lazy and (parsed := LAZY.fullmatch(found.text)):
            found = replace(found, text=parsed[1], lazy=True)
        elif not found.role and (parsed := ROLE.fullmatch(found.text)) and is_role(parsed[2].lower()):
            found = replace(found, text=parsed[1], role=parsed[2].lower())
        else:
            return replace(found, text=found.text.strip(" ,;"))


def period(count: int, unit: str) -> timedelta:
    length = next(each for start, each in UNITS.items() if unit.startswith(start)) * min(count, 10_000)
    if not SHORTEST <= length <= LONGEST:
        raise Missing("a proposal is open for 1 hour to 90 days, as in: for 10d.")
    return length


def needed(count: int) -> int:
    if not 1 <= count <= MOST_NEEDED:
        raise Missing(f"a proposal needs 1 to {MOST_NEEDED} in support; where silence shall do, say lazy.")
    return count


SECTION = "Proposals outside meetings"
NOUNS: tuple[Word, ...] = (
    Word("proposal", "[N]", "lists the proposals that are open here, or shows one", ".proposal 3", ANYONE, proposal,
         section=SECTION, noun=True),
    Word("proposal new", "TEXT [for 10d] [needs 3] [of ROLE] [lazy]",
         "proposes something: it passes when the period (7 days) ends with enough support and no open concern or hold; "
         "lazy: silence counts as no objection", ".proposal new Drop Python 2 for 10d", ANYONE,
         needs("what do you propose?", Propose), section=SECTION, noun=True),
    Word("proposal support", "N [WHY]", "supports proposal N; your last voice counts", ".proposal support 3", ANYONE,
         numbered(Support), ("proposal +1",), SECTION, noun=True),
    Word("proposal against", "N because REASON", "is against proposal N", ".proposal against 3 because of the gate",
         ANYONE, numbered(Oppose, "why? Nobody can meet an objection that they do not know;"), ("proposal -1",),
         SECTION, noun=True),
    Word("proposal abstain", "N", "is neither for nor against proposal N, and has been heard", ".proposal abstain 3",
         ANYONE, numbered(Abstain), ("proposal +0",), SECTION, noun=True),
    Word("proposal concern", "N TEXT", "raises a concern: while it is open the proposal cannot pass",
         ".proposal concern 3 who writes the docs?", ANYONE, numbered(RaiseConcern, "what is the concern?"),
         section=SECTION, noun=True),
    Word("proposal resolve", "N.M [HOW]", "says that concern N.M is resolved (who raised it, or a chair)",
         ".proposal resolve 3.1 carol does", ANYONE, resolve, section=SECTION, noun=True),
    Word("proposal hold", "N because REASON", "stops its period; once the hold is lifted it starts anew",
         ".proposal hold 3 because the team is away", ANYONE, numbered(HoldProposal, "why?"), section=SECTION,
         noun=True),
    Word("proposal unhold", "N", "lifts a hold (who holds it, or a chair)", ".proposal unhold 3", ANYONE,
         lambda text: UnholdProposal(number(text)), section=SECTION, noun=True),
    Word("proposal withdraw", "N [WHY]", "takes a proposal back (who proposed it, or a chair)", ".proposal withdraw 3",
         ANYONE, numbered(WithdrawProposal), section=SECTION, noun=True),
)  # fmt: skip
