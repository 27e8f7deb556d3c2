"""The rules of a vote or a motion in a meeting."""
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from . import commands as c
from . import facts as f
from .attendance import attending
from .ballots import ABSTAIN, ABSTAINED, ABSTENTIONS, AGAINST, FOR, STAND_OF, Ballot, result
from .decision import Asked, Decision, Facts, Refusal
from .lines import Line, Rank, Speaker
from .meeting import Meeting, Over
from .rights import may
from .roles import among
from .rules import Dialect
from .terms import Voters
from .wording import listed

MOST_OPTIONS = 40
LATE = timedelta(minutes=1)  # in which a +1 still means what was voted on last,
NOT_HEARD_OF = timedelta(minutes=5)  # and where that was withdrawn
CLOSED_BY = {"vote": "#endvote closes it", "motion": "#endvote closes it",
             "proposal": "#agreed or #rejected closes it, #undo takes it back"}  # fmt: skip


# --- opening ----------------------------------------------------------------------------------


def open_vote(m: Meeting, line: Line, command: c.OpenVote) -> Decision:
    if len(command.options) > MOST_OPTIONS:
        return Refusal(f"{len(command.options)} options are too many; a vote has {MOST_OPTIONS} at most.")
    spelt = next((option for option in command.options if option.casefold() in ABSTENTIONS), "")
    if spelt and len(command.options) == 2:
        return Refusal(f"a vote needs two options at least, and {spelt} decides nothing; which?")
    abstain = spelt or (ABSTAIN if m.rules.abstain else "")
    return busy(m) or (f.VoteOpened(command.question, command.options, "vote", abstain, m.terms),)


def open_motion(m: Meeting, line: Line, command: c.OpenMotion) -> Decision:
    abstain = ABSTAINED if m.rules.abstain else ""
    return busy(m) or (f.VoteOpened(command.text, (FOR, AGAINST), "motion", abstain, m.terms),)


def busy(m: Meeting) -> Refusal | None:
    """One at a time."""
    return Refusal(f"{what_is_open(m.ballot)}.") if m.ballot else None


def what_is_open(ballot: Ballot) -> str:
    """And how it is closed."""
    return f"a {ballot.asks} is open: {asked(ballot)} {CLOSED_BY[ballot.asks]}"


def asked(ballot: Ballot) -> str:
    """What it is about, with a mark behind it."""
    if ballot.asks == "vote":
        return f"{ballot.question}?"
    return sentence(ballot.question)


def sentence(text: str) -> str:
    return text if text[-1:] in (".", "!", "?", "…") else f"{text}."


# --- casting ----------------------------------------------------------------------------------


def cast_vote(m: Meeting, line: Line, command: c.CastVote) -> Decision:
    if m.rules.dialect is Dialect.UBUNTU and is_motion(m, command.choice):
        motion = c.OpenMotion(command.choice)
        if may(m, line, motion):
            return open_motion(m, line, motion)
        if m.ballot is None:
            return Refusal(f"no vote is open; only a chair can put a motion (chairs: {', '.join(m.chair_nicks())}).")
    return cast(m, line, m.ballot, command.choice) if m.ballot else no_vote(m)


def is_motion(m: Meeting, said: str) -> bool:
    """Whether these words are no vote."""
    if m.ballot:
        return m.ballot.option(said) is None
    return said.strip().casefold() not in STAND_OF


def respond(m: Meeting, line: Line, command: c.Respond) -> Decision:
    """A bare +1, -1 or 0."""
    if m.ballot is None:
        asks = m.over.asks if m.over else "vote"
        how = "was withdrawn" if m.over and m.over.withdrawn else "is closed"
        return Refusal(f"the {asks} {how}: it cannot be voted on any more.", aside=True)
    decision = cast(m, line, m.ballot, command.stand)
    return replace(decision, aside=True) if isinstance(decision, Refusal) else decision


def means_something(m: Meeting, line: Line) -> bool:
    """Whether a +1 is about a motion or a proposal; a moment after its end, its speaker is told that it is over."""
    if m.ballot:
        return m.ballot.asks != "vote"
    if m.over is None or m.over.asks == "vote":
        return False
    return line.at - m.over.at <= (NOT_HEARD_OF if m.over.withdrawn else LATE)


