"""The one place that decides what the bot says by itself, and when. Pure: the desk asks once per tick.

What is said is claimed first: the records that come with the words are stored before the words go out. What was
claimed is never said again, heard or not.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .action_reminders import before_meetings
from .announcement import BLOCK, MEETING, OPEN, SAID, Announcement, State, Wanted, of_channel, record, silence
from .announcement_phrases import Spoken, block, worded
from .books import Books, Change, Changes
from .chances import SLOT, chance
from .courtesy import courtesies
from .deadlines import passed
from .last_call_phrases import results
from .lines import fold
from .meeting import Meeting, Room
from .poll_closing import polls_to_announce
from .rules import Voice
from .says import Say
from .view import View

RECEIPT = "said-"  # how receipts begin; what else is asked of a server begins otherwise
HOUR = timedelta(hours=1)
NO_ANSWER = timedelta(minutes=15)  # after which a claim counts as unconfirmed; the outbox gives up before
NAMED_FOR = timedelta(days=7)  # how long it is worth telling that something was perhaps not heard

# Those who know of something to say: (view, now) -> all that is wanted now or later. What a source tells no more, and
# was not said yet, is dropped; so it goes by the books, and not by where the bot is.
Source = Callable[[View, datetime], Iterable[Wanted]]
SOURCES: tuple[Source, ...] = (courtesies, results, polls_to_announce, before_meetings)


@dataclass(frozen=True)
class Planned:
    """What a tick comes to. says: only once the changes are stored."""

    changes: Changes = ()
    says: tuple[Say, ...] = ()


def planned(view: View, now: datetime, here: Iterable[str], sources: Sequence[Source] | None = None) -> Planned:
    """What changes at this instant, and what is said. here: the folded channels that the bot is in."""
    over = passed(view.books, now)
    view = replace(view, books=view.books.changed(over))
    wanted = [each for source in (SOURCES if sources is None else sources) for each in source(view, now)]
    found = [each for each in view.books.all(Announcement) if each.state in OPEN or each.state is State.CLAIMED]
    if not (found or wanted):
        return Planned(over)
    changes = [*over, *told_by_sources(view.books, found, wanted, now), *given_up(found, now)]
    books, places = view.books.changed(changes), set(here)
    says: list[Say] = []
    for channel, waiting in open_by_channel(found, changes).items():
        room = view.rooms.get(channel) if channel in places else None
        step = in_channel(books, room, waiting, now)
        changes, says = [*changes, *step.changes], [*says, *step.says]
    return Planned(tuple(changes), tuple(says))


def open_by_channel(found: Iterable[Announcement], changes: Iterable[Change]) -> dict[str, list[Announcement]]:
    """What still waits, once these changes are made."""
    now = {each.id: each for each in found}
    now |= {change.record.id: change.record for change in changes if isinstance(change.record, Announcement)}
    places: dict[str, list[Announcement]] = {}
    for each in now.values():
        if each.state in OPEN:
            places.setdefault(each.channel, []).append(each)
    return places


def told_by_sources(books: Books, found: Sequence[Announcement], wanted: Iterable[Wanted],
                    now: datetime) -> list[Change]:  # fmt: skip
    """Each key is taken up once; while it waits it follows its source."""
    asked = {(fold(each.channel), each.key): each for each in wanted}
    gone = [each for each in found if each.name and each.state in OPEN and (each.channel, each.name) not in asked]
    changes = [Change(replace(each, state=State.DROPPED), why="no longer wanted") for each in gone]
    if not asked:
        return changes
    known = {(each.channel, each.name): each for each in books.all(Announcement)
             if each.name and (each.channel, each.name) in asked}  # fmt: skip
    changes += [Change(after, why=want.why) for place, want in asked.items() if (before := known.get(place))
                and before.state in OPEN and (after := following(before, want)) != before]  # fmt: skip
    return changes + taken_up(books, [want for place, want in asked.items() if place not in known], now)


def taken_up(books: Books, wanted: Iterable[Wanted], now: datetime) -> list[Change]:
    """What nobody has wanted before, with numbers of its own."""
    fresh = [want for want in wanted if now < want.until]
    if not fresh:
        return []
    last: dict[str, int] = {}
    for each in books.all(Announcement):
        last[each.channel] = max(last.get(each.channel, 0), each.n)
    changes: list[Change] = []
    for id, want in enumerate(fresh, books.next_id(Announcement)):
        channel = fold(want.channel)
        last[channel] = last.get(channel, 0) + 1
        changes.append(Change(record(want, id, last[channel], now), why=want.why))
    return changes


def following(before: Announcement, want: Wanted) -> Announcement:
    held = before.state is State.HELD
    return replace(before, lines=want.lines, due=before.due if held else want.due, until=want.until, why=want.why,
                   timed=before.timed if held else want.timed, topics=want.topics, series=want.series,
                   link=want.link)  # fmt: skip


def given_up(found: Iterable[Announcement], now: datetime) -> list[Change]:
    """What the server never answered about."""
    return [Change(replace(each, state=State.UNCONFIRMED)) for each in found
            if each.state is State.CLAIMED and each.said_at and now - each.said_at >= NO_ANSWER]  # fmt: skip


def in_channel(books: Books, room: Room | None, waiting: Sequence[Announcement], now: datetime) -> Planned:
    """room: None where the bot is not."""
    late = [each for each in waiting if each.until <= now]
    changes = [Change(replace(each, state=State.STALE)) for each in late]
    ready = [each for each in waiting if each.due <= now < each.until]
    if room is None or not ready or hushed(books, room, now):
        return Planned(tuple(changes))
    muted = [each for each in ready if each.kind in silence(books, room.channel).kinds]
    changes += [Change(replace(each, state=State.MUTED)) for each in muted]
    open_now = chance(room.rules, now) == now
    ready = [each for each in ready if each not in muted and (each.timed or open_now) and fits(room, each)]
    history = of_channel(books, room.channel) if ready else []
    if not ready or spent(history, room, now):
        return Planned(tuple(changes))
    fresh = [(each, news(each, history)) for each in ready]
    changes += [Change(replace(each, state=State.UNCHANGED)) for each, lines in fresh if not lines]
    step = said(books, room, [(each, worded(each, lines)) for each, lines in fresh if lines], history, now)
    return Planned((*changes, *step.changes), step.says)


def hushed(books: Books, room: Room, now: datetime) -> bool:
    """Whether nothing at all may be said there now."""
    lurking = isinstance(room, Meeting) and room.lurking
    return room.rules.voice is Voice.SHADOW or lurking or silence(books, room.channel).quiet(now)


def fits(room: Room, each: Announcement) -> bool:
    """In a meeting only what is about meetings is said; the rest waits."""
    return not isinstance(room, Meeting) or each.kind == MEETING


def spent(history: Iterable[Announcement], room: Room, now: datetime) -> bool:
    """Whether the bot has spoken by itself as often in the last hour as it may there."""
    return len(recent(history, now)) >= room.rules.announce_cap


def recent(history: Iterable[Announcement], now: datetime) -> dict[str, datetime]:
    """When it did within the last hour, by receipt."""
    return {each.receipt: each.said_at for each in history
            if each.state in SAID and each.said_at and each.said_at > now - HOUR}  # fmt: skip


def news(each: Announcement, history: Sequence[Announcement]) -> tuple[str, ...]:
    """Its lines; of a series those that the last one which was heard had not."""
    last = next((other for other in reversed(history) if each.series and other.series == each.series
                 and other.state is State.CONFIRMED), None)  # fmt: skip
    return tuple(line for line in each.lines if last is None or line not in last.lines)


def said(books: Books, room: Room, ready: Sequence[Spoken], history: Sequence[Announcement],
         now: datetime) -> Planned:  # fmt: skip
    """One block of what is due together: what has a time of its own first, then what has waited longest."""
    if not ready:
        return Planned()
    lost = [each for each in history if each.state is State.UNCONFIRMED and not each.named
            and each.said_at and now - each.said_at < NAMED_FOR]  # fmt: skip
    left = BLOCK - bool(lost)
    chosen: list[Spoken] = []
    for each, lines in sorted(ready, key=lambda pair: (not pair[0].timed, pair[0].due, pair[0].id)):
        if chosen and len(lines) > left:
            break
        chosen.append((each, lines))
        left -= len(lines)
    rest = [pair[0] for pair in ready if pair not in chosen]
    receipt = f"{RECEIPT}{chosen[0][0].id}"
    changes = [*(replace(each, state=State.CLAIMED, receipt=receipt, said_at=now) for each, _ in chosen),
               *(replace(each, named=True) for each in lost),
               *(replace(each, due=now + SLOT) for each in rest if not each.timed)]  # fmt: skip
    return Planned(tuple(map(Change, changes)), block(books, room, chosen, lost, len(rest), receipt, now))


# --- what becomes of what was said ----------------------------------------------------------------


def confirmed(books: Books, receipt: str) -> Changes:
    """The server has answered for it."""
    return tuple(Change(replace(each, state=State.CONFIRMED)) for each in books.all(Announcement)
                 if each.state is State.CLAIMED and each.receipt == receipt)  # fmt: skip


def unconfirmed(books: Books) -> Changes:
    """The bot or its connection has ended: nobody will answer for what is claimed."""
    return tuple(Change(replace(each, state=State.UNCONFIRMED)) for each in books.all(Announcement)
                 if each.state is State.CLAIMED)  # fmt: skip
