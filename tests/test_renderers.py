"""The files of a meeting: golden where they are pages, checked by their readers where they hold hostile words."""
from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import docutils.core
import docutils.nodes
import html5lib
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from clerk.core.lines import Kind, Speaker
from clerk.core.minutes import (
    Action,
    Attendance,
    Carried,
    Closed,
    Concern,
    Hold,
    Item,
    LogLine,
    Minutes,
    Present,
    Topic,
    Vote,
)
from clerk.render import ENDINGS, FORMATS, html, links, log, whole
from clerk.render.json import document

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
CASES = ROOT.parent / "shared" / "cases" / "meetings"
BASE = "nova.2026-11-20-14.00"
PAGES = ("html", "log-html")
XHTML = "{http://www.w3.org/1999/xhtml}"


def at(clock: str, day: int = 20) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{clock}+00:00")


LOG = (
    LogLine(1, at("23:40:00"), "alice", Kind.SAID, "#startmeeting nova"),
    LogLine(2, at("23:40:01"), "clerk", Kind.SAID, "Meeting started: nova. Chair: alice.", Speaker.CLERK),
    LogLine(3, at("23:40:09"), "bob", Kind.JOIN, ""),
    LogLine(5, at("23:41:02"), "alice", Kind.TOPIC, "Gate status"),
    LogLine(8, at("23:41:30"), "bob", Kind.SAID, "the \x02gate\x02 is \x0304,01red\x03 <b>& slow</b>"),
    LogLine(9, at("23:42:00"), "bob", Kind.SAID, "see (https://bugs.example.org/x_(y)), or javascript:alert(1)"),
    LogLine(10, at("23:43:25"), "clerk", Kind.BACK, "2026-11-20T23:43:10+00:00 Ping timeout"),
    LogLine(11, at("23:44:00"), "carol", Kind.ACTION, "waves"),
    LogLine(12, at("23:45:00"), "dave [bridge]", Kind.SAID, "hello from afar", Speaker.RELAYED),
    LogLine(13, at("23:46:00"), "carol", Kind.NOTICE, "the build is done"),
    LogLine(14, at("23:47:00"), "bob", Kind.NICK, "bob_away"),
    LogLine(15, at("23:48:00"), "alice", Kind.KICK, "spammer go away"),
    LogLine(16, at("23:49:00"), "clerk", Kind.TICK, ""),
    LogLine(17, at("23:50:00"), "erin", Kind.PART, "lunch"),
    LogLine(18, at("00:01:00", 21), "bob_away", Kind.QUIT, ""),
    LogLine(19, at("00:02:00", 21), "alice", Kind.SAID, "#endmeeting"),
)
MEETING = Minutes(
    id="42", title="Nova: weekly <meeting>", channel="#openstack-nova", network="OFTC",
    purpose="Keep the gate green & the queue short", chairs=("alice", "carol"), opened_by="alice",
    started=at("23:40:00"), ended=at("00:02:00", 21),
    topics=(
        Topic("Gate status", "alice", at("23:41:02")),
        Topic("Open reviews_ and *stars*", "alice", at("23:50:10")),
        Topic("Intermittent failures", "carol", at("23:43:00"), under=0),
    ),
    items=(
        Item(1, "info", "1. Agenda: https://wiki.example.org/Meetings/Nova_(weekly).", "alice", at("23:40:20"), None,
             line=2),
        Item(2, "info", "the gate is red since Tuesday, mostly because of the job that builds every image twice",
             "bob", at("23:41:30"), 0, line=8),
        Item(3, "link", "the bug", "bob", at("23:42:00"), 0, url="https://bugs.example.org/1352?a=1&copy=2", line=9),
        Item(4, "link", "ftp://old.example.org/logs", "bob", at("23:42:10"), 0),
        Item(5, "agreed", "skip the image job until it is split", "alice", at("23:42:40"), 0, line=10),
        Item(6, "idea", "retry only what failed", "carol", at("23:43:30"), 2, line=11),
        Item(7, "action", "triage 1352", "bob", at("23:44:00"), 2, line=12),
        Item(8, "help", "someone with a RISC-V machine", "dave [bridge]", at("23:45:00"), 1, line=13),
        Item(9, "rejected", "a freeze exception for `spec|x`", "alice", at("23:51:00"), 1, line=17),
        Item(10, "accepted", "two reviewers for docs", "alice", at("23:52:00"), 1, line=17),
        Item(11, "vote", "Freeze? tie: Yes 1, No 1", "alice", at("23:55:00"), 1, line=17),
        Item(12, "action", "write to the list", "alice", at("23:58:00"), 1, line=17),
    ),
    actions=(
        Action(7, "triage 1352", ("bob", "Carol"), id=31, due=date(2026, 11, 27)),
        Action(12, "write to the list", ()),
        Action(13, "order stickers", ("alice",), id=32, state="done"),
    ),
    votes=(
        Vote("Freeze", ("Yes", "No"), {"Yes": 1, "No": 1}, {"Yes": ("carol",), "No": ("bob",)}, "tie"),
        Vote("New lead?", ("erin", "frank"), {"erin": 3}, None, "erin"),
    ),
    people=(Present("alice", "alice", 9), Present("bob", None, 4), Present("carol", "carol1", 1),
            Present("dave [bridge]", None, 1)),
    lines=15, log=lambda: LOG,
    attendance=Attendance(("alice", "carol", "dave [bridge]"), ("erin", "frank"),
                          "2 of 3 cores needed; reached at 23:45"),
    carried=(Carried("Cells v2: the `upgrade`", "dave [bridge]", 1), Carried("Docs", "bob", 3),
             Carried("Old", "erin", 5)),
    closed=(Closed(12, "review <all> of it", ("bob", "dave [bridge]"), "done", "https://review.example.org/98765"),
            Closed(9, "write *the* mail", (), "dropped", "nobody reads mail"), Closed(10, "call", ("alice",), "done")),
)  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_without_a_roll_call_none_is_shown(name: str) -> None:
    page = whole(name, replace(MEETING, attendance=None), base=BASE)
    assert not re.search("roll.?call|regrets|quorum|attendance", page, re.IGNORECASE)


