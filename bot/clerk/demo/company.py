"""The demo community's company of players, and the meeting that they hold from a script."""
from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files

from .player import Player
from .server import Server

LOG = logging.getLogger(__name__)

CHANNEL = "#demo"
ENCORE = 'That was it. Say "again" here, and we hold it once more.'
ANSWER = 10.0  # seconds that the bot may take
LATER = 2.0  # seconds between two lines of one answer


@dataclass(frozen=True)
class Row:
    nick: str
    words: str
    action: bool = False


def script(text: str | None = None) -> list[Row]:
    """The talk of a chat, of demo.chat without one; ValueError says which row is no talk."""
    text = text if text is not None else files("clerk_data").joinpath("demo.chat").read_text("utf-8")
    return [row_of(line) for line in text.splitlines() if line and not line.startswith("#")]


def row_of(line: str) -> Row:
    found = re.fullmatch(r"<(\S+)> (.+)|\* (\S+) (.+)", line)
    if not found:
        raise ValueError(f"{line!r} is neither '<nick> words' nor '* nick words'")
    return Row(found[1], found[2]) if found[1] else Row(found[3], found[4], action=True)


class Company:
    """bot: whom they meet with. pace: seconds between two rows. tell: hears the URLs of each meeting's minutes."""

    def __init__(self, bot: str, pace: float, tell: Callable[[list[str]], None]) -> None:
        self.bot, self.pace, self.tell = bot, pace, tell
        self.rows = script()
        self.heard: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        # The one who speaks first chairs, and listens for all.
        self.host = Player(CHANNEL, lambda nick, words: self.heard.put_nowait((nick, words)))
        self.cast = {row.nick: Player(CHANNEL) for row in self.rows} | {self.rows[0].nick: self.host}

    async def play(self, server: Server) -> None:
        """Meet, and meet again whenever somebody asks for it, until cancelled. The bot must be in the channel."""
        async with asyncio.TaskGroup() as group:
            for name, player in self.cast.items():
                await player.enter(name, server.port, group)
            server.op(CHANNEL, self.host.nick)
            while True:
                with suppress(TimeoutError):  # a bot that says nothing, as it may be told to
                    if await self.meet():
                        self.tell(await self.minutes())
                        await self.host.say(ENCORE)
                await self.asked_again()

    async def meet(self) -> bool:
        """False when somebody else's meeting is going on."""
        refusal = await self.start()
        if f"(chairs: {self.host.nick})" in refusal:  # ours, which was cut short by the end of the bot
            await self.end()
            refusal = await self.start()
        if refusal:
            return False
        for row in self.rows[1:]:
            await asyncio.sleep(self.pace)
            await self.speak(row)
        return True

    async def start(self) -> str:
        """Why the bot refused; "" when it did not."""
        await self.speak(self.rows[0])
        nick = re.escape(self.host.nick)
        answer = await self.answer(rf"Meeting started: .* Chair: {nick}\.|{nick}: ")
        return "" if answer.startswith("Meeting started") else answer

    async def end(self) -> None:
        """A second #endmeeting ends it in spite of an open vote."""
        await self.host.say("#endmeeting")
        if not (await self.answer(f"Ended|{re.escape(self.host.nick)}: ")).startswith("Ended"):
            await self.host.say("#endmeeting")
            await self.answer("Ended")

    async def speak(self, row: Row) -> None:
        player = self.cast[row.nick]
        await (player.do(row.words) if row.action else player.say(row.words))

    async def answer(self, beginning: str) -> str:
        """What the bot says next that begins so, by a regular expression. Raises TimeoutError."""
        async with asyncio.timeout(ANSWER):
            while True:
                nick, words = await self.heard.get()
                if nick == self.bot and re.match(beginning, words):
                    return words

    async def minutes(self) -> list[str]:
        """The lines with the URLs, which follow the word that the meeting has ended."""
        await self.answer("Ended")
        found: list[str] = []
        with suppress(TimeoutError):
            while not found or not found[-1].startswith("Log"):
                async with asyncio.timeout(LATER):
                    found.append(await self.answer("Minutes|Log"))
        return found

    async def asked_again(self) -> None:
        while True:
            nick, words = await self.heard.get()
            if nick != self.bot and re.fullmatch(rf"(?i)(?:{re.escape(self.host.nick)}[:,] *)?again\W*", words.strip()):
                return
