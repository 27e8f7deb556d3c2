"""The outbox: who may speak when, and how long words are cut."""
from __future__ import annotations

import queue
from collections.abc import Iterable, Iterator

import pytest

from clerk.core.says import Say, SetTopic, Tell
from clerk.edge.irc.outbox import STALE, Ask, Bucket, Join, Outbox, Turns, split
from clerk.edge.irc.rooms import Rooms


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Recorder:
    """A wire into a queue. broken: how many writes fail."""

    def __init__(self, limit: int = 400, broken: int = 0) -> None:
        self.limit, self.broken = limit, broken
        self.sent: queue.Queue[str] = queue.Queue()

    def write(self, args: Iterable[str], text: str | None = None) -> None:
        if self.broken:
            self.broken -= 1
            raise ConnectionError("not connected")
        self.sent.put(" ".join(args) + ("" if text is None else f" :{text}"))

    def safe_text_length(self, recipient: str) -> int:
        return self.limit

    def take(self, lines: int) -> list[str]:
        return [self.sent.get(timeout=5) for _ in range(lines)]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(clock: Clock) -> Iterator[Outbox]:
    box = Outbox(5, 0, clock)
    box.start()
    yield box
    box.stop()


def test_a_burst_then_one_line_per_pace() -> None:
    bucket = Bucket(3, 0.5, 0.0)
    gone, now = [], 0.0
    for _ in range(6):
        now += bucket.wait(now)
        assert bucket.wait(now) == 0
        bucket.take()
        gone.append(round(now, 6))
    assert gone == [0, 0, 0, 0.5, 1.0, 1.5]


def test_the_bucket_fills_up_to_the_burst_and_no_further() -> None:
    bucket = Bucket(2, 1.0, 0.0)
    bucket.wait(1000.0)
    bucket.take()
    bucket.take()
    assert bucket.wait(1000.0) == 1.0


def test_no_pace_is_no_limit() -> None:
    bucket = Bucket(1, 0, 0.0)
    for _ in range(1000):
        assert bucket.wait(0.0) == 0
        bucket.take()


def test_targets_take_turns_and_keep_their_order() -> None:
    turns = Turns()
    for saying in (Say("#a", "1"), Say("#A", "2"), SetTopic("#a", "3"), Say("#b", "4"), Tell("bob", "5")):
        turns.put(saying, 0.0)
    served = []
    while waiting := turns.next(lambda _: True):
        served.append(waiting.saying)
        waiting.left = None
        turns.served(waiting)
    assert served == [Say("#a", "1"), Say("#b", "4"), Tell("bob", "5"), Say("#A", "2"), SetTopic("#a", "3")]


def test_what_each_saying_is_on_irc(outbox: Outbox) -> None:
    wire = Recorder()
    outbox.attach(wire)
    outbox.put(Join("#a"))
    outbox.put(Join("#b", "sesame"))
    outbox.put(Ask(("WHO", "#a")))
    outbox.put(Tell("bob", "yes"))
    outbox.put(Tell("carol", "yes", notice=False))
    assert sorted(wire.take(5)) == ["JOIN #a", "JOIN #b sesame", "NOTICE bob :yes", "PRIVMSG carol :yes", "WHO #a"]
    outbox.entered("#a")
    outbox.put(Say("#A", "one\r\ntwo\0 three"))
    outbox.put(SetTopic("#A", ""))
    assert wire.take(2) == ["PRIVMSG #A :one two three", "TOPIC #A :"]


def test_holds_until_connected_and_inside(outbox: Outbox) -> None:
    outbox.put(Say("#nova", "first"))
    outbox.put(Say("#nova", "second"))
    wire = Recorder()
    outbox.attach(wire)
    outbox.put(Tell("bob", "hello"))
    assert outbox.flush(5)
    assert wire.take(1) == ["NOTICE bob :hello"] and wire.sent.empty()
    outbox.entered("#Nova")
    assert wire.take(2) == ["PRIVMSG #nova :first", "PRIVMSG #nova :second"]
    outbox.left("#nova")
    outbox.put(Say("#nova", "third"))
    assert outbox.flush(5) and wire.sent.empty()


