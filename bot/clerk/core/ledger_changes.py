"""What the facts of meetings change in the ledger of action items: they are recorded together."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from . import facts as f
from .actions import owners, without_head
from .books import Books, Change, Changes, puts
from .ledger import ActionItem, Noted, Owner, Owners, State, Step, carried, closed
from .lines import Line, fold
from .meeting import Item, Meeting
from .people import Person
from .places import name_of

ItemFact = f.ItemAdded | f.ItemEdited | f.ItemDropped | f.ActionsRevised | f.KeptPrivate


def noted(books: Books, before: Meeting, line: Line, fact: ItemFact, m: Meeting) -> Changes:
    """m: the meeting once the fact holds; before: without it."""
    match fact:
        case f.ItemAdded(n):
            item = m.items[n - 1]
            return puts(entered(m, line, item, item.action)) if item.action else ()
        case f.ItemEdited(n):
            return edited(books, m, before.items[n - 1], m.items[n - 1])
        case f.ItemDropped(n):
            return taken_back(books, line, m.items[n - 1])
        case f.ActionsRevised(actions):
            return puts(*actions)
        case f.KeptPrivate():
            return puts(*(replace(action, private=True) for _, action in of_meeting(books, m)))
        case _:
            assert_never(fact)


def entered(m: Meeting, line: Line, item: Item, action: Noted) -> ActionItem:
    people = named(m, action.text)
    return ActionItem(
        action.id, described(m, action), people, name_of(m.title, m.channel), fold(m.channel), item.nick,
        who_is(m.people.persons[m.people.who(item.by)]), item.at, action.due, meeting=m.id, n=item.n, line=item.line,
        private=m.private, steps=(Step("noted", item.nick, item.at),),
    )  # fmt: skip


def edited(books: Books, m: Meeting, old: Item, new: Item) -> Changes:
    """What the new words say otherwise. What was said of it elsewhere holds."""
    action = books.get(ActionItem, new.action.id) if new.action else None
    if not action or not new.action or not old.action:
        return ()
    people = named(m, new.action.text)
    if people == named(m, old.action.text) or action.given_by:
        now = replace(action, text=described(m, new.action))
    else:
        now = replace(action, text=described(m, new.action), owners=people)
    now = now if new.action.due == old.action.due else replace(now, due=new.action.due)
    return puts(now) if now != action else ()


def taken_back(books: Books, line: Line, item: Item) -> Changes:
    """It was never promised. What is over already stays as it is."""
    action = books.get(ActionItem, item.action.id) if item.action else None
    if action is None or not action.is_open:
        return ()
    return puts(closed(action, State.DROPPED, "taken back in the meeting", line.nick, line.at))


def ended(books: Books, m: Meeting) -> Changes:
    """Who came late owns what names them; what was open before, and still is, is carried to the next meeting."""
    places = (name_of(m.title, m.channel), fold(m.channel))
    own = [(item, action) for item, action in of_meeting(books, m) if not action.given_by]
    renamed = (replace(action, owners=named(m, item.action.text), text=described(m, item.action))
               for item, action in own if item.action)  # fmt: skip
    left = (carried(each) for each in books.all(ActionItem)
            if each.is_open and each.place in places and each.meeting != m.id
            and each.created < m.started and not each.is_put_off(m.started))  # fmt: skip
    return (*puts(*(now for now in renamed if books.get(ActionItem, now.id) != now)),
            *(Change(each, why=f"carried over by {m.title}") for each in left))  # fmt: skip


def of_meeting(books: Books, m: Meeting) -> Iterator[tuple[Item, ActionItem]]:
    """The action items that a meeting noted, as they are now."""
    for item in m.items:
        action = books.get(ActionItem, item.action.id) if item.action else None
        if action:
            yield item, action


def named(m: Meeting, text: str) -> Owners:
    """Whom an action item names, of those that the meeting knows."""
    people = (m.people.persons[i] for i in owners(text, list(m.people.known())))
    return tuple(Owner(who_is(person), person.nick) for person in people)


def described(m: Meeting, action: Noted) -> str:
    """What is to be done. Whose it is stands before it in whichever of their names."""
    known = list(m.people.known())
    who = set(owners(action.text, known))
    return without_head(action.text, [name for name, person in known if person in who]) or action.text


def who_is(person: Person) -> str:
    """As the books name people."""
    return person.account or f"~{fold(person.nick)}"
