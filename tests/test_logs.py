"""Raw logs in, Lines out: one table per client, then dates, channels, bots, and what must never happen."""
from __future__ import annotations

import json
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.core.lines import TALK, Kind, Rank, Speaker
from clerk.core.logs import Log, read

CASES = Path(__file__).parents[2] / "shared" / "cases" / "meetings"
DAY = "2024-03-05 "  # a Tuesday
TUESDAY = date(2024, 3, 5)
BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")


def told(text: str, **known: object) -> Log:
    return read(text.splitlines(keepends=True), **known)  # type: ignore[arg-type]


def short(log: Log) -> list[tuple[str, str, str, str]]:
    return [(f"{line.at:%F %T}", line.kind.value, line.nick, line.text) for line in log.lines]


def clocks(log: Log) -> list[str]:
    return [f"{line.at:%F %T}" for line in log.lines]


# --- one row: (row, kind, nick, text) -------------------------------------------------------------------------------

TALKED = [
    ("09:05:07 <ann> hello", Kind.SAID, "ann", "hello"),
    ("09:05:07 * ann waves", Kind.ACTION, "ann", "waves"),
    ("<ann> hello", Kind.SAID, "ann", "hello"),
    ("* ann waves", Kind.ACTION, "ann", "waves"),
    ("[09:05] <ann> hello", Kind.SAID, "ann", "hello"),
    ("[09:05:07] <ann> hello", Kind.SAID, "ann", "hello"),
    ("[9:05:07] <ann> hello", Kind.SAID, "ann", "hello"),
    ("09:05 <ann> hello", Kind.SAID, "ann", "hello"),
    ("09:05  * ann waves", Kind.ACTION, "ann", "waves"),
    ("09:05 -ann:#tea- hello", Kind.NOTICE, "ann", "hello"),
    ("09:05 -ann:@#tea- hello", Kind.NOTICE, "ann", "hello"),
    ("[09:05:07] -ann- hello", Kind.NOTICE, "ann", "hello"),
    ("[09:05:07] -ann-lee- hello", Kind.NOTICE, "ann-lee", "hello"),
    (DAY + "09:05:07\tann\thello", Kind.SAID, "ann", "hello"),
    (DAY + "09:05:07\tann\ta\tb", Kind.SAID, "ann", "a\tb"),
    (DAY + "09:05:07\t *\tann waves", Kind.ACTION, "ann", "waves"),
    (DAY + "09:05:07\t*\tann waves", Kind.ACTION, "ann", "waves"),
    (DAY + "09:05:07\t--\tNotice(ann) -> #tea: hello", Kind.NOTICE, "ann", "hello"),
    (DAY + "09:05:07\t--\tNotice(ann): hello", Kind.NOTICE, "ann", "hello"),
    ("Mar 05 09:05:07 <ann>\thello", Kind.SAID, "ann", "hello"),
    ("Mar  5 09:05:07 *\tann waves", Kind.ACTION, "ann", "waves"),
    ("Mar 05 09:05:07 *\tann has left the building", Kind.ACTION, "ann", "has left the building"),
    ("2024-03-05T09:05:07 <ann> hello", Kind.SAID, "ann", "hello"),
    ("2024-03-05T09:05:07  <ann> hello", Kind.SAID, "ann", "hello"),
    ("2024-03-05T09:05:07.123456+00:00 <ann> hello", Kind.SAID, "ann", "hello"),
    (DAY + "09:05:07 <ann> hello", Kind.SAID, "ann", "hello"),
    ("[" + DAY + "09:05:07] <ann> hello", Kind.SAID, "ann", "hello"),
    ("[2024-03-05T09:05:07Z] * ann waves", Kind.ACTION, "ann", "waves"),
    # Speech stays as it was said.
    ("09:05:07 <ann>  #link x ", Kind.SAID, "ann", " #link x "),
    ("09:05:07 <ann> ", Kind.SAID, "ann", ""),
    ("09:05:07 <ann>", Kind.SAID, "ann", ""),
    ("09:05:07 <ann> a > b <c> d", Kind.SAID, "ann", "a > b <c> d"),
    ("09:05:07 <ann> *** bob has quit", Kind.SAID, "ann", "*** bob has quit"),
    ("09:05:07 <ann> 13:00 <bob> quoted", Kind.SAID, "ann", "13:00 <bob> quoted"),
    ("09:05:07 * ann is now known as bob", Kind.ACTION, "ann", "is now known as bob"),
    ("09:05:07 * ann (x@y) has joined #tea", Kind.ACTION, "ann", "(x@y) has joined #tea"),
    ("09:05:07 <änn[m]> grüße", Kind.SAID, "änn[m]", "grüße"),
    ("\ufeff09:05:07 <ann> hello", Kind.SAID, "ann", "hello"),
    # The client's colours go, the speaker's stay.
    ("09:05 <\x0305ann\x0f> hello", Kind.SAID, "ann", "hello"),
    ("\x0314[09:05]\x03 \x02<\x02ann\x02>\x02 \x02hel\x02lo", Kind.SAID, "ann", "\x02hel\x02lo"),
    ("09:05 \x1d* \x0312,1ann\x0f \x0304waves", Kind.ACTION, "ann", "\x0304waves"),
    ("09:05 <ann> plain \x02bold", Kind.SAID, "ann", "plain \x02bold"),
]

