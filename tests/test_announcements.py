"""What the bot says by itself: when, how often, how much at once, and never twice. Chats: tests/chats/announcements."""
from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots import Clerk
from chat import CHANNEL, ME, START, shown
from clerk.core.announcement import KINDS, SAID, Announcement, Silence, State, Wanted
from clerk.core.announcements import RECEIPT, Planned, confirmed, planned, unconfirmed
from clerk.core.books import Books, puts
from clerk.core.chances import DAYS, chance, open_hours
from clerk.core.hearing import hear
from clerk.core.lines import Line, Rank
from clerk.core.meeting import Idle, Meeting, Room
from clerk.core.profiles import Profile, pinged
from clerk.core.rules import Rules, Voice
from clerk.core.says import Say
from clerk.core.view import View
from clerk.core.when.zones import wall_clock
from clerk.store.connection import connect
from test_properties import examples

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OPEN_ALWAYS = Rules(announce_days=DAYS, quiet_hours="")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- when a channel lets it speak -----------------------------------------------------------------

PARIS = Rules(timezone="Europe/Paris")
CHANCES = [
    (Rules(), "2026-11-20 14:00", "2026-11-20 14:00"),
    (Rules(), "2026-11-20 21:59", "2026-11-20 21:59"),
    (Rules(), "2026-11-20 22:00", "2026-11-23 07:00"),
    (Rules(), "2026-11-23 06:59:59", "2026-11-23 07:00"),
    (replace(Rules(), quiet_hours=""), "2026-11-20 23:59", "2026-11-20 23:59"),
    (replace(Rules(), quiet_hours=""), "2026-11-21 00:00", "2026-11-23 00:00"),
    (replace(Rules(), quiet_hours="12:00-14:30"), "2026-11-20 14:00", "2026-11-20 14:30"),
    (replace(Rules(), announce_days=("sun",)), "2026-11-22 23:00", "2026-11-29 07:00"),
    (replace(Rules(), announce_at=("09:00", "15:00")), "2026-11-20 14:00", "2026-11-20 15:00"),
    (replace(Rules(), announce_at=("09:00", "15:00")), "2026-11-20 15:09", "2026-11-20 15:09"),
    (replace(Rules(), announce_at=("09:00", "15:00")), "2026-11-20 15:10", "2026-11-23 09:00"),
    (replace(Rules(), announce_at=("21:55",)), "2026-11-20 22:01", "2026-11-23 21:55"),
    # By the channel's clock, also when that is changed: on 28 March 2027 there is no 02:30 in Paris, and on 25 October
    # 2026 two of them.
    (PARIS, "2026-11-20 21:00", "2026-11-23 06:00"),
    (replace(PARIS, announce_at=("09:00",), announce_days=DAYS), "2027-03-27 09:00", "2027-03-28 07:00"),
    (replace(PARIS, announce_at=("02:30",), announce_days=DAYS, quiet_hours=""), "2027-03-27 12:00",
     "2027-03-28 01:30"),
    (replace(PARIS, announce_at=("02:30",), announce_days=DAYS, quiet_hours=""), "2026-10-24 12:00",
     "2026-10-25 00:30"),
    (replace(Rules(), timezone="Pacific/Auckland", announce_at=("09:00",)), "2026-11-20 14:00", "2026-11-22 20:00"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "asked", "first"), CHANCES)
def test_the_first_chance(rules: Rules, asked: str, first: str) -> None:
    assert chance(rules, at(asked)) == at(first)


def test_settings_that_leave_no_chance() -> None:
    assert chance(replace(Rules(), announce_days=()), START) is None
    assert chance(replace(Rules(), announce_at=("23:00",)), START) is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)), st.sampled_from(["UTC", "Europe/Paris",
       "America/St_Johns", "Pacific/Auckland"]), st.sampled_from([(), ("09:00",), ("00:00", "02:30", "23:55")]),
       st.sampled_from(["", "22:00-07:00", "01:00-03:00"]), st.sets(st.sampled_from(DAYS), min_size=1))  # fmt: skip
