"""Meeting files: what yaml2ical reads is read, what is wrong is named with its line, what was written reads back."""
from __future__ import annotations

import os
import time as clock
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from cases import cases, need_cases
from clerk.core.schedule import NAMED, RULES, WEEKDAYS, Series, Skip, Slot
from clerk.edge.meetingfiles import Fault, load, read, write
from clerk.edge.meetingfiles.reading import nicks
from clerk.edge.meetingfiles.yamltext import as_text, compose

NOVA = """\
project: Nova Team Meeting
meeting_id: nova
agenda_url: https://wiki.openstack.org/wiki/Meetings/Nova
schedule:
  - time: '1400'
    day: Thursday
    irc: openstack-meeting
    frequency: biweekly-even
    chair: Ann Lee (ann)
  - time: '2100'
    day: thursday
    irc: openstack-meeting
    frequency: biweekly-odd
    start_date: 20260901
    duration: 45
    skip_dates:
      - skip_date: 20261224
        reason: Christmas
chair: Joe Developer (jdev), Bob
description: >
  The weekly meeting
  of Nova.
agenda: |
  * Bugs
  * Reviews
"""


def good(text: str | bytes, file: str = "nova.yaml") -> Series:
    found = read(text.encode() if isinstance(text, str) else text, file)
    assert isinstance(found, Series), found
    return found


def faults(text: str | bytes) -> list[tuple[int, str]]:
    found = read(text.encode() if isinstance(text, str) else text, "nova.yaml")
    assert not isinstance(found, Series), "it was read"
    assert all(fault.file == "nova.yaml" for fault in found)
    return [(fault.line, fault.message) for fault in found]


def changed(old: str, new: str) -> str:
    assert NOVA.count(old) == 1
    return NOVA.replace(old, new)


def test_a_file_is_a_series() -> None:
    assert good(NOVA) == Series(
        meeting="nova",
        project="Nova Team Meeting",
        slots=(
            Slot(time(14), 3, "biweekly-even", "#openstack-meeting", chairs=("ann",)),
            Slot(time(21), 3, "biweekly-odd", "#openstack-meeting", start_date=date(2026, 9, 1), duration=45,
                 skips=(Skip(date(2026, 12, 24), "Christmas"),)),
        ),
        chairs=("jdev", "Bob"),
        agenda_url="https://wiki.openstack.org/wiki/Meetings/Nova",
        description="The weekly meeting of Nova.",
        agenda="* Bugs\n* Reviews",
    )  # fmt: skip


def test_without_meeting_id_it_is_called_as_the_file() -> None:
    assert good(changed("meeting_id: nova\n", ""), "teams/nova-cells.yaml").meeting == "nova-cells"


@pytest.mark.parametrize(("written", "read_as"), [
    ("'0600'", time(6)), ("'600'", time(6)), ("600", time(6)), ("0600", time(6)), ("'0000'", time(0)),
    ("2359", time(23, 59)), ("14:30", time(14, 30)), ("'6:05'", time(6, 5)), ("'930'", time(9, 30)),
    ("'245'", time(2, 45)),
])  # fmt: skip
def test_a_time_is_read_as_it_was_meant(written: str, read_as: time) -> None:
    assert good(changed("'1400'", written)).slots[0].time == read_as


@pytest.mark.parametrize("written", ["20260901", "'20260901'", "2026-09-01", "'2026-09-01'"])
def test_a_date_is_read_as_number_text_or_yamls_own(written: str) -> None:
    assert good(changed("20260901", written)).slots[1].start_date == date(2026, 9, 1)


@pytest.mark.parametrize(("written", "channel"), [
    ("openstack-meeting-alt", "#openstack-meeting-alt"), ("'#nova'", "#nova"), ("'##nova'", "##nova"),
    ("'&local'", "&local"), ("'42'", "#42"), ("yes", "#yes"),
])  # fmt: skip
def test_a_channel_gets_its_sign(written: str, channel: str) -> None:
    series = good(NOVA.replace("irc: openstack-meeting", f"irc: {written}"))
    assert {slot.channel for slot in series.slots} == {channel}
    assert good(write(series)) == series


