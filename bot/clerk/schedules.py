"""`clerk schedule`: calendars of meetings, from their files."""
from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from itertools import chain
from pathlib import Path

import click

from .core.conflicts import conflicts
from .core.schedule import Occurrence, Series, double_weeks, instant, occurrences
from .edge.meetingfiles import load
from .render.timetable import conflict_rows, document, table

CANNOT_WORK = 1
FIRST, LAST = date(1970, 1, 1), date(2999, 12, 31)
TEN_YEARS = 520  # weeks


class Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, context: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value} is no date; write it as 2026-11-25.", param, context)
        if not FIRST <= day <= LAST:
            self.fail(f"{value} is too far away; take a day from {FIRST} to {LAST}.", param, context)
        return day


@click.group()
def schedule() -> None:
    """Calendars of meetings, from their files."""


@schedule.command()
@click.argument("place", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--from", "begin", type=Day(), default=lambda: datetime.now(UTC).date(), show_default="today",
              help="The first day, in UTC.")  # fmt: skip
@click.option("--weeks", type=click.IntRange(1, TEN_YEARS), default=4, show_default=True)
@click.option("--format", "form", type=click.Choice(["text", "json", "ics"]), default="text", show_default=True)
@click.option("--conflicts", "check", is_flag=True, help="Also say which meetings get into each other's way within 60 "
              "weeks: in the same channel, or with the same chair.")  # fmt: skip
def expand(place: Path, begin: date, weeks: int, form: str, check: bool) -> None:
    """Print when the meetings of a folder of meeting files are held.

    Faulty files are told, and the others expanded. Exits with 1 if there is no good one.
    """
    loaded = load(place)
    until = begin + timedelta(weeks=weeks)
    found = merged(loaded.series, begin, until)
    clashes = conflicts(loaded.series, begin) if check else []
    match form:
        case "json":
            click.echo(document(found, clashes, loaded.faults), nl=False)
        case "ics":
            from .render.ics import calendar  # slow to import, and `clerk run` comes through here as well

            tell(loaded.faults)
            tell(conflict_rows(clashes) if check else ())
            click.echo(calendar(loaded.series, found, instant(begin)), nl=False)
        case _:
            tell(loaded.faults)
            doubles = ((each.meeting, *pair) for each in loaded.series for pair in double_weeks(each, begin, until))
            for line in chain(table(found, doubles), conflict_rows(clashes) if check else ()):
                click.echo(line)
    sys.exit(0 if loaded.series else CANNOT_WORK)


def merged(series: Iterable[Series], begin: date, until: date) -> list[Occurrence]:
    """Of all, in order of start."""
    return list(merge(*(occurrences(each, begin, until) for each in series), key=lambda found: found.start))


def tell(lines: Iterable[object]) -> None:
    """On standard error, apart from the document that was asked for."""
    for line in lines:
        click.echo(str(line), err=True)