HAPPENED = [
    ("09:05 -!- ann [~a@ex.org] has joined #tea", Kind.JOIN, "ann", ""),
    ("09:05 -!- ann [~a@ex.org] [annacc] has joined #tea", Kind.JOIN, "ann", ""),
    ("09:05 -!- ann [~a@ex.org] has left #tea [late (again)]", Kind.PART, "ann", "late (again)"),
    ("09:05 -!- ann [~a@ex.org] has left #tea []", Kind.PART, "ann", ""),
    ("09:05 -!- ann [~a@ex.org] has quit [Quit: [bye]]", Kind.QUIT, "ann", "Quit: [bye]"),
    ("09:05 -!- ann [~a@ex.org] has quit [x has joined #tea]", Kind.QUIT, "ann", "x has joined #tea"),
    ("09:05 -!- bob was kicked from #tea by ann [too loud]", Kind.KICK, "ann", "bob too loud"),
    ("09:05 -!- bob was kicked from #tea by ann []", Kind.KICK, "ann", "bob"),
    ("09:05 -!- ann is now known as ann_", Kind.NICK, "ann", "ann_"),
    ("09:05 -!- ann changed the topic of #tea to: 'Green' or \"black\"", Kind.TOPIC, "ann", "'Green' or \"black\""),
    ("09:05 -!- Topic unset by ann on #tea", Kind.TOPIC, "ann", ""),
    (DAY + "09:05:07\t-->\tann (~a@ex.org) has joined #tea", Kind.JOIN, "ann", ""),
    (DAY + "09:05:07\t-->\tann [acc] (Ann @ home) (~a@ex.org) has joined #tea", Kind.JOIN, "ann", ""),
    (DAY + "09:05:07\t<--\tann (~a@ex.org) has left #tea (late)", Kind.PART, "ann", "late"),
    (DAY + "09:05:07\t<--\tann (~a@ex.org) has left #tea", Kind.PART, "ann", ""),
    (DAY + "09:05:07\t<--\tann (~a@ex.org) has quit (Ping timeout)", Kind.QUIT, "ann", "Ping timeout"),
    (DAY + "09:05:07\t<--\tann has kicked bob (too loud)", Kind.KICK, "ann", "bob too loud"),
    (DAY + "09:05:07\t--\tann is now known as ann_", Kind.NICK, "ann", "ann_"),
    (DAY + '09:05:07\t--\tann has changed topic for #tea from "a" to "b"', Kind.TOPIC, "ann", "b"),
    (DAY + '09:05:07\t--\tann has changed topic for #tea to "b"', Kind.TOPIC, "ann", "b"),
    (DAY + '09:05:07\t--\tann has unset topic for #tea (old topic: "a")', Kind.TOPIC, "ann", ""),
    ("[09:05:07] *** Joins: ann (~a@ex.org)", Kind.JOIN, "ann", ""),
    ("[09:05:07] *** Parts: ann (~a@ex.org) (late)", Kind.PART, "ann", "late"),
    ("[09:05:07] *** Parts: ann (~a@ex.org) ()", Kind.PART, "ann", ""),
    ("[09:05:07] *** Quits: ann (~a@ex.org) (Quit: (bye))", Kind.QUIT, "ann", "Quit: (bye)"),
    ("[09:05:07] *** bob was kicked by ann (too loud)", Kind.KICK, "ann", "bob too loud"),
    ("[09:05:07] *** ann is now known as ann_", Kind.NICK, "ann", "ann_"),
    ("[09:05:07] *** ann changes topic to 'it's tea'", Kind.TOPIC, "ann", "it's tea"),
    ('2024-03-05T09:05:07  *** ann changes topic to "tea"', Kind.TOPIC, "ann", "tea"),
    ("[09:05] *** ann!~a@ex.org has joined #tea", Kind.JOIN, "ann", ""),
    ("[09:05] *** ann (~a@ex.org) has joined", Kind.JOIN, "ann", ""),
    ("[09:05] *** ann (~a@ex.org) has left #tea", Kind.PART, "ann", ""),
    ("[09:05] *** ann (~a@ex.org) has quit IRC (Ping timeout)", Kind.QUIT, "ann", "Ping timeout"),
    ("2024-03-05T09:05:07  *** ann <ann!~a@ex.org> has joined #tea", Kind.JOIN, "ann", ""),
    ("2024-03-05T09:05:07  *** ann has quit IRC", Kind.QUIT, "ann", ""),
    ("[09:05] * Joins: ann (~a@ex.org)", Kind.JOIN, "ann", ""),
    ("Mar 05 09:05:07 *\tann (~a@ex.org) has joined", Kind.JOIN, "ann", ""),
    ("Mar 05 09:05:07 *\tann has joined", Kind.JOIN, "ann", ""),
    ("Mar 05 09:05:07 *\tann has quit (Quit: bye)", Kind.QUIT, "ann", "Quit: bye"),
    ("Mar 05 09:05:07 *\tann has kicked bob from #tea (too loud)", Kind.KICK, "ann", "bob too loud"),
    ("Mar 05 09:05:07 *\tann has changed the topic to: tea", Kind.TOPIC, "ann", "tea"),
]


