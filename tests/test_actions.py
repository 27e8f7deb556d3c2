"""The ledger of action items: its rules, its words, its exports. Conversations are in tests/chats/actions."""
from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt

from chat import CHANNEL, ME, START, Chat, World, own
from clerk.cli import main
from clerk.core import digests
from clerk.core import facts as f
from clerk.core.action_words import numbers_and_rest
from clerk.core.books import Books, puts
from clerk.core.digests import Digest, week_began
from clerk.core.hearing import Heard, become_true, hear
from clerk.core.ledger import MOST_STEPS, ActionItem, Due, Owner, State, Step, apart, due_said, stepped
from clerk.core.lines import Kind, Line, Rank
from clerk.core.meeting import Idle, Meeting, Room, heard
from clerk.core.profiles import Profile
from clerk.core.rules import Rules, Voice
from clerk.core.says import SetTopic, Tell
from clerk.core.view import View
from clerk.core.views import minutes_of
from clerk.core.when import Unclear
from clerk.core.word import Missing
from clerk.render.ledger import FORMATS
from test_chats import Bot

NOW = START


def item(id: int = 1, text: str = "triage 1352", **fields: object) -> ActionItem:
    blank = ActionItem(id, text, (Owner("bob", "bob"),), "nova", CHANNEL, "alice", "~alice", NOW,
                       steps=(Step("noted", "alice", NOW),))  # fmt: skip
    return replace(blank, **fields)  # type: ignore[arg-type]


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "numbers", "rest"), [
    ("12", (12,), ""),
    ("A12", (12,), ""),
    ("a12 14", (12, 14), ""),
    ("12 14 12", (12, 14), ""),
    ("12, 14 and A16", (12, 14, 16), ""),
    ("A12 A14 it is merged", (12, 14), "it is merged"),
    ("12, 14: it is merged", (12, 14), "it is merged"),
    ("12 14 https://example.org/1", (12, 14), "https://example.org/1"),
    ("12 14 because of cells", (12, 14), "because of cells"),
    ("12 3 patches are merged", (12,), "3 patches are merged"),
    ("12 https://example.org/1", (12,), "https://example.org/1"),
    ("12  two   blanks", (12,), "two blanks"),
    ("#12 it is merged", (12,), "it is merged"),
])  # fmt: skip
def test_numbers_before_a_note(said: str, numbers: tuple[int, ...], rest: str) -> None:
    assert numbers_and_rest(said) == (numbers, rest)


@pytest.mark.parametrize("said", ["", "twelve", "-1", "12x", "A", "B12", "i12", "12345678901", "##12", "1.5"])
def test_what_is_no_number(said: str) -> None:
    with pytest.raises(Missing):
        numbers_and_rest(said)


# --- due dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "rest", "due"), [
    ("triage due friday", "triage", "due Fri 27 Nov (in 7 days)"),
    ("triage, due friday", "triage", "due Fri 27 Nov (in 7 days)"),
    ("triage due today", "triage", "due Fri 20 Nov (today)"),
    ("triage DUE tomorrow", "triage", "due Sat 21 Nov (tomorrow)"),
    ("triage due 2026-12-01 14:00", "triage", "due Tue 1 Dec 14:00 UTC (in 11 days)"),
    ("the bill due monday is paid", "the bill due monday is paid", ""),
    ("say what is due", "say what is due", ""),
    ("what is due when somebody asks", "what is due when somebody asks", ""),
    ("paid 3 times what is due", "paid 3 times what is due", ""),
])  # fmt: skip
def test_a_due_date_at_the_end(said: str, rest: str, due: str) -> None:
    found = apart(said, NOW, "UTC")
    assert (found[0], due_said(found[1], NOW) if found[1] else "") == (rest, due)


@pytest.mark.parametrize("said", ["due 42", "due yesterday", "due 2026-11-01", "due 31 February", "due 25:00",
                                  "due on 2026-13-01", "due last friday", "due 11/12"])  # fmt: skip
def test_what_can_be_no_due_date(said: str) -> None:
    with pytest.raises(Unclear):
        apart(f"triage {said}", NOW, "UTC")


