"""The rules of what is on the record."""
from __future__ import annotations

from . import commands as c
from . import facts as f
from .decision import Decision, Refusal
from .lines import Line
from .meeting import Meeting


def covered(m: Meeting, line: Line) -> bool:
    """Whether the words of this line stay out of minutes and log."""
    if m.everybody_off:
        return line.at < m.everybody_off
    until = m.off_until(m.speaker(line))
    return until is not None and line.at < until


def off_record(m: Meeting) -> Refusal:
    if m.everybody_off:
        return Refusal("we are off the record until a chair says #on.")
    return Refusal("your words are off the record; #on first.")


def go_off(m: Meeting, line: Line, command: c.GoOff) -> Decision:
    everybody = m.is_chair(m.speaker(line))
    if m.everybody_off and line.at < m.everybody_off and not everybody:
        return Refusal("we are off the record already.")
    return (f.WentOff(everybody),)


def go_on(m: Meeting, line: Line, command: c.GoOn) -> Decision:
    me = m.speaker(line)
    if m.everybody_off and line.at < m.everybody_off:
        chairs = ", ".join(m.chair_nicks())
        refusal = Refusal(f"a chair went off the record; a chair goes on (chairs: {chairs}).")
        return (f.WentOn(None, "on"),) if m.is_chair(me) else refusal
    own = m.off_until(me)
    return (f.WentOn(me, "on"),) if own and line.at < own else Refusal("nobody is off the record.")