@pytest.mark.parametrize(("row", "kind", "nick", "text"), TALKED + HAPPENED)
def test_a_row_tells_what_happened(row: str, kind: Kind, nick: str, text: str) -> None:
    for ending in ("", "\n", "\r\n"):
        log = read([row + ending])
        assert [(line.kind, line.nick, line.text) for line in log.lines] == [(kind, nick, text)]
        assert log.ignored == 0


@pytest.mark.parametrize(("row", "kind", "nick", "text"), [row for row in HAPPENED if "ex.org" in row[0]])
def test_a_row_tells_the_host(row: str, kind: Kind, nick: str, text: str) -> None:
    assert read([row]).lines[0].host == "~a@ex.org"


@pytest.mark.parametrize(
    ("row", "rank"),
    [
        ("09:05 <ann> x", Rank.NONE),
        ("09:05 < ann> x", Rank.NONE),
        ("09:05 <+ann> x", Rank.VOICED),
        ("09:05 <@ann> x", Rank.OPERATOR),
        ("09:05 <&ann> x", Rank.OPERATOR),
        ("09:05 <~@ann> x", Rank.OPERATOR),
        ("09:05 <%ann> x", Rank.VOICED),
        (DAY + "09:05:07\t@ann\tx", Rank.OPERATOR),
        (DAY + "09:05:07\t+ann\tx", Rank.VOICED),
        (DAY + "09:05:07\tann\tx", Rank.NONE),
    ],
)
def test_a_prefix_is_a_rank(row: str, rank: Rank) -> None:
    (line,) = read([row]).lines
    assert (line.nick, line.text, line.rank) == ("ann", "x", rank)


@pytest.mark.parametrize(
    ("row", "ignored"),
    [
        ("", 0),
        (" \t", 0),
        ("# a remark", 0),
        ("09:05 -!- mode/#tea [+o ann] by ChanServ", 0),
        ("09:05 -!- Irssi: #tea: Total of 3 nicks", 0),
        ("09:05 -!- You're now known as ann", 0),
        ("[09:05:07] *** ann sets mode: +o bob", 0),
        (DAY + "09:05:07\t--\tMode #tea [+o ann] by ChanServ", 0),
        (DAY + "09:05:07\t\tdisconnected", 0),
        ("Mar 05 09:05:07 *\tann gives channel operator status to bob", 0),
        ("--- Log closed Tue Mar 05 10:00:00 2024", 0),
        ("Session Close: Tue Mar 05 10:00:00 2024", 0),
        ("some prose", 1),
        ("09:05 some prose", 1),
        ("09:05:07 ann: hello", 1),
        ("25:05:07 <ann> hello", 1),
        ("09:05 <ann>hello", 1),
        ("09:05 <> hello", 1),
        ("---", 1),
        ("- a list", 1),
        (DAY + "09:05:07\tann", 1),
    ],
)
def test_a_row_that_tells_nothing(row: str, ignored: int) -> None:
    log = read([row])
    assert (log.lines, log.ignored) == ((), ignored)


