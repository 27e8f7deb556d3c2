"""How decisions are told."""
from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from .agenda_phrases import in_lines
from .decisions import Decision, State
from .prepared import Due
from .when import said_day
from .wording import cut

SHORT = 250  # bytes of a text in a list


def row(d: Decision, now: datetime, here: Collection[str]) -> str:
    """In a list. here: the places that go without saying."""
    place = f", {d.place}" if d.place not in (*here, d.channel) else ""
    return f"D{d.id} {d.kind} {said_day(d.at.date(), now)}{place}: {cut(d.text, SHORT)}{became(d, now)}"


def became(d: Decision, now: datetime) -> str:
    """By when it is to be done, or what became of it, in a few words."""
    parts = (
        f"by {said_day(d.due, now)}" if d.due and d.state is State.IN_FORCE else "",
        f"replaced by D{d.replaced_by}" if d.state is State.REPLACED else "",
        str(d.state) if d.state in (State.DONE, State.REVOKED) else "",
    )
    told = ", ".join(filter(None, parts))
    return f" ({told})" if told else ""


def details(d: Decision, now: datetime) -> list[str]:
    """All of it, in three lines at most."""
    place = d.place if d.place == d.channel else f"{d.place} in {d.channel}"
    where = f"{place}, {f'P{d.proposal} of' if d.proposal else 'noted by'} {d.nick}"
    by = f" (by {said_day(d.due, now)})" if d.due else ""
    return [cut(f"D{d.id} {d.kind} {said_day(d.at.date(), now)} ({where}): {d.text}{by}"),
            *([cut(text)] if (text := history(d, now)) else []), *([d.url] if d.url else [])]  # fmt: skip


def history(d: Decision, now: datetime) -> str:
    """What it replaces, and what became of it."""
    older = f"Replaces {', '.join(f'D{n}' for n in d.replaces)}." if d.replaces else ""
    on = f" {said_day(d.ended_at.date(), now)}" if d.ended_at else ""
    why = f": {d.ended_why}" if d.ended_why else "."
    ended = {
        State.IN_FORCE: "", State.DROPPED: "Taken back in the meeting.", State.DONE: f"Done{on} ({d.ended_by}){why}",
        State.REVOKED: f"Revoked{on} ({d.ended_by}){why}",
        State.REPLACED: f"Replaced by D{d.replaced_by}{on} ({d.ended_by}).",
    }[d.state]  # fmt: skip
    return " ".join(filter(None, (older, ended)))


def due_decisions(due: Sequence[Due], now: datetime) -> list[str]:
    """What comes back, as a meeting begins."""
    rows = (f"D{each.id} {each.text} (by {said_day(each.by, now)})" for each in due)
    return in_lines("Due decisions: ", rows, 2) if due else []
