"""The words meant for the bot, and what they mean. The parser is pure and knows nothing of meetings.

Each word stands once, in WORDS: from there come the parser, `.help`, `#commands` and docs/commands.md.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ItemKind = Literal["info", "idea", "help", "link", "agreed", "accepted", "rejected", "action", "vote"]


@dataclass(frozen=True)
class StartMeeting:
    title: str


@dataclass(frozen=True)
class EndMeeting:
    pass


@dataclass(frozen=True)
class SetTopic:
    title: str


@dataclass(frozen=True)
class SetSubtopic:
    title: str


@dataclass(frozen=True)
class SetMeetingTopic:
    text: str  # "" takes it away


@dataclass(frozen=True)
class NameMeeting:
    name: str


@dataclass(frozen=True)
class AddChairs:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class RemoveChairs:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class AddItem:
    kind: ItemKind
    text: str


@dataclass(frozen=True)
class EditItem:
    n: int
    text: str


@dataclass(frozen=True)
class DropItem:
    n: int


@dataclass(frozen=True)
class Replace:
    """s/old/new/, literally, in the speaker's own latest item that has the old words."""

    old: str
    new: str
    everywhere: bool


@dataclass(frozen=True)
class Undo:
    pass


@dataclass(frozen=True)
class ListItems:
    pass


@dataclass(frozen=True)
class NameNicks:
    nicks: tuple[str, ...]


@dataclass(frozen=True)
class SayHere:
    alias: str


@dataclass(frozen=True)
class Lurk:
    pass


@dataclass(frozen=True)
class Unlurk:
    pass


@dataclass(frozen=True)
class RestrictLogs:
    pass


@dataclass(frozen=True)
class Save:
    pass


@dataclass(frozen=True)
class GoOff:
    pass


@dataclass(frozen=True)
class GoOn:
    pass


@dataclass(frozen=True)
class KeepPrivate:
    pass


@dataclass(frozen=True)
class OpenVote:
    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class CastVote:
    choice: str


@dataclass(frozen=True)
class ShowVote:
    pass


@dataclass(frozen=True)
class CloseVote:
    pass


@dataclass(frozen=True)
class ListCommands:
    pass


@dataclass(frozen=True)
class Help:
    about: str


Command = (
    StartMeeting | EndMeeting | SetTopic | SetSubtopic | SetMeetingTopic | NameMeeting | AddChairs | RemoveChairs
    | AddItem | EditItem | DropItem | Replace | Undo | ListItems | NameNicks | SayHere | Lurk | Unlurk
    | RestrictLogs | Save | GoOff | GoOn | KeepPrivate | OpenVote | CastVote | ShowVote | CloseVote
    | ListCommands | Help
)  # fmt: skip


@dataclass(frozen=True)
class Malformed:
    """A known word without what it needs. asks: the question to its speaker."""

    word: Word
    asks: str


@dataclass(frozen=True)
class NearMiss:
    """A word one letter away from a known one."""

    said: str
    word: Word


class Missing(Exception):
    """A command lacks what it needs; the message asks for it."""


def needs(question: str, make: Callable[[str], Command]) -> Callable[[str], Command]:
    def parse_argument(text: str) -> Command:
        if not text:
            raise Missing(question)
        return make(text)

    return parse_argument


def item(kind: ItemKind, question: str) -> Callable[[str], Command]:
    return needs(question, lambda text: AddItem(kind, text))


def nicks(make: Callable[[tuple[str, ...]], Command]) -> Callable[[str], Command]:
    def parse_nicks(text: str) -> Command:
        found = tuple(dict.fromkeys(nick for nick in re.split(r"[,\s]+", text) if nick not in ("", "and", "&")))
        if not found:
            raise Missing("who?")
        return make(found)

    return parse_nicks


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


@dataclass(frozen=True)
class Word:
    """A row of the table. who: anyone or chair, unless a channel's settings say otherwise."""

    name: str
    usage: str
    does: str
    example: str
    who: str
    make: Callable[[str], Command]
    aliases: tuple[str, ...] = ()
    section: str = "Notes"


ANYONE, CHAIR = "anyone", "chair"

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
         section="Help"),
)  # fmt: skip

REPLACE = Word("s/old/new/", "", "mends your own last item that has these words; s/old/new/g everywhere in it",
               "s/gren/green/", ANYONE, lambda _: ListCommands())  # fmt: skip

BY_NAME = {name: word for word in WORDS for name in (word.name, *word.aliases)}
NOUN_BY_NAME = {word.name: word for word in NOUNS}

HASH_WORD = re.compile(r"\s*#([^\W\d]\w*)(?:[:.,;!?]+\s*|\s+|$)(.*)", re.DOTALL)
SUBSTITUTE = re.compile(r"\s*s/([^/]+)/([^/]*)/(g?)\s*")
BARE_URL = re.compile(r"\s*(?:(?:https?|ircs?|ftp|ssh)://|mailto:)[^\s<>]+", re.IGNORECASE)

Parsed = Command | Malformed | NearMiss


def parse(text: str, *, prefix: str = ".", me: str = "", yields: tuple[str, ...] = ()) -> Parsed | None:
    """What a line asks for; None when it is speech.

    prefix: of nouns; without one, nouns need the bot's nick before them. me: that nick, as in
    "clerk: help". yields: #words that belong to another bot here.
    """
    if found := HASH_WORD.fullmatch(text):
        return hash_command(found[1].lower(), (found[2] or "").strip(), yields)
    if found := SUBSTITUTE.fullmatch(text):
        return Replace(found[1], found[2], bool(found[3]))
    if BARE_URL.match(text):
        return AddItem("link", text.strip())
    return noun_command(text, prefix, me)


def hash_command(name: str, argument: str, yields: tuple[str, ...]) -> Parsed | None:
    if name in yields:
        return None
    if word := BY_NAME.get(name):
        return filled(word, argument)
    near = [word for known, word in BY_NAME.items()
            if len(known) > 2 and known not in yields and one_letter_off(name, known)]  # fmt: skip
    return NearMiss(name, near[0]) if near else None


def noun_command(text: str, prefix: str, me: str) -> Parsed | None:
    for start in filter(None, (prefix, f"{me}:" if me else "", f"{me}," if me else "")):
        if text.lower().startswith(start.lower()):
            return noun(text[len(start) :])
    return None


def noun(text: str) -> Parsed | None:
    """A noun and what follows it; other bots' .words and chatter are none."""
    name, _, argument = text.strip().partition(" ")
    word = NOUN_BY_NAME.get(name.lower())
    return filled(word, argument.strip()) if word else None


def filled(word: Word, argument: str) -> Command | Malformed:
    try:
        return word.make(argument)
    except Missing as missing:
        return Malformed(word, str(missing))


def one_letter_off(said: str, known: str) -> bool:
    """Whether one letter was added, left out, changed, or swapped with its neighbour."""
    if abs(len(said) - len(known)) > 1 or said == known:
        return False
    at = next((i for i, (a, b) in enumerate(zip(said, known, strict=False)) if a != b), min(len(said), len(known)))
    return (
        said[at + 1 :] == known[at + 1 :]
        or said[at + 1 :] == known[at:]
        or said[at:] == known[at + 1 :]
        or (said[at : at + 2] == known[at : at + 2][::-1] and said[at + 2 :] == known[at + 2 :])
    )