@pytest.mark.parametrize(("zone", "now", "said"), [
    ("America/New_York", NOW, "due Fri 27 Nov (in 7 days)"),
    ("Pacific/Auckland", NOW, "due Fri 27 Nov (in 6 days)"),  # it is Saturday there
    ("Pacific/Auckland", NOW + timedelta(days=6), "due Fri 27 Nov (today)"),
])  # fmt: skip
def test_the_days_until_it_are_those_of_its_zone(zone: str, now: datetime, said: str) -> None:
    _, due = apart("triage due 2026-11-27", NOW, zone)
    assert due and due_said(due, now) == said


def test_a_history_keeps_its_first_and_its_last_steps() -> None:
    action = item()
    for n in range(100):
        action = stepped(action, f"step {n}", "bob", NOW)
    assert len(action.steps) == MOST_STEPS
    assert (action.steps[0].what, action.steps[-1].what) == ("noted", "step 99")


# --- whatever is said -----------------------------------------------------------------------------

NUMBERS = st.sampled_from(["1", "2", "1", "2", "3", "A1", "1, 2", "0", "9"])
DATES = st.sampled_from(["friday", "2026-11-01", "42", "tomorrow 15:00", "31 February", "in 2 weeks", "none"])
TEXTS = st.sampled_from(["bob: triage", "alice and bob: review", "write it up", "bob", "bob:", "zork: x", "é;;"])
ENDS = st.sampled_from(["", " due friday", " due 42", " due 2026-11-01", ", due tomorrow", " https://example.org/1"])
SAID = st.one_of(
    st.sampled_from([*["#startmeeting nova", "#endmeeting"] * 4, "#startmeeting cells", *["#private", "#undo"] * 3,
                     "#off", "#on", "#lurk", ".actions", ".actions mine", ".actions overdue", ".actions for nova",
                     "#nick zork", "s/a/b/"]),
    st.builds("{} {}{}".format, st.sampled_from(["#action", ".action add", "#action", "#info"]), TEXTS, ENDS),
    st.builds("#edit {} {}{}".format, st.integers(1, 4), TEXTS, ENDS),
    st.builds("#drop {}".format, st.integers(1, 2)),
    st.builds("{} {} {}".format, st.sampled_from([".action done", "#done", ".action drop"]), NUMBERS, TEXTS),
    st.builds("{} {} {}".format, st.sampled_from([".action done", "#done", ".action drop"]), NUMBERS, TEXTS),
    st.builds(".action due {} {}".format, NUMBERS, DATES),
    st.builds(".action give {} to {}".format, NUMBERS, st.sampled_from(["bob", "me", "nobody", "zork", "alice, bob"])),
    st.builds(".action reopen {}".format, NUMBERS),
    st.builds(".action later {} until {} because {}".format, NUMBERS, DATES, TEXTS),
    st.builds(".action {}".format, NUMBERS),
)  # fmt: skip
BEGUN = [("alice", False, 1, "#startmeeting nova"), ("bob", False, 1, "#action bob: triage"),
         ("alice", False, 1, ".action add alice: write it up due in 2 weeks")]  # fmt: skip
LIVES = st.lists(st.tuples(st.sampled_from(["alice", "bob"]), st.booleans(), st.integers(1, 100_000), SAID),
                 min_size=20, max_size=60).map(lambda life: [*BEGUN, *life])  # fmt: skip
ALLOWED = {(State.OPEN, State.DONE), (State.OPEN, State.DROPPED), (State.DONE, State.OPEN), (State.DROPPED, State.OPEN)}

Life = Sequence[tuple[str, bool, int, str]]


