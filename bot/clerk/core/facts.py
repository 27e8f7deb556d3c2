"""What lines made true, in the past tense. Facts are recorded once and never changed; undoing is one more.

A fact's line tells when it became true and who made it so. VERSION is raised, and old facts
are lifted in `lift`, when a field of a recorded fact changes its meaning.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from .agenda import Items, State
from .ballots import Asks, Ended
from .commands import ItemKind, QueueKind
from .ledger import Actions, Noted
from .prepared import Prepared
from .shape import plain, shaped
from .terms import Terms

VERSION = 1

Files = tuple[str, ...]  # the URL of a meeting's files without their endings, then the endings; or nothing


@dataclass(frozen=True)
class MeetingStarted:
    """rules: the channel's settings as it began. present: the nicks in the channel. topic: the channel's own.
    prepared: what was known of the meeting before it began."""

    id: str
    title: str
    rules: Mapping[str, Any]
    present: tuple[str, ...]
    topic: str | None
    prepared: Prepared = field(default_factory=Prepared)


@dataclass(frozen=True)
class EndAsked:
    """The meeting is over once its minutes are written. why: chair, operator, long or idle."""

    why: Literal["chair", "operator", "long", "idle"]


@dataclass(frozen=True)
class EndHeld:
    """The first #endmeeting was held back, because a vote is open."""


@dataclass(frozen=True)
class MeetingEnded:
    """The minutes are written; or not, when nothing may leave the store. See `Files`."""

    files: Files


@dataclass(frozen=True)
class EndFailed:
    """The minutes could not be written: the meeting goes on."""

    reason: str


@dataclass(frozen=True)
class SaveAsked:
    pass


@dataclass(frozen=True)
class Saved:
    files: Files


@dataclass(frozen=True)
class SaveFailed:
    reason: str


@dataclass(frozen=True)
class TopicTaken:
    title: str
    under: int | None


@dataclass(frozen=True)
class TopicUndone:
    index: int


@dataclass(frozen=True)
class MeetingTopicSet:
    text: str


@dataclass(frozen=True)
class PurposeSet:
    """Why the meeting meets; "" takes it away."""

    text: str


@dataclass(frozen=True)
class TopicDenied:
    """The server does not let the bot set the channel's topic."""


@dataclass(frozen=True)
class MeetingNamed:
    name: str


@dataclass(frozen=True)
class ChairsAdded:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class ChairsRemoved:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class ItemAdded:
    """action: of an action item, what the ledger has of it. Before there was one, none had."""

    n: int
    kind: ItemKind
    text: str
    action: Noted | None = None


@dataclass(frozen=True)
class ItemEdited:
    n: int
    text: str
    action: Noted | None = None


@dataclass(frozen=True)
class ItemDropped:
    n: int


@dataclass(frozen=True)
class ActionsRevised:
    """Action items of the ledger that were said to be otherwise than before: done, given to somebody, due later."""

    actions: Actions


@dataclass(frozen=True)
class NicksNamed:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class HereSaid:
    alias: str


@dataclass(frozen=True)
class Lurked:
    pass


@dataclass(frozen=True)
class Unlurked:
    pass


@dataclass(frozen=True)
class LogsRestricted:
    pass


@dataclass(frozen=True)
class KeptPrivate:
    pass


@dataclass(frozen=True)
class WentOff:
    """everybody: a chair's #off covers all words, anybody else's their own."""

    everybody: bool


@dataclass(frozen=True)
class WentOn:
    """who: whose words are kept again, an index into the people; None for everybody's. why: on, topic, or time."""

    who: int | None
    why: Literal["on", "topic", "time"]


@dataclass(frozen=True)
class VoteOpened:
    """A vote, a motion or a proposal. abstain: the option of those who abstain, "" where nobody can."""

    question: str
    options: tuple[str, ...]
    asks: Asks = "vote"
    abstain: str = ""
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True)
class VoteCast:
    option: str


@dataclass(frozen=True)
class VoteClosed:
    """winner: the option that won, "" when none did. came, needed: how many of a quorum, where there was none."""

    n: int
    ended: Ended
    winner: str
    came: int = 0
    needed: int = 0


@dataclass(frozen=True)
class VoteWithdrawn:
    pass


@dataclass(frozen=True)
class TermsSet:
    """Those of the votes and motions to come."""

    terms: Terms


@dataclass(frozen=True)
class ConcernRaised:
    """About the proposal that is open. n: counts from 1 in each."""

    n: int
    text: str


@dataclass(frozen=True)
class ConcernResolved:
    n: int


@dataclass(frozen=True)
class ProposalHeld:
    """why: "" when it was not said."""

    why: str


@dataclass(frozen=True)
class ProposalReleased:
    """Somebody's hold was taken back. who: an index into the people."""

    who: int


