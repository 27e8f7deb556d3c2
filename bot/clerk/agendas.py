"""`clerk agenda`: agendas from files, also while the bot runs."""
from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from .core.agenda_lists import LONGEST_FILE, ReadList, Unreadable, read_list
from .core.facts import UnknownFact
from .core.wording import unfit
from .errands import ask
from .settings import Faulty, Settings, load
from .store.connection import StoreRefused

REFUSED, CANNOT_READ = 1, 2
LONGEST_NAME = 200  # characters of what --for names


@click.group()
def agenda() -> None:
    """What is to be talked about."""


@agenda.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--for", "place", metavar="NAME|#CHANNEL", default="",
              help="Whose agenda: a meeting's, by its name, or a channel's. Not needed for the only channel.")
@click.option("-c", "--config", type=click.Path(path_type=Path), default=Path("bot.cfg"), show_default=True,
              help="The configuration; see bot.cfg.example.")
def import_(file: Path, place: str, config: Path) -> None:
    """Put what a file lists on an agenda, all of it or nothing.

    It may have numbers, bullets, agenda+ lines, or be a meeting file with topics. Points below a point are left out.
    """
    settings = configured(config)
    place = " ".join(place.split()) or only_channel(settings)
    if wrong := unfit(place, "a name", LONGEST_NAME):
        fail(f"{wrong.rstrip('.')}.", REFUSED)
    try:
        found = read_list(contents(file))
    except Unreadable as unreadable:
        fail(f"{file}: {unreadable}.", CANNOT_READ)
    try:
        outcome = ask(settings.store, "agenda", {"place": place, "items": list(found.items)},
                      lambda: datetime.now(UTC), time.sleep)  # fmt: skip
    except StoreRefused as refused:
        fail(f"{refused}.", REFUSED)
    except UnknownFact as unknown:
        fail(f"the store was written by a newer Clerk ({unknown}); update me.", REFUSED)
    if outcome is None:
        click.echo("The bot has not come to it yet; it is kept, and will be seen to.")
    elif outcome.done:
        click.echo(f"{outcome.text}{left_out(found)}")
    else:
        fail(f"{outcome.text.rstrip('.')}. Nothing was changed.", REFUSED)


def contents(file: Path) -> str:
    """A file's text; of one that is no UTF-8, as Windows wrote it. Raises Unreadable."""
    try:
        with file.open("rb") as opened:
            data = opened.read(LONGEST_FILE + 1)
    except OSError as error:
        raise Unreadable(f"it cannot be read ({error.strerror})") from error
    if len(data) > LONGEST_FILE:
        raise Unreadable(f"it is larger than {LONGEST_FILE // 1_000_000} MB; an agenda is a short list")
    if b"\0" in data:
        raise Unreadable("it is no text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def left_out(found: ReadList) -> str:
    if not found.left_out:
        return ""
    points = "1 point below another was" if found.left_out == 1 else f"{found.left_out} points below others were"
    return f" {points} left out."


def only_channel(settings: Settings) -> str:
    if len(settings.channels) != 1:
        fail(f"whose agenda? --for NAME, or one of: {', '.join(settings.channels)}.", REFUSED)
    return settings.channels[0]


def configured(config: Path) -> Settings:
    try:
        return load(config)
    except Faulty as faulty:
        for fault in faulty.faults:
            click.echo(f"{config}:{fault}", err=True)
        sys.exit(REFUSED)


def fail(message: str, code: int) -> NoReturn:
    click.echo(f"clerk: {message}", err=True)
    sys.exit(code)