@examples(200)
def test_a_chance_is_open_and_nothing_before_it_is(naive: datetime, zone: str, times: tuple[str, ...], hours: str,
                                                   days: set[str]) -> None:  # fmt: skip
    rules = Rules(timezone=zone, announce_at=times, announce_days=tuple(days), quiet_hours=hours)
    asked = naive.replace(tzinfo=UTC, second=0, microsecond=0)
    first = chance(rules, asked)
    if first is None:
        return
    assert first >= asked and open_hours(rules, wall_clock(first, zone)) and chance(rules, first) == first
    between = asked + (first - asked) / 2
    assert chance(rules, between) == first or between == first


# --- sources --------------------------------------------------------------------------------------


def want(key: str, lines: Iterable[str] = ("Nova meets in 10 min.",), **fields: object) -> Wanted:
    values = {"channel": CHANNEL, "kind": "meeting", "due": START, "until": START + HOUR, "timed": True, **fields}
    return Wanted(key=key, lines=tuple(lines), **values)  # type: ignore[arg-type]


class Desk:
    """The pure part of the desk, with a source in the test's hands. The server answers at once, unless told not to."""

    def __init__(self, *wanted: Wanted, rules: Rules = OPEN_ALWAYS, present: tuple[str, ...] = ()) -> None:
        self.now, self.books, self.wanted = START, Books(), list(wanted)
        self.room: Room = Idle(CHANNEL, rules=rules, present=present)
        self.here, self.answers = True, True

    @property
    def view(self) -> View:
        return View(self.books, {CHANNEL: self.room})

    def tick(self, passed: timedelta = timedelta()) -> list[str]:
        self.now += passed
        step = planned(self.view, self.now, [CHANNEL] if self.here else [], [lambda view, now: self.wanted])
        self.books = self.books.changed(step.changes)
        for say in step.says:
            if say.receipt and self.answers:
                self.books = self.books.changed(confirmed(self.books, say.receipt))
        return [say.text for say in step.says]

    def says(self, nick: str, text: str, rank: Rank = Rank.OPERATOR) -> list[str]:
        heard = hear(self.room, Line(self.now, CHANNEL, nick, text, rank=rank), ME, self.view)
        self.room, self.books = heard.room, self.books.changed(heard.changes)
        return [shown(saying) for saying in heard.says]

    def states(self) -> list[State]:
        return [each.state for each in self.books.all(Announcement)]


def test_each_key_is_said_once_even_when_its_words_change() -> None:
    desk = Desk(want("nova 1"))
    assert desk.tick() == ["Nova meets in 10 min. (.why)"]
    desk.wanted = [want("nova 1", ["Nova meets in 9 min."])]
    assert desk.tick(MINUTE) == [] and desk.states() == [State.CONFIRMED]


def test_while_it_waits_it_follows_its_source() -> None:
    desk = Desk(want("nova 1", due=START + HOUR, until=START + 2 * HOUR))
    assert desk.tick() == []
    desk.wanted = [want("nova 1", ["Nova meets later."], due=START + 2 * HOUR, until=START + 3 * HOUR)]
    assert desk.tick(HOUR) == []
    assert desk.tick(HOUR) == ["Nova meets later. (.why)"]


def test_what_its_source_wants_no_more_is_dropped() -> None:
    desk = Desk(want("nova 1", due=START + HOUR, until=START + 2 * HOUR))
    desk.tick()
    desk.wanted = []
    assert desk.tick(HOUR) == [] and desk.states() == [State.DROPPED]


def test_what_somebody_dropped_is_not_taken_up_again() -> None:
    desk = Desk(want("nova 1", due=START + HOUR, until=START + 2 * HOUR))
    desk.tick()
    assert desk.says("alice", ".announce drop 1") == ["-> alice: 1 is dropped: Nova meets in 10 min."]
    assert desk.tick(HOUR) == [] and desk.states() == [State.DROPPED]


def test_what_is_held_is_moved_by_nobody_else() -> None:
    desk = Desk(want("nova 1", due=START + HOUR, until=START + 9 * DAY), rules=Rules())
    desk.tick()
    assert desk.says("alice", ".announce hold 1 until tuesday") == ["-> alice: 1 is said Tue 24 Nov 07:00 UTC "
                                                                    "(in 4 days)."]  # fmt: skip
    assert desk.tick(DAY) == []
    assert desk.says("alice", ".announce hold 1 until 2027-01-04") == [
        "-> alice: it is too late for that Sun 29 Nov 14:00 UTC; .announce drop 1 ends it."]
    assert desk.tick(timedelta(days=2, hours=16, minutes=59)) == []
    assert desk.tick(MINUTE) == ["Nova meets in 10 min. (.why)"]


