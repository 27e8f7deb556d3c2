"""Standing topics: what the books have for each when it is taken up."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .action_phrases import standing, whose
from .ledger import Actions
from .lines import fold
from .meeting import Meeting
from .plans import LAST_ACTIONS, OPEN_FLOOR, REVIEWS, Held, Note
from .prepared import Prepared

FEW = 4  # lines for a topic, beside a link
WIDTH = 350  # characters of such a line


def told(m: Meeting, title: str, now: datetime) -> list[str]:
    """What is said as a standing topic is taken up: at most four lines, and the link where the rest stands."""
    if title == OPEN_FLOOR:
        return wished_for(m)
    last = m.prepared.last
    if title == LAST_ACTIONS:
        return standing(still_open(m), m.prepared.more_actions, last.url if last else "", now)
    if last is None:
        return []
    twice = any(item.standing and item.text == LAST_ACTIONS for item in m.agenda)
    noted = [note for note in last.notes if fold(note.topic) == fold(title)
             and not (twice and note.kind == "action")]  # fmt: skip
    rows = [noted_as(note) for note in sorted(noted, key=lambda note: title == REVIEWS and note.kind != "link")]
    return few(rows, last)


def still_open(m: Meeting) -> Actions:
    """What was open as the meeting began, and was not closed or put off in it."""
    now = (m.revised.get(action.id, action) for action in m.prepared.actions)
    return tuple(action for action in now if action.is_open and not action.until)


def few(rows: Sequence[str], last: Held) -> list[str]:
    """The first rows, and where all of them stand."""
    if not rows:
        return []
    first, *others = (cut(row) for row in rows[:FEW])
    left = f"… and {len(rows) - FEW} more" if len(rows) > FEW else "Minutes" if last.url else ""
    where = [f"{left}{f': {last.url}' if last.url else '.'}"] if left else []
    return [f"Last time ({last.at.day} {last.at:%b}): {first}", *others, *where]


def cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"


def noted_as(note: Note) -> str:
    return note.text if note.kind in ("info", "link") else f"{note.kind}: {note.text}"


def wished_for(m: Meeting) -> list[str]:
    """What is most wanted in the grab bag, as the meeting began."""
    on_agenda = {fold(item.text) for item in m.agenda}
    rows = [f"{wish.n}. {wish.text} ({wish.wanted_by})" for wish in m.prepared.bag if fold(wish.text) not in on_agenda]
    return [cut(f"Most wanted from the bag: {'; '.join(rows)}; .bag pick N puts one on the agenda.")] if rows else []


def opening(prepared: Prepared) -> list[str]:
    """What is known of a meeting as it begins, in one line."""
    open_actions = whose(prepared.actions, prepared.more_actions)
    parts = (f"Purpose: {prepared.purpose.rstrip('.')}." if prepared.purpose else "",
             f"From last time: {open_actions}." if open_actions else "")  # fmt: skip
    text = " ".join(filter(None, parts))
    return [text] if text else []
