"""`clerk decisions`: what was decided, from the store."""
from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from .core.decisions import Decision, matches
from .core.places import named
from .core.since import since as since_day
from .core.when import Unclear
from .render.decisions import FORMATS
from .settings import Faulty, load
from .store.books import records
from .store.connection import StoreRefused, read_only

REFUSED, CANNOT_READ = 1, 2


@click.command()
@click.option("--for", "place", metavar="NAME|#CHANNEL", default="", help="Of that meeting, or in that channel.")
@click.option("--about", metavar="WORDS", default="", help="With all of these words in them.")
@click.option("--since", metavar="DATE", default="", help="From that day on: 2026-03-01, march, monday, 2 weeks ago.")
@click.option("--private", "with_private", is_flag=True, help="Also what was decided in private meetings.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("-c", "--config", type=click.Path(path_type=Path), default=Path("bot.cfg"), show_default=True,
              help="The configuration; see bot.cfg.example.")
def decisions(place: str, about: str, since: str, with_private: bool, form: str, config: Path) -> None:
    """Print what was decided, oldest first. What was taken back in its meeting is left out."""
    try:
        day = since_day(since, datetime.now(UTC)) if since else None
    except Unclear as unclear:
        fail(f"--since: {unclear}.", CANNOT_READ)
    places = {named(place)} if place else set()
    found = (each for each in stored(config) if with_private or not each.private)
    click.echo(FORMATS[form]([each for each in found if matches(each, places, about, day)]), nl=False)


def stored(config: Path) -> list[Decision]:
    try:
        return list(records(read_only(load(config).store), Decision))
    except Faulty as faulty:
        for fault in faulty.faults:
            click.echo(f"{config}:{fault}", err=True)
        sys.exit(REFUSED)
    except StoreRefused as refused:
        fail(f"{refused}.", CANNOT_READ)


def fail(message: str, code: int) -> NoReturn:
    click.echo(f"clerk: {message}", err=True)
    sys.exit(code)
