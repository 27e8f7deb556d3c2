"""The rules of the floor: who joins and leaves the queue, and who speaks next."""
from __future__ import annotations

from dataclasses import replace

from . import commands as c
from . import facts as f
from .decision import NOTHING, Decision, Facts, Refusal
from .floor import Place
from .lines import Line, fold
from .meeting import Meeting
from .record import covered, off_record


def means_something(m: Meeting, command: c.Ack, may: bool) -> bool:
    """Whether "ack" is one: somebody waits, and who says it may; and a nick behind it is known."""
    return may and bool(m.queue.places) and (not command.nick or m.people.called(command.nick) is not None)


def notes_words(m: Meeting, command: c.JoinQueue) -> bool:
    return bool(command.note) and not others(m, command)


def others(m: Meeting, command: c.JoinQueue) -> tuple[str, ...]:
    """The nicks that are put into the queue: all words are of people here, or else they are a note."""
    here = m.people.in_channel()
    return command.names if all(m.people.called(nick) in here for nick in command.names) else ()


def waiting(m: Meeting) -> list[Place]:
    """The queue, first to last."""
    return m.queue.order(m.people.who)


def queued(m: Meeting, nick: str) -> int | None:
    """Who in the queue goes by this nick now, before all somebody who is here; or else went by it."""
    here = m.people.in_channel()
    found = [(fold(person.nick) != fold(nick), place.who not in here, place.who) for place in waiting(m)
             if fold(nick) in map(fold, ((person := m.people.persons[place.who]).nick, *person.nicks))]  # fmt: skip
    return min(found, key=lambda row: row[:2])[2] if found else None


def place_of(m: Meeting, person: int | None) -> str:
    """As in "2nd"; "" for who does not wait."""
    return next((nth(n) for n, place in enumerate(waiting(m), 1) if place.who == person), "")


def nth(n: int) -> str:
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def can_speak(m: Meeting) -> list[Place]:
    """Those of the queue who are there to be called up, by a nick that means them."""
    here = m.people.in_channel()
    by_nick: dict[str, Place] = {}
    for place in waiting(m):
        if place.who in here:
            by_nick.setdefault(fold(m.people.persons[place.who].nick), place)
    return list(by_nick.values())


# --- what is decided --------------------------------------------------------------------------


def join(m: Meeting, line: Line, command: c.JoinQueue) -> Decision:
    named = others(m, command)
    if command.note and not named and covered(m, line):
        return Refusal(f"{off_record(m).why} q+ alone puts you into the queue.", aside=True)
    fact = f.QueueJoined(named, command.kind, "" if named else command.note)
    after = joined(m, line, fact)
    if after.queue == m.queue:
        if named:
            return Refusal(f"in the queue already: {', '.join(named)}.", aside=True)
        return Refusal(f"you are in the queue already: {place_of(m, m.speaker(line))}.", aside=True)
    if m.queue.closed and len(waiting(after)) > len(waiting(m)):
        return Refusal("the queue is closed; at the next topic it is open again.", aside=True)
    return (fact,)


def leave(m: Meeting, line: Line, command: c.LeaveQueue) -> Decision:
    me = m.speaker(line)
    if not command.nicks:
        return (f.QueueLeft(()),) if place_of(m, me) else Refusal("you are not in the queue.", aside=True)
    missing = [nick for nick in command.nicks if queued(m, nick) is None]
    if missing:
        return Refusal(f"not in the queue: {', '.join(missing)}; q? lists it.", aside=True)
    if not m.is_chair(me) and {queued(m, nick) for nick in command.nicks} != {me}:
        chairs = ", ".join(m.chair_nicks())
        return Refusal(f"only a chair can take others off the queue (chairs: {chairs}).", aside=True)
    return (f.QueueLeft(command.nicks),)


def ack(m: Meeting, line: Line, command: c.Ack) -> Decision:
    can = [place.who for place in can_speak(m)]
    if not command.nick:
        absent = ", ".join(m.people.persons[place.who].nick for place in waiting(m)[:3])
        return (f.Acked(m.people.persons[can[0]].nick),) if can else Refusal(
            f"nobody in the queue is here ({absent}).", aside=True)  # fmt: skip
    person = queued(m, command.nick)
    if person is None:
        return Refusal(f"there is no {command.nick} in the queue; q+ {command.nick} changes that.", aside=True)
    if person not in can:
        return Refusal(f"the floor cannot go to {command.nick}, who is not here; q- {command.nick} takes them off the "
                       "queue.", aside=True)  # fmt: skip
    return (f.Acked(m.people.persons[person].nick),)


def close(m: Meeting, line: Line, command: c.CloseQueue) -> Decision:
    return Refusal("the queue is closed already.", aside=True) if m.queue.closed else (f.QueueClosed(),)


def open_again(m: Meeting, line: Line, command: c.OpenQueue) -> Decision:
    return (f.QueueOpened(),) if m.queue.closed else Refusal("the queue is open already.", aside=True)


def for_new_topic(m: Meeting) -> Facts:
    """A queue is closed to end a topic. At the next one people may speak again; who waits goes on waiting."""
    return (f.QueueOpened(),) if m.queue.closed else NOTHING


# --- what it changes --------------------------------------------------------------------------


def joined(m: Meeting, line: Line, fact: f.QueueJoined) -> Meeting:
    people = [m.people.called(nick) for nick in fact.nicks] if fact.nicks else [m.speaker(line)]
    queue = m.queue
    for person in people:
        if person is not None:
            place = Place(person, fact.kind, (fact.note,) if fact.note else ())
            queue = queue.joined(place, m.people.who)
    return replace(m, queue=queue)


def acked(m: Meeting, nick: str) -> Meeting:
    person = queued(m, nick)
    if person is None:
        return m
    place = next(place for place in waiting(m) if place.who == person)
    return replace(m, queue=replace(m.queue.left(person, m.people.who), speaking=place))


def left(m: Meeting, line: Line, nicks: tuple[str, ...]) -> Meeting:
    for person in [queued(m, nick) for nick in nicks] if nicks else [m.speaker(line)]:
        m = replace(m, queue=m.queue.left(person, m.people.who)) if person is not None else m
    return m
