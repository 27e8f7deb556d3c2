"""`clerk schedule expand`, as a person types it."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from cases import cases, need_cases
from clerk.cli import main

MEETING = """\
project: {name} Team
schedule:
  - time: '{time}'
    day: Thursday
    irc: openstack-meeting
    frequency: {frequency}
    skip_dates:
      - skip_date: 20261224
        reason: Christmas
chair: Ann Lee (ann), Bob
description: We meet.
"""


def expand(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["schedule", "expand", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "nova.yaml").write_text(MEETING.format(name="Nova", time="2100", frequency="biweekly-odd"))
    (tmp_path / "cinder.yaml").write_text(MEETING.format(name="Cinder", time="2130", frequency="weekly"))
    (tmp_path / "bad.yaml").write_text(MEETING.format(name="Bad", time="2500", frequency="weekly"))
    return tmp_path


def test_json_has_always_the_same_three_keys(folder: Path) -> None:
    result = expand(folder, "--from", "2026-12-21", "--weeks", 2, "--format", "json")
    assert json.loads(result.stdout) == {
        "occurrences": [
            {"meeting": "cinder", "project": "Cinder Team", "start": "2026-12-24T21:30:00Z",
             "end": "2026-12-24T22:30:00Z", "channel": "#openstack-meeting",
             "chairs": ["ann", "Bob"], "skipped": "Christmas"},
            {"meeting": "nova", "project": "Nova Team", "start": "2026-12-31T21:00:00Z",
             "end": "2026-12-31T22:00:00Z", "channel": "#openstack-meeting",
             "chairs": ["ann", "Bob"], "skipped": None},
            {"meeting": "cinder", "project": "Cinder Team", "start": "2026-12-31T21:30:00Z",
             "end": "2026-12-31T22:30:00Z", "channel": "#openstack-meeting",
             "chairs": ["ann", "Bob"], "skipped": None},
        ],
        "conflicts": [],
        "errors": [{"file": "bad.yaml", "line": 3, "message":
                    "time '2500': hours go from 00 to 23 and minutes from 00 to 59; write it as '0600' or '1400'"}],
    }  # fmt: skip
    assert (result.exit_code, result.stderr) == (0, "")


def test_conflicts_are_looked_for_in_60_weeks_when_asked_for(folder: Path) -> None:
    result = expand(folder, "--from", "2026-11-20", "--weeks", 1, "--format", "json", "--conflicts")
    assert json.loads(result.stdout)["conflicts"] == [{"a": "cinder", "b": "nova", "start": "2026-12-03T21:30:00Z"}]


def test_text_is_a_table_and_says_what_week_53_does(folder: Path) -> None:
    result = expand(folder, "--from", "2026-12-21", "--weeks", 2, "--conflicts")
    assert result.stdout == """\
2026-12-24 Thu  21:30–22:30 UTC  #openstack-meeting  cinder  skipped: Christmas
2026-12-31 Thu  21:00–22:00 UTC  #openstack-meeting  nova    ann, Bob
2026-12-31 Thu  21:30–22:30 UTC  #openstack-meeting  cinder  ann, Bob
nova: Thu 31 Dec 2026 and again next week, Thu 7 Jan 2027: 2026 has 53 weeks.
cinder and nova: both chaired by ann and in #openstack-meeting, first on Thu 31 Dec 2026, 21:30 UTC
"""
    assert result.stderr.startswith("bad.yaml:3: time '2500': ")


def test_ics_is_a_calendar_and_nothing_else(folder: Path) -> None:
    result = expand(folder, "--from", "2026-12-21", "--weeks", 2, "--format", "ics", "--conflicts")
    assert len(Calendar.from_ical(result.stdout_bytes).walk("VEVENT")) == 3
    assert b"\r\nBEGIN:VEVENT\r\n" in result.stdout_bytes
    assert "bad.yaml:3" in result.stderr and "cinder and nova: both" in result.stderr


def test_where_nothing_is_good_the_exit_status_says_so(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(MEETING.format(name="Bad", time="2500", frequency="weekly"))
    for form in ("text", "json", "ics"):
        assert expand(tmp_path, "--from", "2026-12-21", "--format", form).exit_code == 1
    result = expand(tmp_path / "nosuch", "--format", "json")
    assert json.loads(result.stdout)["errors"][0]["message"] == "cannot be read: No such file or directory"
    assert result.exit_code == 1


def test_weeks_without_a_meeting_are_said_to_be_so(folder: Path) -> None:
    (folder / "cinder.yaml").unlink()
    result = expand(folder, "--from", "2026-12-21", "--weeks", 1, "--conflicts")
    assert (result.stdout, result.exit_code) == ("No meetings in these weeks.\nNo conflicts.\n", 0)


def test_without_a_date_it_begins_today(folder: Path) -> None:
    assert len(expand(folder, "--weeks", 520).stdout.splitlines()) > 700


@pytest.mark.parametrize(("arguments", "reason"), [
    (("--weeks", 0), "0 is not in the range 1<=x<=520"),
    (("--weeks", -1), "-1 is not in the range 1<=x<=520"),
    (("--weeks", 10000), "10000 is not in the range 1<=x<=520"),
    (("--from", "2026-02-30"), "2026-02-30 is no date; write it as 2026-11-25."),
    (("--from", "friday"), "friday is no date; write it as 2026-11-25."),
    (("--from", "9999-12-31"), "9999-12-31 is too far away; take a day from 1970-01-01 to 2999-12-31."),
    (("--from", "0001-01-01"), "0001-01-01 is too far away"),
    (("--format", "xml"), "'xml' is not one of 'text', 'json', 'ics'"),
])  # fmt: skip
def test_what_cannot_be_has_a_reason(folder: Path, arguments: tuple[object, ...], reason: str) -> None:
    result = expand(folder, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


@need_cases
def test_the_cases_over_new_year() -> None:
    place = cases("schedules", "*.yaml")[0].parent
    found = json.loads(expand(place, "--from", "2026-12-28", "--weeks", 2, "--format", "json", "--conflicts").stdout)
    assert [error["file"] for error in found["errors"]] == [
        "bad_meeting_day.yaml", "meeting_with_missing_reason.yaml", "meeting_with_missing_skip_date.yaml",
        "meeting_with_skip_dates_bad_date.yaml",
    ]  # fmt: skip
    odd = [each["start"] for each in found["occurrences"] if each["meeting"] == "biweekly_odd_meeting"]
    assert odd == ["2026-12-30T22:00:00Z", "2027-01-06T22:00:00Z"]
    pairs = {(each["a"], each["b"]) for each in found["conflicts"]}
    assert len(pairs) == len(found["conflicts"])
    assert ("conflicting_weekly_meeting", "weekly_meeting") in pairs
    assert ("meeting_monday_late", "meeting_tuesday_early") in pairs
    assert ("first_monday_meeting", "third_monday_meeting") not in pairs
    assert ("biweekly_even_meeting", "biweekly_odd_meeting") not in pairs
