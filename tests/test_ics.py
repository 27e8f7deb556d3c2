"""The calendar file, read back by icalendar and looked at as a calendar program would."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from cases import cases, need_cases
from clerk.core.schedule import RULES, Occurrence, Series, Skip, Slot, occurrences
from clerk.edge.meetingfiles import load
from clerk.render.ics import calendar, plain

FIRST, AFTER = date(2026, 12, 21), date(2027, 1, 11)
STAMP = datetime(2026, 11, 20, 13, tzinfo=UTC)
NOVA = Series(
    "nova", "Nova; the meeting, of all",
    (Slot(time(21), 3, "biweekly-odd", "#nova", skips=(Skip(date(2027, 1, 7), "holiday, mostly"),)),
     Slot(time(14), 3, "biweekly-even", "#nova", chairs=("ann",))),
    chairs=("jdev", "bob"), agenda_url="https://example.org/agenda?a=1,2;b", project_url="https://example.org/",
    purpose="to plan the week", description="First line\nSecond\\line, with ü and 🦀; " + "long " * 40,
)  # fmt: skip


def written(*series: Series, first: date = FIRST, after: date = AFTER) -> bytes:
    found = chain(*(occurrences(each, first, after) for each in series))
    return calendar(series, found, STAMP)


def events(data: bytes) -> list[Event]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_each_occurrence_is_an_event_with_an_explicit_date() -> None:
    found = events(written(NOVA))
    assert [event.decoded("dtstart") for event in found] == [
        datetime(2026, 12, 24, 14, tzinfo=UTC), datetime(2026, 12, 31, 21, tzinfo=UTC),
        datetime(2027, 1, 7, 21, tzinfo=UTC),
    ]  # fmt: skip
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1) for event in found)
    assert all("RRULE" not in event and event.decoded("dtstamp") == STAMP for event in found)


def test_words_come_back_as_they_were() -> None:
    event = events(written(NOVA))[0]
    assert event["summary"] == NOVA.project
    assert event["location"] == "#nova"
    assert event["url"] == NOVA.agenda_url
    assert event["description"] == (
        "to plan the week\nChair: ann\nAgenda: https://example.org/agenda?a=1,2;b\nProject: https://example.org/\n\n"
        + NOVA.description
    )
    assert event["status"] == "CONFIRMED"


def test_a_skipped_one_is_cancelled_with_its_reason() -> None:
    event = events(written(NOVA))[-1]
    assert (event["status"], event["transp"]) == ("CANCELLED", "TRANSPARENT")
    assert event["summary"] == f"Cancelled: {NOVA.project}"
    assert event["description"].startswith("Skipped: holiday, mostly\n")


def test_the_file_is_one_that_every_program_reads() -> None:
    data = written(NOVA)
    text = Calendar.from_ical(data)
    assert (text["version"], text["prodid"]) == ("2.0", "-//Clerk//Meetings//EN")
    assert "METHOD" not in text
    rows = data.split(b"\r\n")
    assert rows[0] == b"BEGIN:VCALENDAR" and rows[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(row) <= 75 and b"\n" not in row and b"\r" not in row for row in rows)
    assert b"DTSTART:20261224T140000Z" in rows
    assert data.decode()


def test_the_same_series_gives_the_same_bytes() -> None:
    assert written(NOVA) == written(NOVA)


def uids(data: bytes) -> list[str]:
    return [str(event["uid"]) for event in events(data)]


def test_two_slots_on_one_day_and_two_files_of_one_project_are_apart() -> None:
    twice = replace(NOVA, slots=(Slot(time(6), 3, "weekly", "#nova"), Slot(time(21), 3, "weekly", "#nova")))
    cells = replace(twice, meeting="nova cells")
    plus = replace(twice, meeting="nova+cells")
    found = uids(written(twice, cells, plus))
    assert len(set(found)) == len(found) == 18


def test_a_uid_stays_when_the_hour_or_the_channel_changes_and_whatever_else_is_asked_for() -> None:
    moved = replace(NOVA, slots=tuple(replace(slot, time=time(20), channel="#other") for slot in NOVA.slots))
    assert uids(written(moved)) == uids(written(NOVA))
    assert uids(written(NOVA, first=date(2026, 12, 31), after=date(2027, 1, 1))) == uids(written(NOVA))[1:2]
    assert uids(written(NOVA))[0] == "nova-20261224-1@clerk"


def test_only_a_url_is_a_url() -> None:
    for text in ("see the wiki", "http://", "https://example.org/a b", "javascript:alert(1)", "http://[", "https://exämple.org"):
        event = events(written(replace(NOVA, agenda_url=text)))[0]
        assert "URL" not in event
        assert f"Agenda: {text}" in event["description"]


def test_a_room_on_matrix_is_a_place() -> None:
    room = Slot(time(12), 1, "weekly", "", matrix="#room:example.org")
    assert events(written(replace(NOVA, slots=(room,))))[0]["location"] == "#room:example.org"


def test_no_meetings_are_an_empty_calendar() -> None:
    assert events(written(replace(NOVA, slots=()))) == []


words = st.text(max_size=200)


@given(words, words, words, words, st.sampled_from(sorted(RULES)))
def test_any_words_come_back(project: str, reason: str, description: str, chair: str, frequency: str) -> None:
    series = Series("a", project, (), description=description, agenda_url=description)
    occurrence = Occurrence("a", project, STAMP, STAMP, "#a", (chair,), reason, 0, FIRST)
    [event] = events(calendar([series], [occurrence], STAMP))
    assert event["summary"] == f"Cancelled: {plain(project)}"
    assert event["description"].startswith(plain(f"Skipped: {reason}\n"))


@need_cases
def test_all_cases_in_one_calendar() -> None:
    series = load(cases("schedules", "*.yaml")[0].parent).series
    found = [each for one in series for each in occurrences(one, date(2015, 8, 1), date(2015, 9, 1))]
    read = events(calendar(series, found, STAMP))
    assert len(read) == len(found) == len({event["uid"] for event in read})
    [cancelled] = [event for event in read if event["status"] == "CANCELLED"]
    assert cancelled.decoded("dtstart") == datetime(2015, 8, 10, 12, tzinfo=UTC)
    assert cancelled["description"].startswith("Skipped: Chair on vacation\n")
