"""What meetings leave in the books for the next one of their name: purpose, notes, requests that were placed."""
from __future__ import annotations

from dataclasses import replace

from . import facts as f
from .agenda import Items, of_place
from .books import Books, Changes, puts
from .farewell import links
from .lines import fold
from .meeting import Meeting
from .places import name_of
from .plans import Held, Note, plan_of
from .requests import Request, Stand
from .views import minutes_of

MOST_NOTES = 100  # of a meeting; its actions before all else


def begun(books: Books, m: Meeting) -> Changes:
    """What its agenda took in is asked for no more, and its chair was asked for the purpose."""
    plan = plan_of(books, name_of(m.title, m.channel), fold(m.channel))
    placed = (replace(request, state=Stand.PLACED) for n in m.prepared.requests if (request := books.get(Request, n)))
    asked = puts(replace(plan, asked=True)) if m.prepared.asks else ()
    return (*puts(*placed), *asked)


def purpose_set(books: Books, m: Meeting, text: str) -> Changes:
    """Of a private meeting nothing is told to the next."""
    if m.private:
        return ()
    return puts(replace(plan_of(books, name_of(m.title, m.channel), fold(m.channel)), purpose=text))


def left_over(books: Books, m: Meeting, items: Items) -> Items:
    """What was not reached waits for the next meeting of that name, behind what others have put there meanwhile."""
    if m.private:
        return items
    name, own = name_of(m.title, m.channel), {item.id for item in items}
    there = [item for item in of_place(books, name) if item.id not in own]
    n, rank = (max((getattr(item, number) for item in there), default=0) for number in ("n", "rank"))
    return tuple(replace(item, place=name, n=n + item.n, rank=rank + item.rank) for item in items)


def held(m: Meeting, files: f.Files) -> Changes:
    if m.private:
        return puts(Held(m.id, "", "", "", m.started))
    urls = [url for _, url in links(files)] if not m.restricted else []
    url = urls[0] if urls else ""
    return puts(Held(m.id, name_of(m.title, m.channel), m.channel, m.title, m.started, url, notes(m)))


def notes(m: Meeting) -> tuple[Note, ...]:
    """What was noted, in its order; of a subtopic under its topic."""
    minutes = minutes_of(m)
    owners = {action.n: action.owners for action in minutes.actions}
    kept = sorted(minutes.items, key=lambda item: item.kind != "action")[:MOST_NOTES]
    tops = [topic.title if topic.under is None else minutes.topics[topic.under].title for topic in minutes.topics]
    return tuple(
        Note("" if item.topic is None else tops[item.topic], item.kind, item.text, owners.get(item.n, ()))
        for item in sorted(kept, key=lambda item: item.n)
    )
