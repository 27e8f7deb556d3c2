"""Errands: what somebody at the command line asks of the books while the bot runs. By kind, the rule for each."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .agenda_answers import whose
from .agenda_list_answers import put_list
from .calendar_changes import take_in
from .decision import Answer, Refusal
from .hearing import Heard, become_true, spoken
from .lines import Kind, Line, Speaker
from .meeting import Idle, Room
from .places import meeting_of, named, open_meeting
from .says import SetTopic
from .view import View

NOWHERE = Idle("")
Body = Mapping[str, Any]


@dataclass(frozen=True)
class Errand:
    """body: plain values, as its kind has them. at: UTC, aware."""

    id: int
    at: datetime
    kind: str
    body: Body


@dataclass(frozen=True)
class Done:
    """before: the room it was about, as it was. outcome: for whoever asked; refused: it is a reason, and nothing
    changed."""

    before: Room
    line: Line
    heard: Heard
    outcome: str
    refused: bool = False


@dataclass(frozen=True)
class Rule:
    """room: the one that an errand is about. run: as a rule of what may be asked for at any time."""

    room: Callable[[View, Body], Room]
    run: Callable[[View, Room, Line, Body], Answer | Refusal]


def do(view: View, errand: Errand, at: datetime, line_id: int) -> Done:
    """Do an errand. line_id: of its line, which is stored where the errand makes facts. at: now, UTC."""
    rule = RULES.get(errand.kind)
    room = rule.room(view, errand.body) if rule else NOWHERE
    line = Line(at, room.channel, "", f"{errand.kind} {errand.id}", Kind.ERRAND, speaker=Speaker.CLERK,
                network=room.network, id=line_id)  # fmt: skip
    decision = rule.run(view, room, line, errand.body) if rule else Refusal(f"I know no errand {errand.kind}.")
    if isinstance(decision, Refusal):
        return Done(room, line, Heard(room), decision.why, refused=True)
    heard = become_true(room, line, decision.facts, view.books.changed(decision.changes))
    stored = line if decision.facts else None
    says = spoken(room, line, [*heard.says])
    outcome = " ".join(saying.text for saying in decision.says if not isinstance(saying, SetTopic))
    return Done(room, line, Heard(heard.room, stored, decision.facts, says, (*decision.changes, *heard.changes)),
                outcome)  # fmt: skip


# --- agendas ----------------------------------------------------------------------------------


def room_of_agenda(view: View, body: Body) -> Room:
    """The meeting that works that agenda off, or nowhere."""
    place = place_of_agenda(view, body)
    return NOWHERE if isinstance(place, Refusal) else meeting_of(view, place) or NOWHERE


def place_of_agenda(view: View, body: Body) -> str | Refusal:
    """Of a meeting that is open by that name, whichever agenda it works off; of a channel the one that .agenda shows
    there, or nobody would see what is put on it."""
    name = named(body["place"])
    if meeting := open_meeting(view, name):
        return meeting.prepared.place
    if name.startswith("#"):
        return whose(view, view.rooms.get(name) or Idle(name), how="--for NAME says which.")
    return name


def fill_agenda(view: View, room: Room, line: Line, body: Body) -> Answer | Refusal:
    """body: place, a meeting's name or a channel; items, as people write them after .agenda add."""
    place = place_of_agenda(view, body)
    return place if isinstance(place, Refusal) else put_list(view, room, line, place, body["items"])


RULES: dict[str, Rule] = {
    "agenda": Rule(room_of_agenda, fill_agenda),
    "calendar": Rule(lambda view, body: NOWHERE, take_in),
}
