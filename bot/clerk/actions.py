"""`clerk actions`: the ledger of action items, for other programs."""
from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from .core.ledger import ActionItem, State
from .core.lines import fold
from .core.places import named
from .render.ledger import FORMATS
from .settings import Faulty, load
from .store.books import read_all
from .store.connection import StoreRefused, read_only

CANNOT_WORK, CANNOT_READ = 1, 2
ANY = "all"


@click.command()
@click.option("-c", "--config", type=click.Path(path_type=Path), default=Path("bot.cfg"), show_default=True,
              help="The configuration; see bot.cfg.example.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("--for", "place", metavar="NAME|#CHANNEL", default="", help="Only those of a meeting, or of a channel.")
@click.option("--owner", metavar="NICK|ACCOUNT", default="", help="Only somebody's.")
@click.option("--state", type=click.Choice([*(state.value for state in State), ANY]), default=State.OPEN.value,
              show_default=True)
@click.option("--overdue", is_flag=True, help="Only those that are open and ought to be done by now.")
@click.option("--private", is_flag=True, help="Those of private meetings, too.")
def actions(config: Path, form: str, place: str, owner: str, state: str, overdue: bool, private: bool) -> None:
    """Print the action items, oldest first; also while the bot runs."""
    now = datetime.now(UTC)
    found = [action for action in ledger(config)
             if (private or not action.private)
             and (state == ANY or action.state == state)
             and (not overdue or action.is_overdue(now))
             and (not place or is_of(action, place))
             and (not owner or is_owned(action, owner))]  # fmt: skip
    click.echo(FORMATS[form](sorted(found, key=lambda action: action.id), now), nl=False)


def ledger(config: Path) -> Iterable[ActionItem]:
    try:
        return read_all(read_only(load(config).store), ActionItem)
    except Faulty as faulty:
        for fault in faulty.faults:
            click.echo(f"{config}:{fault}", err=True)
        sys.exit(CANNOT_WORK)
    except StoreRefused as refused:
        fail(f"{refused}.", CANNOT_READ)


def is_of(action: ActionItem, place: str) -> bool:
    return named(place) in (action.place, action.channel)


def is_owned(action: ActionItem, name: str) -> bool:
    wanted = fold(name)
    return any(wanted in (fold(owner.nick), fold(owner.who)) for owner in action.owners)


def fail(message: str, code: int) -> NoReturn:
    click.echo(f"clerk: {message}", err=True)
    sys.exit(code)
