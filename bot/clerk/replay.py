"""Raw logs and stored lines, played through the same core as the channel's own."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .core import facts as f
from .core.agenda import AgendaItem
from .core.books import Books, Change
from .core.commands import EndMeeting
from .core.evolve import evolve
from .core.hearing import hear
from .core.lines import Kind, Line, Rank, Speaker, fold
from .core.logline import log_rows
from .core.meeting import Idle, Meeting, Room, heard, rules_from
from .core.minutes import LogLine, Minutes
from .core.parser import parse
from .core.rules import VERSION, Rules, settings_of
from .core.view import View
from .core.views import minutes_of
from .store.books import history
from .store.journal import Reader

# A log tells what was: nobody was asked for a name, and no clock of ours ended the meeting.
AS_IT_WAS = Rules(ask_name=False, idle_ask=0, idle_end=0, set_topic=False, comes_back=1_000_000)
# What was said in private is not stored, and an errand's words are elsewhere: they cannot be decided again.
NOT_AGAIN = frozenset({Kind.PRIVATE, Kind.ERRAND})
SOON = 5  # lines of talk between #endmeeting and the recording bot's "Meeting ended"


def replay(lines: Iterable[Line], channel: str) -> Iterator[Minutes]:
    """The minutes of every meeting in a log, in order. One that never ended has no end."""
    room: Room = Idle(channel, rules=AS_IT_WAS)
    rows: list[LogLine] = []
    for line in as_recorded(list(lines)):
        step = hear(room, line)
        if isinstance(room, Idle) and isinstance(step.room, Meeting):
            rows = []
        room = step.room
        if step.stored and isinstance(room, Meeting):
            rows += log_rows(step.stored, step.facts)
        if isinstance(room, Meeting) and room.closing:
            yield of_a_log(minutes_of(room, rows.copy))
            room = hear(room, clock(line, Kind.WRITTEN, f"end {room.id}")).room
    if isinstance(room, Meeting):
        yield of_a_log(minutes_of(room, rows.copy))


def of_a_log(minutes: Minutes) -> Minutes:
    """What a log promised is in no ledger, and has no numbers there."""
    return replace(minutes, actions=tuple(replace(action, id=None) for action in minutes.actions))


def as_recorded(lines: list[Line]) -> Iterator[Line]:
    """A log has no accounts and seldom ranks: in it a nick is a person, and who ended a meeting was allowed to."""
    for index, line in enumerate(lines):
        ends = line.kind is Kind.SAID and isinstance(parse(line.text), EndMeeting)
        allowed = ends and any(map(says_so, lines[index + 1 : index + 1 + SOON]))
        yield replace(line, host="", rank=Rank.OPERATOR if allowed else line.rank)


def says_so(line: Line) -> bool:
    """Whether the recording bot says that a meeting ended."""
    return line.speaker is Speaker.CLERK and "eeting ended" in line.text


def clock(line: Line, kind: Kind, text: str) -> Line:
    return replace(line, nick="", kind=kind, text=text, speaker=Speaker.CLERK, account=None, host="")


@dataclass(frozen=True)
class Audited:
    """differences: of what is stored and what today's rules make of the same lines; one line each.

    skipped: why nothing was compared, "" when it was.
    """

    id: str
    lines: int
    facts: int
    differences: tuple[str, ...] = ()
    skipped: str = ""


def audit(reader: Reader) -> Iterator[Audited]:
    """Decide every stored meeting again. Raises UnknownFact."""
    last: dict[str, str] = {}
    then = BooksThen(list(history(reader.db)))
    channels = channels_of(reader, then)
    for row in reader.meetings():
        then.before(row["line"])
        if row["rules"] == VERSION:
            around: dict[str, Room] = {**channels, **reader.open_at(row["line"])}
            yield audit_one(reader, row["line"], row["id"], last.get(row["channel"], ""), replace(then), around)
        else:
            yield Audited(row["id"], 0, 0, skipped=f"decided by rules {row['rules']}; these are {VERSION}")
        last[row["channel"]] = row["id"]


def channels_of(reader: Reader, then: BooksThen) -> dict[str, Idle]:
    """Those that the bot was in at any time, as far as the store tells: their names mean them in a command."""
    places = (change.record.place for _, change in then.changes if isinstance(change.record, AgendaItem))
    return {fold(name): Idle(name) for name in (*places, *reader.channels()) if name.startswith("#")}


def audit_one(reader: Reader, meeting: int, id: str, last: str, then: BooksThen,
              around: Mapping[str, Room]) -> Audited:  # fmt: skip
    """around: the other rooms as they were when it began."""
    stored = reader.facts(meeting)
    room: Room | None = None
    differences, count = [], 0
    for line in reader.lines(meeting):
        count += 1
        facts = tuple(map(with_every_setting, stored.get(line.id, ())))
        room = room if room is not None else before_the_first(line, facts, last)
        again = hear(room, line, view=View(then.before(line.id), {**around, fold(line.channel): room})).facts
        if again != facts and line.kind not in NOT_AGAIN:
            differences.append(f"line {line.id}: stored {named(facts)}; now {named(again)}")
        room = heard(room, line)
        for fact in facts:
            room = evolve(room, line, fact)
    return Audited(id, count, sum(map(len, stored.values())), tuple(differences))


@dataclass
class BooksThen:
    """The books as they were, going on through time. changes: each with its line, oldest first."""

    changes: Sequence[tuple[int, Change]]
    books: Books = field(default_factory=Books)
    place: int = 0

    def before(self, line: int) -> Books:
        """As they were when the line was heard; lines come in their order."""
        start = self.place
        while self.place < len(self.changes) and self.changes[self.place][0] < line:
            self.place += 1
        self.books = self.books.changed(change for _, change in self.changes[start : self.place])
        return self.books


def before_the_first(line: Line, facts: Iterable[f.Fact], last: str) -> Idle:
    started = next((fact for fact in facts if isinstance(fact, f.MeetingStarted)), None)
    if started is None:
        return Idle(line.channel, line.network)
    return Idle(line.channel, line.network, rules_from(started.rules), started.present, started.topic, last)


def with_every_setting(fact: f.Fact) -> f.Fact:
    """A setting that an older Clerk did not know was at its default."""
    if not isinstance(fact, f.MeetingStarted):
        return fact
    return replace(fact, rules={**settings_of(Rules()), **fact.rules})


def named(facts: Iterable[f.Fact]) -> str:
    return ", ".join(map(str, facts)) or "nothing"
