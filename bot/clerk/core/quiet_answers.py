"""The answers to why the bot said something by itself, and how it is made to stop."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from . import announcement_words as w
from .announcement import KEPT, KINDS, LONGEST_QUIET, OVER, Announcement, State, of_channel, silence
from .announcement_phrases import shown
from .books import Changes, puts
from .commands import AnyTime
from .decision import Answer, Refusal
from .lines import Kind, Line
from .meeting import Room
from .profiles import kept, profile_of, zone_of
from .replies import replies, reply
from .view import View
from .when import Unclear, duration, read, said
from .wording import cut, visible


def why(view: View, room: Room, line: Line, command: w.Why) -> Answer:
    history, zone = of_channel(view.books, room.channel), zone_of(view.books, line, room)
    last = max((each for each in history if each.said_at), key=lambda each: (each.said_at, each.id), default=None)
    together = [each for each in history if last and each.receipt == last.receipt]
    rows = [reason(each, line.at, zone) for each in together[:2]]
    if len(together) > 2:
        rows[-1] += f" (and {len(together) - 2} more with it)"
    missed = [each for each in history if each.state in (State.STALE, State.UNCONFIRMED, State.MUTED)
              and line.at - each.due < KEPT and each not in together]  # fmt: skip
    if missed:
        told = "; ".join(f"{each.n} ({OVER.get(each.state, 'perhaps not heard')}): {shown(each)}" for each in missed)
        rows.append(cut(f"Not said, or not surely: {told}"))
    if last is None:
        rows.insert(0, f"I have said nothing by myself in {room.channel}.")
    else:
        rows.append(f"To stop it: .mute {last.kind} (all of that kind), .quiet 2h (everything, for a while).")
    return Answer(replies(room, line, rows))


HEARD = {State.CONFIRMED: "the server took it", State.CLAIMED: "the server has not answered yet"}


def reason(each: Announcement, now: datetime, zone: str) -> str:
    assert each.said_at
    asked = f"asked for by {each.nick}" if each.nick else f"because {each.why}" if each.why else f"of kind {each.kind}"
    due = f"due {said(each.due, now, zone)}{'' if each.timed else ' at the earliest'}"
    return (f"{each.n} ({asked}, {due}) was said {said(each.said_at, now)}; "
            f"{HEARD.get(each.state, 'perhaps not heard')}: {shown(each)}")  # fmt: skip


def show_quiet(view: View, room: Room, line: Line, command: w.ShowQuiet) -> Answer:
    quiet = silence(view.books, room.channel)
    if quiet.until and quiet.quiet(line.at):
        until = said(quiet.until, line.at, zone_of(view.books, line, room))
        return Answer((reply(room, line, f"I am quiet until {until} ({quiet.nick} said so); .quiet off ends it."),))
    return Answer((reply(room, line, "I am not quiet here; .quiet 2h makes me so."),))


def be_quiet(view: View, room: Room, line: Line, command: w.BeQuiet) -> Answer | Refusal:
    before, zone = silence(view.books, room.channel), zone_of(view.books, line, room)
    if not (command.how_long or command.until):
        if not before.quiet(line.at):
            return Refusal("I am not quiet here.")
        return Answer((reply(room, line, "I speak by myself again."),), puts(replace(before, until=None, nick="")))
    try:
        long, until_when = visible(command.how_long), visible(command.until)
        until = line.at + length(long) if long else read(until_when, line.at, zone).at
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    if until <= line.at:
        return Refusal(f"{said(until, line.at, zone)} is past; .quiet off is what ends it.")
    if until - line.at > LONGEST_QUIET:
        return Refusal("a week is the longest; .mute KIND silences one kind for good.")
    text = f"I say nothing by myself until {said(until, line.at, zone)}; .quiet off ends it."
    return Answer((reply(room, line, text),), puts(replace(before, until=until, nick=line.nick)))


def length(text: str) -> timedelta:
    """Of a silence: as `duration`, or days and weeks. Raises Unclear."""
    found = re.fullmatch(r"(\d{1,3}) ?(d|days?|w|weeks?)", text.strip(), re.IGNORECASE)
    if found and int(found[1]):
        return timedelta(days=int(found[1]) * (7 if found[2].lower().startswith("w") else 1))
    return duration(text)


# --- kinds ----------------------------------------------------------------------------------------


def known_kinds() -> str:
    return ", ".join(f"{kind} ({what})" for kind, what in KINDS.items())


def muted_by(view: View, room: Room, line: Line) -> tuple[str, ...]:
    if line.kind is Kind.PRIVATE:
        return profile_of(view.books, line).muted
    return silence(view.books, room.channel).kinds


def show_muted(view: View, room: Room, line: Line, command: w.ShowMuted) -> Answer:
    muted = muted_by(view, room, line)
    where = "for you" if line.kind is Kind.PRIVATE else f"in {room.channel}"
    told = f"muted {where}: {', '.join(muted)}" if muted else f"nothing is muted {where}"
    return Answer((reply(room, line, f"{told}. Kinds: {known_kinds()}."),))


def mute(view: View, room: Room, line: Line, command: w.Mute) -> Answer | Refusal:
    kind, muted = command.kind, muted_by(view, room, line)
    if kind not in KINDS:
        return Refusal(f"there is no kind {cut(kind, 40)!r}; the kinds are {', '.join(KINDS)}.")
    if kind in muted:
        return Refusal(f"{kind} is muted already; .unmute {kind} ends that.")
    if line.kind is Kind.PRIVATE:
        text = f"I never name you for the kind {kind} now; .unmute {kind} ends that."
    else:
        text = f"I announce nothing of the kind {kind} here now; .unmute {kind} ends that."
    return Answer((reply(room, line, text),), silenced(view, room, line, (*muted, kind)))


def unmute(view: View, room: Room, line: Line, command: w.Unmute) -> Answer | Refusal:
    kind, muted = command.kind, muted_by(view, room, line)
    if kind not in muted:
        return Refusal(f"{cut(kind, 40)!r} is not muted; .mute lists what is.")
    text = f"{kind} is muted no more."
    return Answer((reply(room, line, text),),
                  silenced(view, room, line, tuple(each for each in muted if each != kind)))  # fmt: skip


def silenced(view: View, room: Room, line: Line, kinds: tuple[str, ...]) -> Changes:
    """For oneself in private, else for the channel."""
    if line.kind is Kind.PRIVATE:
        return kept(view.books, line, replace(profile_of(view.books, line), muted=kinds))
    return puts(replace(silence(view.books, room.channel), kinds=kinds))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.Why: why,
    w.ShowQuiet: show_quiet,
    w.BeQuiet: be_quiet,
    w.ShowMuted: show_muted,
    w.Mute: mute,
    w.Unmute: unmute,
}
