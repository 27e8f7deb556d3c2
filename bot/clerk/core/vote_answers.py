"""The answers to votes: counted, sealed, or refused with what would work."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from . import poll_words as w
from .books import puts
from .commands import AnyTime
from .decision import Answer, Decision, Refusal
from .electorate import cast_as, may_see, not_entitled
from .lines import Line, fold
from .marking import Spoiled, options_meant, said_vote, vote_of
from .meeting import Room
from .poll import Cast, Method, Paper, Poll, Seal, State, Vote, casts_of
from .poll_answers import found, is_private
from .poll_phrases import wrapped
from .profiles import profile_of
from .replies import reply
from .view import View
from .when import said
from .word import Word
from .wording import cut

LONGEST_ECHO = 250  # bytes of a vote that is said back in one line


def cast(view: View, room: Room, line: Line, command: w.CastInPoll) -> Answer | Refusal:
    answer = vote_in(view, room, line, command)
    return hushed(view, answer) if isinstance(answer, Refusal) else answer


def hushed(view: View, refusal: Refusal) -> Refusal:
    """What is refused in a channel, whichever, may have been meant for a secret poll: the store forgets its words."""
    return replace(refusal, forget=any(each.terms.secret for each in view.books.all(Poll)))


def discreet(view: View, word: Word, refusal: Decision) -> Decision:
    """The same of words that were nearly a vote, as ".ballot Docs"."""
    return hushed(view, refusal) if word.name in ("poll", "cast") and isinstance(refusal, Refusal) else refusal


def vote_in(view: View, room: Room, line: Line, command: w.CastInPoll) -> Answer | Refusal:
    poll, words = meant(view, room, line, command), command.said
    if isinstance(poll, Refusal) and (option := number_first(view, room, line, command)):
        poll, words = option
    if isinstance(poll, Refusal):
        return poll
    if poll.terms.secret and not is_private(line):
        return Refusal(f"{poll.called} is secret. What you voted was seen here, and it was not counted: "
                       f"send it to me in private.")  # fmt: skip
    if not poll.is_open(line.at):
        return Refusal(ended(poll, line))
    if no := not_entitled(view, poll, line):
        return Refusal(no)
    try:
        vote = vote_of(poll.terms, words)
    except Spoiled as spoiled:
        return Refusal(str(spoiled))
    return seal(view, room, line, poll, vote) if poll.terms.secret else record(view, room, line, poll, vote)


def open_polls(view: View, room: Room, line: Line) -> list[Poll]:
    return [each for each in view.books.all(Poll) if each.is_open(line.at) and may_see(view, room, line, each)]


def meant(view: View, room: Room, line: Line, command: w.CastInPoll) -> Poll | Refusal:
    """The poll that is voted in: the one named, else the only one open."""
    if command.n is not None:
        return found(view, room, line, command.n)
    still_open = open_polls(view, room, line)
    if len(still_open) == 1:
        return still_open[0]
    if not still_open:
        return Refusal("no ballot is open here; .poll lists what was.")
    which = " ".join(f"{each.called}: {each.question}" for each in still_open[:5])
    return Refusal(f"several are open, so say in which you vote, as in .cast {still_open[0].id} VOTE. {which}")


def number_first(view: View, room: Room, line: Line, command: w.CastInPoll) -> tuple[Poll, str] | None:
    """ ".cast 3 March" where no ballot has that number, and an option of the only open one is called so."""
    still_open, whole = open_polls(view, room, line), f"{command.n} {command.said}"
    if len(still_open) != 1 or len(options_meant(still_open[0].terms.options, whole)) != 1:
        return None
    return still_open[0], whole


def ended(poll: Poll, line: Line) -> str:
    if poll.state is State.CANCELLED:
        return f"{poll.called} was cancelled; no vote is counted."
    at = poll.closed or poll.until
    when = f" {said(at, line.at)}" if at else ""
    return f"{poll.called} closed{when}; your vote came too late. .poll {poll.id} shows the result."


def seal(view: View, room: Room, line: Line, poll: Poll, vote: Vote) -> Answer:
    """The receipt goes out once the vote is in the box for good."""
    assert line.account
    text = f"your vote in {poll.called} is sealed: {said_vote(poll.terms, vote)}."
    keep = ("To change it, vote again; the last one counts. To find it when all are published, keep your receipt: "
            f"{view.receipt}")  # fmt: skip
    says = [reply(room, line, each) for each in (*wrapped(text), keep)]
    return Answer(tuple(says), seals=(Seal(poll.id, poll.opened, fold(line.account), Paper(view.receipt, vote)),))


def record(view: View, room: Room, line: Line, poll: Poll, vote: Vote) -> Answer | Refusal:
    who, replaced = cast_as(view.books, poll, line)
    if isinstance(who, Refusal):
        return who
    org = profile_of(view.books, line).org if poll.terms.method is Method.PICK else ""
    mine = Cast(poll.id, who, line.nick, line.at, vote, org)
    before = any(each.who == who for each in casts_of(view.books, poll)) or bool(replaced)
    told = "counted" if poll.hidden and not is_private(line) else cut(said_vote(poll.terms, vote), LONGEST_ECHO)
    text = f"your vote in {poll.called} is {'now ' if before else ''}{told}."
    return Answer((reply(room, line, text),), (*replaced, *puts(mine)))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {w.CastInPoll: cast}
