"""The wiring: settings -> store, desk, press, outbox, and the launcher that goes to IRC."""
from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from .desk import Desk
from .edge.files import MinutesFiles
from .edge.irc import launcher
from .edge.irc.outbox import Outbox
from .press import Press, Sheets
from .render import FORMATS
from .settings import Settings
from .store.ballots import BallotBox, beside
from .store.connection import Lock, connect
from .store.journal import Journal

LAST_WORDS = 1.5  # seconds in which what was heard is recorded and written, once the connection is gone


def sheets(settings: Settings) -> Sheets:
    by_ending = {format.ending.lstrip("."): name for name, format in FORMATS.items()}
    formats = tuple(by_ending[ending] for ending in settings.formats)
    return Sheets(MinutesFiles(settings.minutes, settings.url), settings.pattern, formats)


@contextmanager
def at_work(
    settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Iterator[tuple[Desk, Outbox]]:
    """The desk over its store, with its threads running. Raises StoreRefused."""
    settings.store.parent.mkdir(parents=True, exist_ok=True)
    lock = Lock(settings.store)
    database = connect(settings.store, settings.durability.value)
    outbox = Outbox(settings.burst, settings.pace)
    box = BallotBox(beside(settings.store))
    press = Press(settings.store, sheets(settings), lambda line: desk.hear(line), clock,
                  lambda poll, url: desk.published(poll, url))  # fmt: skip
    desk = Desk(Journal(database), outbox, press, settings.rules_for, clock, box)
    press.start()
    desk.start()
    try:
        yield desk, outbox
    finally:
        press.stop(LAST_WORDS)
        desk.stop(LAST_WORDS)
        database.close()
        box.close()
        lock.release()


def run(settings: Settings) -> int:
    """Hold meetings until told to stop. The exit code: 0, unless the configuration cannot work."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with at_work(settings) as (desk, outbox):
        return launcher.run(settings, desk, outbox)
