"""Who may do what: one table, which a channel's settings narrow or widen."""
from __future__ import annotations

from datetime import timedelta

from . import commands as c
from .books import Books
from .decision import Refusal
from .leaders import leads
from .lines import Kind, Line, Rank, fold
from .meeting import Meeting, Room
from .roles import among, members
from .rules import Rules
from .view import View
from .word import Word
from .words import BARE_BY_NAME, BY_NAME, NOUN_BY_NAME

NO_BOOKS = Books()
ROLE = "role "  # before its name, where it is a right

# Each command's word in the table of words, and what it does, as in "only a chair can ...".
DEEDS: dict[type[c.Command], tuple[str, str]] = {
    c.StartMeeting: ("startmeeting", "start a meeting here"),
    c.EndMeeting: ("endmeeting", "end the meeting"),
    c.SetTopic: ("topic", "set the topic"),
    c.SetSubtopic: ("subtopic", "set the subtopic"),
    c.SetMeetingTopic: ("meetingtopic", "set the meeting's topic"),
    c.SetPurpose: ("purpose", "set the purpose"),
    c.NameMeeting: ("meetingname", "name the meeting"),
    c.AddChairs: ("chair", "name chairs"),
    c.RemoveChairs: ("unchair", "remove chairs"),
    c.EditItem: ("edit", "edit items"),
    c.DropItem: ("drop", "drop items"),
    c.Replace: ("edit", "edit items"),
    c.Undo: ("undo", "undo"),
    c.ListItems: ("items", "list the items"),
    c.NameNicks: ("nick", "name nicks"),
    c.SayHere: ("here", "say who is here"),
    c.Lurk: ("lurk", "silence me"),
    c.Unlurk: ("unlurk", "let me speak"),
    c.RestrictLogs: ("restrictlogs", "restrict the logs"),
    c.Save: ("save", "save the minutes"),
    c.GoOff: ("off", "go off the record"),
    c.GoOn: ("on", "go back on the record"),
    c.KeepPrivate: ("private", "make the meeting private"),
    c.OpenVote: ("startvote", "open a vote"),
    c.CastVote: ("vote", "vote"),
    c.OpenMotion: ("motion", "put a motion"),
    c.Respond: ("vote", "vote"),
    c.SetVoters: ("voters", "say who may vote"),
    c.SetThreshold: ("votesrequired", "say how many votes are needed"),
    c.SetVoteQuorum: ("votequorum", "say how many have to vote"),
    c.Propose: ("propose", "propose something"),
    c.RaiseConcern: ("concern", "raise a concern"),
    c.ResolveConcern: ("resolve", "resolve concerns"),
    c.Hold: ("hold", "hold a proposal"),
    c.Release: ("unhold", "take a hold back"),
    c.ShowVote: ("showvote", "show the vote"),
    c.CloseVote: ("endvote", "close the vote"),
    c.ListAgenda: ("agenda", "see the agenda"),
    c.NextItem: ("next", "take up the next item"),
    c.TakeItem: ("take", "take up an item"),
    c.DeferItem: ("defer", "defer an item"),
    c.SkipItem: ("skip", "skip an item"),
    c.CloseItem: ("next", "close an item"),
    c.ShowTime: ("time", "see the time"),
    c.Extend: ("extend", "give an item more time"),
    c.SetLength: ("length", "say how long the meeting may be"),
    c.JoinQueue: ("q+", "join the queue"),
    c.LeaveQueue: ("q-", "leave the queue"),
    c.ShowQueue: ("q?", "ask for the queue"),
    c.Ack: ("ack", "give the floor"),
    c.CloseQueue: ("close queue", "close the queue"),
    c.OpenQueue: ("open queue", "open the queue"),
    c.SayPresent: ("present+", "say who is present"),
    c.TakePresent: ("present-", "say who is no longer present"),
    c.SayRegrets: ("regrets+", "send regrets"),
    c.TakeRegrets: ("regrets-", "take regrets back"),
    c.ListPresent: ("present", "ask who is present"),
    c.SetQuorum: ("quorum", "set the quorum"),
    c.LiftQuorum: ("quorum", "lift the quorum"),
    c.ListCommands: ("commands", "list the commands"),
    c.Help: ("help", "ask for help"),
}