@dataclass(frozen=True)
class ProposalClosed:
    """Item n, which was noted just before, is what it came to."""

    n: int
    ended: Ended


@dataclass(frozen=True)
class AgendaRevised:
    """Items that are new on the meeting's agenda, or otherwise than before."""

    items: Items


@dataclass(frozen=True)
class AgendaItemTaken:
    """It was taken up; the one before it is done. id: as the books number agenda items."""

    id: int


@dataclass(frozen=True)
class AgendaItemClosed:
    id: int
    state: State


@dataclass(frozen=True)
class BoxExtended:
    minutes: int


@dataclass(frozen=True)
class LengthSet:
    """How long the meeting may be, in minutes."""

    minutes: int


@dataclass(frozen=True)
class ClockSaid:
    """The clock has spoken: most of an item's box is over, all of it is, or the meeting is about to be."""

    what: Literal["most", "box", "meeting"]


@dataclass(frozen=True)
class QueueJoined:
    """nicks: who was put into the queue, as named; none for the speaker. note: as in "you wanted to ...".

    Who is in the queue already has the note added to theirs.
    """

    nicks: tuple[str, ...]
    kind: QueueKind
    note: str


@dataclass(frozen=True)
class QueueLeft:
    """nicks: who was taken off, as named; none for the speaker."""

    nicks: tuple[str, ...]


@dataclass(frozen=True)
class Acked:
    """nick: what whoever has the floor now is called."""

    nick: str


@dataclass(frozen=True)
class QueueClosed:
    pass


@dataclass(frozen=True)
class QueueOpened:
    pass


@dataclass(frozen=True)
class PresenceSaid:
    """nicks: who is present, as named; none for the speaker. Whose regrets were noted came after all."""

    nicks: tuple[str, ...]


@dataclass(frozen=True)
class PresenceTaken:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class RegretsSaid:
    """nicks: who cannot come, as named; none for the speaker. They are not present."""

    nicks: tuple[str, ...]


@dataclass(frozen=True)
class RegretsTaken:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class QuorumSet:
    """n: how many have to be present. role: "", or whose members count; members: them, as they were then."""

    n: int
    role: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuorumLifted:
    pass


@dataclass(frozen=True)
class QuorumReached:
    """count: how many of those who count were present."""

    count: int


@dataclass(frozen=True)
class QuorumLost:
    count: int


@dataclass(frozen=True)
class IdleAsked:
    pass


@dataclass(frozen=True)
class Missed:
    """The bot was away from `since` (ISO 8601, UTC) until the fact's line."""

    since: str
    reason: str


@dataclass(frozen=True)
class SplitHealed:
    """The other side of a netsplit, split off at `since` (ISO 8601, UTC), is heard again."""

    since: str


@dataclass(frozen=True)
class Hinted:
    """The speaker was told the right word for one that is none."""

    said: str


Fact = (
    MeetingStarted | EndAsked | EndHeld | MeetingEnded | EndFailed | SaveAsked | Saved | SaveFailed
    | TopicTaken | TopicUndone | MeetingTopicSet | TopicDenied | MeetingNamed | ChairsAdded | ChairsRemoved
    | ItemAdded | ItemEdited | ItemDropped | ActionsRevised | NicksNamed | HereSaid | Lurked | Unlurked | LogsRestricted
    | KeptPrivate | WentOff | WentOn | VoteOpened | VoteCast | VoteClosed | VoteWithdrawn | IdleAsked
    | TermsSet | ConcernRaised | ConcernResolved | ProposalHeld | ProposalReleased | ProposalClosed
    | Missed | SplitHealed | Hinted | AgendaRevised | AgendaItemTaken | AgendaItemClosed | BoxExtended | LengthSet
    | ClockSaid
    | QueueJoined | QueueLeft | Acked | QueueClosed | QueueOpened
    | PresenceSaid | PresenceTaken | RegretsSaid | RegretsTaken
    | QuorumSet | QuorumLifted | QuorumReached | QuorumLost
    | PurposeSet
)  # fmt: skip

KINDS: dict[str, type[Fact]] = {kind.__name__: kind for kind in get_args(Fact)}


class UnknownFact(Exception):
    """The store holds a fact that this Clerk does not know: it was written by a newer one."""


def detail(fact: Fact) -> dict[str, Any]:
    """A fact's fields, as JSON can hold them."""
    found: dict[str, Any] = plain(fact)
    return found


def lift(kind: str, version: int, stored: Mapping[str, Any]) -> Fact:
    """A fact from what was stored of it. Raises UnknownFact."""
    known: Any = KINDS.get(kind)
    if known is None or version > VERSION:
        raise UnknownFact(f"{kind}, version {version}")
    fact: Fact = shaped(known, stored)
    return fact
