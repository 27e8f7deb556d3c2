"""A room is a channel with the clerk in it: idle, or in a meeting. Both are values.

A meeting is the fold of its lines and facts, so it can be had again from the store at any time:
`attend` follows who is there and what they said, `evolve` what that made true. Neither ever
refuses: lines were heard, and facts have happened.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from .agenda import AgendaItem, Items
from .ballots import Asks, Ballot, ClosedVote
from .commands import ItemKind
from .floor import Queue
from .ledger import ActionItem, Noted
from .lines import TALK, Kind, Line, Speaker, fold
from .people import People, attend, welcome
from .prepared import Prepared
from .rollcall import Roll
from .rules import Dialect, Keep, Rules, Voice
from .terms import Terms


@dataclass(frozen=True)
class Idle:
    """A channel without a meeting. last: the greatest id of its meetings before."""

    channel: str
    network: str = ""
    rules: Rules = field(default_factory=Rules)
    present: tuple[str, ...] = ()
    topic: str | None = None
    last: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """undone: it was taken back; what was noted under it stands under the one before."""

    title: str
    nick: str
    at: datetime
    line: int
    under: int | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """by: an index into the meeting's people. topic: an index into its topics, or None.
    action: as the ledger has it."""

    n: int
    kind: ItemKind
    text: str
    nick: str
    by: int
    at: datetime
    line: int
    topic: int | None
    dropped: bool = False
    action: Noted | None = None


@dataclass(frozen=True)
class Taken:
    """The agenda item that is talked about. topic: the topic that it made. minutes: its time box, as extended.
    said: what the clock has said of it."""

    id: int
    topic: int
    at: datetime
    minutes: int | None
    said: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Closing:
    """The meeting is over, and its minutes are being written."""

    at: datetime
    nick: str
    line: int
    why: Literal["chair", "operator", "long", "idle"]


@dataclass(frozen=True)
class Split:
    """A netsplit that began at `since`; these nicks are on its other side."""

    since: datetime
    nicks: frozenset[str]


@dataclass(frozen=True)
class Over:
    """What was voted on last, and cannot be any more. withdrawn: it was taken back, not closed."""

    asks: Asks
    withdrawn: bool
    at: datetime


Done = tuple[Literal["item", "topic", "vote"], int]


@dataclass(frozen=True)
class Meeting:
    """chairs, off and hinted name people by their index in `people`.

    topic_before: the channel's topic that is put back at the end. shown: every topic that the
    bot gave the channel. off: until when whose words are not kept; everybody_off: everybody's.
    done: what #undo can take back, oldest first. length: in minutes. clock_said, clock_at: of the meeting's end, and
    when the clock spoke last. terms: of the votes to come. over: until the next vote or topic.
    """

    id: str
    title: str
    name: str
    channel: str
    network: str
    rules: Rules
    started: datetime
    first_line: int
    opened_by: int
    people: People
    chairs: tuple[int, ...]
    topics: tuple[Topic, ...] = ()
    items: tuple[Item, ...] = ()
    topic: int | None = None
    about: str = ""
    topic_before: str | None = None
    shown: frozenset[str] = frozenset()
    ballot: Ballot | None = None
    votes: tuple[ClosedVote, ...] = ()
    terms: Terms = field(default_factory=Terms)
    over: Over | None = None
    lurking: bool = False
    restricted: bool = False
    private: bool = False
    denied: bool = False
    held: bool = False
    saving: str = ""
    off: Mapping[int, datetime] = field(default_factory=dict)
    everybody_off: datetime | None = None
    quiet_since: datetime = datetime.min
    asked: bool = False
    hinted: frozenset[tuple[int, str]] = frozenset()
    split: Split | None = None
    done: tuple[Done, ...] = ()
    closing: Closing | None = None
    prepared: Prepared = field(default_factory=Prepared)
    agenda: Items = ()
    taken: Taken | None = None
    length: int | None = None
    clock_said: frozenset[str] = frozenset()
    clock_at: datetime | None = None
    queue: Queue = field(default_factory=Queue)
    roll: Roll = field(default_factory=Roll)
    revised: Mapping[int, ActionItem] = field(default_factory=dict)

    def speaker(self, line: Line) -> int:
        """Whose line it is; attend() has seen to it that they are known. The clock's are its opener's."""
        return self.people.who(self.people.holders.get(fold(line.nick), self.opened_by))

    def is_chair(self, index: int) -> bool:
        return self.people.who(index) in {self.people.who(chair) for chair in self.chairs}

    def off_until(self, person: int) -> datetime | None:
        """Until when somebody's own words are not kept, by whichever of their connections they went off."""
        return max((until for i, until in self.off.items() if self.people.who(i) == person), default=None)

    def chair_nicks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.people.persons[self.people.who(chair)].nick for chair in self.chairs))

    def item(self, n: int) -> Item | None:
        """Item n, unless it was dropped. Numbers count from 1 and are never given again."""
        found = self.items[n - 1] if 0 < n <= len(self.items) else None
        return found if found and not found.dropped else None

    @property
    def secret_since(self) -> datetime | None:
        """Since when what is put on the agenda leaves this meeting no more; None for never."""
        return self.started if self.private else None

    def agenda_item(self, id: int) -> AgendaItem:
        return next(item for item in self.agenda if item.id == id)

    def channel_topic(self) -> str:
        """What the channel's topic ought to say now."""
        title = self.topics[self.topic].title if self.topic is not None else ""
        return f"{title} (Meeting topic: {self.about})" if self.about and title else title or self.about

    def gave(self, topic: str) -> bool:
        """Whether the bot gave the channel this topic; the server may have cut it."""
        return any(is_cut(topic, shown) for shown in self.shown)

    def tally(self) -> dict[str, tuple[int, ...]]:
        """Who chose which option of the open vote."""
        behind = {voter: self.people.who(voter) for voter, _ in self.ballot.casts} if self.ballot else {}
        return self.ballot.tally(behind) if self.ballot else {}


