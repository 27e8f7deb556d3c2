"""All that the bot says, one line after the other: nobody else writes words to IRC.

A network closes connections that write too fast, so one token bucket serves the whole connection; the targets take
turns at it, so that a long listing in one channel delays no answer in another. The order within a target is kept.
"""
from __future__ import annotations

import logging
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from clerk.core.lines import fold
from clerk.core.says import Say, SetTopic, Tell

LOG = logging.getLogger(__name__)

STALE = 600.0  # seconds after which what could not be said is not worth saying
LONGEST = 510  # bytes of a line without its CR LF
JOINS, ASKS = " joins", " asks"  # targets that nobody can be called


@dataclass(frozen=True, slots=True)
class Join:
    """A channel to be entered."""

    channel: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the server (WHO, MODE); forgotten when the connection ends."""

    args: tuple[str, ...]


class Wire(Protocol):
    """What the outbox speaks through: Sopel's bot. Any thread may call it."""

    def write(self, args: Iterable[str], text: str | None = None) -> None: ...

    def safe_text_length(self, recipient: str) -> int: ...


class Bucket:
    """At first `burst` lines at once, then one every `pace` seconds; pace 0: no limit."""

    def __init__(self, burst: int, pace: float, now: float) -> None:
        self.burst, self.pace = burst, pace
        self.lines, self.at = float(burst), now

    def wait(self, now: float) -> float:
        """Seconds until a line may go out."""
        if self.pace <= 0:
            return 0.0
        self.lines = min(float(self.burst), self.lines + (now - self.at) / self.pace)
        self.at = now
        # Rounding must not leave a wait so short that it never ends.
        return 0.0 if self.lines >= 1 - 1e-6 else (1 - self.lines) * self.pace

    def take(self) -> None:
        self.lines -= 1


Outgoing = Say | Tell | SetTopic | Join | Ask
Command = tuple[tuple[str, ...], str | None]  # as Sopel's bot.write() takes it


@dataclass
class Waiting:
    """One saying in its queue. left: the lines of it that are not out yet; None before it has been cut to size."""

    saying: Outgoing
    since: float
    left: deque[Command] | None = None


def target_of(saying: Outgoing) -> str:
    """Whose turn it takes. Joins and questions have turns of their own."""
    match saying:
        case Say(channel) | SetTopic(channel):
            return fold(channel)
        case Tell(nick):
            return fold(nick)
        case Join():
            return JOINS
        case Ask():
            return ASKS


class Turns:
    """The queues of all targets, served in turn."""

    def __init__(self) -> None:
        self.queues: dict[str, deque[Waiting]] = {}

    def put(self, saying: Outgoing, now: float) -> None:
        self.queues.setdefault(target_of(saying), deque()).append(Waiting(saying, now))

    def next(self, inside: Callable[[str], bool]) -> Waiting | None:
        """Whose turn it is, among those that can be reached."""
        return next((queue[0] for queue in self.queues.values() if reachable(queue[0].saying, inside)), None)

    def served(self, waiting: Waiting) -> None:
        """A line of it is out: now the others' turn."""
        target = target_of(waiting.saying)
        queue = self.queues.get(target)
        if queue is None or queue[0] is not waiting:
            return  # dropped while it was being written
        del self.queues[target]
        if not waiting.left:
            queue.popleft()
        if queue:
            self.queues[target] = queue

    def forget(self, target: str) -> None:
        self.queues.pop(target, None)

    def stale(self, now: float) -> list[Waiting]:
        """Take out what has waited too long. Each queue is in the order of time: only its head is looked at."""
        found = []
        for target, queue in list(self.queues.items()):
            while queue and now - queue[0].since > STALE:
                found.append(queue.popleft())
            if not queue:
                del self.queues[target]
        return found


def reachable(saying: Outgoing, inside: Callable[[str], bool]) -> bool:
    return not isinstance(saying, Say | SetTopic) or inside(fold(saying.channel))


