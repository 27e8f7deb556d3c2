"""Chats: conversations as files. What people say and do, what the bot answers, what comes of it.

    <nick> words     said                      ! bob is now robert     (see HAPPENINGS)
    * nick words     /me                       @ +5m   @ +2d   @ 15:30 the clock moves
    (nick) words     in private                -> text   -> (nick) text   the bot's answer
    == log.txt       a file that comes of it   => text                 the topic that it sets
    # prose            # meetings nova.yaml cinder.yaml   the calendar that it begins with

No answer means that the bot says nothing. An answer that ends with … may go on as it likes.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clerk.core.lines import Kind, Line, Rank, Speaker
from clerk.core.rules import Rules
from clerk.core.says import Say, Saying, SetTopic, Tell
from clerk.core.schedule import Series
from clerk.edge.meetingfiles import load

CHANNEL, ME = "#nova", "clerk"
START = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
URL = "https://minutes.example.org"
PATTERN = "{name}/{year}/{name}.{date}-{time}"
CHATS = Path(__file__).parent / "chats"
SHEETS = {
    "minutes.txt": "text", "minutes.md": "markdown", "minutes.rst": "rst", "minutes.json": "json", "log.txt": "log",
}  # fmt: skip
ANSWER = ("-> ", "=> ")


@dataclass
class Turn:
    """One row, and the answers that stand below it."""

    row: str
    answers: list[str] = field(default_factory=list)


@dataclass
class Chat:
    path: Path
    turns: list[Turn]
    sheets: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Chat:
        talk, *sheets = re.split(r"^== ", path.read_text(), flags=re.MULTILINE)
        parts = (sheet.partition("\n") for sheet in sheets)
        return cls(path, cls.read_rows(talk.splitlines()), {name: text for name, _, text in parts})

    @staticmethod
    def read_rows(rows: list[str]) -> list[Turn]:
        turns: list[Turn] = []
        for row in rows:
            if row.startswith(ANSWER):
                turns[-1].answers.append(row)
            else:
                turns.append(Turn(row))
        return turns

    def rules(self) -> Rules:
        """The channel's settings, from rows like "# set idle_end = 0"."""
        values: dict[str, object] = {}
        for turn in self.turns:
            if found := re.fullmatch(r"# set (\w+) = (.*)", turn.row):
                values[found[1]] = setting(found[1], found[2])
        return Rules(**values)  # type: ignore[arg-type]

    def series(self) -> tuple[Series, ...]:
        """The calendar it begins with, from rows like "# meetings nova.yaml"; the files lie beside it."""
        rows = [re.fullmatch(r"# meetings (.*)", turn.row) for turn in self.turns]
        loaded = [load(self.path.parent / name) for row in rows if row for name in row[1].split()]
        faults = [fault for each in loaded for fault in each.faults]
        assert not faults, faults
        return tuple(series for each in loaded for series in each.series)

    def written(self) -> str:
        """The file, with the answers and sheets that it holds now."""
        rows = [row for turn in self.turns for row in (turn.row, *turn.answers)]
        return "\n".join(rows).rstrip("\n") + "\n" + "".join(f"\n== {name}\n{text.strip(chr(10))}\n"
                                                             for name, text in self.sheets.items())  # fmt: skip


def setting(name: str, value: str) -> object:
    default = getattr(Rules(), name)
    if isinstance(default, bool):
        return value == "yes"
    if isinstance(default, int):
        return int(value)
    if isinstance(default, tuple):
        return tuple(value.split())
    if isinstance(default, str):
        return type(default)(value)
    return dict(map(str.strip, pair.split(":")) for pair in value.split(","))


@dataclass
class Person:
    nick: str
    host: str
    account: str | None = None
    rank: Rank = Rank.NONE
    here: bool = False  # known to be in the channel before a word was said