def word_of(command: c.Command) -> Word:
    if isinstance(command, c.AddItem) and command.kind in BY_NAME:
        return BY_NAME[command.kind]
    name = DEEDS[type(command)][0]
    return BARE_BY_NAME[name] if name in BARE_BY_NAME else BY_NAME[name]


def deed(command: c.Command) -> str:
    if isinstance(command, c.AddItem):
        return f"note what was {command.kind}" if command.kind in ("agreed", "accepted", "rejected") else (
            f"note {command.kind} items")
    return DEEDS[type(command)][1]


def who_may(command: c.Command, rules: Rules) -> str:
    """anyone, voiced, chair, operator, or "role" and its name."""
    word = word_of(command)
    return rules.rights.get(word.name, word.who)


def may(room: Room, line: Line, command: c.Command, books: Books = NO_BOOKS) -> bool:
    """Whether the speaker may, by the table. The rules of ending and chairing a meeting know exceptions.

    books: for an idle room; a meeting carries the roles as they were at its start.
    """
    who = who_may(command, room.rules)
    chairs = isinstance(room, Meeting) and room.is_chair(room.speaker(line))
    match who:
        case "voiced":
            return chairs or line.rank in (Rank.VOICED, Rank.OPERATOR)
        case "chair":
            return chairs
        case "operator":
            return line.rank is Rank.OPERATOR
        case "anyone":
            return True
    role = who.removeprefix(ROLE)
    found = room.prepared.roles.get(role, ()) if isinstance(room, Meeting) else members(books, role)
    return line.rank is Rank.OPERATOR or among(found, line)


def not_allowed(m: Meeting, line: Line, command: c.Command) -> Refusal | None:
    if isinstance(command, c.Replace) or may(m, line, command) or excepted(m, line, command):
        return None
    whose = whom(who_may(command, m.rules))
    if whose == "a chair" and fold(line.nick) in map(fold, m.chair_nicks()):
        return Refusal(f"I cannot tell that you are the chair {line.nick}: {proof(m, line)}, "
                       f"or a chair or an operator says #chair {line.nick}.")  # fmt: skip
    chairs = f" (chairs: {', '.join(m.chair_nicks())})" if whose == "a chair" else ""
    return Refusal(f"only {whose} can {deed(command)}{chairs}.")


def not_allowed_any_time(view: View, room: Room, line: Line, command: c.AnyTime) -> Refusal | None:
    """For what may be asked for at any time, in a meeting or not."""
    who = room.rules.rights.get(command.WORD, NOUN_BY_NAME[command.WORD].who)
    if command.PERSONAL and line.kind is Kind.PRIVATE:
        return None
    lead = leads(view, room, line)
    match who:
        case "voiced":
            allowed = lead or line.rank is Rank.VOICED
        case "chair":
            allowed = lead
        case "operator":
            allowed = line.rank is Rank.OPERATOR
        case "anyone":
            allowed = True
        case role:
            allowed = line.rank is Rank.OPERATOR or among(members(view.books, role.removeprefix(ROLE)), line)
    if allowed:
        return None
    # In private no rank is heard: who has one there cannot know why it does not count.
    hint = f"; say it in {room.channel}, where I see who is an operator" if line.kind is Kind.PRIVATE else ""
    return Refusal(f"only {'a chair or an operator' if who == 'chair' else whom(who)} can {command.DEED}{hint}.")


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
    people = {"voiced": "somebody with voice", "chair": "a chair", "operator": "an operator"}
    return people.get(who) or f"an operator or somebody in the role {who.removeprefix(ROLE)}"
