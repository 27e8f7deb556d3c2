"""The decision log and proposals outside meetings; see tests/chats/decisions and last-calls, too."""
from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from chat import CHANNEL, ME, START, Chat, World, own
from clerk.cli import main
from clerk.core import facts as f
from clerk.core.announcement import Announcement, Wanted
from clerk.core.announcement import State as Said
from clerk.core.announcements import confirmed, planned
from clerk.core.books import Books
from clerk.core.decision_changes import outcome
from clerk.core.decisions import Decision, Outcome, State
from clerk.core.hearing import hear
from clerk.core.last_call_phrases import results
from clerk.core.last_call_words import Draft, draft
from clerk.core.last_calls import LIVE, Proposal, Stance
from clerk.core.last_calls import State as Stand
from clerk.core.lines import Kind, Line, Rank, fold
from clerk.core.meeting import Idle, Meeting, Room
from clerk.core.records import RECORDS
from clerk.core.rules import Rules
from clerk.core.since import since
from clerk.core.view import View
from clerk.core.when import Unclear
from clerk.core.word import Missing
from clerk.core.wording import LINE_BYTES
from clerk.store.books import record_of, row_of
from lives import lives
from test_chats import Bot

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # a Monday
H, D = timedelta(hours=1), timedelta(days=1)

# --- what is read -----------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "day"), [
    ("march", date(2026, 3, 1)),
    ("Last March", date(2026, 3, 1)),
    ("november", date(2026, 11, 1)),
    ("december", date(2025, 12, 1)),
    ("dec", date(2025, 12, 1)),
    ("march 2025", date(2025, 3, 1)),
    ("2025", date(2025, 1, 1)),
    ("monday", date(2026, 11, 16)),
    ("sunday", date(2026, 11, 22)),
    ("last tue", date(2026, 11, 17)),
    ("yesterday", date(2026, 11, 22)),
    ("today", date(2026, 11, 23)),
    ("2 weeks ago", date(2026, 11, 9)),
    ("2026-06-01", date(2026, 6, 1)),
    ("1 june 2026", date(2026, 6, 1)),
])  # fmt: skip
def test_since_looks_back(said: str, day: date) -> None:
    assert since(said, NOW) == day


@pytest.mark.parametrize("said", ["", "tomorrow", "2027", "march 2027", "friday 14:00", "the boot", "31 june", "3"])
def test_what_is_no_day_to_look_back_to_is_refused_with_a_reason(said: str) -> None:
    with pytest.raises(Unclear, match="; try "):
        since(said, NOW)


@pytest.mark.parametrize(("said", "meant"), [
    ("Drop it", Draft("Drop it")),
    ("Drop it for 10d", Draft("Drop it", 10 * D)),
    ("Drop it for 1 hour", Draft("Drop it", H)),
    ("Drop it for 90 days", Draft("Drop it", 90 * D)),
    ("Drop it for 2 weeks, needs 3", Draft("Drop it", 14 * D, 3)),
    ("Drop it needs 3 for 2w of cores", Draft("Drop it", 14 * D, 3, role="cores")),
    ("Drop it of Cores lazy for 60m", Draft("Drop it", H, lazy=True, role="cores")),
    ("Drop it for now", Draft("Drop it for now")),
    ("Drop it for 10d or so", Draft("Drop it for 10d or so")),
    ("Read the book of books", Draft("Read the book of books")),
    ("needs 3", Draft("needs 3")),
    ("lazy", Draft("lazy")),
    ("Build for 2d for 3d", Draft("Build for 2d", 3 * D)),
    ("  Drop\t it ", Draft("Drop it")),
])  # fmt: skip
def test_the_rules_of_a_proposal_stand_at_its_end(said: str, meant: Draft) -> None:
    assert draft(said, {"cores"}.__contains__) == meant


