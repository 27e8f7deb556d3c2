"""The full log, as text and as a page, in pieces: a log of 100,000 lines is never held whole."""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from html import escape
from itertools import islice
from zlib import crc32

from clerk.core.lines import Kind, Speaker, fold
from clerk.core.minutes import LogLine, Minutes

from .html import dated, framed, linked
from .links import ALL, clean

LINES_AT_ONCE = 500
UNSEEN = frozenset({Kind.NAMES, Kind.TICK, Kind.DENIED, Kind.WRITTEN, Kind.UNWRITTEN, Kind.PRIVATE, Kind.ERRAND})
TWO = tuple(f"{number:02}" for number in range(60))
PALETTE = (  # on light, on dark paper: each at least 4.5 to 1, also where a line is marked
    ("#9c334b", "#ff8ca0"), ("#9c3a11", "#ff936d"), ("#81520a", "#eca342"), ("#6a5e0c", "#c9b63a"),
    ("#456b09", "#96c661"), ("#0b6f49", "#53cf95"), ("#0c6c68", "#19cec6"), ("#09687f", "#02c8f1"),
    ("#0260a6", "#76bafe"), ("#5150aa", "#a6acfc"), ("#764297", "#d09af7"), ("#8e3776", "#ef8fd0"),
)  # fmt: skip


def _colours(scheme: int) -> str:
    return "".join(f".c{n}{{color:{pair[scheme]}}}" for n, pair in enumerate(PALETTE))


STYLE = f"""
main{{margin-top:2rem;padding-top:1rem;border-top:1px solid var(--rule)}}
main p{{margin:0 0 .15rem;padding-left:4.75rem;text-indent:-4.75rem;
font:.9375rem/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}}
main p>*{{text-indent:0}}
main p>a:first-child{{display:inline-block;width:4.5rem;color:var(--quiet);text-decoration:none;
font-size:.8125rem;font-variant-numeric:tabular-nums}}
main p>a:first-child:hover{{text-decoration:underline}}
main b{{font-weight:600}}main bdi{{white-space:pre-wrap}}
.q,.d,.d b,.q b{{color:var(--quiet)}}.q b{{font-weight:400}}.gap{{color:var(--no);font-style:italic}}
.relayed b{{font-style:italic}}
{_colours(0)}
@media screen and (prefers-color-scheme:dark){{{_colours(1)}}}
@media(max-width:34rem){{main p{{padding-left:1rem;text-indent:-1rem}}main p>a:first-child{{width:auto;
margin-right:.5rem}}}}
@media print{{main p{{break-inside:avoid}}}}
"""


def render(minutes: Minutes, *, base: str = "", files: Collection[str] = ALL) -> Iterator[str]:
    return _joined(_rows(minutes, _text_row, lambda day: f"--- Day changed to {day:%Y-%m-%d}\n"))


def render_html(minutes: Minutes, *, base: str = "", files: Collection[str] = ALL) -> Iterator[str]:
    rows = _rows(minutes, HtmlRow(), lambda day: f"<h2>{dated(day)}</h2>\n")
    return framed(minutes, base, files, "log-html", _joined(rows), STYLE)


def _joined(rows: Iterator[str]) -> Iterator[str]:
    while piece := "".join(islice(rows, LINES_AT_ONCE)):
        yield piece


def _rows(minutes: Minutes, row: Callable[[LogLine, str], str], new_day: Callable[[datetime], str]) -> Iterator[str]:
    day: date = minutes.started.date()
    for line in minutes.log():
        told_on_arrival = line.kind is Kind.TOPIC and not line.nick
        if line.kind in UNSEEN or told_on_arrival:
            continue
        at = line.at
        if at.date() != day:
            day = at.date()
            yield new_day(at)
        yield row(line, f"{TWO[at.hour]}:{TWO[at.minute]}:{TWO[at.second]}")


def _text_row(line: LogLine, time: str) -> str:
    kind, nick, text = line.kind, line.nick, line.text
    if not (nick.isprintable() and text.isprintable()):
        nick, text = clean(nick), clean(text)
    if kind is Kind.SAID:
        return f"{time} <{nick}> {text}\n"
    if kind is Kind.ACTION:
        return f"{time} * {nick} {text}\n"
    if kind is Kind.NOTICE:
        return f"{time} -{nick}- {text}\n"
    if kind is Kind.BACK:
        return f"{time} {_gap(line, text)}\n"
    who, what = _event(kind, nick, text)
    return f"{time} -!- {who} {what}\n"


class HtmlRow:
    """Makes a row of the page, and remembers how each nick is shown."""

    def __init__(self) -> None:
        self.nicks: dict[str, str] = {}

    def __call__(self, line: LogLine, time: str) -> str:
        text = line.text
        if not text.isprintable():
            text = clean(text)
        start = f'id="l-{line.n}"><a href="#l-{line.n}">{time}</a> '
        kind = line.kind
        if kind is Kind.BACK:
            return f'<p class="gap" {start}{escape(_gap(line, text))}</p>\n'
        nick = self.nicks.get(line.nick) or self._nick(line.nick)
        shown = linked(text) if ":" in text else escape(text)
        if kind is Kind.SAID:
            return f"<p{_speaker(line.speaker)} {start}{nick} <bdi>{shown}</bdi></p>\n"
        if kind is Kind.ACTION:
            return f"<p{_speaker(line.speaker)} {start}* {nick} <bdi>{shown}</bdi></p>\n"
        if kind is Kind.NOTICE:
            return f'<p{_speaker(line.speaker)} {start}-{nick}- <bdi>{shown}</bdi></p>\n'
        who, what = _event(kind, clean(line.nick), text)
        return f'<p class="q" {start}{self.nicks.get(who) or self._nick(who)} <bdi>{linked(what)}</bdi></p>\n'

    def _nick(self, nick: str) -> str:
        if len(self.nicks) > 10_000:
            self.nicks.clear()
        colour = crc32(fold(nick).encode(errors="replace")) % len(PALETTE)
        self.nicks[nick] = f'<b class="c{colour}"><bdi>{escape(clean(nick))}</bdi></b>'
        return self.nicks[nick]


def _speaker(speaker: Speaker) -> str:
    if speaker is Speaker.PERSON:
        return ""
    return ' class="relayed"' if speaker is Speaker.RELAYED else ' class="d"'


def _event(kind: Kind, nick: str, text: str) -> tuple[str, str]:
    """Whom it befell, and what."""
    if kind is Kind.KICK:
        kicked, _, reason = text.partition(" ")
        return kicked, f"was kicked by {nick}{_reason(reason)}"
    if kind is Kind.NICK:
        return nick, f"is now known as {text}"
    if kind is Kind.TOPIC:
        return nick, f"changed the topic to: {text}"
    done = {Kind.JOIN: "has joined", Kind.PART: "has left", Kind.QUIT: "has quit"}[kind]
    return nick, done + _reason("" if kind is Kind.JOIN else text)


def _reason(text: str) -> str:
    return f" [{text}]" if text else ""


def _gap(line: LogLine, text: str) -> str:
    since, _, reason = text.partition(" ")
    try:
        left = datetime.fromisoformat(since)
    except ValueError:
        return f"-- not heard from: {text} --"
    day = "" if left.date() == line.at.date() else f"{left:%Y-%m-%d} "
    why = f" ({reason})" if reason else ""
    return f"-- not heard from {day}{left:%H:%M:%S} to {line.at:%H:%M:%S}{why} --"
