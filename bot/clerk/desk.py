"""The clerk's own thread: it alone decides and records. What has arrived together is committed together."""
from __future__ import annotations

import logging
import queue
import sqlite3
import threading
from collections import ChainMap
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from .batch import Batch, Called, Clock, Confirmed, Input, Lost, Published, clock_line, clock_line_of
from .core import announcements, digests, phrases
from .core import facts as f
from .core.books import puts
from .core.hearing import Heard, hear, whose
from .core.lines import Kind, Line, Speaker, fold
from .core.meeting import Idle, Meeting, Room, is_cut
from .core.poll import Poll
from .core.poll_closing import passed
from .core.private import hear_private
from .core.rules import Rules, Voice
from .core.says import Saying, SetTopic
from .core.view import View
from .errands import WENT_WRONG, see_to
from .scrutiny import Scrutiny
from .store import errands
from .store.ballots import IN_MEMORY, BallotBox, Boxes, fresh_receipt
from .store.books import read_books
from .store.errands import Outcome
from .store.journal import Journal, Reader

LOGGER = logging.getLogger(__name__)

BATCH = 500  # lines in one commit
BACKLOG = 100_000  # lines kept in memory while the store cannot be written
TICK = timedelta(seconds=1)
HEARTBEAT = timedelta(seconds=5)


class Outbox(Protocol):
    def put(self, saying: Saying) -> None: ...


class Press(Protocol):
    """Writes minutes on a thread of its own, and reports back by a line: WRITTEN or UNWRITTEN."""

    def stem(self, meeting: Meeting) -> str: ...

    def publish(self, meeting: Meeting, stem: str, outdated: str | None) -> None: ...

    def withdraw(self, stem: str) -> None: ...

    def restrict(self, stem: str) -> None: ...

    def publish_ballots(self, poll: int, document: dict[str, Any]) -> None: ...


