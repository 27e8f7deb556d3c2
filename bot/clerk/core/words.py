"""The words meant for the bot. Each stands once, in WORDS: from there come the parser, `.help`, `#commands`
and docs/commands.md."""
from __future__ import annotations

import re
from collections.abc import Callable

from . import announcement_words, profile_words, role_words
from .commands import (
    AddChairs,
    AddItem,
    CastVote,
    CloseVote,
    Command,
    DropItem,
    EditItem,
    EndMeeting,
    GoOff,
    GoOn,
    Help,
    ItemKind,
    KeepPrivate,
    ListCommands,
    ListItems,
    Lurk,
    NameMeeting,
    NameNicks,
    OpenVote,
    RemoveChairs,
    RestrictLogs,
    Save,
    SayHere,
    SetMeetingTopic,
    SetSubtopic,
    SetTopic,
    ShowVote,
    Spoken,
    StartMeeting,
    Undo,
    Unlurk,
)  # fmt: skip
from .word import ANYONE, CHAIR, Missing, Word, needs, nicks


def item(kind: ItemKind, question: str) -> Callable[[str], Spoken]:
    return needs(question, lambda text: AddItem(kind, text))


def edit(text: str) -> Command:
    found = re.fullmatch(r"i?(\d{1,6})\s+(\S.*)", text, re.IGNORECASE | re.DOTALL)
    if not found:
        raise Missing("which item, and what shall it say?")
    return EditItem(int(found[1]), found[2])


def drop(text: str) -> Command:
    found = re.fullmatch(r"i?(\d{1,6})", text, re.IGNORECASE)
    if not found:
        raise Missing("which item?")
    return DropItem(int(found[1]))


def open_vote(text: str) -> Command:
    """QUESTION? OPTION, OPTION. The question ends at the last question mark: options have none."""
    question, mark, rest = text.rpartition("?")
    if not rest.strip() and "," in question.rpartition("?")[2]:
        question, mark, rest = question.rpartition("?")
    if not mark or not question.strip():
        raise Missing("what is the question?")
    options: dict[str, str] = {}
    for option in filter(None, map(str.strip, rest.split("," if "," in rest else None))):
        options.setdefault(option.casefold(), option)
    if len(options) == 1:
        raise Missing("a vote needs two options at least; which?")
    return OpenVote(question.strip(), tuple(options.values()) or ("Yes", "No"))


def help_or_item(text: str) -> Command:
    return AddItem("help", text) if text else ListCommands()