def lived(life: Life) -> Iterator[tuple[Line, Room, Books, Heard]]:
    """life: who, whether in private, how many seconds later, what. Each line with the room and the books before it."""
    room: Room = Idle(CHANNEL, present=("alice", "bob"))
    books, now = Books(), START
    for number, (nick, in_private, later, text) in enumerate(life, 1):
        now += timedelta(seconds=later)
        kind = Kind.PRIVATE if in_private and text.startswith(".") else Kind.SAID
        coming = [Line(now, CHANNEL, nick, text, kind, host=nick, rank=Rank.OPERATOR, id=number)]
        while coming:
            line = coming.pop()
            step = hear(room, line, ME, View(books, {CHANNEL: room}))
            yield line, room, books, step
            room, books = step.room, books.changed(step.changes)
            if isinstance(room, Meeting) and any(isinstance(fact, f.EndAsked) for fact in step.facts):
                coming.append(own(now, Kind.WRITTEN, f"end {room.id} https://example.org/x .html"))


@settings(max_examples=300, deadline=None)
@given(LIVES)
def test_no_action_is_lost_and_states_move_only_as_allowed(life: Life) -> None:
    for line, _, books, step in lived(life):
        before = {each.id: each for each in books.all(ActionItem)}
        after = {each.id: each for each in books.changed(step.changes).all(ActionItem)}
        assert before.keys() <= after.keys() and sorted(after) == list(range(1, len(after) + 1))
        for id, action in after.items():
            if id not in before:
                assert action.is_open and action.text and action.created == line.at
                continue
            old = before[id]
            assert old.state == action.state or (old.state, action.state) in ALLOWED
            assert old.carried <= action.carried <= old.carried + 1
            assert (old.meeting, old.n, old.created, old.place) == (
                action.meeting, action.n, action.created, action.place)
            assert action.due is None or action.due == old.due or action.due.at > line.at
        for saying in step.says:
            assert isinstance(saying, SetTopic) or len(saying.text.encode()) < 1000


@settings(max_examples=300, deadline=None)
@given(LIVES)
def test_the_ledger_is_what_the_facts_make_of_it(life: Life) -> None:
    """Facts alone, without what was decided, give the same ledger again; minutes agree with it."""
    again = Books()
    for line, room, books, step in lived(life):
        made = become_true(heard(room, line), line, step.facts, again) if step.facts else step
        again = again.changed(made.changes)
        now = books.changed(step.changes)
        assert list(again.all(ActionItem)) == list(now.all(ActionItem))
        if isinstance(step.room, Meeting):
            for action in minutes_of(step.room).actions:
                known = now.get(ActionItem, action.id)
                assert known and (known.meeting, known.n) == (step.room.id, action.n)
                assert known.private is step.room.private
                if not step.room.closing:
                    assert (known.state, bool(known.due)) == (action.state, bool(action.due))
                    assert sorted(owner.nick for owner in known.owners) == sorted(action.owners) or not known.given_by


# --- by itself ------------------------------------------------------------------------------------

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(("now", "zone", "began"), [
    (MONDAY, "UTC", MONDAY),
    (MONDAY - timedelta(seconds=1), "UTC", MONDAY - timedelta(days=7)),
    (MONDAY + timedelta(days=6, hours=23), "UTC", MONDAY),
    (MONDAY, "Europe/Paris", MONDAY - timedelta(hours=1)),
    (MONDAY, "America/New_York", MONDAY - timedelta(days=7, hours=-5)),
])  # fmt: skip
def test_a_week_begins_on_monday_morning(now: datetime, zone: str, began: datetime) -> None:
    assert week_began(now, zone) == began


def asked(*records: object, rules: Rules | None = None, here: tuple[str, ...] = ("bob",)) -> View:
    room = Idle(CHANNEL, rules=rules or Rules(), present=here)
    return View(Books().changed(puts(*records)), {CHANNEL: room})  # type: ignore[arg-type]


BOB = Profile("bob", "bob", pings=("actions",))
LAST_WEEK = Digest("bob", "", MONDAY - timedelta(days=3))


def told(view: View, now: datetime = MONDAY, here: tuple[str, ...] = (CHANNEL,)) -> tuple[int, int]:
    """How many words go out, and how many records change."""
    found = digests.planned(view, now, here)
    assert all(isinstance(each, Tell) and each.nick == "bob" for each in found.says)
    return len(found.says), len(found.changes)


