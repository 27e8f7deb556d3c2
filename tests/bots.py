"""A clerk for tests: a real store and real files, no threads, no network; and it may be killed at any time.

As a program it records lines for ever, until somebody kills it: see `Endless`.
"""
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from chat import PATTERN, Chat, World, shown
from clerk.core.lines import Line
from clerk.core.meeting import Meeting, Room
from clerk.core.rules import Rules
from clerk.core.says import Saying
from clerk.desk import Desk
from clerk.replay import audit
from clerk.store.connection import Lock, connect
from clerk.store.journal import Journal, Reader
from test_chats import Bot


class Clerk(Bot):
    """rules: the settings of every channel. pattern: of the files' stems."""

    def __init__(self, folder: Path, *, rules: Rules | None = None, pattern: str = PATTERN) -> None:
        self.rules, self.pattern = rules or Rules(), pattern
        super().__init__(Chat(path=folder, turns=[], sheets={}), folder, World())

    def open(self) -> None:
        super().open()
        self.desk.rules_for = lambda _: self.rules
        self.press.sheets = replace(self.press.sheets, pattern=self.pattern)

    # --- talking to it ------------------------------------------------------------------------

    def answers(self, *rows: str) -> list[str]:
        """Play rows of a chat; what it said to them."""
        for row in rows:
            for line in self.world.heard(row):
                self.hear(line)
        return self.told()

    def decides(self, *rows: str) -> list[str]:
        """As answers(), but nothing of what the press has to do is done."""
        for row in rows:
            for line in self.world.heard(row):
                self.desk.work_off([(line, False)])
        return self.told()

    def told(self) -> list[str]:
        return [shown(saying) for saying in self.drain()]

    def time_passes(self) -> list[str]:
        self.tick()
        return self.told()

    # --- dying --------------------------------------------------------------------------------

    def killed_and_started(self) -> None:
        """What was not recorded is lost, and so is what the press had to do."""
        self.close()
        self.open()

    # --- what it knows ------------------------------------------------------------------------

    @property
    def reader(self) -> Reader:
        return Reader(self.database)

    def room(self, channel: str = "#nova") -> Room | None:
        return self.desk.rooms.get(channel)

    def meeting(self, channel: str = "#nova") -> Meeting:
        room = self.room(channel)
        assert isinstance(room, Meeting), f"no meeting in {channel}"
        return room

    def rows(self) -> list[tuple[int, str]]:
        """All stored lines by their numbers."""
        return list(self.database.execute("SELECT id, text FROM lines ORDER BY id"))

    def texts(self) -> list[str]:
        return [text for _, text in self.rows()]

    def files(self) -> list[str]:
        """Everything below the directory of the minutes."""
        folder = self.folder / "minutes"
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    def audited(self) -> list[str]:
        """How the stored facts differ from what the rules make of the stored lines."""
        return [difference for one in audit(self.reader) for difference in one.differences]


@contextmanager
def a_clerk(folder: Path, *, rules: Rules | None = None, pattern: str = PATTERN) -> Iterator[Clerk]:
    clerk = Clerk(folder, rules=rules, pattern=pattern)
    try:
        yield clerk
    finally:
        clerk.close()


class Nobody:
    """An outbox that says nothing, and a press that prints nothing."""

    def put(self, saying: Saying) -> None:
        pass

    def stem(self, meeting: Meeting) -> str:
        return meeting.id

    def publish(self, meeting: Meeting, stem: str, outdated: str | None) -> None:
        pass

    def withdraw(self, stem: str) -> None:
        pass


class Endless:
    """A process that records "#info 1", "#info 2" … through a desk, and says each number once it is recorded."""

    def __init__(self, store: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = subprocess.Popen([sys.executable, __file__, str(store)], env=environment, text=True,
                                        stdout=subprocess.PIPE)  # fmt: skip

    def until(self, number: int) -> int:
        """Wait until it has recorded so many; how many it says it has."""
        assert self.process.stdout
        for row in self.process.stdout:
            if int(row) >= number:
                return int(row)
        raise AssertionError(f"it ended with {self.process.wait()}")

    def kill(self) -> int:
        """As kill -9 does; the last number it got out."""
        self.process.kill()
        last, _ = self.process.communicate()
        return max(map(int, last.split("\n")[:-1]), default=0)


def record_for_ever(store: Path) -> None:
    held = Lock(store)
    world = World()
    desk = Desk(Journal(connect(store)), Nobody(), Nobody(), lambda _: Rules(), lambda: world.now)
    desk.resume()
    done = 0
    while held:
        lines: list[Line] = []
        for _ in range(7):
            done += 1
            lines += world.heard("<alice> #startmeeting nova" if done == 1 else f"<alice> #info {done - 1}")
        desk.work_off([(line, False) for line in lines])
        print(done, flush=True)


if __name__ == "__main__":
    record_for_ever(Path(sys.argv[1]))
