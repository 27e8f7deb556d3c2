"""What the facts of meetings change in the decision log."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from .books import Books, Change, Changes
from .decisions import Decision, Outcome, State, in_force
from .lines import fold
from .meeting import Item, Meeting, Room
from .places import name_of
from .when import trailing

OF_ITEMS = {each.value: each for each in (Outcome.AGREED, Outcome.ACCEPTED, Outcome.REJECTED, Outcome.RESOLVED)}
OF_VOTES = {"carried": Outcome.PASSED, "denied": Outcome.FAILED, "not enough votes": Outcome.FAILED}
OF_WINNERS = {"yes": Outcome.PASSED, "no": Outcome.FAILED}


def known_cycles(books: Books) -> Mapping[str, date]:
    """The cycles that the books know, in small letters, and the day that each ends. They know none yet."""
    return {}


def noted(books: Books, before: Room, m: Meeting) -> Changes:
    """What a fact of a meeting changed in its decisions: items that are new, said otherwise, or dropped."""
    old = before.items if isinstance(before, Meeting) else ()
    if m.items is old:
        return ()
    return written(books, m, (item for i, item in enumerate(m.items) if i >= len(old) or item is not old[i]))


def written(books: Books, m: Meeting, items: Iterator[Item]) -> Changes:
    changes: list[Change] = []
    for item in items:
        kind = outcome(m, item)
        if kind is None:
            continue
        made = of_item(books, m, item, kind)
        books, changes = books.changed(made), [*changes, *made]
    return tuple(changes)


def outcome(m: Meeting, item: Item) -> Outcome | None:
    """What kind of decision an item is; None for what is none."""
    if item.kind != "vote":
        return OF_ITEMS.get(item.kind)
    vote = next((each for each in m.votes if each.n == item.n), None)
    if vote is None or vote.ended == "not closed":
        return None
    if kind := OF_VOTES.get(vote.ended):
        return kind
    return OF_WINNERS.get(vote.winner.lower(), Outcome.RESOLVED) if vote.winner else Outcome.UNDECIDED


def of_item(books: Books, m: Meeting, item: Item, kind: Outcome) -> Changes:
    """The decision that an item is, as it says now; a number once given stays."""
    known = next((each for each in books.all(Decision) if each.meeting == m.id and each.n == item.n), None)
    if known is None and item.dropped:
        return ()
    new = known or Decision(
        books.next_id(Decision), name_of(m.title, m.channel), fold(m.channel), item.at, kind, "", item.nick, m.id,
        item.n, item.line, private=m.private,
    )  # fmt: skip
    text, by, due = apart(books, m, item, kind)
    new = replace(new, text=text, by=by, due=due)
    if item.dropped:
        return (*put_back(books, new), Change(replace(new, state=State.DROPPED, replaces=())))
    return (Change(new),) if new != known else ()


def apart(books: Books, m: Meeting, item: Item, kind: Outcome) -> tuple[str, str, date | None]:
    """What was decided, and by when: "by" and a date, by the channel's clock, or a cycle, at its end. A day that was
    past already is only words."""
    if item.kind == "vote" or kind is Outcome.REJECTED:
        return item.text, "", None
    if found := trailing(item.text, ["by"], item.at, m.rules.timezone):
        text, _, when = found
        said = item.text[len(text) :].lstrip(" ,;")[len("by") :].strip()
        return (text, said, when.last) if text and when.last >= item.at.date() else (item.text, "", None)
    text, by, cycle = item.text.rpartition(" by ")
    day = known_cycles(books).get(cycle.strip().lower()) if by and text.strip() else None
    return (text.rstrip(" ,;"), cycle.strip(), day) if day else (item.text, "", None)


def put_back(books: Books, gone: Decision) -> Changes:
    """What a decision had replaced is in force again."""
    old = (each for n in gone.replaces if (each := books.get(Decision, n)))
    return tuple(Change(in_force(each)) for each in old if each.replaced_by == gone.id)


def kept_private(books: Books, m: Meeting) -> Changes:
    return tuple(Change(replace(each, private=True)) for each in books.all(Decision) if each.meeting == m.id)


def published(books: Books, m: Meeting, files: tuple[str, ...]) -> Changes:
    """Where the lines of a meeting's decisions can be read, now that its minutes are out. files: see facts.Files."""
    if not files or m.private or m.restricted:
        return ()
    mine = (each for each in books.all(Decision) if each.meeting == m.id and each.state is not State.DROPPED)
    return tuple(Change(replace(each, url=address(each, files))) for each in mine)


def address(decision: Decision, files: tuple[str, ...]) -> str:
    """Of the line in the log; else of the item in the minutes."""
    stem, *endings = files
    for ending, anchor in ((".log.html", f"#l-{decision.line}"), (".html", f"#i{decision.n}")):
        if ending in endings:
            return f"{stem}{ending}{anchor}"
    return ""