@pytest.mark.parametrize(("text", "found"), [
    ("Joe Developer (jdev), Ann (ann)", ("jdev", "ann")),
    ("Joe Developer (jdev) and Ann (ann)", ("jdev", "ann")),
    ("Joe Developer (jdev) and Ann Lee & Bob", ("jdev", "Ann Lee", "Bob")),
    ("Joe Developer (IRC jdev), Ann ( irc: ann ), Bob (irc)", ("jdev", "ann", "irc")),
    ("Joe Developer", ("Joe Developer",)),
    ("Andy Sand", ("Andy Sand",)),
    ("jdev", ("jdev",)),
    ("Joe (on leave until May), ann", ("Joe (on leave until May)", "ann")),
    ("jdev; ann,", ("jdev", "ann")),
    ("", ()),
])  # fmt: skip
def test_a_chair_is_the_nick_in_parentheses_or_the_name_as_it_stands(text: str, found: tuple[str, ...]) -> None:
    assert nicks(text) == found


def test_chairs_may_be_a_list() -> None:
    series = good(changed("chair: Joe Developer (jdev), Bob", "chairs:\n  - Joe (jdev)\n  - Lee, Bob"))
    assert series.chairs == ("jdev", "Lee, Bob")
    assert good(write(series)) == series


def test_every_slot_may_have_its_chair_and_the_file_none() -> None:
    text = changed("chair: Joe Developer (jdev), Bob\n", "").replace("    duration: 45", "    chairs: [bob, carol]")
    assert [slot.chairs for slot in good(text).slots] == [("ann",), ("bob", "carol")]
    assert faults(changed("chair: Joe Developer (jdev), Bob\n", ""))[0][1].startswith("chair is missing")


def test_a_zone_is_of_the_file_or_of_the_slot() -> None:
    text = "timezone: Europe/Paris\n" + changed("    duration: 45", "    timezone: utc")
    assert [slot.timezone for slot in good(text).slots] == ["Europe/Paris", "UTC"]


def test_purpose_and_topics_are_read() -> None:
    series = good(NOVA + "purpose: to plan the week\ntopics:\n  - Bugs\n  - Open discussion\n")
    assert (series.purpose, series.topics) == ("to plan the week", ("Bugs", "Open discussion"))


def test_a_matrix_room_is_kept() -> None:
    series = good(NOVA.replace("irc: openstack-meeting", "matrix: '#nova:example.org'"))
    assert {(slot.channel, slot.matrix) for slot in series.slots} == {("", "#nova:example.org")}
    assert "matrix: '#nova:example.org'" in write(series)


def test_unknown_keys_are_kept_and_written_again() -> None:
    text = NOVA + "logs:\n  where: [a, '0600', 2026-11-20]\n  old: yes\nnumber: 0600\n"
    text = text.replace("    duration: 45\n", "    room: 3\n").replace("Christmas", "Christmas\n        by: ann")
    series = good(text)
    again = good(write(series))
    assert again == series
    assert [key for key, _ in again.extra] == ["logs", "number"]
    assert (again.slots[1].extra, again.slots[1].skips[0].extra) == ((("room", "3\n"),), (("by", "ann\n"),))
    assert yaml.safe_load(write(series))["logs"] == yaml.safe_load(text)["logs"]


def test_a_meeting_at_no_set_time_has_an_empty_schedule() -> None:
    assert good("project: A\nschedule: []\nchair: ''\ndescription:\n", "a.yaml") == Series("a", "A", ())


def test_windows_may_have_saved_it() -> None:
    assert good(b"\xef\xbb\xbf" + NOVA.replace("\n", "\r\n").encode()) == good(NOVA)


def test_it_is_written_in_openstacks_order() -> None:
    written = write(good(NOVA))
    assert list(yaml.safe_load(written)) == [
        "project", "meeting_id", "agenda_url", "schedule", "chair", "description", "agenda",
    ]  # fmt: skip
    assert written.splitlines()[:9] == [
        "project: Nova Team Meeting", "meeting_id: nova", "agenda_url: https://wiki.openstack.org/wiki/Meetings/Nova",
        "schedule:", "  - time: '1400'", "    day: Thursday", "    irc: openstack-meeting",
        "    frequency: biweekly-even", "    chair: Ann Lee (ann)",
    ]  # fmt: skip
    assert "chair: Joe Developer (jdev), Bob\n" in written
    assert "agenda: |\n  * Bugs\n  * Reviews\n" in written


