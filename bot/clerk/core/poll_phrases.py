"""How polls and their results are worded; who says it, and to whom, is said elsewhere."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .marking import example, said_vote
from .poll import Cast, Method, Poll, Result, Row, State, Terms, Verdict
from .when import relative, said
from .wording import LINE_BYTES, listed

OPERATOR_SEES = "whoever runs me could see them until the close"


def wrapped(text: str, room: int = LINE_BYTES) -> list[str]:
    """In lines that IRC can carry, broken between words; of no words none. room: bytes."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer.encode()) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def opening(poll: Poll, now: datetime) -> list[str]:
    """What is asked, by which terms, and how to vote."""
    options = ", ".join(f"{n} {option}" for n, option in enumerate(poll.terms.options, 1))
    return [*wrapped(f"{poll.called}: {poll.question} {options}. {terms_said(poll, now)}"), *wrapped(how_to_vote(poll))]


def terms_said(poll: Poll, now: datetime) -> str:
    terms = poll.terms
    voters = f" ({len(terms.voters)})" if terms.voters and terms.whom.startswith("role ") else ""
    kind = way(terms)
    parts = [f"{kind[0].upper()}{kind[1:]}", "secret" if terms.secret else "", f"for {terms.whom}{voters}",
             *needs(terms)]  # fmt: skip
    until = f"until {said(poll.until, now)} ({relative(poll.until, now)})" if poll.until else (
        f"until everybody has voted or a chair says .poll close {poll.id}" if terms.voters
        else f"until a chair says .poll close {poll.id}")  # fmt: skip
    return f"{'; '.join(part for part in (*parts, until) if part)}."


def way(terms: Terms) -> str:
    match terms.method:
        case Method.CHOICE:
            return "one option each"
        case Method.APPROVAL:
            return "as many options as you like" + (f", {terms.seats} win" if terms.seats > 1 else "")
        case Method.PICK:
            won = f", {terms.seats} win" if terms.seats else ""
            return f"pick up to {terms.most}{won}, hidden until the close"
        case Method.DOTS:
            return f"{terms.most} points to spread" + (f", {terms.seats} win" if terms.seats else "")
    return f"ranked, {terms.seats} seats by STV" if terms.seats > 1 else "ranked"


def needs(terms: Terms) -> list[str]:
    shares = {share for share in terms.majorities if share[0]}
    if len(shares) == 1 and sum(bool(share[0]) for share in terms.majorities) >= len(terms.options) - bool(terms.none):
        majority = f"{share_said(next(iter(shares)))} needed"
    else:
        each = zip(terms.options, terms.majorities, strict=False)
        special = (f"{option} {share_said(share)}" for option, share in each if share[0])
        majority = f"needed: {', '.join(special)}" if shares else ""
    support = f"support of {terms.support} above {terms.none}" if terms.support else ""
    return [f"quorum {terms.quorum}" if terms.quorum else "", majority, support]


def share_said(share: tuple[int, int]) -> str:
    part, whole = share
    return "more than half" if part * 2 == whole else f"{part}/{whole}"


def how_to_vote(poll: Poll) -> str:
    sample = example(poll.terms)
    if poll.terms.secret:
        return (f"Vote in a private message to me, logged in: cast {poll.id} {sample}, or cast {poll.id} abstain. "
                f"Nobody is shown who voted what, and the votes are published at the close without names; "
                f"but {OPERATOR_SEES}.")  # fmt: skip
    where = {"voiced": "here"}.get(poll.terms.whom, "here or in private")
    last = f"; {unranked(poll.terms)}" if poll.terms.method is Method.RANKED else ""
    return f"Vote {where}: .cast {poll.id} {sample}, or .cast {poll.id} abstain. Your last vote counts{last}."


def unranked(terms: Terms) -> str:
    """What becomes of what a vote does not rank."""
    return "what is not ranked gets nothing of a vote" if terms.seats > 1 else "what is not ranked counts as last"


def listed_shortly(poll: Poll, turnout: int, now: datetime) -> str:
    secret = ", secret" if poll.terms.secret else ""
    until = f", until {said(poll.until, now)}" if poll.until else ""
    return f"{poll.called} {poll.question} ({poll.terms.method}{secret}{until}; {have_voted(poll, turnout)})"


def have_voted(poll: Poll, turnout: int) -> str:
    if poll.terms.voters:
        return f"{turnout} of {len(poll.terms.voters)} have voted"
    return f"{turnout} {'has' if turnout == 1 else 'have'} voted" if turnout else "nobody has voted"


def standing(poll: Poll, turnout: int, so_far: Result | None) -> list[str]:
    """Where an open poll stands. so_far: None of what is hidden."""
    quorum = f"; quorum {poll.terms.quorum} {'reached' if turnout >= poll.terms.quorum else 'not reached'}"
    abstained = f", {so_far.abstained} abstained" if so_far and so_far.abstained else ""
    text = f"{have_voted(poll, turnout).capitalize()}{abstained}{quorum if poll.terms.quorum else ''}"
    rows = rows_said(poll, so_far.rows if so_far else ())
    return wrapped(f"{text}: {rows}." if rows else f"{text}.")


