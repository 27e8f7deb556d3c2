"""The answers about decisions."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from . import decision_words as w
from .books import Change, Changes, puts
from .commands import AnyTime
from .decision import Answer, Refusal
from .decision_phrases import details, row
from .decisions import STANDING, Decision, State, in_force, matches, seen_in
from .last_call_phrases import few
from .lines import Kind, Line, fold
from .meeting import Meeting, Room
from .places import known, meets_in, named, place_of
from .profiles import zone_of
from .replies import aloud, replies, reply
from .since import since
from .view import View
from .when import Unclear, said_day
from .wording import unfit

LONGEST_WHY = 200  # characters
PRIVATELY = 10  # rows


def show(view: View, room: Room, line: Line, command: w.ShowDecisions) -> Answer | Refusal:
    place, about, day = "", "", None
    for key, words in command.parts:
        if key == "for" and (is_place(view, room, words) or not about):
            place = named(words)
        elif key == "since" and (found := day_of(view, room, line, words, about)) is not None:
            if isinstance(found, Refusal):
                return found
            day = found
        else:
            about = f"{about} {key} {words}" if about else words
    if place and not is_place(view, room, place):
        return Refusal(f"I know no meeting {place} ({', '.join([*known(view.books)][:8]) or 'none yet'}).")
    decisions = [*matching(view, room, place, about, day)][::-1]
    wanted = "".join((f" for {place}" if place else "", f" about {about}" if about else "",
                      f" since {said_day(day, line.at)}" if day else ""))  # fmt: skip
    if not decisions:
        return Answer((reply(room, line, f"I know of no decision{wanted or f' in {room.channel}'}."),))
    more = "; .decisions about WORDS since DATE finds them." if not wanted else "."
    rows = (row(each, line.at, own_places(view, room)) for each in decisions)
    return Answer(replies(room, line, few(rows, more, PRIVATELY if line.kind is Kind.PRIVATE else 4)))


def is_place(view: View, room: Room, words: str) -> bool:
    name = named(words)
    decided = (place for each in shown_in(view, room) for place in (each.place, each.channel))
    return name in known(view.books) or name in view.rooms or name in decided


def day_of(view: View, room: Room, line: Line, words: str, about: str) -> date | Refusal | None:
    """From which day on; behind other words, what is no date is more of them: None."""
    try:
        return since(words, line.at, zone_of(view.books, line, room))
    except Unclear as unclear:
        return None if about else Refusal(f"{unclear}.")


def matching(view: View, room: Room, place: str, about: str, day: date | None) -> list[Decision]:
    """place: "" for what was decided in this channel, or in meetings of the name of its own."""
    places = {place} if place else {fold(room.channel), *own_places(view, room)}
    return [each for each in shown_in(view, room) if matches(each, places, about, day)]


def own_places(view: View, room: Room) -> set[str]:
    """The meetings that are meant in a room where nobody names one."""
    return {place_of(view, room), *(meets_in(view.books, room) if isinstance(room, Meeting) else ())}


def show_one(view: View, room: Room, line: Line, command: w.ShowDecision) -> Answer | Refusal:
    found = known_here(view, room, command.n)
    return found if isinstance(found, Refusal) else Answer(replies(room, line, details(found, line.at)))


def known_here(view: View, room: Room, n: int) -> Decision | Refusal:
    found = next((each for each in seen_in(view.books, room.channel) if each.id == n), None)
    if found is None:
        return Refusal(f"there is no D{n}; .decisions lists them.")
    if found.private and is_published(room):
        return Refusal(f"D{n} is of a private meeting; it is spoken of in no meeting that is published.")
    return found


def shown_in(view: View, room: Room) -> Iterator[Decision]:
    """What may be listed there. What was decided in private would be in the log of a meeting that is published."""
    return (each for each in seen_in(view.books, room.channel) if not (each.private and is_published(room)))


def is_published(room: Room) -> bool:
    return isinstance(room, Meeting) and not room.private


def find(view: View, room: Room, n: int) -> Decision | Refusal:
    """One that may be changed here: decisions are changed where they were made."""
    found = known_here(view, room, n)
    if isinstance(found, Refusal):
        return found
    if found.channel != fold(room.channel):
        return Refusal(f"D{n} was decided in {found.channel}; say it there.")
    return found


def gone(decision: Decision) -> Refusal | None:
    """Why nothing more can become of a decision."""
    match decision.state:
        case State.REVOKED:
            return Refusal(f"D{decision.id} was revoked by {decision.ended_by} already: {decision.ended_why}")
        case State.REPLACED:
            return Refusal(f"D{decision.id} is replaced by D{decision.replaced_by} already.")
        case State.DROPPED:
            return Refusal(f"D{decision.id} was taken back in its meeting.")
    return None


def replace_it(view: View, room: Room, line: Line, command: w.ReplaceDecision) -> Answer | Refusal:
    if command.n == command.by:
        return Refusal(f"D{command.n} cannot replace itself.")
    old, new = find(view, room, command.n), find(view, room, command.by)
    for each in (new, old):
        if isinstance(each, Refusal):
            return each
        if refusal := gone(each):
            return refusal
    assert isinstance(old, Decision) and isinstance(new, Decision)
    replaced = replace(old, state=State.REPLACED, replaced_by=new.id, ended_at=line.at, ended_by=line.nick)
    text = f"D{new.id} replaces D{old.id} ({old.text})."
    return told(view, room, line, text, puts(replaced, replace(new, replaces=(*new.replaces, old.id))))


def told(view: View, room: Room, line: Line, text: str, changes: Changes) -> Answer:
    """What was said in private is told in the channel, too: decisions are everybody's."""
    others = aloud(view, room.channel, f"{line.nick} says: {text}") if line.kind is Kind.PRIVATE else ()
    return Answer((reply(room, line, text), *others), changes)


