"""How the bot tells a fact. (A refusal is written beside the rule that it comes from.)

Short, exact, kind, and never twice. Where nothing needs to be said, nothing is.
"""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import assert_never

from . import facts as f
from . import floor_phrases, rollcall_phrases, voting_phrases
from .action_phrases import noted_due
from .agenda import listed as listed_items
from .agenda_phrases import agenda_list, clock, put_off, started, taken_up, time_left
from .commands import Help, ListAgenda, ListCommands, ListItems, ListPresent, ShowQueue, ShowTime, ShowVote
from .decision import Asked, Refusal
from .decision_phrases import due_decisions
from .farewell import farewell, links
from .help import command_list, explanation
from .ledger import Noted
from .lines import Line, fold
from .meeting import Item, Meeting, Room
from .names import file_name
from .parser import NearMiss, parse
from .replies import privately, replies, reply
from .says import Say, Saying, SetTopic, Tell
from .standing_topics import opening
from .standing_topics import told as told_of
from .voting import what_is_open
from .wording import either

REPLY_BYTES = 400  # what fits in one line of IRC, whatever the names


def speak(before: Room, line: Line, fact: f.Fact, after: Room) -> list[Saying]:
    """What is said once a fact is recorded."""
    meeting = after if isinstance(after, Meeting) else before
    assert isinstance(meeting, Meeting), "facts are about meetings"
    return says(meeting, line, fact)


def says(m: Meeting, line: Line, fact: f.Fact) -> list[Saying]:
    """m: the meeting once the fact holds; for its last fact, as it was before."""
    match fact:
        case f.MeetingStarted():
            return [Say(m.channel, f"Meeting started: {m.title}. {chairs(m, line)}. Commands: #commands"),
                    *(Say(m.channel, text) for text in (*opening(m.prepared), *due_decisions(m.prepared.due, line.at),
                                                      *started(m))),
                    *(privately(m.channel, line, [purpose_wanted(m)]) if m.prepared.asks else ())]  # fmt: skip
        case f.MeetingEnded(files):
            return [*farewell(m, files), *topic_put_back(m)]
        case f.EndHeld():
            what = what_is_open(m.ballot) if m.ballot else "a vote is open"
            return [Say(m.channel, f"{line.nick}: {what}; #endmeeting again ends without it.")]
        case f.EndFailed(reason) if m.lurking:
            return [Tell(m.chair_nicks()[0], f"The minutes could not be written ({reason}). {m.title} goes on.")]
        case f.EndFailed(reason):
            return [Say(m.channel, f"The minutes could not be written ({reason}). {m.title} goes on; "
                                   "#endmeeting tries again.")]  # fmt: skip
        case f.Saved(files):
            return [Say(m.channel, f"{word} so far: {url}") for word, url in links(files)[:1]]
        case f.SaveFailed(reason):
            return [Say(m.channel, f"The minutes could not be written ({reason}). {m.title} goes on.")]
        case f.TopicTaken() | f.MeetingTopicSet():
            return topic(m)
        case f.TopicUndone(index):
            now = m.topics[m.topic].title if m.topic is not None else "none"
            return [Say(m.channel, f"Removed: #topic {m.topics[index].title}. The topic is {now}."), *topic(m)]
        case f.TopicDenied():
            return [Tell(m.chair_nicks()[0], f"I may not set the topic of {m.channel}: make me an operator, "
                                             "or leave it as it is; the minutes have it.")]  # fmt: skip
        case f.MeetingNamed(name):
            return [Say(m.channel, f"This meeting's files are named {file_name(name)}.")]
        case f.ChairsAdded(nicks):
            return [Say(m.channel, f"Chairs: {', '.join(m.chair_nicks())}.{not_here(m, nicks)}")]
        case f.ChairsRemoved():
            return [Say(m.channel, f"Chairs: {', '.join(m.chair_nicks())}.")]
        case f.ItemEdited(n):
            return [Say(m.channel, f"i{n} is now: {told(m.items[n - 1])}{ledger_due(m.items[n - 1], line.at)}")]
        case f.ItemDropped(n):
            return [Say(m.channel, f"Removed i{n}: {told(m.items[n - 1])}")]
        case f.Lurked():
            return [Tell(line.nick, f"I listen to {m.title} and say nothing until #unlurk.")]
        case f.Unlurked():
            return [Say(m.channel, "I speak again.")]
        case f.LogsRestricted():
            return [Say(m.channel, "The files of this meeting will be for their owner's eyes only.")]
        case f.KeptPrivate():
            return [Say(m.channel, "This meeting is private: nothing of it will be published.")]
        case f.WentOff(everybody):
            return off(m, line, everybody)
        case f.WentOn(who, why):
            return on(m, who, why)
        case (f.VoteOpened() | f.VoteCast() | f.VoteClosed() | f.VoteWithdrawn() | f.TermsSet() | f.ConcernRaised()
              | f.ConcernResolved() | f.ProposalHeld() | f.ProposalReleased() | f.ProposalClosed()):  # fmt: skip
            return voting_phrases.says(m, line, fact)
        case f.AgendaItemTaken(id):
            item = m.agenda_item(id)
            known = told_of(m, item.text, line.at) if item.standing else []
            return [Say(m.channel, text) for text in (*taken_up(item), *known)]
        case f.AgendaItemClosed(id, state):
            return [Say(m.channel, text) for text in put_off(m.agenda_item(id), state)]
        case f.BoxExtended() | f.LengthSet():
            return [Say(m.channel, time_left(m, line.at))]
        case f.ClockSaid(what):
            return [Say(m.channel, clock(m, line.at, what))]
        case f.IdleAsked():
            return [Say(m.channel, still_there(m))]
        case f.Missed(since):
            return [Say(m.channel, f"Back; {m.title} goes on. Missed {span(datetime.fromisoformat(since), line.at)}.")]
        case f.SplitHealed(since):
            return [Say(m.channel, f"The netsplit is over; {m.title} goes on. The other side was not heard "
                                   f"{span(datetime.fromisoformat(since), line.at)}.")]  # fmt: skip
        case f.Hinted(said):
            return [Tell(line.nick, f"#{said} is no command; did you mean #{meant(line, said)}?")]
        case f.QueueJoined() | f.QueueLeft() | f.Acked() | f.QueueClosed() | f.QueueOpened():
            return floor_phrases.says(m, line, fact)
        case (f.PresenceSaid() | f.PresenceTaken() | f.RegretsSaid() | f.RegretsTaken()
              | f.QuorumSet() | f.QuorumLifted() | f.QuorumReached() | f.QuorumLost()):  # fmt: skip
            return rollcall_phrases.says(m, line, fact)
        case f.ItemAdded(action=Noted() as action) if action.due and line.text.lstrip().startswith("#"):
            return [Say(m.channel, f"{noted_due(action, line.at)}.")]
        case (f.ItemAdded() | f.ActionsRevised() | f.NicksNamed() | f.HereSaid() | f.EndAsked()
              | f.SaveAsked() | f.AgendaRevised() | f.PurposeSet()):  # fmt: skip
            return []
        case _:
            assert_never(fact)


