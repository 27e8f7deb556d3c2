"""What a date is once it is read, and why it could not be."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


class Unclear(Exception):
    """A date that cannot be read, or can be read two ways. str(): the reason, and examples of what can be read."""

    def __init__(self, reason: str, *examples: str) -> None:
        self.reason, self.examples = reason, examples
        *most, last = examples
        super().__init__(f"{reason}; try {', '.join(most)} or {last}")


@dataclass(frozen=True)
class When:
    """at: UTC, aware; of a day without a time its last minute, 23:59 in the zone. zone: IANA name it was read in.

    timed: a time of day was given, or follows from now ("in 2 weeks"). day: the calendar day in that zone.
    first, last: the days of "this week", "next month"; both the day for a single one. A range without a time is
    due at its end: day is last there, except of "week 48", which is its Monday.
    """

    at: datetime
    zone: str
    timed: bool
    day: date
    first: date
    last: date


YEARS_BACK, YEARS_AHEAD = 1, 5


def generic_examples(day: date) -> tuple[str, str]:
    """Two that can be read on that day: "friday 14:00", "2026-12-01"."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return "friday 14:00", following.isoformat()


def within_reach(year: int, today: date) -> int:
    """The year itself; raises Unclear where it lies far away: more likely a slip than a date."""
    first, last = today.year - YEARS_BACK, today.year + YEARS_AHEAD
    if first <= year <= last:
        return year
    raise Unclear(f"{year} is too far away, I read {first} to {last}", *generic_examples(today))
