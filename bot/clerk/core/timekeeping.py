"""The rules of time: an item's box, the meeting's length, and the few words that the clock says."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from . import commands as c
from . import facts as f
from .decision import NOTHING, Asked, Decision, Facts, Refusal
from .lines import Line
from .meeting import Meeting, Taken

LONG_BOX = 15  # minutes from which on 80 % are said
LAST_MINUTES = timedelta(minutes=5)
BETWEEN = timedelta(minutes=1)  # two lines of the clock


def show_time(m: Meeting, line: Line, command: c.ShowTime) -> Decision:
    return Asked(command)


def extend(m: Meeting, line: Line, command: c.Extend) -> Decision:
    if m.taken is None:
        return Refusal("no agenda item is taken up; #length 90m gives the whole meeting another length.")
    return (f.BoxExtended(command.minutes),)


def set_length(m: Meeting, line: Line, command: c.SetLength) -> Decision:
    if m.started + timedelta(minutes=command.minutes) <= line.at:
        return Refusal(f"the meeting is {passed(m.started, line.at)} min old already; give it more, or #endmeeting.")
    return (f.LengthSet(command.minutes),)


def passed(since: datetime, now: datetime) -> int:
    """Whole minutes."""
    return int((now - since).total_seconds()) // 60


def box_ends(taken: Taken) -> datetime | None:
    return taken.at + timedelta(minutes=taken.minutes) if taken.minutes else None


def meeting_ends(m: Meeting) -> datetime | None:
    return m.started + timedelta(minutes=m.length) if m.length else None


def clock(m: Meeting, now: datetime) -> Facts:
    """What the clock has to say: one thing at a time, each once, the most urgent first."""
    if m.clock_at and now - m.clock_at < BETWEEN:
        return NOTHING
    ends = meeting_ends(m)
    if ends and "meeting" not in m.clock_said and ends - LAST_MINUTES <= now < ends:
        return (f.ClockSaid("meeting"),)
    taken = m.taken
    over = box_ends(taken) if taken else None
    if taken is None or over is None or taken.minutes is None:
        return NOTHING
    if now >= over:
        return (f.ClockSaid("box"),) if "box" not in taken.said else NOTHING
    most = taken.at + timedelta(minutes=taken.minutes) * 0.8
    said = taken.said & {"most", "box"}
    return (f.ClockSaid("most"),) if taken.minutes >= LONG_BOX and now >= most and not said else NOTHING


# --- what the facts make of a meeting ---------------------------------------------------------


def extended(m: Meeting, now: datetime, minutes: int) -> Meeting:
    """More time, from the end of the box; from now on where it is over, or there was none."""
    if m.taken is None:
        return m
    so_far = max(m.taken.minutes or 0, passed(m.taken.at, now))
    return replace(m, taken=replace(m.taken, minutes=so_far + minutes, said=m.taken.said - {"box"}))


def spoke(m: Meeting, now: datetime, what: str) -> Meeting:
    if what == "meeting":
        return replace(m, clock_said=m.clock_said | {what}, clock_at=now)
    return replace(m, clock_at=now, taken=m.taken and replace(m.taken, said=m.taken.said | {what}))
