"""What a meeting is, once a fact is true. Never refuses: facts have happened."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import assert_never

from . import attendance, proposing, queueing, taking_up, timekeeping
from . import facts as f
from .ballots import ClosedVote, closed
from .ledger import Actions
from .lines import Line
from .meeting import Closing, Done, Idle, Item, Meeting, Room, Topic, begin, rules_from
from .people import alias, expect, lose_sight, name
from .voting import not_open_any_more, opened

UNDOABLE = 1000  # how far back #undo goes
FOR_EVER = datetime.max.replace(tzinfo=UTC)


def evolve(room: Room, line: Line, fact: f.Fact) -> Room:
    """The room, once a fact that its line made true holds."""
    if isinstance(fact, f.MeetingStarted):
        idle = room if isinstance(room, Idle) else Idle(room.channel, room.network)
        begun = begin(idle, line, fact.id, fact.title, rules_from(fact.rules), fact.present, fact.topic,
                      fact.prepared)
        return expect_chairs(begun, fact.prepared.chairs)
    if isinstance(room, Idle):
        return room
    if isinstance(fact, f.MeetingEnded):
        return ended(room)
    return evolve_meeting(room, line, fact)


def ended(meeting: Meeting) -> Idle:
    present = tuple(meeting.people.here.values())
    return Idle(meeting.channel, meeting.network, meeting.rules, present, meeting.topic_before, meeting.id)


def evolve_meeting(m: Meeting, line: Line, fact: f.Fact) -> Meeting:
    match fact:
        case f.MeetingStarted() | f.MeetingEnded():
            raise AssertionError("a meeting does not begin or end within itself")
        case f.EndAsked(why):
            return replace(m, closing=Closing(line.at, line.nick, line.id, why), held=False)
        case f.EndHeld():
            return replace(m, held=True)
        case f.EndFailed():
            return replace(m, closing=None, quiet_since=line.at, asked=True)
        case f.SaveAsked():
            return replace(m, saving=line.nick)
        case f.Saved() | f.SaveFailed():
            return replace(m, saving="")
        case f.TopicTaken(title, under):
            return take_topic(m, Topic(title, line.nick, line.at, line.id, under))
        case f.TopicUndone(index):
            return undo_topic(taking_up.topic_undone(m, index), index)
        case f.MeetingTopicSet(text):
            return showing(replace(m, about=text))
        case f.PurposeSet(text):
            return replace(m, prepared=replace(m.prepared, purpose=text))
        case f.TopicDenied():
            return replace(m, denied=True)
        case f.MeetingNamed(text):
            return replace(m, name=text)
        case f.ChairsAdded(nicks):
            return add_chairs(m, nicks)
        case f.ChairsRemoved(nicks):
            gone = {i for i in map(m.people.meant, nicks) if i is not None}
            return replace(m, chairs=tuple(chair for chair in m.chairs if m.people.who(chair) not in gone))
        case f.ItemAdded(n, kind, text, action):
            by = m.speaker(line)
            return add_item(m, Item(n, kind, text, line.nick, by, line.at, line.id, m.topic, action=action))
        case f.ItemEdited(n, text, action):
            return change_item(m, replace(m.items[n - 1], text=text, action=action))
        case f.ItemDropped(n):
            return change_item(m, replace(m.items[n - 1], dropped=True))
        case f.ActionsRevised(actions):
            return revise_actions(m, actions)
        case f.NicksNamed(nicks):
            for nick in nicks:
                m = replace(m, people=name(m.people, nick)[0])
            return m
        case f.HereSaid(called):
            return replace(m, people=alias(m.people, m.speaker(line), called or line.nick))
        case f.Lurked():
            return replace(m, lurking=True)
        case f.Unlurked():
            return replace(m, lurking=False)
        case f.LogsRestricted():
            return replace(m, restricted=True)
        case f.KeptPrivate():
            return replace(m, private=True)
        case f.WentOff(everybody):
            return go_off(m, line, everybody)
        case f.WentOn(who, why):
            return go_on(m, line, who, why)
        case f.VoteOpened():
            return opened(m, line, fact)
        case f.VoteCast(option):
            return replace(m, ballot=m.ballot and m.ballot.cast(m.speaker(line), option))
        case f.VoteClosed():
            return close_vote(m, line, fact)
        case f.VoteWithdrawn():
            return not_open_any_more(m, line, withdrawn=True)
        case f.TermsSet(terms):
            return replace(m, terms=terms)
        case (f.ConcernRaised() | f.ConcernResolved() | f.ProposalHeld() | f.ProposalReleased()
              | f.ProposalClosed()):  # fmt: skip
            return proposing.evolved(m, line, fact)
        case (f.AgendaRevised() | f.AgendaItemTaken() | f.AgendaItemClosed() | f.BoxExtended() | f.LengthSet()
              | f.ClockSaid()):  # fmt: skip
            return evolve_agenda(m, line, fact)
        case f.QueueJoined():
            return queueing.joined(m, line, fact)
        case f.QueueLeft(nicks):
            return queueing.left(m, line, nicks)
        case f.Acked(nick):
            return queueing.acked(m, nick)
        case f.QueueClosed() | f.QueueOpened():
            return replace(m, queue=replace(m.queue, closed=isinstance(fact, f.QueueClosed)))
        case f.PresenceSaid() | f.PresenceTaken() | f.RegretsSaid() | f.RegretsTaken():
            return attendance.roll_called(m, line, fact)
        case f.QuorumSet():
            return attendance.asked(m, fact)
        case f.QuorumLifted():
            return replace(m, roll=replace(m.roll, quorum=None))
        case f.QuorumReached() | f.QuorumLost():
            return attendance.turn(m, line, isinstance(fact, f.QuorumReached))
        case f.IdleAsked():
            return replace(m, asked=True)
        case f.Missed(since, _):
            away = line.at - datetime.fromisoformat(since)
            return replace(m, people=lose_sight(m.people, line.at), quiet_since=min(m.quiet_since + away, line.at))
        case f.SplitHealed():
            return replace(m, split=None)
        case f.Hinted(said):
            return replace(m, hinted=m.hinted | {(m.speaker(line), said)})
        case _:
            assert_never(fact)


def evolve_agenda(m: Meeting, line: Line, fact: f.AgendaRevised | f.AgendaItemTaken | f.AgendaItemClosed | f.BoxExtended
                  | f.LengthSet | f.ClockSaid) -> Meeting:  # fmt: skip
    match fact:
        case f.AgendaRevised(items):
            return taking_up.revise(m, items)
        case f.AgendaItemTaken(id):
            return taking_up.taken(m, line, id)
        case f.AgendaItemClosed(id, state):
            return taking_up.closed(m, id, state)
        case f.BoxExtended(minutes):
            return timekeeping.extended(m, line.at, minutes)
        case f.LengthSet(minutes):
            return replace(m, length=minutes, clock_said=frozenset())
        case f.ClockSaid(what):
            return timekeeping.spoke(m, line.at, what)
        case _:
            assert_never(fact)


def showing(m: Meeting) -> Meeting:
    return replace(m, shown=m.shown | {m.channel_topic()}) if m.topic is not None else m


def take_topic(m: Meeting, topic: Topic) -> Meeting:
    index = len(m.topics)
    return showing(replace(m, topics=(*m.topics, topic), topic=index, done=(*m.done, ("topic", index)), over=None))


def undo_topic(m: Meeting, index: int) -> Meeting:
    """What was noted under it stands under the topic before, which is taken up again."""
    before = next((i for i in range(index - 1, -1, -1) if not m.topics[i].undone), None)
    topics = tuple(replace(t, undone=True) if i == index else t for i, t in enumerate(m.topics))
    items = tuple(replace(item, topic=before) if item.topic == index else item for item in m.items)
    current = before if m.topic == index else m.topic
    return showing(replace(m, topics=topics, items=items, topic=current, done=undone(m, ("topic", index))))


def undone(m: Meeting, what: Done) -> tuple[Done, ...]:
    return tuple(done for done in m.done if done != what)


def expect_chairs(m: Meeting, chairs: tuple[str, ...]) -> Meeting:
    """With those whom the calendar names, here or not. chairs: accounts, or "~" and a folded nick."""
    for who in chairs:
        people, index = expect(m.people, who)
        known = people.who(index) in map(people.who, m.chairs)
        m = replace(m, people=people, chairs=m.chairs if known else (*m.chairs, people.who(index)))
    return m


def add_chairs(m: Meeting, nicks: tuple[str, ...]) -> Meeting:
    for nick in nicks:
        people, index = name(m.people, nick, chair=True)
        chairs = m.chairs if people.who(index) in map(people.who, m.chairs) else (*m.chairs, people.who(index))
        m = replace(m, people=people, chairs=chairs)
    return m


def add_item(m: Meeting, item: Item) -> Meeting:
    return replace(m, items=(*m.items, item), done=(*m.done[-UNDOABLE:], ("item", item.n)))


def change_item(m: Meeting, item: Item) -> Meeting:
    done = undone(m, ("item", item.n)) if item.dropped else m.done
    return replace(m, items=(*m.items[: item.n - 1], item, *m.items[item.n :]), done=done)


def revise_actions(m: Meeting, actions: Actions) -> Meeting:
    """What this meeting noted itself is due when the ledger says so."""
    now = {action.id: action for action in actions}
    items = tuple(replace(item, action=replace(item.action, due=now[item.action.id].due))
                  if item.action and item.action.id in now else item for item in m.items)  # fmt: skip
    return replace(m, items=items, revised={**m.revised, **now})


def go_off(m: Meeting, line: Line, everybody: bool) -> Meeting:
    limit = m.rules.off_record
    until = line.at + timedelta(minutes=limit) if limit else FOR_EVER
    return replace(m, everybody_off=until) if everybody else replace(m, off={**m.off, m.speaker(line): until})


def go_on(m: Meeting, line: Line, who: int | None, why: str) -> Meeting:
    if who is not None:
        return replace(m, off={i: until for i, until in m.off.items() if m.people.who(i) != who})
    # What was said meanwhile nobody counted; it was no silence.
    return replace(m, everybody_off=None, quiet_since=max(m.quiet_since, line.at), asked=False)


def close_vote(m: Meeting, line: Line, fact: f.VoteClosed) -> Meeting:
    """The result becomes an item, which can be dropped, but not said otherwise."""
    if m.ballot is None:
        return m
    vote = closed(m.ballot, m.tally(), fact.ended, fact.winner, fact.n, fact.came, fact.needed)
    after = replace(not_open_any_more(m, line), votes=(*m.votes, vote))
    nick = line.nick or m.people.persons[m.speaker(line)].nick
    item = Item(vote.n, "vote", in_words(vote), nick, m.speaker(line), line.at, line.id, m.topic)
    return add_item(after, item)


def in_words(vote: ClosedVote) -> str:
    """A result as an item says it."""
    counts = ", ".join(f"{option} {len(vote.tally[option])}" for option in vote.shown)
    if vote.asks == "vote":
        return f"{vote.question}? {vote.outcome}: {counts}"
    return f"{vote.asks.capitalize()}: {vote.question.rstrip('.')}; {vote.outcome}: {counts}"
