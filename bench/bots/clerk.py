"""Clerk, as it comes: every format of the minutes, its store beside them. It may not end meetings by itself."""
from __future__ import annotations

import re

from ..client import Message
from . import URL, Bot

ROW = re.compile(r"\S+ <(\S+)> (.*)")


class Adapter(Bot):
    name = nick = "clerk"
    PROBED = "Chairs: "

    def configure(self) -> None:
        channels = "".join(f'\n    "{channel}"' for channel in self.channels)
        pace = "" if self.throttled else "pace = 0\n"
        (self.directory / "bot.cfg").write_text(
            f"[core]\nnick = {self.nick}\nhost = {self.host}\nport = {self.port}\nuse_ssl = no\n"
            f"[clerk]\nchannels = {channels}\nminutes = {self.out}\nurl = {URL}\nidle_end = 0\nanyone_ends = 0\n{pace}"
        )

    def command(self) -> list[str]:
        return [str(self.python.with_name("clerk")), "run", "-c", str(self.directory / "bot.cfg")]

    def is_ended(self, message: Message) -> bool:
        return self.says(message, "Log: ")

    def logged(self) -> list[tuple[str, str]]:
        rows = map(ROW.match, self.file(".log.txt").read_text().splitlines())
        return [(row[1], row[2]) for row in rows if row]

    def minutes(self) -> str:
        return self.file(".txt", but=".log.txt").read_text()
