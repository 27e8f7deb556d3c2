"""`clerk schedule`: calendars of meetings, from their files."""
from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from heapq import merge
from itertools import chain
from pathlib import Path

import click

from .agendas import configured, fail
from .core.calendar_changes import exported
from .core.conflicts import conflicts
from .core.facts import UnknownFact
from .core.schedule import Occurrence, Series, double_weeks, instant, occurrences
from .core.shape import plain
from .edge.meetingfiles import load, save
from .errands import ask
from .render.timetable import conflict_rows, document, table
from .store.books import read_books
from .store.connection import StoreRefused, read_only

CANNOT_WORK = 1
FIRST, LAST = date(1970, 1, 1), date(2999, 12, 31)
TEN_YEARS = 520  # weeks
CONFIG = click.option("-c", "--config", type=click.Path(path_type=Path), default=Path("bot.cfg"), show_default=True,
                      help="The configuration; see bot.cfg.example.")  # fmt: skip


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


# --- between files and the bot's own calendar -------------------------------------------------


@schedule.command("import")
@click.argument("place", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--replace", "replaces", is_flag=True, help="Take out what no file has; only if no file is faulty.")
@CONFIG
def import_(place: Path, replaces: bool, config: Path) -> None:
    """Take the meetings of a folder of meeting files into the bot's calendar, also while it runs.

    Faulty files are told, and the others taken in. Exits with 1 if there is no good one, or any fault with --replace.
    """
    settings, loaded = configured(config), load(place)
    tell(loaded.faults)
    if not loaded.series:
        fail("no meeting was taken in.", CANNOT_WORK)
    if replaces and loaded.faults:
        fail("nothing was changed: a meeting whose file is faulty would be taken out. Mend it, or leave out --replace.",
             CANNOT_WORK)  # fmt: skip
    body = {"series": [plain(series) for series in loaded.series], "replaces": replaces}
    try:
        outcome = ask(settings.store, "calendar", body, lambda: datetime.now(UTC), time.sleep)
    except StoreRefused as refused:
        fail(f"{refused}.", CANNOT_WORK)
    except UnknownFact as unknown:
        fail(f"the store was written by a newer Clerk ({unknown}); update me.", CANNOT_WORK)
    if outcome is None:
        click.echo("The bot has not come to it yet; it is kept, and will be seen to.")
    elif outcome.done:
        click.echo(outcome.text)
    else:
        fail(f"{outcome.text} Nothing was changed.", CANNOT_WORK)


@schedule.command("export")
@click.argument("place", type=click.Path(path_type=Path), metavar="DIR")
@CONFIG
def export(place: Path, config: Path) -> None:
    """Write the bot's calendar as meeting files, one for each meeting.

    What people skipped or moved becomes a skip_date with its reason. A file of the same name is replaced; others stay,
    and are named.
    """
    try:
        database = read_only(configured(config).store)
        with closing(database.conn):
            series = exported(read_books(database))
    except StoreRefused as refused:
        fail(f"{refused}.", CANNOT_WORK)
    except sqlite3.Error as error:
        fail(f"the calendar cannot be read: {error}.", CANNOT_WORK)
    if not series:
        fail("the calendar is empty; clerk schedule import DIR fills it.", CANNOT_WORK)
    try:
        others = save(series, place)
    except OSError as error:
        fail(f"{place} cannot be written: {error.strerror}.", CANNOT_WORK)
    click.echo(f"{len(series)} meeting file{'s' if len(series) > 1 else ''} in {place}.")
    tell(f"{name}: was there, is of no meeting in the calendar, and stays" for name in others)
