"""Who may do what: one table, which a channel's settings narrow or widen."""
from __future__ import annotations

from . import commands as c
from .lines import Line, Rank
from .meeting import Meeting, Room
from .rules import Rules

# Each command's word in the table of words, and what it does, as in "only a chair can ...".
DEEDS: dict[type[c.Command], tuple[str, str]] = {
    c.StartMeeting: ("startmeeting", "start a meeting here"),
    c.EndMeeting: ("endmeeting", "end the meeting"),
    c.SetTopic: ("topic", "set the topic"),
    c.SetSubtopic: ("subtopic", "set the subtopic"),
    c.SetMeetingTopic: ("meetingtopic", "set the meeting's topic"),
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
    c.ShowVote: ("showvote", "show the vote"),
    c.CloseVote: ("endvote", "close the vote"),
    c.ListCommands: ("commands", "list the commands"),
    c.Help: ("help", "ask for help"),
}


def word_of(command: c.Command) -> c.Word:
    if isinstance(command, c.AddItem) and command.kind in c.BY_NAME:
        return c.BY_NAME[command.kind]
    return c.BY_NAME[DEEDS[type(command)][0]]


def deed(command: c.Command) -> str:
    if isinstance(command, c.AddItem):
        return f"note what was {command.kind}" if command.kind in ("agreed", "accepted", "rejected") else (
            f"note {command.kind} items")
    return DEEDS[type(command)][1]


def who_may(command: c.Command, rules: Rules) -> str:
    """anyone, voiced, chair or operator."""
    word = word_of(command)
    return rules.rights.get(word.name, word.who)


def may(room: Room, line: Line, command: c.Command) -> bool:
    """Whether the speaker may, by the table. The rules of ending and chairing a meeting know exceptions."""
    who = who_may(command, room.rules)
    chairs = isinstance(room, Meeting) and room.is_chair(room.speaker(line))
    match who:
        case "voiced":
            return chairs or line.rank in (Rank.VOICED, Rank.OPERATOR)
        case "chair":
            return chairs
        case "operator":
            return line.rank is Rank.OPERATOR
    return True