def test_what_is_held_no_more_follows_its_source_again() -> None:
    desk = Desk(want("nova 1", due=START + HOUR, until=START + 9 * DAY))
    desk.tick()
    desk.says("alice", ".announce hold 1 until tuesday")
    assert desk.says("alice", ".announce release 1") == ["-> alice: 1 is held no more."]
    assert desk.tick(59 * MINUTE) == [] and desk.tick(MINUTE) == ["Nova meets in 10 min. (.why)"]


def test_what_is_wanted_too_late_is_not_taken_up() -> None:
    desk = Desk(want("nova 1", until=START))
    assert desk.tick() == [] and desk.states() == []


def test_a_series_says_what_is_new_alone() -> None:
    desk = Desk(want("reviews 1", ["A waits.", "B waits."], series="reviews", kind="announcement"))
    assert desk.tick() == ["A waits.", "B waits. (.why)"]
    desk.wanted = [want("reviews 2", ["B waits.", "C waits."], series="reviews", due=START + HOUR,
                        until=START + DAY)]  # fmt: skip
    assert desk.tick(HOUR) == ["C waits. (.why)"]
    desk.wanted = [want("reviews 3", ["C waits."], series="reviews", due=START + 2 * HOUR, until=START + DAY)]
    assert desk.tick(HOUR) == [] and desk.states()[-1] is State.UNCHANGED


def test_what_was_perhaps_not_heard_is_said_again_by_its_series_and_named_once() -> None:
    desk = Desk(want("reviews 1", ["A waits."], series="reviews"))
    desk.answers = False
    assert desk.tick() == ["A waits. (.why)"]
    desk.books = desk.books.changed(unconfirmed(desk.books))
    desk.answers = True
    desk.wanted = [want("reviews 2", ["A waits.", "B waits."], series="reviews", due=START + HOUR, until=START + DAY)]
    assert desk.tick(HOUR) == ["Perhaps not heard at 14:00 UTC: A waits.", "A waits.", "B waits. (.why)"]
    desk.wanted = [want("nova 1", due=START + HOUR, until=START + DAY)]
    assert desk.tick(HOUR) == ["Nova meets in 10 min. (.why)"]


def test_one_of_many_lines_is_cut_and_links_to_the_rest() -> None:
    lines = [f"{n} waits." for n in range(1, 10)]
    desk = Desk(want("reviews 1", lines, link="https://example.org/reviews"))
    assert desk.tick() == [*lines[:4], "… and 5 more: https://example.org/reviews (.why)"]


def test_an_empty_one_is_not_said() -> None:
    desk = Desk(want("nova 1", []))
    assert desk.tick() == [] and desk.states() == [State.UNCHANGED]


def test_only_who_asked_for_it_is_named_and_only_while_here() -> None:
    desk = Desk(want("nova 1", topics=("nova", "meeting")), present=("alice", "Bob", "carol", "dave"))
    profiles = [Profile("bob", "bob", pings=("nova",)), Profile("~carol", "carol", pings=("meeting",)),
                Profile("dave", "dave", pings=("nova",), away_until=START + HOUR),
                Profile("erin", "erin", pings=("nova",))]  # fmt: skip
    desk.books = desk.books.changed(puts(*profiles))
    assert desk.tick() == ["Bob, carol: Nova meets in 10 min. (.why)"]


def test_who_is_named() -> None:
    books = Books().changed(puts(
        Profile("bob", "bob", pings=("nova",)), Profile("~bob", "bob", pings=("cells",)),
        Profile("carol", "carol", pings=("nova",), muted=("meeting",)),
        Profile("dave", "dave", pings=("nova",), away_until=START)))  # fmt: skip
    here = ("carol", "BOB", "dave", "erin")
    assert pinged(books, ["Nova"], here, START) == ["carol", "BOB", "dave"]
    assert pinged(books, ["nova"], here, START, "meeting") == ["BOB", "dave"]
    assert pinged(books, ["nova"], here, START - MINUTE) == ["carol", "BOB"]
    assert pinged(books, ["cells"], here, START) == []  # an account's word, not a nick's
    assert pinged(books, [], here, START) == []