class Desk:
    """rules_for: the settings of a channel. clock: UTC, aware. box: of secret ballots; without one they last as long as
    the desk does."""

    def __init__(self, journal: Journal, outbox: Outbox, press: Press, rules_for: Callable[[str], Rules],
                 clock: Callable[[], datetime] = lambda: datetime.now(UTC),
                 box: BallotBox | None = None) -> None:  # fmt: skip
        self.journal, self.reader = journal, Reader(journal.db)
        self.box = box or BallotBox(IN_MEMORY)
        self.scrutiny = Scrutiny(self.box, press)
        self.outbox, self.press, self.rules_for, self.clock = outbox, press, rules_for, clock
        self.inbox: queue.SimpleQueue[Input | None] = queue.SimpleQueue()
        self.rooms: dict[str, Room] = {}
        self.books = read_books(journal.db)
        self.away: dict[str, tuple[datetime, str]] = {}
        self.me = ""
        self.backlog: list[Input] = []
        self.troubled: set[str] = set()
        self.lost_since: datetime | None = None
        self.next_tick = self.next_heartbeat = clock()
        self.thread = threading.Thread(target=self.work, name="desk", daemon=True)

    # --- from any thread ----------------------------------------------------------------------

    def hear(self, line: Line, switched_off: bool = False) -> None:
        """Never blocks. switched_off: Sopel keeps this command from its channel; the line is speech."""
        self.inbox.put((line, switched_off))

    def waiting(self) -> int:
        """Lines that were heard, and that nobody has looked at yet."""
        return self.inbox.qsize()

    def connected(self, nick: str) -> None:
        self.inbox.put(Called(nick))

    def disconnected(self, at: datetime, reason: str) -> None:
        self.inbox.put(Lost(at, reason))

    def confirmed(self, receipt: str) -> None:
        """The server has taken what was said with that receipt."""
        self.inbox.put(Confirmed(self.clock(), receipt))

    def published(self, poll: int, url: str) -> None:
        """The votes of a secret poll are out."""
        self.inbox.put(Published(self.clock(), poll, url))

    def start(self) -> None:
        self.resume()
        self.thread.start()

    def stop(self, timeout: float) -> None:
        """Work off what was heard, note the time, and end."""
        self.inbox.put(None)
        if self.thread.is_alive():
            self.thread.join(timeout)

    # --- the thread ---------------------------------------------------------------------------

    def work(self) -> None:
        going = True
        while going:
            try:
                going = self.wait_and_work()
            except Exception:
                # Nothing that one round meets may end the thread that all channels hang on.
                LOGGER.exception("a round of the desk failed")
        if self.backlog:
            self.try_again()
        if self.backlog:
            LOGGER.error("%d lines could not be recorded, and are lost", len(self.backlog))
        self.heartbeat(self.clock())

    def wait_and_work(self) -> bool:
        """One round; False when it was the last."""
        try:
            arrived = [self.inbox.get(timeout=TICK.total_seconds())]
        except queue.Empty:
            arrived = []
        while len(arrived) < BATCH and not self.inbox.empty():
            arrived.append(self.inbox.get())
        self.work_off([each for each in arrived if each is not None])
        if self.clock() >= self.next_tick:
            self.tick()
        return None not in arrived

    def work_off(self, arrived: list[Input]) -> None:
        """Decide, record, and only then let anything be said. While the store is full, lines wait for the tick."""
        if self.backlog:
            self.keep(arrived)
        elif arrived:
            self.attempt(arrived)

    def attempt(self, arrived: list[Input]) -> None:
        batch = Batch({}, dict(self.away), self.me, self.books, self.journal.next_id)
        try:
            for each in arrived:
                self.take(each, batch)
            # First the box: a result that the store has must be that of votes which the box has.
            self.box.commit()
            if batch.entries or batch.postings:
                self.journal.record(batch.entries, batch.postings)
        except (sqlite3.IntegrityError, sqlite3.InterfaceError, UnicodeError) as fault:
            self.box.roll_back()
            self.sort_out(arrived, batch, fault)
        except sqlite3.Error as error:
            self.box.roll_back()
            self.backlog = [each for each in arrived if not isinstance(each, Clock)]
            self.say_trouble(batch, error)
        else:
            self.become_true(batch)

    def sort_out(self, arrived: list[Input], batch: Batch, fault: Exception) -> None:
        """Something in a batch can never be recorded: all the rest is, one by one, and that alone is dropped."""
        if len(arrived) > 1:
            for each in arrived:
                self.work_off([each])
            return
        LOGGER.error("cannot record %r: %s", without_secrets(arrived[0]), fault)
        for room in batch.rooms.values():
            if isinstance(room, Meeting) and room.rules.voice is not Voice.SHADOW:
                self.outbox.put(phrases.not_kept(room.channel))

    def take(self, each: Input, batch: Batch) -> None:
        match each:
            case Lost(at, reason):
                for key in {**self.rooms, **batch.rooms}:
                    batch.away.setdefault(key, (at, reason))
                batch.post_by(announcements.unconfirmed(batch.books), at)
            case Confirmed(at, receipt):
                batch.post_by(announcements.confirmed(batch.books, receipt), at)
            case Clock(at):
                self.see_to_polls(at, batch)
                self.speak_up(at, batch)
            case Published(at, id, url):
                poll = batch.books.get(Poll, id)
                batch.post_by(puts(replace(poll, url=url)) if poll else (), at)
            case Called(nick):
                batch.me = nick
            case (line, deaf) if line.kind is Kind.PRIVATE:
                self.note_private(line, batch)
            case (line, deaf):
                key = fold(line.channel)
                if key in batch.away and line.kind not in NOT_FROM_IRC:
                    since, reason = batch.away.pop(key)
                    self.note(clock_line(line, Kind.BACK, f"{since.isoformat()} {reason}".strip()), batch)
                self.note(line, batch, deaf)

    def note(self, line: Line, batch: Batch, deaf: bool = False) -> None:
        """Decide one line."""
        key = fold(line.channel)
        room = batch.rooms.get(key) or self.rooms.get(key) or self.enter(line)
        line = replace(line, id=batch.next_id)
        try:
            heard = hear(room, line, batch.me, self.view(batch), deaf=deaf)
        except Exception:
            # A bug of ours must not cost the line: it is kept, its speaker is told, the log has the rest.
            LOGGER.exception("cannot take %r", line)
            stored = whose(line, room.rules) if isinstance(room, Meeting) else None
            heard = Heard(room, stored, (), (phrases.went_wrong(line.channel),))
        batch.take(key, room, heard, line)
        batch.says += topic_left_behind(self.reader, heard.room, line)
        if isinstance(heard.room, Meeting) and any(isinstance(fact, JOBS) for fact in heard.facts):
            batch.jobs.append(heard.room)
        self.follow_myself(line, batch)

    def note_private(self, line: Line, batch: Batch) -> None:
        """Decide a line that nobody else saw. What it makes true may be about a room."""
        try:
            view = replace(self.view(batch), receipt=fresh_receipt())
            heard = hear_private(replace(line, id=batch.next_id), view, batch.me)
        except Exception:
            LOGGER.exception("cannot take a private line of %s", line.nick)
            batch.says.append(phrases.went_wrong_privately(line.nick))
            return
        key = fold(heard.room.channel)
        self.box.put(heard.seals)
        batch.take(key, self.view(batch).rooms.get(key, heard.room), heard, line)

    def see_to_polls(self, at: datetime, batch: Batch) -> None:
        """Close what is over, and remind who has not voted; that is claimed in the store before it goes out."""
        view = self.view(batch)
        try:
            step = passed(view, at, [key for key in view.rooms if key not in batch.away])
        except Exception:
            LOGGER.exception("cannot see to the ballots")
            return
        batch.post_by(step.changes, at)
        batch.says += step.says

    def speak_up(self, at: datetime, batch: Batch) -> None:
        """Say by itself what is due where the bot is. It is claimed in the store before it goes out."""
        view = self.view(batch)
        try:
            here = {key for key in view.rooms if key not in batch.away}
            step, told = announcements.planned(view, at, here), digests.planned(view, at, here)
        except Exception:
            LOGGER.exception("cannot tell what to say by myself")
            return
        batch.post_by((*step.changes, *told.changes), at)
        batch.says += (*step.says, *told.says)

    def view(self, batch: Batch) -> View:
        return View(batch.books, ChainMap(batch.rooms, self.rooms), Boxes(self.box, batch.books))

    def follow_myself(self, line: Line, batch: Batch) -> None:
        """The bot's own nick, and where it is no longer."""
        key, own = fold(line.channel), line.speaker is Speaker.CLERK
        if line.kind is Kind.KICK and fold(line.text.partition(" ")[0]) == fold(batch.me):
            batch.away[key] = (line.at, f"kicked by {line.nick}")
        elif line.kind is Kind.PART and own:
            batch.away[key] = (line.at, "not in the channel")
        elif line.kind is Kind.NICK and own:
            batch.me = line.text

    def enter(self, line: Line) -> Room:
        last = self.reader.greatest_id(line.channel)
        return Idle(line.channel, line.network, self.rules_for(line.channel), last=last)

    def become_true(self, batch: Batch) -> None:
        self.rooms.update(batch.rooms)
        self.away, self.me, self.books = batch.away, batch.me, batch.books
        for saying in batch.says:
            self.outbox.put(saying)
        for meeting in batch.jobs:
            self.see_to_minutes(meeting)

    # --- when nothing can be recorded ---------------------------------------------------------

    def say_trouble(self, batch: Batch, error: sqlite3.Error) -> None:
        """At once, once per channel that has a meeting, and past the store: it is the store that fails."""
        LOGGER.error("cannot record: %s", error)
        for room in batch.rooms.values():
            shadow = room.rules.voice is Voice.SHADOW
            if isinstance(room, Meeting) and not shadow and room.channel not in self.troubled:
                self.troubled.add(room.channel)
                self.outbox.put(phrases.cannot_record(room.channel, str(error)))

    def keep(self, arrived: list[Input]) -> None:
        """Nothing was recorded, so nothing has happened yet: the same lines are taken again at the next tick."""
        room = BACKLOG - len(self.backlog)
        self.backlog += arrived[: max(room, 0)]
        if len(arrived) > room and self.lost_since is None:
            self.lost_since = self.clock()
            self.backlog.append(Lost(self.lost_since, "nothing could be recorded"))

    def try_again(self) -> None:
        while self.backlog:
            waiting, rest, self.backlog = self.backlog[:BATCH], self.backlog[BATCH:], []
            self.attempt(waiting)
            if self.backlog:
                self.backlog += rest
                return
            self.backlog = rest
        if self.troubled or self.lost_since:
            for channel in self.troubled:
                self.outbox.put(phrases.recording_again(channel, self.lost_since))
            self.troubled, self.lost_since = set(), None

    # --- minutes ------------------------------------------------------------------------------

    def see_to_minutes(self, meeting: Meeting) -> None:
        """Have the minutes written that were asked for; take a draft away that must not be out.

        meeting: as it was just then; what was said since is not in them.
        """
        what = f"{'end' if meeting.closing else 'save'} {meeting.id}"
        try:
            stem, outdated = self.journal.claim(meeting, self.press.stem(meeting))
            if meeting.restricted and not (meeting.closing or meeting.saving or meeting.private):
                self.press.restrict(stem)
                return
            if not meeting.private:
                self.press.publish(meeting, stem, outdated)
                return
            for draft in filter(None, (stem, outdated)):
                self.press.withdraw(draft)
            if meeting.closing:
                self.hear(clock_line_of(meeting, self.clock(), Kind.WRITTEN, what))
        except sqlite3.Error as error:
            self.hear(clock_line_of(meeting, self.clock(), Kind.UNWRITTEN, f"{what} {error}"))

    # --- time ---------------------------------------------------------------------------------

    def tick(self) -> None:
        """Time passes for the rooms that the bot is in: its own absence is not idleness."""
        now = self.clock()
        self.next_tick = now + TICK
        if self.backlog:
            self.try_again()
        if self.backlog:
            return
        self.see_to_errands(now)
        self.scrutiny.see_to(self.books, now)
        meetings = [room for key, room in self.rooms.items() if isinstance(room, Meeting) and key not in self.away]
        self.work_off([Clock(now), *((clock_line_of(room, now, Kind.TICK, ""), False) for room in meetings)])
        if meetings and now >= self.next_heartbeat and self.inbox.empty():
            self.next_heartbeat = now + HEARTBEAT
            self.heartbeat(now)

    def see_to_errands(self, now: datetime) -> None:
        """What the command line left in the store, one by one. What cannot be recorded comes again at the next tick."""
        try:
            for errand in errands.waiting(self.journal.db):
                batch = Batch({}, dict(self.away), self.me, self.books, self.journal.next_id)
                outcome = see_to(errand, batch, self.view(batch), now)
                try:
                    self.journal.record(batch.entries, batch.postings, [outcome])
                except (sqlite3.IntegrityError, sqlite3.InterfaceError, UnicodeError) as fault:
                    # What can never be recorded must not stand in the way of the others.
                    LOGGER.error("cannot record %r: %s", errand, fault)
                    self.journal.record((), (), [Outcome(errand.id, now, False, WENT_WRONG)])
                else:
                    self.become_true(batch)
        except sqlite3.Error as error:
            LOGGER.error("cannot see to errands: %s", error)

    def heartbeat(self, now: datetime) -> None:
        """For the meetings that the bot hears: after a crash it knows since when it was away."""
        here = [room for key, room in self.rooms.items() if isinstance(room, Meeting) and key not in self.away]
        try:
            self.journal.alive(here, now)
        except sqlite3.Error as error:
            LOGGER.warning("cannot note that I am alive: %s", error)

    # --- starting again -----------------------------------------------------------------------

    def resume(self) -> None:
        """Every meeting that is open in the store goes on; the time since the last sign of life was missed.

        What was claimed before was perhaps said: it is not said again.
        """
        self.attempt([Lost(self.clock(), "restarted")])
        for row in self.reader.unfinished():
            room = self.reader.rebuild(row["line"])
            assert isinstance(room, Meeting), f"{row['id']} is not finished, but has ended"
            self.rooms[fold(room.channel)] = room
            self.away[fold(room.channel)] = (self.reader.last_alive(row["line"]), "restarted")
            if room.closing:
                asked = self.reader.rebuild(row["line"], until=room.closing.line)
                self.see_to_minutes(asked if isinstance(asked, Meeting) else room)
            elif room.saving or room.private:
                self.see_to_minutes(room)


def without_secrets(each: Input) -> Input:
    """As it may stand in a log: what somebody wrote to the bot alone may be a vote."""
    match each:
        case (line, deaf) if line.kind is Kind.PRIVATE:
            return replace(line, text=""), deaf
    return each


JOBS = (f.EndAsked, f.SaveAsked, f.KeptPrivate, f.LogsRestricted)
NOT_FROM_IRC = frozenset({Kind.TICK, Kind.WRITTEN, Kind.UNWRITTEN})


def topic_left_behind(reader: Reader, room: Room, line: Line) -> Iterable[Saying]:
    """The topic of a meeting that ended while the bot was dying: the channel's own is put back."""
    if isinstance(room, Meeting) or line.kind is not Kind.TOPIC or line.nick or not room.rules.set_topic:
        return
    row = reader.last(line.channel)
    shown = row["topic_shown"] if row and row["state"] == "ended" else None
    if row and shown and is_cut(line.text, shown) and row["topic_before"] != line.text:
        yield SetTopic(line.channel, row["topic_before"] or "")
