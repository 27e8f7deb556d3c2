"""`clerk demo`: a network on this machine, the bot in it, and a community that meets there."""
from __future__ import annotations

import asyncio
import errno
import logging
import signal
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from clerk import app
from clerk.settings import Faulty, Settings, load
from clerk.store.connection import StoreRefused

from .company import CHANNEL, Company
from .server import Server

LOG = logging.getLogger(__name__)

PACE = 0.7  # seconds between two rows, so that they can be read
LOOK = 0.05  # seconds between two looks whether the bot has come in
COMES_IN = 10.0  # seconds that it may take
CANNOT_WORK = 1

MOTD = ("Welcome to Clerk's demo network, which is on this machine alone.",
        "/join #nova and say #startmeeting nova; or watch a meeting in #demo.")  # fmt: skip
CONFIG = """\
# The bot of `make run`. Change what you like: the next start keeps it. bot.cfg.example shows all there is.

[core]
nick = clerk
# Whatever stands here, it joins the network that `make run` starts.
host = 127.0.0.1
use_ssl = no

[clerk]
channels =
    "#nova"
    "#demo"
store = clerk.db
minutes = minutes
pace = 0
"""


class CannotStart(Exception):
    """The message says why, and what to do."""


def run(port: int, home: Path, pace: float = PACE) -> int:
    """Until SIGTERM or SIGINT. home: keeps settings, store, minutes and log. port 0: a free one. The exit status."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)  # until the launcher has its own
    try:
        with listening(port) as server:
            settings = settled(home, server.port)
            keep_log(home / "clerk.log")
            with beside(attend(server, settings, pace)):
                return app.run(settings)
    except (CannotStart, StoreRefused) as why:
        print(f"clerk: {why}", file=sys.stderr)
        return CANNOT_WORK


def leave(*_: object) -> None:
    sys.exit(0)


def listening(port: int) -> Server:
    """Raises CannotStart."""
    try:
        return Server(("127.0.0.1", port), motd=MOTD)
    except OSError as wrong:
        if wrong.errno == errno.EADDRINUSE:
            raise CannotStart(f"port {port} is taken; try another: make run PORT={port % 65535 + 1}") from wrong
        raise CannotStart(f"port {port} cannot be used ({wrong.strerror}); try another: make run PORT=6667") from wrong


def settled(home: Path, port: int) -> Settings:
    """The settings in home, made when there are none; the network is ours, whatever they say. Raises CannotStart."""
    config = home / "bot.cfg"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not config.exists():
            config.write_text(CONFIG)
        return replace(load(config), host="127.0.0.1", port=port, use_ssl=False)
    except Faulty as faulty:
        raise CannotStart("\n".join([f"{config} cannot be used as it is:", *map(str, faulty.faults)])) from faulty
    except OSError as wrong:
        raise CannotStart(f"{home} cannot be used: {wrong.strerror}") from wrong


def keep_log(path: Path) -> None:
    """All goes to the file; the screen is for what cannot wait. Raises CannotStart."""
    try:
        file = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError as wrong:
        raise CannotStart(f"{path} cannot be written: {wrong.strerror}") from wrong
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    screen = logging.StreamHandler()
    screen.setLevel(logging.WARNING)
    screen.setFormatter(logging.Formatter("clerk: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[file, screen])


@contextmanager
def beside(work: Coroutine[Any, Any, None]) -> Iterator[None]:
    """Do the work in a thread with a loop of its own, and cancel it at the end."""
    loop = asyncio.new_event_loop()
    task = loop.create_task(work)

    def do() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=do, name="community", daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


async def attend(server: Server, settings: Settings, pace: float) -> None:
    """Let the bot in, say that all is ready, and meet."""
    absent = [channel for channel in settings.channels if not await let_in(server, channel, settings.nick)]
    if absent:
        LOG.warning("%s is not in %s yet; see %s", settings.nick, ", ".join(absent), settings.path.parent / "clerk.log")
    meets = CHANNEL in settings.channels and CHANNEL not in absent
    print(welcome(settings, meets), flush=True)
    if not meets:
        return
    try:
        await Company(settings.nick, pace, ended).play(server)
    except* OSError as lost:
        LOG.info("the demo community has left: %s", lost.exceptions)


async def let_in(server: Server, channel: str, nick: str) -> bool:
    """Make the bot an operator, so that it may set topics, as soon as it is there."""
    for _ in range(round(COMES_IN / LOOK)):
        with suppress(LookupError):
            server.op(channel, nick)
            return True
        await asyncio.sleep(LOOK)
    return False


def ended(minutes: list[str]) -> None:
    print("\n".join([f"The meeting in {CHANNEL} has ended.", *(f"  {line}" for line in minutes)]), flush=True)


def welcome(settings: Settings, meets: bool) -> str:
    port, home = settings.port, settings.path.parent
    yours = next((channel for channel in settings.channels if channel != CHANNEL), "")
    rows = ["", f"Clerk is ready: an IRC network on 127.0.0.1, port {port}, without TLS."]
    rows += ["", "Connect with any client:", f"  irssi -c 127.0.0.1 -p {port}",
             f"  weechat irc://127.0.0.1:{port}",
             f"  nc 127.0.0.1 {port}   and type: NICK you, USER you 0 * :you, JOIN {yours or CHANNEL}"]  # fmt: skip
    rows += ["", "Then:"]
    if yours:
        rows += [f"  /join {yours}   is yours. Say: #startmeeting {yours.lstrip('#')}   and at the end: #endmeeting"]
    if meets:
        rows += [f"  /join {CHANNEL}   has a short meeting to watch, which begins now."]
    rows += ["", f"Minutes:  {settings.minutes}", f"          {settings.url}",
             f"Settings: {settings.path}", f"Log:      {home / 'clerk.log'}", "",
             "Ctrl-C ends all of it; the next start goes on with the same data.", ""]  # fmt: skip
    return "\n".join(rows)
