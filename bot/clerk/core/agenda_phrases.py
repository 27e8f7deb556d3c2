"""How agendas and their items are told."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from .agenda import AgendaItem, Items, State, carried, waiting
from .lines import fold
from .meeting import Meeting

MOST_READ = 4  # updates in advance that are read out
REPLY_BYTES = 400  # what fits in one line of IRC, whatever the names


def called(place: str) -> str:
    return f"the agenda of {place}"


def carried_over(item: AgendaItem) -> str:
    return f"{ordinal(item.carried)} time carried" if item.carried > 1 else "carried over" if item.carried else ""


def shown(item: AgendaItem, but: str = "", *, taken: bool = False) -> str:
    """An item in a list. but: a nick that goes without saying. taken: that it is talked about does so, too."""
    told = (
        f"{item.minutes} min" if item.minutes else "",
        item.nick if not item.standing and fold(item.nick) != fold(but) else "",
        carried_over(item),
        "now" if item.state is State.TAKEN and not taken else "",
        "skipped" if item.state is State.SKIPPED else "",
        "not this time" if item.state is State.DEFERRED else "",
    )
    details = ", ".join(filter(None, told))
    return f"{item.n}. {item.text}{f' ({details})' if details else ''}"


def agenda_list(place: str, items: Items, here: str) -> list[str]:
    """The agenda in few lines. here: the place that is meant where nobody names one."""
    if not items:
        return [f"Nothing is on {called(place)}; .agenda add TEXT puts something there."]
    head = "Agenda" if place == here else f"Agenda of {place}"
    return in_lines(f"{head}: ", map(shown, items), 4)


def in_lines(head: str, rows: Iterable[str], at_most: int) -> list[str]:
    """Rows in as few lines as they fit in; the last line counts those that did not fit."""
    lines, left = [head], list(rows)
    while left:
        row = left[0] if lines[-1] == head or not lines[-1] else f"; {left[0]}"
        if len(f"{lines[-1]}{row}".encode()) <= REPLY_BYTES or lines[-1] in ("", head):
            lines[-1] += row
            left.pop(0)
        elif len(lines) < at_most:
            lines.append("")
        else:
            return [*lines, f"… and {len(left)} more."]
    return lines


def taken_up(item: AgendaItem) -> list[str]:
    """One line, as an item comes up, and what was said of it in advance."""
    text = f"{shown(item, taken=True)}{f': {item.why}' if item.why else ''}"
    updates = [f"{update.nick}, in advance: {update.text}" for update in item.updates[:MOST_READ]]
    more = len(item.updates) - len(updates)
    read = [*updates, f"… and {more} more; the minutes have them."] if more else updates
    return [f"{text} {item.url}" if item.url else text, *read]


def carried_names(m: Meeting) -> str:
    """What an ended meeting leaves to the next, each with how often that has happened; "" for nothing."""
    left = [item for item in carried(m.agenda, m.secret_since) if item.state is State.WAITING]
    few = [f"{item.text}{f' ({ordinal(item.carried)} time)' if item.carried > 1 else ''}" for item in left[:4]]
    more = [f"and {len(left) - 4} more"] if len(left) > 4 else []
    return ", ".join([*few, *more])


def ordinal(n: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(n, f"{n}th")


def still_to_come(items: Sequence[AgendaItem]) -> str:
    """What is left, and who must be asked about it."""
    few = [f"{item.n}. {item.text}{f' ({item.nick})' if item.nick and not item.standing else ''}" for item in items[:6]]
    more = [f"and {len(items) - 6} more"] if len(items) > 6 else []
    return ", ".join([*few, *more])


def started(m: Meeting) -> list[str]:
    """What waits, as the meeting begins."""
    left = waiting(m.agenda)
    return in_lines("Agenda: ", map(shown, left), 2) if left else []


def put_off(item: AgendaItem, state: State) -> list[str]:
    """That an item is not talked about now. That it is done goes without saying."""
    match state:
        case State.DEFERRED:
            return [f"{item.n}. {item.text} is left to the next meeting."]
        case State.SKIPPED:
            return [f"{item.n}. {item.text} comes last."]
    return []


def time_left(m: Meeting, now: datetime) -> str:
    """Of the current item's box, and of the meeting."""
    parts = []
    if m.taken:
        parts.append(f"{m.agenda_item(m.taken.id).text}: {of_box(m.taken.minutes, m.taken.at, now)}")
    parts.append(f"the meeting: {of_box(m.length, m.started, now)}")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def of_box(minutes: int | None, since: datetime, now: datetime) -> str:
    spent = int((now - since).total_seconds()) // 60
    if not minutes:
        return f"{spent} min so far"
    left = minutes - spent
    return f"{left} of {minutes} min left" if left >= 0 else f"{-left} min over its {minutes}"


def clock(m: Meeting, now: datetime, what: str) -> str:
    if what == "meeting":
        left = waiting(m.agenda)
        return f"5 min left.{f' Still on the agenda: {still_to_come(left)}.' if left else ''}"
    assert m.taken is not None, "the clock speaks of the item that is taken up"
    item, minutes = m.agenda_item(m.taken.id), m.taken.minutes
    if what == "most":
        spent = int((now - m.taken.at).total_seconds()) // 60
        return f"{item.text}: {(minutes or 0) - spent} of {minutes} min left."
    return f"{item.text}: its {minutes} min {'is' if minutes == 1 else 'are'} over. #next, or #extend 5m."
