"""How action items are told."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from .agenda_phrases import in_lines, ordinal
from .ledger import TOPIC, ActionItem, Noted, State, due_day, due_said
from .lines import fold
from .plans import Held
from .when import said, said_day
from .wording import cut, listed

WIDTH = 160  # bytes of an action item in a list
DIGEST = 4  # lines of what somebody is told of their own
FEW = 4  # rows of a standing topic, beside the last one
ROW = 350  # bytes of such a row


def owners_of(action: ActionItem, otherwise: str = "unassigned") -> str:
    return ", ".join(owner.nick for owner in action.owners) or otherwise


def when_due(action: ActionItem, now: datetime) -> str:
    if action.due is None:
        return ""
    return f"{'overdue since' if action.is_overdue(now) else 'due'} {due_day(action.due, now)}"


def often_carried(action: ActionItem) -> str:
    return f"{ordinal(action.carried)} time carried" if action.carried > 1 else "carried over" if action.carried else ""


def put_off_until(action: ActionItem, now: datetime) -> str:
    if not action.until or not action.is_put_off(now):
        return ""
    return f"not before {said_day(action.until.date(), now)}: {action.note}"


def short(action: ActionItem) -> str:
    return f"A{action.id} {cut(action.text, WIDTH)}"


def shown(action: ActionItem, now: datetime, *, whose: bool = True, channel: str = "") -> str:
    """A row of a list. whose: with its owners. channel: the one that goes without saying."""
    told = (owners_of(action) if whose else "", when_due(action, now), often_carried(action),
            put_off_until(action, now), action.channel if fold(channel) != action.channel else "")  # fmt: skip
    details = ", ".join(filter(None, told))
    return f"{short(action)}{f' ({details})' if details else ''}"


def added(action: ActionItem, now: datetime) -> str:
    return in_full(action.id, action.text, owners_of(action, ""), due_said(action.due, now) if action.due else "")


def in_full(id: int, text: str, owners: str, due: str) -> str:
    whose = f" for {owners}" if owners else ""
    hint = "" if owners else f" Nobody has it yet: .action give {id} to NICK."
    return f"A{id}{whose}: {text}{f', {due}' if due else ''}.{hint}"


def noted_due(action: Noted, now: datetime) -> str:
    """ "A12: due Fri 27 Nov (in 7 days)"; "" without a date."""
    return f"A{action.id}: {due_said(action.due, now)}" if action.due else ""


def one(action: ActionItem, now: datetime, held: Held | None) -> list[str]:
    """An action item, and what became of it. held: the meeting that it was noted in, if it is told of."""
    due = due_said(action.due, now) if action.due else ""
    late = f"overdue since {due_day(action.due, now)}" if action.due and action.is_overdue(now) else due
    details = ", ".join(filter(None, (owners_of(action), late if action.is_open else "", often_carried(action),
                                      put_off_until(action, now))))  # fmt: skip
    where = f" From {held.title}, {said_day(held.at.date(), now)}{f': {held.url}' if held.url else '.'}" if held else ""
    over = f" {action.state.value.capitalize()}: {action.note}." if action.note and not action.is_open else ""
    steps = "; ".join(f"{step.what} by {step.nick or 'me'} {said_day(step.at.date(), now)}" for step in action.steps)
    return [f"A{action.id} {action.text} ({details}).{over}{where}", f"{steps[0].upper()}{steps[1:]}."]


def over(action: ActionItem, now: datetime) -> str:
    """That it is closed, by whom and when."""
    assert action.closed_at
    why = f": {action.note}" if action.note else ""
    return f"{action.state.value} since {said_day(action.closed_at.date(), now)} ({action.closed_by}{why})"


def finished(actions: Sequence[ActionItem], state: State, note: str) -> str:
    names = listed([short(action) for action in actions])
    verb = "is" if len(actions) == 1 else "are"
    return f"{names} {verb} {state.value}{f': {note}' if note else '.'}"


def count(actions: Sequence[ActionItem], now: datetime) -> str:
    """ "3 action items are open, 1 overdue"."""
    late = sum(action.is_overdue(now) for action in actions)
    items = "1 action item is open" if len(actions) == 1 else f"{len(actions)} action items are open"
    return f"{items}{f', {late} overdue' if late else ''}"


# --- a standing topic ---------------------------------------------------------------------------


def by_owner(actions: Iterable[ActionItem], now: datetime) -> list[str]:
    """Those of the same people in one row; rows and action items oldest first."""
    groups: dict[str, list[str]] = {}
    for action in actions:
        groups.setdefault(owners_of(action), []).append(shown(action, now, whose=False, channel=action.channel))
    return [row(owner, texts) for owner, texts in groups.items()]


def row(owner: str, texts: Sequence[str]) -> str:
    """As many as fit in one line, and how many do not."""
    told = f"{owner}: {texts[0]}"
    for n, text in enumerate(texts[1:], 1):
        if len(f"{told}; {text}".encode()) > ROW:
            return f"{told}; … and {len(texts) - n} more"
        told = f"{told}; {text}"
    return told


def standing(actions: Sequence[ActionItem], left_out: int, url: str, now: datetime) -> list[str]:
    """What is said as the standing topic is taken up. left_out: how many more are open. url: of the last minutes."""
    if not actions:
        return []
    rows = by_owner(actions, now)
    told = list(dict.fromkeys(map(owners_of, actions)))[:FEW]
    hidden = sum(owners_of(action) not in told for action in actions) + left_out
    more = f"… and {hidden} more. " if hidden else ""
    return [*rows[:FEW], f"{more}#done N closes one.{f' Minutes: {url}' if url else ''}"]


def whose(actions: Iterable[ActionItem], left_out: int) -> str:
    """ "3 actions (bob 2, carol 1)"; "" for none."""
    counts: dict[str, int] = {}
    actions = list(actions)
    for action in actions:
        for nick in [owner.nick for owner in action.owners] or ["unassigned"]:
            counts[nick] = counts.get(nick, 0) + 1
    names = [f"{nick} {n}" for nick, n in counts.items()]
    names = names if len(names) <= 8 else [*names[:8], f"and {len(names) - 8} more"]
    total = len(actions) + left_out
    return f"{total} action{'s' if total > 1 else ''} ({', '.join(names)})" if total else ""


# --- by itself ------------------------------------------------------------------------------------


def digest(actions: Sequence[ActionItem], now: datetime) -> list[str]:
    """What somebody is told of their own once a week."""
    late = sum(action.is_overdue(now) for action in actions)
    head = f"Your action items ({len(actions)} open{f', {late} overdue' if late else ''})"
    return own_rows(head, actions, "Once a week", now)


def before_theirs(meeting: str, start: datetime, actions: Sequence[ActionItem], now: datetime) -> list[str]:
    """What somebody is told of their own on the day before a meeting."""
    return own_rows(f"{meeting} meets {said(start, now)}. Yours", actions, "On the day before", now)


def own_rows(head: str, actions: Sequence[ActionItem], often: str, now: datetime) -> list[str]:
    """Nothing where nothing is open."""
    if not actions:
        return []
    rows = in_lines(f"{head}: ", [shown(action, now, whose=False) for action in actions], DIGEST)
    return [*rows, f"{often}, for you said .ping me for {TOPIC}; .ping me no more for {TOPIC} ends it."]


def before_a_meeting(meeting: str, start: datetime, actions: Sequence[ActionItem], url: str, now: datetime) -> str:
    """What its channel is told. It says the same for as long as nothing changes."""
    link = f" Last minutes: {url}" if url else ""
    return f"{meeting} meets {said(start, now)}; {count(actions, now)}: .actions for {meeting}.{link}"