# --- when -----------------------------------------------------------------------------------------------------------

WHEN = [
    ("nothing known", "09:05:07 <a> x", {}, ["1970-01-01 09:05:07"], False),
    ("the argument", "09:05:07 <a> x", {"date": TUESDAY}, ["2024-03-05 09:05:07"], True),
    ("the name", "09:05 <a> x", {"name": "tea.2024-03-05-09.00.log.txt"}, ["2024-03-05 09:05:00"], True),
    ("the name, glued", "09:05 <a> x", {"name": "logs/20240305"}, ["2024-03-05 09:05:00"], True),
    ("no day of that name", "09:05 <a> x", {"name": "2024-02-31.log"}, ["1970-01-01 09:05:00"], False),
    (
        "day lines of irssi",
        "--- Log opened Tue Mar 05 23:58:00 2024\n23:59 <a> x\n--- Day changed Wed Mar 06 2024\n00:01 <a> y",
        {"name": "2001-01-01.log"},
        ["2024-03-05 23:59:00", "2024-03-06 00:01:00"],
        True,
    ),
    (
        "opened before midnight, no day line",
        "--- Log opened Tue Mar 05 23:58:00 2024\n00:01 <a> y",
        {},
        ["2024-03-06 00:01:00"],
        True,
    ),
    (
        "the day line comes later",
        "10:00 <a> x\n--- Day changed Wed Mar 06 2024\n09:00 <a> y",
        {},
        ["2024-03-05 10:00:00", "2024-03-06 09:00:00"],
        True,
    ),
    (
        "the day line comes a row late",
        "23:59 <a> x\n00:00 <a> y\n--- Day changed Wed Mar 06 2024\n00:01 <a> z",
        {},
        ["2024-03-05 23:59:00", "2024-03-06 00:00:00", "2024-03-06 00:01:00"],
        True,
    ),
    ("energymech", "Session Start: Tue Mar 05 09:00:00 2024\n[09:05] <a> x", {}, ["2024-03-05 09:05:00"], True),
    ("eggdrop", "[00:00] --- Tue Mar  5 2024\n[09:05] <a> x", {}, ["2024-03-05 09:05:00"], True),
    (
        "hexchat, over new year",
        "**** BEGIN LOGGING AT Sun Dec 31 23:00:00 2023\nDec 31 23:59:00 <a>\tx\nJan 01 00:01:00 <a>\ty",
        {},
        ["2023-12-31 23:59:00", "2024-01-01 00:01:00"],
        True,
    ),
    ("a year from the name", "Feb 29 09:05:00 <a>\tx", {"name": "2024-03-05"}, ["2024-02-29 09:05:00"], True),
    ("no year at all", "Mar 05 09:05:00 <a>\tx", {}, ["1970-03-05 09:05:00"], False),
    ("no such day", "Feb 30 09:05:00 <a>\tx", {"name": "2024-03-05"}, ["2024-03-05 09:05:00"], True),
    (
        "past midnight, twice",
        "23:59 <a> x\n00:01 <a> y\n23:00 <a> z\n00:00 <a> z",
        {"date": date(2024, 2, 28)},
        ["2024-02-28 23:59:00", "2024-02-29 00:01:00", "2024-02-29 23:00:00", "2024-03-01 00:00:00"],
        True,
    ),
    (
        "a step back",
        "09:05:07 <a> x\n09:05:06 <a> y",
        {"date": TUESDAY},
        ["2024-03-05 09:05:07", "2024-03-05 09:05:06"],
        True,
    ),
    (
        "twelve hours back, and a minute more",
        "14:05 <a> x\n02:05 <a> y\n14:06 <a> x\n02:05 <a> y",
        {"date": TUESDAY},
        ["2024-03-05 14:05:00", "2024-03-05 02:05:00", "2024-03-05 14:06:00", "2024-03-06 02:05:00"],
        True,
    ),
    (
        "no clocks",
        "<a> x\n\n# rest\n* a y\n<a> z",
        {},
        ["1970-01-01 00:00:00", "1970-01-01 00:00:01", "1970-01-01 00:00:02"],
        False,
    ),
    (
        "a row without a clock before midnight",
        "23:59:00 <a> x\n<a> y\n00:01:00 <a> z",
        {"date": TUESDAY},
        ["2024-03-05 23:59:00", "2024-03-05 23:59:01", "2024-03-06 00:01:00"],
        True,
    ),
    (
        "a row without a clock among others",
        "09:05:07 <a> x\n<a> y\n09:06:00 <a> z",
        {},
        ["1970-01-01 09:05:07", "1970-01-01 09:05:08", "1970-01-01 09:06:00"],
        False,
    ),
    ("its own offset", "2024-03-05T09:05:07+02:00 <a> x", {"zone": TOKYO}, ["2024-03-05 07:05:07"], True),
    ("its own offset, west", "2024-03-05T23:05:07-0330 <a> x", {"zone": TOKYO}, ["2024-03-06 02:35:07"], True),
    ("its own Z", "2024-03-05T09:05:07.5Z <a> x", {"zone": TOKYO}, ["2024-03-05 09:05:07"], True),
    ("the zone", "2024-07-05T09:05:07 <a> x", {"zone": BERLIN}, ["2024-07-05 07:05:07"], True),
    ("the zone in winter", "2024-01-05T09:05:07 <a> x", {"zone": BERLIN}, ["2024-01-05 08:05:07"], True),
    (
        "the argument moves the whole log",
        "2024-03-05 09:00:00 <a> x\n2024-03-07 09:00:00 <a> y",
        {"date": date(2020, 1, 1)},
        ["2020-01-01 09:00:00", "2020-01-03 09:00:00"],
        True,
    ),
    ("a leap second", "2016-12-31T23:59:60Z <a> x", {}, ["2016-12-31 23:59:59"], True),
]