class World:
    """Who is in the channel, as an IRC server would know it; and what time it is."""

    def __init__(self) -> None:
        self.now = START
        self.people: dict[str, Person] = {}
        self.topic: str | None = None
        self.split: set[str] = set()  # nicks on the other side of a netsplit

    def person(self, nick: str) -> Person:
        return self.people.setdefault(nick, Person(nick, f"{nick.lower()}@{nick.lower()}.example"))

    def line(self, nick: str, text: str, kind: Kind = Kind.SAID, channel: str = CHANNEL) -> Line:
        who = self.person(nick)
        who.here = True
        return Line(self.now, channel, nick, text, kind, who.account, who.host, who.rank)

    def arrival(self) -> list[Line]:
        """What the bot hears when it comes into the channel."""
        names = " ".join(person.nick for person in self.people.values() if person.here)
        topic = [] if self.topic is None else [own(self.now, Kind.TOPIC, self.topic)]
        return [*topic, own(self.now, Kind.NAMES, names)]

    def heard(self, row: str) -> Iterator[Line]:
        """The lines of a row of talk or of a happening; the clock goes on by a second."""
        self.now += timedelta(seconds=1)
        for pattern, kind in (r"<(\S+)> (.*)", Kind.SAID), (r"\* (\S+) (.*)", Kind.ACTION):
            if found := re.fullmatch(pattern, row, re.DOTALL):
                yield self.line(found[1], found[2], kind)
                return
        if found := re.fullmatch(r"\((\S+)\) (.*)", row):
            yield self.line(found[1], found[2], Kind.PRIVATE, channel="")
            return
        for pattern, happen in HAPPENINGS.items():
            if found := re.fullmatch(pattern, row.removeprefix("! ")):
                yield from happen(self, *found.groups(default=""))
                return
        raise AssertionError(f"not understood: {row!r}")

    # --- happenings ---------------------------------------------------------------------------

    def joins(self, nick: str, host: str) -> Iterator[Line]:
        full = host if "@" in host else f"{nick.lower()}@{host or nick.lower() + '.example'}"
        self.people[nick] = Person(nick, full, here=True)
        yield self.line(nick, "", Kind.JOIN)

    def is_here(self, nick: str) -> Iterator[Line]:
        self.person(nick).here = True
        yield from self.arrival()

    def leaves(self, nick: str, how: str, reason: str) -> Iterator[Line]:
        yield self.line(nick, reason, Kind.PART if how == "leaves" else Kind.QUIT)
        del self.people[nick]

    def splits(self, *nicks: str) -> Iterator[Line]:
        self.split |= set(nicks)
        for nick in nicks:
            yield self.line(nick, "irc1.example.org irc2.example.org", Kind.QUIT)
            self.people[nick].here = False

    def heals(self, *nicks: str) -> Iterator[Line]:
        for nick in nicks:
            yield self.line(nick, "", Kind.JOIN)
        self.split -= set(nicks)

    def renames(self, nick: str, new: str) -> Iterator[Line]:
        yield self.line(nick, new, Kind.NICK)
        self.people[new] = self.people.pop(nick)
        self.people[new].nick = new

    def kicks(self, nick: str, other: str) -> Iterator[Line]:
        yield self.line(nick, f"{other} out", Kind.KICK)
        self.people.pop(other, None)

    def logs_in(self, nick: str, account: str) -> Iterator[Line]:
        self.person(nick).account = account
        yield from ()

    def ranks(self, nick: str, rank: str) -> Iterator[Line]:
        self.person(nick).rank = {"an operator": Rank.OPERATOR, "voiced": Rank.VOICED, "nobody": Rank.NONE}[rank]
        yield from ()

    def sets_topic(self, nick: str, topic: str) -> Iterator[Line]:
        self.topic = topic
        yield self.line(nick, topic, Kind.TOPIC)

    def denies(self) -> Iterator[Line]:
        yield own(self.now, Kind.DENIED, "")

    def notices(self, nick: str, text: str) -> Iterator[Line]:
        yield self.line(nick, text, Kind.NOTICE)


HAPPENINGS = {
    r"(\S+) joins(?: from (\S+))?": World.joins,
    r"(\S+) is here": World.is_here,
    r"(\S+) (leaves|quits)(?: (.+))?": World.leaves,
    r"(\S+) and (\S+) split off": World.splits,
    r"(\S+) and (\S+) are back": World.heals,
    r"(\S+) is now (\S+)": World.renames,
    r"(\S+) kicks (\S+)": World.kicks,
    r"(\S+) logs in as (\S+)": World.logs_in,
    r"(\S+) is (an operator|voiced|nobody)": World.ranks,
    r"(\S+) sets the topic to (.*)": World.sets_topic,
    r"(\S+) notices (.*)": World.notices,
    r"the server denies the topic": World.denies,
}


def own(at: datetime, kind: Kind, text: str) -> Line:
    return Line(at, CHANNEL, "", text, kind, speaker=Speaker.CLERK)


def shown(saying: Saying) -> str:
    match saying:
        case Say(channel, text, _):
            return f"-> {text}" if channel == CHANNEL else f"-> [{channel}] {text}"
        case Tell(nick, text):
            return f"-> ({nick}) {text}"
        case SetTopic(_, topic):
            return f"=> {topic or '(none)'}"


def moves(row: str, now: datetime) -> list[datetime]:
    """The minutes, and the last moment, through which "@ +5m", "@ 15:30" or "@ +3d" moves the clock; on "@ +3d 09:00"
    and other long ways the quarters of hours."""
    found = re.fullmatch(r"@ (?:\+(\d+)([smhd]))? ?(?:(\d\d):(\d\d)(?::(\d\d))?)?", row)
    assert found and len(row) > 2, f"not understood: {row!r}"
    until = now
    if found[1]:
        until += timedelta(seconds=int(found[1]) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]])
    if found[3]:
        until = until.replace(hour=int(found[3]), minute=int(found[4]), second=int(found[5] or 0))
        until += timedelta(days=1) if until < now else timedelta()
    if until - now > timedelta(hours=12):
        quarter = timedelta(minutes=15)
        first = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + quarter
        return [*(first + quarter * i for i in range((until - first) // quarter + 1)), until]
    steps = int((until - now).total_seconds() // 60)
    return [*(now + timedelta(minutes=i) for i in range(1, steps + 1)), until]


def same(expected: list[str], answers: list[str]) -> bool:
    return len(expected) == len(answers) and all(
        answer == wanted or (wanted.endswith("…") and answer.startswith(wanted[:-1].rstrip()))
        for wanted, answer in zip(expected, answers, strict=True)
    )
