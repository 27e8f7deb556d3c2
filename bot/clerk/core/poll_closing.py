"""How polls end, and what the clock says of them: the close at its time or when all have voted, and one reminder."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from . import poll_phrases as say
from .announcement import BALLOT, Wanted
from .books import Changes, puts
from .chances import in_span
from .lines import fold
from .meeting import Meeting, Room, present
from .poll import EMPTY_BOX, Cast, Poll, Result, Sealed, State, account_meant, casts_of
from .poll_counting import Voted, count
from .profiles import Profile, by_nick
from .replies import told_privately
from .rules import Voice
from .says import Tell
from .view import View
from .when.zones import wall_clock

BEFORE_CLOSE = timedelta(days=1)  # when who has not voted is reminded; of a shorter poll at half its time
ALL_VOTED = "all have voted"
NEWS_FOR = timedelta(days=7)  # how long an opening or a result is worth telling
WITHOUT_FILE = timedelta(minutes=10)  # after which a secret result is told, though its votes could not be published


def box(view: View, poll: Poll) -> Sealed:
    return view.sealed.get(poll.id, EMPTY_BOX)


def counted(view: View, poll: Poll) -> Result:
    """What comes of what was cast so far."""
    if poll.terms.secret:
        return count(poll.terms, [Voted(paper.vote) for paper in box(view, poll).papers], poll.casting)
    casts = casts_of(view.books, poll)
    return count(poll.terms, [Voted(each.vote, each.nick, each.org) for each in casts], poll.casting)


def ended_now(view: View, poll: Poll, at: datetime, why: str) -> Poll:
    return replace(poll, state=State.CLOSED, closed=at, why=why, result=counted(view, poll))


# --- the clock ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passed:
    """What the time makes of the polls. says: only once the changes are stored."""

    changes: Changes = ()
    says: tuple[Tell, ...] = ()


def passed(view: View, now: datetime, here: Iterable[str]) -> Passed:
    """here: the folded channels that the bot is in. A poll closes wherever the bot is; reminders need its channel."""
    changes: Changes = ()
    says: tuple[Tell, ...] = ()
    places = set(here)
    for poll in view.books.all(Poll):
        if poll.state is not State.OPEN:
            continue
        if poll.until and now >= poll.until:
            changes += puts(ended_now(view, poll, now, "its time was over"))
        elif poll.terms.voters and not missing(view, poll):
            changes += puts(ended_now(view, poll, now, ALL_VOTED))
        elif fold(poll.channel) in places and to_be_reminded(poll, now, view.rooms[fold(poll.channel)]):
            changes += puts(replace(poll, reminded=True))
            says += tuple(reminders(view, poll, now))
    return Passed(changes, says)


def missing(view: View, poll: Poll) -> list[str]:
    """Who of those entitled has not voted."""
    if poll.terms.secret:
        voted = box(view, poll).voted
        return [who for who in poll.terms.voters if who not in voted]
    return [who for who in poll.terms.voters if view.books.get(Cast, poll.id, who) is None]


def to_be_reminded(poll: Poll, now: datetime, room: Room) -> bool:
    if poll.reminded or not poll.until or not poll.terms.voters or room.rules.voice is Voice.SHADOW:
        return False
    due = max(poll.until - BEFORE_CLOSE, poll.opened + (poll.until - poll.opened) / 2)
    return now >= due and not in_span(wall_clock(now, room.rules.timezone).time(), room.rules.quiet_hours)


def reminders(view: View, poll: Poll, now: datetime) -> Iterator[Tell]:
    """To those who have not voted and are there; nobody who is away, or wants no word of ballots."""
    room = view.rooms[fold(poll.channel)]
    known, absent = by_nick(view.books), missing(view, poll)
    for nick in present(room):
        profile = known.get(fold(nick))
        if profile and (profile.away(now) or BALLOT in profile.muted):
            continue
        if whose(room, profile, nick, absent):
            yield told_privately(nick, say.reminder(poll, now))


def whose(room: Room, profile: Profile | None, nick: str, absent: Iterable[str]) -> bool:
    """Whether a nick is that of one of them, as far as anything tells: a meeting, a profile, or the nick itself."""
    account = None
    if isinstance(room, Meeting):
        holder = room.people.holders.get(fold(nick))
        account = room.people.persons[room.people.who(holder)].account if holder is not None else None
    account = account or (profile.who if profile and not profile.who.startswith("~") else None)
    return any(account_meant(who) == fold(account or nick) for who in absent)


# --- what the channel is told ---------------------------------------------------------------------


def polls_to_announce(view: View, now: datetime) -> Iterator[Wanted]:
    """Openings and results that the channel has not seen as answers."""
    for poll in view.books.all(Poll):
        if poll.state is State.OPEN and not poll.told:
            until = poll.until or poll.opened + NEWS_FOR
            yield Wanted(poll.channel, BALLOT, f"{poll.called} open", poll.opened, until,
                         tuple(say.opening(poll, poll.opened)), timed=True, why=f"{poll.nick} opened {poll.called}",
                         topics=(BALLOT,))  # fmt: skip
        elif poll.closed and not poll.heard and now < poll.closed + NEWS_FOR and ready(poll, now):
            yield Wanted(poll.channel, BALLOT, f"{poll.called} over", poll.closed, poll.closed + NEWS_FOR,
                         tuple(say.closing(poll)), timed=True, why=f"{poll.called} ended: {poll.why}")  # fmt: skip


def ready(poll: Poll, now: datetime) -> bool:
    """Of a secret poll the result is told with where its votes are published; without, if that takes too long."""
    assert poll.closed
    published = bool(poll.url) or now >= poll.closed + WITHOUT_FILE
    return poll.state is State.CANCELLED or not poll.terms.secret or published
