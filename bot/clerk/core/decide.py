"""What a line makes true in a room, or why the rules refuse it. Pure: time and names come in with the line."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TypeVar

from . import commands as c
from . import facts as f
from .ballots import result
from .lines import TALK, Kind, Line, Rank, Speaker, fold
from .meeting import Idle, Item, Meeting, Room
from .names import meeting_id
from .rights import deed, may, who_may

Facts = tuple[f.Fact, ...]
C = TypeVar("C", bound=c.Command)


@dataclass(frozen=True)
class Refusal:
    """The rules say no. why: for the speaker, a reason and what would work. Nothing became true."""

    why: str


@dataclass(frozen=True)
class Asked:
    """A question that makes nothing true: the answer is in what the room knows already."""

    command: c.ListItems | c.ShowVote | c.ListCommands | c.Help


Decision = Facts | Refusal | Asked
NOTHING: Facts = ()


def decide(room: Room, line: Line, me: str = "", *, deaf: bool = False) -> Decision:
    """What a line makes true. `heard` has taken the line in already.

    me: the bot's nick. deaf: the line is speech, whatever it looks like.
    """
    if line.speaker not in (Speaker.PERSON, Speaker.RELAYED) or line.kind not in TALK:
        return decide_circumstance(room, line) if isinstance(room, Meeting) else NOTHING
    parsed = None if deaf else meaning(room, line, me)
    match parsed:
        case None:
            return NOTHING
        case c.Malformed(word, asks):
            return malformed(room, word, asks)
        case c.NearMiss():
            return near_miss(room, line, parsed)
        case c.ListCommands() | c.Help():
            return Asked(parsed)
    return decide_idle(room, line, parsed) if isinstance(room, Idle) else decide_meeting(room, line, parsed)


def meaning(room: Room, line: Line, me: str = "") -> c.Parsed | None:
    """What a line asks for in this room; None when it is speech."""
    if line.kind is not Kind.SAID:
        return None
    return c.parse(line.text, prefix=room.rules.prefix, me=me, yields=room.rules.yields)


# --- what nobody says -------------------------------------------------------------------------


def decide_circumstance(m: Meeting, line: Line) -> Facts:
    match line.kind:
        case Kind.TICK:
            return decide_tick(m, line)
        case Kind.BACK:
            since, _, reason = line.text.partition(" ")
            return (f.Missed(since, reason),)
        case Kind.JOIN if m.split and fold(line.nick) in m.split.nicks:
            return (f.SplitHealed(m.split.since.isoformat()),)
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
    return NOTHING


def expired(m: Meeting, line: Line) -> Facts:
    over = dict.fromkeys(m.people.who(i) for i in m.off)
    own = tuple(f.WentOn(i, "time") for i in over if line.at >= (m.off_until(i) or line.at))
    everybody = (f.WentOn(None, "time"),) if m.everybody_off and line.at >= m.everybody_off else ()
    return own + everybody


# --- what is no command yet -------------------------------------------------------------------


def malformed(room: Room, word: c.Word, asks: str) -> Decision:
    if isinstance(room, Idle) and word.name != "startmeeting":
        return NO_MEETING
    return Refusal(f"{asks} #{word.name} {word.usage}".strip())


def near_miss(room: Room, line: Line, miss: c.NearMiss) -> Decision:
    """Answered once, and only in a meeting; never when it is the name of this channel."""
    if isinstance(room, Idle) or f"#{miss.said}" == fold(room.channel):
        return NOTHING
    told = (room.speaker(line), miss.said) in room.hinted
    return NOTHING if told else (f.Hinted(miss.said),)


NO_MEETING = Refusal("no meeting is open here; #startmeeting NAME opens one.")


# --- in an idle channel -----------------------------------------------------------------------


def decide_idle(room: Idle, line: Line, command: c.Command) -> Decision:
    if isinstance(command, c.StartMeeting):
        return start(room, line, command.title)
    return NOTHING if is_speech_elsewhere(line, command) else NO_MEETING


def is_speech_elsewhere(line: Line, command: c.Command) -> bool:
    """Whether this is a command only where it can mean something: a bare URL, or s/old/new/."""
    return isinstance(command, c.Replace) or (isinstance(command, c.AddItem) and not line.text.lstrip().startswith("#"))


def start(room: Idle, line: Line, title: str) -> Decision:
    if not may(room, line, c.StartMeeting(title)):
        return Refusal(f"only {whom(who_may(c.StartMeeting(title), room.rules))} can start a meeting here.")
    title = " ".join(title.split())
    title = title if any(map(str.isprintable, title)) else ""
    if not title and room.rules.ask_name:
        return Refusal("what is the meeting called? #startmeeting NAME")
    rules = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(room.rules).items()}
    id = meeting_id(room.channel, line.at, room.last)
    return (f.MeetingStarted(id, title or f"{room.channel} meeting".strip().capitalize(), rules, tuple(sorted(room.present)), room.topic),)


# --- in a meeting -----------------------------------------------------------------------------


def decide_meeting(m: Meeting, line: Line, command: c.Command) -> Decision:
    if m.closing:
        ended = Refusal(f"{m.title} has ended; its minutes are being written.")
        return NOTHING if is_speech_elsewhere(line, command) else ended
    early = expired(m, line)
    refusal = not_allowed(m, line, command)
    decision = refusal or DECIDE[type(command)](m, line, command)
    return (*early, *decision) if isinstance(decision, tuple) else decision


def not_allowed(m: Meeting, line: Line, command: c.Command) -> Refusal | None:
    if isinstance(command, c.Replace) or may(m, line, command) or excepted(m, line, command):
        return None
    whose = whom(who_may(command, m.rules))
    if whose == "a chair" and fold(line.nick) in map(fold, m.chair_nicks()):
        return Refusal(f"I cannot tell that you are the chair {line.nick}: {proof(m, line)}, "
                       f"or a chair or an operator says #chair {line.nick}.")  # fmt: skip
    chairs = f" (chairs: {', '.join(m.chair_nicks())})" if whose == "a chair" else ""
    return Refusal(f"only {whose} can {deed(command)}{chairs}.")


def proof(m: Meeting, line: Line) -> str:
    """What would show that the speaker is the chair whose nick they have."""
    chairs = (m.people.persons[m.people.who(chair)] for chair in m.chairs)
    account = next((chair.account for chair in chairs if fold(chair.nick) == fold(line.nick)), None)
    return f"log in as {account}" if account else "come back from the same user@host in time"


def excepted(m: Meeting, line: Line, command: c.Command) -> bool:
    """An abandoned meeting must not run for ever: operators may chair and end, and anyone may end a long one."""
    match command:
        case c.AddChairs():
            return line.rank is Rank.OPERATOR
        case c.EndMeeting():
            return line.rank is Rank.OPERATOR or overdue(m, line)
    return False


def overdue(m: Meeting, line: Line) -> bool:
    return bool(m.rules.anyone_ends) and line.at - m.started >= timedelta(minutes=m.rules.anyone_ends)


def whom(who: str) -> str:
    return {"voiced": "somebody with voice", "chair": "a chair", "operator": "an operator"}[who]


def running(m: Meeting, line: Line, command: c.StartMeeting) -> Decision:
    chairs = ", ".join(m.chair_nicks())
    return Refusal(f"{m.title} is meeting here since {m.started:%H:%M} UTC (chairs: {chairs}); #endmeeting ends it.")


def end(m: Meeting, line: Line, command: c.EndMeeting) -> Decision:
    if m.ballot and not m.held:
        return (f.EndHeld(),)
    by_right = may(m, line, command)
    operator = line.rank is Rank.OPERATOR
    return (*closing_vote(m), f.EndAsked("chair" if by_right else "operator" if operator else "long"))


def closing_vote(m: Meeting) -> Facts:
    return (f.VoteClosed(len(m.items) + 1, "not closed", ""),) if m.ballot else ()


def topic(m: Meeting, line: Line, command: c.SetTopic) -> Decision:
    on = (f.WentOn(None, "topic"),) if m.everybody_off and line.at < m.everybody_off else ()
    return (*on, f.TopicTaken(command.title, None))


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


def add_item(m: Meeting, line: Line, command: c.AddItem) -> Decision:
    if covered(m, line):
        return off_record(m) if line.text.lstrip().startswith("#") else NOTHING
    return (f.ItemAdded(len(m.items) + 1, command.kind, command.text),)


def off_record(m: Meeting) -> Refusal:
    if m.everybody_off:
        return Refusal("we are off the record until a chair says #on.")
    return Refusal("your words are off the record; #on first.")


def covered(m: Meeting, line: Line) -> bool:
    """Whether the words of this line stay out of minutes and log."""
    if m.everybody_off:
        return line.at < m.everybody_off
    until = m.off_until(m.speaker(line))
    return until is not None and line.at < until


def own_or_chair(m: Meeting, line: Line, item: Item) -> bool:
    me = m.speaker(line)
    return m.is_chair(me) or m.people.who(item.by) == me


def on_item(m: Meeting, line: Line, n: int, verb: str, facts: Facts) -> Decision:
    item = m.item(n)
    if item is None:
        return Refusal(f"there is no i{n}; #items lists them.")
    if not own_or_chair(m, line, item):
        return Refusal(f"i{n} is {item.nick}'s; only {item.nick} or a chair can {verb} it.")
    if item.kind == "vote" and verb == "edit":
        return Refusal(f"i{n} is what a vote came to; it can be dropped, but not edited.")
    return facts


def edit(m: Meeting, line: Line, command: c.EditItem) -> Decision:
    if covered(m, line):
        return off_record(m)
    return on_item(m, line, command.n, "edit", (f.ItemEdited(command.n, command.text),))


def drop(m: Meeting, line: Line, command: c.DropItem) -> Decision:
    return on_item(m, line, command.n, "drop", (f.ItemDropped(command.n),))


def substitute(m: Meeting, line: Line, command: c.Replace) -> Decision:
    """Speech, unless it matches an item of the speaker's own."""
    me = m.speaker(line)
    own = (item for item in reversed(m.items)
           if not item.dropped and item.kind != "vote" and m.people.who(item.by) == me)  # fmt: skip
    item = next((item for item in own if command.old in item.text), None)
    if item is None:
        return NOTHING
    text = item.text.replace(command.old, command.new, -1 if command.everywhere else 1).strip()
    return (f.ItemEdited(item.n, text),) if text else (f.ItemDropped(item.n),)