def chairs(m: Meeting, line: Line) -> str:
    """Who opened it, and those whom the calendar names."""
    others = [nick for nick in m.chair_nicks() if fold(nick) != fold(line.nick)]
    return f"Chairs: {', '.join([line.nick, *others])}" if others else f"Chair: {line.nick}"


def refused(room: Room, line: Line, refusal: Refusal) -> list[Saying]:
    if refusal.aside:
        return privately(room.channel, line, [refusal.why[0].upper() + refusal.why[1:]])
    return [reply(room, line, refusal.why)]


def answered(room: Room, line: Line, asked: Asked) -> list[Saying]:
    """The answer to a question that makes nothing true."""
    match asked.command:
        case ListItems() if isinstance(room, Meeting):
            return privately(room.channel, line, item_list(room))
        case ListItems():
            return privately(room.channel, line, ["No meeting is open."])
        case ShowVote() if isinstance(room, Meeting) and room.ballot:
            return [Say(room.channel, voting_phrases.standing(room, room.ballot))]
        case ListAgenda() if isinstance(room, Meeting):
            place = room.prepared.place
            return [*replies(room, line, agenda_list(place, listed_items(room.agenda), place))]
        case ShowTime() if isinstance(room, Meeting):
            return [Say(room.channel, time_left(room, line.at))]
        case ShowQueue() if isinstance(room, Meeting):
            return floor_phrases.queue(room)
        case ListPresent() if isinstance(room, Meeting):
            return rollcall_phrases.roll(room, line.at)
        case ListCommands():
            return privately(room.channel, line, command_list(room.rules.prefix))
        case Help(about):
            return help_on(room, line, about)
    return []


def only_to(line: Line, saying: Saying) -> Saying:
    """What would be said aloud in answer to somebody, for them alone."""
    return Tell(line.nick, saying.text.removeprefix(f"{line.nick}: ")) if isinstance(saying, Say) else saying


def cannot_record(channel: str, reason: str) -> Say:
    return Say(channel, f"I cannot record ({reason}). I keep what is said in memory and try again; "
                        "nothing is safe until I say so.")  # fmt: skip


def recording_again(channel: str, lost_since: datetime | None) -> Say:
    if lost_since:
        return Say(channel, f"Recording again, but nothing from {lost_since:%H:%M:%S} UTC until now was kept.")
    return Say(channel, "Recording again; nothing was lost.")


def not_kept(channel: str) -> Say:
    return Say(channel, "Something went wrong with the last line, and it was not kept; the rest was.")