def no_vote(m: Meeting) -> Refusal:
    if m.over and m.over.withdrawn:
        return Refusal(f"no vote is open: the {m.over.asks} was withdrawn, and cannot be voted on any more.")
    return Refusal("no vote is open.")


def cast(m: Meeting, line: Line, ballot: Ballot, said: str) -> Decision:
    if line.speaker is Speaker.RELAYED:
        return Refusal("votes count on IRC only: nobody can tell who speaks through a bridge.")
    why_not = not_entitled(m, line, ballot.terms.voters)
    if why_not:
        return Refusal(why_not)
    option = ballot.option(said)
    if option is not None:
        return (f.VoteCast(option),)
    if ballot.asks == "vote":
        return Refusal(f"the options are: {', '.join(ballot.choices)}.")
    return Refusal("say +1, -1 or 0." if ballot.abstain else "say +1 or -1: nobody abstains here.")


def not_entitled(m: Meeting, line: Line, voters: Voters) -> str:
    """Why the speaker may not vote; "" when they may. What they had when they voted counts, also when they lose it."""
    person = m.people.persons[m.speaker(line)]
    match voters.whose:
        case "voiced" if line.rank is Rank.NONE:
            hint = "; an operator gives it"
        case "role" if not among(voters.members, replace(line, account=person.account or line.account)):
            hint = "" if person.account else "; log in if you are one"
        case "named" if m.speaker(line) not in map(m.people.who, voters.people):
            hint = ""
        case _:
            return ""
    return f"only {entitled(m, voters)} may vote{hint}."


def named(m: Meeting, voters: Voters) -> str:
    nicks = [m.people.persons[m.people.who(person)].nick for person in voters.people]
    return listed(list(dict.fromkeys(nicks)))


def entitled(m: Meeting, voters: Voters) -> str:
    """Who alone could vote; "" where everyone could."""
    match voters.whose:
        case "everyone":
            return ""
        case "voiced":
            return "those with voice"
        case "role":
            return f"members of {voters.role}"
        case "named":
            return named(m, voters)
        case _:
            assert_never(voters.whose)


# --- showing and closing ----------------------------------------------------------------------


def show_vote(m: Meeting, line: Line, command: c.ShowVote) -> Decision:
    return Asked(command) if m.ballot else Refusal("no vote is open.")


def close_vote(m: Meeting, line: Line, command: c.CloseVote) -> Decision:
    if m.ballot is None:
        return Refusal("no vote is open.")
    if m.ballot.asks == "proposal":
        return busy(m) or ()
    tally = m.tally()
    ended, winner = result(m.ballot, tally)
    if ended == "no quorum":
        return (f.VoteClosed(len(m.items) + 1, ended, "", sum(map(len, tally.values())), m.ballot.terms.quorum),)
    quorum, there = m.roll.quorum, present(m, line)
    if quorum and there < quorum.n:
        return (f.VoteClosed(len(m.items) + 1, "no quorum", "", there, quorum.n),)
    return (f.VoteClosed(len(m.items) + 1, ended, winner),)


def present(m: Meeting, line: Line) -> int:
    """How many count for the meeting's own quorum. Who voted is present, if they are still there."""
    voters = tuple(voter for who in m.tally().values() for voter in who)
    return attending(replace(m, roll=replace(m.roll, present=(*m.roll.present, *voters))), line.at)


def closing_vote(m: Meeting) -> Facts:
    return (f.VoteClosed(len(m.items) + 1, "not closed", ""),) if m.ballot else ()


# --- what it changes --------------------------------------------------------------------------


def opened(m: Meeting, line: Line, fact: f.VoteOpened) -> Meeting:
    ballot = Ballot(fact.question, fact.options, (), fact.asks, fact.abstain, fact.terms, m.speaker(line))
    return replace(m, ballot=ballot, done=(*m.done, ("vote", 0)), held=False, over=None)


def not_open_any_more(m: Meeting, line: Line, *, withdrawn: bool = False) -> Meeting:
    over = Over(m.ballot.asks, withdrawn, line.at) if m.ballot else m.over
    return replace(m, ballot=None, held=False, over=over, done=tuple(done for done in m.done if done[0] != "vote"))
