"""The rules of a proposal in a meeting: what is said for and against it, what somebody is concerned about, and how it
is agreed. A concern or a hold stands in the way of agreeing; nobody's silence is support."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from . import commands as c
from . import facts as f
from .ballots import ABSTAINED, AGAINST, FOR, Ballot, Concern, Ended, closed
from .decision import Decision, Refusal
from .lines import Line
from .meeting import Meeting
from .record import covered, off_record
from .terms import Terms
from .voting import busy, not_open_any_more, sentence
from .wording import listed

ProposalFact = f.ConcernRaised | f.ConcernResolved | f.ProposalHeld | f.ProposalReleased | f.ProposalClosed
NONE_OPEN = Refusal("no proposal is open; #propose TEXT opens one.")


def proposal(m: Meeting) -> Ballot | None:
    return m.ballot if m.ballot and m.ballot.asks == "proposal" else None


def is_own(m: Meeting, line: Line) -> bool:
    """Whether the proposal that is open is the speaker's."""
    open_one = proposal(m)
    return open_one is not None and open_one.by is not None and m.people.who(open_one.by) == m.speaker(line)


def nick_of(m: Meeting, person: int) -> str:
    return m.people.persons[m.people.who(person)].nick


def propose(m: Meeting, line: Line, command: c.Propose) -> Decision:
    if covered(m, line):
        return off_record(m)
    terms = Terms(m.terms.voters)
    return busy(m) or (f.VoteOpened(command.text, (FOR, AGAINST), "proposal", ABSTAINED, terms),)


def raise_concern(m: Meeting, line: Line, command: c.RaiseConcern) -> Decision:
    open_one = proposal(m)
    if open_one is None:
        return NONE_OPEN
    return off_record(m) if covered(m, line) else (f.ConcernRaised(len(open_one.concerns) + 1, command.text),)


def resolve(m: Meeting, line: Line, command: c.ResolveConcern) -> Decision:
    open_one = proposal(m)
    if open_one is None:
        return NONE_OPEN
    left = open_one.open_concerns
    if not left:
        return Refusal("no concern is open.")
    if command.n is None and len(left) > 1:
        return Refusal(f"which? Open: {concerns(m, left)}.")
    concern = left[0] if command.n is None else open_one.concern(command.n)
    if concern is None or concern.resolved:
        why = f"there is no concern {command.n}" if concern is None else f"concern {command.n} is resolved already"
        return Refusal(f"{why}; open: {concerns(m, left)}.")
    me, author = m.speaker(line), m.people.who(concern.by)
    if me != author and not m.is_chair(me):
        nick = nick_of(m, author)
        return Refusal(f"concern {concern.n} is {nick}'s; only {nick} or a chair can resolve it.")
    return (f.ConcernResolved(concern.n),)


def hold(m: Meeting, line: Line, command: c.Hold) -> Decision:
    open_one = proposal(m)
    if open_one is None:
        return NONE_OPEN
    if covered(m, line):
        return off_record(m)
    if m.speaker(line) in holders(m, open_one):
        return Refusal("you hold it already; #unhold ends that.")
    return (f.ProposalHeld(command.why),)


def release(m: Meeting, line: Line, command: c.Release) -> Decision:
    open_one = proposal(m)
    if open_one is None:
        return NONE_OPEN
    held, me = holders(m, open_one), m.speaker(line)
    whose = m.people.called(command.nick) if command.nick else me
    if not held:
        return Refusal("nobody holds the proposal.")
    if not command.nick and me not in held and m.is_chair(me):
        if len(held) > 1:
            return Refusal(f"whose? {listed([nick_of(m, holder) for holder in held])} hold it.")
        whose = held[0]
    if whose not in held:
        who = f"{command.nick} does" if command.nick else "you do"
        return Refusal(f"{who} not hold it; {listed([nick_of(m, holder) for holder in held])} "
                       f"{'does' if len(held) == 1 else 'do'}.")  # fmt: skip
    if whose != me and not m.is_chair(me):
        return Refusal(f"only {nick_of(m, whose)} or a chair can end that hold (chairs: {', '.join(m.chair_nicks())}).")
    return (f.ProposalReleased(whose),)


def holders(m: Meeting, ballot: Ballot) -> tuple[int, ...]:
    return tuple(dict.fromkeys(m.people.who(person) for person, _ in ballot.holds))


def held_by(m: Meeting, ballot: Ballot) -> str:
    """Who holds it, and why."""
    return listed([nick_of(m, person) + (f" ({why})" if why else "") for person, why in ballot.holds])


def concerns(m: Meeting, some: Iterable[Concern]) -> str:
    return ", ".join(f"{concern.n} ({nick_of(m, concern.by)})" for concern in some)


def close(m: Meeting, line: Line, command: c.AddItem, open_one: Ballot) -> Decision:
    """What was proposed is agreed, accepted or rejected; in the words of the proposal, if there are no others."""
    refusal = None if command.kind == "rejected" else in_the_way(m, command, open_one)
    n, text = len(m.items) + 1, command.text or open_one.question
    return refusal or (f.ItemAdded(n, command.kind, text), f.ProposalClosed(n, ended_as(command)))


def ended_as(command: c.AddItem) -> Ended:
    match command.kind:
        case "accepted" | "rejected":
            return command.kind
    return "agreed"


def in_the_way(m: Meeting, command: c.AddItem, open_one: Ballot) -> Refusal | None:
    held, left = holders(m, open_one), open_one.open_concerns
    if held:
        if len(held) > 1:
            return Refusal(f"{held_by(m, open_one)} hold the proposal; #unhold NICK ends each.")
        return Refusal(f"{held_by(m, open_one)} holds the proposal; #unhold {nick_of(m, held[0])} ends that.")
    if left and not command.anyway:
        over = f"#{command.kind}! goes over {'it' if len(left) == 1 else 'them'}"
        if len(left) == 1:
            about = sentence(left[0].text)
            return Refusal(f"concern {concerns(m, left)} is open: {about} #resolve settles it, {over}.")
        return Refusal(f"concerns are open: {concerns(m, left)}. #resolve N settles one, {over}.")
    return None


# --- what it changes --------------------------------------------------------------------------


def evolved(m: Meeting, line: Line, fact: ProposalFact) -> Meeting:
    ballot = m.ballot
    if ballot is None:
        return m
    match fact:
        case f.ConcernRaised(n, text):
            return replace(m, ballot=replace(ballot, concerns=(*ballot.concerns, Concern(n, m.speaker(line), text))))
        case f.ConcernResolved(n):
            settled = tuple(replace(each, resolved=True) if each.n == n else each for each in ballot.concerns)
            return replace(m, ballot=replace(ballot, concerns=settled))
        case f.ProposalHeld(why):
            return replace(m, ballot=replace(ballot, holds=(*ballot.holds, (m.speaker(line), why))))
        case f.ProposalReleased(who):
            holds = tuple(hold for hold in ballot.holds if m.people.who(hold[0]) != m.people.who(who))
            return replace(m, ballot=replace(ballot, holds=holds))
        case f.ProposalClosed(n, ended):
            vote = closed(ballot, m.tally(), ended, "", n)
            return replace(not_open_any_more(m, line), votes=(*m.votes, vote))
        case _:
            assert_never(fact)
