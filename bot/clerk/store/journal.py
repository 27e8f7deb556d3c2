"""The journal: every line of a meeting, and the facts that it made true. Append only."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from ..core import facts as f
from ..core.evolve import evolve
from ..core.lines import Kind, Line, Rank, Speaker, fold
from ..core.logline import split_row
from ..core.meeting import Idle, Meeting, Room, heard
from ..core.minutes import LogLine
from ..core.names import place_of_id
from ..core.rules import VERSION
from . import errands
from .books import Posting, post

TURNING_POINTS = (
    f.MeetingStarted, f.EndAsked, f.EndFailed, f.MeetingEnded, f.Saved, f.MeetingNamed, f.KeptPrivate,
    f.TopicTaken, f.TopicUndone, f.MeetingTopicSet,
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A line to be stored. meeting: the one it belongs to, as it is after the line; None outside meetings."""

    line: Line
    facts: tuple[f.Fact, ...]
    meeting: Meeting | None
    ended: bool = False


class Journal:
    """Owns the writing connection; used by one thread. sqlite3.Error means that nothing was recorded."""

    def __init__(self, database: Database) -> None:
        self.db = database
        self.next_id: int = database.execute("SELECT coalesce(max(id), 0) + 1 FROM lines").fetchone()[0]

    def record(self, entries: Sequence[Entry], postings: Sequence[Posting] = (),
               outcomes: Sequence[errands.Outcome] = ()) -> None:  # fmt: skip
        """All of it in one transaction, or nothing. The lines have the ids that next_id gave."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            self.db.conn.executemany(INSERT_LINE, [line_row(entry) for entry in entries])
            self.db.conn.executemany(INSERT_FACT, [row for entry in entries for row in fact_rows(entry)])
            for entry in entries:
                if entry.meeting and any(isinstance(fact, TURNING_POINTS) for fact in entry.facts):
                    self.note_meeting(meeting_row(entry), entry.facts)
            post(self.db, postings)
            errands.close(self.db, outcomes)
            self.db.execute("COMMIT")
        except BaseException:
            self.roll_back()
            raise
        if entries:
            self.next_id = entries[-1].line.id + 1

    def note_meeting(self, row: dict[str, Any], facts: Sequence[f.Fact]) -> None:
        """One that went on after an update stays with the rules that began it: today's did not decide all of it."""
        if any(isinstance(fact, f.MeetingStarted) for fact in facts):
            self.db.table("meetings").insert(row)
        else:
            self.db.table("meetings").update(row["line"], {name: row[name] for name in row if name != "rules"})

    def roll_back(self) -> None:
        if self.db.conn.in_transaction:
            self.db.conn.rollback()

    def alive(self, meetings: Iterable[Meeting], at: datetime) -> None:
        """The bot was there until now, and would have heard."""
        self.db.table("alive").upsert_all(
            ({"meeting": meeting.first_line, "at": at.isoformat()} for meeting in meetings), pk="meeting"
        )

    def claim(self, meeting: Meeting, stem: str) -> tuple[str, str | None]:
        """The stem of a meeting's files, unlike any other's, and the one it had before, if it is another."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            had = self.db.execute("SELECT stem FROM meetings WHERE line = ?", [meeting.first_line]).fetchone()[0]
            taken = {row[0] for row in self.db.execute(
                "SELECT stem FROM meetings WHERE line != ? AND substr(stem, 1, ?) = ?",
                [meeting.first_line, len(stem), stem])}  # fmt: skip
            free = stem
            number = 1
            while free in taken:
                number += 1
                free = f"{stem}-{number}"
            self.db.execute("UPDATE meetings SET stem = ? WHERE line = ?", [free, meeting.first_line])
            self.db.execute("COMMIT")
        except BaseException:
            self.roll_back()
            raise
        return free, had if had != free else None


class Reader:
    """Reads the journal; over any connection, in the thread that made it."""

    def __init__(self, database: Database) -> None:
        self.db = database

    def meetings(self) -> Iterator[dict[str, Any]]:
        """Every meeting, oldest first, as its row in the store."""
        return self.db.query("SELECT * FROM meetings ORDER BY line")

    def unfinished(self) -> list[dict[str, Any]]:
        return list(self.db.query("SELECT * FROM meetings WHERE state != 'ended' ORDER BY line"))

    def find(self, id: str) -> dict[str, Any] | None:
        """A meeting by its id."""
        return next(iter(self.db.query("SELECT * FROM meetings WHERE id = ?", [id])), None)

    def channels(self) -> Iterator[str]:
        """All in which anything was ever stored."""
        return (channel for (channel,) in self.db.execute("SELECT DISTINCT channel FROM lines WHERE channel != ''"))

    def open_at(self, line: int) -> dict[str, Meeting]:
        """The meetings that were open in other channels when a line was heard, as they were then; by folded channel.
        Raises UnknownFact."""
        rows = self.db.execute(
            "SELECT line FROM meetings m WHERE line < ?1 AND (state != 'ended'"
            " OR (SELECT max(id) FROM lines WHERE meeting = m.line) > ?1)", [line])  # fmt: skip
        found = (self.rebuild(meeting, until=line) for (meeting,) in rows.fetchall())
        return {fold(room.channel): room for room in found if isinstance(room, Meeting)}

    def greatest_id(self, channel: str) -> str:
        """The id after which the channel's next one has to come; "" when it has had no meeting."""
        rows = self.db.execute("SELECT id FROM meetings WHERE channel = ?", [channel])
        return max((id for (id,) in rows), key=place_of_id, default="")

    def last(self, channel: str) -> dict[str, Any] | None:
        """The latest meeting of a channel."""
        rows = self.db.query("SELECT * FROM meetings WHERE channel = ? ORDER BY line DESC LIMIT 1", [channel])
        return next(iter(rows), None)

    def lines(self, meeting: int, until: int | None = None) -> Iterator[Line]:
        """The lines of a meeting in the order heard; up to and with line `until`."""
        rows = self.db.execute(f"SELECT {COLUMNS} FROM lines WHERE meeting = ? AND id <= ? ORDER BY id",
                               [meeting, until if until is not None else LAST])  # fmt: skip
        return map(line_of, rows)

    def last_alive(self, meeting: int) -> datetime:
        """Until when the bot certainly heard the meeting."""
        # An errand may have been done while there was no bot to hear anything.
        signs = (f"SELECT at FROM lines WHERE meeting = ? AND kind != '{Kind.ERRAND}' ORDER BY id DESC LIMIT 1",
                 "SELECT at FROM alive WHERE meeting = ?")  # fmt: skip
        return max(datetime.fromisoformat(at) for sign in signs for (at,) in self.db.execute(sign, [meeting]))

    def facts(self, meeting: int) -> dict[int, list[f.Fact]]:
        """The facts of a meeting by their line. Raises UnknownFact."""
        found: dict[int, list[f.Fact]] = {}
        for line, version, kind, detail in self.db.execute(
            "SELECT f.line, f.version, f.kind, f.detail FROM facts f JOIN lines l ON l.id = f.line"
            " WHERE l.meeting = ? ORDER BY f.id", [meeting]):  # fmt: skip
            found.setdefault(line, []).append(f.lift(kind, version, json.loads(detail)))
        return found

    def rebuild(self, meeting: int, until: int | None = None) -> Room:
        """The room as the stored lines and facts make it; up to and with line `until`. Raises UnknownFact."""
        facts = self.facts(meeting)
        room: Room | None = None
        for line in self.lines(meeting, until):
            room = heard(room if room is not None else Idle(line.channel, line.network), line)
            for fact in facts.get(line.id, ()):
                room = evolve(room, line, fact)
        assert room is not None, f"meeting {meeting} has no lines"
        return room

    def log(self, meeting: int, until: int | None = None) -> Iterator[LogLine]:
        """The full log of a meeting, up to and with line `until`."""
        healed = {
            line: f.lift(kind, version, json.loads(detail)) for line, version, kind, detail in self.db.execute(
                "SELECT f.line, f.version, f.kind, f.detail FROM facts f JOIN lines l ON l.id = f.line"
                " WHERE l.meeting = ? AND f.kind = ?", [meeting, f.SplitHealed.__name__])
        }  # fmt: skip
        for id, stamp, nick, kind, text, speaker in self.db.execute(
            "SELECT id, at, nick, kind, text, speaker FROM lines"
            " WHERE meeting = ? AND id <= ? AND kind != ? ORDER BY id",
            [meeting, until if until is not None else LAST, Kind.PRIVATE]):  # fmt: skip
            at = datetime.fromisoformat(stamp)
            split = healed.get(id)
            if isinstance(split, f.SplitHealed):
                yield split_row(id, at, split)
            yield LogLine(id, at, nick, Kind(kind), text, Speaker(speaker))


