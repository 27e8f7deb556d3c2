"""The answers about agendas: by channel or in private, before, during and after a meeting."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from . import agenda_words as w
from . import facts as f
from .agenda import (
    MOST_ITEMS,
    AgendaItem,
    Items,
    State,
    Update,
    Wanted,
    listed,
    matching,
    moved,
    new_items,
    numbered,
    of_place,
    reordered,
    waiting,
)  # fmt: skip
from .agenda_phrases import agenda_list, called, shown
from .agenda_suffixes import wanted
from .books import puts
from .commands import AnyTime
from .decision import Answer, Refusal
from .lines import Line, fold, identity
from .meeting import Meeting, Room
from .places import known, meeting_of, named, place_of, series_in
from .plans import in_their_order
from .replies import replies, reply
from .view import View
from .word import Missing
from .wording import quoted

LONGEST_UPDATE, MOST_UPDATES = 300, 20


def agenda_of(view: View, place: str) -> Items:
    """What is on an agenda now."""
    meeting = meeting_of(view, place)
    return meeting.agenda if meeting else of_place(view.books, place)


def revised(view: View, room: Room, line: Line, place: str, items: Items, text: str) -> Answer | Refusal:
    """The answer that changes items of an agenda: in the meeting that works it off, or else in the books."""
    says = (reply(room, line, text),)
    meeting = meeting_of(view, place)
    if meeting is None:
        return Answer(says, puts(*items))
    if meeting.closing:
        return Refusal(f"{meeting.title} has just ended; say it again when its minutes are out.")
    if fold(meeting.channel) != fold(room.channel):
        return Refusal(f"{meeting.title} is meeting in {meeting.channel} now; say it there.")
    return Answer(says, facts=(f.AgendaRevised(items),))


def put_on(view: View, room: Room, line: Line, place: str, entries: Sequence[Wanted]) -> Answer | Refusal:
    """Several things at the end of an agenda, at once."""
    items = agenda_of(view, place)
    left = waiting(items)
    for entry in entries:
        same = next((item for item in left if fold(item.text) == fold(entry.text)), None)
        if same:
            what = "that" if len(entries) == 1 else entry.text
            return Refusal(f"{what} is item {same.n} of {called(place)} already.")
    if len(left) + len(entries) > MOST_ITEMS:
        return Refusal(f"an agenda has room for {MOST_ITEMS} items; {called(place)} has {len(left)}.")
    new = new_items(items, place, entries, line.nick, identity(line), line.at, view.books.next_id(AgendaItem))
    text = f"{shown(new[0], line.nick)} is" if len(new) == 1 else f"items {new[0].n} to {new[-1].n} are"
    return revised(view, room, line, place, (*new, *behind(new, left)), f"{text} on {called(place)}.")


def behind(new: Items, left: Items) -> Items:
    """The open floor stays last, or what is put on the agenda of an open meeting would come after the end of it."""
    floor = (item for item in left if item.standing and in_their_order([item.text])[1])
    return tuple(replace(item, rank=rank) for rank, item in enumerate(floor, new[-1].rank + 1))


def show(view: View, room: Room, line: Line, command: w.ShowAgenda) -> Answer | Refusal:
    place = whose(view, room, command.place, ".agenda NAME shows its agenda.")
    if isinstance(place, Refusal):
        return place
    return Answer(replies(room, line, agenda_list(place, listed(agenda_of(view, place)), place_of(view, room))))


def add(view: View, room: Room, line: Line, command: w.AddToAgenda) -> Answer | Refusal:
    found = addressed(view, room, command.said)
    if isinstance(found, Refusal):
        return found
    place, said = found
    try:
        entry = wanted(said)
    except Missing as missing:
        return Refusal(str(missing))
    if not entry.text:
        return Refusal("what shall be on the agenda? .agenda add TEXT [10m] [by NICK] [why REASON] [URL]")
    return put_on(view, room, line, place, [entry])


def addressed(view: View, room: Room, said: str) -> tuple[str, str] | Refusal:
    """Whose agenda a line is for, and what it says; "for NAME" at its end counts when the name is known."""
    found = w.FOR.fullmatch(said)
    if found and (named(found[2]) in known(view.books) or fold(found[2]) in view.rooms):
        return kept_private(view, room, named(found[2])) or (named(found[2]), found[1])
    place = whose(view, room)
    return place if isinstance(place, Refusal) else (place, said)


def whose(view: View, room: Room, name: str = "", how: str = "Put for NAME at its end.") -> str | Refusal:
    """The agenda of that name; without one, that of the meeting here. how: to name one, where several meet."""
    place = named(name)
    if name and place not in known(view.books) and place not in view.rooms:
        verbs = "add, change, move, order, drop, defer, clear"
        return Refusal(f"I know no meeting {quoted(name)}. After .agenda go {verbs}, or nothing.")
    if not name and len(here := series_in(view.books, room)) > 1:
        return Refusal(f"which one: {', '.join(here[:8])}? {how}")
    return kept_private(view, room, place) or place or place_of(view, room)


def kept_private(view: View, room: Room, place: str) -> Refusal | None:
    """What is talked about in private is not shown in other channels."""
    meeting = meeting_of(view, place) if place else None
    if meeting is None or not meeting.private or fold(meeting.channel) == fold(room.channel):
        return None
    return Refusal(f"{meeting.title} is meeting in private in {meeting.channel}; its agenda is shown there only.")


def find(view: View, room: Room, n: int, name: str = "") -> AgendaItem | Refusal:
    place = whose(view, room, name)
    if isinstance(place, Refusal):
        return place
    item = numbered(waiting(agenda_of(view, place)), n)
    return item or Refusal(f"there is no item {n} waiting on {called(place)}; .agenda lists them.")


def change(view: View, room: Room, line: Line, command: w.ChangeAgendaItem) -> Answer | Refusal:
    name, entry = "", command.wanted
    if (found := w.FOR.fullmatch(entry.text)) and named(found[2]) in known(view.books):
        name, entry = found[2], wanted(found[1])
    item = find(view, room, command.n, name)
    if isinstance(item, Refusal):
        return item
    given = {name: value for name in ("text", "minutes", "nick", "why", "url")
             if (value := getattr(entry, name))}  # fmt: skip
    new = replace(item, **given)
    if new == item:
        return Refusal(f"that is what item {item.n} says.")
    return revised(view, room, line, item.place, (new,), f"{shown(new)} is now on {called(item.place)}.")


def move(view: View, room: Room, line: Line, command: w.MoveAgendaItem) -> Answer | Refusal:
    item = find(view, room, command.n, command.place)
    if isinstance(item, Refusal):
        return item
    if not command.to:
        return Refusal("places count from 1; .agenda move 3 to 1 puts item 3 first.")
    return in_order(view, room, line, item.place, moved(agenda_of(view, item.place), item, command.to))


def order(view: View, room: Room, line: Line, command: w.OrderAgenda) -> Answer | Refusal:
    place = whose(view, room, command.place)
    if isinstance(place, Refusal):
        return place
    items = agenda_of(view, place)
    twice = next((n for n in command.numbers if command.numbers.count(n) > 1), None)
    if twice is not None:
        return Refusal(f"item {twice} is named twice; each can have one place only.")
    for n in command.numbers:
        if numbered(waiting(items), n) is None:
            return Refusal(f"there is no item {n} waiting on {called(place)}; .agenda lists them.")
    return in_order(view, room, line, place, reordered(items, command.numbers))


def in_order(view: View, room: Room, line: Line, place: str, items: Items) -> Answer | Refusal:
    if not items:
        return Refusal("that is the order already.")
    ids = {item.id: item for item in items}
    now = tuple(ids.get(item.id, item) for item in agenda_of(view, place))
    order = ", ".join(f"{item.n}. {item.text}" for item in waiting(now)[:8])
    return revised(view, room, line, place, items, f"the order is now {order}.")


def close(view: View, room: Room, line: Line, command: w.DropAgendaItem | w.DeferAgendaItem, state: State,
          said: str) -> Answer | Refusal:  # fmt: skip
    item = find(view, room, command.n, command.place)
    if isinstance(item, Refusal):
        return item
    return revised(view, room, line, item.place, (replace(item, state=state),), f"{item.n}. {item.text} is {said}.")


def drop(view: View, room: Room, line: Line, command: w.DropAgendaItem) -> Answer | Refusal:
    return close(view, room, line, command, State.DROPPED, "off the agenda")


def defer(view: View, room: Room, line: Line, command: w.DeferAgendaItem) -> Answer | Refusal:
    open_now = isinstance(room, Meeting)
    return close(view, room, line, command, State.DEFERRED,
                 "left to the next meeting" if open_now else "left to the meeting after the next")  # fmt: skip


def clear(view: View, room: Room, line: Line, command: w.ClearAgenda) -> Answer | Refusal:
    place = whose(view, room, command.place)
    if isinstance(place, Refusal):
        return place
    if place not in (place_of(view, room), fold(room.channel), *series_in(view.books, room)):
        return Refusal(f"{called(place)} is cleared where {place} meets.")  # the right to do so was looked for here
    left = waiting(agenda_of(view, place))
    if not left:
        return Refusal(f"{called(place)} is empty already.")
    gone = tuple(replace(item, state=State.DROPPED) for item in left)
    count = "1 item" if len(gone) == 1 else f"{len(gone)} items"
    return revised(view, room, line, place, gone, f"{count} taken off {called(place)}: {names(left)}.")


def names(items: Items) -> str:
    """A few of them by name, so that nothing is lost without a word."""
    few = ", ".join(item.text for item in items[:5])
    return f"{few} and {len(items) - 5} more" if len(items) > 5 else few


def like(items: Items, word: str) -> Items:
    """The items that a word can mean; one or two letters mean too many."""
    return matching(items, word) if len(word) > 2 else ()


def update(view: View, room: Room, line: Line, command: w.GiveUpdate) -> Answer | Refusal:
    told = addressed(view, room, command.text)
    if isinstance(told, Refusal):
        return told
    place, text = told
    left = waiting(agenda_of(view, place))
    found = tuple(item for item in left if str(item.n) == command.item) or like(left, command.item)
    if len(found) != 1:
        choice = ", ".join(f"{item.n}. {item.text}" for item in (found or left)[:6])
        asks = f"which item: {choice}?" if choice else f"nothing waits on {called(place)}."
        return Refusal(asks)
    item = found[0]
    if len(text) > LONGEST_UPDATE:
        return Refusal(f"an update has room for {LONGEST_UPDATE} characters; put the rest behind a link.")
    others = tuple(each for each in item.updates if fold(each.nick) != fold(line.nick))
    if len(others) >= MOST_UPDATES:
        return Refusal(f"item {item.n} has {MOST_UPDATES} updates already; tell its proposer {item.nick}.")
    new = replace(item, updates=(*others, Update(line.nick, text)))
    return revised(view, room, line, place, (new,), f"I read that out when {item.n}. {item.text} comes up.")


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.ShowAgenda: show, w.AddToAgenda: add, w.ChangeAgendaItem: change, w.MoveAgendaItem: move,
    w.OrderAgenda: order, w.DropAgendaItem: drop, w.DeferAgendaItem: defer, w.ClearAgenda: clear,
    w.GiveUpdate: update,
}  # fmt: skip
