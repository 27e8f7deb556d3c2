"""The rules of working off an agenda in a meeting: what is next, taken up, deferred, skipped."""
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from . import commands as c
from . import facts as f
from .agenda import AgendaItem, Items, State, matching, numbered, waiting
from .decision import Decision, Facts, Refusal
from .lines import Line
from .meeting import Meeting, Taken
from .queueing import for_new_topic

DOUBLE_PRESS = timedelta(seconds=10)


def take_next(m: Meeting, line: Line, command: c.NextItem) -> Decision:
    if not command.anyway and (taken := just_taken(m, line)):
        seconds = int((line.at - taken.at).total_seconds())
        item = m.agenda_item(taken.id)
        return Refusal(f"{item.n}. {item.text} was taken up {seconds} s ago; #next! goes on all the same.")
    left = waiting(m.agenda)
    return take_up(m, line, left[0]) if left else nothing_left(m)


def just_taken(m: Meeting, line: Line) -> Taken | None:
    """What was taken up so short a time ago that two people may have said the same."""
    return m.taken if m.taken and line.at - m.taken.at < DOUBLE_PRESS else None


def nothing_left(m: Meeting) -> Refusal:
    if not m.agenda:
        return Refusal("there is no agenda; .agenda add TEXT makes one, #topic TEXT does without.")
    return Refusal("nothing is left on the agenda; #endmeeting, or #topic TEXT.")


def take(m: Meeting, line: Line, command: c.TakeItem) -> Decision:
    found = which(m, command.which)
    if isinstance(found, Refusal):
        return found
    if found.state is State.TAKEN:
        return Refusal(f"we are at {found.n}. {found.text} already.")
    return take_up(m, line, found)


def which(m: Meeting, said: str) -> AgendaItem | Refusal:
    """The one item that a number or words can mean."""
    if said.isdecimal():  # unlike ², which is a digit and no number
        return numbered(m.agenda, int(said)) or Refusal(f"there is no item {said}; #agenda lists them.")
    found = matching(waiting(m.agenda), said) or matching(m.agenda, said)
    if len(found) == 1:
        return found[0]
    if not found:
        return Refusal(f"nothing on the agenda has {said!r} in it; #agenda lists it.")
    return Refusal(f"which: {', '.join(f'{item.n}. {item.text}' for item in found[:6])}? #take N takes one up.")


def take_up(m: Meeting, line: Line, item: AgendaItem) -> Facts:
    """It becomes the topic, and what was said of it in advance is noted."""
    notes = tuple(f.ItemAdded(len(m.items) + i, "info", f"{update.nick}, in advance: {update.text}")
                  for i, update in enumerate(item.updates, 1))  # fmt: skip
    return (*back_on(m, line), f.TopicTaken(item.text, None), f.AgendaItemTaken(item.id), *notes, *for_new_topic(m))


def defer(m: Meeting, line: Line, command: c.DeferItem) -> Decision:
    item = meant(m, command.n, "defer")
    return item if isinstance(item, Refusal) else (f.AgendaItemClosed(item.id, State.DEFERRED),)


def skip(m: Meeting, line: Line, command: c.SkipItem) -> Decision:
    """What is skipped comes last; the one behind it comes up at once, if it was the current one."""
    item = meant(m, command.n, "skip")
    if isinstance(item, Refusal):
        return item
    others = [other for other in waiting(m.agenda) if other.id != item.id and other.state is State.WAITING]
    skipped = f.AgendaItemClosed(item.id, State.SKIPPED)
    if item.state is not State.TAKEN:
        return (skipped,)
    return (skipped, *take_up(m, line, others[0])) if others else Refusal(
        f"{item.n}. {item.text} is the last one left; #defer leaves it to the next meeting.")


def close(m: Meeting, line: Line, command: c.CloseItem) -> Decision:
    item = meant(m, command.n, "close")
    return item if isinstance(item, Refusal) else (f.AgendaItemClosed(item.id, State.DONE),)


def meant(m: Meeting, n: int | None, verb: str) -> AgendaItem | Refusal:
    """The item of a number; without one the current one."""
    if n is None:
        current = m.agenda_item(m.taken.id) if m.taken else None
        return current or Refusal(f"no agenda item is taken up; #{verb} N means another.")
    item = numbered(m.agenda, n)
    if item is None:
        return Refusal(f"there is no item {n}; #agenda lists them.")
    return item if item.state is not State.DONE else Refusal(f"{n}. {item.text} is done.")


def as_topic(m: Meeting, line: Line, title: str) -> Facts:
    """What a topic set by hand does to the agenda: it takes up the item of that title, and closes the current one."""
    same = [item for item in waiting(m.agenda) if item.text.casefold() == title.casefold()]
    if same:
        return take_up(m, line, same[0])
    closed: Facts = (f.AgendaItemClosed(m.taken.id, State.DONE),) if m.taken else ()
    return (*back_on(m, line), *closed, f.TopicTaken(title, None), *for_new_topic(m))


def back_on(m: Meeting, line: Line) -> Facts:
    """A new topic is on the record again."""
    return (f.WentOn(None, "topic"),) if m.everybody_off and line.at < m.everybody_off else ()


# --- what the facts make of a meeting ---------------------------------------------------------


def revise(m: Meeting, items: Items) -> Meeting:
    """Items that are new on the agenda, or otherwise than before."""
    changed = {item.id: item for item in items}
    old = tuple(changed.pop(item.id, item) for item in m.agenda)
    return replace(m, agenda=(*old, *changed.values()))


def set_state(m: Meeting, id: int, state: State) -> Meeting:
    return revise(m, tuple(replace(item, state=state) for item in m.agenda if item.id == id))


def taken(m: Meeting, line: Line, id: int) -> Meeting:
    """The item before is done, unless it was put off."""
    m = set_state(closed(m, m.taken.id, State.DONE) if m.taken else m, id, State.TAKEN)
    minutes = m.agenda_item(id).minutes
    return replace(m, taken=Taken(id, m.topic or 0, line.at, minutes))


def closed(m: Meeting, id: int, state: State) -> Meeting:
    current = m.taken is not None and m.taken.id == id
    return replace(set_state(m, id, state), taken=None if current else m.taken)


def topic_undone(m: Meeting, index: int) -> Meeting:
    """The item that was taken up by mistake waits again."""
    if m.taken is None or m.taken.topic != index:
        return m
    return closed(m, m.taken.id, State.WAITING)