@pytest.mark.parametrize("name", FORMATS)
def test_where_nothing_was_carried_over_nothing_is_shown(name: str) -> None:
    assert "carried" not in whole(name, replace(MEETING, carried=()), base=BASE).lower()


@pytest.mark.parametrize("name", FORMATS)
def test_where_nothing_was_closed_nothing_is_shown(name: str) -> None:
    assert "closed" not in whole(name, replace(MEETING, closed=()), base=BASE).lower()


@pytest.mark.parametrize("name", FORMATS)
def test_golden(name: str) -> None:
    page = whole(name, MEETING, base=BASE)
    golden = GOLDEN / f"minutes{ENDINGS[name]}"
    if os.environ.get("CLERK_GOLDEN"):
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


VOTES_ON_TERMS = (
    Vote("Which release?", ("Juno", "Kilo", "abstain"), {"Juno": 3, "Kilo": 1, "abstain": 1},
         {"Juno": ("bob", "carol", "erin"), "Kilo": ("frank",), "abstain": ("alice",)}, "Juno", "vote",
         "members of cores", "two thirds of the votes", "5 voters"),
    Vote("freeze on Thursday", ("for", "against"), {"for": 1, "against": 1}, {"for": ("bob",), "against": ("carol",)},
         "tie", "motion", needed="more than half of the votes"),
    Vote("skip the <image> job.", ("for", "against", "abstained"), {"for": 1, "against": 0, "abstained": 1},
         {"for": ("bob",), "against": (), "abstained": ("dave [bridge]",)}, "agreed", "proposal",
         concerns=(Concern(1, "it hides *real* failures", "carol", True), Concern(2, "see https://bugs.example.org/1",
                                                                                  "dave [bridge]"))),
    Vote("Freeze today?", ("for", "against"), {"for": 0, "against": 0}, {"for": (), "against": ()}, "not closed",
         "proposal", held=(Hold("carol", "until erin saw it"), Hold("erin"))),
)  # fmt: skip