@pytest.mark.parametrize(("text", "known", "when", "dated"), [row[1:] for row in WHEN], ids=[row[0] for row in WHEN])
def test_when(text: str, known: dict[str, object], when: list[str], dated: bool) -> None:
    log = told(text, **known)
    assert (clocks(log), log.dated) == (when, dated)
    assert all(line.at.tzinfo is UTC for line in log.lines)


STARTS = "{} <ann> #startmeeting tea\n{} <minuta> Meeting started Tue Mar  5 {} 2024 UTC.  The chair is ann.\n"


@pytest.mark.parametrize(
    ("clock", "spoken", "zone", "first"),
    [
        ("09:05:07", "09:05:07", "UTC", "2024-03-05 09:05:07"),
        ("10:05", "09:05:50", "Europe/Berlin", "2024-03-05 09:05:00"),
        ("00:30:00", "23:30:00", "Europe/Berlin", "2024-03-05 23:30:00"),  # the sixth in Berlin
        ("00:00:01", "23:59:59", "UTC", "2024-03-06 00:00:01"),
        ("15:05:07", "09:05:07", "UTC", "1970-01-01 15:05:07"),  # another clock: not believed
    ],
)
def test_the_bot_told_the_day(clock: str, spoken: str, zone: str, first: str) -> None:
    log = told(STARTS.format(clock, clock, spoken), zone=ZoneInfo(zone))
    assert clocks(log)[0] == first
    assert log.dated is not first.startswith("1970")


def test_the_bot_told_the_day_after_midnight() -> None:
    log = told("23:50:00 <ann> early\n" + STARTS.format("00:10:00", "00:10:00", "00:10:00"))
    assert clocks(log) == ["2024-03-04 23:50:00", "2024-03-05 00:10:00", "2024-03-05 00:10:00"]


def test_the_bot_told_the_day_of_a_log_without_clocks() -> None:
    log = told(STARTS.format("", "", "09:05:07"))
    assert clocks(log) == ["2024-03-05 00:00:00", "2024-03-05 00:00:01"]


def test_the_logs_own_date_comes_before_the_bots() -> None:
    log = told("--- Log opened Wed Mar 06 09:00:00 2024\n" + STARTS.format("09:05:07", "09:05:07", "09:05:07"))
    assert clocks(log) == ["2024-03-06 09:05:07", "2024-03-06 09:05:07"]