def undo(m: Meeting, line: Line, command: c.Undo) -> Decision:
    """A chair takes back the last thing; anybody else the last thing, if it is their own."""
    if not m.done:
        return Refusal("there is nothing to undo.")
    what, n = m.done[-1]
    if what == "item":
        return on_item(m, line, n, "undo", (f.ItemDropped(n),))
    if not m.is_chair(m.speaker(line)):
        return Refusal(f"only a chair can undo a {what} (chairs: {', '.join(m.chair_nicks())}).")
    return (f.TopicUndone(n),) if what == "topic" else (f.VoteWithdrawn(),)


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


def open_vote(m: Meeting, line: Line, command: c.OpenVote) -> Decision:
    if m.ballot:
        return Refusal(f"a vote is open: {m.ballot.question}? #endvote closes it.")
    return (f.VoteOpened(command.question, command.options),)


def cast_vote(m: Meeting, line: Line, command: c.CastVote) -> Decision:
    if m.ballot is None:
        return Refusal("no vote is open.")
    if line.speaker is Speaker.RELAYED:
        return Refusal("votes count on IRC only: nobody can tell who speaks through a bridge.")
    option = m.ballot.option(command.choice)
    if option is None:
        return Refusal(f"the options are: {', '.join(m.ballot.options)}.")
    return (f.VoteCast(option),)