@pytest.mark.parametrize("said", [
    "x for 0d", "x for 59m", "x for 91 days", "x for 1000 days", "x for 4 months", "x for -3d", "x for 999999999w",
    "x needs 0", "x needs -1", "x needs 101", "x needs 999999999",
])  # fmt: skip
def test_rules_that_make_no_sense_are_refused(said: str) -> None:
    with pytest.raises(Missing):
        draft(said, {"cores"}.__contains__)


def say(room: Room, books: Books, text: str, nick: str = "alice") -> tuple[Room, Books]:
    step = hear(room, Line(NOW, CHANNEL, nick, text, host=nick, id=7), ME, View(books, {CHANNEL: room}))
    return step.room, books.changed(step.changes)


@pytest.mark.parametrize(("said", "text", "by", "due"), [
    ("freeze by 4 Dec", "freeze", "4 Dec", date(2026, 12, 4)),
    ("freeze, BY friday", "freeze", "friday", date(2026, 11, 27)),
    ("freeze by today", "freeze", "today", date(2026, 11, 23)),
    ("freeze by next week", "freeze", "next week", date(2026, 12, 6)),
    ("stand by friday by monday", "stand by friday", "monday", date(2026, 11, 30)),
    ("freeze by juno", "freeze by juno", "", None),
    ("done by bob", "done by bob", "", None),
    ("it broke by 1 Nov 2026", "it broke by 1 Nov 2026", "", None),
    ("by friday", "by friday", "", None),
    ("by friday we freeze", "by friday we freeze", "", None),
])  # fmt: skip
def test_by_when_stands_at_the_end_of_what_was_agreed(said: str, text: str, by: str, due: date | None) -> None:
    room, books = say(Idle(CHANNEL), Books(), "#startmeeting nova")
    _, books = say(room, books, f"#agreed {said}")
    found = books.get(Decision, 1)
    assert found and (found.text, found.by, found.due) == (text, by, due)


def test_by_when_is_read_by_the_clock_of_the_channel() -> None:
    at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # Tuesday in Paris
    room: Room = Idle(CHANNEL, rules=Rules(timezone="Europe/Paris"))
    step = hear(room, Line(at, CHANNEL, "alice", "#startmeeting nova"), ME)
    step = hear(step.room, Line(at, CHANNEL, "alice", "#agreed freeze by tomorrow"), ME)
    found = Books().changed(step.changes).get(Decision, 1)
    assert found and found.due == date(2026, 11, 25)


# --- the log is what the facts say ------------------------------------------------------------


def log_of(m: Meeting) -> list[tuple[int, Outcome, str, bool]]:
    """The decisions of a meeting, by its items."""
    kinds = ((item, outcome(m, item)) for item in m.items if not item.dropped)
    return [(item.n, kind, item.text, m.private) for item, kind in kinds if kind]


@settings(max_examples=150, deadline=None)
@given(lives(), st.lists(st.tuples(st.integers(0, 3), st.sampled_from([
    "#agreed freeze", "#agree thaw by friday", "#rejected all of it", "#accepted some", "#undo", "#drop 1", "#drop 3",
    "#edit 2 something else", "#startvote Freeze?", "#vote yes", "#vote no", "#endvote", "#private", "s/e/a/g",
    ".decision done 1", ".decision revoke 2 because", ".decision 2 replaces 1", ".decision reopen 1",
])), min_size=5, max_size=30))  # fmt: skip
def test_the_log_is_what_the_facts_of_meetings_say(life: Sequence, asks: list[tuple[int, str]]) -> None:  # type: ignore[type-arg]
    room, books, meetings = Idle(CHANNEL), Books(), dict[str, Meeting]()
    lines = [said.line for said in life]
    for place, text in asks:  # among what else happens
        at = lines[min(len(lines), place * 7)].at if lines[place * 7 :] else START + timedelta(days=2)
        lines.append(Line(at, CHANNEL, "alice", text, host="a@one.example", rank=Rank.OPERATOR))
    lines.sort(key=lambda line: line.at)
    numbers: dict[tuple[str, int | None], int] = {}
    for id, line in enumerate(lines, 1):
        step = hear(room, replace(line, id=id), ME, View(books, {CHANNEL: room}))  # type: ignore[arg-type]
        room, books = step.room, books.changed(step.changes)  # type: ignore[assignment]
        if isinstance(room, Meeting):
            meetings[room.id] = room
        for each in books.all(Decision):
            assert numbers.setdefault((each.meeting, each.n), each.id) == each.id, "numbers are stable"
    assert len(set(numbers.values())) == len(numbers)
    for id_, meeting in meetings.items():
        mine = [each for each in books.all(Decision) if each.meeting == id_ and each.state is not State.DROPPED]
        told = [(each.n, each.kind, f"{each.text} by {each.by}".removesuffix(" by "), each.private) for each in mine]
        assert sorted(told) == sorted(log_of(meeting))  # type: ignore[type-var]
    consistent(books)


