"""What people ask of the bot, as values."""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

ItemKind = Literal["info", "idea", "help", "link", "agreed", "accepted", "rejected", "action", "vote"]
QueueKind = Literal["", "point of order", "question", "reply"]


@dataclass(frozen=True)
class AnyTime:
    """What is asked for by .noun or in private, in a meeting or not. WORD: its row in the table of words.
    DEED: what it does, as in "only a chair can ...". LOCAL: it is about a channel; a private line has to tell which.
    PERSONAL: in private it is about whoever says it, and theirs to say.
    """

    WORD: ClassVar[str]
    DEED: ClassVar[str]
    LOCAL: ClassVar[bool] = True
    PERSONAL: ClassVar[bool] = False


@dataclass(frozen=True)
class StartMeeting:
    title: str


@dataclass(frozen=True)
class EndMeeting:
    pass


@dataclass(frozen=True)
class SetTopic:
    title: str


@dataclass(frozen=True)
class SetSubtopic:
    title: str


@dataclass(frozen=True)
class SetMeetingTopic:
    text: str  # "" takes it away


@dataclass(frozen=True)
class SetPurpose:
    text: str  # "none" takes it away


@dataclass(frozen=True)
class NameMeeting:
    name: str


@dataclass(frozen=True)
class AddChairs:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class RemoveChairs:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class AddItem:
    """anyway: also what stands in the way of agreeing on a proposal."""

    kind: ItemKind
    text: str
    anyway: bool = False


@dataclass(frozen=True)
class EditItem:
    n: int
    text: str


@dataclass(frozen=True)
class DropItem:
    n: int


@dataclass(frozen=True)
class Replace:
    """s/old/new/, literally, in the speaker's own latest item that has the old words."""

    old: str
    new: str
    everywhere: bool


@dataclass(frozen=True)
class Undo:
    pass


@dataclass(frozen=True)
class ListItems:
    pass


@dataclass(frozen=True)
class NameNicks:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class SayHere:
    alias: str


@dataclass(frozen=True)
class Lurk:
    pass


@dataclass(frozen=True)
class Unlurk:
    pass


@dataclass(frozen=True)
class RestrictLogs:
    pass


@dataclass(frozen=True)
class Save:
    pass


@dataclass(frozen=True)
class GoOff:
    pass


@dataclass(frozen=True)
class GoOn:
    pass


@dataclass(frozen=True)
class KeepPrivate:
    pass


@dataclass(frozen=True)
class OpenVote:
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class CastVote:
    choice: str


@dataclass(frozen=True)
class OpenMotion:
    text: str


@dataclass(frozen=True)
class Respond:
    """To a motion or a proposal, by a bare word."""

    stand: Literal["+1", "-1", "0"]


@dataclass(frozen=True)
class SetVoters:
    """names: a role, or nicks."""

    whose: Literal["everyone", "voiced", "named"]
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetThreshold:
    """votes: so many at least, 0 for no more than any other option has; or the part votes/of."""

    votes: int
    of: int = 0


@dataclass(frozen=True)
class SetVoteQuorum:
    n: int  # 0 for none


@dataclass(frozen=True)
class Propose:
    text: str


@dataclass(frozen=True)
class RaiseConcern:
    text: str


@dataclass(frozen=True)
class ResolveConcern:
    n: int | None  # None: the only one


@dataclass(frozen=True)
class Hold:
    why: str


@dataclass(frozen=True)
class Release:
    nick: str  # whose hold; "" for the speaker's own


@dataclass(frozen=True)
class ShowVote:
    pass


@dataclass(frozen=True)
class CloseVote:
    pass


@dataclass(frozen=True)
class ListAgenda:
    """The agenda that the meeting works off."""


@dataclass(frozen=True)
class NextItem:
    anyway: bool = False  # also a moment after the last one was taken up


@dataclass(frozen=True)
class TakeItem:
    which: str  # an agenda item's number, or words of it


@dataclass(frozen=True)
class DeferItem:
    n: int | None  # an agenda item; None: the one that is taken up


@dataclass(frozen=True)
class SkipItem:
    n: int | None


@dataclass(frozen=True)
class CloseItem:
    n: int | None


@dataclass(frozen=True)
class ShowTime:
    pass


@dataclass(frozen=True)
class Extend:
    minutes: int


@dataclass(frozen=True)
class SetLength:
    minutes: int  # of the meeting


@dataclass(frozen=True)
class JoinQueue:
    """note: what for, as in "you wanted to ...". names: the words of the note, where they might be nicks instead."""

    kind: QueueKind = ""
    note: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeaveQueue:
    nicks: tuple[str, ...]  # none: the speaker


@dataclass(frozen=True)
class ShowQueue:
    pass


@dataclass(frozen=True)
class Ack:
    nick: str  # "" for whoever is next


@dataclass(frozen=True)
class CloseQueue:
    pass


@dataclass(frozen=True)
class OpenQueue:
    pass


@dataclass(frozen=True)
class SayPresent:
    nicks: tuple[str, ...]  # none: the speaker


@dataclass(frozen=True)
class TakePresent:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class SayRegrets:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class TakeRegrets:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class ListPresent:
    pass


@dataclass(frozen=True)
class SetQuorum:
    """So many people, or more than half of the members of a role."""

    n: int
    role: str = ""


@dataclass(frozen=True)
class LiftQuorum:
    pass


@dataclass(frozen=True)
class ListCommands:
    pass


@dataclass(frozen=True)
class Help:
    about: str


Command = (
    StartMeeting | EndMeeting | SetTopic | SetSubtopic | SetMeetingTopic | SetPurpose | NameMeeting | AddChairs
    | RemoveChairs | AddItem | EditItem | DropItem | Replace | Undo | ListItems | NameNicks | SayHere | Lurk | Unlurk
    | RestrictLogs | Save | GoOff | GoOn | KeepPrivate | OpenVote | CastVote | ShowVote | CloseVote
    | OpenMotion | Respond | SetVoters | SetThreshold | SetVoteQuorum
    | Propose | RaiseConcern | ResolveConcern | Hold | Release
    | ListAgenda | NextItem | TakeItem | DeferItem | SkipItem | CloseItem | ShowTime | Extend | SetLength
    | JoinQueue | LeaveQueue | ShowQueue | Ack | CloseQueue | OpenQueue
    | SayPresent | TakePresent | SayRegrets | TakeRegrets | ListPresent | SetQuorum | LiftQuorum
    | ListCommands | Help
)  # fmt: skip

# Those that have no # before them.
Bare = (
    JoinQueue | LeaveQueue | ShowQueue | Ack | CloseQueue | OpenQueue
    | SayPresent | TakePresent | SayRegrets | TakeRegrets | Respond
)  # fmt: skip

Spoken = Command | AnyTime
