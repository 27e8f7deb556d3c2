"""What a line makes true in a room, or why the rules refuse it. Pure: time and names come in with the line."""
from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from . import (
    attendance,
    items,
    parser,
    plan_answers,
    proposing,
    queueing,
    record,
    steering,
    taking_up,
    timekeeping,
    vote_answers,
    voting,
    voting_terms,
)
from . import commands as c
from . import facts as f
from .answers import answer
from .circumstances import decide_circumstance, expired
from .decision import NOTHING, Asked, Decision, Refusal
from .lines import ADDRESSED, TALK, Kind, Line, Speaker, fold
from .meeting import Idle, Meeting, Room
from .noting import numbered
from .rights import may, not_allowed, word_of
from .rules import Dialect
from .view import View
from .word import Word

C = TypeVar("C", bound=c.Command)
NOWHERE = View()


def decide(room: Room, line: Line, me: str = "", view: View = NOWHERE, *, deaf: bool = False) -> Decision:
    """What a line makes true. `heard` has taken the line in already.

    me: the bot's nick. view: what else there is to see. deaf: the line is speech, whatever it looks like.
    """
    if line.speaker not in (Speaker.PERSON, Speaker.RELAYED) or line.kind not in ADDRESSED:
        return decide_circumstance(room, line) if isinstance(room, Meeting) else NOTHING
    parsed = None if deaf else meaning(room, line, me)
    match parsed:
        case None:
            return NOTHING
        case parser.Malformed(word, asks):
            return vote_answers.discreet(view, word, malformed(room, word, asks))
        case parser.NearMiss():
            return near_miss(room, line, parsed)
        case c.ListCommands() | c.Help():
            return Asked(parsed)
        case c.AnyTime():
            return answer(view, room, line, parsed)
    if isinstance(room, Idle):
        return decide_idle(room, line, parsed, view)
    return numbered(view, room, line, decide_meeting(room, line, parsed))


def meaning(room: Room, line: Line, me: str = "") -> parser.Parsed | None:
    """What a line asks for in this room; None when it is speech."""
    if line.kind is Kind.PRIVATE:
        return parser.private(line.text, me)
    if line.kind not in TALK:
        return None
    bare = parser.bare_command(line.text, room.rules.yields)
    if bare is not None:
        return bare if isinstance(room, Meeting) and means_something(room, line, bare) else None
    if line.kind is not Kind.SAID:
        return None
    return parser.parse(line.text, prefix=room.rules.prefix, me=me, yields=room.rules.yields)


def means_something(m: Meeting, line: Line, command: c.Spoken) -> bool:
    """Whether a bare word is a command now. It is everybody's speech otherwise."""
    if m.closing:
        return False
    match command:
        case c.Ack():
            return queueing.means_something(m, command, may(m, line, command))
        case c.Respond():
            return voting.means_something(m, line)
        case c.Propose() | c.AddItem():
            ours = word_of(command).name not in m.rules.yields
            return ours and (m.rules.dialect is Dialect.W3C or line.text.lstrip()[:4].isupper())
    return True


def malformed(room: Room, word: Word, asks: str) -> Decision:
    if isinstance(room, Idle) and word.name != "startmeeting" and not word.noun:
        return NO_MEETING
    sign = room.rules.prefix if word.noun else "#"
    return Refusal(f"{asks} {sign}{word.name} {word.usage}".strip())


def near_miss(room: Room, line: Line, miss: parser.NearMiss) -> Decision:
    """Answered once, and only in a meeting; never when it is the name of this channel."""
    if isinstance(room, Idle) or f"#{miss.said}" == fold(room.channel):
        return NOTHING
    told = (room.speaker(line), miss.said) in room.hinted
    return NOTHING if told else (f.Hinted(miss.said),)


NO_MEETING = Refusal("no meeting is open here; #startmeeting NAME opens one.")


def decide_idle(room: Idle, line: Line, command: c.Command, view: View) -> Decision:
    if isinstance(command, c.StartMeeting):
        return steering.start(room, line, command.title, view)
    return NOTHING if is_speech_elsewhere(line, command) else NO_MEETING


