"""The answers about single meetings of a series: skipped, held after all, moved."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from . import calendar_words as w
from .books import Change, Changes, puts
from .calendar import (
    OVER_NIGHT,
    Known,
    Shift,
    Sitting,
    in_span,
    nearest,
    next_held,
    on_days,
)  # fmt: skip
from .calendar_answers import days_said, meeting_meant
from .calendar_phrases import near_dates, span
from .commands import AnyTime
from .conflicts import places
from .decision import Answer, Refusal
from .leaders import leads_series
from .lines import Kind, Line, fold, identity
from .meeting import Room
from .profiles import zone_of
from .replies import aloud, reply
from .schedule import Slot
from .view import View
from .when import Unclear, When, read, said, said_day
from .when.zones import wall_clock
from .wording import one_line, unfit

LONGEST_REASON = 200  # characters
ONLY_A_TIME = re.compile(r"(?:at\s+)?\d{1,2}:?\d\d(?:\s+[A-Za-z][\w/+-]*)?")


def chosen(view: View, room: Room, line: Line, said_: str, deed: str) -> tuple[Known, Sitting, str] | Refusal:
    """The series and the occurrence that words name, and the zone they were read in; or why nobody can change it so."""
    known, rest = series_first(view, room, one_line(said_))
    if isinstance(known, Refusal):
        return known
    if not leads_series(view, room, line, known):
        return Refusal(f"only a chair of {known.series.meeting} can {deed}.")
    zone = zone_of(view.books, line, room)
    found = on_date(view, known, rest, line.at, zone)
    if isinstance(found, Refusal):
        return found
    if found.at.start <= line.at:
        return Refusal(f"{known.series.meeting} of {said(found.at.start, line.at, zone)} is past.")
    return known, found, zone


def series_first(view: View, room: Room, text: str) -> tuple[Known | Refusal, str]:
    """The series that words begin with, else the only one of this channel; and what follows."""
    called = [(name, each) for each in view.books.all(Known) for name in (each.series.meeting, each.series.project)]
    for name, each in sorted(called, key=lambda pair: len(pair[0]), reverse=True):
        rest = text[len(name) :]
        if fold(text[: len(name)]) == fold(name) and (not rest or rest[0] in " :"):
            return each, rest.lstrip(" :")
    return meeting_meant(view, room, "", "Its name comes first."), text


def on_date(view: View, known: Known, text: str, now: datetime, zone: str) -> Sitting | Refusal:
    """The occurrence of that date: as the speaker's clock has it, else as its own."""
    if not text:
        return Refusal(f"on which date? {nearest_said(view, known, now, now, zone)}")
    if text.lower() == "next":
        return next_held(view.books, known.place, now) or Refusal(f"{known.series.meeting} has no set time.")
    try:
        when = read(text, now, zone)
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    found = on_days(view.books, known.place, when.first, when.last, zone)
    timed = [each for each in found if each.at.start == when.at] if when.timed and len(found) > 1 else found
    if len(timed) > 1:
        times = ", ".join(said(each.at.start, now, zone) for each in timed)
        return Refusal(f"which of them: {times}?")
    return timed[0] if timed else Refusal(
        f"{known.series.meeting} does not meet {days_said(when, now)}. {nearest_said(view, known, when.at, now, zone)}")


def nearest_said(view: View, known: Known, at: datetime, now: datetime, zone: str) -> str:
    return near_dates(nearest(view.books, known.place, at, now), now, zone)


def slot_of(known: Known, each: Sitting) -> Slot:
    return known.series.slots[each.at.slot]


def shift_of(view: View, each: Sitting) -> Shift:
    return view.books.get(Shift, each.place, each.at.slot, each.at.day) or Shift(each.place, each.at.slot, each.at.day)


def kept(view: View, line: Line, each: Sitting, shift: Shift, why: str) -> Changes:
    """What is said of it now; one that is as its rule has it needs no words."""
    shift = replace(shift, nick=line.nick, who=identity(line))
    if shift.skipped or shift.start:
        return puts(shift, why=why)
    return (Change(shift, gone=True, why=why),) if view.books.get(Shift, *shift.key) else ()


def told(view: View, room: Room, line: Line, each: Sitting, text: str, changes: Changes) -> Answer:
    """Also where the meeting is held."""
    there = fold(each.at.channel) != fold(room.channel) or line.kind is Kind.PRIVATE
    says = aloud(view, each.at.channel, text) if there and each.at.channel else ()
    return Answer((reply(room, line, text), *says), changes)


