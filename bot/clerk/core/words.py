"""The words meant for the bot. Each stands once, in WORDS, BARE or NOUNS: from there come the parser, `.help`,
`#commands` and docs/commands.md."""
from __future__ import annotations

import re
from collections.abc import Callable

from . import (
    action_words,
    agenda_list_words,
    agenda_words,
    announcement_words,
    bag_words,
    calendar_words,
    decision_words,
    last_call_words,
    meeting_words,
    poll_words,
    profile_words,
    request_words,
    role_words,
    voting_words,
)
from .agenda_suffixes import box
from .bare import ack, alone, join_queue, rest, rest_number, split_nicks
from .commands import (
    AddChairs,
    AddItem,
    CastVote,
    CloseItem,
    CloseQueue,
    CloseVote,
    Command,
    DeferItem,
    DropItem,
    EditItem,
    EndMeeting,
    Extend,
    GoOff,
    GoOn,
    Help,
    ItemKind,
    KeepPrivate,
    LeaveQueue,
    LiftQuorum,
    ListAgenda,
    ListCommands,
    ListItems,
    ListPresent,
    Lurk,
    NameMeeting,
    NameNicks,
    NextItem,
    OpenQueue,
    OpenVote,
    RemoveChairs,
    RestrictLogs,
    Save,
    SayHere,
    SayPresent,
    SayRegrets,
    SetLength,
    SetMeetingTopic,
    SetPurpose,
    SetQuorum,
    SetSubtopic,
    SetTopic,
    ShowQueue,
    ShowTime,
    ShowVote,
    SkipItem,
    Spoken,
    StartMeeting,
    TakeItem,
    TakePresent,
    TakeRegrets,
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


def list_agenda(text: str) -> Spoken:
    if text:
        raise Missing(f"to put something on it: agenda+ {text}; to see it:")
    return ListAgenda()


def one_or_current(make: Callable[[int | None], Spoken]) -> Callable[[str], Spoken]:
    def parse_number(text: str) -> Spoken:
        if text and not re.fullmatch(r"\d{1,6}", text):
            raise Missing("which item?")
        return make(int(text) if text else None)

    return parse_number


def quorum(text: str) -> Command:
    """How many, or whose members: a role is one word."""
    if text.lower() in ("none", "off"):
        return LiftQuorum()
    if re.fullmatch(r"[-+]?\d+", text):
        return SetQuorum(int(text[:8]))
    if not re.fullmatch(r"[^\W\d][\w-]*", text):
        raise Missing("how many people, or which role's members? none takes it off.")
    return SetQuorum(0, text)


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
    Word("purpose", "TEXT|none", "says why we meet, in one line; it is said when the meeting begins",
         "#purpose Keep the gate green", CHAIR, needs("why do we meet?", SetPurpose), section="The meeting"),
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
    Word("agenda", "", "shows what is still on the agenda; also: agenda?", "#agenda", ANYONE, list_agenda,
         section="The agenda"),
    Word("next", "", "takes up the next item; #next! does so a moment after the last one, too", "#next", CHAIR,
         lambda _: NextItem(), section="The agenda"),
    Word("take", "N|WORDS", "takes up the item of that number, or the one with these words", "#take cells", CHAIR,
         needs("which item?", TakeItem), section="The agenda"),
    Word("defer", "[N]", "leaves the current item, or item N, to the next meeting", "#defer", CHAIR,
         one_or_current(DeferItem), section="The agenda"),
    Word("skip", "[N]", "puts the current item, or item N, last, and takes up what comes after the current one",
         "#skip", CHAIR, one_or_current(SkipItem), section="The agenda"),
    Word("time", "", "says what is left of the item's time box and of the meeting", "#time", ANYONE,
         lambda _: ShowTime(), section="The agenda"),
    Word("extend", "5m", "gives the current item more time", "#extend 5m", CHAIR,
         needs("by how much?", lambda text: Extend(box(text))), section="The agenda"),
    Word("length", "60m", "says how long the meeting may be", "#length 60m", CHAIR,
         needs("how long?", lambda text: SetLength(box(text))), section="The agenda"),
    Word("action", "TEXT", "notes what somebody will do, for every nick that it names; due DATE may end it",
         "#action bob, carol: review alice's patch", ANYONE, item("action", "who will do what?")),
    action_words.DONE,
    Word("info", "TEXT", "notes a fact", "#info the gate is green", ANYONE, item("info", "what shall I note?")),
    Word("idea", "TEXT", "notes an idea", "#idea a bug day", ANYONE, item("idea", "what is the idea?")),
    Word("help", "TEXT", "notes that help is wanted; alone, it lists the commands", "#help with the docs", ANYONE,
         help_or_item, ("halp",)),
    Word("link", "URL TEXT", "notes a link; a line that begins with a URL does too",
         "#link https://review.example.org/98765 the rebase", ANYONE, item("link", "which link?")),
    Word("agreed", "[TEXT]", "notes what was agreed, or closes the proposal that is open",
         "#agreed freeze on Thursday", CHAIR, voting_words.decision("agreed"), ("agree",)),
    Word("accepted", "[TEXT]", "notes what was accepted, or closes the proposal that is open",
         "#accepted the cells spec", CHAIR, voting_words.decision("accepted"), ("accept",)),
    Word("rejected", "[TEXT]", "notes what was rejected, or closes the proposal that is open",
         "#rejected a fourth milestone", CHAIR, voting_words.decision("rejected"), ("reject",)),
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
    *voting_words.WORDS,
    Word("present", "", "says who is present, who sent regrets, and whether that is a quorum", "#present", ANYONE,
         lambda _: ListPresent(), section="Roll call"),
    Word("quorum", "N|ROLE|none", "says how many have to be present, of all or, more than half, of a role's members",
         "#quorum 5", CHAIR, quorum, section="Roll call"),
    Word("commands", "", "lists the commands, privately", "#commands", ANYONE,
         lambda _: ListCommands(), section="Help"),
)  # fmt: skip