# --- the result -----------------------------------------------------------------------------------


def closing(poll: Poll) -> list[str]:
    """The result, and by which rules it is one."""
    result = poll.result
    if poll.state is State.CANCELLED or result is None:
        return wrapped(f"{poll.called} is cancelled: {poll.question} Because {poll.why}.")
    rows = rows_said(poll, result.rows)
    parts = [f"{poll.called} is closed: {poll.question}", f"{rows}." if rows else "", outcome(poll, result),
             order_said(result), dropped_said(result), turnout_said(poll, result)]  # fmt: skip
    return [*wrapped(" ".join(part for part in parts if part)), *wrapped(" ".join(rules_said(poll)))]


def outcome(poll: Poll, result: Result) -> str:
    won = f"{listed(list(result.winners))} {'wins' if len(result.winners) == 1 else 'win'}"
    match result.verdict:
        case Verdict.WON if poll.casting:
            return f"{won}, by the casting vote of {poll.casting_by} for {listed(list(poll.casting))}."
        case Verdict.WON:
            return f"{won}."
        case Verdict.TIE:
            places = "" if result.left == 1 and not result.winners else f" for {places_said(result)}"
            between = f"tie{places} between {listed(list(result.tied))}: .poll casting {poll.id} OPTION breaks it."
            return f"{won}; {between}" if result.winners else f"{between[0].upper()}{between[1:]}"
        case Verdict.NO_QUORUM:
            return f"No quorum: {result.turnout} of {poll.terms.quorum} voted; nothing is decided."
        case Verdict.NO_VOTES:
            return "All who voted abstained." if result.abstained else "Nobody voted."
        case Verdict.NONE:
            return "None has the majority that it needs."
    return ""


def places_said(result: Result) -> str:
    if not result.winners:
        return f"{result.left} places"
    return "the last place" if result.left == 1 else f"the last {result.left} places"


def order_said(result: Result) -> str:
    return f"Order: {' > '.join('='.join(group) for group in result.ranking)}." if len(result.ranking) > 1 else ""


def dropped_said(result: Result) -> str:
    return f"Out: {'; '.join(f'{option} ({why})' for option, why in result.dropped)}." if result.dropped else ""


def turnout_said(poll: Poll, result: Result) -> str:
    if not result.turnout or result.verdict is Verdict.NO_QUORUM:
        return ""
    of = f" of {len(poll.terms.voters)}" if poll.terms.voters else ""
    abstained = f", {result.abstained} abstained" if result.abstained else ""
    return f"{result.turnout}{of} voted{abstained}."


def rows_said(poll: Poll, rows: Sequence[Row]) -> str:
    """Options with what they got; with who or which organisations gave it, where that fits."""
    by_org = poll.terms.method is Method.PICK
    behind = [", ".join(f"{org} {n}" for org, n in row.orgs) if by_org else ", ".join(row.voters) for row in rows]
    full = ", ".join(f"{row.option} {row.count}{f' ({names})' if names else ''}"
                     for row, names in zip(rows, behind, strict=True))  # fmt: skip
    short = ", ".join(f"{row.option} {row.count}" for row in rows)
    return full if by_org or len(full.encode()) < LINE_BYTES // 2 else short


def rules_said(poll: Poll) -> list[str]:
    """By which rules it was counted, and where to look it up."""
    terms = poll.terms
    how = []
    if terms.method is Method.RANKED:
        by = "STV" if terms.seats > 1 else "Schulze (winning votes)"
        how.append(f"Counted by {by}; {unranked(terms)}.")
    if needed := [each for each in needs(terms) if each]:
        how.append(f"Rules: {'; '.join(needed)}.")
    if poll.result and poll.result.abstained:
        how.append("Abstentions count for the quorum only.")
    if not terms.secret:
        return [*how, f".poll votes {poll.id} shows who voted what."] if poll.result and poll.result.turnout else how
    if poll.url:
        return [*how, f"All votes and receipts, to be counted again with clerk recount: {poll.url}"]
    return [*how, f"The votes are published in a moment; .poll {poll.id} then says where."]


def votes_said(poll: Poll, casts: Sequence[Cast]) -> list[str]:
    """Who voted what, a line for each."""
    return [f"{cast.nick}{' (by nick)' if cast.who.startswith('~') else ''}: {said_vote(poll.terms, cast.vote)}"
            for cast in sorted(casts, key=lambda cast: cast.nick.casefold())]  # fmt: skip


def reminder(poll: Poll, now: datetime) -> str:
    assert poll.until
    return (f"{poll.called} in {poll.channel} closes {said(poll.until, now)} ({relative(poll.until, now)}), and you "
            f"have not voted: {poll.question} To vote, answer: cast {poll.id} {example(poll.terms)}. "
            f"To see the terms: poll {poll.id}. I remind you once.")  # fmt: skip