def ended(view: View, room: Room, line: Line, decision: Decision, state: State, why: str,
          text: str) -> Answer | Refusal:  # fmt: skip
    if why and (refusal := unfit(why, "a note", LONGEST_WHY)):
        return Refusal(refusal)
    now = replace(decision, state=state, ended_at=line.at, ended_by=line.nick, ended_why=why)
    return told(view, room, line, text, puts(now, why=why))


def done(view: View, room: Room, line: Line, command: w.DecisionDone) -> Answer | Refusal:
    found = find(view, room, command.n)
    if isinstance(found, Refusal):
        return found
    if refusal := gone(found):
        return refusal
    if found.state is State.DONE:
        return Refusal(f"D{found.id} is done already ({found.ended_by}).")
    return ended(view, room, line, found, State.DONE, command.note, f"D{found.id} is done: {found.text}")


def revoke(view: View, room: Room, line: Line, command: w.RevokeDecision) -> Answer | Refusal:
    found = find(view, room, command.n)
    if isinstance(found, Refusal):
        return found
    older = ", ".join(f".decision reopen {n}" for n in found.replaces)
    again = f" (What it replaced is not in force again: {older})" if older else ""
    text = f"D{found.id} is revoked: {found.text}{again}"
    return gone(found) or ended(view, room, line, found, State.REVOKED, command.why, text)


def reopen(view: View, room: Room, line: Line, command: w.ReopenDecision) -> Answer | Refusal:
    found = find(view, room, command.n)
    if isinstance(found, Refusal):
        return found
    if found.state is State.IN_FORCE:
        return Refusal(f"D{found.id} is in force.")
    newer = view.books.get(Decision, found.replaced_by) if found.replaced_by else None
    if found.state is State.DROPPED or (newer and newer.state in STANDING):
        return gone(found) or Refusal(f"D{found.id} is replaced.")
    freed = (Change(replace(newer, replaces=tuple(n for n in newer.replaces if n != found.id))),) if newer else ()
    text = f"D{found.id} is in force again: {found.text}"
    return told(view, room, line, text, (Change(in_force(found)), *freed))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.ShowDecisions: show, w.ShowDecision: show_one, w.ReplaceDecision: replace_it, w.DecisionDone: done,
    w.RevokeDecision: revoke, w.ReopenDecision: reopen,
}  # fmt: skip
