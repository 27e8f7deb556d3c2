"""The `clerk` command."""
from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, tzinfo
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click

from . import __version__
from .actions import actions
from .agendas import agenda
from .core.facts import UnknownFact
from .core.logs import read
from .core.meeting import Meeting
from .core.minutes import Minutes
from .core.views import minutes_of
from .decisions import decisions
from .recount import recount
from .render import FORMATS
from .render.json import document
from .replay import audit as audit_store
from .replay import replay as replay_lines
from .schedules import schedule
from .settings import Faulty, Settings, load
from .settings import check as faults_of
from .store.connection import StoreRefused, read_only
from .store.journal import Reader
from .tally import tally

FORMAT = click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
CONFIG = click.option("-c", "--config", type=click.Path(path_type=Path), default=Path("bot.cfg"), show_default=True,
                      help="The configuration; see bot.cfg.example.")  # fmt: skip
CANNOT_WORK, CANNOT_READ = 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="clerk")
def main() -> None:
    """The clerk of a community that meets on IRC."""


main.add_command(schedule)
main.add_command(agenda)
main.add_command(tally)
main.add_command(recount)
main.add_command(decisions)
main.add_command(actions)


@main.command()
@CONFIG
def run(config: Path) -> None:
    """Join the network, and hold meetings until told to stop."""
    from . import app

    try:
        sys.exit(app.run(configured(config)))
    except StoreRefused as refused:
        fail(str(refused), CANNOT_WORK)
    except UnknownFact as unknown:
        fail(f"the store was written by a newer Clerk ({unknown}); update me.", CANNOT_WORK)


@main.command()
@CONFIG
def check(config: Path) -> None:
    """Say what is wrong with a configuration, line by line; nothing connects."""
    faults = faults_of(config)
    for fault in faults:
        click.echo(f"{config}:{fault}", err=True)
    if faults:
        sys.exit(CANNOT_WORK)
    click.echo(f"{config}: nothing is wrong.")


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=6667, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), default=Path("var"), show_default=True,
              help="Where the store and the minutes are kept.")  # fmt: skip
def demo(port: int, home: Path) -> None:
    """Hold a meeting on an embedded IRC server, on this machine alone."""
    from .demo import community

    sys.exit(community.run(port, home))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@FORMAT
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day the log begins; for logs without one.")
@click.option("--channel", default="", help="The channel; for logs that do not name it.")
@click.option("--bot", help="The bot that recorded the log, when it cannot be told from it.")
@click.option("--zone", default="UTC", show_default=True, help="Of the log's clock, such as Europe/Paris.")
def replay(files: tuple[str, ...], form: str, day: Any, channel: str, bot: str | None, zone: str) -> None:
    """Play raw IRC logs ("-" is standard input) through Clerk, and print their minutes."""
    where = zone_named(zone)
    meetings = [each for file in files
                for each in meetings_of(file, day.date() if day else None, channel, bot, where)]  # fmt: skip
    put(meetings, form)


@main.command()
@click.argument("meeting")
@CONFIG
@FORMAT
def render(meeting: str, config: Path, form: str) -> None:
    """Print a stored meeting's minutes again; `clerk meetings` lists them."""
    reader = opened(config)
    row = reader.find(meeting)
    if row is None:
        fail(f"there is no meeting {meeting}; `clerk meetings` lists them.", CANNOT_READ)
    put([stored_minutes(reader, row)], form)


@main.command()
@CONFIG
def meetings(config: Path) -> None:
    """List the stored meetings, oldest first."""
    for row in opened(config).meetings():
        ended = f"{row['started'][:16]} to {row['ended'][11:16]}" if row["ended"] else f"{row['started'][:16]}, open"
        click.echo(f"{row['id']}  {row['channel']}  {ended}  {row['title']}{'  (private)' if row['private'] else ''}")


@main.command()
@CONFIG
def audit(config: Path) -> None:
    """Decide the stored lines again, and compare the facts. Exits with 1 if any differ."""
    differ = 0
    for found in audit_store(opened(config)):
        verdict = found.skipped or ("differs" if found.differences else "the same")
        click.echo(f"{found.id}: {found.lines} lines, {found.facts} facts, {verdict}")
        for difference in found.differences:
            click.echo(f"  {difference}")
        differ += bool(found.differences)
    sys.exit(CANNOT_WORK if differ else 0)


# --- what they share --------------------------------------------------------------------------


def fail(message: str, code: int) -> NoReturn:
    click.echo(f"clerk: {message}", err=True)
    sys.exit(code)


def configured(config: Path) -> Settings:
    try:
        return load(config)
    except Faulty as faulty:
        for fault in faulty.faults:
            click.echo(f"{config}:{fault}", err=True)
        sys.exit(CANNOT_WORK)


def opened(config: Path) -> Reader:
    try:
        return Reader(read_only(configured(config).store))
    except StoreRefused as refused:
        fail(str(refused), CANNOT_READ)


def zone_named(zone: str) -> tzinfo:
    try:
        return UTC if zone == "UTC" else ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        fail(f"there is no time zone {zone}; try UTC or Europe/Paris.", CANNOT_READ)


def meetings_of(file: str, day: date | None, channel: str, bot: str | None, zone: tzinfo) -> list[Minutes]:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.", CANNOT_READ)
    if b"\x00" in data[:4096]:
        fail(f"{file} cannot be read: it is no text.", CANNOT_READ)
    rows = [decoded(row) for row in data.split(b"\n")]
    log = read(rows, channel=channel, date=day, zone=zone, bot=bot, name=Path(file).name)
    found = list(replay_lines(log.lines, log.channel or ""))
    if found and not log.dated:
        click.echo(f"clerk: {file} has no date; --date gives one.", err=True)
    return found


def decoded(row: bytes) -> str:
    """UTF-8, else Latin-1 with Windows' additions, as IRC clients guess it."""
    try:
        return row.decode("utf-8-sig")
    except UnicodeDecodeError:
        return row.decode("cp1252", "replace")


def stored_minutes(reader: Reader, row: dict[str, Any]) -> Minutes:
    try:
        room = reader.rebuild(row["line"], row["last_line"])
    except UnknownFact as unknown:
        fail(f"{row['id']} was recorded by a newer Clerk ({unknown}); update me.", CANNOT_READ)
    assert isinstance(room, Meeting)
    return minutes_of(room, lambda: reader.log(row["line"], row["last_line"]))


def put(found: list[Minutes], form: str) -> None:
    render: Callable[..., Any] = FORMATS[form].render
    pieces = [document(found)] if form == "json" else chain.from_iterable(render(minutes) for minutes in found)
    for piece in pieces:
        click.echo(piece, nl=False)
