"""Action items of a meeting get their number in the ledger, and their due date, as they are noted."""
from __future__ import annotations

from dataclasses import replace

from . import facts as f
from .decision import Answer, Decision
from .ledger import ActionItem, Noted, apart
from .lines import Line
from .meeting import Item, Meeting
from .profiles import zone_of
from .replies import reply
from .view import View
from .when import Unclear


def numbered(view: View, m: Meeting, line: Line, decision: Decision) -> Decision:
    """What was decided, with what the ledger has of it.

    An action item that ends in a date which cannot be is noted all the same, without it; its speaker is told.
    """
    if not isinstance(decision, tuple):
        return decision
    zone, facts, told = zone_of(view.books, line, m), list[f.Fact](), list[str]()
    for fact in decision:
        match fact:
            case f.ItemAdded(kind="action"):
                action, wrong = understood(fact.text, None, line, zone)
                fact = replace(fact, action=replace(action, id=next_number(view, m)))
            case f.ItemEdited(n) if (before := m.items[n - 1]).action:
                action, wrong = understood(fact.text, before, line, zone)
                fact = replace(fact, action=action)
            case _:
                wrong = ""
        if wrong and isinstance(fact, f.ItemAdded | f.ItemEdited) and fact.action:
            told.append(f"A{fact.action.id} is noted without a due date: {wrong} (.action due {fact.action.id} DATE).")
        facts.append(fact)
    says = tuple(reply(m, line, text) for text in told)
    return Answer(says, facts=tuple(facts)) if says else tuple(facts)


def next_number(view: View, m: Meeting) -> int:
    """Also of a log's meeting, which is in no books."""
    return max(view.books.next_id(ActionItem), *(item.action.id + 1 for item in m.items if item.action), 1)


def understood(text: str, before: Item | None, line: Line, zone: str) -> tuple[Noted, str]:
    """An action item, and why its end is no due date after all. before: what it said until now."""
    id = before.action.id if before and before.action else 0
    try:
        rest, due = apart(text, line.at, zone)
    except Unclear as unclear:
        return Noted(id, text), str(unclear)
    if not rest.rpartition(":")[2].strip():
        return Noted(id, text), ""
    if before and before.action and ending(text, rest) == ending(before.text, before.action.text):
        due = before.action.due
    return Noted(id, rest, due), ""


def ending(text: str, rest: str) -> str:
    return text[len(rest) :].strip(" ,;").lower()
