"""The answers about polls: opening one, voting in it, seeing it, ending it."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from . import poll_phrases as say
from . import poll_words as w
from .announcement_phrases import cut
from .books import puts
from .commands import AnyTime
from .decision import Answer, Refusal
from .electorate import cast_as, may_see, not_entitled
from .lines import Kind, Line, fold, identity
from .marking import Spoiled, listed, option_of, options_meant, said_vote, vote_of
from .meeting import Meeting, Room
from .poll import (
    LONGEST_QUESTION,
    MOST_OPEN,
    Cast,
    Method,
    Paper,
    Poll,
    Result,
    Seal,
    State,
    Verdict,
    Vote,
    casts_of,
    of_channel,
)
from .poll_closing import box, counted, ended_now
from .poll_phrases import wrapped
from .poll_reading import new_poll
from .profiles import profile_of
from .replies import FEW, replies, reply
from .view import View
from .when import said
from .word import Missing
from .wording import unfit

LONGEST_ECHO = 250  # bytes of a vote that is said back in one line


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
    rows = () if poll.hidden else counted(view, poll).rows
    stands = say.standing(poll, turnout(view, poll), rows)
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


# --- voting ---------------------------------------------------------------------------------------


def cast(view: View, room: Room, line: Line, command: w.CastInPoll) -> Answer | Refusal:
    """What is refused in a channel, whichever, may have been meant for a secret poll: the store forgets its words."""
    answer = vote_in(view, room, line, command)
    if isinstance(answer, Refusal):
        return replace(answer, forget=any(each.terms.secret for each in view.books.all(Poll)))
    return answer


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
    w.CastInPoll: cast,
    w.ClosePoll: close,
    w.CancelPoll: cancel,
    w.CastingVote: casting,
}
