"""The rules of leading a meeting: its start and end, topics, chairs, and what it is called."""
from __future__ import annotations

from . import commands as c
from . import facts as f
from .decision import Decision, Refusal
from .lines import Line, Rank
from .meeting import Idle, Meeting
from .names import meeting_id
from .preparing import prepare, title_of
from .rights import may, who_may, whom
from .rules import settings_of
from .taking_up import as_topic
from .view import View
from .voting import closing_vote


def start(room: Idle, line: Line, title: str, view: View) -> Decision:
    if not may(room, line, c.StartMeeting(title), view.books):
        return Refusal(f"only {whom(who_may(c.StartMeeting(title), room.rules))} can start a meeting here.")
    title = " ".join(title.split())
    title = title_of(view.books, title) if any(map(str.isprintable, title)) else ""
    if not title and room.rules.ask_name:
        return Refusal("what is the meeting called? #startmeeting NAME")
    id = meeting_id(room.channel, line.at, room.last)
    title = title or f"{room.channel} meeting".strip().capitalize()
    return (f.MeetingStarted(id, title, settings_of(room.rules), tuple(sorted(room.present)), room.topic,
                             prepare(view, room, line, title)),)  # fmt: skip


def running(m: Meeting, line: Line, command: c.StartMeeting) -> Decision:
    chairs = ", ".join(m.chair_nicks())
    return Refusal(f"{m.title} is meeting here since {m.started:%H:%M} UTC (chairs: {chairs}); #endmeeting ends it.")


def end(m: Meeting, line: Line, command: c.EndMeeting) -> Decision:
    if m.ballot and not m.held:
        return (f.EndHeld(),)
    by_right = may(m, line, command)
    operator = line.rank is Rank.OPERATOR
    return (*closing_vote(m), f.EndAsked("chair" if by_right else "operator" if operator else "long"))


def topic(m: Meeting, line: Line, command: c.SetTopic) -> Decision:
    return as_topic(m, line, command.title)


def subtopic(m: Meeting, line: Line, command: c.SetSubtopic) -> Decision:
    if m.topic is None:
        return Refusal("a subtopic needs a topic first: #topic TEXT")
    above = m.topics[m.topic].under
    return (f.TopicTaken(command.title, m.topic if above is None else above),)


def add_chairs(m: Meeting, line: Line, command: c.AddChairs) -> Decision:
    return (f.ChairsAdded(command.nicks),)


def remove_chairs(m: Meeting, line: Line, command: c.RemoveChairs) -> Decision:
    gone = {i for i in map(m.people.meant, command.nicks) if i is not None}
    chairs = {m.people.who(chair) for chair in m.chairs}
    if not gone & chairs:
        return Refusal(f"{', '.join(command.nicks)}: no chair (chairs: {', '.join(m.chair_nicks())}).")
    if chairs <= gone:
        return Refusal("a meeting needs a chair; #chair somebody else first.")
    return (f.ChairsRemoved(command.nicks),)


def name_meeting(m: Meeting, line: Line, command: c.NameMeeting) -> Decision:
    return (f.MeetingNamed(command.name),)


def save(m: Meeting, line: Line, command: c.Save) -> Decision:
    if m.private:
        return Refusal("this meeting is private: nothing of it is published.")
    return Refusal("the minutes are being written already.") if m.saving else (f.SaveAsked(),)
