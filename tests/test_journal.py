"""What was recorded stays, whatever happens; what could not be recorded is said, and nobody pretends."""
from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import pytest

from bots import Clerk, Endless, a_clerk
from chat import CHANNEL, World, own
from clerk.core import facts as f
from clerk.core.lines import Kind
from clerk.core.meeting import Idle, Meeting
from clerk.edge.files import MinutesFiles, NotWritten
from clerk.store.connection import Lock, StoreRefused, connect, read_only
from clerk.store.journal import Entry, Journal, Reader

LONG = "x" * 5000  # more than a page of SQLite holds
DAY = "nova/2026/nova.2026-11-20-14.00"
SHEETS = [f"{DAY}.html", f"{DAY}.log.html", f"{DAY}.txt"]


@pytest.fixture
def clerk(tmp_path: Path) -> Iterator[Clerk]:
    with a_clerk(tmp_path / "clerk") as clerk:
        yield clerk


@contextmanager
def full_disk(clerk: Clerk) -> Iterator[None]:
    """SQLite may not take another page, as when the disk has none; and it has none to spare."""
    clerk.database.execute("VACUUM")
    pages = clerk.database.execute("PRAGMA page_count").fetchone()[0]
    clerk.database.execute(f"PRAGMA max_page_count = {pages}")
    yield
    clerk.database.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def read_only_store(clerk: Clerk) -> Iterator[None]:
    clerk.database.execute("PRAGMA query_only = ON")
    yield
    clerk.database.execute("PRAGMA query_only = OFF")


TROUBLES = {"database or disk is full": full_disk, "attempt to write a readonly database": read_only_store}
every_trouble = pytest.mark.parametrize(("reason", "trouble"), TROUBLES.items(), ids=["full", "read-only"])


# --- when it cannot record --------------------------------------------------------------------


@every_trouble
def test_it_says_once_that_it_cannot_record_and_nothing_else(clerk: Clerk, reason: str, trouble) -> None:  # type: ignore[no-untyped-def]
    clerk.answers("<alice> #startmeeting nova")
    with trouble(clerk):
        assert clerk.answers(f"<bob> {LONG}") == [
            f"-> I cannot record ({reason}). I keep what is said in memory and try again; "
            "nothing is safe until I say so."
        ]
        assert clerk.answers("<alice> #topic Gate", "<bob> #items", "<bob> #acton", "<bob> #endmeeting") == []
        assert clerk.time_passes() == clerk.time_passes() == []
        assert clerk.texts() == ["#startmeeting nova"]


@every_trouble
def test_once_it_can_again_all_of_it_is_recorded_in_order(clerk: Clerk, reason: str, trouble) -> None:  # type: ignore[no-untyped-def]
    said = [LONG, "#topic Gate", "#info one", "two", "#info three"]
    clerk.answers("<alice> #startmeeting nova")
    with trouble(clerk):
        clerk.answers(*(f"<alice> {text}" for text in said))
        clerk.time_passes()
    assert clerk.time_passes() == ["=> Gate (Meeting topic: nova)", "-> Recording again; nothing was lost."]
    assert clerk.rows() == list(enumerate(["#startmeeting nova", *said], 1))
    assert [item.text for item in clerk.meeting().items] == ["one", "three"]
    assert clerk.answers("<alice> #info four") == clerk.time_passes() == []
    assert clerk.texts()[-1] == "#info four" and not clerk.audited()


def test_a_meeting_that_cannot_be_recorded_has_not_begun(clerk: Clerk) -> None:
    with full_disk(clerk):
        answers = clerk.answers(f"<alice> #startmeeting {LONG}")
        assert len(answers) == 1 and answers[0].startswith("-> I cannot record (")
        assert clerk.room() is None
    assert [answer[:19] for answer in clerk.time_passes()] == ["-> Meeting started:", "-> Recording again;"]
    assert clerk.meeting().title == LONG