Room = Idle | Meeting


def present(room: Room) -> tuple[str, ...]:
    """The nicks in the channel, the bot's own left out."""
    return tuple(room.people.here.values()) if isinstance(room, Meeting) else room.present


def is_cut(topic: str, whole: str) -> bool:
    """Whether a topic is the whole one, or what a server's limit left of it."""
    return topic == whole or (len(topic) >= 40 and whole.startswith(topic))


AUDIBLE = TALK | {Kind.NOTICE}  # what breaks the silence
NETSPLIT = ("*.net *.split", "*.split *.net")


def is_netsplit(reason: str) -> bool:
    """Whether a quit message names the two servers that lost each other, as servers write it and people cannot."""
    words = reason.split(" ")
    hosts = len(words) == 2 and all("." in word and "/" not in word and not word.endswith(".") for word in words)
    return hosts or reason in NETSPLIT


def heard(room: Room, line: Line) -> Room:
    """The room, once this line was heard; before anybody asks what it means."""
    if isinstance(room, Idle):
        return heard_idle(room, line)
    people = attend(room.people, line, timedelta(minutes=room.rules.comes_back))
    if line.kind in AUDIBLE and line.speaker in (Speaker.PERSON, Speaker.RELAYED):
        return replace(room, people=people, quiet_since=line.at, asked=False)
    meeting = replace(room, people=people) if people is not room.people else room
    match line.kind:
        case Kind.TOPIC if line.speaker is not Speaker.CLERK or (not line.nick and not meeting.gave(line.text)):
            return replace(meeting, topic_before=line.text)
        case Kind.QUIT if is_netsplit(line.text):
            split = meeting.split or Split(line.at, frozenset())
            return replace(meeting, split=replace(split, nicks=split.nicks | {fold(line.nick)}))
    return meeting


def heard_idle(room: Idle, line: Line) -> Idle:
    nick = fold(line.nick)
    if line.kind is Kind.NAMES:
        return replace(room, present=tuple(dict.fromkeys(line.text.split())))
    if line.kind is Kind.TOPIC:
        return replace(room, topic=line.text)
    gone = fold(line.text.partition(" ")[0]) if line.kind is Kind.KICK else nick
    match line.kind:
        case Kind.JOIN if line.speaker is not Speaker.CLERK:
            return replace(room, present=(*without(room.present, nick), line.nick))
        case Kind.PART | Kind.QUIT | Kind.KICK:
            return replace(room, present=without(room.present, gone))
        case Kind.NICK if line.speaker is not Speaker.CLERK:
            return replace(room, present=(*without(room.present, nick), line.text))
        case Kind.SAID | Kind.ACTION if line.speaker is Speaker.PERSON and line.nick not in room.present:
            return replace(room, present=(*without(room.present, nick), line.nick))
    return room


def without(nicks: tuple[str, ...], folded: str) -> tuple[str, ...]:
    return tuple(nick for nick in nicks if fold(nick) != folded)


def begin(room: Idle, line: Line, id: str, title: str, rules: Rules, present: tuple[str, ...],
          topic: str | None, prepared: Prepared) -> Meeting:  # fmt: skip
    """The meeting that a line opens. Its speaker is its chair."""
    people = attend(welcome(People(), present), line, timedelta(minutes=rules.comes_back))
    opener = people.who(people.holders[fold(line.nick)])
    return Meeting(
        id=id, title=title, name=title, channel=room.channel, network=room.network, rules=rules,
        started=line.at, first_line=line.id, opened_by=opener, people=people, chairs=(opener,),
        about=title, topic_before=topic, quiet_since=line.at, prepared=prepared,
        agenda=prepared.agenda, length=prepared.length,
    )  # fmt: skip


def rules_from(stored: Mapping[str, Any]) -> Rules:
    """The settings that a meeting began with, as its first fact holds them."""
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value
             for name, value in stored.items() if name in Rules.__dataclass_fields__}  # fmt: skip
    return Rules(**{**known, "voice": Voice(known.get("voice", "open")), "log": Keep(known.get("log", "commands")),
                    "dialect": Dialect(known.get("dialect", "opendev"))})  # fmt: skip