def consistent(books: Books) -> None:
    """What is replaced knows by what, and the other way round; nothing in a circle."""
    for each in books.all(Decision):
        assert (each.replaced_by is not None) or each.state is not State.REPLACED
        newer = books.get(Decision, each.replaced_by) if each.replaced_by else None
        assert newer is None or each.id in newer.replaces or State.DROPPED in (newer.state, each.state)
        seen, chain = {each.id}, newer
        while chain:
            assert chain.id not in seen, "a circle"
            seen.add(chain.id)
            chain = books.get(Decision, chain.replaced_by) if chain.replaced_by else None


# --- proposals --------------------------------------------------------------------------------

PEOPLE = {"alice": None, "bob": "bob", "bobby": "bob", "carol": None, "Carol": None, "dave": "dave"}
NUMBER = st.integers(0, 3).map(str)
ASKS = st.one_of(
    st.builds(".proposal {} {}".format, st.sampled_from([
        "support", "support", "+1", "against", "abstain", "concern", "resolve", "hold", "unhold", "withdraw",
    ]), NUMBER),
    st.builds(".proposal {} {} {}".format, st.sampled_from(["concern", "against", "hold", "resolve"]), NUMBER,
              st.sampled_from(["because of it", "why not", "two words"])),
    st.builds(".proposal resolve {}.{}".format, NUMBER, st.integers(1, 3)),
    st.builds(".proposal new Thing {} for {}h{}".format, st.integers(1, 4), st.integers(1, 72), st.sampled_from(
        ["", " needs 1", " needs 1", " needs 2", " lazy"])),
    st.builds(".decision {} {} because".format, st.sampled_from(["done", "revoke", "reopen"]), NUMBER),
    st.sampled_from([".proposal", ".proposal 1", ".decisions", "#startmeeting nova", "#endmeeting", "#agreed yes"]),
)  # fmt: skip
STEP = st.tuples(st.sampled_from(sorted(PEOPLE)), st.integers(1, 20 * 3600), ASKS)


