"""One line, from being heard to what is stored of it and what is said about it."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace

from . import attendance, last_calls, queueing
from . import facts as f
from .books import Books, Change, Changes
from .commands import (
    AddItem,
    Bare,
    EditItem,
    GoOff,
    Hold,
    JoinQueue,
    Propose,
    RaiseConcern,
    Replace,
    SayPresent,
    SayRegrets,
    TakePresent,
    TakeRegrets,
)  # fmt: skip
from .decide import decide, meaning
from .decision import Answer, Asked, Decision, Refusal
from .electorate import followed
from .evolve import evolve
from .lines import TALK, Kind, Line, Speaker, fold
from .meeting import Idle, Meeting, Room, heard, is_netsplit
from .parser import NearMiss, Parsed
from .phrases import answered, only_to, refused, speak
from .poll import Seal
from .projection import project
from .record import covered, off_record
from .rules import Keep, Rules, Voice
from .says import Saying, SetTopic, Tell
from .view import View

RELAYED = re.compile(r"\s*(?:\x03\d{0,2}(?:,\d\d?)?|[\x02\x0f\x1d\x1f])*<([^<>]{1,64})>\s?(.*)", re.DOTALL)
FORMATTING = re.compile(r"\x03\d{0,2}(?:,\d\d?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f\u200b\u200c\u200d\ufeff]")
NOWHERE = View()
NOTES = AddItem | EditItem | Propose | RaiseConcern | Hold  # what would keep the words behind it
SELDOM_MATTERS = frozenset({Kind.TICK, Kind.DENIED, Kind.WRITTEN, Kind.UNWRITTEN})


@dataclass(frozen=True)
class Heard:
    """stored: what of the line is to be stored; None for nothing. changes: of the books. seals: votes for the
    boxes of secret polls. says: only after all that."""

    room: Room
    stored: Line | None = None
    facts: tuple[f.Fact, ...] = ()
    says: tuple[Saying, ...] = ()
    changes: Changes = ()
    seals: tuple[Seal, ...] = ()


def whose(line: Line, rules: Rules) -> Line:
    """The line with its true speaker: known bots are bots, and bridges speak for others."""
    if line.speaker is not Speaker.PERSON:
        return line
    nick = fold(line.nick)
    if nick in map(fold, rules.bots):
        return replace(line, speaker=Speaker.BOT)
    if nick not in map(fold, rules.relays):
        return line
    if line.kind in TALK and (found := RELAYED.match(line.text)):
        name = " ".join(FORMATTING.sub("", found[1]).split())
        if name:
            return replace(line, nick=f"{name} [{line.nick}]", text=FORMATTING.sub("", found[2]),
                           account=None, rank=type(line.rank).NONE, speaker=Speaker.RELAYED)  # fmt: skip
    return replace(line, speaker=Speaker.BOT)


def hear(room: Room, line: Line, me: str = "", view: View = NOWHERE, *, deaf: bool = False) -> Heard:
    """What comes of one line.

    me: the bot's own nick. view: what else there is to see. deaf: its operator switched this command off
    here; it is speech.
    """
    line = whose(line, room.rules)
    after = heard(room, line)
    if isinstance(after, Meeting) and unrecorded(after, line, me):
        return off_the_record(room, after, line, me, view)
    hushed = isinstance(after, Meeting) and spoken_by_somebody(line) and covered(after, line)
    decision = decide(after, line, me, view, deaf=deaf)
    if hushed and isinstance(after, Meeting) and isinstance(decision, Answer) and (decision.changes or decision.facts):
        decision = off_record(after)
    if hushed and (not decision or not isinstance(decision, tuple)) and isinstance(meaning(after, line, me), Bare):
        # Of a bare word nothing can be kept that would not be another command.
        return Heard(room, None, (), spoken(after, line, told_to(after, line, decision), replies=True))
    match decision:
        case Refusal() | Asked():
            reply = told_to(after, line, decision)
            hushed = hushed or (isinstance(decision, Refusal) and decision.forget)
            return Heard(after, kept(after, line, True, hushed), (), spoken(after, line, reply, replies=True))
        case Answer(says, seals=seals) if seals:
            # Not even that somebody wrote to me is kept: the votes have no times.
            return Heard(room, None, (), spoken(after, line, [*says], replies=True), seals=seals)
        case Answer(says, changes, facts):
            step = become_true(after, line, facts, view.books.changed(changes))
            said = (*spoken(after, line, [*says], replies=True), *step.says)
            return replace(step, stored=kept(after, line, True, hushed), says=said,
                           changes=(*changes, *step.changes))  # fmt: skip
    step = become_true(after, line, decision, view.books)
    changes = (*step.changes, *followed(view.books, line), *last_calls.followed(view.books, line))
    return replace(step, stored=kept(step.room, line, bool(decision), hushed and not decision), changes=changes)


def become_true(after: Room, line: Line, facts: tuple[f.Fact, ...], books: Books) -> Heard:
    """The facts of a line, one after the other: what the room and the books are then, and what is said."""
    says: list[Saying] = []
    changes: list[Change] = []
    for fact in facts:
        before, after = after, evolve(after, line, fact)
        made = project(books, before, line, fact, after)
        books, changes = books.changed(made), [*changes, *made]
        aloud = isinstance(fact, f.WentOff | f.WentOn)
        said = speak(before, line, fact, after)
        place = before if isinstance(after, Idle) else after
        says += spoken(place, line, said, replies=isinstance(fact, f.EndHeld), aloud=aloud)
    return Heard(after, None, facts, tuple(says), tuple(changes))


def told_to(room: Room, line: Line, decision: Decision) -> list[Saying]:
    """The answer to what makes nothing true."""
    match decision:
        case Refusal():
            return refused(room, line, decision)
        case Asked():
            return answered(room, line, decision)
    return []


def spoken_by_somebody(line: Line) -> bool:
    return line.speaker in (Speaker.PERSON, Speaker.RELAYED)


def unrecorded(m: Meeting, line: Line, me: str) -> bool:
    """Whether a line is off the record: all talk is, but for commands that note none of its words."""
    if line.kind not in (*TALK, Kind.NOTICE) or not spoken_by_somebody(line):
        return False
    if not covered(m, line):
        return False
    parsed = meaning(m, line, me)
    return parsed is None or isinstance(parsed, NOTES | Replace | NearMiss) or notes_words(m, parsed)


def notes_words(m: Meeting, parsed: Parsed) -> bool:
    """Whether a bare word would note what stands behind it."""
    match parsed:
        case JoinQueue():
            return queueing.notes_words(m, parsed)
        case SayPresent() | TakePresent() | SayRegrets() | TakeRegrets():
            return attendance.notes_words(m, parsed)
    return False


def off_the_record(room: Room, after: Meeting, line: Line, me: str, view: View) -> Heard:
    """Nothing is kept, not even that somebody spoke. Who wants it noted is told why it is not."""
    asks = isinstance(meaning(after, line, me), NOTES | Bare)
    refusal = decide(after, line, me, view) if asks else None
    if isinstance(refusal, Refusal):
        return Heard(room, None, (), spoken(after, line, refused(after, line, refusal), replies=True))
    return Heard(room)


def kept(room: Room, line: Line, mattered: bool, hushed: bool) -> Line | None:
    """What of a line is stored. Outside meetings only commands are, unless the channel says always.

    hushed: its speaker's words are off the record, and it made nothing true: of a command its
    bare word is kept, and of somebody's leaving that they left.
    """
    if line.kind is Kind.PRIVATE:
        return replace(line, text="") if mattered and isinstance(room, Meeting) else None
    seldom = line.kind in SELDOM_MATTERS or (isinstance(room, Idle) and room.rules.log is Keep.COMMANDS)
    if seldom and not mattered:
        return None
    if isinstance(meaning(room, line), GoOff):
        return replace(line, text="#off")
    if hushed and line.kind is Kind.SAID:
        return replace(line, text=line.text.split()[0].partition(":")[0])
    if hushed and line.kind in (Kind.PART, Kind.QUIT) and not is_netsplit(line.text):
        return replace(line, text="")
    return line


def spoken(
    room: Room, line: Line, says: list[Saying], *, replies: bool = False, aloud: bool = False
) -> tuple[Saying, ...]:
    """What may be said here: a shadow never speaks, and a lurking clerk only to one person at a time.

    replies: these answer the speaker. aloud: everybody has to know.
    """
    if room.rules.voice is Voice.SHADOW:
        return ()
    if not isinstance(room, Meeting) or not room.lurking or aloud:
        return tuple(says)
    if replies and line.speaker is Speaker.PERSON:
        return tuple(only_to(line, saying) for saying in says if not isinstance(saying, SetTopic))
    return tuple(saying for saying in says if isinstance(saying, Tell))
