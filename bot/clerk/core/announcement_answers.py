"""The answers about what the bot says by itself."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from . import announcement_words as w
from .announcement import (
    ASKED,
    KEPT,
    KEPT_TIMED,
    LONGEST,
    MEETING,
    MOST_WAITING,
    OPEN,
    OVER,
    SAID,
    Announcement,
    State,
    Wanted,
    noted,
    of_channel,
    silence,
)
from .announcement_phrases import shown
from .announcements import HOUR, recent, spent
from .books import puts
from .chances import chance
from .commands import AnyTime
from .decision import Answer, Refusal
from .leaders import leads
from .lines import Kind, Line, identity
from .meeting import Meeting, Room
from .profiles import zone_of
from .replies import replies, reply
from .view import View
from .when import Unclear, When, read, relative, said, trailing
from .when.zones import instant_kept
from .wording import one_line, unfit, visible

FARTHEST = timedelta(days=366)
LISTED = 12  # rows of a list
DAY = r"(?:to(?:day|morrow|night)|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
LATE_AT = re.compile(rf".*\bat\s+(\d\S*(?:\s+\S+)?|{DAY}\s+\d\S*(?:\s+\S+)?|yesterday.*|now|once)",
                     re.IGNORECASE | re.DOTALL)  # fmt: skip


# --- asking for one -------------------------------------------------------------------------------


def announce(view: View, room: Room, line: Line, command: w.Announce) -> Answer | Refusal:
    zone = zone_of(view.books, line, room)
    text, when = one_line(command.text), None
    if found := trailing(text, ("at",), line.at, zone):
        text, _, when = found
    if why := unfit_to_announce(view, room, line, text, when, zone):
        return Refusal(why)
    due = line.at if when is None else start_of(when)
    timed = when is not None and when.timed
    wanted = Wanted(room.channel, ASKED, "", due, due + (KEPT_TIMED if timed else KEPT), (text,), timed)
    new = noted(view.books, wanted, line.at, line.nick, identity(line))
    first = first_chance(view, room, new, line.at)
    if first is not None and first >= new.until:
        return Refusal(f"I can say it {said(first, line.at, zone)} at the earliest, and that is too late for it.")
    waits = why_it_waits(view, room, new, line.at, zone)
    if not waits and line.kind is not Kind.PRIVATE:
        return Answer(changes=puts(new))  # the words themselves are the answer
    told = f"{new.n} {waits}. .announce drop {new.n} takes it back." if waits else f"I say it in {room.channel} now."
    return Answer((reply(room, line, told),), puts(new))


def unfit_to_announce(view: View, room: Room, line: Line, text: str, when: When | None, zone: str) -> str:
    if not text:
        return "what shall I announce? .announce TEXT at TIME"
    if wrong := unfit(text, "an announcement", LONGEST):
        return wrong
    if not room.rules.announce_cap:
        return "I announce nothing here (announce_cap = 0 in my settings)."
    if ASKED in silence(view.books, room.channel).kinds:
        return f"announcements are muted here; .unmute {ASKED} ends that."
    if len([each for each in of_channel(view.books, room.channel) if each.state in OPEN]) >= MOST_WAITING:
        return f"{MOST_WAITING} wait already; .announce drop N makes room."
    if when is None:
        return misread(text, line.at, zone)
    if when.at <= line.at:
        return f"{said(when.at, line.at, zone)} is past; without a time I announce it as soon as the channel allows."
    if when.at - line.at > FARTHEST:
        return f"{said(when.at, line.at, zone)} is more than a year ahead; ask again when it is nearer."
    return ""


def misread(text: str, now: datetime, zone: str) -> str:
    """Why what looks like a time at the end of a text is none; "" when nothing does."""
    found = LATE_AT.fullmatch(text)
    try:
        when = read(visible(found[1]), now, zone) if found else None
    except Unclear as unclear:
        return f"{unclear}."
    return f"{said(when.at, now, zone)} is past; a time ahead works, or none." if when and when.at <= now else ""


def start_of(when: When) -> datetime:
    """The instant; of a day without a time, its beginning."""
    return when.at if when.timed else instant_kept(datetime(when.day.year, when.day.month, when.day.day), when.zone)


def why_it_waits(view: View, room: Room, each: Announcement, now: datetime, zone: str) -> str:
    """When it will be said, and why not at once; "" when it is said now."""
    quiet, first = silence(view.books, room.channel), first_chance(view, room, each, now)
    if first is None:
        return "is never said: the settings of the channel do not allow it"
    if first >= each.until:
        return f"is not said, for {said(first, now, zone)} will be too late"
    if first <= now:
        return f"is said after {room.title}" if isinstance(room, Meeting) and each.kind != MEETING else ""
    told = f"is said {said(first, now, zone)} ({relative(first, now)})"
    if quiet.until == first:
        return f"{told}, for until then I am quiet"
    if spent(of_channel(view.books, room.channel), room, max(each.due, now)):
        return f"{told}, for I have spoken often enough this hour"
    if isinstance(room, Meeting) and each.kind != MEETING:
        return f"{told}, or after {room.title} if that goes on until then"
    return told


def first_chance(view: View, room: Room, each: Announcement, now: datetime) -> datetime | None:
    """When it can be said, if nothing changes until then; a meeting may still be in its way."""
    if not room.rules.announce_cap:
        return None
    at, quiet = max(each.due, now), silence(view.books, room.channel)
    if quiet.until and quiet.quiet(at):
        at = quiet.until
    history = of_channel(view.books, room.channel)
    if spent(history, room, at):
        times = sorted(recent(history, at).values())
        at = max(at, times[-room.rules.announce_cap] + HOUR)
    return at if each.timed else chance(room.rules, at)


# --- what waits -----------------------------------------------------------------------------------


def list_waiting(view: View, room: Room, line: Line, command: w.ListWaiting) -> Answer:
    zone = zone_of(view.books, line, room)
    found = sorted((each for each in of_channel(view.books, room.channel) if each.state in OPEN),
                   key=lambda each: (each.due, each.n))  # fmt: skip
    if not found:
        return Answer((reply(room, line, f"nothing waits to be announced in {room.channel}."),))
    rows = [waiting(view, room, each, line.at, zone) for each in found[:LISTED]]
    more = [f"… and {len(found) - LISTED} more."] if len(found) > LISTED else []
    return Answer(replies(room, line, [*rows, *more]))


def waiting(view: View, room: Room, each: Announcement, now: datetime, zone: str) -> str:
    held = ", held" if each.state is State.HELD else ""
    why = why_it_waits(view, room, each, now, zone) or "is said now"
    return f"{each.n} ({each.nick or each.kind}{held}) {why}: {shown(each)}"


def find(view: View, room: Room, line: Line, n: int) -> Announcement | Refusal:
    """One that waits, and that the speaker may change."""
    found = next((each for each in of_channel(view.books, room.channel) if each.n == n), None)
    if found is None:
        return Refusal(f"there is no announcement {n} in {room.channel}; .announce lists what waits.")
    if found.state in SAID and found.said_at:
        return Refusal(f"{n} was said {said(found.said_at, line.at, zone_of(view.books, line, room))}; "
                       ".announce lists what waits.")  # fmt: skip
    if found.state not in OPEN:
        return Refusal(f"{n} waits no more: {OVER[found.state]}. .announce lists what does.")
    if found.who != identity(line) and not leads(view, room, line):
        whose = f"{found.nick} or a chair" if found.nick else "a chair"
        return Refusal(f"only {whose} can change {n}.")
    return found


def hold(view: View, room: Room, line: Line, command: w.Hold) -> Answer | Refusal:
    each, zone = find(view, room, line, command.n), zone_of(view.books, line, room)
    if isinstance(each, Refusal):
        return each
    try:
        when = read(visible(command.until), line.at, zone)
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    due = start_of(when)
    if when.at <= line.at:
        return Refusal(f"{said(when.at, line.at, zone)} is past; .announce release {each.n} has it said now.")
    if when.at - line.at > FARTHEST:
        return Refusal(f"{said(when.at, line.at, zone)} is more than a year ahead; .announce drop {each.n} ends it.")
    if each.state is not State.HELD and due < each.due:
        return Refusal(f"{each.n} waits until {said(each.due, line.at, zone)} anyway; to have it earlier, "
                       f".announce drop {each.n} and announce it anew.")  # fmt: skip
    if each.name and each.until <= due:
        return Refusal(f"it is too late for that {said(each.until, line.at, zone)}; .announce drop {each.n} ends it.")
    until = each.until if each.name else due + (KEPT_TIMED if when.timed else KEPT)
    held = replace(each, state=State.HELD, due=due, until=until, timed=when.timed)
    waits = why_it_waits(view, room, held, line.at, zone) or "is said now"
    return Answer((reply(room, line, f"{each.n} {waits}."),), puts(held))


def release(view: View, room: Room, line: Line, command: w.Release) -> Answer | Refusal:
    each, zone = find(view, room, line, command.n), zone_of(view.books, line, room)
    if isinstance(each, Refusal):
        return each
    if each.state is not State.HELD:
        return Refusal(f"{each.n} is not held; it {why_it_waits(view, room, each, line.at, zone)}.")
    if each.name:  # its source says when
        return Answer((reply(room, line, f"{each.n} is held no more."),), puts(replace(each, state=State.WAITING)))
    free = replace(each, state=State.WAITING, due=line.at, timed=False, until=line.at + KEPT)
    waits = why_it_waits(view, room, free, line.at, zone)
    return Answer((reply(room, line, f"{each.n} {waits}."),) if waits else (), puts(free))


def drop(view: View, room: Room, line: Line, command: w.Drop) -> Answer | Refusal:
    each = find(view, room, line, command.n)
    if isinstance(each, Refusal):
        return each
    text = f"{each.n} is dropped: {shown(each)}"
    return Answer((reply(room, line, text),), puts(replace(each, state=State.DROPPED), why=f"dropped by {line.nick}"))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.Announce: announce,
    w.ListWaiting: list_waiting,
    w.Hold: hold,
    w.Release: release,
    w.Drop: drop,
}