def test_as_many_are_named_as_fit_into_a_line() -> None:
    nicks = tuple(f"somebody-with-a-long-nick-{n}" for n in range(40))
    desk = Desk(want("nova 1", topics=("nova",)), present=nicks)
    desk.books = desk.books.changed(puts(*(Profile(nick, nick, pings=("nova",)) for nick in nicks)))
    (said,) = desk.tick()
    assert said.startswith(f"{nicks[0]}, {nicks[1]}") and said.endswith(": Nova meets in 10 min. (.why)")
    assert len(said.encode()) <= 410


def test_a_reminder_comes_in_the_middle_of_a_meeting_and_other_kinds_wait() -> None:
    desk = Desk(want("nova 1"), want("reviews 1", ["A waits."], kind="announcement", until=START + DAY))
    desk.says("alice", "#startmeeting cells")
    assert isinstance(desk.room, Meeting)
    assert desk.tick() == ["Nova meets in 10 min. (.why)"]
    desk.room = Idle(CHANNEL, rules=OPEN_ALWAYS)
    assert desk.tick(MINUTE) == ["A waits. (.why)"]


def test_where_the_bot_is_not_nothing_is_claimed() -> None:
    desk = Desk(want("nova 1"))
    desk.here = False
    assert desk.tick() == [] and desk.states() == [State.WAITING]
    desk.here = True
    assert desk.tick(MINUTE) == ["Nova meets in 10 min. (.why)"]


def test_each_channel_has_a_cap_of_its_own() -> None:
    rules = replace(OPEN_ALWAYS, announce_cap=1)
    rooms = {name: Idle(name, rules=rules) for name in ("#nova", "#cells")}
    wanted = [want("1", channel="#nova"), want("2", channel="#Cells", until=START + 2 * HOUR),
              want("3", channel="#cells", due=START + MINUTE, until=START + 2 * HOUR),
              want("4", channel="#nowhere")]  # fmt: skip
    books, said = Books(), []
    for minute in range(100):
        step = planned(View(books, rooms), START + minute * MINUTE, rooms, [lambda view, now: wanted])
        books = books.changed(step.changes)
        for say in step.says:
            books = books.changed(confirmed(books, say.receipt))
        said += [(say.channel, minute) for say in step.says]
    assert said == [("#nova", 0), ("#cells", 0), ("#cells", 60)]
    assert [(each.channel, each.n) for each in books.all(Announcement)] == [
        ("#nova", 1), ("#cells", 1), ("#cells", 2), ("#nowhere", 1)]  # fmt: skip


def test_a_claim_that_nobody_answers_is_given_up() -> None:
    desk = Desk(want("nova 1"))
    desk.answers = False
    desk.tick()
    desk.tick(14 * MINUTE)
    assert desk.states() == [State.CLAIMED]
    desk.tick(MINUTE)
    assert desk.states() == [State.UNCONFIRMED]


def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    desk = Desk(want("nova 1"))
    desk.answers = False
    desk.tick()
    desk.books = desk.books.changed(unconfirmed(desk.books))
    assert confirmed(desk.books, f"{RECEIPT}1") == () and confirmed(desk.books, f"{RECEIPT}2") == ()


def test_one_receipt_is_for_all_that_is_said_together() -> None:
    desk = Desk(want("nova 1"), want("cells 1", ["Cells meets in 10 min."]))
    step = planned(desk.view, START, [CHANNEL], [lambda view, now: desk.wanted])
    assert step.says == (Say(CHANNEL, "Nova meets in 10 min."),
                         Say(CHANNEL, "Cells meets in 10 min. (.why)", f"{RECEIPT}1"))  # fmt: skip


def test_a_faulty_source_stops_nothing_else() -> None:
    """See the desk: planned() raises, and the lines of that round are recorded all the same."""

    def broken(view: View, now: datetime) -> Iterable[Wanted]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        planned(View(), START, [], [broken])


# --- the desk: claimed, recorded, said, confirmed -------------------------------------------------


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    with closing(Clerk(tmp_path / "bot", rules=OPEN_ALWAYS)) as clerk:
        yield clerk


def stored(clerk: Clerk) -> list[str]:
    return [state for (state,) in clerk.database.execute("SELECT state FROM announcements ORDER BY id")]


