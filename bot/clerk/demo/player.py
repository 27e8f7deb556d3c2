"""A player: a small IRC client for one person of the demo community."""
from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Self

Ear = Callable[[str, str], None]  # who said what, in the channel

ANSWER = 10.0  # seconds until the server has answered


class Player:
    """In one channel, under one nick. ear: called for each line of the others.

    What waits for the server raises ConnectionError when it has gone.
    """

    def __init__(self, channel: str, ear: Ear | None = None) -> None:
        self.nick = ""
        self.channel, self.ear = channel, ear
        self.awaited: dict[str, asyncio.Future[None]] = {}
        self.tokens = map("said-{}".format, count(1))
        self.writer: asyncio.StreamWriter | None = None

    async def enter(self, nick: str, port: int, group: asyncio.TaskGroup) -> Self:
        """Join; under another nick if somebody has this one. The group reads for it until it is cancelled."""
        reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
        group.create_task(self.read(reader))
        self.take(nick)
        await self.ask("001", f"USER {nick} 0 * :{nick} of the demo community")
        await self.ask("366", f"JOIN {self.channel}")
        return self

    async def say(self, words: str) -> None:
        """Returns when the server has passed it on: what another says next comes after it."""
        self.send(f"PRIVMSG {self.channel} :{words}")
        token = next(self.tokens)
        await self.ask(token, f"PING {token}")

    async def do(self, words: str) -> None:
        """/me"""
        await self.say(f"\x01ACTION {words}\x01")

    def take(self, nick: str) -> None:
        self.nick = nick
        self.send(f"NICK {nick}")

    def send(self, line: str) -> None:
        assert self.writer is not None, "enter first"
        self.writer.write(f"{line}\r\n".encode())

    async def ask(self, answer: str, question: str) -> None:
        """answer: the numeric, or the token of the PONG, that answers it."""
        self.awaited[answer] = asyncio.get_running_loop().create_future()
        self.send(question)
        async with asyncio.timeout(ANSWER):
            await self.awaited[answer]

    async def read(self, reader: asyncio.StreamReader) -> None:
        try:
            while line := await reader.readline():
                self.hear(line.decode(errors="replace").rstrip("\r\n"))
        finally:
            for answer in self.awaited.values():
                if not answer.done():
                    answer.set_exception(ConnectionError(f"{self.nick} has lost the connection"))

    def hear(self, line: str) -> None:
        source, _, rest = line.removeprefix(":").partition(" ") if line.startswith(":") else ("", "", line)
        head, colon, words = rest.partition(" :")
        command, *params = [*head.split(" "), words] if colon else head.split(" ")
        match command:
            case "PING":
                self.send(f"PONG :{params[-1]}")
            case "433":
                self.take(f"{self.nick}_")
            case "PRIVMSG" if self.ear and params[0].lower() == self.channel:
                self.ear(source.partition("!")[0], params[-1])
            case "PONG":
                self.answered(params[-1])
            case numeric:
                self.answered(numeric)

    def answered(self, answer: str) -> None:
        waiting = self.awaited.pop(answer, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)
