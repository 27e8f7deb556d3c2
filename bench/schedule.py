"""How long it takes to expand a calendar of 300 meetings over 52 weeks, and to check it for conflicts.

    python -m bench.schedule

The calendar is the same each time: every frequency, 25 channels, 120 chairs, four time zones, skipped days. It is read
from files in each turn, so that reading shows too. Exits with 1 if expanding and checking take a second or more.
"""
from __future__ import annotations

import itertools
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from datetime import time as hour
from pathlib import Path

from clerk.core.conflicts import conflicts
from clerk.core.schedule import NAMED, RULES, Series, Skip, Slot, occurrences
from clerk.edge.meetingfiles import load, write

MEETINGS, WEEKS, TURNS = 300, 52, 5
LIMIT = 1.0  # seconds
START = date(2026, 11, 20)
ZONES = ("UTC", "Europe/Paris", "America/New_York", "Australia/Sydney")


def slot(number: int) -> Slot:
    """Half of the slots come weekly, as in real calendars; their hours crowd in the afternoon."""
    frequency = "weekly" if number % 2 else list(RULES)[number // 2 % len(RULES)]
    return Slot(
        time=hour((13 + number * 7 % 11) % 24, number % 2 * 30),
        day=NAMED.get(frequency, number % 5),
        frequency=frequency,
        channel=f"#meeting-{number % 25}",
        timezone=ZONES[number % 4],
        skips=(Skip(START + timedelta(days=number % 365), "holiday"),),
    )


def series(number: int) -> Series:
    slots = (slot(number), slot(number + 1)) if number % 5 == 0 else (slot(number),)
    return Series(f"meeting-{number}", f"Meeting {number}", slots, (f"chair{number % 120}",), description="We meet.")


def turn(folder: Path) -> tuple[float, float, float, int, int]:
    """Seconds for reading, expanding and checking; how many occurrences and conflicts there were."""
    began = time.perf_counter()
    loaded = load(folder)
    assert len(loaded.series) == MEETINGS, loaded.faults
    read = time.perf_counter()
    found = list(itertools.chain(*(occurrences(each, START, START + timedelta(weeks=WEEKS)) for each in loaded.series)))
    expanded = time.perf_counter()
    clashes = conflicts(loaded.series, START)
    checked = time.perf_counter()
    return read - began, expanded - read, checked - expanded, len(found), len(clashes)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(MEETINGS):
            Path(folder, f"meeting-{number}.yaml").write_text(write(series(number)))
        turns = [turn(Path(folder)) for _ in range(TURNS)]
    read, expanded, checked, found, clashes = map(statistics.median, zip(*turns, strict=True))
    print(f"{MEETINGS} meetings over {WEEKS} weeks, median of {TURNS} turns")
    print(f"expanded and checked for conflicts: {expanded + checked:.2f} s, of {LIMIT:.2f} s allowed")
    print(f"  expanded: {expanded:.2f} s, {found:,.0f} occurrences")
    print(f"  checked: {checked:.2f} s, {clashes:,.0f} conflicts within 60 weeks")
    print(f"read from their files: {read:.2f} s")
    return int(expanded + checked >= LIMIT)


if __name__ == "__main__":
    sys.exit(main())
