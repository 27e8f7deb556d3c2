"""Who may vote in a poll, and under which name: one vote for an account; in open polls also for a nick without one."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .books import Books, Change, Changes
from .decision import Refusal
from .lines import Kind, Line, Rank, Speaker, fold, identity
from .meeting import Room, present
from .poll import Cast, Poll, State, account_meant, casts_of
from .roles import among
from .view import View


def may_see(view: View, room: Room, line: Line, poll: Poll) -> bool:
    """A poll is its channel's: shown there, and privately to who is there or may vote."""
    if line.kind is not Kind.PRIVATE:
        return fold(room.channel) == fold(poll.channel)
    place = view.rooms.get(fold(poll.channel))
    there = place is not None and fold(line.nick) in map(fold, present(place))
    return there or entry_of(poll, line) is not None


def entry_of(poll: Poll, line: Line) -> str | None:
    """As whom of the poll's voters the speaker votes. In a secret poll the account alone tells."""
    if poll.terms.secret:
        account = fold(line.account) if line.account and line.speaker is Speaker.PERSON else None
        return next((who for who in poll.terms.voters if account_meant(who) == account), None)
    exact = [who for who in poll.terms.voters if fold(who) == fold(identity(line)) and among((who,), line)]
    return next(iter([*exact, *(who for who in poll.terms.voters if among((who,), line))]), None)


def not_entitled(view: View, poll: Poll, line: Line) -> str:
    """Why the speaker may not vote, and what would help; "" when they may."""
    if poll.terms.secret and (line.speaker is not Speaker.PERSON or not line.account):
        return (f"{poll.called} is secret, and without an account nobody can tell that you vote once: "
                "log in to services, then vote again.")  # fmt: skip
    if poll.terms.whom == "voiced":
        if line.kind is Kind.PRIVATE:
            return f"in {poll.called} those with voice vote, and who has it is seen in {poll.channel} only: vote there."
        voiced = line.rank in (Rank.VOICED, Rank.OPERATOR)
        return "" if voiced else f"in {poll.called} those with voice vote, and you have none here."
    if poll.terms.voters and entry_of(poll, line) is None:
        login = "" if line.account else "; log in, if you are one of them"
        return f"{poll.called} is for {poll.terms.whom}, as that was when it opened, and you are not among them{login}."
    return ""


def cast_as(books: Books, poll: Poll, line: Line) -> tuple[str | Refusal, Changes]:
    """Under which name a vote is kept, and the speaker's earlier votes under others, which it takes the place of."""
    casts = casts_of(books, poll)
    if entry := entry_of(poll, line):
        return entry, ()
    me = identity(line)
    if line.account:
        mine = (each for each in casts if each.who in (f"~{fold(line.nick)}", f"~{fold(line.account)}"))
        return me, tuple(Change(each, gone=True, why=f"logged in as {line.account}") for each in mine)
    owner = next((each for each in casts if not each.who.startswith("~")
                  and fold(line.nick) in (fold(each.nick), fold(each.who))), None)  # fmt: skip
    if owner and line.speaker is Speaker.PERSON:
        return Refusal(f"whoever is logged in as {owner.who} has voted in {poll.called} under your nick; "
                       "log in as that to vote."), ()  # fmt: skip
    return me, ()


def followed(books: Books, line: Line) -> Changes:
    """Whoever votes without an account keeps the vote through a change of nick, unless the new one has a vote."""
    if line.kind is not Kind.NICK or line.account or line.speaker is not Speaker.PERSON:
        return ()
    return tuple(renamed(books, f"~{fold(line.nick)}", line.text))


def renamed(books: Books, old: str, nick: str) -> Iterator[Change]:
    for cast in list(books.all(Cast)):
        poll = books.get(Poll, cast.poll)
        moves = cast.who == old and poll and poll.state is State.OPEN and not poll.terms.voters
        if moves and books.get(Cast, cast.poll, f"~{fold(nick)}") is None and old != f"~{fold(nick)}":
            yield Change(cast, gone=True, why=f"is now {nick}")
            yield Change(replace(cast, who=f"~{fold(nick)}", nick=nick))