def test_who_asked_is_told_once_a_week() -> None:
    view = asked(BOB, LAST_WEEK, item())
    assert told(view) == (2, 1)
    after = replace(view, books=view.books.changed(digests.planned(view, MONDAY, (CHANNEL,)).changes))
    assert told(after, MONDAY + timedelta(days=6)) == (0, 0)
    assert told(after, MONDAY + timedelta(days=7)) == (2, 1)


@pytest.mark.parametrize("view", [
    pytest.param(asked(replace(BOB, pings=("nova",)), LAST_WEEK, item()), id="asked for something else"),
    pytest.param(asked(BOB, LAST_WEEK, item(), here=("alice",)), id="not here"),
    pytest.param(asked(BOB, LAST_WEEK, item(), rules=Rules(voice=Voice.SHADOW)), id="a shadow"),
    pytest.param(asked(BOB, LAST_WEEK, item(), rules=Rules(quiet_hours="08:00-10:00")), id="quiet hours"),
    pytest.param(asked(replace(BOB, away_until=MONDAY + timedelta(1)), LAST_WEEK, item()), id="away"),
])  # fmt: skip
def test_nobody_else_is_told(view: View) -> None:
    assert told(view) == (0, 0)


def test_where_the_bot_is_not_nobody_is_told() -> None:
    assert told(asked(BOB, LAST_WEEK, item()), here=()) == (0, 0)


@pytest.mark.parametrize("action", [
    item(owners=(Owner("carol", "carol"),)), item(private=True), item(state=State.DONE),
    item(until=MONDAY + timedelta(days=1)),
])  # fmt: skip
def test_a_week_with_nothing_to_tell_is_over_in_silence(action: ActionItem) -> None:
    assert told(asked(BOB, LAST_WEEK, action)) == (0, 1)


# --- exports --------------------------------------------------------------------------------------

LEDGER = (
    item(1, "triage 1352", due=Due(datetime(2026, 11, 19, 23, 59, tzinfo=UTC), "UTC"), carried=2, n=3),
    item(2, '=HYPERLINK("http://evil")', owners=(), due=Due(datetime(2026, 12, 1, 14, tzinfo=UTC), "UTC", True)),
    item(3, "-1 <b>&\x03 *not* [a](link), \"quoted\"; and\u202e more", state=State.DONE, closed_at=NOW, closed_by="bob",
         note="https://review.example.org/98765"),
    item(4, "@SUM(A1)", state=State.DROPPED, closed_at=NOW, closed_by="a,b", note="+nobody\nneeds it"),
    item(5, "write it up", due=Due(datetime(2026, 11, 28, 4, 59, tzinfo=UTC), "America/New_York")),
)  # fmt: skip


def test_json_has_all_of_it() -> None:
    found = json.loads(FORMATS["json"](LEDGER, NOW))["actions"]
    assert [each["text"] for each in found] == [each.text for each in LEDGER]
    assert [each["due"] for each in found] == ["2026-11-19", "2026-12-01T14:00:00+00:00", None, None, "2026-11-27"]
    assert [each["overdue"] for each in found] == [True, False, False, False, False]
    assert found[0]["owners"] == [{"nick": "bob", "account": "bob"}] and found[0]["carried"] == 2