LAST = 2**63 - 1  # more lines than SQLite can number
COLUMNS = "id, at, network, channel, nick, account, host, rank, speaker, kind, text, msgid"
INSERT_LINE = f"INSERT INTO lines ({COLUMNS}, meeting) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
INSERT_FACT = "INSERT INTO facts (line, version, kind, detail) VALUES (?, ?, ?, ?)"


def line_row(entry: Entry) -> tuple[Any, ...]:
    line = entry.line
    return (line.id, line.at.isoformat(), line.network, line.channel, line.nick, line.account, line.host, line.rank,
            line.speaker, line.kind, line.text, line.msgid,
            entry.meeting.first_line if entry.meeting else None)  # fmt: skip


def line_of(row: Sequence[Any]) -> Line:
    id, at, network, channel, nick, account, host, rank, speaker, kind, text, msgid = row
    return Line(datetime.fromisoformat(at), channel, nick, text, Kind(kind), account, host, Rank(rank),
                Speaker(speaker), msgid, network, id)  # fmt: skip


def fact_rows(entry: Entry) -> Iterable[tuple[int, int, str, str]]:
    for fact in entry.facts:
        yield entry.line.id, f.VERSION, type(fact).__name__, json.dumps(f.detail(fact), ensure_ascii=False)


def meeting_row(entry: Entry) -> dict[str, Any]:
    m = entry.meeting
    assert m is not None
    files = next((fact.files for fact in entry.facts if isinstance(fact, f.MeetingEnded | f.Saved)), ())
    row: dict[str, Any] = {
        "line": m.first_line, "id": m.id, "network": m.network, "channel": m.channel, "title": m.title,
        "name": m.name, "opened_by": m.people.persons[m.opened_by].nicks[0], "started": m.started.isoformat(),
        "ended": m.closing.at.isoformat() if m.closing else None,
        "last_line": m.closing.line if m.closing else None,
        "state": "ended" if entry.ended else "closing" if m.closing else "open",
        "private": int(m.private), "rules": VERSION,
        "topic_shown": m.channel_topic() if m.topic is not None else None, "topic_before": m.topic_before,
    }  # fmt: skip
    return {**row, "url": files[0]} if files else row
