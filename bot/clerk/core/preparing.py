"""What a meeting that begins finds prepared in the books."""
from __future__ import annotations

from dataclasses import replace

from .agenda import Items, of_place, waiting
from .books import Books
from .lines import Line, fold
from .meeting import Idle
from .places import known, named
from .prepared import Prepared
from .roles import members, names
from .view import View


def prepare(view: View, room: Idle, line: Line, title: str) -> Prepared:
    """For a meeting of that title in that room. One that nobody knows works off what is on the channel's own agenda."""
    name, channel = named(title), fold(room.channel)
    place = name if name in known(view.books) else channel
    roles = {role: members(view.books, role) for role in names(view.books)}
    return Prepared(place, roles=roles, agenda=agenda(view.books, place, channel))


def agenda(books: Books, place: str, channel: str) -> Items:
    """What is on the agenda of that meeting, and behind it what is on its channel's own."""
    own = of_place(books, place)
    if place == channel:
        return own
    n, rank = (max((getattr(item, name) for item in own), default=0) for name in ("n", "rank"))
    others = (*waiting(of_place(books, channel)),)
    return (*own, *(replace(item, place=place, n=n + i, rank=rank + i) for i, item in enumerate(others, 1)))