# --- what is wrong ----------------------------------------------------------------------------

FAULTY = [
    ("'1400'", "'25:00'", 5, "time '25:00': hours go from 00 to 23"),
    ("'1400'", "2400", 5, "time '2400': a day ends at 2359"),
    ("'1400'", "'1260'", 5, "minutes from 00 to 59"),
    ("'1400'", "noon", 5, "time 'noon': this is no time of day; write it as '0600' or '1400'"),
    ("'1400'", "'100'", 5, "time '100': this is 0100 or 1000; write four digits"),
    ("'1400'", "-100", 5, "this is no time of day"),
    ("'1400'", "٠٦٠٠", 5, "this is no time of day"),
    ("'1400'", "[1400]", 5, "time has to be text"),
    ("'1400'", "", 5, "time is empty"),
    ("day: Thursday", "day: Thorsday", 6, "day 'Thorsday': this is no day of the week; write Monday, Tuesday"),
    ("day: Thursday", "day: 4", 6, "this is no day of the week"),
    ("frequency: biweekly-even", "fequency: weekly", 8, "frequency is missing; is fequency a slip for it?"),
    ("biweekly-even", "fortnightly", 8, "frequency 'fortnightly': there is no such frequency; write one of weekly"),
    ("biweekly-even", "fifth-monday", 8, "first-monday to fourth-sunday"),
    ("biweekly-even", "first-monday", 6, "day is Thursday, but first-monday is a Monday; let them agree"),
    ("start_date: 20260901", "start_date: 20260231", 14, "start_date '20260231': the calendar has no such day"),
    ("start_date: 20260901", "start_date: 2026901", 14, "this is no date; write year, month and day with all their"),
    ("start_date: 20260901", "start_date: tomorrow", 14, "this is no date"),
    ("start_date: 20260901", "start_date: 00000101", 14, "the calendar has no such day"),
    ("duration: 45", "duration: 0", 15, "duration '0': a meeting lasts from 1 to 1440 minutes"),
    ("duration: 45", "duration: -5", 15, "a meeting lasts from 1 to 1440 minutes"),
    ("duration: 45", "duration: 1441", 15, "a meeting lasts from 1 to 1440 minutes"),
    ("duration: 45", "duration: 99999999999999999999", 15, "a meeting lasts from 1 to 1440 minutes"),
    ("duration: 45", "duration: 1h", 15, "write a whole number of minutes"),
    ("duration: 45", "timezone: Mars/Base", 15, "timezone 'Mars/Base': there is no such time zone; write one like"),
    ("duration: 45", "timezone: ../../etc/passwd", 15, "there is no such time zone"),
    ("duration: 45", "timezone: Europe", 15, "there is no such time zone"),
    ("duration: 45", "chairs: bob\n    chair: ann", 15, "chair and chairs are both there; keep one"),
    ("duration: 45", "matrix: a room", 15, "a Matrix room has no blanks"),
    ("skip_date: 20261224", "skip_date: 20260231", 17, "skip_date '20260231': the calendar has no such day"),
    ("skip_date: 20261224", "skip_date: 2026122", 17, "this is no date"),
    ("- skip_date: 20261224\n        reason", "- reason", 17, "skip_date is missing; write the day"),
    ("        reason: Christmas\n", "", 17, "reason is missing; say why"),
    ("reason: Christmas", "reasn: Christmas", 18, "reason is missing; is reasn a slip for it?"),
    ("reason: Christmas", "reason: ", 18, "reason is empty"),
    ("- skip_date: 20261224\n        reason: Christmas", "- 20261224", 17, "an entry of skip_dates needs keys"),
    ("\n      - skip_date: 20261224\n        reason: Christmas", " 20261224", 16, "skip_dates has to be a list"),
    ("project: Nova Team Meeting\n", "", 1, "project is missing"),
    ("project: Nova Team Meeting", "project:", 1, "project is empty"),
    ("project: Nova Team Meeting", "project: [Nova]", 1, "project has to be text"),
    ("project: Nova Team Meeting", 'project: "a\\x07b"', 1, "project has a control character"),
    ("description: >\n  The weekly meeting\n  of Nova.\n", "", 1, "description is missing"),
    ("agenda: |\n  * Bugs\n  * Reviews\n", "topics: Bugs\n", 23, "topics has to be a list: begin each of its entries"),
    ("agenda: |\n  * Bugs\n  * Reviews\n", "project: Nova\n", 23, "project is there a second time; keep one"),
    ("agenda: |\n  * Bugs\n  * Reviews\n", "? [a, b]\n: c\n", 23, "a key has to be a word"),
    ("agenda: |\n  * Bugs\n  * Reviews\n", "timezone: Mars/Base\n", 23, "there is no such time zone"),
    ("  * Bugs\n", "\t* Bugs\n", 24, "a tab cannot indent in YAML; use blanks"),
    ("chair: Joe", "chair: 'Joe", 19, "a quote is opened here and not closed"),
    ("chair: Joe Developer (jdev), Bob", "chair: &a Joe", 19, "anchors and aliases (&name, *name) are not read"),
    ("chair: Joe Developer (jdev), Bob", "chair: !!python/name:os.system x", 19, "the tag tag:yaml.org"),
    ("chair: Joe Developer (jdev), Bob", "---\nchair: Joe", 19, "a second document begins here"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "message"), FAULTY)
