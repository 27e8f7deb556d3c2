"""Whose agenda is meant: a meeting's, by its name, or a channel's own."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from .agenda import AgendaItem
from .books import Books
from .calendar import Known, of_channel
from .lines import fold
from .meeting import Meeting, Room
from .plans import Held, Plan
from .view import View


def named(title: str) -> str:
    """A meeting's name, as the books have it."""
    return fold(" ".join(title.split()))


def name_of(title: str, channel: str) -> str:
    """What the books call a meeting of that title; one without a name of its own goes by its channel."""
    name = named(title)
    return fold(channel) if name.startswith("#") else name


def known(books: Books) -> Iterator[str]:
    """The names of the meetings that the books know, each once."""
    places = chain((each.place for each in books.all(Known)), (plan.place for plan in books.all(Plan)),
                   (held.place for held in books.all(Held)),
                   (item.place for item in books.all(AgendaItem)))  # fmt: skip
    yield from dict.fromkeys(place for place in places if place and not place.startswith("#"))


def series_named(books: Books, title: str) -> Known | None:
    """The series whose meeting or project that is, in any case."""
    name = named(title)
    return books.get(Known, name) or next(
        (each for each in books.all(Known) if named(each.series.project) == name), None)  # fmt: skip


def open_meeting(view: View, name: str) -> Meeting | None:
    """The meeting of that name that is open somewhere."""
    rooms = (room for room in view.rooms.values() if isinstance(room, Meeting))
    return next((room for room in rooms if name_of(room.title, room.channel) == name), None)


def meeting_of(view: View, place: str) -> Meeting | None:
    """The open meeting that works that agenda off."""
    rooms = (room for room in view.rooms.values() if isinstance(room, Meeting))
    return next((room for room in rooms if room.prepared.place == place), None)


def place_of(view: View, room: Room) -> str:
    """The agenda that is meant in a room where nobody names one: that of the meeting which is open there, else of the
    one that meets there, else the channel's own."""
    if isinstance(room, Meeting) and room.prepared.place:
        return room.prepared.place
    here = meets_in(view.books, room)
    return here[0] if len(here) == 1 else fold(room.channel)


def series_in(books: Books, room: Room) -> list[str]:
    """The series that meet in a channel where no meeting is open."""
    idle = not isinstance(room, Meeting) and room.channel
    return [each.place for each in of_channel(books, room.channel)] if idle else []


def meets_in(books: Books, room: Room) -> list[str]:
    """The meetings that a room may be of."""
    channel = fold(room.channel)
    if isinstance(room, Meeting):
        return [name_of(room.title, room.channel)]
    if series := series_in(books, room):
        return series
    held = dict.fromkeys(each.place for each in books.all(Held) if fold(each.channel) == channel)
    return [place for place in held if place]
