"""What is said of the floor: to who waits, privately; to all, who speaks."""
from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from . import facts as f
from .floor import Place
from .lines import Line
from .meeting import Meeting
from .queueing import can_speak, place_of, waiting
from .replies import privately
from .says import Say, Saying, Tell

SHOWN = 10  # of the queue
ROOM = 330  # bytes that leave space for the rest of a line


def says(
    m: Meeting, line: Line, fact: f.QueueJoined | f.QueueLeft | f.Acked | f.QueueClosed | f.QueueOpened
) -> list[Saying]:
    """m: once the fact holds."""
    match fact:
        case f.QueueJoined(()):
            place = place_of(m, m.speaker(line))
            return privately(m.channel, line, [f"You are {place} in the queue of {m.channel}."])
        case f.QueueJoined(nicks):
            places = (f"{nick} ({place_of(m, m.people.called(nick))})" for nick in nicks)
            return privately(m.channel, line, [f"In the queue of {m.channel}: {', '.join(places)}."])
        case f.QueueLeft(()):
            return privately(m.channel, line, [f"You are no longer in the queue of {m.channel}."])
        case f.QueueLeft(nicks):
            off = [f"Off the queue of {m.channel}: {', '.join(nicks)}."]
            return [*privately(m.channel, line, off), *told(m, line, nicks)]
        case f.Acked(nick):
            return [Say(m.channel, " ".join([floor_given(m, nick), *who_is_next(m)]))]
        case f.QueueClosed():
            return [Say(m.channel, "The queue is closed.")]
        case f.QueueOpened():
            return [Say(m.channel, "The queue is open again.")]
        case _:
            assert_never(fact)


def told(m: Meeting, line: Line, nicks: Sequence[str]) -> list[Saying]:
    """To those whom somebody else took off."""
    others = set(map(m.people.called, nicks)) & m.people.in_channel() - {m.speaker(line)}
    persons = (m.people.persons[index] for index in sorted(index for index in others if index is not None))
    return [Tell(person.nick, f"{line.nick} took you off the queue of {m.channel}.")
            for person in persons if " [" not in person.nick]  # fmt: skip


def floor_given(m: Meeting, nick: str) -> str:
    place = m.queue.speaking
    if place is None or not place.notes:
        return f"{nick} has the floor{kind(place)}."
    return f"{nick}, you wanted to {cut(' and to '.join(place.notes))}."


def kind(place: Place | None) -> str:
    return f" ({place.kind})" if place and place.kind else ""


def cut(text: str) -> str:
    """Words that leave space for the rest of their line."""
    if len(text.encode()) <= ROOM:
        return text
    return text.encode()[: ROOM - 3].decode(errors="ignore").rstrip() + "…"


def who_is_next(m: Meeting) -> list[str]:
    can = can_speak(m)
    rest = waiting(m)
    skipped = rest[: rest.index(can[0])] if can else rest
    absent = [m.people.persons[place.who].nick for place in skipped]
    coming = [f"Next: {m.people.persons[can[0].who].nick}{kind(can[0])}."] if can else []
    return [*coming, *([f"Not here: {fitting(absent, 3)}."] if absent else [])]


def queue(m: Meeting) -> list[Saying]:
    here = {place.who for place in can_speak(m)}
    rows = [f"{m.people.persons[place.who].nick}{kind(place)}{'' if place.who in here else ' (not here)'}"
            for place in waiting(m)]  # fmt: skip
    state = ", closed" if m.queue.closed else ""
    text = f"Queue{state} ({len(rows)}): {fitting(rows, SHOWN)}." if rows else f"The queue is empty{state}."
    return [Say(m.channel, text)]


def fitting(rows: Sequence[str], at_most: int) -> str:
    """The first of them, as many as a line holds; and how many more there are."""
    shown = list(rows[:at_most])
    while len(shown) > 1 and len(", ".join(shown).encode()) > ROOM:
        shown.pop()
    more = len(rows) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
