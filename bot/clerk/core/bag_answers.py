"""The answers about the grab bag. Each channel has one."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from . import bag_words as w
from .agenda import Wanted
from .agenda_answers import put_on
from .agenda_phrases import in_lines
from .bag import LONGEST_WISH, MOST_WISHES, Fate, Wish, most_wanted, named, next_number, same
from .books import puts
from .commands import AnyTime
from .decision import Answer, Refusal
from .leaders import leads
from .lines import Line, fold, identity
from .meeting import Room
from .places import place_of
from .replies import FEW, replies, reply
from .view import View


def show(view: View, room: Room, line: Line, command: w.ShowBag) -> Answer | Refusal:
    if command.said:
        return Refusal("after .bag go add, +1, -1, drop, pick, or nothing.")
    wishes = most_wanted(view.books, fold(room.channel))
    if not wishes:
        return Answer((reply(room, line, "the bag is empty; .bag add TEXT puts something in."),))
    return Answer(replies(room, line, in_lines("Most wanted: ", map(shown, wishes), FEW)))


def shown(wish: Wish) -> str:
    return f"{wish.n}. {wish.text} ({wish.nick}, wanted by {len(wish.wanted_by)})"


def add(view: View, room: Room, line: Line, command: w.PutInBag) -> Answer | Refusal:
    place, text = fold(room.channel), " ".join(command.text.split())
    wishes = most_wanted(view.books, place)
    if len(text) > LONGEST_WISH:
        return Refusal(f"that is {len(text)} characters; the bag takes {LONGEST_WISH}. What is it in short?")
    if known := same(wishes, text):
        return Refusal(f"that is {known.n} in the bag already; .bag +1 {known.n} says that you want it too.")
    if len(wishes) >= MOST_WISHES:
        return Refusal(f"the bag is full: {MOST_WISHES} are in it; .bag drop N takes one out.")
    me = identity(line)
    wish = Wish(view.books.next_id(Wish), place, next_number(view.books, place), text, line.nick, me, line.at, (me,))
    return Answer((reply(room, line, f"{wish.n}. {text} is in the bag."),), puts(wish))


def find(view: View, room: Room, n: int) -> Wish | Refusal:
    found = next((wish for wish in most_wanted(view.books, fold(room.channel)) if wish.n == n), None)
    return found or Refusal(f"there is no {n} in the bag; .bag lists what is.")


def want(view: View, room: Room, line: Line, command: w.WantFromBag) -> Answer | Refusal:
    wish, me = find(view, room, command.n), identity(line)
    if isinstance(wish, Refusal):
        return wish
    if me in wish.wanted_by:
        return Refusal(f"you want {wish.n}. {wish.text} already; one wish each.")
    new = replace(wish, wanted_by=(*wish.wanted_by, me))
    return Answer((reply(room, line, f"{wish.n}. {wish.text} is wanted by {len(new.wanted_by)} now."),), puts(new))


def want_no_more(view: View, room: Room, line: Line, command: w.WantNoMore) -> Answer | Refusal:
    wish, me = find(view, room, command.n), identity(line)
    if isinstance(wish, Refusal):
        return wish
    if me not in wish.wanted_by:
        return Refusal(f"you did not want {wish.n}. {wish.text}; nothing to take back.")
    new = replace(wish, wanted_by=tuple(each for each in wish.wanted_by if each != me))
    return Answer((reply(room, line, f"{wish.n}. {wish.text} is wanted by {len(new.wanted_by)} now."),), puts(new))


def drop(view: View, room: Room, line: Line, command: w.DropFromBag) -> Answer | Refusal:
    wish = find(view, room, command.n)
    if isinstance(wish, Refusal):
        return wish
    if wish.who != identity(line) and not leads(view, room, line):
        return Refusal(f"{wish.n} is {wish.nick}'s; they or a chair can drop it.")
    gone = replace(wish, state=Fate.DROPPED)
    return Answer((reply(room, line, f"{wish.n}. {wish.text} is out of the bag."),), puts(gone))


def pick(view: View, room: Room, line: Line, command: w.PickFromBag) -> Answer | Refusal:
    """Into the agenda: all of them, or none."""
    picked, unknown = named(most_wanted(view.books, fold(room.channel)), command.numbers)
    if unknown:
        return Refusal(f"there is no {', no '.join(map(str, unknown))} in the bag; .bag lists what is.")
    entries = [Wanted(wish.text, nick=wish.nick) for wish in picked]
    done = put_on(view, room, line, place_of(view, room), entries)
    if isinstance(done, Refusal):
        return done
    gone = puts(*(replace(wish, state=Fate.PICKED) for wish in picked))
    return replace(done, changes=(*done.changes, *gone))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.ShowBag: show, w.PutInBag: add, w.WantFromBag: want, w.WantNoMore: want_no_more, w.DropFromBag: drop,
    w.PickFromBag: pick,
}  # fmt: skip