@pytest.mark.parametrize("name", [name for name in FORMATS if not name.startswith("log")])
def test_golden_of_votes_motions_and_proposals(name: str) -> None:
    page = whole(name, replace(MEETING, votes=VOTES_ON_TERMS, topics=(), items=(), actions=(), log=tuple), base=BASE)
    golden = GOLDEN / f"votes{ENDINGS[name]}"
    if os.environ.get("CLERK_GOLDEN"):
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8")


# What MeetBot published of real meetings.


def from_case(name: str) -> Minutes:
    case = json.loads((CASES / f"{name}.expected.json").read_text(encoding="utf-8"))
    channel, _, title = case["title"].partition(": ")
    stamp = datetime.strptime(name.partition(".")[2], "%Y-%m-%d-%H.%M").replace(tzinfo=UTC)

    def time(clock: str) -> datetime:
        return datetime.fromisoformat(f"{stamp.date()}T{clock}+00:00")

    noted = [(n, item) for n, topic in enumerate(case["topics"]) for item in topic["items"]]
    owned = [(text, who) for who, texts in case["by_person"].items() for text in texts if who != "UNASSIGNED"]
    return Minutes(
        id=name, title=title, channel=channel, network=None, purpose=None, chairs=(),
        started=time(case["start"]), ended=time(case["end"]), opened_by=case["owner"],
        topics=tuple(Topic(topic["topic"], topic["nick"], time(topic["time"])) for topic in case["topics"]),
        items=tuple(Item(n, item["type"].lower(), item["text"], item["nick"], time(item["time"]), topic)
                    for n, (topic, item) in enumerate(noted, 1)),
        actions=tuple(Action(n, text, tuple(who for what, who in owned if what == text))
                      for n, text in enumerate(case["actions"] or (), 1)),
        votes=(), people=tuple(Present(nick, None, lines) for nick, lines in case["people"].items()), lines=0,
    )  # fmt: skip


def sections(published: str) -> list[str]:
    """Its lines from the summary on, without what is MeetBot's own: three blanks after a link, its name, the order
    of people with equally many lines."""
    body = published.partition("Meeting summary")[2].partition("Generated by")[0]
    minutes, _, people = body.partition("People Present")
    unwrapped = re.sub(r"\n +(?! *\*)", " ", minutes)
    return [re.sub(r" +", " ", line) for line in unwrapped.splitlines() if line.strip()] + sorted(people.splitlines())


@pytest.mark.parametrize("name", [f"asbroker.2018-{when}" for when in ("05-01-13.32", "07-10-13.33", "11-27-15.03")])
def test_text_is_what_meetbot_published(name: str) -> None:
    if not CASES.is_dir():
        pytest.skip("the cases are not part of the repository")
    published = (CASES / f"{name}.txt").read_text(encoding="utf-8")
    ours = whole("text", from_case(name), base=f"asbroker/2018/{name}")
    assert sections(ours) == sections(published)
    assert ours.splitlines()[:3] == published.splitlines()[:3]
    assert max(len(line) for line in ours.splitlines() if "://" not in line) <= 72


# Links.


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("see https://a.example/b.", ["https://a.example/b"]),
        ("(https://a.example/x_(y))", ["https://a.example/x_(y)"]),
        ("<https://a.example/>, 'http://b.example'!", ["https://a.example/", "http://b.example"]),
        ("irc://irc.example/#chan ircs://irc.example", ["irc://irc.example/#chan", "ircs://irc.example"]),
        ("mailto:a@b.example; MAILTO:c@d.example", ["mailto:a@b.example", "MAILTO:c@d.example"]),
        ("HTTPS://[::1]:80/", ["HTTPS://[::1]:80/"]),
        ("javascript:alert(1) data:text/html,x ftp://a.example file:///etc vbscript:x", []),
        ("http:// https://... http://) mailto:", []),
        ("xhttp://a.example", []),
    ],
)
def test_links_found(said: str, found: list[str]) -> None:
    assert [piece for piece, is_url in links.split(said) if is_url] == found
    assert "".join(piece for piece, _ in links.split(said)) == said


def test_finding_links_takes_linear_time() -> None:
    said = "http://a.example/" + ")" * 400_000
    assert [piece for piece, is_url in links.split(said) if is_url] == ["http://a.example/"]