def test_a_fault_has_its_line_and_says_what_would_be_right(old: str, new: str, line: int, message: str) -> None:
    found = faults(changed(old, new))
    assert any(at == line and message in said for at, said in found), found


def test_irc_or_matrix_has_to_be_there() -> None:
    text = "project: A\nschedule:\n- time: '1400'\n  day: Monday\n  frequency: weekly\n  {}\nchair: a\ndescription: b\n"
    assert [line for line, _ in faults(text.format("duration: 5"))] == [3]
    [(line, message)] = faults(text.format("matrix: #a:b.org"))
    assert (line, message[:16]) == (6, "matrix is empty;") and "# begins a comment" in message
    assert "no channel" in faults(text.format("irc: two words"))[0][1]


def test_several_faults_are_told_together_and_not_hundreds() -> None:
    several = changed("'1400'", "'2500'").replace("biweekly-odd", "often").replace("20261224", "20261301")
    assert [line for line, _ in faults(several)] == [5, 13, 17]
    many = "project: A\nchair: a\ndescription: b\nschedule:\n" + "- time: 99\n" * 100
    told = faults(many)
    assert len(told) == 21 and told[-1] == (0, "and 380 faults more; mend these first")


@pytest.mark.parametrize(("data", "line", "message"), [
    (b"", 0, "the file is empty"),
    (b"# only a comment\n", 0, "the file is empty"),
    (b"- project: a\n", 1, "a meeting file has keys at the top"),
    (b"Nova\n", 1, "a meeting file has keys at the top"),
    (b"project: a\nchair: J\xf6rg\n", 2, "the file is not UTF-8; save it as UTF-8"),
    (NOVA.encode("utf-16"), 1, "the file is not UTF-8"),
    (b"project: a\n\nchair: \0\n", 3, "there is a NUL"),
    (b"project: a\x07\n", 0, "this is no YAML"),
    (b"project: [" + b"[" * 100_000, 1, "nested more than 20 levels"),
    (b"a:\n" + b"".join(b" " * depth + b"- \n" for depth in range(1, 100)), 0, ""),
    (b"project: " + b"a" * 300_000, 0, "the file has more than 256 KB"),
    (b"project: *nobody\n", 1, "anchors and aliases"),
    (b"<<: {project: a}\n", 1, "a key has to be a word"),
    (b"project: a: b\n", 1, "this is no YAML"),
    (b"%YAML 9.9\n---\nproject: a\n", 0, ""),
])  # fmt: skip
def test_what_is_no_meeting_file_is_refused(data: bytes, line: int, message: str) -> None:
    found = faults(data)
    assert any(message in said and (not line or at == line) for at, said in found), found


def test_a_yaml_bomb_is_refused_at_once() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30))
    began = clock.monotonic()
    assert "anchors and aliases" in faults(f"l0: &l0 lol\n{levels}\n")[0][1]
    assert clock.monotonic() - began < 1


# --- folders ----------------------------------------------------------------------------------


def folder(path: Path, **files: str) -> Path:
    for name, text in files.items():
        path.joinpath(f"{name}.yaml").write_text(text)
    return path


