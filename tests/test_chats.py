"""Every chat is played three ways: by the pure core, by a bot restarted before every line, by a real Sopel.

`make chats` (CLERK_CHATS=1) writes the answers of the pure core into the files, for a person to review.
"""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from chat import CHANNEL, CHATS, ME, PATTERN, SHEETS, START, URL, Chat, World, moves, own, same, shown
from clerk.core import digests
from clerk.core.announcements import confirmed, planned
from clerk.core.books import Books, puts
from clerk.core.calendar_changes import imported
from clerk.core.hearing import Heard, hear
from clerk.core.lines import Kind, Line, fold
from clerk.core.logline import log_rows
from clerk.core.meeting import Idle, Meeting, Room
from clerk.core.minutes import LogLine
from clerk.core.names import stem
from clerk.core.poll import Paper, Poll, Sealed, account_meant
from clerk.core.poll_closing import passed
from clerk.core.private import hear_private
from clerk.core.says import Say, Saying
from clerk.core.view import View
from clerk.core.views import minutes_of
from clerk.desk import Desk
from clerk.edge.files import MinutesFiles
from clerk.press import Press, Sheets
from clerk.render import FORMATS, whole
from clerk.replay import audit
from clerk.scrutiny import to_publish
from clerk.store.ballots import BallotBox, beside
from clerk.store.books import Posting, post
from clerk.store.connection import connect
from clerk.store.journal import Journal, Reader

ALL = sorted(CHATS.glob("*/*.chat"))
every_chat = pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}/{path.stem}")
ENDINGS = [FORMATS[name].ending for name in ("html", "text", "log-html")]


class Player:
    """Plays a chat to a bot. hear: takes a line; tick: the clock moved; drain: what the bot said since."""

    world: World
    absent = False

    def play(self, chat: Chat) -> Iterator[tuple[str, list[str], list[str]]]:
        """Each row with the answers expected and those given."""
        for turn in chat.turns:
            if not turn.row or turn.row.startswith("# "):
                continue
            if turn.row.startswith("@ "):
                for now in moves(turn.row, self.world.now):
                    self.world.now = now
                    self.tick()
            elif turn.row == "! the bot is away":
                self.absent = True
                self.leave()
            elif turn.row == "! the bot is back":
                self.absent = False
                self.come_back()
            else:
                for line in self.world.heard(turn.row):
                    if not self.absent:
                        self.hear(line)
            yield turn.row, turn.answers, [shown(saying) for saying in self.drain()]

    def hear(self, line: Line) -> None:
        raise NotImplementedError

    def tick(self) -> None:
        raise NotImplementedError

    def leave(self) -> None:
        raise NotImplementedError

    def come_back(self) -> None:
        raise NotImplementedError

    def drain(self) -> list[Saying]:
        raise NotImplementedError


