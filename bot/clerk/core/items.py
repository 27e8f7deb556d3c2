"""The rules of noting, and of mending what was noted."""
from __future__ import annotations

from . import commands as c
from . import facts as f
from . import proposing
from .decision import NOTHING, Decision, Facts, Refusal
from .lines import Line
from .meeting import Item, Meeting
from .record import covered, off_record


def add_item(m: Meeting, line: Line, command: c.AddItem) -> Decision:
    if covered(m, line):
        return NOTHING if command.kind == "link" and not line.text.lstrip().startswith("#") else off_record(m)
    open_one = proposing.proposal(m)
    if open_one and command.kind in ("agreed", "accepted", "rejected"):
        return proposing.close(m, line, command, open_one)
    if not command.text:
        return Refusal(f"what was {command.kind}? #{command.kind} TEXT")
    return (f.ItemAdded(len(m.items) + 1, command.kind, command.text),)


def own_or_chair(m: Meeting, line: Line, item: Item) -> bool:
    me = m.speaker(line)
    return m.is_chair(me) or m.people.who(item.by) == me


def on_item(m: Meeting, line: Line, n: int, verb: str, facts: Facts) -> Decision:
    item = m.item(n)
    if item is None:
        return Refusal(f"there is no i{n}; #items lists them.")
    if not own_or_chair(m, line, item):
        return Refusal(f"i{n} is {item.nick}'s; only {item.nick} or a chair can {verb} it.")
    if item.kind == "vote" and verb == "edit":
        return Refusal(f"i{n} is what a vote came to; it can be dropped, but not edited.")
    return facts


def edit(m: Meeting, line: Line, command: c.EditItem) -> Decision:
    if covered(m, line):
        return off_record(m)
    return on_item(m, line, command.n, "edit", (f.ItemEdited(command.n, command.text),))


def drop(m: Meeting, line: Line, command: c.DropItem) -> Decision:
    return on_item(m, line, command.n, "drop", (f.ItemDropped(command.n),))


def substitute(m: Meeting, line: Line, command: c.Replace) -> Decision:
    """Speech, unless it matches an item of the speaker's own."""
    me = m.speaker(line)
    own = (item for item in reversed(m.items)
           if not item.dropped and item.kind != "vote" and m.people.who(item.by) == me)  # fmt: skip
    item = next((item for item in own if command.old in item.text), None)
    if item is None:
        return NOTHING
    text = item.text.replace(command.old, command.new, -1 if command.everywhere else 1).strip()
    return (f.ItemEdited(item.n, text),) if text else (f.ItemDropped(item.n),)


def undo(m: Meeting, line: Line, command: c.Undo) -> Decision:
    """A chair takes back the last thing; anybody else the last thing, if it is their own."""
    if not m.done:
        return Refusal("there is nothing to undo.")
    what, n = m.done[-1]
    if what == "item":
        return on_item(m, line, n, "undo", (f.ItemDropped(n),))
    own = what == "vote" and proposing.is_own(m, line)
    if not own and not m.is_chair(m.speaker(line)):
        asked = m.ballot.asks if what == "vote" and m.ballot else what
        return Refusal(f"only a chair can undo a {asked} (chairs: {', '.join(m.chair_nicks())}).")
    return (f.TopicUndone(n),) if what == "topic" else (f.VoteWithdrawn(),)