def test_no_cell_of_csv_is_computed() -> None:
    rows = list(csv.DictReader(StringIO(FORMATS["csv"](LEDGER, NOW), newline="")))
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert rows[1]["text"] == '\'=HYPERLINK("http://evil")'
    assert rows[3]["text"] == "'@SUM(A1)" and rows[3]["note"].startswith("'+nobody")
    for row in rows:
        assert not [cell for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert "\n" not in "".join(row.values()) and None not in row


def test_ics_is_read_back() -> None:
    text = FORMATS["ics"](LEDGER, NOW)
    todos = Calendar.from_ical(text).walk("VTODO")
    assert [str(todo["status"]) for todo in todos] == [
        "NEEDS-ACTION", "NEEDS-ACTION", "COMPLETED", "CANCELLED", "NEEDS-ACTION"]
    assert todos[0]["due"].dt.isoformat() == "2026-11-19" and todos[1]["due"].dt == LEDGER[1].due.at  # type: ignore[union-attr]
    assert todos[4]["due"].dt.isoformat() == "2026-11-27"
    assert str(todos[2]["url"]) == LEDGER[2].note and "\x03" not in text
    assert len({str(todo["uid"]) for todo in todos}) == 5 and text == FORMATS["ics"](LEDGER, NOW + timedelta(days=1))


def test_markdown_is_what_was_said() -> None:
    page = MarkdownIt("commonmark").render(FORMATS["markdown"](LEDGER, NOW))
    assert "<b>" not in page and "<em>" not in page and 'href="link"' not in page
    assert page.count("<li>") == 5 and "<h2>nova</h2>" in page


def test_text_is_one_line_for_each() -> None:
    rows = FORMATS["text"](LEDGER, NOW).splitlines()
    assert rows[0] == "A1 triage 1352 (bob, overdue since 2026-11-19, carried 2 times)"
    assert rows[1].endswith("(unassigned, due 2026-12-01T14:00:00+00:00)")
    assert len(rows) == 5 and all(row.isprintable() for row in rows)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_ledger_is_a_document_too(name: str) -> None:
    assert "A1" not in FORMATS[name]((), NOW)


WORDS = st.text(st.characters(codec="utf-8"), max_size=60)


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS)
def test_any_words_can_be_exported(text: str, note: str) -> None:
    action = item(text=text, note=note, owners=(Owner("~x", note),), place=text)
    pages = {name: write([action], NOW) for name, write in FORMATS.items()}
    assert len(list(csv.reader(StringIO(pages["csv"], newline="")))) == 2
    assert json.loads(pages["json"])["actions"][0]["text"] == text
    assert len(Calendar.from_ical(pages["ics"]).walk("VTODO")) == 1
    assert len(pages["text"].splitlines()) == 1


CONFIG = '[core]\nnick = clerk\nhost = irc.example.org\n[clerk]\nstore = clerk.db\nchannels =\n    "#nova"\n'
LIFE = """\
<alice> .action add bob: triage 1352 due tomorrow
<alice> .action add carol: write it up
! carol logs in as caroline
<carol> hi
<carol> #startmeeting nova
<carol> #action bob: review it
<alice> #action carol: call them
<bob> #done 2 https://example.org/1
<carol> #endmeeting
<carol> #startmeeting secret
<carol> #private
<carol> #action bob: clear his desk
<carol> #endmeeting
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    chat = Chat(tmp_path / "none.chat", [], {})
    with closing(Bot(chat, tmp_path / "bot", World())) as bot:
        for row in ("! bob is here", "! carol is here", *LIFE.splitlines()):
            for line in bot.world.heard(row):
                bot.hear(line)
    path = tmp_path / "bot" / "bot.cfg"
    path.write_text(CONFIG)
    return path


@pytest.mark.parametrize(("options", "ids"), [
    ([], [1, 3, 4]),
    (["--state", "all"], [1, 2, 3, 4]),
    (["--state", "done"], [2]),
    (["--state", "dropped"], []),
    (["--private"], [1, 3, 4, 5]),
    (["--for", "nova"], [3, 4]),
    (["--for", "#NOVA"], [1, 3, 4]),
    (["--for", "zork"], []),
    (["--owner", "BOB"], [1, 3]),
    (["--owner", "caroline"], [4]),
    (["--overdue"], []),
])  # fmt: skip
def test_the_command_prints_what_is_asked_for(config: Path, options: list[str], ids: list[int]) -> None:
    found = CliRunner().invoke(main, ["actions", "-c", str(config), "--format", "json", *options])
    assert found.exit_code == 0, found.output
    assert [each["id"] for each in json.loads(found.stdout)["actions"]] == ids


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "bot.cfg").write_text(CONFIG)
    found = CliRunner().invoke(main, ["actions", "-c", str(tmp_path / "bot.cfg")])
    assert found.exit_code == 2 and found.stderr.startswith("clerk: ")