def test_the_end_waits_until_it_can_be_recorded(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova")
    with full_disk(clerk):
        clerk.answers(f"<bob> {LONG}", "<alice> #endmeeting")
        assert clerk.files() == []
    assert clerk.time_passes()[-1] == f"-> Log: https://minutes.example.org/{DAY}.log.html"
    assert clerk.files() == SHEETS and isinstance(clerk.room(), Idle)


def test_trouble_is_forgotten_and_said_again_when_it_comes_again(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova")
    for _ in range(2):
        with full_disk(clerk):
            assert len(clerk.answers(f"<bob> {LONG}", f"<bob> {LONG}")) == 1
        assert clerk.time_passes() == ["-> Recording again; nothing was lost."]


def test_a_killed_clerk_in_trouble_loses_what_it_said_was_not_safe_and_no_more(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova", "<bob> #info safe")
    with full_disk(clerk):
        clerk.answers(f"<bob> {LONG}", "<bob> #info lost")
        clerk.killed_and_started()
    assert clerk.answers("<bob> #info after")[0].startswith("-> Back; nova goes on. Missed 14:00:02 to ")
    assert [item.text for item in clerk.meeting().items] == ["safe", "after"] and not clerk.audited()


def test_a_record_is_all_or_nothing(tmp_path: Path) -> None:
    journal = Journal(connect(tmp_path / "clerk.db"))
    line = own(World().now, Kind.NAMES, "alice")
    journal.record([Entry(replace(line, id=1), (), None)])
    with pytest.raises(sqlite3.IntegrityError):
        journal.record([Entry(replace(line, id=number), (f.Lurked(),), None) for number in (2, 3, 3)])
    assert journal.next_id == 2
    assert [journal.db.table(name).count for name in ("lines", "facts")] == [1, 0]
    journal.record([Entry(replace(line, id=2), (f.Lurked(),), None)])
    assert [journal.db.table(name).count for name in ("lines", "facts")] == [2, 1]


def test_a_record_that_fills_the_disk_halfway_leaves_nothing(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova")
    lines = [line for i in range(200) for line in clerk.world.heard(f"<bob> #info {i} " + "y" * 400)]
    with full_disk(clerk):
        clerk.desk.work_off([(line, False) for line in lines])
        assert clerk.texts() == ["#startmeeting nova"]
        assert clerk.database.table("facts").count == 1
    clerk.time_passes()
    assert len(clerk.meeting().items) == 200 and not clerk.audited()


# --- when it dies -----------------------------------------------------------------------------


@pytest.mark.parametrize("after", [1, 40, 300])
def test_kill_9_loses_nothing_that_was_recorded(tmp_path: Path, after: int) -> None:
    store = tmp_path / "clerk.db"
    process = Endless(store)
    said = process.until(after)
    said = max(said, process.kill())
    lock = Lock(store)
    database = connect(store)
    reader = Reader(database)
    meeting = reader.rebuild(1)
    assert isinstance(meeting, Meeting)
    numbers, texts = zip(*database.execute("SELECT id, text FROM lines ORDER BY id"), strict=True)
    assert numbers == tuple(range(1, len(numbers) + 1)) and len(numbers) >= said
    assert len(numbers) % 7 == 0, "what arrived together is recorded together"
    assert texts == ("#startmeeting nova", *(f"#info {i}" for i in range(1, len(numbers))))
    assert [item.text for item in meeting.items] == [str(i) for i in range(1, len(numbers))]
    assert [line for (line,) in database.execute("SELECT line FROM facts ORDER BY id")] == list(numbers)
    database.close()
    lock.release()


def test_a_clerk_goes_on_where_a_killed_one_was(clerk: Clerk) -> None:
    clerk.close()
    process = Endless(clerk.folder / "clerk.db")
    process.until(1)
    process.kill()
    clerk.open()
    items = len(clerk.meeting().items)
    clerk.world.now = clerk.reader.last_alive(1)
    assert clerk.answers("<alice> #info more")[0].startswith("-> Back; nova goes on. Missed ")
    assert len(clerk.meeting().items) == items + 1 and not clerk.audited()


def test_a_clerk_killed_while_the_minutes_are_written_writes_them_when_it_is_back(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova", "<bob> #action bob: triage")
    assert clerk.decides("<alice> #endmeeting") == []
    assert clerk.meeting().closing and clerk.files() == []
    clerk.killed_and_started()
    clerk.settle()
    clerk.come_back()
    told = clerk.told()
    assert "-> Ended: nova, under 1 min, 1 action (bob)." in told
    assert not any("goes on" in answer for answer in told), "it has ended"
    assert clerk.files() == SHEETS and clerk.reader.unfinished() == [] and not clerk.audited()
    assert "#action bob: triage" in (clerk.folder / "minutes" / f"{DAY}.log.html").read_text()


def test_a_clerk_killed_while_a_draft_is_written_writes_it_when_it_is_back(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova")
    clerk.decides("<alice> #save")
    clerk.killed_and_started()
    clerk.settle()
    assert clerk.files() == SHEETS and not clerk.meeting().saving


def test_a_meeting_that_ended_stays_ended(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova", "<alice> #endmeeting")
    clerk.killed_and_started()
    assert clerk.told() == [] and clerk.room() is None


# --- gaps -------------------------------------------------------------------------------------


def gaps(clerk: Clerk) -> list[tuple[str, str]]:
    """The gaps on record: since when, until when."""
    rows = clerk.database.execute("SELECT text, at FROM lines WHERE kind = 'back' ORDER BY id")
    return [(text.partition(" ")[0][11:19], at[11:19]) for text, at in rows]


def test_a_gap_is_marked_and_said_once(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova", "<bob> before")
    clerk.leave()
    assert clerk.answers("<bob> after") == ["-> Back; nova goes on. Missed 14:00:02 to 14:00:03."]
    assert clerk.answers("<bob> and on") == []
    assert gaps(clerk) == [("14:00:02", "14:00:03")]


def test_a_loss_that_is_told_twice_is_one_gap_from_the_first(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova")
    clerk.leave()
    list(clerk.world.heard("<bob> unheard"))
    clerk.leave()
    clerk.answers("<bob> heard")
    assert gaps(clerk) == [("14:00:01", "14:00:03")]


def test_a_kill_in_a_gap_makes_it_no_shorter(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova")
    clerk.leave()
    for _ in range(30):
        list(clerk.world.heard("<bob> unheard"))
        clerk.time_passes()
    clerk.killed_and_started()
    clerk.answers("<bob> heard")
    assert gaps(clerk) == [("14:00:01", "14:00:32")]


def test_a_kill_after_a_kick_makes_its_gap_no_shorter(clerk: Clerk) -> None:
    """Another channel's meeting shows that the clerk was alive; it was not in this one all the same."""
    clerk.answers("<alice> #startmeeting nova")
    clerk.hear(replace(next(clerk.world.heard("<carol> #startmeeting glance")), channel="#glance"))
    clerk.answers("! alice kicks clerk")
    for _ in range(30):
        list(clerk.world.heard("<bob> unheard"))
        clerk.time_passes()
    clerk.killed_and_started()
    clerk.answers("<bob> heard")
    assert gaps(clerk) == [("14:00:03", "14:00:34")]


def test_minutes_that_are_done_while_the_clerk_is_away_end_no_gap(clerk: Clerk) -> None:
    """The press reports by a line; that line is no sign of the network."""
    clerk.answers("<alice> #startmeeting nova")
    clerk.decides("<alice> #save")
    clerk.desk.disconnected(clerk.world.now, "away")
    clerk.desk.work_off([clerk.desk.inbox.get()])
    list(clerk.world.heard("<bob> unheard"))
    clerk.settle()
    assert CHANNEL in clerk.desk.away, "nobody has heard anything yet"
    clerk.answers("<bob> heard")
    assert gaps(clerk) == [("14:00:02", "14:00:04")]


# --- who may use a store ----------------------------------------------------------------------


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    store = tmp_path / "clerk.db"
    process = Endless(store)
    try:
        process.until(1)
        with pytest.raises(StoreRefused, match="another Clerk is using"):
            Lock(store)
    finally:
        process.kill()
    Lock(store).release()


def test_an_older_clerk_is_refused_by_a_newer_store(tmp_path: Path) -> None:
    database = connect(tmp_path / "clerk.db")
    database.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
                     " VALUES ('clerk', 'm999_the_future', '2030-01-01')")  # fmt: skip
    database.conn.commit()
    database.close()
    with pytest.raises(StoreRefused, match=r"newer Clerk wrote this store \(it has m999_the_future\)"):
        connect(tmp_path / "clerk.db")


def test_a_fact_from_the_future_is_not_passed_over(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova", "<alice> #lurk")
    clerk.database.execute("UPDATE facts SET kind = 'Sang' WHERE kind = 'Lurked'")
    clerk.database.conn.commit()
    with pytest.raises(f.UnknownFact, match="Sang"):
        clerk.reader.rebuild(1)


@pytest.mark.parametrize("what", ["no database", "a directory", "nowhere"])
def test_what_is_no_store_is_refused_with_its_name(tmp_path: Path, what: str) -> None:
    store = tmp_path / "clerk.db"
    if what == "no database":
        store.write_text("Dear diary,\n" * 200)
    elif what == "a directory":
        store.mkdir()
    else:
        store = tmp_path / "nowhere" / "clerk.db"
    for opened in (connect, read_only):
        with pytest.raises(StoreRefused, match=r"clerk\.db cannot be"):
            opened(store)
    if what == "no database":
        assert store.read_text() == "Dear diary,\n" * 200


def test_a_store_that_may_not_be_written_is_refused() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "clerk.db"
        connect(store).close()
        store.chmod(0o444)
        Path(folder).chmod(0o555)
        try:
            with nobody(), pytest.raises(StoreRefused, match="cannot be used as a store"):
                connect(store)
        finally:
            Path(folder).chmod(0o755)


@contextmanager
def nobody() -> Iterator[None]:
    """Root may write everything; so for once we are not root."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)


def test_a_reader_reads_and_never_writes(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova")
    database = read_only(clerk.folder / "clerk.db")
    assert [row["id"] for row in Reader(database).meetings()] == ["nova.2026-11-20-14.00.01"]
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.execute("DELETE FROM lines")
    database.close()


# --- whose files are whose --------------------------------------------------------------------


def text_of(clerk: Clerk, stem: str) -> str:
    return (clerk.folder / "minutes" / f"{stem}.txt").read_text()


def test_two_meetings_of_one_minute_have_their_own_files(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova", "<alice> #info one", "<alice> #endmeeting")
    answers = clerk.answers("<alice> #startmeeting nova", "<alice> #info two", "<alice> #endmeeting")
    assert f"-> Minutes (text): https://minutes.example.org/{DAY}-2.txt" in answers
    assert "one" in text_of(clerk, DAY) and "two" in text_of(clerk, f"{DAY}-2")
    assert len(clerk.files()) == 6


def test_a_meeting_that_is_renamed_gives_up_its_old_files(tmp_path: Path) -> None:
    with a_clerk(tmp_path / "clerk", pattern="{name}") as clerk:
        clerk.answers("<alice> #startmeeting one", "<alice> #save")
        assert clerk.files() == ["one.html", "one.log.html", "one.txt"]
        clerk.answers("<alice> #meetingname weekly", "<alice> #endmeeting")
        assert clerk.files() == ["weekly.html", "weekly.log.html", "weekly.txt"]
        clerk.answers("<alice> #startmeeting one", "<alice> #save")
        assert "one.txt" in clerk.files(), "the name is free again"


def test_names_that_only_look_like_numbered_ones_are_left_alone(tmp_path: Path) -> None:
    with a_clerk(tmp_path / "clerk", pattern="{name}") as clerk:
        for title in ("nova", "nova-2", "nova", "nova"):
            clerk.answers(f"<alice> #startmeeting {title}", "<alice> #endmeeting")
        stems = [row["stem"] for row in clerk.reader.meetings()]
        assert stems == ["nova", "nova-2", "nova-3", "nova-4"]


def test_private_takes_back_what_is_out_already(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova", "<alice> #save")
    assert clerk.files() == SHEETS
    clerk.answers("<alice> #private")
    assert clerk.files() == []
    clerk.answers("<alice> #endmeeting")
    assert clerk.files() == []


def test_private_takes_back_what_is_out_under_an_older_name(tmp_path: Path) -> None:
    with a_clerk(tmp_path / "clerk", pattern="{name}") as clerk:
        clerk.answers("<alice> #startmeeting one", "<alice> #save", "<alice> #meetingname two", "<alice> #private")
        assert clerk.files() == []


def test_private_takes_back_a_draft_that_is_being_written(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova")
    clerk.decides("<alice> #save", "<alice> #private")
    clerk.settle()
    assert clerk.files() == []
    assert clerk.told() == [], "no address of what is not there"


def test_private_takes_back_a_draft_though_the_clerk_is_killed_before_it_could(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova", "<alice> #save")
    clerk.decides("<alice> #private")
    clerk.killed_and_started()
    clerk.settle()
    clerk.answers("<alice> #endmeeting")
    assert clerk.files() == []


# --- when minutes cannot be written -----------------------------------------------------------


def test_a_meeting_whose_minutes_cannot_be_written_goes_on(clerk: Clerk) -> None:
    minutes = clerk.folder / "minutes"
    minutes.write_text("in the way")
    clerk.answers("<alice> #startmeeting nova")
    failed = clerk.answers("<alice> #endmeeting")
    assert len(failed) == 1 and failed[0].startswith("-> The minutes could not be written (")
    assert failed[0].endswith("). nova goes on; #endmeeting tries again.") and str(clerk.folder) not in failed[0]
    assert clerk.answers("<bob> #info still here") == []
    minutes.unlink()
    assert clerk.answers("<alice> #endmeeting")[0] == "-> Ended: nova, under 1 min, no actions."
    assert clerk.files() == SHEETS and "still here" in text_of(clerk, DAY) and not clerk.audited()


def test_a_draft_that_cannot_be_written_is_said_and_can_be_asked_for_again(clerk: Clerk) -> None:
    minutes = clerk.folder / "minutes"
    minutes.write_text("in the way")
    answers = clerk.answers("<alice> #startmeeting nova", "<alice> #save")
    assert answers[-1].startswith("-> The minutes could not be written (")
    minutes.unlink()
    assert clerk.answers("<alice> #save") == [f"-> Minutes so far: https://minutes.example.org/{DAY}.html"]


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    """Somebody who reads all the time sees the old file or the new one."""
    files = MinutesFiles(tmp_path, "https://minutes.example.org")
    pages = [[letter * 4096] * 16 for letter in "ab"]
    wholes = {"".join(page) for page in pages}
    files.write("nova", [(".txt", pages[0])])
    seen: list[str] = []
    written = Event()

    def read() -> None:
        while not written.is_set():
            seen.append((tmp_path / "nova.txt").read_text())

    reader = Thread(target=read)
    reader.start()
    try:
        for i in range(200):
            files.write("nova", [(".txt", iter(pages[i % 2]))])
    finally:
        written.set()
        reader.join()
    assert set(seen) <= wholes
    assert any(before != after for before, after in pairwise(seen)), "it read while they changed"
    assert [path.name for path in tmp_path.iterdir()] == ["nova.txt"]


def test_a_page_that_breaks_off_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    files = MinutesFiles(tmp_path, "https://minutes.example.org")
    files.write("nova", [(".txt", ["old"])])

    def breaks_off() -> Iterator[str]:
        yield "new"
        raise OSError(28, "No space left on device")

    with pytest.raises(NotWritten, match="no space left on device"):
        files.write("nova", [(".txt", breaks_off())])
    assert (tmp_path / "nova.txt").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["nova.txt"]


def test_restricted_files_are_their_owners_alone(clerk: Clerk) -> None:
    clerk.answers("<alice> #startmeeting nova", "<alice> #restrictlogs", "<alice> #endmeeting")
    modes = {path.stat().st_mode & 0o777 for path in (clerk.folder / "minutes").rglob("*.*") if path.is_file()}
    assert modes == {0o600}