def skip(view: View, room: Room, line: Line, command: w.SkipMeeting) -> Answer | Refusal:
    found = chosen(view, room, line, command.said, "skip it")
    if isinstance(found, Refusal):
        return found
    known, each, zone = found
    name, at, why = known.series.meeting, said(each.at.start, line.at, zone), one_line(command.why).rstrip(".")
    if wrong := unfit(why, "a reason", LONGEST_REASON):
        return Refusal(wrong)
    if each.at.skipped is not None:
        return Refusal(f"{name} of {at} is skipped already: {each.at.skipped}. .meeting unskip takes that back.")
    changes = kept(view, line, each, replace(shift_of(view, each), skipped=why), why)
    after = next_held(view.books.changed(changes), known.place, line.at)
    then = f" Next: {said(after.at.start, line.at, zone)}." if after else ""
    return told(view, room, line, each, f"{name} of {at} is skipped: {why}.{then}", changes)


def unskip(view: View, room: Room, line: Line, command: w.UnskipMeeting) -> Answer | Refusal:
    found = chosen(view, room, line, command.said, "take that back")
    if isinstance(found, Refusal):
        return found
    known, each, zone = found
    name, at = known.series.meeting, said(each.at.start, line.at, zone)
    if each.at.skipped is None:
        return Refusal(f"{name} of {at} is not skipped.")
    shift = replace(shift_of(view, each), skipped="")
    changes = (*kept(view, line, each, shift, "held after all"), *without_skip(known, each))
    if other := in_the_way(view, each, each.at.start):
        return Refusal(f"{other} is in {each.at.place} then; move one of them first.")
    return told(view, room, line, each, f"{name} of {at} is held after all.", changes)


def without_skip(known: Known, each: Sitting) -> Changes:
    """Where its file skips it, the series itself has to change."""
    slot = slot_of(known, each)
    skips = tuple(skip for skip in slot.skips if skip.day != each.at.day)
    if skips == slot.skips:
        return ()
    slots = (*known.series.slots[: each.at.slot], replace(slot, skips=skips), *known.series.slots[each.at.slot + 1 :])
    return puts(replace(known, series=replace(known.series, slots=slots)), why="held after all")


def move(view: View, room: Room, line: Line, command: w.MoveMeeting) -> Answer | Refusal:
    found = chosen(view, room, line, command.said, "move it")
    if isinstance(found, Refusal):
        return found
    known, each, zone = found
    try:
        start = new_start(known, each, one_line(command.to), line.at, zone)
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    why = one_line(command.why).rstrip(".")
    if refusal := cannot_move(view, known, each, start, line, zone) or too_long(why):
        return refusal
    back = start == each.by_rule
    shift = replace(shift_of(view, each), start=None if back else start, moved="" if back else why)
    text = (f"{known.series.meeting} is moved from {said(each.at.start, line.at, zone)} "
            f"{'back ' if back else ''}to {said(start, line.at, zone)}: {why}.")  # fmt: skip
    return told(view, room, line, each, text, kept(view, line, each, shift, why))


def too_long(why: str) -> Refusal | None:
    wrong = unfit(why, "a reason", LONGEST_REASON)
    return Refusal(wrong) if wrong else None


def new_start(known: Known, each: Sitting, text: str, now: datetime, zone: str) -> datetime:
    """A date alone keeps the time of day that the meeting has in its own zone; a time alone keeps the day. Raises
    Unclear."""
    if ONLY_A_TIME.fullmatch(text):
        return read(f"{wall_clock(each.at.start, zone).date()} {text.removeprefix('at ')}", now, zone).at
    when: When = read(text, now, zone)
    if when.timed:
        return when.at
    if when.first != when.last:
        raise Unclear(f"{text} is more than one day", said_day(when.first, now), said_day(when.last, now))
    own = slot_of(known, each).timezone
    return datetime.combine(when.day, wall_clock(each.at.start, own).time(), ZoneInfo(own)).astimezone(UTC)


def cannot_move(view: View, known: Known, each: Sitting, start: datetime, line: Line, zone: str) -> Refusal | None:
    name, at = known.series.meeting, said(start, line.at, zone)
    if each.at.skipped is not None:
        return Refusal(f"{name} of {said(each.at.start, line.at, zone)} is skipped; .meeting unskip comes first.")
    if start <= line.at:
        return Refusal(f"{at} is past.")
    if start == each.at.start:
        return Refusal(f"{name} is at {at} already.")
    if other := in_the_way(view, each, start):
        return Refusal(f"{other} is in {each.at.place} then. .meetings free 1h DAY says what is free.")
    return None


def in_the_way(view: View, each: Sitting, start: datetime) -> str:
    """The meeting that is held in the same place when this one would begin at `start`, and when; "" for none."""
    end = start + (each.at.end - each.at.start)
    for other in in_span(view.books, start - OVER_NIGHT, end):
        itself = (other.place, other.at.slot, other.at.day) == (each.place, each.at.slot, each.at.day)
        shared = {*map(fold, places(other.at))} & {*map(fold, places(each.at))}
        if not itself and shared and other.at.skipped is None and other.at.end > start:
            return f"{other.at.meeting} ({span(other.at.start, other.at.end, 'UTC')} UTC)"
    return ""


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.SkipMeeting: skip, w.UnskipMeeting: unskip, w.MoveMeeting: move,
}  # fmt: skip
