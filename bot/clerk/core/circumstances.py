"""What becomes true in a meeting without anybody saying it: by time, by the server, by the press."""
from __future__ import annotations

from datetime import timedelta

from . import facts as f
from .attendance import turned
from .decision import NOTHING, Facts
from .lines import Kind, Line, fold
from .meeting import Meeting
from .timekeeping import clock
from .voting import closing_vote


def decide_circumstance(m: Meeting, line: Line) -> Facts:
    match line.kind:
        case Kind.TICK:
            return decide_tick(m, line) or turned(m, line)
        case Kind.BACK:
            since, _, reason = line.text.partition(" ")
            return (f.Missed(since, reason),)
        case Kind.JOIN if m.split and fold(line.nick) in m.split.nicks:
            return (f.SplitHealed(m.split.since.isoformat()), *turned(m, line))
        case Kind.NAMES | Kind.JOIN | Kind.PART | Kind.QUIT | Kind.KICK | Kind.NICK:
            return turned(m, line)
        case Kind.DENIED if not m.denied:
            return (f.TopicDenied(),)
        case Kind.WRITTEN | Kind.UNWRITTEN:
            return decide_press(m, line)
    return NOTHING


def decide_press(m: Meeting, line: Line) -> Facts:
    """The minutes are out, or are not. The line says which were meant: those of the end or a draft, and whose."""
    what, id, rest = [*line.text.split(" ", 2), "", ""][:3]
    if id != m.id:
        return NOTHING
    written = line.kind is Kind.WRITTEN
    if what == "end" and m.closing:
        return (f.MeetingEnded(tuple(rest.split())) if written else f.EndFailed(rest),)
    if what == "save" and m.saving:
        # Made private meanwhile, the draft was taken away again: it has no address.
        return (f.Saved(() if m.private else tuple(rest.split())) if written else f.SaveFailed(rest),)
    return NOTHING


def decide_tick(m: Meeting, line: Line) -> Facts:
    """What time itself makes true: #off runs out; a quiet meeting is asked about, and then ended."""
    quiet = line.at - m.quiet_since
    back_on = expired(m, line)
    if m.closing or back_on or m.everybody_off:
        return back_on
    if m.rules.idle_end and quiet >= timedelta(minutes=m.rules.idle_end):
        return (*closing_vote(m), f.EndAsked("idle"))
    if m.rules.idle_ask and not m.asked and quiet >= timedelta(minutes=m.rules.idle_ask):
        return (f.IdleAsked(),)
    return clock(m, line.at)


def expired(m: Meeting, line: Line) -> Facts:
    over = dict.fromkeys(m.people.who(i) for i in m.off)
    own = tuple(f.WentOn(i, "time") for i in over if line.at >= (m.off_until(i) or line.at))
    everybody = (f.WentOn(None, "time"),) if m.everybody_off and line.at >= m.everybody_off else ()
    return own + everybody
