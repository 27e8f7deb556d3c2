"""The minutes as one self-contained page; every human word passes `words` or `escape`."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from html import escape
from urllib.parse import quote

from clerk.core.lines import fold
from clerk.core.minutes import Action, Item, Minutes, Present, Vote

from .links import ALL, clean, file_of, may_link, split
from .text import Part, asked, by_owner, closing, counts, heading, left_over, outline, promise, roll_call, said, terms

DECISIONS = ("agreed", "accepted", "rejected")
FILES = {
    "html": "Minutes", "log-html": "Full log", "text": "Text", "markdown": "Markdown", "rst": "reStructuredText",
    "json": "JSON", "log": "Log as text",
}  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip

STYLE = """
:root{color-scheme:light dark;--paper:#fdfcfa;--ink:#1f2328;--quiet:#5f656d;--rule:#dcd8cf;--link:#0b57a4;
--mark:#fbf0c9;--act:#8a4b00;--yes:#1d6b36;--no:#a8261e;--ask:#6b3fa0}
@media screen and (prefers-color-scheme:dark){:root{--paper:#17181a;--ink:#e4e3df;--quiet:#a0a4aa;--rule:#3a3c40;
--link:#8ab8f2;--mark:#3a3413;--act:#e9b26a;--yes:#86cf9b;--no:#f29c92;--ask:#c6a8ee}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{font:1.0625rem/1.55 Charter,"Bitstream Charter","Iowan Old Style",Georgia,"Noto Serif",serif;max-width:46rem;
margin:0 auto;padding:2.5rem 1.25rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.8rem;line-height:1.2;font-weight:600;margin:0 0 1rem;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.3;font-weight:600;margin:3rem 0 .75rem;padding-top:.75rem;
border-top:1px solid var(--rule)}
h3,h4{font-size:1.0625rem;line-height:1.4;font-weight:600;margin:1.75rem 0 .4rem}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.15em}
ul{list-style:none;margin:0;padding:0}
p{margin:.4rem 0}
time{white-space:nowrap}
:target{background:var(--mark);box-shadow:0 0 0 .3rem var(--mark)}
.over,nav,dt,th,.by,.kind,footer{font-family:system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.over,.by,footer,.none{color:var(--quiet)}
.over,nav,footer{font-size:.875rem}
.over{margin:0 0 .35rem}
.by,.kind,dt,th{font-size:.8125rem;font-weight:400}
.by{display:inline-block;text-indent:0;margin-left:.35rem;font-variant-numeric:tabular-nums}
.by a,nav a,h3 a{color:inherit;text-decoration-color:var(--rule)}
.by a:hover,nav a:hover,h3 a:hover{text-decoration-color:currentColor}
#actions h3{margin-top:1.1rem}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin-top:1.25rem}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.1rem;margin:0}
dt{color:var(--quiet);line-height:1.65rem}
dd{margin:0}
.items li{display:grid;grid-template-columns:5.25rem minmax(0,1fr);margin:.35rem 0}
.kind{grid-column:1;color:var(--quiet);line-height:1.65rem}
.said{grid-column:2}
.under{margin-left:1.25rem}
.action .kind{color:var(--act)}.agreed .kind,.accepted .kind{color:var(--yes)}
.rejected .kind{color:var(--no)}.help .kind,.idea .kind{color:var(--ask)}
.action .kind,.agreed .kind,.accepted .kind,.rejected .kind{font-weight:600}
.list li{padding-left:1.1rem;text-indent:-1.1rem;margin:.35rem 0}
.list li::before{content:"–";display:inline-block;width:1.1rem;text-indent:0;color:var(--quiet)}
.people{columns:14rem 3;column-gap:1.5rem}
.people li{break-inside:avoid}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:baseline;padding:.25rem 1rem .25rem 0;border-bottom:1px solid var(--rule)}
th{color:var(--quiet);white-space:nowrap}
td.n{font-variant-numeric:tabular-nums}
footer{margin-top:3rem;padding-top:.75rem;border-top:1px solid var(--rule)}
@media(max-width:34rem){body{padding-top:1.5rem}h1{font-size:1.5rem}.items li{display:block}
.kind{margin-right:.5rem}.under{margin-left:.75rem}}
@media print{@page{margin:2cm}html{background:none;font-size:9.5pt}body{max-width:none;padding:0}nav{display:none}
h2,h3,h4{break-after:avoid}li,tr,dl{break-inside:avoid}a{color:inherit}:target{background:none;box-shadow:none}}
"""


def render(minutes: Minutes, *, base: str = "", files: Collection[str] = ALL) -> Iterator[str]:
    log = escape(file_of(base, "log-html")) if base and "log-html" in files else ""
    return framed(minutes, base, files, "html", _sections(minutes, log))


def framed(
    m: Minutes, base: str, files: Collection[str], name: str, body: Iterable[str], style: str = ""
) -> Iterator[str]:
    """One page. name: its own format, which it does not link to. style: CSS besides the common one."""
    title = f"{'Log of ' if name == 'log-html' else ''}{heading(m)}, {m.started.date()}"
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Clerk">
<title>{text(title)}</title>
<style>{STYLE}{style}</style>
</head>
<body>
"""
    yield from _header(m, base, files, name)
    yield "<main>\n"
    yield from body
    yield "</main>\n<footer>Generated by Clerk. All times are UTC.</footer>\n</body>\n</html>\n"


def text(human: str) -> str:
    return escape(clean(human))


def words(human: str) -> str:
    """Human words with their links, kept from reordering what stands around them."""
    return f"<bdi>{linked(clean(human))}</bdi>"


def linked(clean_text: str) -> str:
    return "".join(_link(piece) if is_url else escape(piece) for piece, is_url in split(clean_text))


def readable(at: datetime) -> str:
    return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1]} {at.year}"


