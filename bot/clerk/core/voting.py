"""The rules of a vote in a meeting."""
from __future__ import annotations

from . import commands as c
from . import facts as f
from .ballots import result
from .decision import Asked, Decision, Facts, Refusal
from .lines import Line, Speaker
from .meeting import Meeting


def open_vote(m: Meeting, line: Line, command: c.OpenVote) -> Decision:
    if m.ballot:
        return Refusal(f"a vote is open: {m.ballot.question}? #endvote closes it.")
    return (f.VoteOpened(command.question, command.options),)


def cast_vote(m: Meeting, line: Line, command: c.CastVote) -> Decision:
    if m.ballot is None:
        return Refusal("no vote is open.")
    if line.speaker is Speaker.RELAYED:
        return Refusal("votes count on IRC only: nobody can tell who speaks through a bridge.")
    option = m.ballot.option(command.choice)
    if option is None:
        return Refusal(f"the options are: {', '.join(m.ballot.options)}.")
    return (f.VoteCast(option),)


def show_vote(m: Meeting, line: Line, command: c.ShowVote) -> Decision:
    return Asked(command) if m.ballot else Refusal("no vote is open.")


def close_vote(m: Meeting, line: Line, command: c.CloseVote) -> Decision:
    if m.ballot is None:
        return Refusal("no vote is open.")
    counts = [(option, len(voters)) for option, voters in m.tally().items()]
    return (f.VoteClosed(len(m.items) + 1, *result(counts)),)


def closing_vote(m: Meeting) -> Facts:
    return (f.VoteClosed(len(m.items) + 1, "not closed", ""),) if m.ballot else ()
