"""The answers about polls: opening one, seeing it, ending it."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from . import poll_phrases as say
from . import poll_words as w
from .books import puts
from .commands import AnyTime
from .decision import Answer, Refusal
from .electorate import may_see
from .lines import Kind, Line, identity
from .marking import Spoiled, listed, option_of
from .meeting import Meeting, Room
from .poll import (
    LONGEST_QUESTION,
    MOST_OPEN,
    Method,
    Poll,
    Result,
    State,
    Verdict,
    casts_of,
    of_channel,
)
from .poll_closing import box, counted, ended_now
from .poll_reading import new_poll
from .replies import FEW, replies, reply
from .view import View
from .word import Missing
from .wording import unfit


def is_private(line: Line) -> bool:
    return line.kind is Kind.PRIVATE


# --- opening, and seeing --------------------------------------------------------------------------


def new(view: View, room: Room, line: Line, command: w.NewPoll) -> Answer | Refusal:
    still_open = [each for each in of_channel(view.books, room.channel) if each.state is State.OPEN]
    if len(still_open) >= MOST_OPEN:
        return Refusal(f"{MOST_OPEN} ballots are open here already; .poll close {still_open[0].id} ends the oldest.")
    try:
        poll = new_poll(view, room, line, command.said)
    except Missing as missing:
        return Refusal(str(missing))
    lines = say.opening(poll, line.at)
    poll = replace(poll, who=identity(line), told=everybody_hears(room, line, lines))
    return Answer(replies(room, line, lines), puts(poll))


def everybody_hears(room: Room, line: Line, lines: Sequence[str]) -> bool:
    """Whether an answer of these lines goes to the channel; if it does not, the clock announces it there."""
    lurking = isinstance(room, Meeting) and room.lurking
    return not is_private(line) and not lurking and len(lines) <= FEW


def list_polls(view: View, room: Room, line: Line, command: w.ListPolls) -> Answer:
    polls = of_channel(view.books, room.channel)
    rows = [say.listed_shortly(each, turnout(view, each), line.at) for each in polls if each.state is State.OPEN]
    over = ", ".join(each.called for each in polls[-5:] if each.state is not State.OPEN)
    if not rows:
        last = f"; the last were {over}" if over else ""
        return one_line(room, line, f"no ballot is open here{last}. .poll new opens one.")
    return Answer(replies(room, line, [*rows, *([f"Over: {over}."] if over and len(rows) < FEW else [])]))


def turnout(view: View, poll: Poll) -> int:
    return len(box(view, poll).papers) if poll.terms.secret else len(casts_of(view.books, poll))


def show(view: View, room: Room, line: Line, command: w.ShowPoll) -> Answer | Refusal:
    poll = found(view, room, line, command.n)
    if isinstance(poll, Refusal):
        return poll
    if poll.state is not State.OPEN:
        return Answer(replies(room, line, say.closing(poll)))
    so_far = None if poll.hidden else counted(view, poll)
    stands = say.standing(poll, turnout(view, poll), so_far)
    return Answer(replies(room, line, [*say.opening(poll, line.at), *stands]))


def found(view: View, room: Room, line: Line, n: int) -> Poll | Refusal:
    poll = view.books.get(Poll, n)
    if poll is None or not may_see(view, room, line, poll):
        return Refusal(f"there is no ballot B{n} here; .poll lists them.")
    return poll


def show_votes(view: View, room: Room, line: Line, command: w.ShowVotes) -> Answer | Refusal:
    poll = found(view, room, line, command.n)
    if isinstance(poll, Refusal):
        return poll
    if poll.terms.secret:
        return Refusal(f"{poll.called} is secret: nobody is shown who voted what. .poll {poll.id}")
    if poll.hidden and poll.state is State.OPEN:
        return Refusal(f"what is voted in {poll.called} is hidden until it closes.")
    rows = say.votes_said(poll, casts_of(view.books, poll))
    return Answer(replies(room, line, rows)) if rows else Refusal(f"nobody has voted in {poll.called}.")


# --- ending ---------------------------------------------------------------------------------------


def close(view: View, room: Room, line: Line, command: w.ClosePoll) -> Answer | Refusal:
    poll = to_end(view, room, line, command.n)
    if isinstance(poll, Refusal):
        return poll
    closed = ended_now(view, poll, line.at, f"{line.nick} closed it")
    if poll.terms.secret:
        text = f"{poll.called} is closed; in a moment .poll {poll.id} shows the result and all votes."
        return Answer((reply(room, line, text),), puts(closed, why=closed.why))
    return shown_ended(room, line, closed, closed.why)


def shown_ended(room: Room, line: Line, poll: Poll, why: str) -> Answer:
    lines = say.closing(poll)
    poll = replace(poll, heard=everybody_hears(room, line, lines))
    return Answer(replies(room, line, lines), puts(poll, why=why))


def to_end(view: View, room: Room, line: Line, n: int) -> Poll | Refusal:
    poll = found(view, room, line, n)
    if isinstance(poll, Poll) and poll.state is not State.OPEN:
        return Refusal(f"{poll.called} is {poll.state} already; .poll {poll.id} shows it.")
    return poll


def cancel(view: View, room: Room, line: Line, command: w.CancelPoll) -> Answer | Refusal:
    poll = to_end(view, room, line, command.n)
    if isinstance(poll, Refusal):
        return poll
    if wrong := unfit(command.why, "a reason", LONGEST_QUESTION):
        return Refusal(wrong)
    gone = replace(poll, state=State.CANCELLED, closed=line.at, why=command.why)
    return shown_ended(room, line, gone, command.why)


def casting(view: View, room: Room, line: Line, command: w.CastingVote) -> Answer | Refusal:
    """The chair chooses among those whom the votes leave equal; nobody else wins or loses by it."""
    poll = found(view, room, line, command.n)
    if isinstance(poll, Refusal):
        return poll
    result = poll.result
    if poll.state is not State.CLOSED or result is None or result.verdict is not Verdict.TIE:
        return Refusal(f"there is no tie in {poll.called} to break; .poll {poll.id} shows where it stands.")
    try:
        chosen = tuple(option_of(poll.terms, part) for part in command.said.split(","))
    except Spoiled as spoiled:
        return Refusal(str(spoiled))
    if strange := [option for option in chosen if option not in result.tied]:
        return Refusal(f"{strange[0]} is not among those tied: {listed(result.tied)}.")
    if len(set(chosen)) != len(chosen) or len(chosen) != needed_to_break(poll, result):
        many = needed_to_break(poll, result)
        how = "name one" if many == 1 else f"name {many}, with commas"
        return Refusal(f"{how}, of {listed(result.tied)}.")
    settled = broken(view, poll, result, chosen, line.nick)
    if settled is None:
        return Refusal(f"whom {poll.called} elects then depends on votes that I no longer have: count them with "
                       f"clerk recount FILE --casting {chosen[0]!r}, from {poll.url}")  # fmt: skip
    return shown_ended(room, line, settled, f"casting vote of {line.nick}")


def needed_to_break(poll: Poll, result: Result) -> int:
    """By STV a tie is about who goes first: one name, and the count goes on."""
    return 1 if poll.terms.method is Method.RANKED and poll.terms.seats > 1 else result.left


def broken(view: View, poll: Poll, result: Result, chosen: tuple[str, ...], nick: str) -> Poll | None:
    """None where it takes the votes, and they are gone with the secret."""
    poll = replace(poll, casting=(*poll.casting, *chosen), casting_by=nick)
    if poll.terms.method is Method.RANKED and poll.terms.seats > 1:
        return None if poll.terms.secret else replace(poll, result=counted(view, poll))
    winners = (*result.winners, *chosen)
    return replace(poll, result=replace(result, verdict=Verdict.WON, winners=winners, tied=(), left=0))


def one_line(room: Room, line: Line, text: str) -> Answer:
    return Answer((reply(room, line, text),))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.NewPoll: new,
    w.ListPolls: list_polls,
    w.ShowPoll: show,
    w.ShowVotes: show_votes,
    w.ClosePoll: close,
    w.CancelPoll: cancel,
    w.CastingVote: casting,
}
