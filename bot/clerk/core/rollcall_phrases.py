"""What is said of the roll call: little; who is present when somebody asks, and when there is a quorum."""
from __future__ import annotations

from datetime import datetime
from typing import assert_never

from . import facts as f
from .attendance import RollFact, attending, on_roll
from .floor_phrases import fitting
from .lines import Line
from .meeting import Meeting
from .replies import privately
from .says import Say, Saying

SHOWN = 12  # names of a list


def says(
    m: Meeting, line: Line, fact: RollFact | f.QuorumSet | f.QuorumLifted | f.QuorumReached | f.QuorumLost
) -> list[Saying]:
    """m: once the fact holds."""
    quorum = m.roll.quorum
    match fact:
        case f.PresenceSaid(nicks):
            return not_here(m, line, nicks)
        case f.PresenceTaken() | f.RegretsSaid() | f.RegretsTaken():
            return []
        case f.QuorumSet():
            count = attending(m, line.at)
            if not quorum or count >= quorum.n:
                return []  # that it is reached says it all
            return [Say(m.channel, f"Quorum: {quorum.needs}, {count} present so far. Say present+ to be counted.")]
        case f.QuorumLifted():
            return [Say(m.channel, "No quorum is needed any more.")]
        case f.QuorumReached(count) if quorum:
            return [Say(m.channel, f"There is a quorum: {count} present, {quorum.needs}.")]
        case f.QuorumLost(count) if quorum:
            return [Say(m.channel, f"There is no quorum any more: {count} present, {quorum.needs}.")]
        case f.QuorumReached() | f.QuorumLost():
            return []
        case _:
            assert_never(fact)


def not_here(m: Meeting, line: Line, nicks: tuple[str, ...]) -> list[Saying]:
    """A slip of the pen is on the roll too; who named it is told."""
    here = m.people.in_channel()
    absent = [nick for nick in nicks if m.people.called(nick) not in here]
    return privately(m.channel, line, [f"On the roll, though not here: {', '.join(absent)}."]) if absent else []


def roll(m: Meeting, at: datetime) -> list[Saying]:
    """By who is there now: what was said of the quorum last may be a minute old."""
    here = m.people.in_channel()
    present = [m.people.persons[who].nick + ("" if who in here else " (not here)")
               for who in on_roll(m, m.roll.present)]  # fmt: skip
    regrets = [m.people.persons[who].nick for who in on_roll(m, m.roll.regrets)]
    said = [f"Present ({len(present)}): {fitting(present, SHOWN)}." if present else "Nobody has said present+ yet."]
    if regrets:
        said.append(f"Regrets: {fitting(regrets, SHOWN)}.")
    if quorum := m.roll.quorum:
        said.append(f"Quorum: {quorum.needs}, {'reached' if attending(m, at) >= quorum.n else 'not reached'}.")
    return [Say(m.channel, text) for text in packed(said)]


def packed(texts: list[str]) -> list[str]:
    """In one line, or in as few as they fit in."""
    lines = [texts[0]]
    for text in texts[1:]:
        fits = len(f"{lines[-1]} {text}".encode()) <= 400
        lines = [*lines[:-1], f"{lines[-1]} {text}"] if fits else [*lines, text]
    return lines
