"""The ledger of action items as a document: text, Markdown, JSON, CSV, iCalendar. now: UTC, aware."""
from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from io import StringIO

from clerk.core.action_phrases import owners_of
from clerk.core.ledger import ActionItem, Due, State
from clerk.core.when.zones import wall_clock

from .links import clean
from .markdown import words

COLUMNS = ("id", "text", "owners", "due", "zone", "state", "carried", "place", "channel", "noted_by", "created",
           "meeting", "item", "closed_at", "closed_by", "note", "put_off_until", "private")  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet compute a cell
STATUS = {State.OPEN: "NEEDS-ACTION", State.DONE: "COMPLETED", State.DROPPED: "CANCELLED"}

Actions = Sequence[ActionItem]


def text(actions: Actions, now: datetime) -> str:
    return "".join(f"{clean(row(action, now, clean))}\n" for action in actions)


def markdown(actions: Actions, now: datetime) -> str:
    """By meeting or channel, in the order of their oldest."""
    rows: dict[str, list[str]] = {}
    for action in actions:
        rows.setdefault(action.place, []).append(f"* {row(action, now, words)}\n")
    parts = (f"\n## {words(place)}\n\n{''.join(found)}" for place, found in rows.items())
    return f"# Action items\n{''.join(parts)}"


def row(action: ActionItem, now: datetime, said: Callable[[str], str]) -> str:
    """One action item in one line. said: for what people wrote."""
    due = f"{'overdue since' if action.is_overdue(now) else 'due'} {day_or_time(action.due)}" if action.due else ""
    state = "" if action.is_open else f"{action.state.value} {action.closed_at:%Y-%m-%d} by {said(action.closed_by)}"
    often = f"carried {action.carried} times" if action.carried > 1 else "carried once" if action.carried else ""
    later = f"put off until {action.until:%Y-%m-%d}" if action.is_put_off(now) else ""
    details = ", ".join(filter(None, (said(owners_of(action)), due, state, often, later)))
    note = f": {said(action.note)}" if action.note else ""
    return f"A{action.id} {said(action.text)} ({details}){note}"


def document(actions: Actions, now: datetime) -> str:
    """JSON. People's words are given exactly as said; what is not ASCII is escaped."""
    return json.dumps({"actions": [data(action, now) for action in actions]}, indent=2) + "\n"


def data(action: ActionItem, now: datetime) -> Mapping[str, object]:
    """owners: their accounts are null where none is known. due: a day in the zone, or an instant."""
    accounts = ((owner, None if owner.who.startswith("~") else owner.who) for owner in action.owners)
    return {
        "id": action.id,
        "text": action.text,
        "owners": [{"nick": owner.nick, "account": account} for owner, account in accounts],
        "due": day_or_time(action.due) or None,
        "zone": action.due.zone if action.due else None,
        "overdue": action.is_overdue(now),
        "state": action.state.value,
        "carried": action.carried,
        "place": action.place,
        "channel": action.channel,
        "noted_by": action.nick,
        "created": instant(action.created),
        "meeting": action.meeting or None,
        "item": action.n or None,
        "closed_at": instant(action.closed_at) or None,
        "closed_by": action.closed_by or None,
        "note": action.note,
        "put_off_until": instant(action.until) or None,
        "private": action.private,
        "history": [{"what": step.what, "nick": step.nick, "at": instant(step.at)} for step in action.steps],
    }


def table(actions: Actions, now: datetime) -> str:
    """CSV, with a row of names. No cell begins with what a spreadsheet would compute."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for action in actions:
        values = {**data(action, now), "owners": ", ".join(owner.nick for owner in action.owners)}
        writer.writerow(["" if values[name] is None else safe(values[name]) for name in COLUMNS])
    return out.getvalue()


def safe(value: object) -> object:
    """With an apostrophe before what would be computed; control characters would end the cell in some programs."""
    if not isinstance(value, str):
        return value
    shown = clean(value)
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) or value.startswith(FORMULA) else shown


def calendar(actions: Actions, now: datetime) -> str:
    """iCalendar, one to-do for each; the same ledger gives the same file."""
    from icalendar import Calendar, Todo  # slow to import

    from .ics import is_url, plain

    made = Calendar()
    made.add("prodid", "-//Clerk//Action items//EN")
    made.add("version", "2.0")
    for action in actions:
        todo = Todo()
        todo.add("uid", f"action-{action.id}-{action.created:%Y%m%dT%H%M%SZ}@clerk")
        todo.add("dtstamp", changed(action))
        todo.add("last-modified", changed(action))
        todo.add("created", action.created)
        todo.add("summary", plain(action.text))
        todo.add("description", plain(f"A{action.id}, for {owners_of(action)}. {action.note}".strip()))
        todo.add("status", STATUS[action.state])
        if action.due:
            todo.add("due", action.due.at if action.due.timed else day_of(action.due))
        if action.state is State.DONE and action.closed_at:
            todo.add("completed", action.closed_at)
        if is_url(action.note):
            todo.add("url", action.note)
        made.add_component(todo)
    return bytes(made.to_ical()).decode()


def changed(action: ActionItem) -> datetime:
    return max(action.created, *(step.at for step in action.steps[-1:]))


def day_of(due: Due) -> date:
    return wall_clock(due.at, due.zone).date()


def day_or_time(due: Due | None) -> str:
    """ISO 8601: the day in the zone of who said it, or the instant in UTC; "" for none."""
    if due is None:
        return ""
    return instant(due.at) if due.timed else day_of(due).isoformat()


def instant(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


FORMATS: Mapping[str, Callable[[Actions, datetime], str]] = {
    "text": text, "markdown": markdown, "json": document, "csv": table, "ics": calendar,
}  # fmt: skip