class Core(Player):
    """The pure core, with nothing around it."""

    def __init__(self, chat: Chat) -> None:
        self.world = World()
        self.room: Room = Idle(CHANNEL, rules=chat.rules())
        self.books = Books().changed(imported(Books(), chat.series()).changes)
        self.said: list[Saying] = []
        self.lines: list[Line] = []
        self.rows: list[LogLine] = []
        self.ended: list[Meeting] = []
        self.away: datetime | None = None
        self.boxes: dict[int, dict[str, Paper]] = {}

    def hear(self, line: Line) -> None:
        line = replace(line, id=len(self.lines) + 1)
        if line.kind is Kind.PRIVATE:
            heard = hear_private(line, self.view(), ME)
            self.take(heard if heard.room.channel else replace(heard, room=self.room))
        else:
            self.take(hear(self.room, line, ME, self.view()))

    def view(self) -> View:
        sealed = {poll.id: sealed_of(poll, self.boxes.get(poll.id, {})) for poll in self.books.all(Poll)}
        return View(self.books, {fold(CHANNEL): self.room}, sealed, f"{self.world.now:%H-%M-%S}")

    def take(self, heard: Heard) -> None:
        before, self.room = self.room, heard.room
        self.books = self.books.changed(heard.changes)
        self.lines += [heard.stored] if heard.stored else []
        self.rows += log_rows(heard.stored, heard.facts) if heard.stored else ()
        self.said += heard.says
        for seal in heard.seals:
            self.boxes.setdefault(seal.poll, {})[seal.voter] = seal.paper
        if isinstance(self.room, Meeting) and (wanted := asked_for(before, self.room)):
            if wanted == "end":
                self.ended.append(self.room)
            self.hear(own(self.world.now, Kind.WRITTEN, f"{wanted} {self.room.id} {published(self.room)}".strip()))

    def tick(self) -> None:
        """As the desk does; and the server answers at once."""
        here = [] if self.absent else [fold(CHANNEL)]
        polls = passed(self.view(), self.world.now, here)
        self.books = self.books.changed(polls.changes)
        step = planned(self.view(), self.world.now, here)
        told = digests.planned(self.view(), self.world.now, here)
        self.books = self.books.changed((*step.changes, *told.changes))
        self.said += [*polls.says, *step.says, *told.says]
        for saying in step.says:
            self.books = self.books.changed(confirmed(self.books, saying.receipt) if saying.receipt else ())
        if not self.absent:
            self.hear(own(self.world.now, Kind.TICK, ""))
        closed = [poll for poll in self.books.all(Poll) if to_publish(poll)]
        self.books = self.books.changed(puts(*(replace(poll, url=f"{URL}/ballots/B{poll.id}.json") for poll in closed)))

    def leave(self) -> None:
        self.away = self.world.now

    def come_back(self) -> None:
        since, self.away = self.away, None
        assert since
        self.hear(own(self.world.now, Kind.BACK, f"{since.isoformat()} away"))
        for line in self.world.arrival():
            self.hear(line)

    def drain(self) -> list[Saying]:
        said, self.said = self.said, []
        return said

    def sheet(self, name: str) -> str:
        meeting = self.ended[-1] if self.ended else self.room
        assert isinstance(meeting, Meeting)
        until = meeting.closing.line if meeting.closing else 2**62
        rows = [row for row in self.rows if meeting.first_line <= row.n <= until]
        return whole(SHEETS[name], minutes_of(meeting, lambda: rows))


def sealed_of(poll: Poll, box: dict[str, Paper]) -> Sealed:
    voted = frozenset(who for who in poll.terms.voters if account_meant(who) in box)
    return Sealed(tuple(sorted(box.values(), key=lambda paper: paper.receipt)), voted)


def asked_for(before: Room, room: Meeting) -> str:
    earlier = before if isinstance(before, Meeting) else None
    if room.closing and not (earlier and earlier.closing):
        return "end"
    return "save" if room.saving and not (earlier and earlier.saving) else ""


def published(m: Meeting) -> str:
    if m.private:
        return ""
    name = stem(PATTERN, channel=m.channel, name=m.name, id=m.id, network=m.network, started=m.started)
    return " ".join([f"{URL}/{name}", *ENDINGS])


def fill(store: Path, chat: Chat) -> None:
    """With the calendar that the chat begins with."""
    changes = imported(Books(), chat.series()).changes
    database = connect(store)
    with database.conn:
        post(database, [Posting(0, False, START, "", "", change) for change in changes])
    database.close()


class Pile:
    """An outbox that keeps what it is given."""

    def __init__(self) -> None:
        self.said: list[Saying] = []

    def put(self, saying: Saying) -> None:
        self.said.append(saying)


