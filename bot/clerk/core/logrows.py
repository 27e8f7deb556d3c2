"""One row of an IRC log, in the shapes that clients and bots write it.

A row is a stamp and a body, and neither knows of the other: any stamp may stand before any body, or none.
The bodies are tables of (kind, pattern); the groups of a pattern name what they hold, for `_heard` to pick up:
nick, rank, mask (somewhere in it user@host), channel, kicked, text (as it stands) or quoted (in brackets or quotes).
No pattern may look twice at the same text: possessive (`*+`) wherever two neighbours could share a character.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, time, timedelta, timezone

from clerk.core.lines import Kind, Rank


@dataclass(frozen=True, slots=True)
class Stamp:
    """When, as far as the row says. clock: in the log's zone, or in `zone` where the row names one."""

    clock: time | None = None
    day: date | None = None
    yearless: tuple[int, int] | None = None  # month and day
    zone: timezone | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What the row tells. kind: None for what is no line of IRC (a day line, a mode, the client's chatter)."""

    kind: Kind | None = None
    nick: str = ""
    text: str = ""
    rank: Rank = Rank.NONE
    host: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a known shape."""

    stamp: Stamp
    heard: Heard


NOTHING = Heard()
SPOKEN = frozenset({Kind.SAID, Kind.ACTION, Kind.NOTICE})

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR, MONTH, DAY = r"(?P<year>(?:19|20)\d\d)", r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>0[1-9]|[12]\d|3[01])"
CLOCK = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d|60))?"
NAMED = rf"(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}} {{1,4}}(?P<monthday>0?[1-9]|[12]\d|3[01])"
FLAGS = re.ASCII | re.IGNORECASE | re.DOTALL

CODES = re.compile(r"[\x02\x0f\x11\x16\x1d-\x1f]|\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[0-9a-fA-F]{6})?")
STAMP = re.compile(
    rf"\[?(?:{YEAR}-{MONTH}-{DAY}[T ]|{NAMED} )?{CLOCK}(?:[.,]\d{{1,9}})?"
    r"(?P<zone>Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?\]?(?=[ \t]|$)",
    FLAGS,
)
DATES = (
    re.compile(rf"{NAMED}(?: {{1,4}}{CLOCK})?,? {{1,4}}{YEAR}(?!\d)", FLAGS),
    re.compile(rf"(?<!\d){YEAR}-{MONTH}-{DAY}(?:[T ]{CLOCK})?(?!\d)", FLAGS),
)
DAY_LINE = re.compile(
    r"(?:--- (?:Log|Day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)|\*{4} (?:BEGIN|ENDING)|Session (?:Start|Time|Ident|Close)).*",
    FLAGS,
)
IN_CHANNEL = re.compile(r"(?<!\S)[#&]\S+")

RANK = r"(?P<rank>[ ~&@%+!]*+)"
NICK = r"(?P<nick>\S++)"
CHANNEL = r"(?P<channel>[#&]\S*)"
WHO = r"(?P<nick>[^\s!]++)(?P<mask>(?:!\S++)?(?: (?:\[[^\]]*+\]|\([^)]*+\)|<[^>]*+>))*+)"
WHY = r"""(?: (?P<quoted>[\[("'].*))?"""
WORDS = r"(?:[ \t](?P<text>.*))?"


Table = tuple[tuple[Kind | None, re.Pattern[str]], ...]
Marks = tuple[tuple[re.Pattern[str], Table, bool], ...]


def _table(*rows: tuple[Kind | None, str]) -> Table:
    return tuple((kind, re.compile(pattern + r"\s*", re.ASCII | re.DOTALL)) for kind, pattern in rows)


# What clients say of people, behind whatever mark they put before it.
EVENTS = _table(
    (Kind.JOIN, rf"{WHO} has joined(?: {CHANNEL})?"),
    (Kind.JOIN, r"Joins: (?P<nick>\S+)(?: \((?P<mask>[^)]*)\))?"),
    (Kind.PART, rf"{WHO} has left(?: {CHANNEL})?{WHY}"),
    (Kind.PART, rf"Parts: (?P<nick>\S+)(?: \((?P<mask>[^)]*)\))?{WHY}"),
    (Kind.QUIT, rf"{WHO} has quit(?: IRC)?{WHY}"),
    (Kind.QUIT, rf"Quits: (?P<nick>\S+)(?: \((?P<mask>[^)]*)\))?{WHY}"),
    (Kind.KICK, rf"(?P<kicked>\S+) was kicked (?:from {CHANNEL} )?by {NICK}{WHY}"),
    (Kind.KICK, rf"{NICK} has kicked (?P<kicked>\S+)(?: from {CHANNEL})?{WHY}"),
    (Kind.NICK, rf"{NICK} is now known as (?P<text>\S+)"),
    (Kind.TOPIC, rf"{NICK} changed the topic of {CHANNEL} to: ?(?P<text>.*)"),
    (Kind.TOPIC, rf'{NICK} has changed topic for {CHANNEL} (?:from ".*?" )?to (?P<quoted>".*)'),
    (Kind.TOPIC, rf"{NICK} has changed the topic to: ?(?P<text>.*)"),
    (Kind.TOPIC, rf"{NICK} changes topic to (?P<quoted>.*)"),
    (Kind.TOPIC, rf"Topic unset by {NICK} on {CHANNEL}"),
    (Kind.TOPIC, rf"{NICK} has unset topic for {CHANNEL}.*"),
    (Kind.NOTICE, rf"Notice\((?P<nick>[^\s)]+)\)(?: -> [@+]?{CHANNEL})?: (?P<text>.*)"),
    (None, rf"Now talking (?:on|in) {CHANNEL}"),
    (None, r"\S+ (?:sets mode|(?:gives|removes) (?:channel|voice)) .*|Topic for [#&].*|You are now .*"),
)
ACTION = _table((Kind.ACTION, rf"{RANK}{NICK}{WORDS}"))
TALK = _table(
    (Kind.SAID, rf"<{RANK}(?P<nick>[^\s>]++)>{WORDS}"),
    (Kind.NOTICE, rf"-(?P<nick>[^\s:>!-][^\s:]*)(?::[@+]?{CHANNEL})?-{WORDS}"),
)
# A mark, what may stand behind it, and whether only clients write there.
# "* nick" without a tab may be what anybody says with /me: never an event.
MARKS: Marks = (
    (re.compile(r"(?:\*\*\*|-!-)[ \t]+"), EVENTS, True),
    (re.compile(r"\* (?=(?:Joins|Parts|Quits): )"), EVENTS, True),
    (re.compile(r"\*\t"), EVENTS + ACTION, False),
    (re.compile(r"\* "), ACTION, False),
    (re.compile(r""), TALK, False),
)
COLUMN = _table((Kind.SAID, rf"<?{RANK}(?P<nick>[^\s<>]++)>?\t(?P<text>.*)"))
COLUMNS: Marks = (
    (re.compile(r"(?:-->|<--|--|=!=|) *\t"), EVENTS, True),
    (re.compile(r" *\* *\t"), ACTION, False),
    (re.compile(r""), COLUMN, False),
)


def parse(raw: str) -> Row | None:
    """The row, or None if it has no known shape. Blank rows and comments (`# …`) tell nothing."""
    raw = raw.removeprefix("\ufeff").rstrip("\r\n")
    plain = CODES.sub("", raw)
    if not plain.strip() or plain.lstrip()[0] == "#":
        return Row(Stamp(), NOTHING)
    row = _row(plain)
    if row and row.heard.kind in SPOKEN and plain != raw:
        return replace(row, heard=replace(row.heard, text=_behind(raw, len(plain) - len(row.heard.text))))
    return row


def find_date(text: str) -> Stamp:
    """The first date in a text, as `Tue May  1 13:32:00 2018` or ISO 8601; the clock is optional."""
    found = (pattern.search(text) for pattern in DATES)
    return next((_stamp(match) for match in found if match), Stamp())


def _row(plain: str) -> Row | None:
    match = STAMP.match(plain)
    stamp, rest = (_stamp(match), plain[match.end() :]) if match else (Stamp(), plain)
    body = rest.lstrip(" ")
    if DAY_LINE.fullmatch(body):
        return Row(_day_line(stamp, body), _chatter(body))
    heard = _body(rest[1:], COLUMNS) if match and rest.startswith("\t") else _body(body, MARKS)
    return Row(stamp, heard) if heard else None


def _day_line(stamp: Stamp, body: str) -> Stamp:
    found = find_date(body)
    return replace(stamp, day=found.day or stamp.day, clock=found.clock or stamp.clock)


def _chatter(body: str) -> Heard:
    channel = IN_CHANNEL.search(body)
    return Heard(channel=channel[0]) if channel else NOTHING


def _body(body: str, marks: Marks) -> Heard | None:
    """What stands behind the first mark that fits; where only clients write, what we do not know is chatter."""
    start, table, chatter = next((m.end(), table, chatter) for mark, table, chatter in marks if (m := mark.match(body)))
    for kind, pattern in table:
        if match := pattern.fullmatch(body, start):
            return _heard(kind, match.groupdict(""))
    return NOTHING if chatter else None


def _heard(kind: Kind | None, told: dict[str, str]) -> Heard:
    text = told.get("text") or _inside(told.get("quoted", ""))
    if "kicked" in told:
        text = f"{told['kicked']} {text}".rstrip()
    host = _host(told["mask"]) if told.get("mask") else ""
    rank = _rank(told["rank"]) if told.get("rank") else Rank.NONE
    return Heard(kind, told.get("nick", ""), text, rank, host, told.get("channel", ""))


def _inside(text: str) -> str:
    """`[reason]`, `(reason)`, `"topic"` or `'topic'` without what stands around it."""
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] + text[-1] in ("[]", "()", '""', "''") else text


def _host(mask: str) -> str:
    """user@host, out of `!user@host`, `(user@host)`, `[user@host] [account]` or `<nick!user@host>`."""
    hosts = [word.strip("()[]<>").rpartition("!")[2] for word in mask.split() if "@" in word]
    return hosts[-1] if hosts else ""


def _rank(prefix: str) -> Rank:
    if any(mark in prefix for mark in "@&~!"):
        return Rank.OPERATOR
    return Rank.VOICED if prefix.strip() else Rank.NONE


def _stamp(match: re.Match[str]) -> Stamp:
    told = match.groupdict()
    clock = time(int(told["hour"]), int(told["minute"]), min(int(told["second"] or 0), 59)) if told["hour"] else None
    month = MONTHS.index(told["name"].lower()) + 1 if told.get("name") else int(told.get("month") or 0)
    monthday = int(told.get("monthday") or told.get("day") or 0)
    day = day_of(int(told["year"]), month, monthday) if told["year"] else None
    return Stamp(clock, day, (month, monthday) if month and not told["year"] else None, _zone(told.get("zone")))


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zone(offset: str | None) -> timezone | None:
    if not offset:
        return None
    if offset in "Zz":
        return UTC
    away = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    return timezone(-away if offset[0] == "-" else away)


def _behind(raw: str, count: int) -> str:
    """The raw row behind its first `count` plain characters: speech with the speaker's own formatting."""
    at = 0
    for code in CODES.finditer(raw):
        if code.start() - at >= count:
            break
        count -= code.start() - at
        at = code.end()
    return raw[at + count :]