def dated(at: datetime) -> str:
    return f"{readable(at)} (<time>{at:%Y-%m-%d}</time>)"


def _link(url: str) -> str:
    shown = escape(url)
    return f'<a href="{shown}" rel="nofollow noopener">{shown}</a>'


def _header(m: Minutes, base: str, files: Collection[str], name: str) -> Iterator[str]:
    where = " on ".join(words(place) for place in (m.channel, m.network) if place)
    log = "Full log of the meeting" if name == "log-html" else "Minutes of the meeting"
    yield f'<header>\n<p class="over">{log}</p>\n<h1>{words(m.title.strip() or "Meeting")}</h1>\n<dl>\n'
    yield f"<dt>Date</dt><dd>{dated(m.started)}</dd>\n"
    yield f"<dt>Time</dt><dd>{_span(m)}</dd>\n"
    if where:
        yield f"<dt>Channel</dt><dd>{where}</dd>\n"
    yield f"<dt>Started by</dt><dd>{words(m.opened_by)}</dd>\n"
    if m.chairs:
        yield f"<dt>{'Chair' if len(m.chairs) == 1 else 'Chairs'}</dt><dd>{', '.join(map(words, m.chairs))}</dd>\n"
    if m.purpose:
        yield f"<dt>Purpose</dt><dd>{words(m.purpose)}</dd>\n"
    yield "</dl>\n"
    if base and len(files) > 1:
        shown = (n for n in FILES if n != name and n in files)
        others = (f'<a href="{escape(file_of(base, n))}">{FILES[n]}</a>' for n in shown)
        yield f'<nav aria-label="Other forms">{" ".join(others)}</nav>\n'
    yield "</header>\n"


def _span(m: Minutes) -> str:
    began = f'<time datetime="{m.started.isoformat()}">{m.started:%H:%M}</time>'
    if m.ended is None:
        return f"{began} UTC; the meeting goes on"
    day = "" if m.ended.date() == m.started.date() else f" on {readable(m.ended)}"
    ended = f'<time datetime="{m.ended.isoformat()}">{m.ended:%H:%M}</time>'
    return f"{began} to {ended} UTC{day} ({_length(m.ended - m.started)})"


def _length(duration: timedelta) -> str:
    hours, minutes = divmod(max(0, round(duration.total_seconds() / 60)), 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else "")))


def _sections(m: Minutes, log: str) -> Iterator[str]:
    """log: where the log's page is, "" when there is none."""
    anchors = _anchors(m.people)
    targets = {fold(person.nick): anchor for person, anchor in reversed(list(zip(m.people, anchors, strict=True)))}
    yield '<section id="summary">\n<h2>Summary</h2>\n'
    for part in outline(m):
        yield from _part(part, log)
    yield "</section>\n"
    decided = [item for item in m.items if item.kind in DECISIONS]
    if decided:
        yield '<section id="decisions">\n<h2>Decisions</h2>\n<ul class="items">\n'
        yield from (_item(item, log, "") for item in decided)
        yield "</ul>\n</section>\n"
    yield from _actions(m, targets)
    if m.votes:
        yield '<section id="votes">\n<h2>Votes</h2>\n'
        yield from (row for vote in m.votes for row in _vote(vote))
        yield "</section>\n"
    if m.attendance:
        rows = (f"<dt>{name}</dt><dd>{text}</dd>\n" for name, text in roll_call(m.attendance, words))
        yield from ('<section id="rollcall">\n<h2>Roll call</h2>\n<dl>\n', *rows, "</dl>\n</section>\n")
    if m.closed:
        rows = (f"<li>{closing(action, words)}</li>\n" for action in m.closed)
        yield from ('<section id="closed">\n<h2>Action items closed</h2>\n<ul>\n', *rows, "</ul>\n</section>\n")
    if m.carried:
        rows = (f"<li>{left_over(item, words)}</li>\n" for item in m.carried)
        yield from ('<section id="carried">\n<h2>Carried over</h2>\n<ul>\n', *rows, "</ul>\n</section>\n")
    yield '<section id="people">\n<h2>People present</h2>\n<ul class="people">\n'
    yield from (_person(person, anchor, m) for person, anchor in zip(m.people, anchors, strict=True))
    yield "</ul>\n</section>\n"


