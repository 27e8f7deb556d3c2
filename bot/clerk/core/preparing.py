"""What a meeting that begins finds prepared in the books."""
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from .agenda import AgendaItem, Items, Wanted, new_items, of_place, waiting
from .bag import most_wanted
from .books import Books
from .calendar import Known, chairs_of, meant
from .decisions import due_in
from .ledger import of_place as actions_of
from .lines import Line, fold
from .meeting import Idle
from .places import known, meeting_of, name_of, series_named
from .plans import in_their_order, last_held, plan_of
from .prepared import Prepared, Wished
from .requests import Request, due
from .roles import as_member, members, names
from .view import View

MOST_ACTIONS = 200  # that a meeting knows of as it begins
MOST_WISHED = 4  # of the grab bag, for the open floor


def prepare(view: View, room: Idle, line: Line, title: str) -> Prepared:
    """For a meeting of that title in that room. One that nobody knows works off what is on the channel's own agenda;
    so does one whose agenda is being worked off elsewhere, for two would put back what the other has done."""
    books, name, channel = view.books, name_of(title, room.channel), fold(room.channel)
    is_known = name in known(books)
    place = name if is_known and meeting_of(view, name) is None else channel
    plan = plan_of(books, name, channel)
    asked_for = due(books, {place, channel, *([] if is_known else [name])}, line.at.date())
    items = with_requests(books, agenda(books, place, channel), place, asked_for)
    bag = tuple(Wished(wish.n, wish.text, len(wish.wanted_by)) for wish in most_wanted(books, channel)[:MOST_WISHED])
    promised = actions_of(books, (name, channel), line.at)
    return Prepared(
        place, plan.purpose, agenda=with_topics(books, items, place, plan.topics, line), last=last_held(books, name),
        bag=bag, requests=tuple(request.id for request in asked_for),
        asks=is_known and not plan.purpose and not plan.asked, due=due_in(books, name, line.at.date()),
        roles={role: members(books, role) for role in names(books)}, **planned(books, name, room, line),
        actions=promised[:MOST_ACTIONS], more_actions=len(promised[MOST_ACTIONS:]),
    )  # fmt: skip


def title_of(books: Books, title: str) -> str:
    """What a meeting is called that somebody opens: a series goes by its short name, also when its long one is said."""
    series = series_named(books, title)
    return title if series is None or series.place == name_of(title, "") else series.series.meeting


def planned(books: Books, place: str, room: Idle, line: Line) -> dict[str, Any]:
    """How long it is and who chairs it, of a series: as the slot has it that is due now, else as all its slots have."""
    known = books.get(Known, place)
    if known is None:
        return {}
    due = meant(books, place, room.channel, line.at)
    chairs = due.at.chairs if due else known.series.chairs or chairs_of([known.series])
    lengths = {slot.duration for slot in known.series.slots}
    length = due.at.end - due.at.start if due else timedelta(minutes=lengths.pop()) if len(lengths) == 1 else None
    return {"chairs": tuple(as_member(books, name, line) for name in chairs),
            "length": length and int(length.total_seconds()) // 60}  # fmt: skip


def agenda(books: Books, place: str, channel: str) -> Items:
    """What is on the agenda of that meeting, and behind it what is on its channel's own."""
    own = of_place(books, place)
    if place == channel:
        return own
    n, rank = (max((getattr(item, name) for item in own), default=0) for name in ("n", "rank"))
    others = (*waiting(of_place(books, channel)),)
    return (*own, *(replace(item, place=place, n=n + i, rank=rank + i) for i, item in enumerate(others, 1)))


def with_requests(books: Books, items: Items, place: str, requests: tuple[Request, ...]) -> Items:
    """With what was accepted for today at its end."""
    for request in requests:
        entry, id = Wanted(request.text, nick=request.nick), next_id(books, items)
        items = (*items, *new_items(items, place, [entry], request.nick, request.who, request.at, id))
    return items


def next_id(books: Books, items: Items) -> int:
    return max(books.next_id(AgendaItem), *(item.id + 1 for item in items), 1)


def with_topics(books: Books, items: Items, place: str, topics: tuple[str, ...], line: Line) -> Items:
    """With the standing topics that are not on it anyway; then it is numbered anew, in its order."""
    there = {fold(item.text) for item in items}
    fresh = [topic for topic in topics if fold(topic) not in there]
    if not fresh:
        return items
    made = {item.text: replace(item, standing=True) for item in new_items(
        items, place, list(map(Wanted, fresh)), "", "", line.at, next_id(books, items))}  # fmt: skip
    first, last = in_their_order(fresh)
    left = waiting(items)
    order = (*(made[t] for t in first), *left, *(made[t] for t in last), *(i for i in items if i not in left))
    return tuple(replace(item, n=n, rank=n) for n, item in enumerate(order, 1))