def test_it_is_claimed_in_the_store_before_it_is_said(clerk: Clerk) -> None:
    clerk.answers("! alice is an operator", "<alice> .announce One")
    seen: list[str] = []
    put = clerk.pile.put
    clerk.pile.put = lambda saying: (seen.extend(stored(clerk)), put(saying))  # type: ignore[assignment, func-returns-value]
    clerk.desk.tick()
    assert seen == ["claimed"] and clerk.told() == ["-> alice announces: One (.why)"]
    clerk.desk.confirmed(f"{RECEIPT}1")
    clerk.settle()
    assert stored(clerk) == ["confirmed"]


def test_killed_between_claim_and_answer_it_is_not_said_again(clerk: Clerk) -> None:
    clerk.answers("! alice is an operator", "<alice> .announce One")
    clerk.desk.tick()
    assert clerk.told() == ["-> alice announces: One (.why)"]
    clerk.killed_and_started()
    assert stored(clerk) == ["unconfirmed"]
    clerk.desk.tick()
    clerk.desk.confirmed(f"{RECEIPT}1")  # of the connection that died
    clerk.settle()
    assert clerk.told() == [] and stored(clerk) == ["unconfirmed"]
    why = clerk.answers("<alice> .why")
    assert why[0].endswith("was said Fri 20 Nov 14:00 UTC; perhaps not heard: One")
    clerk.answers("<alice> .announce Two")
    assert clerk.time_passes() == ["-> Perhaps not heard at 14:00 UTC: alice announces: One",
                                   "-> alice announces: Two (.why)"]  # fmt: skip
    clerk.answers("<alice> .announce Three")
    assert clerk.time_passes() == ["-> alice announces: Three (.why)"]


def test_a_lost_connection_leaves_it_unconfirmed(clerk: Clerk) -> None:
    clerk.answers("! alice is an operator", "<alice> .announce One")
    clerk.desk.tick()
    clerk.leave()
    assert stored(clerk) == ["unconfirmed"]


def test_while_nothing_can_be_recorded_nothing_is_said(clerk: Clerk) -> None:
    clerk.answers("! alice is an operator", "<alice> .announce One")
    other = connect(clerk.store)
    clerk.database.execute("PRAGMA busy_timeout = 0")
    other.execute("BEGIN IMMEDIATE")
    clerk.desk.tick()
    assert clerk.told() == []
    other.execute("ROLLBACK")
    other.close()
    clerk.desk.tick()
    assert clerk.told() == ["-> alice announces: One (.why)"] and not clerk.desk.backlog