# --- where, and who wrote it down -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "known", "channel"),
    [
        ("09:05 <a> x", {}, None),
        ("09:05 <a> see #milk", {}, None),
        ("09:05 <a> x", {"channel": "#Tea", "name": "#milk.log"}, "#Tea"),
        ("09:05 -!- a [b@c] has joined #tea", {"name": "#milk.log"}, "#tea"),
        ("09:05 -!- a changed the topic of #tea to: #milk", {}, "#tea"),
        ("--- Log opened Tue Mar 05 09:00:00 2024 #tea", {}, "#tea"),
        ("Session Ident: #tea", {}, "#tea"),
        (DAY + "09:05:07\t<--\ta (b@c) has left #tea (#milk)", {}, "#tea"),
        ("Mar 05 09:05:07 *\tNow talking on #tea", {}, "#tea"),
        ("09:05 <a> x", {"name": "home/irclogs/net/#tea.log"}, "#tea"),
        ("09:05 <a> x", {"name": "log/#tea/2024-03-05.log"}, "#tea"),
        ("09:05 <a> x", {"name": "user_#tea_20240305.log"}, "#tea"),
        ("09:05 <a> x", {"name": "irc.net.##c++.de.weechatlog"}, "##c++.de"),
        ("09:05 <a> x", {"name": "logs/tea.2024-03-05-09.00.log.txt"}, "#tea"),
        ("09:05 <a> x", {"name": "tea.log"}, None),
        ("09:05 <a> x", {"name": "#.log"}, None),
        ("09:05 <a> x", {"name": "#c#.log"}, "#c#"),
    ],
)
def test_where(row: str, known: dict[str, str], channel: str | None) -> None:
    log = told(row, **known)
    assert log.channel == channel
    assert all(line.channel == (channel or "") for line in log.lines)


OPENING = "<Minuta> before\n<ann>  #StartMeeting tea\n<bob> o/\n<minuta> Meeting started Tue\n<bob> #info x\n"


@pytest.mark.parametrize(
    ("bot", "found", "clerks", "people"),
    [
        (None, "minuta", {"minuta", "Minuta"}, {"ann", "bob"}),  # all its lines, in any spelling
        ("BOB", "BOB", {"bob"}, {"ann", "minuta", "Minuta"}),  # the caller knows better
    ],
)
def test_the_bot_that_recorded_it(bot: str | None, found: str, clerks: set[str], people: set[str]) -> None:
    log = told(OPENING, bot=bot)
    assert log.bot == found
    assert {line.nick for line in log.lines if line.speaker is Speaker.CLERK} == clerks
    assert {line.nick for line in log.lines if line.speaker is Speaker.PERSON} == people


@pytest.mark.parametrize(
    ("text", "bots"),
    [
        ("<b> Meeting started\n<a> hi", set()),
        ("<a> #startmeeting\n<a> Meeting started", set()),
        ("<a> #startmeeting\n<b> Meeting started now?\n<c> Meeting started", {"b"}),
        ("<a> #startmeeting\n" + "<c> x\n" * 4 + "<b> Meeting started", {"b"}),
        ("<a> #startmeeting\n" + "<c> x\n" * 5 + "<b> Meeting started", set()),
        ("<a> #startmeeting\n<b> a: Meeting started at 2024-03-05T09:05+0000", {"b"}),
        ("<a> #startmeeting\n<b> Meeting started\n<a> #startmeeting\n<c`> Meeting started", {"b", "c`"}),
        ("<a> say #startmeeting\n<b> Meeting started", set()),
    ],
)
def test_who_is_a_recording_bot(text: str, bots: set[str]) -> None:
    log = told(text)
    assert {line.nick for line in log.lines if line.speaker is Speaker.CLERK} == bots
    assert (log.bot in bots) if bots else (log.bot is None)


def test_lines_are_numbered_and_shapes_may_be_mixed() -> None:
    log = told("\ufeff" + DAY + "09:05:07\tann\tone\r\nodd\r\n\r\n[09:06] <bob> two\r\n09:06 -!- x\r\n* cy three\r\n")
    assert short(log) == [
        ("2024-03-05 09:05:07", "said", "ann", "one"),
        ("2024-03-05 09:06:00", "said", "bob", "two"),
        ("2024-03-05 09:06:01", "action", "cy", "three"),
    ]
    assert [line.id for line in log.lines] == [1, 2, 3]
    assert log.ignored == 1


