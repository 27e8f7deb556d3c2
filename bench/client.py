"""A small scripted IRC client: asyncio, the standard library, loopback only.

    alice = await Client.connect("127.0.0.1", 6667, "alice")
    await alice.join("#meet")
    alice.say("#meet", "#startmeeting Test")
    await alice.expect(lambda m: "Meeting started" in m.text, 10)

What was received is kept with the time of its arrival. expect() looks at what came after the last mark() or the last
thing that it found, so nothing is missed between two calls; each has a time-out.
"""
from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections import deque
from collections.abc import Callable

MESSAGE = re.compile(r"^(?:@\S+ +)?(?::(?P<source>\S+) +)?(?P<command>\S+)(?P<rest>.*)$")
KEPT = 400_000  # messages
LINE_LIMIT = 1 << 20  # bytes


class Message:
    __slots__ = ("args", "at", "command", "nick", "text")

    def __init__(self, raw: str, at: float) -> None:
        found = MESSAGE.match(raw)
        self.at = at
        self.nick = (found["source"] or "").split("!")[0] if found else ""
        self.command = found["command"].upper() if found else ""
        head, colon, text = (found["rest"] if found else "").partition(" :")
        self.args = head.split() + ([text] if colon else [])
        self.text = self.args[-1] if self.args else ""


Wanted = Callable[[Message], bool]


class Client:
    def __init__(self, nick: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.nick, self.reader, self.writer = nick, reader, writer
        self.kept: deque[Message] = deque(maxlen=KEPT)
        self.count = 0  # messages received in all
        self.looked = 0  # expect() has looked at messages up to here
        self.arrived = asyncio.Event()
        self.closed = False
        self.task = asyncio.create_task(self.read())

    @classmethod
    async def connect(cls, host: str, port: int, nick: str) -> Client:
        assert host.startswith("127."), "loopback only"
        self = cls(nick, *await asyncio.open_connection(host, port, limit=LINE_LIMIT))
        self.raw(f"NICK {nick}")
        self.raw(f"USER {nick} 0 * :{nick}")
        await self.expect(lambda m: m.command in ("001", "ERROR", "433"), 20)
        return self

    def raw(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")

    def say(self, target: str, text: str) -> None:
        self.raw(f"PRIVMSG {target} :{text}")

    async def join(self, channel: str) -> set[str]:
        """Who is in the channel now."""
        before = self.count
        self.raw(f"JOIN {channel}")
        await self.expect(lambda m: m.command == "366", 15)
        rows = [message.text for message in self.since(before) if message.command == "353"]
        return {nick.lstrip("~&@%+") for row in rows for nick in row.split()}

    async def drain(self) -> None:
        await self.writer.drain()

    async def read(self) -> None:
        with contextlib.suppress(ConnectionError, ValueError):
            while line := await self.reader.readline():
                self.take(line.rstrip(b"\r\n").decode("utf-8", "replace"))
        self.closed = True
        self.arrived.set()

    def take(self, line: str) -> None:
        if line.startswith("PING"):
            self.raw("PONG" + line[4:])
            return
        self.kept.append(Message(line, time.perf_counter()))
        self.count += 1
        self.arrived.set()

    def mark(self) -> None:
        """expect() shall not look at what was received so far."""
        self.looked = self.count

    def since(self, count: int) -> list[Message]:
        """What came after the first `count` messages and is still kept."""
        skip = max(0, count - (self.count - len(self.kept)))
        return list(self.kept)[skip:]

    async def expect(self, wanted: Wanted, seconds: float) -> Message:
        """The next message that is wanted. Raises TimeoutError, at once when the connection has ended."""
        end = time.perf_counter() + seconds
        while True:
            if found := self.look(wanted):
                return found
            left = end - time.perf_counter()
            if left <= 0 or self.closed:
                raise TimeoutError("the connection ended" if self.closed else f"nothing within {seconds:.1f} s")
            self.arrived.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.arrived.wait(), left)

    def look(self, wanted: Wanted) -> Message | None:
        forgotten = self.count - len(self.kept)
        for number in range(max(self.looked, forgotten), self.count):
            self.looked = number + 1
            if wanted(message := self.kept[number - forgotten]):
                return message
        return None
