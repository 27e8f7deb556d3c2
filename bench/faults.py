"""What is left of a meeting when something goes wrong in the middle of it.

    python -m bench.faults clerk limnoria-hcoop --python clerk=.venv/bin/python --python limnoria-hcoop=PATH

A meeting of 100 numbered lines, of which 20 are items; the fault; the bot is given time to come back; 100 more lines
with 20 more items; #endmeeting. Then those lines are counted that are in the bot's own full log, and the items that
are in its minutes; for a bot that does not know of the meeting any more, in what it had written of it before.

- kill9, sigterm: the bot is killed, or told to end, and started again
- save_kill9: the same after the chair said #save
- ircd_restart: the server is killed and started again one second later
- kick: the bot is kicked; after 30 s without it, it is invited
- netsplit: half of the people are on another server, which is lost and comes back
- freeze: the server hangs for five seconds
- unwritable: the directory of the minutes is a file when #endmeeting is given; afterwards it is put right
"""
from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from . import bots
from .client import Client
from .ircd import Server, linked_pair
from .perf import interpreters, parser, prepare, write
from .tables import faults_table

CHANNEL = "#meet"
LINES = 100  # before the fault, and again after it
Result = dict[str, Any]


class Scene:
    """Alice, who chairs, is on the bot's server; so is Bob, but for a netsplit."""

    def __init__(self, kind: type[bots.Bot], python: Path, servers: tuple[Server, ...]) -> None:
        self.servers = servers
        self.bot = kind(self.server.host, self.server.port, [CHANNEL], python)
        self.result: Result = {"back_after_s": None}
        self.alice: Client
        self.bob: Client
        self.before = 0  # what Alice had received when the fault came

    @property
    def server(self) -> Server:
        return self.servers[0]

    async def play(self, fault: Fault) -> None:
        await self.gather()
        self.bot.start()
        await self.is_back(40)
        await asyncio.sleep(1.5)
        self.alice.say(CHANNEL, self.bot.START.format("Fault test"))
        await self.alice.expect(self.bot.is_started, 20)
        await asyncio.sleep(0.5)
        await self.talk("A")
        self.alice.say(CHANNEL, self.bot.PROBE.format("bob"))
        await self.alice.expect(self.bot.is_probed, 30)  # so all of it has been heard
        self.alice.mark()
        self.before = self.alice.count
        await fault(self)
        self.alice.mark()
        await self.talk("B")
        await asyncio.sleep(1)
        self.result["ended"] = await self.end(15)
        said = [message.text for message in self.alice.since(self.before) if self.bot.says(message, "")]
        self.result |= {"said": said[:12], **self.left()}

    async def gather(self) -> set[str]:
        """Who is in the channel."""
        self.alice, self.before = await Client.connect(self.server.host, self.server.port, "alice"), 0
        present = await self.alice.join(CHANNEL)
        other = self.servers[-1]
        self.bob = await Client.connect(other.host, other.port, "bob")
        await self.bob.join(CHANNEL)
        return present

    async def talk(self, tag: str) -> None:
        """LINES lines by both in turn; the chair notes the items, as with one of the bots the chairs alone may."""
        for number in range(LINES):
            speaker = (self.alice, self.bob)[number % 2]
            text = f"line {tag}{number:03d} blah blah"
            if number % 10 == 3:
                speaker, text = self.alice, self.bot.INFO.format(f"item {tag}{number:03d}")
            elif number % 10 == 7:
                speaker, text = self.alice, self.bot.ACTION.format(f"bob does {tag}{number:03d}")
            await self.say(speaker, text)

    async def say(self, speaker: Client, text: str) -> None:
        speaker.say(CHANNEL, text)
        await speaker.drain()
        await asyncio.sleep(0.01)

    async def is_back(self, limit: float) -> None:
        await self.alice.expect(lambda m: m.command == "JOIN" and m.nick == self.bot.nick, limit)

    async def wait_for_return(self, limit: float) -> None:
        began = time.monotonic()
        await self.is_back(limit)
        self.result["back_after_s"] = round(time.monotonic() - began, 1)
        await asyncio.sleep(1)

    async def end(self, limit: float) -> bool:
        self.alice.say(CHANNEL, self.bot.END)
        try:
            await self.alice.expect(self.bot.is_ended, limit)
        except TimeoutError:
            return False
        await asyncio.sleep(0.5)
        return True

    def left(self) -> Result:
        try:
            log = "\n".join(text for _, text in self.bot.logged())
        except (OSError, ValueError):
            log = ""
        try:
            minutes = self.bot.minutes()
        except OSError:
            minutes = ""
        items = [f"{tag}{number:03d}" for tag in "AB" for number in range(LINES) if number % 10 in (3, 7)]
        return {
            "lines_before": sum(f"A{number:03d}" in log for number in range(LINES)),
            "lines_after": sum(f"B{number:03d}" in log for number in range(LINES)),
            "items": sum(item in minutes for item in items),
            "items_said": len(items),
            "minutes": bool(minutes),
        }


