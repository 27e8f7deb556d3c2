"""A bot that prints what it hears, one JSON object a line, and says what it is told on standard input.

python heard.py BOT.CFG, then lines such as {"say": ["#nova", "hello"]}, {"tell": […]}, {"topic": […]}; {"busy": [N]}
makes it say that so many lines wait to be recorded.
"""
from __future__ import annotations

import dataclasses
import json
import sys
import threading
from datetime import datetime
from typing import Any

from clerk.core.lines import Line
from clerk.core.says import Say, SetTopic, Tell
from clerk.edge.irc.launcher import run
from clerk.edge.irc.outbox import Outbox
from clerk.settings import load

SAYINGS = {"say": Say, "tell": Tell, "topic": SetTopic}


class Printer:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.busy = 0

    def show(self, what: dict[str, Any]) -> None:
        with self.lock:
            print(json.dumps(what, default=str), flush=True)

    def hear(self, line: Line, switched_off: bool = False) -> None:
        self.show({"line": dataclasses.asdict(line), "off": switched_off})

    def connected(self, nick: str) -> None:
        self.show({"connected": nick})

    def disconnected(self, at: datetime, reason: str) -> None:
        self.show({"disconnected": reason, "at": at})

    def confirmed(self, receipt: str) -> None:
        self.show({"confirmed": receipt})

    def waiting(self) -> int:
        return self.busy


def obey(outbox: Outbox, printer: Printer) -> None:
    for told in sys.stdin:
        for word, args in json.loads(told).items():
            if word == "busy":
                (printer.busy,) = args
                printer.show({"busy": printer.busy})
            else:
                outbox.put(SAYINGS[word](*args))


if __name__ == "__main__":
    settings = load(sys.argv[1])
    box = Outbox(settings.burst, settings.pace)
    printer = Printer()
    threading.Thread(target=obey, args=(box, printer), daemon=True).start()
    sys.exit(run(settings, printer, box))
