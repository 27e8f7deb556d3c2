"""Where meetings get into each other's way, and where there is room for another."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, KeysView
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from .schedule import DAY, LONGEST, Occurrence, Series, instant, occurrences

HORIZON = 60  # weeks: more than a year, so that meetings of single weeks meet each other as well
OVER_NIGHT = timedelta(minutes=LONGEST)
Pair = tuple[str, str]
Shared = Callable[[Occurrence], tuple[str, ...]]


@dataclass(frozen=True)
class Conflict:
    """Two meetings that overlap; a sorts before b, and is b where two slots of one meeting overlap.

    start: UTC, when for the first time both are going on. why: "channel" or "chair". what: which channel, or whom.
    """

    a: str
    b: str
    start: datetime
    why: str
    what: str


def conflicts(all: Iterable[Series], start: date | datetime, weeks: int = HORIZON) -> list[Conflict]:
    """Each pair once for each why, in order of start. What is skipped is in nobody's way.

    A Matrix room is a channel here. start: a date is its midnight in UTC.
    """
    begin = instant(start)
    return clashes(held_between(all, begin - OVER_NIGHT, begin + timedelta(weeks=weeks)), begin)


def clashes(held: list[Occurrence], begin: datetime) -> list[Conflict]:
    """Among meetings that are in order of start."""
    found = [Conflict(min(pair), max(pair), when, why, what)
             for why, shared in SHARED.items() for pair, when, what in overlaps(held, begin, shared)]  # fmt: skip
    return sorted(found, key=lambda conflict: (conflict.start, conflict.a, conflict.b, conflict.why))


def overlaps(held: list[Occurrence], begin: datetime, shared: Shared) -> Iterator[tuple[Pair, datetime, str]]:
    """Two meetings, when they are both going on for the first time at `begin` or later, and what they share.

    A sweep over time: each meeting is compared only with those that are going on where it begins, and are not told yet.
    """
    going: dict[str, Going] = defaultdict(Going)
    told: dict[str, set[str]] = defaultdict(set)
    for meeting in held:
        for what, name in {name.lower(): name for name in shared(meeting)}.items():
            others = going[what].at(meeting.start)
            for other in sorted(others - told[meeting.meeting]) if meeting.start >= begin else ():
                told[meeting.meeting].add(other)
                told[other].add(meeting.meeting)
                yield (other, meeting.meeting), meeting.start, name
            going[what].add(meeting.meeting, meeting.end)


@dataclass
class Going:
    """Meetings that are going on in one place; asked only of later and later times."""

    ends: dict[str, datetime] = field(default_factory=dict)
    next: list[tuple[datetime, str]] = field(default_factory=list)

    def add(self, meeting: str, end: datetime) -> None:
        self.ends[meeting] = max(end, self.ends.get(meeting, end))
        heappush(self.next, (end, meeting))

    def at(self, moment: datetime) -> KeysView[str]:
        while self.next and self.next[0][0] <= moment:
            end, meeting = heappop(self.next)
            if self.ends.get(meeting) == end:
                del self.ends[meeting]
        return self.ends.keys()


def free(all: Iterable[Series], channel: str, day: date, minutes: int,
         zone: str = "UTC") -> list[tuple[datetime, datetime]]:  # fmt: skip
    """The stretches of a day, in UTC, of at least `minutes` in which no meeting is held in a channel or Matrix room.

    day: in `zone`, an IANA name; it has 23 or 25 hours where the clocks change. Nothing adhoc is in the way.
    """
    begin, end = (instant(datetime.combine(each, time(), ZoneInfo(zone))) for each in (day, day + DAY))
    held = held_between(all, begin - OVER_NIGHT, end)
    taken = [(each.start, each.end) for each in held if channel.lower() in map(str.lower, places(each))]
    return gaps(taken, begin, end, minutes)


def gaps(taken: Iterable[tuple[datetime, datetime]], begin: datetime, end: datetime,
         minutes: int) -> list[tuple[datetime, datetime]]:  # fmt: skip
    """The stretches between, of at least `minutes`. taken: in order of start."""
    found, since = [], begin
    for start, until in [*taken, (end, end)]:
        if start - since >= timedelta(minutes=minutes):
            found.append((since, start))
        since = max(since, until)
    return found


def held_between(all: Iterable[Series], begin: datetime, end: datetime) -> list[Occurrence]:
    """Those not skipped, in order of start."""
    held = [found for series in all for found in occurrences(series, begin, end) if found.skipped is None]
    return sorted(held, key=lambda found: found.start)


def places(meeting: Occurrence) -> tuple[str, ...]:
    return tuple(filter(None, (meeting.channel, meeting.matrix)))


SHARED: dict[str, Shared] = {"channel": places, "chair": lambda meeting: meeting.chairs}