def named(meeting: str) -> str:
    return changed("meeting_id: nova", f"meeting_id: {meeting}")


def told(path: Path) -> list[str]:
    return [str(fault) for fault in load(path).faults]


def test_the_good_files_load_beside_the_bad_ones(tmp_path: Path) -> None:
    folder(tmp_path, b=named("b"), a=named("a"), bad=changed("'1400'", "'2500'"), empty="")
    loaded = load(tmp_path)
    assert [series.meeting for series in loaded.series] == ["a", "b"]
    assert [(fault.file, fault.line) for fault in loaded.faults] == [("bad.yaml", 5), ("empty.yaml", 0)]


def test_two_files_cannot_be_one_meeting(tmp_path: Path) -> None:
    folder(tmp_path, a=named("nova"), b=named("Nova"), c=named("cinder"))
    assert [series.meeting for series in load(tmp_path).series] == ["nova", "cinder"]
    assert told(tmp_path) == ["b.yaml:1: the meeting Nova is already in a.yaml; give this one a meeting_id of its own"]


def test_folders_in_it_are_read_and_hidden_files_and_others_are_not(tmp_path: Path) -> None:
    for place in ("teams/deep", ".git"):
        (tmp_path / place).mkdir(parents=True)
    folder(tmp_path / "teams" / "deep", a=named("a"))
    folder(tmp_path / ".git", b=named("b"))
    (tmp_path / ".c.yaml").write_text(named("c"))
    (tmp_path / "README.rst").write_text("Meetings")
    (tmp_path / "d.yml").write_text(named("d"))
    loaded = load(tmp_path)
    assert ([series.meeting for series in loaded.series], loaded.faults) == (["d", "a"], ())


def test_links_pipes_and_huge_files_are_faults_and_not_opened(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.yaml")
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(5 * 1024 * 1024)
    assert told(tmp_path) == [
        "huge.yaml: has more than 256 KB and was not read; a meeting needs under 5",
        "link.yaml: is no plain file but a link, a pipe or a device; put the file itself here",
        "pipe.yaml: is no plain file but a link, a pipe or a device; put the file itself here",
    ]


def test_of_a_folder_of_10_000_files_nothing_is_read(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.yaml").touch()
    loaded = load(tmp_path)
    assert loaded.series == ()
    assert [fault.message[:40] for fault in loaded.faults] == ["holds more than 5,000 files and folders,"]


def test_a_single_file_may_be_named(tmp_path: Path) -> None:
    folder(tmp_path, a=named("a"), b=named("b"))
    assert [series.meeting for series in load(tmp_path / "b.yaml").series] == ["b"]


def test_there_has_to_be_something(tmp_path: Path) -> None:
    assert told(tmp_path) == [f"{tmp_path}: holds no meeting file; their names end in .yaml"]
    assert told(tmp_path / "nosuch") == ["nosuch: cannot be read: No such file or directory"]


def test_odd_names_of_files_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\n.yaml")).write_text(changed("meeting_id: nova\n", ""))
    [series] = load(tmp_path).series
    assert series.meeting == "\ufffd?"


# --- what was written reads back ----------------------------------------------------------------

letters = st.characters(exclude_categories=("Cc", "Cs"))
words = st.text(letters, max_size=30).map(lambda text: " ".join(text.split()))
some_words = words.filter(bool)
texts = st.text(letters | st.just("\n"), max_size=60).map(str.strip)
people = st.lists(some_words.filter(lambda name: not {"(", ")"} & set(name)), max_size=3).map(tuple)
channels = st.text(st.characters(categories=("L", "N"), include_characters="#&+!-_"), min_size=1, max_size=20).map(
    lambda name: name if name[0] in "#&+!" else f"#{name}")  # fmt: skip
yaml_values = st.recursive(st.none() | st.booleans() | st.integers() | st.dates() | st.text(letters, max_size=9),
                           lambda each: st.lists(each, max_size=3) | st.dictionaries(words, each, max_size=3),
                           max_leaves=4)  # fmt: skip


def extras(value: dict[str, object]) -> tuple[tuple[str, str], ...]:
    """As reading keeps them."""
    node = yaml.compose(yaml.safe_dump({f"x-{key}": each for key, each in value.items()}, allow_unicode=True))
    assert isinstance(node, yaml.MappingNode)
    return tuple((key.value, as_text(each)) for key, each in node.value)


extra = st.dictionaries(some_words, yaml_values, max_size=2).map(extras)
some_days = st.dates(date(1000, 1, 1))
skips = st.lists(st.builds(Skip, some_days, some_words, extra), max_size=2).map(tuple)


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    frequency = draw(st.sampled_from(sorted(RULES)))
    matrix = draw(st.just("") | st.just("#room:example.org"))
    return Slot(
        time=draw(st.times().map(lambda of_day: time(of_day.hour, of_day.minute))),
        day=NAMED.get(frequency, draw(st.integers(0, 6))),
        frequency=frequency,
        channel=draw(channels | st.just("")) if matrix else draw(channels),
        matrix=matrix,
        timezone=draw(st.sampled_from(["UTC", "Europe/Paris", "America/New_York"])),
        duration=draw(st.integers(1, 1440)),
        start_date=draw(st.none() | some_days),
        chairs=draw(people),
        skips=draw(skips),
        extra=draw(extra),
    )


series = st.builds(
    Series, meeting=some_words, project=some_words, slots=st.lists(slots(), max_size=3).map(tuple), chairs=people,
    agenda_url=words, project_url=words, description=texts, agenda=texts, purpose=words,
    topics=st.lists(some_words, max_size=3).map(tuple), extra=extra,
)  # fmt: skip


@given(series)
@example(Series("null", "1400", (), ("yes",), description="~\n---\n- a: b # c\n\u2028\n'", topics=("*a", "&b", "!c")))
def test_what_was_written_reads_back(written: Series) -> None:
    assert good(write(written)) == written
    assert write(good(write(written))) == write(written)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    found = read(data, "a.yaml")
    assert isinstance(found, Series) or (found and all(isinstance(fault, Fault) for fault in found))


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(NOVA)))
    damaged = NOVA[:at] + data.draw(st.text(max_size=5)) + NOVA[at + data.draw(st.integers(0, 9)) :]
    read(damaged.encode(errors="surrogatepass"), "a.yaml")