def went_wrong(channel: str) -> Say:
    return Say(channel, "Something went wrong with that; it is in my log, and the line is kept.")


def went_wrong_privately(nick: str) -> Tell:
    return Tell(nick, "Something went wrong with that; it is in my log.", notice=False)


# --- pieces -----------------------------------------------------------------------------------


def not_here(m: Meeting, nicks: Sequence[str]) -> str:
    """Who was named chair and is not there. Who was never seen has to be named again: their nick proves nothing."""
    absent = [nick for nick in nicks if fold(nick) not in m.people.here]
    index = [m.people.meant(nick) for nick in absent]
    strangers = [nick for nick, i in zip(absent, index, strict=True) if i is None or not m.people.persons[i].seen]
    again = f"; #chair {' '.join(strangers)} again when they are" if strangers else ""
    return f" ({', '.join(absent)}: not here{again})" if absent else ""


def topic(m: Meeting) -> list[Saying]:
    if not m.rules.set_topic or (m.topic is None and not m.shown):
        return []
    return [SetTopic(m.channel, m.channel_topic() if m.topic is not None else m.topic_before or "")]


def topic_put_back(m: Meeting) -> list[Saying]:
    return [SetTopic(m.channel, m.topic_before or "")] if m.shown and m.rules.set_topic and not m.denied else []


def told(item: Item) -> str:
    return f"#{item.kind} {item.text}"


def ledger_number(item: Item) -> str:
    return f" (A{item.action.id})" if item.action else ""


def ledger_due(item: Item, now: datetime) -> str:
    return f" ({noted_due(item.action, now)})" if item.action and item.action.due else ""


def off(m: Meeting, line: Line, everybody: bool) -> list[Saying]:
    limit = m.rules.off_record
    ends = ["#on", *(["the next #topic"] if everybody else []),
            *([f"{line.at + timedelta(minutes=limit):%H:%M} UTC"] if limit else [])]  # fmt: skip
    until = either(ends)
    if everybody:
        return [Say(m.channel, f"Off the record until {until}.")]
    return privately(m.channel, line, [f"Your words stay out of minutes and log until {until}."])


def on(m: Meeting, who: int | None, why: str) -> list[Saying]:
    if who is None:
        return [Say(m.channel, "On the record again.")]
    nick = m.people.persons[who].nick
    if m.people.holders.get(fold(nick)) is None or m.people.meant(nick) != who:
        return []  # they have gone, and somebody else may have their nick
    reason = " (time is up)" if why == "time" else ""
    return [Tell(nick, f"Your words in {m.channel} are kept again{reason}.")] if " [" not in nick else []


def purpose_wanted(m: Meeting) -> str:
    return f"Why does {m.title} meet? Nobody said so yet: #purpose TEXT, in one line. I do not ask again."


def still_there(m: Meeting) -> str:
    end = f"I end it at {m.quiet_since + timedelta(minutes=m.rules.idle_end):%H:%M} UTC"
    what_then = end if m.rules.idle_end else "#endmeeting ends it"
    return f"Quiet for {m.rules.idle_ask} min. Does {m.title} go on? Any word keeps it open; else {what_then}."


def span(since: datetime, until: datetime) -> str:
    """From and to; with the days when they are not the same."""
    form = "%H:%M:%S" if since.date() == until.date() else "%Y-%m-%d %H:%M:%S"
    return f"{since:{form}} to {until:{form}}"


def meant(line: Line, said: str) -> str:
    miss = parse(line.text)
    return miss.word.name if isinstance(miss, NearMiss) else said


# --- lists and help ---------------------------------------------------------------------------


def item_list(m: Meeting) -> list[str]:
    rows = [f"i{item.n} {told(item)}{ledger_number(item)}" for item in m.items if not item.dropped]
    return packed(rows, "; ", 12) or ["No items yet."]


def packed(rows: Sequence[str], between: str, at_most: int) -> list[str]:
    """Rows in as few lines as they fit in. The newest are kept when there are too many."""
    lines: list[str] = []
    for row in reversed(rows):
        if lines and len(f"{row}{between}{lines[-1]}".encode()) <= REPLY_BYTES:
            lines[-1] = f"{row}{between}{lines[-1]}"
        elif len(lines) < at_most:
            lines.append(row)
        else:
            hidden = len(rows) - sum(line.count(between) + 1 for line in lines)
            return [f"… and {hidden} before these.", *reversed(lines)]
    return lines[::-1]


def help_on(room: Room, line: Line, about: str) -> list[Saying]:
    if not about.strip().lstrip("#"):
        return privately(room.channel, line, command_list(room.rules.prefix))
    text = explanation(about, room.rules.prefix)
    if not line.channel:
        return [Tell(line.nick, text, notice=False)]
    return [Say(room.channel, f"{line.nick}: {text}")]