async def kill9(scene: Scene) -> None:
    scene.bot.kill()
    scene.bot.start()
    await scene.wait_for_return(60)


async def sigterm(scene: Scene) -> None:
    scene.bot.terminate(20)
    scene.bot.start()
    await scene.wait_for_return(60)


async def save_kill9(scene: Scene) -> None:
    assert scene.bot.SAVE
    scene.alice.say(CHANNEL, scene.bot.SAVE)
    await asyncio.sleep(2)
    await kill9(scene)


async def ircd_restart(scene: Scene) -> None:
    scene.server.halt()
    await asyncio.sleep(1)
    scene.server.start()
    began = time.monotonic()
    if scene.bot.nick in await scene.gather():
        scene.result["back_after_s"] = round(time.monotonic() - began, 1)
    else:
        await scene.wait_for_return(90)


async def kick(scene: Scene) -> None:
    scene.server.order(f"SAMODE {CHANNEL} +o alice")
    scene.alice.mark()
    scene.alice.raw(f"KICK {CHANNEL} {scene.bot.nick} :out")
    try:
        await scene.wait_for_return(30)
    except TimeoutError:
        scene.result["invited"] = True
        scene.alice.raw(f"INVITE {scene.bot.nick} {CHANNEL}")
        await asyncio.sleep(3)


async def netsplit(scene: Scene) -> None:
    near, far = scene.servers
    near.split(far)
    await asyncio.sleep(0.5)
    for number in range(20):
        await scene.say(scene.alice, f"line S{number:03d} blah blah")
        await scene.say(scene.bob, f"line T{number:03d} blah blah")  # the bot cannot hear it
    near.link(far)
    await asyncio.sleep(1.5)


async def freeze(scene: Scene) -> None:
    scene.server.freeze()
    await asyncio.sleep(5)
    scene.server.thaw()
    await asyncio.sleep(1)


async def unwritable(scene: Scene) -> None:
    """As a file, so that root cannot write there either."""
    aside = scene.bot.out.with_suffix(".aside")
    scene.bot.out.rename(aside)
    scene.bot.out.touch()
    scene.result["ended_unwritable"] = await scene.end(8)
    scene.bot.out.unlink()
    aside.rename(scene.bot.out)


Fault = Callable[[Scene], Awaitable[None]]
FAULTS: tuple[Fault, ...] = (kill9, sigterm, save_kill9, ircd_restart, kick, netsplit, freeze, unwritable)
CASES = {fault.__name__: fault for fault in FAULTS}


async def suffer(kind: type[bots.Bot], python: Path, case: str) -> Result:
    """One fault; the result says so when it could not be played to its end."""
    servers = linked_pair() if case == "netsplit" else (Server().start(),)
    scene = Scene(kind, python, servers)
    try:
        await scene.play(CASES[case])
    except Exception as error:
        scene.result["failed"] = repr(error)
    finally:
        scene.bot.remove()
        for server in servers:
            server.stop()
    return {"bot": kind.name, "case": case, **scene.result}


async def suffer_all(arguments: argparse.Namespace) -> list[Result]:
    found = []
    for case in arguments.cases:
        for kind in map(bots.find, arguments.bots):
            if case == "save_kill9" and kind.SAVE is None:
                continue
            result = await suffer(kind, arguments.python[kind.name], case)
            found.append(result)
            write(arguments.out, result)
            print(result, file=sys.stderr, flush=True)
    return found


def main() -> None:
    made = parser(__doc__)
    made.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES), metavar="CASE", help=", ".join(CASES))
    arguments = made.parse_args()
    arguments.python = interpreters(arguments.python)
    prepare()
    print(faults_table(asyncio.run(suffer_all(arguments))))


if __name__ == "__main__":
    main()