NOUNS: tuple[Word, ...] = (
    *agenda_words.NOUNS,
    *agenda_list_words.NOUNS,
    *request_words.NOUNS,
    *bag_words.NOUNS,
    *meeting_words.NOUNS,
    *action_words.NOUNS,
    *calendar_words.NOUNS,
    *decision_words.NOUNS,
    *last_call_words.NOUNS,
    Word("help", "COMMAND", "says what a command does; alone, it lists them", ".help topic", ANYONE, Help,
         section="Help", noun=True),
    *announcement_words.NOUNS,
    *profile_words.NOUNS,
    *role_words.NOUNS,
    *poll_words.NOUNS,
)  # fmt: skip

# Commands only in an open meeting, and only as the whole line.
BARE: tuple[Word, ...] = (
    Word("q+", "to say TEXT", "puts you into the queue of speakers; q+ bob, carol puts others there; point of order, "
         "question and reply go first", "q+ question about the gate", ANYONE, join_queue, section="The floor"),
    Word("qq+", "TEXT", "is q+ reply", "qq+ to bob", ANYONE, lambda text: join_queue(text, "reply"),
         section="The floor"),
    Word("q-", "NICK …", "takes you off the queue (a chair: anybody)", "q- bob", ANYONE,
         lambda text: LeaveQueue(split_nicks(text)), section="The floor"),
    Word("q?", "", "says who is in the queue", "q?", ANYONE, alone(ShowQueue()), ("queue",), "The floor"),
    Word("ack", "NICK", "gives the floor to whoever is next, or to NICK", "ack bob", CHAIR, ack, section="The floor"),
    Word("close queue", "", "lets nobody else into the queue, until the next topic", "close queue", CHAIR,
         alone(CloseQueue()), ("close the queue",), "The floor"),
    Word("open queue", "", "lets people into the queue again", "open queue", CHAIR,
         alone(OpenQueue()), ("open the queue",), "The floor"),
    Word("agenda?", "", "is #agenda", "agenda?", ANYONE, alone(ListAgenda()),
         section="The agenda"),
    Word("next agendum", "", "is #next", "next agendum", CHAIR, alone(NextItem()),
         ("move to next agendum", "take up next agendum"), "The agenda"),
    Word("take up agendum", "N|WORDS", "is #take", "take up agendum 2", CHAIR, rest(TakeItem),
         ("open agendum", "move to agendum"), "The agenda"),
    Word("skip agendum", "N", "is #skip", "skip agendum 2", CHAIR, rest_number(SkipItem), section="The agenda"),
    Word("close agendum", "N", "says that item N is done", "close agendum 2", CHAIR, rest_number(CloseItem),
         section="The agenda"),
    Word("close this agendum", "", "says that the current item is done", "close this agendum", CHAIR,
         alone(CloseItem(None)), section="The agenda"),
    Word("present+", "NICK …", "says that you are present (a chair: that others are)", "present+ bob", ANYONE,
         lambda text: SayPresent(split_nicks(text)), section="Roll call"),
    Word("present-", "NICK …", "takes you off the roll (a chair: anybody)", "present- bob", ANYONE,
         lambda text: TakePresent(split_nicks(text)), section="Roll call"),
    Word("regrets+", "NICK …", "says that you, or somebody else, cannot come", "regrets+ dave", ANYONE,
         lambda text: SayRegrets(split_nicks(text)), section="Roll call"),
    Word("regrets-", "NICK …", "takes regrets back", "regrets- dave", ANYONE,
         lambda text: TakeRegrets(split_nicks(text)), section="Roll call"),
    *voting_words.BARE,
)  # fmt: skip

REPLACE = Word("s/old/new/", "", "mends your own last item that has these words; s/old/new/g everywhere in it",
               "s/gren/green/", ANYONE, lambda _: ListCommands())  # fmt: skip

# What a word with a "!" behind it asks for.
INSISTED: dict[str, Callable[[str], Spoken]] = {
    "next": lambda _: NextItem(anyway=True),
    **dict.fromkeys(("agreed", "agree"), voting_words.decision("agreed", anyway=True)),
    **dict.fromkeys(("accepted", "accept"), voting_words.decision("accepted", anyway=True)),
}

GOES_BY = {"done": "action done"}  # a word -> the noun whose right it goes by, for it asks the same

BY_NAME = {name: word for word in WORDS for name in (word.name, *word.aliases)}
BARE_BY_NAME = {name: word for word in BARE for name in (word.name, *word.aliases)}
NOUN_BY_NAME = {name: word for word in NOUNS for name in (word.name, *word.aliases)}
