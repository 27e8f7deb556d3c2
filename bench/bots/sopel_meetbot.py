"""Sopel with sopel-meetbot. Its commands begin with a dot, and the chairs alone may use those that note something.

Sopel refuses to run as root, so it is run as nobody then. Its flood protection is lifted as far as its settings go,
unless throttled.
"""
from __future__ import annotations

import os
import re

from ..client import Message
from . import URL, Bot

NOBODY = 65534
CONFIG = """[core]
nick={nick}
owner=nobody
host={host}
port={port}
use_ssl=false
bind_host=127.0.0.1
homedir={directory}
enable=meetbot
log_raw=false
timeout=120
{flood}channels=
{channels}
[meetbot]
meeting_log_path={out}
meeting_log_baseurl={url}
"""
UNTHROTTLED = """antiloop_threshold=0
flood_burst_lines=100000
flood_refill_rate=100000
flood_empty_wait=0
flood_max_wait=0
"""
ROW = re.compile(r"\[[\d:]+\] (?:<([^>]+)> )?(.*)")


class Adapter(Bot):
    name = "sopel-meetbot"
    START, END = ".startmeeting {0}", ".endmeeting"
    TOPIC, INFO, ACTION = ".subject {0}", ".info {0}", ".action {0}"
    LINK = INFO  # .link fetches the title of the page
    PROBE = ".chairs u0 u1 u2 u3 u4 u5 u6 u7 alice bob {0}"
    SAVE = None
    STARTED, PROBED = "Users without speaking", "chairs are"

    def probe_word(self, number: int, nick: str) -> str:
        return f"x{number}"  # Sopel does not say the same over and over

    def configure(self) -> None:
        (self.directory / "bot.cfg").write_text(
            CONFIG.format(
                nick=self.nick,
                host=self.host,
                port=self.port,
                directory=self.directory,
                flood="" if self.throttled else UNTHROTTLED,
                channels="\n".join(f'    "{channel}"' for channel in self.channels),
                out=self.out,
                url=URL.rstrip("/"),
            )
        )

    def command(self) -> list[str]:
        sopel = [str(self.python), str(self.python.with_name("sopel")), "-c", str(self.directory / "bot.cfg")]
        if os.geteuid() != 0:
            return sopel
        for path in (self.directory, *self.directory.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *sopel]

    def is_ended(self, message: Message) -> bool:
        return self.says(message, "Meeting minutes:")

    def logged(self) -> list[tuple[str, str]]:
        rows = map(ROW.match, self.file(".log").read_text(errors="replace").splitlines())
        return [(row[1] or "", row[2]) for row in rows if row]

    def minutes(self) -> str:
        return self.file(".html").read_text(errors="replace")
