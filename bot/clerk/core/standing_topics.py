"""Standing topics: what the books have for each when it is taken up."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from .actions import BETWEEN_NAMES, CONNECTIVES, HEAD
from .lines import fold
from .meeting import Meeting
from .plans import LAST_ACTIONS, OPEN_FLOOR, REVIEWS, Held, Note
from .prepared import Prepared

FEW = 4  # lines for a topic, beside a link
WIDTH = 350  # characters of such a line


def told(m: Meeting, title: str) -> list[str]:
    """What is said as a standing topic is taken up: at most four lines, and the link where the rest stands."""
    if title == OPEN_FLOOR:
        return wished_for(m)
    last = m.prepared.last
    if last is None:
        return []
    if title == LAST_ACTIONS:
        rows = by_owner(last)
    else:
        twice = any(item.standing and item.text == LAST_ACTIONS for item in m.agenda)
        noted = [note for note in last.notes if fold(note.topic) == fold(title)
                 and not (twice and note.kind == "action")]  # fmt: skip
        rows = [noted_as(note) for note in sorted(noted, key=lambda note: title == REVIEWS and note.kind != "link")]
    return few(rows, last)


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


def by_owner(last: Held) -> list[str]:
    """Its actions, those of the same people in one row; rows and actions in the order in which they were noted."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for note in actions(last):
        groups.setdefault(note.owners, []).append(note.text)
    return [of_one(owners, texts) for owners, texts in groups.items()]


def of_one(owners: tuple[str, ...], texts: Sequence[str]) -> str:
    if not owners:
        return f"unassigned: {'; '.join(texts)}"
    first, *rest = texts
    named = is_headed(first, owners)
    return "; ".join([first, *(HEAD.sub("", text) if named and is_headed(text, owners) else text for text in rest)])


def is_headed(text: str, owners: tuple[str, ...]) -> bool:
    """Whether it begins with its owners and a colon: they need no second naming."""
    found = HEAD.match(text)
    words = BETWEEN_NAMES.split(found[1].lower()) if found else []
    return bool(words) and set(words) - CONNECTIVES <= set(map(fold, owners))


def actions(last: Held) -> Iterable[Note]:
    return (note for note in last.notes if note.kind == "action")


def wished_for(m: Meeting) -> list[str]:
    """What is most wanted in the grab bag, as the meeting began."""
    on_agenda = {fold(item.text) for item in m.agenda}
    rows = [f"{wish.n}. {wish.text} ({wish.wanted_by})" for wish in m.prepared.bag if fold(wish.text) not in on_agenda]
    return [cut(f"Most wanted from the bag: {'; '.join(rows)}; .bag pick N puts one on the agenda.")] if rows else []


def still_open(prepared: Prepared) -> str:
    """How many actions were noted last time, and whose: "3 actions (bob 2, carol 1)"; "" for none."""
    notes = list(actions(prepared.last)) if prepared.last else []
    counts: dict[str, int] = {}
    for owner in (owner for note in notes for owner in note.owners or ("unassigned",)):
        counts[owner] = counts.get(owner, 0) + 1
    whose = [f"{owner} {n}" for owner, n in counts.items()]
    whose = whose if len(whose) <= 8 else [*whose[:8], f"and {len(whose) - 8} more"]
    return f"{len(notes)} action{'s' if len(notes) > 1 else ''} ({', '.join(whose)})" if notes else ""


def opening(prepared: Prepared) -> list[str]:
    """What is known of a meeting as it begins, in one line."""
    open_actions = still_open(prepared)
    parts = (f"Purpose: {prepared.purpose.rstrip('.')}." if prepared.purpose else "",
             f"From last time: {open_actions}." if open_actions else "")  # fmt: skip
    text = " ".join(filter(None, parts))
    return [text] if text else []
