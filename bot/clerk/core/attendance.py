"""The rules of the roll call, and of the quorum.

Those count who are on the roll and in the channel; who lost their connection counts for a minute yet,
so that a reconnect or a short netsplit costs no quorum. A relayed speaker is present and does not count:
nobody would see them leave.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from . import commands as c
from . import facts as f
from .decision import NOTHING, Decision, Facts, Refusal
from .lines import Line, fold
from .meeting import Meeting
from .people import mention
from .record import covered, off_record
from .rollcall import Quorum, Turn

CALM = timedelta(minutes=1)
MOST = 999

Named = c.SayPresent | c.TakePresent | c.SayRegrets | c.TakeRegrets
RollFact = f.PresenceSaid | f.PresenceTaken | f.RegretsSaid | f.RegretsTaken


def notes_words(m: Meeting, command: Named) -> bool:
    """Whether it names somebody whom nobody has heard of."""
    return any(m.people.called(nick) is None for nick in command.nicks)


def on_roll(m: Meeting, indexes: Iterable[int]) -> tuple[int, ...]:
    """The people behind the indexes, each once."""
    return tuple(dict.fromkeys(map(m.people.who, indexes)))


def attending(m: Meeting, at: datetime) -> int:
    """How many of those who count are there."""
    here = m.people.in_channel()
    for index, person in enumerate(m.people.persons):
        if person.left and timedelta() <= at - person.left < CALM:
            here.add(m.people.who(index))
    present = [m.people.persons[who] for who in on_roll(m, m.roll.present) if who in here]
    on_irc = [person for person in present if " [" not in person.nick]
    quorum = m.roll.quorum
    if quorum is None or not quorum.role:
        return len(on_irc)
    members = {fold(who.removeprefix("~")) for who in quorum.members}
    return len({fold(person.account or person.nick) for person in on_irc} & members)


def turned(m: Meeting, line: Line) -> Facts:
    """Whether the quorum has just been reached, or lost; a minute at least after the last time."""
    quorum = m.roll.quorum
    if quorum is None or m.closing or not m.people.here:  # who is here nobody has told us yet
        return NOTHING
    count = attending(m, line.at)
    early = quorum.turns and line.at - quorum.turns[-1].at < CALM
    if (count >= quorum.n) == quorum.reached or early:
        return NOTHING
    return (f.QuorumReached(count) if count >= quorum.n else f.QuorumLost(count),)


# --- what is decided --------------------------------------------------------------------------


def say_present(m: Meeting, line: Line, command: c.SayPresent) -> Decision:
    return of_whom(m, line, command) or changing(m, line, f.PresenceSaid(command.nicks))


def take_present(m: Meeting, line: Line, command: c.TakePresent) -> Decision:
    return of_whom(m, line, command) or changing(m, line, f.PresenceTaken(command.nicks))


def say_regrets(m: Meeting, line: Line, command: c.SayRegrets) -> Decision:
    return words_off_record(m, line, command) or changing(m, line, f.RegretsSaid(command.nicks))


def take_regrets(m: Meeting, line: Line, command: c.TakeRegrets) -> Decision:
    return words_off_record(m, line, command) or changing(m, line, f.RegretsTaken(command.nicks))


def of_whom(m: Meeting, line: Line, command: Named) -> Refusal | None:
    """That others are there, or are not, a chair says."""
    me = m.speaker(line)
    if m.is_chair(me) or all(m.people.called(nick) == me for nick in command.nicks):
        return words_off_record(m, line, command)
    sign = "+" if isinstance(command, c.SayPresent) else "-"
    return Refusal(f"say present{sign} for yourself only; for others a chair does "
                   f"(chairs: {', '.join(m.chair_nicks())}).", aside=True)  # fmt: skip


def words_off_record(m: Meeting, line: Line, command: Named) -> Refusal | None:
    if covered(m, line) and notes_words(m, command):
        return replace(off_record(m), aside=True)
    return None


def changing(m: Meeting, line: Line, fact: RollFact) -> Facts:
    after = roll_called(m, line, fact)
    return NOTHING if after.roll == m.roll else (fact, *turned(after, line))


def set_quorum(m: Meeting, line: Line, command: c.SetQuorum) -> Decision:
    if not command.role:
        if not 1 <= command.n <= MOST:
            return Refusal(f"a quorum is 1 to {MOST} people; #quorum none takes it off.")
        return with_quorum(m, line, f.QuorumSet(command.n))
    roles = m.prepared.roles
    role = next((role for role in roles if fold(role) == fold(command.role)), None)
    if role is None:
        return Refusal(f"there is no role {command.role} here; .role add {command.role} NICK makes one.")
    members = roles[role]
    if not members:
        return Refusal(f"nobody is in the role {role}; .role add {role} NICK changes that.")
    return with_quorum(m, line, f.QuorumSet(len(members) // 2 + 1, role, members))


def with_quorum(m: Meeting, line: Line, fact: f.QuorumSet) -> Facts:
    return (fact, *turned(asked(m, fact), line))


def lift_quorum(m: Meeting, line: Line, command: c.LiftQuorum) -> Decision:
    return (f.QuorumLifted(),) if m.roll.quorum else Refusal("no quorum is set.")


# --- what it changes --------------------------------------------------------------------------


def roll_called(m: Meeting, line: Line, fact: RollFact) -> Meeting:
    """The roll, once it was said who is present or is not. Nobody is both present and excused."""
    named = [] if fact.nicks else [m.speaker(line)]
    for nick in fact.nicks:
        people, index = mention(m.people, nick)
        m, named = replace(m, people=people), [*named, people.who(index)]
    roll = m.roll
    match fact:
        case f.PresenceSaid():
            roll = replace(roll, present=on_roll(m, (*roll.present, *named)), regrets=without(m, roll.regrets, named))
        case f.RegretsSaid():
            roll = replace(roll, present=without(m, roll.present, named), regrets=on_roll(m, (*roll.regrets, *named)))
        case f.PresenceTaken():
            roll = replace(roll, present=without(m, roll.present, named))
        case f.RegretsTaken():
            roll = replace(roll, regrets=without(m, roll.regrets, named))
        case _:
            assert_never(fact)
    return replace(m, roll=roll)


def without(m: Meeting, indexes: Iterable[int], gone: Collection[int]) -> tuple[int, ...]:
    return tuple(person for person in on_roll(m, indexes) if person not in gone)


def asked(m: Meeting, fact: f.QuorumSet) -> Meeting:
    return replace(m, roll=replace(m.roll, quorum=Quorum(fact.n, fact.role, fact.members)))


def turn(m: Meeting, line: Line, reached: bool) -> Meeting:
    quorum = m.roll.quorum
    if quorum is None:
        return m
    return replace(m, roll=replace(m.roll, quorum=replace(quorum, turns=(*quorum.turns, Turn(line.at, reached)))))