def test_a_receipt_is_asked_for_behind_the_last_line(outbox: Outbox) -> None:
    wire = Recorder(limit=10)
    outbox.attach(wire)
    outbox.entered("#nova")
    outbox.put(Say("#nova", f"{'one ' * 9}and two", "said-1"))
    outbox.put(Say("#nova", "four"))
    assert wire.take(4) == [f"PRIVMSG #nova :{'one ' * 9}and", "PRIVMSG #nova :two", "PING said-1",
                            "PRIVMSG #nova :four"]  # fmt: skip


class Cut(Recorder):
    """The connection ends before it can be asked for a receipt."""

    def write(self, args: Iterable[str], text: str | None = None) -> None:
        if "PING" in args:
            raise ConnectionError("not connected")
        super().write(args, text)


def test_words_whose_receipt_could_not_be_asked_for_are_not_said_again(outbox: Outbox) -> None:
    cut, again = Cut(), Recorder()
    outbox.attach(cut)
    outbox.entered("#nova")
    outbox.put(Say("#nova", "one", "said-1"))
    assert cut.take(1) == ["PRIVMSG #nova :one"] and outbox.flush(5)
    outbox.detach()
    outbox.attach(again)
    outbox.entered("#nova")
    outbox.put(Say("#nova", "two"))
    assert again.take(1) == ["PRIVMSG #nova :two"] and again.sent.empty()


def test_a_new_connection_gets_what_is_left_but_no_old_joins(outbox: Outbox) -> None:
    broken = Recorder(broken=1)
    outbox.attach(broken)
    outbox.put(Tell("bob", "hello"))
    assert outbox.flush(5) and broken.sent.empty()
    outbox.put(Join("#nova"))
    outbox.detach()
    again = Recorder()
    outbox.attach(again)
    assert outbox.flush(5)
    assert again.take(1) == ["NOTICE bob :hello"] and again.sent.empty()


def test_what_is_stale_is_dropped_and_logged(
    outbox: Outbox, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outbox.put(Say("#nova", "old"))
    clock.now = STALE + 1
    outbox.put(Say("#nova", "new"))
    wire = Recorder()
    outbox.attach(wire)
    outbox.entered("#nova")
    assert wire.take(1) == ["PRIVMSG #nova :new"]
    assert "old" in caplog.text


def test_flush_gives_up_in_time(clock: Clock) -> None:
    box = Outbox(1, 100, clock)  # the clock stands still: the second line never may go
    box.start()
    wire = Recorder()
    box.attach(wire)
    box.put(Tell("bob", "one"))
    box.put(Tell("bob", "two"))
    assert not box.flush(0.05)
    assert wire.take(1) == ["NOTICE bob :one"]
    box.stop()


LONG = ["word " * 300, "ä" * 1000, "🙂 grün " * 99, "x" * 2000, " a" * 5 + "y" * 900, "short"]


@pytest.mark.parametrize("text", LONG)
@pytest.mark.parametrize("limit", [40, 41, 399])
def test_long_words_are_cut_and_nothing_is_lost(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(0 < len(piece.encode()) <= limit for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")
    if max(map(len, text.split())) < 10:
        assert " ".join(pieces).split() == text.split()


def test_nothing_to_say_is_not_said() -> None:
    assert split(" \r\n", 40) == []


def test_rejoins_ever_more_slowly() -> None:
    rooms = Rooms(["#nova"])
    now, waits = 0.0, []
    assert rooms.due(now) == ["#nova"] and rooms.due(now) == []
    for _ in range(9):
        rooms.entered("#Nova", now)
        waits.append(rooms.left("#NOVA", now + 1))
        now += 1 + (waits[-1] or 0)
        assert rooms.due(now - 0.1) == []
        assert rooms.due(now) == ["#nova"]
    assert waits == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    rooms.entered("#nova", now)
    assert rooms.left("#nova", now + 301) == 5


def test_refusals_invitations_and_silence() -> None:
    rooms = Rooms(["#nova"])
    rooms.due(0.0)
    assert rooms.refused("#nova", 1.0) == 5
    assert rooms.due(2.0) == []
    rooms.invited("#nova", 2.0)
    assert rooms.due(2.0) == ["#nova"]
    assert rooms.due(301.0) == [] and rooms.due(303.0) == ["#nova"]  # no answer came
    rooms.entered("#nova", 304.0)
    assert rooms.refused("#nova", 305.0) is None
    assert rooms.refused("#other", 305.0) is None and rooms.left("#other", 305.0) is None
    assert rooms.due(1e9) == []
