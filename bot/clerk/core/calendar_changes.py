"""What the meeting files of a folder change in the calendar, and what the calendar has to say as meeting files."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .agenda import AgendaItem
from .books import Books, Change, Changes, puts
from .calendar import Known, Shift, Shifts, as_it_stands, by_rule, of_channel, shifts
from .decision import Answer, Refusal
from .lines import Line, fold
from .meeting import Room
from .places import named
from .plans import Plan, plan_of
from .preparing import agenda
from .replies import reply
from .schedule import Series, Slot
from .shape import shaped
from .view import View

MOST_NAMED = 20  # meetings of a sort, in what is told of an import
FROM_FILES = "from meeting files"


@dataclass(frozen=True)
class Imported:
    """new, changed, gone, left: the meetings by name. left: those in the books that no file has. same: how many.
    unfit: those that cannot be called so, as # begins a channel's name."""

    changes: Changes
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: int = 0
    gone: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


def imported(books: Books, files: Iterable[Series], replaces: bool = False) -> Imported:
    """What files make of the calendar. replaces: what no file has is taken out.

    Purposes and topics that people have set stay, unless the file has its own; so do their skips and moves, as long as
    the slot is the same.
    """
    told = shifts(books)
    changes: list[Change] = []
    new: list[str] = []
    changed: list[str] = []
    same = 0
    all = {named(series.meeting): series for series in files}
    by_place = {place: series for place, series in all.items() if not place.startswith("#")}
    for place, series in by_place.items():
        old = books.get(Known, place)
        plan = with_plan(books, place, series)
        if old and old.series == series and not plan:
            same += 1
            continue
        (changed if old else new).append(series.meeting)
        moved_on = carried_over(old.series, series, told.get(place, {})) if old else ()
        changes += [*puts(Known(place, series), why=FROM_FILES), *plan, *moved_on]
    others = [known for known in books.all(Known) if known.place not in by_place]
    for known in others if replaces else ():
        own = (known, *told.get(known.place, {}).values())
        changes += (Change(record, gone=True, why="in no meeting file") for record in own)
    changes += waiting_there(books, books.changed(changes), by_place)
    rest = tuple(known.series.meeting for known in others)
    unfit = tuple(series.meeting for place, series in all.items() if place not in by_place)
    gone, left = (rest, ()) if replaces else ((), rest)
    return Imported(tuple(changes), tuple(new), tuple(changed), same, gone, left, unfit)


def waiting_there(before: Books, after: Books, places: Iterable[str]) -> Iterator[Change]:
    """What waits on a channel's own agenda is on that of the meeting which is held there, once only one is."""
    for place in places:
        series = after.get(Known, place)
        new = series if series and before.get(Known, place) is None else None
        for channel in dict.fromkeys(fold(slot.channel) for slot in new.series.slots if slot.channel) if new else ():
            if of_channel(after, channel) == [new]:
                moved = (item for item in agenda(after, place, channel) if after.get(AgendaItem, item.id) != item)
                yield from puts(*moved, why=FROM_FILES)


def with_plan(books: Books, place: str, series: Series) -> Changes:
    """What people have set, with what the file has of its own."""
    old = books.get(Plan, place)
    if old is None:
        return ()
    plan = replace(old, purpose=series.purpose or old.purpose, topics=series.topics or old.topics)
    return puts(plan, why=FROM_FILES) if plan != old else ()


def carried_over(old: Series, new: Series, told: Shifts) -> Changes:
    """What was said of single occurrences, for the slots as they are numbered now; of those that are gone, no more."""
    kept: dict[tuple[int, Any], Shift] = {}
    for (n, day), shift in told.items():
        slot = same_slot(old.slots[n], new, n) if n < len(old.slots) else None
        if slot is not None and by_rule(new, slot, day):
            kept[slot, day] = replace(shift, slot=slot)
    gone = (Change(shift, gone=True, why="its slot has changed") for at, shift in told.items() if at not in kept)
    return (*gone, *puts(*(shift for at, shift in kept.items() if told.get(at) != shift), why=FROM_FILES))


def same_slot(old: Slot, new: Series, n: int) -> int | None:
    """Where a slot is now: the one of its day, frequency and place, at its own number if there are several."""
    like = [i for i, slot in enumerate(new.slots)
            if (slot.day, slot.frequency, slot.channel, slot.matrix)
            == (old.day, old.frequency, old.channel, old.matrix)]  # fmt: skip
    return n if n in like else next(iter(like), None)


def exported(books: Books) -> list[Series]:
    """Each series as a file would have it now: with what people have set, skipped and moved."""
    told = shifts(books)
    found = []
    for known in books.all(Known):
        plan = plan_of(books, known.place, known.place)
        series = as_it_stands(known, told.get(known.place, {}))
        found.append(replace(series, purpose=plan.purpose, topics=plan.topics))
    return found


# --- as an errand -----------------------------------------------------------------------------


def take_in(view: View, room: Room, line: Line, body: Mapping[str, Any]) -> Answer | Refusal:
    """body: series, as shape.plain makes them; replaces."""
    found = imported(view.books, (shaped(Series, each) for each in body["series"]), bool(body["replaces"]))
    return Answer((reply(room, line, summary(found)),), found.changes)


def summary(found: Imported) -> str:
    parts = [
        counted(found.new, "new"),
        counted(found.changed, "changed"),
        f"{found.same} the same." if found.same else "",
        counted(found.gone, "taken out"),
        counted(found.left, "in no file, and kept"),
        counted(found.unfit, "left out, as # begins a channel's name"),
    ]
    return " ".join(filter(None, parts)) or "nothing to take in."


def counted(names: tuple[str, ...], what: str) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{len(names)} {what}: {', '.join(names[:MOST_NAMED])}{more}." if names else ""