def test_both_of_pyyamls_readers_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wheels without libyaml exist."""
    quick = good(NOVA)
    monkeypatch.setattr("clerk.edge.meetingfiles.yamltext.LOADER", yaml.SafeLoader)
    assert good(NOVA) == quick
    for row in FAULTY:
        test_a_fault_has_its_line_and_says_what_would_be_right(*row)


def test_extra_text_is_yaml() -> None:
    node = compose(b"a: 1\n")
    assert as_text(node.value[0][1]) == "1\n"


# --- the cases --------------------------------------------------------------------------------

BAD = {
    "bad_meeting_day": "day 'go_bang'",
    "meeting_with_missing_reason": "reason is missing",
    "meeting_with_missing_skip_date": "skip_date is missing",
    "meeting_with_skip_dates_bad_date": "skip_date '2015080'",
}


@need_cases
@pytest.mark.parametrize("file", cases("schedules", "*.yaml"), ids=lambda file: file.stem)
def test_every_case_loads_or_is_named_with_its_reason(file: Path) -> None:
    found = read(file.read_bytes(), file.name)
    if file.stem in BAD:
        assert not isinstance(found, Series)
        assert [BAD[file.stem] in fault.message for fault in found] == [True]
        return
    assert isinstance(found, Series)
    original = yaml.safe_load(file.read_text())
    assert [slot.frequency for slot in found.slots] == [row["frequency"] for row in original["schedule"]]
    assert [WEEKDAYS[slot.day] for slot in found.slots] == [row["day"] for row in original["schedule"]]
    assert good(write(found)) == found
    again = yaml.safe_load(write(found))
    assert again["chair" if "chair" in original else "schedule"]
    assert {key for key in original if key not in again} == set()


@need_cases
def test_the_folder_of_cases_loads_but_for_the_bad_ones() -> None:
    loaded = load(cases("schedules", "*.yaml")[0].parent)
    assert len(loaded.series) == len(cases("schedules", "*.yaml")) - len(BAD)
    assert {fault.file.removesuffix(".yaml") for fault in loaded.faults} == set(BAD)
    assert replace(loaded.series[0], chair_text="") == loaded.series[0]