def test_clean() -> None:
    assert links.clean("\x02a\x02 \x0304,12b\x03 \x04ff0000c\x0f\td\u202ee\x00\ud800\ufffe") == "a b c de\ufffd\ufffd"


# The pages.


def elements(page: str) -> list[tuple[str, dict[str, str]]]:
    tree = html5lib.HTMLParser(strict=True).parse(page)
    return [(e.tag.removeprefix(XHTML), dict(e.attrib)) for e in tree.iter() if isinstance(e.tag, str)]


@pytest.mark.parametrize("name", PAGES)
def test_page(name: str) -> None:
    found = elements(whole(name, MEETING, base=BASE))
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    hrefs = [attributes["href"] for tag, attributes in found if tag == "a"]
    assert {href[1:] for href in hrefs if href.startswith("#")} <= {*ids, "i13"}
    assert {f"{BASE}{ending}" for ending in ENDINGS.values()} - set(hrefs) == {f"{BASE}{ENDINGS[name]}"}
    assert all(a["rel"] == "nofollow noopener" for t, a in found if t == "a" and "://" in a["href"])
    assert not {tag for tag, _ in found} & {"script", "img", "link", "iframe"}


def test_items_link_to_the_log() -> None:
    lines = {attributes.get("id") for _, attributes in elements(whole("log-html", MEETING, base=BASE))}
    page = whole("html", MEETING, base=BASE)
    assert set(re.findall(rf"{re.escape(BASE)}\.log\.html#(l-\d+)", page)) <= lines
    assert {"t0", "i7", "p-bob"} <= {attributes.get("id") for _, attributes in elements(page)}


