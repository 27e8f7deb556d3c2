"""The calendar: what people say of single meetings, and what files make of it."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cases import cases, need_cases
from chat import CHANNEL, START, Chat, World
from clerk.cli import main
from clerk.core.agenda import AgendaItem
from clerk.core.announcement import SAID, Announcement
from clerk.core.announcements import planned
from clerk.core.answers import answer
from clerk.core.books import Books, puts
from clerk.core.calendar import Known, Shift, chairs_of, in_span, meant, next_held, within
from clerk.core.calendar_changes import exported, imported
from clerk.core.courtesy import courtesies
from clerk.core.decision import Answer
from clerk.core.hearing import hear
from clerk.core.lines import Line
from clerk.core.meeting import Idle
from clerk.core.parser import noun
from clerk.core.plans import Plan, plan_of
from clerk.core.rules import Rules
from clerk.core.says import Say, Tell
from clerk.core.schedule import RULES, Series, Skip, Slot
from clerk.core.shape import plain, shaped
from clerk.core.view import View
from clerk.edge.meetingfiles import load, save
from clerk.edge.meetingfiles.saving import file_names
from clerk.store import errands
from clerk.store.books import read_books
from clerk.store.connection import read_only
from test_chats import Bot

NOW = datetime(2026, 11, 20, 14, tzinfo=UTC)
YEAR = timedelta(days=366)
HERE = Idle(CHANNEL)


def weekly(name: str = "nova", at: str = "14:00", day: int = 3, **more: object) -> Series:
    slot = Slot(time.fromisoformat(at), day, "weekly", CHANNEL, **more)  # type: ignore[arg-type]
    return Series(name, f"{name} Team", (slot,), ("alice",), description="We meet.")


def books(*series: Series) -> Books:
    return Books().changed(imported(Books(), series).changes)


def after(books: Books, text: str, nick: str = "alice", now: datetime = NOW) -> Books:
    """The books once that was said."""
    return books.changed(answered(books, text, nick, now).changes)


def answered(books: Books, text: str, nick: str = "alice", now: datetime = NOW) -> Answer:
    decision = answer(View(books), HERE, Line(now, CHANNEL, nick, f".{text}"), noun(text))  # type: ignore[arg-type]
    assert isinstance(decision, Answer), decision
    return decision


def year(books: Books, now: datetime = NOW) -> list[object]:
    return [(each, each.is_moved) for each in in_span(books, now - YEAR, now + YEAR)]


# --- what people say --------------------------------------------------------------------------

zones = st.sampled_from(["UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
slots = st.builds(
    Slot, st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.integers(0, 6),
    st.sampled_from([name for name in RULES if "-" not in name or name.startswith(("biweekly", "quad"))]),
    st.sampled_from([CHANNEL, "#cinder"]), timezone=zones, duration=st.sampled_from([30, 60, 90]),
)  # fmt: skip
calendars = st.lists(st.lists(slots, min_size=1, max_size=2), min_size=1, max_size=3).map(
    lambda all: [Series(f"m{i}", f"M {i}", tuple(own), ("alice",)) for i, own in enumerate(all)])  # fmt: skip


@given(calendars, st.data())
def test_skipped_and_held_after_all_it_is_the_same_calendar(series: list[Series], data: st.DataObject) -> None:
    before = books(*series)
    to_come = [each for each in in_span(before, NOW, NOW + YEAR) if each.at.start > NOW]
    if not to_come:
        return
    one = data.draw(st.sampled_from(to_come))
    named = f"{one.at.meeting} {one.at.start:%Y-%m-%d %H:%M} UTC"
    there = [each for each in to_come if each.place == one.place and each.at.start == one.at.start]
    clash = [each for each in to_come if each.at.channel == one.at.channel and each != one
             and each.at.start < one.at.end and one.at.start < each.at.end]  # fmt: skip
    if len(there) > 1 or clash:  # held after all only where nothing else is
        return
    skipped = after(before, f"meeting skip {named} because of a test")
    assert year(skipped) != year(before)
    assert [each.at.skipped for each in in_span(skipped, one.at.start, one.at.end, one.place)
            if (each.at.slot, each.at.day) == (one.at.slot, one.at.day)] == ["a test"]  # fmt: skip
    assert year(after(skipped, f"meeting unskip {named}")) == year(before)


def test_a_moved_one_is_moved_back_by_moving_it_to_where_it_was() -> None:
    before = books(weekly())
    moved = after(before, "meeting move nova 2026-11-26 to 2026-11-27 because of a holiday")
    assert year(moved) != year(before)
    back = after(moved, "meeting move nova 2026-11-27 to 2026-11-26 because it is none")
    assert year(back) == year(before) and not [*back.all(Shift)]


def test_skipped_and_held_again_a_moved_one_stays_moved() -> None:
    moved = after(books(weekly()), "meeting move nova 2026-11-26 to 2026-11-27 because of a holiday")
    skipped = after(moved, "meeting skip nova 2026-11-27 because nobody can")
    assert year(after(skipped, "meeting unskip nova 2026-11-27")) == year(moved)


def test_a_date_alone_keeps_the_time_of_its_own_zone_over_a_change_of_the_clocks() -> None:
    now = datetime(2026, 10, 16, 12, tzinfo=UTC)
    series = weekly(timezone="Europe/Paris")
    moved = after(books(series), "meeting move nova 2026-10-22 to 2026-10-27 because of travel", now=now)
    (there,) = [each for each in in_span(moved, now, now + YEAR) if each.is_moved]
    assert (there.by_rule, there.at.start) == (
        datetime(2026, 10, 22, 12, tzinfo=UTC), datetime(2026, 10, 27, 13, tzinfo=UTC))  # fmt: skip


def test_what_its_file_skips_is_held_after_all() -> None:
    skip = Skip(date(2026, 11, 26), "Thanksgiving")
    before = books(weekly(skips=(skip,)))
    assert next_held(before, "nova", NOW).at.day == date(2026, 12, 3)  # type: ignore[union-attr]
    held = after(before, "meeting unskip nova 2026-11-26")
    assert year(held) == year(books(weekly()))


@given(calendars, st.datetimes(datetime(2026, 10, 1), datetime(2027, 4, 1)), st.integers(1, 60))
def test_the_quick_look_at_a_short_span_sees_all(series: list[Series], begin: datetime, minutes: int) -> None:
    known, start = books(*series), begin.replace(tzinfo=UTC)
    end = start + timedelta(minutes=minutes)
    assert within(known, start, end) == in_span(known, start, end)


@pytest.mark.parametrize(("at", "day"), [
    ("13:29", None), ("13:30", 26), ("14:00", 26), ("14:59", 26), ("15:00", None),
])  # fmt: skip
def test_the_one_that_is_due_is_on_or_begins_within_half_an_hour(at: str, day: int | None) -> None:
    now = datetime.combine(date(2026, 11, 26), time.fromisoformat(at), UTC)
    found = meant(books(weekly()), "nova", CHANNEL, now)
    assert (found and found.at.day.day) == day


def test_chairs_are_named_once_whatever_their_case() -> None:
    series = replace(weekly(), chairs=("Alice", "bob"))
    other = replace(weekly(), slots=(replace(weekly().slots[0], chairs=("alice", "carol")),))
    assert chairs_of([series, other], CHANNEL) == ("Alice", "bob", "carol")


def test_of_what_is_far_nothing_is_wanted() -> None:
    view = View(books(weekly()))
    at = datetime(2026, 11, 26, 14, tzinfo=UTC)
    assert [[*courtesies(view, at + timedelta(minutes=m))] for m in (-12, 20)] == [[], []]
    assert [each.lines for each in courtesies(view, at - timedelta(minutes=10))] == [
        ("nova meets here in 10 min (14:00 UTC).",)]  # fmt: skip


words = st.lists(st.sampled_from([
    "nova", "m0", "M", "1", "next", "friday", "2026-12-03", "2026-11-26", "14:00", "to", "because", "of", "a", "1h",
    "free", "thursday", "next week", "week 53", "31 February", "yesterday", "UTC", "skip", "unskip", "move",
    "conflicts", "for", ":", "\x03", "\u202e", "#nova", "9999-12-31", "0001-01-01", "tomorrow", "2031-12-31",
]), max_size=9).map(" ".join)  # fmt: skip


@given(calendars, st.sampled_from(["meeting", "meetings", "meeting skip", "meeting unskip", "meeting move",
                                   "meetings free", "agenda", "agenda add"]), words)  # fmt: skip
def test_whatever_is_said_is_answered(series: list[Series], verb: str, rest: str) -> None:
    line = Line(NOW, CHANNEL, "alice", f".{verb} {rest}")
    heard = hear(HERE, line, "clerk", View(books(*series), {CHANNEL: HERE}))
    assert heard.says and all(len(saying.text) < 2000 for saying in heard.says if isinstance(saying, Say | Tell))


@given(calendars, st.integers(0, 100))
def test_each_meeting_is_announced_once(series: list[Series], days: int) -> None:
    now = NOW.replace(hour=0) + timedelta(days=days)
    room = replace(HERE, rules=Rules(announce_cap=1000), present=("alice",))
    known = books(*series)
    due = {each.at.start for each in in_span(known, now + timedelta(minutes=10), now + timedelta(days=1))
           if each.at.channel == CHANNEL}  # fmt: skip
    for _ in range(24 * 60):
        step = planned(View(known, {CHANNEL: room}), now, [CHANNEL])
        known = known.changed(step.changes)
        now += timedelta(minutes=1)
    reminders = [each for each in known.all(Announcement) if each.name.startswith("reminder") and each.state in SAID]
    assert {each.until for each in reminders if each.until in due} == due
    assert len({each.name for each in reminders}) == len(reminders)


# --- files ------------------------------------------------------------------------------------


def test_what_is_new_changed_and_the_same_is_told_apart() -> None:
    before = books(weekly("nova"), weekly("cinder"), weekly("glance"))
    found = imported(before, [weekly("nova"), weekly("cinder", "15:00"), weekly("swift")])
    assert (found.new, found.changed, found.same, found.gone, found.left) == (
        ("swift",), ("cinder",), 1, (), ("glance",))  # fmt: skip
    assert {each.place for each in before.changed(found.changes).all(Known)} == {"nova", "cinder", "glance", "swift"}
    rest = imported(before, [weekly("nova")], replaces=True)
    assert rest.gone == ("cinder", "glance")
    assert [each.place for each in before.changed(rest.changes).all(Known)] == ["nova"]


def test_what_people_said_of_a_meeting_stays_while_its_slot_does() -> None:
    said = after(books(weekly()), "meeting skip nova 2026-11-26 because of a holiday")
    later = said.changed(imported(said, [weekly(at="15:00")]).changes)
    assert [each.at.skipped for each in in_span(later, NOW, NOW + timedelta(weeks=2))] == ["a holiday", None]
    first = replace(weekly(), slots=(*weekly("x", day=1).slots, *weekly().slots))
    second = said.changed(imported(said, [first]).changes)
    assert [(each.at.slot, each.at.skipped) for each in in_span(second, NOW, NOW + timedelta(weeks=1))] == [
        (0, None), (1, "a holiday")]  # fmt: skip
    other = said.changed(imported(said, [weekly(day=1)]).changes)
    assert not [*other.all(Shift)]


def test_purpose_and_topics_of_people_stay_unless_the_file_has_its_own() -> None:
    known = books(weekly()).changed(puts(Plan("nova", "Theirs.", ("Cells",))))
    same = known.changed(imported(known, [weekly(at="15:00")]).changes)
    assert plan_of(same, "nova", CHANNEL) == Plan("nova", "Theirs.", ("Cells",))
    own = known.changed(imported(known, [replace(weekly(), purpose="Ours.")]).changes)
    assert plan_of(own, "nova", CHANNEL) == Plan("nova", "Ours.", ("Cells",))


@need_cases
def test_real_calendars_come_back_from_the_books_as_they_were(tmp_path: Path) -> None:
    series = load(cases("schedules", "weekly_meeting.yaml")[0].parent).series
    assert len(series) > 30
    stored = [shaped(Series, plain(each)) for each in series]
    assert stored == [*series]
    out = exported(books(*stored))
    assert save(out, tmp_path) == []
    again = load(tmp_path)
    assert not again.faults
    assert sorted(again.series, key=str) == sorted(series, key=str)


def test_what_people_skipped_and_moved_is_in_the_files(tmp_path: Path) -> None:
    said = after(books(weekly()), "meeting skip nova 2026-11-26 because of: 'quotes' #and - more")
    said = after(said, "meeting move nova 2026-12-03 to 2026-12-04 15:00 because of travel")
    save(exported(said), tmp_path)
    (series,) = load(tmp_path).series
    assert series.slots[0].skips == (
        Skip(date(2026, 11, 26), "'quotes' #and - more"),
        Skip(date(2026, 12, 3), "moved to 2026-12-04 15:00 UTC: travel"),
    )
    assert year(said.changed(imported(said, [series]).changes)) == year(said)


def test_names_that_no_file_can_have_are_changed_and_stay_apart() -> None:
    names = ["nova", "Nova!", "../etc/passwd", "a/b", ".hidden", "", "💥", "x" * 300]
    found = file_names([weekly(name) for name in names])
    assert [*found] == ["nova.yaml", "Nova-2.yaml", "etc-passwd.yaml", "a-b.yaml", "hidden.yaml", "meeting.yaml",
                        "meeting-2.yaml", f"{'x' * 100}.yaml"]  # fmt: skip


# --- the command line -------------------------------------------------------------------------


def clerk(config: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["schedule", *map(str, words), "-c", str(config)])


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "bot.cfg"
    file.write_text('[core]\nnick = clerk\nhost = irc.example.org\n[clerk]\nstore = clerk.db\n'
                    'channels =\n    "#nova"\n')  # fmt: skip
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "meetings"
    save([weekly("nova"), weekly("cinder")], place)
    return place


def known(store: Path) -> list[str]:
    return [each.place for each in read_books(read_only(store)).all(Known)]


def test_a_folder_is_taken_in_while_no_bot_runs_and_written_again(config: Path, folder: Path, tmp_path: Path) -> None:
    first = clerk(config, "import", folder)
    assert (first.exit_code, first.stdout, first.stderr) == (0, "2 new: cinder, nova.\n", "")
    assert clerk(config, "import", folder).stdout == "2 the same.\n"
    (folder / "nova.yaml").unlink()
    assert clerk(config, "import", folder).stdout == "1 the same. 1 in no file, and kept: nova.\n"
    out = tmp_path / "out"
    out.mkdir()
    (out / "other.yaml").write_text("mine")
    (out / "nova.yaml").write_text("old")
    result = clerk(config, "export", out)
    assert (result.exit_code, result.stdout) == (0, f"2 meeting files in {out}.\n")
    assert result.stderr == "other.yaml: was there, is of no meeting in the calendar, and stays\n"
    assert (out / "other.yaml").read_text() == "mine"
    assert load(out / "nova.yaml").series == (weekly(),)
    assert clerk(config, "import", folder, "--replace").stdout == "1 the same. 1 taken out: nova.\n"


def test_faults_are_named_and_never_take_a_meeting_out(config: Path, folder: Path, tmp_path: Path) -> None:
    clerk(config, "import", folder)
    (folder / "nova.yaml").write_text("project: Nova\nschedule: []\nchair: a\n")
    result = clerk(config, "import", folder)
    assert (result.exit_code, result.stdout) == (0, "1 the same. 1 in no file, and kept: nova.\n")
    assert result.stderr.startswith("nova.yaml:1: description is missing")
    refused = clerk(config, "import", folder, "--replace")
    assert refused.exit_code == 1 and "nothing was changed" in refused.stderr
    assert sorted(known(tmp_path / "clerk.db")) == ["cinder", "nova"]
    empty = clerk(config, "import", tmp_path / "nowhere")
    assert empty.exit_code == 1 and empty.stderr.endswith("clerk: no meeting was taken in.\n")


def test_what_cannot_be_written_leaves_no_crumbs(config: Path, folder: Path, tmp_path: Path) -> None:
    clerk(config, "import", folder)
    (tmp_path / "out" / "nova.yaml").mkdir(parents=True)
    result = clerk(config, "export", tmp_path / "out")
    assert result.exit_code == 1 and "cannot be written" in result.stderr
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["cinder.yaml", "nova.yaml"]


def test_what_waits_on_the_channels_agenda_is_the_meetings_once_only_that_is_held_there() -> None:
    waits = AgendaItem(1, CHANNEL, 1, 1, "Cells", "bob", "bob", NOW)
    before = Books().changed(puts(waits))
    one = before.changed(imported(before, [weekly()]).changes)
    assert [(item.place, item.text) for item in one.all(AgendaItem)] == [("nova", "Cells")]
    two = before.changed(imported(before, [weekly(), weekly("bugs", day=1)]).changes)
    assert [item.place for item in two.all(AgendaItem)] == [CHANNEL]


def test_a_meeting_that_is_called_like_a_channel_is_left_out() -> None:
    found = imported(Books(), [weekly("#nova"), weekly("cinder")])
    assert (found.new, found.unfit) == (("cinder",), ("#nova",))


def test_nothing_is_written_of_an_empty_calendar(config: Path, tmp_path: Path) -> None:
    result = clerk(config, "export", tmp_path / "out")
    assert result.exit_code == 1 and not (tmp_path / "out").exists()


def test_a_bot_that_runs_takes_it_in_itself(tmp_path: Path) -> None:
    chat = Chat(tmp_path / "none.chat", [], {})
    bot = Bot(chat, tmp_path / "bot", World())
    body = {"series": [plain(weekly())], "replaces": False}
    errand = errands.leave(bot.store, "calendar", body, START)
    bot.tick()
    done = errands.outcome_of(bot.database, errand)
    assert done and (done.done, done.text) == (True, "1 new: nova.")
    assert bot.drain() == [] and known(bot.store) == ["nova"]
    assert bot.desk.books == read_books(bot.database)
    bot.close()