def _part(part: Part, log: str) -> Iterator[str]:
    if part.topic:
        level = "h4" if part.depth else "h3"
        by = f'<span class="by">{_nick(part.topic.nick)} {part.topic.at:%H:%M}</span>'
        title = words(part.topic.title) if part.topic.title.strip() else "<i>Untitled</i>"
        yield f'<div class="{"under" if part.depth else "topic"}">\n'
        yield f'<{level} id="t{part.index}">{title} {by}</{level}>\n'
    if part.items:
        yield '<ul class="items">\n'
        yield from (_item(item, log, f' id="i{item.n}"') for item in part.items)
        yield "</ul>\n"
    if part.topic:
        yield "</div>\n"


def _item(item: Item, log: str, anchor: str) -> str:
    """anchor: nothing where the item is shown a second time."""
    where = f"{log}#l-{item.line}" if log and item.line is not None else f"#i{item.n}"
    at = f'<a href="{where}"><time datetime="{item.at.isoformat()}">{item.at:%H:%M}</time></a>'
    kind = "" if item.kind == "info" else f'<span class="kind">{text(item.kind.capitalize())}</span> '
    by = f'<span class="by">{_nick(item.nick)} {at}</span>'
    return f'<li{anchor} class="{text(item.kind)}">{kind}<span class="said">{_said(item)} {by}</span></li>\n'


def _said(item: Item) -> str:
    """The words, with the item's own URL linked whole even where people's URLs would end earlier."""
    shown, url = clean(said(item)), clean(item.url or "")
    if not url or not may_link(url) or url not in shown:
        return f"<bdi>{linked(shown)}</bdi>"
    before, _, after = shown.partition(url)
    return f"<bdi>{linked(before)}{_link(url)}{linked(after)}</bdi>"


def _nick(nick: str) -> str:
    return f"<bdi>{text(nick)}</bdi>"


def _actions(m: Minutes, targets: dict[str, str]) -> Iterator[str]:
    """targets: the anchor of each folded nick; that of the first, where several had it."""
    owned, unassigned = by_owner(m.actions)
    yield '<section id="actions">\n<h2>Action items</h2>\n'
    for owner, actions in owned:
        anchor = targets.get(fold(owner))
        name = f'<a href="#{anchor}">{_nick(owner)}</a>' if anchor else _nick(owner)
        yield from (f'<h3>{name}</h3>\n<ul class="list">\n', *map(_promise, actions), "</ul>\n")
    yield "<h3>UNASSIGNED</h3>\n"
    if unassigned:
        yield from ('<ul class="list">\n', *map(_promise, unassigned), "</ul>\n")
    else:
        yield '<p class="none">(none)</p>\n'
    yield "</section>\n"


def _promise(action: Action) -> str:
    name = f"i{action.n}" if action.id is None else f"A{action.id}"
    return f'<li>{promise(action, words)} <span class="by"><a href="#i{action.n}">{name}</a></span></li>\n'


def _vote(vote: Vote) -> Iterator[str]:
    outcome = f"<p>Outcome: {words(vote.outcome)}</p>\n" if vote.outcome else ""
    yield f"<h3>{words(asked(vote))}</h3>\n{outcome}<table>\n"
    secret = vote.voters is None
    yield f"<tr><th>Option</th><th>Votes</th>{'' if secret else '<th>Who</th>'}</tr>\n"
    for option, count, voters in counts(vote):
        who = "" if secret else f"<td>{', '.join(map(_nick, voters))}</td>"
        yield f'<tr><td>{words(option)}</td><td class="n">{count}</td>{who}</tr>\n'
    yield "</table>\n" + ("<p>A secret vote.</p>\n" if secret else "")
    rows = list(terms(vote, words))
    if rows:
        yield from ('<ul class="list">\n', *(f"<li>{row}</li>\n" for row in rows), "</ul>\n")


def _anchors(people: Iterable[Present]) -> list[str]:
    """One for each. Several people may have had the same nick."""
    found: dict[str, None] = {}
    for person in people:
        plain = anchor = f"p-{quote(clean(person.nick), safe='')}"
        number = 1
        while anchor in found:
            number += 1
            anchor = f"{plain}-{number}"
        found[anchor] = None
    return list(found)


def _person(person: Present, anchor: str, m: Minutes) -> str:
    chair = ", chair" if fold(person.nick) in map(fold, m.chairs) else ""
    lines = "1 line" if person.lines == 1 else f"{person.lines} lines"
    return f'<li id="{anchor}">{_nick(person.nick)} <span class="by">{lines}{chair}</span></li>\n'
