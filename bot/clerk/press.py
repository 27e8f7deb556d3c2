"""The press: renders minutes and writes their files, on a thread of its own."""
from __future__ import annotations

import json
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .core.lines import Kind, Line, Speaker
from .core.meeting import Meeting
from .core.names import stem
from .core.views import minutes_of
from .edge.files import MinutesFiles, NotWritten
from .render import FORMATS
from .store.connection import StoreRefused, read_only
from .store.journal import Reader

LOGGER = logging.getLogger(__name__)

Job = Callable[[], None]


@dataclass(frozen=True)
class Sheets:
    """What is written of every meeting. pattern: of a stem. formats: names in FORMATS."""

    files: MinutesFiles
    pattern: str
    formats: tuple[str, ...]

    def endings(self) -> list[str]:
        return [FORMATS[name].ending for name in self.formats]


class Press:
    """store: the file to read long logs from. report: takes the WRITTEN and UNWRITTEN lines. published: takes a
    secret poll, and where its votes are."""

    def __init__(self, store: Path, sheets: Sheets, report: Callable[[Line], None],
                 clock: Callable[[], datetime] = lambda: datetime.now(UTC),
                 published: Callable[[int, str], None] = lambda poll, url: None) -> None:  # fmt: skip
        self.store, self.sheets, self.report, self.clock, self.published = store, sheets, report, clock, published
        self.jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self.work, name="press", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self, timeout: float) -> None:
        self.jobs.put(None)
        if self.thread.is_alive():
            self.thread.join(timeout)

    def work(self) -> None:
        while job := self.jobs.get():
            job()

    def stem(self, meeting: Meeting) -> str:
        return stem(self.sheets.pattern, channel=meeting.channel, name=meeting.name, id=meeting.id,
                    network=meeting.network, started=meeting.started)  # fmt: skip

    def publish(self, meeting: Meeting, stem: str, outdated: str | None) -> None:
        self.jobs.put(lambda: self.print(meeting, stem, outdated))

    def withdraw(self, stem: str) -> None:
        self.jobs.put(lambda: self.take_away(stem))

    def restrict(self, stem: str) -> None:
        """A draft that is out already is for its owner's eyes only, too."""
        self.jobs.put(lambda: self.sheets.files.restrict(stem, self.sheets.endings()))

    def publish_ballots(self, poll: int, document: dict[str, Any]) -> None:
        self.jobs.put(lambda: self.print_ballots(poll, document))

    def print_ballots(self, poll: int, document: dict[str, Any]) -> None:
        """Beside the minutes; until that is done, nothing is reported, and the desk asks again."""
        stem = f"ballots/B{poll}"
        pages = json.dumps(document, ensure_ascii=False, indent=1)
        try:
            self.sheets.files.write(stem, [(".json", [pages, "\n"])])
        except NotWritten as error:
            LOGGER.error("the ballots of B%d could not be published: %s", poll, error)
        else:
            self.published(poll, f"{self.sheets.files.address(stem)}.json")

    def print(self, meeting: Meeting, stem: str, outdated: str | None) -> None:
        """Write all files of a meeting, and report."""
        what = f"{'end' if meeting.closing else 'save'} {meeting.id}"
        try:
            self.sheets.files.write(stem, self.pages(meeting, stem), restricted=meeting.restricted)
            if outdated:
                self.take_away(outdated)
        except (NotWritten, StoreRefused, sqlite3.Error) as error:
            LOGGER.error("the minutes of %s could not be written: %s", meeting.id, error)
            self.tell(meeting, Kind.UNWRITTEN, f"{what} {error}")
        except Exception:
            # A page that cannot be rendered is a bug of ours; the meeting must not hang in its closing.
            LOGGER.exception("the minutes of %s could not be rendered", meeting.id)
            self.tell(meeting, Kind.UNWRITTEN, f"{what} a fault of mine; it is in my log")
        else:
            self.tell(meeting, Kind.WRITTEN, " ".join([what, self.sheets.files.address(stem), *self.sheets.endings()]))

    def pages(self, meeting: Meeting, stem: str) -> Iterator[tuple[str, Iterable[str]]]:
        until = meeting.closing.line if meeting.closing else None
        database = read_only(self.store)
        try:
            minutes = minutes_of(meeting, lambda: Reader(database).log(meeting.first_line, until))
            base = stem.rpartition("/")[2]
            for name in self.sheets.formats:
                yield FORMATS[name].ending, FORMATS[name].render(minutes, base=base, files=self.sheets.formats)
        finally:
            database.close()

    def take_away(self, stem: str) -> None:
        try:
            self.sheets.files.remove(stem, self.sheets.endings())
        except NotWritten as error:
            LOGGER.error("the draft %s could not be removed: %s", stem, error)

    def tell(self, meeting: Meeting, kind: Kind, text: str) -> None:
        self.report(Line(self.clock(), meeting.channel, "", text, kind, speaker=Speaker.CLERK, network=meeting.network))