WORDS: tuple[Word, ...] = (
    Word("startmeeting", "NAME", "starts a meeting; you are its chair", "#startmeeting nova", ANYONE,
         StartMeeting, section="The meeting"),
    Word("endmeeting", "", "ends it and writes the minutes", "#endmeeting", CHAIR,
         lambda _: EndMeeting(), section="The meeting"),
    Word("topic", "TEXT", "takes up a topic", "#topic Gate status", CHAIR,
         needs("what is the topic?", SetTopic), section="The meeting"),
    Word("subtopic", "TEXT", "takes up a part of the topic", "#subtopic stable/juno", CHAIR,
         needs("what is the subtopic?", SetSubtopic), ("progress",), "The meeting"),
    Word("meetingtopic", "TEXT|none", "says what the whole meeting is about, in the channel's topic",
         "#meetingtopic Nova weekly", CHAIR,
         needs("what is the meeting about? none takes it away", lambda text: SetMeetingTopic(
             "" if text.lower() in ("none", "unset") else text)), section="The meeting"),
    Word("meetingname", "NAME", "names the meeting's files", "#meetingname nova_weekly", CHAIR,
         needs("what shall it be named?", NameMeeting), section="The meeting"),
    Word("chair", "NICK …", "makes them chairs", "#chair bob carol", CHAIR,
         nicks(AddChairs), section="The meeting"),
    Word("unchair", "NICK …", "makes them chairs no more", "#unchair bob", CHAIR,
         nicks(RemoveChairs), section="The meeting"),
    Word("save", "", "writes the minutes so far", "#save", CHAIR, lambda _: Save(), section="The meeting"),
    Word("lurk", "", "I listen and say nothing", "#lurk", CHAIR, lambda _: Lurk(), section="The meeting"),
    Word("unlurk", "", "I speak again", "#unlurk", CHAIR, lambda _: Unlurk(), section="The meeting"),
    Word("restrictlogs", "", "nobody but the owner of the files may read them", "#restrictlogs", CHAIR,
         lambda _: RestrictLogs(), section="The meeting"),
    Word("private", "", "no minutes are published: none of it leaves the store", "#private", CHAIR,
         lambda _: KeepPrivate(), section="The meeting"),
    Word("action", "TEXT", "notes what somebody will do, for every nick that it names",
         "#action bob, carol: review alice's patch", ANYONE, item("action", "who will do what?")),
    Word("info", "TEXT", "notes a fact", "#info the gate is green", ANYONE, item("info", "what shall I note?")),
    Word("idea", "TEXT", "notes an idea", "#idea a bug day", ANYONE, item("idea", "what is the idea?")),
    Word("help", "TEXT", "notes that help is wanted; alone, it lists the commands", "#help with the docs", ANYONE,
         help_or_item, ("halp",)),
    Word("link", "URL TEXT", "notes a link; a line that begins with a URL does too",
         "#link https://review.example.org/98765 the rebase", ANYONE, item("link", "which link?")),
    Word("agreed", "TEXT", "notes what was agreed", "#agreed freeze on Thursday", CHAIR,
         item("agreed", "what was agreed?"), ("agree",)),
    Word("accepted", "TEXT", "notes what was accepted", "#accepted the cells spec", CHAIR,
         item("accepted", "what was accepted?"), ("accept",)),
    Word("rejected", "TEXT", "notes what was rejected", "#rejected a fourth milestone", CHAIR,
         item("rejected", "what was rejected?"), ("reject",)),
    Word("items", "", "lists the items with their numbers, privately", "#items", ANYONE, lambda _: ListItems()),
    Word("undo", "", "takes back the last topic, item or vote (yours; a chair: anybody's)", "#undo", ANYONE,
         lambda _: Undo()),
    Word("edit", "N TEXT", "says item N anew (yours; a chair: anybody's)", "#edit 7 bob: triage 1352", ANYONE, edit),
    Word("drop", "N", "takes item N out (yours; a chair: anybody's)", "#drop 7", ANYONE, drop),
    Word("nick", "NICK …", "says who actions may also be given to", "#nick dave", ANYONE,
         nicks(NameNicks), section="People"),
    Word("here", "NAME", "says that you are here, and what else you are called", "#here Bobby", ANYONE,
         SayHere, section="People"),
    Word("off", "", "your words stay out of minutes and log (a chair: everybody's)", "#off", ANYONE,
         lambda _: GoOff(), section="People"),
    Word("on", "", "ends #off", "#on", ANYONE, lambda _: GoOn(), section="People"),
    Word("startvote", "QUESTION? OPTION, OPTION", "opens a vote", "#startvote Freeze? Yes, No", CHAIR,
         needs("what is the question?", open_vote), section="Votes"),
    Word("vote", "OPTION", "casts your vote; the last one counts", "#vote yes", ANYONE,
         needs("which option?", CastVote), section="Votes"),
    Word("showvote", "", "shows the count so far", "#showvote", ANYONE, lambda _: ShowVote(), section="Votes"),
    Word("endvote", "", "closes the vote and says who won", "#endvote", CHAIR, lambda _: CloseVote(), section="Votes"),
    Word("commands", "", "lists the commands, privately", "#commands", ANYONE,
         lambda _: ListCommands(), section="Help"),
)  # fmt: skip

NOUNS: tuple[Word, ...] = (
    Word("help", "COMMAND", "says what a command does; alone, it lists them", ".help topic", ANYONE, Help,
         section="Help", noun=True),
    *announcement_words.NOUNS,
    *profile_words.NOUNS,
    *role_words.NOUNS,
)  # fmt: skip

REPLACE = Word("s/old/new/", "", "mends your own last item that has these words; s/old/new/g everywhere in it",
               "s/gren/green/", ANYONE, lambda _: ListCommands())  # fmt: skip

BY_NAME = {name: word for word in WORDS for name in (word.name, *word.aliases)}
NOUN_BY_NAME = {name: word for word in NOUNS for name in (word.name, *word.aliases)}
