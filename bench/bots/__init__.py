"""Adapters, one for each bot: how it is configured and started, how it is spoken to, and where its output is."""
from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from ..client import Message

URL = "http://x.test/m/"


class Bot(ABC):
    """A bot in a directory of its own. throttled: leave its own brakes on what it says as they are by default."""

    name: str
    nick = "meetbot"

    # What people type. PROBE: always answered in the channel. SAVE: None where there is no such command.
    START, END = "#startmeeting {0}", "#endmeeting"
    TOPIC, INFO, ACTION, LINK = "#topic {0}", "#info {0}", "#action {0}", "#link {0}"
    PROBE = "#chair {0}"
    SAVE: str | None = "#save"

    # What the bot says then.
    STARTED, PROBED = "eeting started", "urrent chairs"

    def __init__(self, host: str, port: int, channels: Sequence[str], python: Path, throttled: bool = False) -> None:
        assert host.startswith("127."), "loopback only"
        self.host, self.port, self.channels, self.python, self.throttled = host, port, channels, python, throttled
        self.directory = Path(tempfile.mkdtemp(prefix=f"bot-{self.name}-"))
        self.out = self.directory / "out"
        self.out.mkdir()
        self.process: subprocess.Popen[bytes] | None = None
        self.configure()

    @abstractmethod
    def configure(self) -> None:
        """Write its configuration below self.directory; its minutes belong into self.out."""

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it."""

    @abstractmethod
    def is_ended(self, message: Message) -> bool:
        """Whether this is the last that the bot says at the end of a meeting: its files are written."""

    @abstractmethod
    def logged(self) -> list[tuple[str, str]]:
        """(nick, text) of each line in the full log of the newest meeting; no nick where the log has none."""

    @abstractmethod
    def minutes(self) -> str:
        """The minutes of the newest meeting."""

    def probe_word(self, number: int, nick: str) -> str:
        """What the probe asks for; another each time for a bot that does not repeat itself."""
        return nick

    def says(self, message: Message, text: str) -> bool:
        return message.command == "PRIVMSG" and message.nick == self.nick and text in message.text

    def is_started(self, message: Message) -> bool:
        return self.says(message, self.STARTED)

    def is_probed(self, message: Message) -> bool:
        return self.says(message, self.PROBED)

    def file(self, ending: str, but: str | None = None) -> Path:
        """The newest file with this ending, but not with that one. Raises FileNotFoundError."""
        found = [path for path in self.files() if path.name.endswith(ending)]
        found = [path for path in found if but is None or not path.name.endswith(but)]
        if not found:
            raise FileNotFoundError(f"no file {ending}")
        return found[-1]

    def files(self) -> list[Path]:
        """All that it has written, oldest first."""
        return sorted((path for path in self.out.rglob("*") if path.is_file()), key=lambda path: path.stat().st_mtime)

    # Its life.

    def start(self) -> None:
        env = {**os.environ, "HOME": str(self.directory), "PYTHONUNBUFFERED": "1"}
        with open(self.directory / "stdout.txt", "ab") as out:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.directory,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        assert self.process is not None, "not started"
        return self.process.pid

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def terminate(self, seconds: float = 15) -> None:
        """SIGTERM; and SIGKILL if it is still there after that."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()

    def remove(self) -> None:
        self.terminate(5)
        shutil.rmtree(self.directory, ignore_errors=True)


def find(name: str) -> type[Bot]:
    """By the name that the command line uses."""
    found: type[Bot] = import_module(f".{name.replace('-', '_')}", __name__).Adapter
    return found


NAMES = ("clerk", "limnoria-hcoop", "sopel-meetbot")