def test_people_with_the_same_nick_have_anchors_of_their_own() -> None:
    people = (Present("bob", None, 2), Present("bob-2", None, 1), Present("Bob", None, 1), Present("bob", "robert", 1))
    page = whole("html", replace(MEETING, people=people))
    found = elements(page)
    ids = [attributes["id"] for tag, attributes in found if attributes.get("id", "").startswith("p-")]
    assert ids == ["p-bob", "p-bob-2", "p-Bob", "p-bob-3"]
    assert re.findall(r'<h3><a href="#(.*?)">', page) == ["p-bob"]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_can_be_read(scheme: int) -> None:
    named = re.findall(r"--(\w+):(#\w{6})", html.STYLE)
    half = dict(named[: len(named) // 2] if scheme == 0 else named[len(named) // 2 :])
    inks = [half[name] for name in ("ink", "quiet", "link", "act", "yes", "no", "ask")]
    for paper in (half["paper"], half["mark"]):
        for ink in (*inks, *(pair[scheme] for pair in log.PALETTE)):
            dark, light = sorted((luminance(ink), luminance(paper)))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, paper)


# The logs.


def test_log_is_given_in_pieces() -> None:
    def rows() -> Iterator[LogLine]:
        for n in range(100_000):
            given.append(n)
            yield LogLine(n, at("12:00:00") + timedelta(seconds=n // 10), "bob", Kind.SAID, "x" * 60)

    for name in ("log", "log-html"):
        given: list[int] = []
        pieces = FORMATS[name].render(replace(MEETING, log=rows))
        assert max(map(len, (next(pieces) for _ in range(9)))) < 100_000
        assert len(given) < 10_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-11-20T14:03:10+00:00 killed", "-- not heard from 14:03:10 to 14:03:25 (killed) --"),
        ("2026-11-20T14:03:10+00:00", "-- not heard from 14:03:10 to 14:03:25 --"),
        ("2026-11-19T14:03:10Z", "-- not heard from 2026-11-19 14:03:10 to 14:03:25 --"),
    ],
)
def test_gap(text: str, shown: str) -> None:
    minutes = replace(MEETING, log=lambda: (LogLine(1, at("14:03:25"), "clerk", Kind.BACK, text),))
    assert shown in whole("log", minutes)
    assert shown in whole("log-html", minutes)


def test_every_kind_of_line_is_shown_or_known_to_be_unseen() -> None:
    for kind in Kind:
        minutes = replace(MEETING, log=lambda kind=kind: (LogLine(1, at("23:59:00"), "bob", kind, "x y"),))
        assert bool(whole("log", minutes)) == (kind not in log.UNSEEN)
        assert ('id="l-1"' in whole("log-html", minutes)) == (kind not in log.UNSEEN)


# JSON.


def schema() -> jsonschema.Draft202012Validator:
    contract = json.loads((ROOT / "docs" / "minutes.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(contract)
    return jsonschema.Draft202012Validator(contract, format_checker=jsonschema.FormatChecker())


def test_json_keeps_the_schema() -> None:
    bare = replace(MEETING, ended=None, purpose=None, network=None, channel=None)
    data = json.loads(document([MEETING, bare]))
    schema().validate(data)
    assert data["meetings"][0]["topics"][2]["under"] == 0
    assert "under" not in data["meetings"][0]["topics"][0]
    assert data["meetings"][1]["ended"] is None


# Any words at all.

HOSTILE = st.sampled_from([
    "under_score_ **x** |y| :role:`z` .. directive", ".. include:: /etc/passwd", "1. one", "(a) x", "#. x", "- x",
    ":f: x", "<script>alert(1)</script>", "</title></style>--><!--", "a & b &amp; &lt;", "![x](javascript:alert(1))",
    "[x]: http://y", "# head", "> quote", "    code", "```", "====", "http://a.example/_b_*c*`d`_?x=1&copy=2 end",
    "x::", "\\", "|a|b|", ">>> x", "\x0304red\x03", "\u202eevil", "ftp://a.example javascript:x data:y",
    "http://a.example/**x", "(http://a.example/)x", "xmailto:a@b.example,http://a.example/[1]_", "Votes", "+--+",
    "__ x", "-f  x", "*", "**", "`x <y_>`__", "\x00\x0b\x0c\x1c\x85\u2028", "A. x", "iv) x", "\"x\"",
    "a@b.example", "[#x]_", "http://[x/",
])  # fmt: skip
def some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


WORDS = st.one_of(HOSTILE, st.text(max_size=40), st.lists(HOSTILE, min_size=2, max_size=3).map(" ".join))
TIMES = st.datetimes(datetime(2008, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))
SMALL = st.integers(0, 5)
TOPICS = st.builds(Topic, WORDS, WORDS, TIMES, st.none() | SMALL)
KINDS = st.sampled_from(["info", "idea", "help", "link", "agreed", "accepted", "rejected", "action", "vote"])
ITEMS = st.builds(Item, SMALL, KINDS, WORDS, WORDS, TIMES, st.none() | SMALL, st.none() | WORDS, st.none() | SMALL)
OWNERS = st.lists(WORDS, max_size=2).map(tuple)
ACTIONS = st.builds(Action, SMALL, WORDS, OWNERS, st.none() | SMALL, st.none() | st.dates(), WORDS)
VOTES = st.builds(
    Vote, WORDS, OWNERS, st.dictionaries(WORDS, SMALL, max_size=2),
    st.none() | st.dictionaries(WORDS, OWNERS, max_size=2), WORDS, st.sampled_from(["vote", "motion", "proposal"]),
    WORDS, WORDS, WORDS, some(st.builds(Concern, SMALL, WORDS, WORDS, st.booleans())),
    some(st.builds(Hold, WORDS, WORDS)),
)  # fmt: skip
LINES = st.builds(LogLine, SMALL, TIMES, WORDS, st.sampled_from(Kind), WORDS, st.sampled_from(Speaker))


MINUTES = st.builds(
    Minutes, id=WORDS, title=WORDS, channel=st.none() | WORDS, network=st.none() | WORDS, purpose=st.none() | WORDS,
    chairs=some(WORDS), started=TIMES, ended=st.none() | TIMES, opened_by=WORDS, topics=some(TOPICS), items=some(ITEMS),
    actions=some(ACTIONS), votes=some(VOTES), people=some(st.builds(Present, WORDS, st.none() | WORDS, SMALL)),
    lines=SMALL, log=some(LINES).map(lambda lines: lambda: lines),
    carried=some(st.builds(Carried, WORDS, WORDS, st.integers(1, 9))),
    closed=some(st.builds(Closed, st.integers(1, 99), WORDS, some(WORDS), WORDS, WORDS)),
    attendance=st.none() | st.builds(Attendance, some(WORDS), some(WORDS), st.none() | WORDS),
)  # fmt: skip
BASES = st.sampled_from(["", BASE, "a_b/#c d", "https://minutes.example.org/2026/x_"])
often = settings(max_examples=int(os.environ.get("CLERK_EXAMPLES", "60")), deadline=None)

TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "footer", "nav", "div", "p", "h1",
    "h2", "h3", "h4", "i", "b", "ul", "li", "dl", "dt", "dd", "span", "bdi", "a", "time", "table", "tbody", "tr", "th",
    "td",
}  # fmt: skip
ATTRIBUTES = {
    "id", "class", "href", "rel", "lang", "datetime", "charset", "http-equiv", "content", "name", "aria-label",
}  # fmt: skip


def linked(url: str) -> bool:
    return url.partition(":")[0].lower() in ("http", "https", "mailto", "irc", "ircs")


@often
@given(MINUTES, BASES)
def test_any_words_make_a_page(minutes: Minutes, base: str) -> None:
    for name in PAGES:
        page = whole(name, minutes, base=base)
        found = elements(page)
        assert {tag for tag, _ in found} <= TAGS
        assert {attribute for _, attributes in found for attribute in attributes} <= ATTRIBUTES
        assert all(linked(attributes["href"]) for _, attributes in found if "rel" in attributes)
        assert len(re.findall(r"<(?!/)\w+", page)) == len(found) - page.count("<table>")  # tbody is the parser's own


@often
@given(MINUTES, BASES)
def test_any_words_make_restructuredtext(minutes: Minutes, base: str) -> None:
    source = whole("rst", minutes, base=base)
    settings = {"halt_level": 1, "report_level": 1, "file_insertion_enabled": False, "raw_enabled": False}
    tree = docutils.core.publish_doctree(source, settings_overrides={**settings, "warning_stream": False})
    plain = (docutils.nodes.emphasis, docutils.nodes.literal, docutils.nodes.image, docutils.nodes.enumerated_list,
             docutils.nodes.block_quote, docutils.nodes.problematic, docutils.nodes.definition_list)  # fmt: skip
    assert not [node for node in tree.findall() if isinstance(node, plain)]
    files = {base + ENDINGS["log-html"], links.file_of(base, "log-html")}
    targets = [node["refuri"] for node in tree.findall(docutils.nodes.reference) if node.get("refuri")]
    assert all(linked(target) or target in files for target in targets)
    assert squeezed(tree.astext()) == squeezed(expected(minutes, base))


@often
@given(MINUTES, BASES)
def test_any_words_make_markdown(minutes: Minutes, base: str) -> None:
    page = MarkdownIt("commonmark").render(whole("markdown", minutes, base=base))
    found = elements(f"<!DOCTYPE html><title>x</title>{page}")
    assert {tag for tag, _ in found} <= {
        "html", "head", "title", "body", "h1", "h2", "p", "ul", "li", "a", "strong",
    }  # fmt: skip
    text = "".join(html5lib.parse(page).itertext())
    if "%" not in text and "xn--" not in text and "://" not in "".join(expected(minutes, "")):
        assert squeezed(text) == squeezed(expected(minutes, base))


def expected(minutes: Minutes, base: str) -> str:
    """The same in plain text, without its marks."""
    return whole("text", minutes, base=base)


def squeezed(text: str) -> str:
    return re.sub(r"[\s*=+-]+", "", re.sub(r"^Meeting:", "", text))


@often
@given(MINUTES)
def test_any_words_make_text_logs_and_json(minutes: Minutes) -> None:
    for name in ("text", "log"):
        page = whole(name, minutes)
        assert all(char.isprintable() or char == "\n" or ord(char) >= 0xA0 for char in page)
    rows = [line for line in minutes.log()
            if line.kind not in log.UNSEEN and (line.kind is not Kind.TOPIC or line.nick)]  # fmt: skip
    days = whole("log", minutes).count("--- Day changed to ")
    assert len(whole("log", minutes).split("\n")) - 1 == len(rows) + days
    schema().validate(json.loads(whole("json", minutes)))
    assert json.loads(whole("json", minutes))["meetings"][0]["title"] == minutes.title