def show_vote(m: Meeting, line: Line, command: c.ShowVote) -> Decision:
    return Asked(command) if m.ballot else Refusal("no vote is open.")


def close_vote(m: Meeting, line: Line, command: c.CloseVote) -> Decision:
    if m.ballot is None:
        return Refusal("no vote is open.")
    counts = [(option, len(voters)) for option, voters in m.tally().items()]
    return (f.VoteClosed(len(m.items) + 1, *result(counts)),)


def name_meeting(m: Meeting, line: Line, command: c.NameMeeting) -> Decision:
    return (f.MeetingNamed(command.name),)


def save(m: Meeting, line: Line, command: c.Save) -> Decision:
    if m.private:
        return Refusal("this meeting is private: nothing of it is published.")
    return Refusal("the minutes are being written already.") if m.saving else (f.SaveAsked(),)


def once(already: Callable[[Meeting], bool], fact: f.Fact, no: str) -> Callable[[Meeting, Line, C], Decision]:
    """A switch that is thrown once."""
    return lambda m, line, command: Refusal(no) if already(m) else (fact,)


# Command -> what it makes true in an open meeting. Who may is in the table of rights.
DECIDE: dict[type[c.Command], Callable[..., Decision]] = {
    c.StartMeeting: running,
    c.EndMeeting: end,
    c.SetTopic: topic,
    c.SetSubtopic: subtopic,
    c.SetMeetingTopic: lambda m, line, command: (f.MeetingTopicSet(command.text),),
    c.NameMeeting: name_meeting,
    c.AddChairs: add_chairs,
    c.RemoveChairs: remove_chairs,
    c.AddItem: add_item,
    c.EditItem: edit,
    c.DropItem: drop,
    c.Replace: substitute,
    c.Undo: undo,
    c.ListItems: lambda m, line, command: Asked(command),
    c.NameNicks: lambda m, line, command: (f.NicksNamed(command.nicks),),
    c.SayHere: lambda m, line, command: (f.HereSaid(command.alias),),
    c.Lurk: once(lambda m: m.lurking, f.Lurked(), "I am silent already; #unlurk ends it."),
    c.Unlurk: once(lambda m: not m.lurking, f.Unlurked(), "I am not silent."),
    c.RestrictLogs: once(lambda m: m.restricted, f.LogsRestricted(), "the logs are restricted already."),
    c.Save: save,
    c.GoOff: go_off,
    c.GoOn: go_on,
    c.KeepPrivate: once(lambda m: m.private, f.KeptPrivate(), "this meeting is private already."),
    c.OpenVote: open_vote,
    c.CastVote: cast_vote,
    c.ShowVote: show_vote,
    c.CloseVote: close_vote,
}
