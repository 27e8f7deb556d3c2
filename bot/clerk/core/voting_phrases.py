"""What is said of votes, motions and proposals: what can be said to them, how they stand, and what came of them."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from . import facts as f
from .ballots import Ballot, ClosedVote, closed
from .floor_phrases import fitting
from .lines import Line
from .meeting import Meeting
from .proposing import ProposalFact, concerns, held_by, holders, nick_of
from .says import Say, Saying
from .terms import Terms, Voters
from .voting import asked, entitled, sentence
from .wording import either, listed

NAMES = 20  # voters that are named; the minutes name them all
SHOWN = 12  # members of a role

VoteFact = f.VoteOpened | f.VoteCast | f.VoteClosed | f.VoteWithdrawn | f.TermsSet | ProposalFact


def says(m: Meeting, line: Line, fact: VoteFact) -> list[Saying]:
    """m: once the fact holds."""
    return [Say(m.channel, text) for text in texts(m, line, fact)]


def texts(m: Meeting, line: Line, fact: VoteFact) -> list[str]:
    match fact:
        case f.VoteOpened() if m.ballot:
            return opening(m, m.ballot)
        case f.VoteClosed():
            return [counted(m, m.votes[-1])]
        case f.VoteWithdrawn():
            return [f"Withdrawn: the {m.over.asks if m.over else 'vote'} is closed without a result."]
        case f.TermsSet(terms):
            return [f"From now on: {'; '.join(whole(m, terms))}."]
        case f.ConcernRaised(n):
            return [f"Concern {n} is noted; #resolve {n} when it is settled."]
        case f.ConcernResolved(n) if m.ballot:
            return [f"Concern {n} is resolved; open: {concerns(m, m.ballot.open_concerns) or 'none'}."]
        case f.ProposalHeld():
            return [f"Held by {line.nick}; #unhold, by {line.nick} or a chair, lets it go on."]
        case f.ProposalReleased() if m.ballot:
            left = [nick_of(m, holder) for holder in holders(m, m.ballot)]
            return [f"Still held by {listed(left)}." if left else "Nobody holds it any more."]
        case f.ProposalClosed():
            return [counted(m, m.votes[-1])]
        case f.VoteOpened() | f.VoteCast() | f.ConcernResolved() | f.ProposalReleased():
            return []
        case _:
            assert_never(fact)


def opening(m: Meeting, ballot: Ballot) -> list[str]:
    stands = "+1, -1 or 0" if ballot.abstain else "+1 or -1"
    match ballot.asks:
        case "vote":
            first = f"{asked(ballot)} Say #vote {either(ballot.options)}; your last one counts."
        case "motion":
            first = f"Motion: {asked(ballot)} Say {stands}; your last one counts."
        case "proposal":
            first = f"Proposed: {asked(ballot)} Say {stands}, or #concern TEXT."
        case _:
            assert_never(ballot.asks)
    special = unusual(m, ballot.terms)
    return [first, f"{special[0].upper()}{special[1:]}."] if special else [first]


def standing(m: Meeting, ballot: Ballot) -> str:
    """How it stands, for who asks."""
    vote = closed(ballot, m.tally(), "not closed", "", 0)
    if ballot.asks == "vote":
        return f"{asked(ballot)} {votes(m, vote)}."
    said = votes(m, vote)
    about = [f"Concern {each.n} ({nick_of(m, each.by)}): {sentence(each.text)}" for each in ballot.open_concerns]
    held = [f"Held by {held_by(m, ballot)}."] if ballot.holds else []
    return " ".join((f"{ballot.asks.capitalize()}: {asked(ballot)} {said[0].upper()}{said[1:]}.", *about, *held))


# --- results ----------------------------------------------------------------------------------


def votes(m: Meeting, vote: ClosedVote) -> str:
    def row(option: str) -> str:
        voters = vote.tally[option]
        return f"{option} {len(voters)}{names(voters) if voters and few else ''}"

    def names(voters: Sequence[int]) -> str:
        return f" ({', '.join(nick_of(m, voter) for voter in voters)})"

    few = sum(map(len, vote.tally.values())) <= NAMES
    return ", ".join(map(row, vote.shown))


def counted(m: Meeting, vote: ClosedVote) -> str:
    return f"{head(m, vote)}: {votes(m, vote)}."


def head(m: Meeting, vote: ClosedVote) -> str:
    match vote.ended:
        case "won":
            return f"{vote.winner} wins"
        case "not closed":
            return f"Not closed, {vote.question if vote.asks != 'vote' else f'{vote.question}?'}"
        case "no quorum":
            voted = sum(map(len, vote.tally.values())) < vote.terms.quorum
            return f"No quorum, {vote.came} of {vote.needed} {'voted' if voted else 'present'}"
        case "not enough votes":
            return f"Not enough votes, {vote.terms.threshold.words} needed"
        case "carried":
            return "Motion carried"
        case "denied":
            for_, against = (len(voters) for voters in list(vote.tally.values())[:2])
            needed = f", {vote.terms.threshold.words} needed" if for_ > against else ""
            return f"Motion denied{needed}"
        case "agreed" | "accepted":
            left = [concern for concern in vote.concerns if not concern.resolved]
            over = f" over concern{'s' if len(left) > 1 else ''} {concerns(m, left)}" if left else ""
            return f"{vote.ended.capitalize()}{over}"
        case "tie" | "no votes" | "all abstained" | "rejected":
            return vote.ended.capitalize()
        case _:
            assert_never(vote.ended)


# --- terms ------------------------------------------------------------------------------------


def unusual(m: Meeting, terms: Terms) -> str:
    """What of the terms is not as always; "" for nothing."""
    return "; ".join(text for text in (who(m, terms.voters), needed(terms), quorum(terms)) if text)


def whole(m: Meeting, terms: Terms) -> Iterable[str]:
    yield who(m, terms.voters, at_length=True) or "everyone may vote"
    yield needed(terms) or "most votes win"
    yield quorum(terms) or "no quorum"


def who(m: Meeting, voters: Voters, *, at_length: bool = False) -> str:
    members = [member.removeprefix("~") for member in voters.members] if at_length else []
    them = f" ({fitting(members, SHOWN)})" if members else ""
    return f"only {entitled(m, voters)}{them} may vote" if voters != Voters() else ""


def needed(terms: Terms) -> str:
    return f"needed: {terms.threshold.words}" if terms.threshold.words else ""


def quorum(terms: Terms) -> str:
    return f"quorum: {terms.quorum} voter{'s' if terms.quorum > 1 else ''}" if terms.quorum else ""