def test_a_faulty_source_costs_no_line(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(view: View, now: datetime) -> Iterable[Wanted]:
        raise ZeroDivisionError

    monkeypatch.setattr("clerk.core.announcements.SOURCES", (broken,))
    clerk.answers("<alice> #startmeeting nova")
    clerk.world.now += 21 * MINUTE
    assert clerk.time_passes()[0].startswith("-> Quiet for 20 min.")


# --- whatever happens -----------------------------------------------------------------------------

DEEDS = st.one_of(
    st.tuples(st.just("say"), st.sampled_from([
        ".announce TEXT", ".announce TEXT", ".announce TEXT at 15:00", ".announce TEXT at tomorrow 23:30",
        ".announce hold 1 until tomorrow", ".announce hold 2 until 16:00", ".announce release 1", ".announce drop 2",
        ".quiet 2h", ".quiet until tomorrow 10:00", ".quiet off", ".mute announcement", ".unmute announcement",
        ".mute meeting", ".unmute meeting", "#startmeeting nova", "#endmeeting", "#lurk"])),
    st.tuples(st.just("pass"), st.sampled_from([1, 1, 5, 10, 30, 60, 600, 1440])),
    st.tuples(st.just("want"), st.integers(1, 5), st.integers(-1, 90), st.booleans(), st.integers(1, 8)),
    st.tuples(st.just("want no more"), st.integers(1, 5)),
    st.tuples(st.just("restart")),
    st.tuples(st.just("answers"), st.booleans()),
    st.tuples(st.just("away"), st.booleans()),
)  # fmt: skip
SETTINGS = st.builds(
    Rules, announce_at=st.sampled_from([(), (), ("09:00", "15:00")]), announce_cap=st.sampled_from([0, 1, 2, 4]),
    announce_days=st.sampled_from([DAYS, DAYS[:5]]), quiet_hours=st.sampled_from(["", "22:00-07:00"]),
    voice=st.sampled_from([Voice.OPEN, Voice.OPEN, Voice.OPEN, Voice.SHADOW]), timezone=st.sampled_from(["UTC",
    "Asia/Tokyo"]), idle_end=st.just(0), idle_ask=st.just(0),
)  # fmt: skip


class Life(Desk):
    """One channel's life. Every text is another, so that none may ever be heard twice."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules=rules)
        self.texts = 0
        self.blocks: list[datetime] = []
        self.heard: list[str] = []

    def happens(self, deed: tuple[object, ...]) -> None:
        match deed:
            case ("say", str(text)):
                self.texts += 1
                self.says("alice", text.replace("TEXT", f"text-{self.texts}"))
            case ("pass", int(minutes)):
                for _ in range(4):
                    self.listen(timedelta(minutes=minutes) / 4)
            case ("want", int(n), int(ahead), bool(timed), int(lines)):
                self.texts += 1
                due = self.now + ahead * MINUTE
                self.wanted = [each for each in self.wanted if each.key != f"key-{n}"]
                self.wanted.append(want(f"key-{n}", [f"key-{n} line {i} text-{self.texts}" for i in range(lines)],
                                        due=due, until=due + HOUR, timed=timed, kind=list(KINDS)[n % 2]))  # fmt: skip
            case ("want no more", int(n)):
                self.wanted = [each for each in self.wanted if each.key != f"key-{n}"]
            case ("restart",):
                self.books = self.books.changed(unconfirmed(self.books))
            case ("answers", bool(answers)):
                self.answers = answers
            case ("away", bool(away)):
                self.here = not away
        self.listen(timedelta())

    def listen(self, passed: timedelta) -> None:
        before = self.books
        lines = self.tick(passed)
        if not lines:
            return
        self.blocks.append(self.now)
        said_before = {each.id for each in before.all(Announcement) if each.state in SAID}
        new = [each for each in self.books.all(Announcement) if each.state in SAID and each.id not in said_before]
        quiet = before.get(Silence, CHANNEL) or Silence(CHANNEL)
        rules = self.room.rules
        assert self.here and rules.voice is Voice.OPEN and not quiet.quiet(self.now)
        assert new and len({each.receipt for each in new}) == 1
        assert len(lines) <= 7
        for each in new:
            assert each.kind not in quiet.kinds and each.due <= self.now < each.until
            assert each.timed or open_hours(rules, wall_clock(self.now, rules.timezone))
            assert each.kind == "meeting" or not isinstance(self.room, Meeting)
        assert sum(self.now - HOUR < block for block in self.blocks) <= rules.announce_cap
        self.heard += [line.removesuffix(" (.why)") for line in lines if not line.startswith(("Perhaps", "…"))]


@given(SETTINGS, st.lists(DEEDS, max_size=30))
@examples(300)
def test_never_too_often_never_unwanted_never_twice(rules: Rules, deeds: list[tuple[object, ...]]) -> None:
    life = Life(rules)
    for deed in deeds:
        life.happens(deed)
    assert len(life.heard) == len(set(life.heard)), "something was said twice"
    keys = [line.split()[0] for line in life.heard if line.startswith("key-") and " line 0 " in line]
    assert len(keys) == len(set(keys)), "a key was said twice"
    life.books = life.books.changed(unconfirmed(life.books))
    said = [each for each in life.books.all(Announcement) if each.said_at]
    assert all(each.state in (State.CONFIRMED, State.UNCONFIRMED) for each in said)
    assert all(not each.said_at for each in life.books.all(Announcement) if each.state not in SAID)


def test_nothing_to_do_is_done_quickly() -> None:
    """Ten thousand announcements of the past cost a tick little. The bound is ten times what was measured."""
    past = [Announcement(n, CHANNEL, n, "announcement", f"key {n}", ("text",), START, START, START + HOUR,
                         state=State.CONFIRMED, said_at=START) for n in range(1, 10_001)]  # fmt: skip
    view = View(Books().changed(puts(*past)), {CHANNEL: Idle(CHANNEL)})
    started = time.perf_counter()
    for _ in range(10):
        assert planned(view, START + DAY, [CHANNEL], []) == Planned()
    assert (time.perf_counter() - started) / 10 < 0.02