class Bot(Player):
    """A desk over a real store, and a press that writes real files; without their threads."""

    def __init__(self, chat: Chat, folder: Path, world: World, store: Path | None = None) -> None:
        folder.mkdir()
        self.store = store or folder / "clerk.db"
        if store is None:
            fill(self.store, chat)
        self.chat, self.folder, self.world = chat, folder, world
        self.pile = Pile()
        self.open()

    def open(self) -> None:
        self.database = connect(self.store)
        self.box = BallotBox(beside(self.store))
        sheets = Sheets(MinutesFiles(self.folder / "minutes", URL), PATTERN, ("html", "text", "log-html"))
        clock = lambda: self.world.now  # noqa: E731
        self.press = Press(self.store, sheets, lambda line: self.desk.hear(line), clock,
                           lambda poll, url: self.desk.published(poll, url))  # fmt: skip
        self.desk = Desk(Journal(self.database), self.pile, self.press, lambda _: self.chat.rules(), clock, self.box)
        self.desk.connected(ME)
        self.desk.resume()

    def close(self) -> None:
        self.database.close()
        self.box.close()

    def settle(self) -> None:
        """Work off what was heard and what the press has to do, until there is nothing left."""
        while not (self.desk.inbox.empty() and self.press.jobs.empty()):
            while not self.desk.inbox.empty():
                self.desk.work_off([self.desk.inbox.get()])
            while not self.press.jobs.empty():
                self.press.jobs.get()()

    def hear(self, line: Line) -> None:
        self.desk.hear(line)
        self.settle()

    def tick(self) -> None:
        self.desk.tick()
        self.settle()
        self.confirm()

    def confirm(self) -> None:
        """What the server answers to what was just said."""
        for saying in self.pile.said:
            if isinstance(saying, Say) and saying.receipt:
                self.desk.confirmed(saying.receipt)
        self.settle()

    def leave(self) -> None:
        self.desk.disconnected(self.world.now, "away")
        self.settle()

    def come_back(self) -> None:
        for line in self.world.arrival():
            self.hear(line)

    def drain(self) -> list[Saying]:
        said, self.pile.said = self.pile.said, []
        return said

    def sheet(self, name: str) -> str:
        reader = Reader(self.database)
        row = reader.last(CHANNEL)
        assert row
        meeting = reader.rebuild(row["line"], row["last_line"])
        assert isinstance(meeting, Meeting)
        return whole(SHEETS[name], minutes_of(meeting, lambda: reader.log(row["line"], row["last_line"])))


class Restarted(Bot):
    """Closed and opened again before every row. The network is back before anybody says a word."""

    def hear(self, line: Line) -> None:
        self.settle()
        gone = dict(self.desk.away)
        self.close()
        self.open()
        self.desk.away = gone
        if CHANNEL not in self.desk.rooms:
            for known in self.world.arrival():
                super().hear(known)
            self.drain_topics()
        super().hear(line)

    def drain_topics(self) -> None:
        """What the bot mends on arrival is not an answer."""
        self.pile.said = [saying for saying in self.pile.said if not shown(saying).startswith("=> ")]


@every_chat
def test_the_core_answers(path: Path) -> None:
    chat = Chat.read(path)
    core = Core(chat)
    if os.environ.get("CLERK_CHATS"):
        rewrite(chat, core)
    for row, expected, answers in core.play(chat):
        assert same(expected, answers), f"{path.name}: after {row}\n" + "\n".join(answers)
    for name, expected_text in chat.sheets.items():
        assert core.sheet(name).strip() == expected_text.strip()


@every_chat
def test_a_restart_anywhere_changes_nothing(path: Path, tmp_path: Path) -> None:
    chat = Chat.read(path)
    steady, restarted = Bot(chat, tmp_path / "a", World()), Restarted(chat, tmp_path / "b", World())
    with closing(steady, restarted):
        for (row, expected, answers), (_, _, again) in zip(steady.play(chat), restarted.play(chat), strict=True):
            assert same(expected, answers), f"{path.name}: after {row}\n" + "\n".join(answers)
            assert same(expected, again), f"{path.name}: restarted, after {row}\n" + "\n".join(again)
            room, other = (bot.desk.rooms.get(fold(CHANNEL)) for bot in (steady, restarted))
            assert room == other or not isinstance(room, Meeting), f"{path.name}: after {row}"
        for name, expected_text in chat.sheets.items():
            for bot in (steady, restarted):
                assert bot.sheet(name).strip() == expected_text.strip()
        for bot in (steady, restarted):
            assert not [found.differences for found in audit(Reader(bot.database)) if found.differences]


def rewrite(chat: Chat, core: Core) -> None:
    turns = iter([turn for turn in chat.turns if turn.row and not turn.row.startswith("# ")])
    for (_, expected, answers), turn in zip(core.play(chat), turns, strict=True):
        turn.answers = expected if same(expected, answers) else answers
    chat.sheets = {name: core.sheet(name) for name in chat.sheets}
    chat.path.write_text(chat.written())
    core.__init__(chat)  # type: ignore[misc]


@contextmanager
def closing(*bots: Bot) -> Iterator[None]:
    try:
        yield
    finally:
        for bot in bots:
            bot.close()


Hearing = Callable[[Line], None]