class Lived:
    """A channel in which things are proposed; the clock ticks before every line, unless it was away."""

    def __init__(self) -> None:
        self.room: Room = Idle(CHANNEL)
        self.books, self.now, self.id = Books(), START, 0
        self.said: list[str] = []
        self.voiced: set[tuple[int, str]] = set()  # proposals, and who once was in support of them

    def view(self) -> View:
        return View(self.books, {CHANNEL: self.room})

    def tick(self) -> None:
        before = self.books
        step = planned(self.view(), self.now, [CHANNEL])
        self.books = before.changed(step.changes)
        self.said += [saying.text for saying in step.says]
        for saying in step.says:
            self.books = self.books.changed(confirmed(self.books, saying.receipt) if saying.receipt else ())
        for each in self.books.all(Proposal):
            old = before.get(Proposal, each.id)
            if old and old.state in LIVE and each.state not in LIVE:
                self.judge(old, each)

    def judge(self, old: Proposal, new: Proposal) -> None:
        """old: as it was when its period ended."""
        support = {voice.who for voice in old.voices if voice.stance is Stance.SUPPORT}
        against = {voice.who for voice in old.voices if voice.stance is Stance.AGAINST}
        open_concerns = [concern for concern in old.concerns if not concern.resolved_by]
        enough = not against if old.lazy else len(support) >= old.needs and len(support) > len(against)
        assert old.hold is None and old.ends <= self.now and new.closed == old.ends
        assert (new.state is Stand.PASSED) == (enough and not open_concerns)
        assert all((old.id, who) in self.voiced for who in support), "nobody supports by silence"
        made = self.books.get(Decision, new.decision)
        assert made and made.kind == ("passed" if new.state is Stand.PASSED else "failed") and made.at == old.ends

    def hear(self, nick: str, later: int, text: str) -> None:
        self.now += timedelta(seconds=later)
        if later % 3:
            self.tick()
        coming = [Line(self.now, CHANNEL, nick, text, account=PEOPLE[nick], host=nick)]
        while coming:
            self.id += 1
            step = hear(self.room, replace(coming.pop(), id=self.id), ME, self.view())
            self.room, self.books = step.room, self.books.changed(step.changes)
            if any(isinstance(fact, f.EndAsked) for fact in step.facts):
                assert isinstance(self.room, Meeting)
                coming.append(own(self.now, Kind.WRITTEN, f"end {self.room.id} https://example.org/x .log.html"))
        if text.startswith((".proposal support", ".proposal +1")):
            self.voiced.add((int(text.split()[2]), PEOPLE[nick] or f"~{fold(nick)}"))


@settings(max_examples=300, deadline=None)
@given(st.lists(STEP, min_size=10, max_size=60))
def test_nothing_passes_over_a_concern_or_by_silence(steps: list[tuple[str, int, str]]) -> None:
    lived = Lived()
    lived.hear("alice", 1, ".proposal new Cake for 40h needs 1")
    lived.hear("alice", 1, ".proposal new Tea for 60h lazy")
    for step in steps:
        lived.hear(*step)
    lived.tick()
    for each in lived.books.all(Proposal):
        whose = [voice.who for voice in each.voices]
        assert len(set(whose)) == len(whose) and each.who not in whose, "one account, one voice"
        assert (each.state is Stand.HELD) == (each.hold is not None)
        assert each.state not in LIVE or each.hold or each.ends > lived.now
    made = [each.proposal for each in lived.books.all(Decision) if each.proposal]
    assert len(set(made)) == len(made), "one decision of each"
    consistent(lived.books)
    for kind in RECORDS:
        for record in lived.books.all(kind):
            row = {name: json.loads(json.dumps(value)) for name, value in row_of(record).items()}
            assert record_of(kind, row) == record


@settings(max_examples=100, deadline=None)
@given(st.lists(STEP, min_size=10, max_size=60))
def test_a_result_is_told_once(steps: list[tuple[str, int, str]]) -> None:
    lived = Lived()
    for step in steps:
        lived.hear(*step)
    for _ in range(24 * 8):
        lived.now += H
        lived.tick()
    over = [each for each in lived.books.all(Proposal) if each.state in (Stand.PASSED, Stand.FAILED)]
    told = [each for each in lived.books.all(Announcement) if each.state is Said.CONFIRMED]
    assert len({each.name for each in told}) == len(told)
    for each in over:
        heads = [text for text in lived.said if text.startswith((f"P{each.id} passed", f"P{each.id} did not pass"))]
        assert len(heads) <= 1
        assert heads or isinstance(lived.room, Meeting), "only what is about meetings is said in one"