def is_speech_elsewhere(line: Line, command: c.Command) -> bool:
    """Whether this is a command only where it can mean something: a bare URL, or s/old/new/."""
    return isinstance(command, c.Replace) or (isinstance(command, c.AddItem) and not line.text.lstrip().startswith("#"))


def decide_meeting(m: Meeting, line: Line, command: c.Command) -> Decision:
    if m.closing:
        ended = Refusal(f"{m.title} has ended; its minutes are being written.")
        return NOTHING if is_speech_elsewhere(line, command) else ended
    early = expired(m, line)
    refusal = not_allowed(m, line, command)
    decision = refusal or DECIDE[type(command)](m, line, command)
    return (*early, *decision) if isinstance(decision, tuple) else decision


def once(already: Callable[[Meeting], bool], fact: f.Fact, no: str) -> Callable[[Meeting, Line, C], Decision]:
    """A switch that is thrown once."""
    return lambda m, line, command: Refusal(no) if already(m) else (fact,)


# Command -> what it makes true in an open meeting. Who may is in the table of rights.
DECIDE: dict[type[c.Command], Callable[..., Decision]] = {
    c.StartMeeting: steering.running,
    c.EndMeeting: steering.end,
    c.SetTopic: steering.topic,
    c.SetSubtopic: steering.subtopic,
    c.SetMeetingTopic: lambda m, line, command: (f.MeetingTopicSet(command.text),),
    c.SetPurpose: plan_answers.set_in_meeting,
    c.NameMeeting: steering.name_meeting,
    c.AddChairs: steering.add_chairs,
    c.RemoveChairs: steering.remove_chairs,
    c.AddItem: items.add_item,
    c.EditItem: items.edit,
    c.DropItem: items.drop,
    c.Replace: items.substitute,
    c.Undo: items.undo,
    c.ListItems: lambda m, line, command: Asked(command),
    c.NameNicks: lambda m, line, command: (f.NicksNamed(command.nicks),),
    c.SayHere: lambda m, line, command: (f.HereSaid(command.alias),),
    c.Lurk: once(lambda m: m.lurking, f.Lurked(), "I am silent already; #unlurk ends it."),
    c.Unlurk: once(lambda m: not m.lurking, f.Unlurked(), "I am not silent."),
    c.RestrictLogs: once(lambda m: m.restricted, f.LogsRestricted(), "the logs are restricted already."),
    c.Save: steering.save,
    c.GoOff: record.go_off,
    c.GoOn: record.go_on,
    c.KeepPrivate: once(lambda m: m.private, f.KeptPrivate(), "this meeting is private already."),
    c.OpenVote: voting.open_vote,
    c.CastVote: voting.cast_vote,
    c.OpenMotion: voting.open_motion,
    c.Respond: voting.respond,
    c.SetVoters: voting_terms.set_voters,
    c.SetThreshold: voting_terms.set_threshold,
    c.SetVoteQuorum: voting_terms.set_vote_quorum,
    c.Propose: proposing.propose,
    c.RaiseConcern: proposing.raise_concern,
    c.ResolveConcern: proposing.resolve,
    c.Hold: proposing.hold,
    c.Release: proposing.release,
    c.ShowVote: voting.show_vote,
    c.CloseVote: voting.close_vote,
    c.ListAgenda: lambda m, line, command: Asked(command),
    c.NextItem: taking_up.take_next,
    c.TakeItem: taking_up.take,
    c.DeferItem: taking_up.defer,
    c.SkipItem: taking_up.skip,
    c.CloseItem: taking_up.close,
    c.ShowTime: timekeeping.show_time,
    c.Extend: timekeeping.extend,
    c.SetLength: timekeeping.set_length,
    c.JoinQueue: queueing.join,
    c.LeaveQueue: queueing.leave,
    c.ShowQueue: lambda m, line, command: Asked(command),
    c.Ack: queueing.ack,
    c.CloseQueue: queueing.close,
    c.OpenQueue: queueing.open_again,
    c.SayPresent: attendance.say_present,
    c.TakePresent: attendance.take_present,
    c.SayRegrets: attendance.say_regrets,
    c.TakeRegrets: attendance.take_regrets,
    c.ListPresent: lambda m, line, command: Asked(command),
    c.SetQuorum: attendance.set_quorum,
    c.LiftQuorum: attendance.lift_quorum,
}