# --- real ones, and hard ones ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["2018-05-01-13.32", "2018-07-10-13.33", "2018-11-27-15.03"])
def test_real_meetings_count_as_meetbot_counted(when: str) -> None:
    path = CASES / f"asbroker.{when}.log.txt"
    if not path.exists():
        pytest.skip("the real meetings are not beside this repository")
    expected = json.loads(path.with_name(f"asbroker.{when}.expected.json").read_text(encoding="utf-8"))
    log = told(path.read_text(encoding="utf-8"))
    assert Counter(line.nick for line in log.lines if line.kind in TALK) == expected["log_line_counts"]
    assert (log.ignored, log.dated, f"{log.lines[0].at:%F}") == (0, True, when[:10])
    assert log.bot is not None and log.bot.startswith("brokerbot")
    assert told(path.read_text(encoding="utf-8"), name=path.name).channel == "#asbroker"


LONG = 100_000
HARD = [
    "<" + "@" * LONG,
    "<" + "a" * LONG,
    "-" + "a-" * LONG,
    "* " + " " * LONG,
    "*\t" + "a has joined " * LONG,
    "-!- a" + " [b]" * LONG,
    "-!- a" + " (" * LONG,
    "-!- a!" + "@" * LONG,
    "-!- a" + " (b@c)" * LONG + " has joined #x",
    "-!- a changed the topic of #" + "x" * LONG,
    '09:05\t--\ta has changed topic for #x from "' + '" to ' * LONG,
    "09:05\t" + "\t" * LONG,
    "--- Log opened " + "Jan" * LONG,
    "--- Log opened " + "Jan " * LONG,
    "--- Log opened " + "Jan 1 " + " " * LONG,
    "09:05 " + " " * LONG + "x",
    "<a> " + "\x03" * LONG,
    "\x0312,1" * LONG + "<a> x",
    "Notice(" * LONG,
    "#startmeeting " * LONG,
    "<a> " + "Meeting started " * LONG,
    "-!- " + "a " * LONG,
]


@pytest.mark.parametrize("row", HARD, ids=[row[:24].encode("unicode_escape").decode() for row in HARD])
def test_a_long_row_takes_no_longer_than_its_length(row: str) -> None:
    began = time.process_time()
    read(["<s> #startmeeting", row, row], bot="a")
    assert time.process_time() - began < 2


def test_a_long_log_is_read_in_seconds() -> None:
    rows = [f"[{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}] <nick{n % 50}> line {n}" for n in range(200_000)]
    began = time.process_time()
    log = read(rows, date=date(2024, 3, 5))
    assert time.process_time() - began < 20
    assert log.lines[-1].at == datetime(2024, 3, 5, tzinfo=UTC) + timedelta(seconds=199_999)


STAMPS = ("", "09:05 ", "[23:59:59] ", "00:00 ", "Feb 29 09:05:07 ", DAY + "09:05:07\t")
EDGES = ("1900-01-01T00:00:00+23:59 ", "2099-12-31 23:59:60 ", "Tue Feb 30 00:00:00 1900", "Dec 31 23:59:59 2099 UTC")
BODIES = ("<", "* ", "*\t", "*** ", "-!- ", "-->\t", "-a- ", "<a> ", "--- Log opened ", "#", "\x0304", "Session Time: ")
ENDS = ("a> ", "a has joined #x", " (b@c) has quit (", "Joins: ", "#startmeeting", "Meeting started ")
PIECES = st.lists(st.sampled_from(STAMPS + EDGES + BODIES + ENDS) | st.text(max_size=8), max_size=6).map("".join)


@given(st.lists(st.text() | PIECES, max_size=8), st.text() | PIECES)
def test_no_text_is_an_error(rows: list[str], name: str) -> None:
    for zone in (UTC, ZoneInfo("Pacific/Kiritimati")):
        log = read(rows, name=name, zone=zone)
        assert len(log.lines) + log.ignored <= len(rows)
        assert [line.id for line in log.lines] == list(range(1, len(log.lines) + 1))


HEADS = ("09:05:07 <a> ", "[09:05] <@a> ", DAY + "09:05:07\ta\t", "\x02<a>\x02 ", "2024-03-05T09:05Z * a ")


@given(st.text().filter(lambda text: not text.endswith(("\r", "\n"))), st.sampled_from(HEADS))
def test_speech_is_kept_to_the_letter(text: str, head: str) -> None:
    assert read([head + text + "\r\n"]).lines[0].text == text