def test_the_longest_of_everything_fits_its_lines() -> None:
    lived = Lived()
    PEOPLE.update({f"{'n' * 28}{i}": f"{'a' * 28}{i}" for i in range(40)})
    lived.hear("alice", 1, f".proposal new {'é' * 170} needs 40")
    for i in range(40):
        lived.hear(f"{'n' * 28}{i}", 1, f".proposal support 1 {'w' * 190}")
    for i in range(20):
        lived.hear("bob", 1, f".proposal concern 1 {'c' * 240}{i}")
    lived.now += 7 * D
    lived.tick()
    (wanted,) = results(lived.view(), lived.now)
    assert isinstance(wanted, Wanted) and len(wanted.lines) == 2
    assert all(len(line.encode()) <= LINE_BYTES for line in wanted.lines)
    for i in range(40):
        del PEOPLE[f"{'n' * 28}{i}"]


# --- the command line -------------------------------------------------------------------------

CONFIG = '[core]\nnick = clerk\nhost = irc.example.org\n[clerk]\nstore = clerk.db\nchannels =\n    "#nova"\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration over a store with what a public and a private meeting decided."""
    with closing(Bot(Chat(tmp_path / "none.chat", [], {}), tmp_path / "bot", World())) as bot:
        for row in (
            "<alice> #startmeeting nova", "<alice> #agreed *cells* are the default by 4 Dec", "<alice> #agreed freeze",
            "<alice> #agreed thaw", "<alice> .decision 3 replaces 2", "<alice> #rejected gone", "<alice> #undo",
            "<alice> #endmeeting", "<alice> #startmeeting security", "<alice> #agreed ban mallory", "<alice> #private",
        ):  # fmt: skip
            for line in bot.world.heard(row):
                bot.hear(line)
    path = tmp_path / "bot" / "bot.cfg"
    path.write_text(CONFIG)
    return path


def decisions(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["decisions", "-c", str(config), *arguments])


def test_the_log_is_printed_as_text(config: Path) -> None:
    rows = decisions(config).output.splitlines()
    assert rows[0] == "D1 agreed 2026-11-20 nova: *cells* are the default (by 2026-12-04)"
    assert rows[1].startswith("  https://minutes.example.org/nova/2026/nova.2026-11-20-14.00.log.html#l-")
    assert rows[2] == "D2 agreed 2026-11-20 nova: freeze (replaced by D3)"
    assert rows[4] == "D3 agreed 2026-11-20 nova: thaw (replaces D2)"
    assert len(rows) == 6, "neither what was taken back nor what is private"


def test_the_log_is_printed_as_markdown(config: Path) -> None:
    text = decisions(config, "--format", "markdown").output
    assert text.startswith("# Decisions\n\n* [D1 agreed 2026")
    assert r": \*cells\* are the default \(by 2026-12-04\)" in text and "mallory" not in text


def test_the_log_is_printed_as_json_and_private_ones_only_when_asked_for(config: Path) -> None:
    found = json.loads(decisions(config, "--format", "json").output)["decisions"]
    assert [each["id"] for each in found] == [1, 2, 3]
    assert found[0]["due"] == "2026-12-04" and found[2]["replaces"] == [2]
    both = json.loads(decisions(config, "--format", "json", "--private").output)["decisions"]
    assert [each["text"] for each in both if each["private"]] == ["ban mallory"]


@pytest.mark.parametrize(("arguments", "ids"), [
    (["--for", "nova"], [1, 2, 3]),
    (["--for", "NOVA"], [1, 2, 3]),
    (["--for", "#nova"], [1, 2, 3]),
    (["--for", "glance"], []),
    (["--about", "CELLS default"], [1]),
    (["--since", "2026-11-20"], [1, 2, 3]),
])  # fmt: skip
def test_the_log_is_narrowed(config: Path, arguments: list[str], ids: list[int]) -> None:
    found = json.loads(decisions(config, "--format", "json", *arguments).output)["decisions"]
    assert [each["id"] for each in found] == ids


def test_what_cannot_be_printed_is_told(config: Path, tmp_path: Path) -> None:
    faulty = decisions(config, "--since", "the boot")
    assert faulty.exit_code == 2 and "--since: the boot is no date I can read" in faulty.output
    none = tmp_path / "bot.cfg"
    none.write_text(CONFIG)
    assert decisions(none).exit_code == 2