class Outbox:
    """put() from any thread; one thread of its own speaks, while a wire is attached."""

    def __init__(self, burst: int, pace: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.burst, self.pace, self.clock = burst, pace, clock
        self.turns = Turns()
        self.bucket = Bucket(burst, pace, clock())
        self.wire: Wire | None = None
        self.rooms: set[str] = set()  # folded channels that the bot is in
        self.writing = self.ended = False
        self.changed = threading.Condition()
        self.thread: threading.Thread | None = None

    def put(self, saying: Outgoing) -> None:
        with self.changed:
            self.turns.put(saying, self.clock())
            self.changed.notify_all()

    # The launcher tells how things stand.

    def attach(self, wire: Wire) -> None:
        with self.changed:
            self.wire, self.rooms = wire, set()
            self.bucket = Bucket(self.burst, self.pace, self.clock())
            self.changed.notify_all()

    def detach(self) -> None:
        """The connection is gone: what is left waits for the next, but for joins and questions."""
        with self.changed:
            self.wire, self.rooms = None, set()
            self.turns.forget(JOINS)
            self.turns.forget(ASKS)
            self.changed.notify_all()

    def entered(self, channel: str) -> None:
        with self.changed:
            self.rooms.add(fold(channel))
            self.changed.notify_all()

    def left(self, channel: str) -> None:
        with self.changed:
            self.rooms.discard(fold(channel))

    def start(self) -> None:
        self.thread = threading.Thread(target=self.speak, name="outbox", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def flush(self, timeout: float) -> bool:
        """Wait until all that can be said has been handed to the socket; False when time ran out."""
        with self.changed:
            return self.changed.wait_for(lambda: self.ended or not (self.writing or self.due()), timeout)

    # Its own thread.

    def speak(self) -> None:
        while True:
            with self.changed:
                waiting = self.wait_for_turn()
                wire = self.wire
                if waiting is None or wire is None:
                    return
                self.writing = True
            try:
                self.say_next(wire, waiting)
            except (RuntimeError, OSError) as gone:  # the connection ended under our hands
                LOG.info("cannot write: %s", gone)
                with self.changed:
                    self.wire = None if self.wire is wire else self.wire
            finally:
                with self.changed:
                    self.writing = False
                    self.changed.notify_all()

    def due(self) -> Waiting | None:
        return self.turns.next(self.rooms.__contains__) if self.wire else None

    def wait_for_turn(self) -> Waiting | None:
        """Holds the lock, but while waiting. None at the end."""
        while not self.ended:
            now = self.clock()
            self.forget_stale(now)
            waiting = self.due()
            if waiting and (pause := self.bucket.wait(now)) <= 0:
                return waiting
            self.changed.wait(pause if waiting else STALE / 10 if self.turns.queues else None)
        return None

    def forget_stale(self, now: float) -> None:
        for waiting in self.turns.stale(now):
            LOG.warning("not said for %d minutes, dropped: %r", STALE // 60, waiting.saying)

    def say_next(self, wire: Wire, waiting: Waiting) -> None:
        """Write one line of it; it stays first in its queue until that has been done."""
        if waiting.left is None:
            waiting.left = deque(commands(waiting.saying, wire))
        if waiting.left:
            args, text = waiting.left[0]
            wire.write(args, text)
        with self.changed:
            if waiting.left:
                waiting.left.popleft()
                self.bucket.take()
            self.turns.served(waiting)
        # Only now: should this fail, the words are out all the same, and must not go out again.
        if isinstance(waiting.saying, Say) and waiting.saying.receipt and not waiting.left:
            wire.write(("PING", waiting.saying.receipt))


def commands(saying: Outgoing, wire: Wire) -> list[Command]:
    match saying:
        case Say(channel, text):
            return [(("PRIVMSG", channel), part) for part in split(text, room_for("PRIVMSG", channel, wire))]
        case Tell(nick, text, notice):
            verb = "NOTICE" if notice else "PRIVMSG"
            return [((verb, nick), part) for part in split(text, room_for(verb, nick, wire))]
        case SetTopic(channel, topic):
            parts = split(topic, room_for("TOPIC", channel, wire)) or [""]
            if len(parts) > 1:
                LOG.warning("the topic of %s is too long and was cut: %r", channel, topic)
            return [(("TOPIC", channel), parts[0])]
        case Join(channel, key):
            return [(("JOIN", channel, key) if key else ("JOIN", channel), None)]
        case Ask(args):
            return [(args, None)]


def room_for(verb: str, target: str, wire: Wire) -> int:
    """Bytes of text that reach everybody, whatever the server puts before the line."""
    return max(min(wire.safe_text_length(target), LONGEST - len(f"{verb} {target} :".encode())), 40)


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most limit bytes in UTF-8, parted at blanks where there are any. Nothing is left out but blanks."""
    text = re.sub(r"[\r\n]+", " ", text).replace("\0", "")
    pieces = []
    while len(text.encode()) > limit:
        head = text.encode()[:limit].decode(errors="ignore")
        blank = len(head) if text[len(head)] == " " else head.rfind(" ")
        end = blank if blank > 0 else len(head)
        pieces.append(text[:end])
        text = text[end:].lstrip(" ")
    return [piece for piece in (*pieces, text) if piece.strip()]
