"""How fast and how big a meeting bot is, as seen from IRC.

    python -m bench.perf clerk limnoria-hcoop --python clerk=.venv/bin/python --python limnoria-hcoop=PATH

Several bots take turns, `--runs` times each. A turn is a fresh server, a fresh bot, and in this order:

- start_to_join_s: the bot's start until it is in a channel; idle: what it needs three seconds later
- latency_idle: from a command sent to its reply seen, with no other traffic; latency_loaded: with 50 lines/s of talk
- for each size a meeting of so many lines, sent by eight people as fast as TCP takes them:
  lines_per_s: from the first line sent to the reply to a command sent last
  lost, twice, out_of_order: lines in the bot's own full log, which were numbered
  cpu_s_per_1k, rss_kib before and after: of the bot and its children
  end_s: from #endmeeting until the bot says where the minutes are, all of them written
- peak: the bot's highest resident memory in all of this

Every turn is a row of JSON in --out; at the end a table of medians, with their ranges, goes to standard output.
"""
from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from . import bots
from .client import Client
from .ircd import INSPIRCD, Server
from .procstat import machine_cpu_s, own_cpu_s, sample
from .tables import perf_table
from .traffic import PEOPLE, check, line, person

PROBE_PAUSE = 0.02  # seconds between a reply and the next probe
PROBES_LIMIT = 120.0  # seconds for all probes of one kind
AT_ONCE = 200  # lines between two looks at what TCP has taken
LATENCY_CHANNEL = "#lat"

Result = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What every turn measures. rate: lines of talk per second while loaded. limit: seconds for a meeting's part."""

    sizes: tuple[int, ...]
    probes: int
    rate: float
    limit: float
    throttled: bool


def percentile(values: list[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


def latencies(seconds: list[float]) -> Result:
    parts = {f"p{percent}_ms": round(1000 * percentile(seconds, percent), 2) for percent in (50, 90, 99)}
    return {"n": len(seconds), **parts, "max_ms": round(1000 * max(seconds), 2)}


class Turn:
    """One bot on one server, and the people who talk there."""

    def __init__(self, bot: bots.Bot, server: Server, plan: Plan) -> None:
        self.bot, self.server, self.plan = bot, server, plan
        self.people: list[Client] = []
        self.result: Result = {"meetings": []}

    @property
    def chair(self) -> Client:
        return self.people[0]

    async def measure(self) -> None:
        await self.begin()
        if self.plan.probes:
            await self.latency()
        for size, channel in zip(self.plan.sizes, self.bot.channels[1:], strict=True):
            meeting: Result = {"lines": size, "loadavg": round(os.getloadavg()[0], 2)}
            self.result["meetings"].append(meeting)
            await self.meeting(channel, size, meeting)
            print(f"{self.bot.name}: {json.dumps(meeting)}", file=sys.stderr, flush=True)
        self.result["peak_kib"] = sample(self.bot.pid).peak_kib

    async def begin(self) -> None:
        for number in range(PEOPLE):
            self.people.append(await Client.connect(self.server.host, self.server.port, person(number)))
        for channel in self.bot.channels:
            await self.chair.join(channel)
        started = time.perf_counter()
        self.bot.start()
        joined = await self.chair.expect(lambda m: m.command == "JOIN" and m.nick == self.bot.nick, 60)
        self.result["start_to_join_s"] = round(joined.at - started, 2)
        await asyncio.sleep(3)
        self.result["idle"] = asdict(sample(self.bot.pid))

    # One command, one reply.

    async def latency(self) -> None:
        await self.start_meeting(LATENCY_CHANNEL, "latency")
        self.result["latency_idle"] = latencies(await self.probe_often())
        await self.people[1].join(LATENCY_CHANNEL)
        async with self.talk():
            self.result["latency_loaded"] = latencies(await self.probe_often())
        self.result["latency_end_s"] = round(await self.end_meeting(LATENCY_CHANNEL, 60), 3)

    async def probe_often(self) -> list[float]:
        taken = []
        end = time.monotonic() + PROBES_LIMIT
        for number in range(self.plan.probes):
            if time.monotonic() > end:
                break
            taken.append(await self.probe(LATENCY_CHANNEL, self.bot.probe_word(number, self.chair.nick), 60))
            await asyncio.sleep(PROBE_PAUSE)
        return taken

    async def probe(self, channel: str, word: str, limit: float) -> float:
        self.chair.mark()
        sent = time.perf_counter()
        self.chair.say(channel, self.bot.PROBE.format(word))
        await self.chair.drain()
        reply = await self.chair.expect(lambda m: self.bot.is_probed(m) and m.args[0] == channel, limit)
        return reply.at - sent

    @asynccontextmanager
    async def talk(self) -> AsyncIterator[None]:
        """Somebody talks meanwhile."""

        async def keep_talking() -> None:
            began = time.perf_counter()
            for number in range(100_000):
                self.people[1].say(LATENCY_CHANNEL, f"chat {number} " + "blah " * 8)
                await asyncio.sleep(max(0, began + (number + 1) / self.plan.rate - time.perf_counter()))

        talking = asyncio.create_task(keep_talking())
        try:
            yield
        finally:
            talking.cancel()

    # A meeting of many lines.

    async def start_meeting(self, channel: str, title: str) -> None:
        self.chair.mark()
        self.chair.say(channel, self.bot.START.format(title))
        await self.chair.expect(self.bot.is_started, 30)
        await asyncio.sleep(0.5)

    async def end_meeting(self, channel: str, limit: float) -> float:
        self.chair.mark()
        sent = time.perf_counter()
        self.chair.say(channel, self.bot.END)
        await self.chair.drain()
        return (await self.chair.expect(self.bot.is_ended, limit)).at - sent

    async def meeting(self, channel: str, size: int, result: Result) -> None:
        for client in self.people[1:]:
            await client.join(channel)
        await self.start_meeting(channel, f"m{size}")
        before = sample(self.bot.pid)
        began = time.perf_counter()
        await self.send(channel, size)
        await self.wait_for_server(channel, size)
        result["server_done_s"] = round(time.perf_counter() - began, 3)
        await self.probe(channel, self.chair.nick, self.plan.limit)
        seconds = time.perf_counter() - began
        after = sample(self.bot.pid)
        result |= {
            "ingest_s": round(seconds, 3),
            "lines_per_s": round(size / seconds, 1),
            "cpu_s_per_1k": round(1000 * (after.cpu_s - before.cpu_s) / size, 4),
            "rss_kib_before": before.rss_kib,
            "rss_kib_after": after.rss_kib,
        }
        result["end_s"] = round(await self.end_meeting(channel, self.plan.limit), 3)
        await asyncio.sleep(0.5)
        ended = sample(self.bot.pid)
        result |= {
            "end_cpu_s": round(ended.cpu_s - after.cpu_s, 2),
            "rss_kib_end": ended.rss_kib,
            "peak_kib": ended.peak_kib,
            "bytes_written": sum(path.stat().st_size for path in self.bot.files()),
            **check(self.bot.logged(), size),
        }

    async def send(self, channel: str, size: int) -> None:
        for client in self.people:
            client.mark()
        for number in range(size):
            self.people[number % PEOPLE].say(channel, line(number, self.bot))
            if number % AT_ONCE == 0:
                await self.drain()
        await self.drain()

    async def drain(self) -> None:
        for client in self.people:
            await client.drain()
        await asyncio.sleep(0)

    async def wait_for_server(self, channel: str, size: int) -> None:
        """Until the chair has seen what all others said: what the chair says next comes after it for the bot, too."""
        others = sum(1 for number in range(size) if number % PEOPLE)
        end = time.perf_counter() + self.plan.limit
        for _ in range(others):
            await self.chair.expect(
                lambda m: m.command == "PRIVMSG" and m.args[0] == channel and m.nick != self.bot.nick,
                max(1, end - time.perf_counter()),
            )


async def take_turn(kind: type[bots.Bot], python: Path, plan: Plan) -> Result:
    """A failure is part of the result, so that the other bots still get their turns."""
    cpu, own, began = machine_cpu_s(), own_cpu_s(), time.monotonic()
    head = {"bot": kind.name, "when": time.strftime("%F %T"), "loadavg": round(os.getloadavg()[0], 2)}
    server = Server().start()
    channels = [LATENCY_CHANNEL, *(f"#m{number}" for number in range(len(plan.sizes)))]
    bot = kind(server.host, server.port, channels, python, plan.throttled)
    turn = Turn(bot, server, plan)
    try:
        await turn.measure()
    except Exception as error:
        turn.result["failed"] = repr(error)
        print(f"{kind.name}: {error!r}", file=sys.stderr)
    finally:
        bot.remove()
        server.stop()
    others = (machine_cpu_s() - cpu - (own_cpu_s() - own)) / (time.monotonic() - began)
    return {**head, "cores_used_by_others": round(max(0.0, others), 2), **turn.result}


def wait_for_calm(load: float, seconds: float) -> None:
    end = time.monotonic() + seconds
    while os.getloadavg()[0] > load and time.monotonic() < end:
        time.sleep(2)


async def take_turns(arguments: argparse.Namespace) -> list[Result]:
    found = []
    for run in range(1, arguments.runs + 1):
        for name in arguments.bots:
            sizes = tuple(size for size in arguments.sizes if size <= arguments.at_most.get(name, size))
            plan = Plan(sizes, arguments.probes, arguments.rate, arguments.limit, arguments.throttled)
            wait_for_calm(arguments.calm, arguments.calm_wait)
            result = {"run": run, **await take_turn(bots.find(name), arguments.python[name], plan)}
            found.append(result)
            write(arguments.out, result)
    return found


def write(path: Path | None, result: Result) -> None:
    if path:
        with open(path, "a") as out:
            out.write(json.dumps(result, ensure_ascii=False) + "\n")


# The command line; bench.faults reads the same.


def pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or name not in bots.NAMES:
        raise argparse.ArgumentTypeError(f"{text!r} is not BOT=...; the bots are {', '.join(bots.NAMES)}")
    return name, value


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


def parser(description: str | None) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("bots", nargs="+", choices=bots.NAMES, metavar="BOT", help=", ".join(bots.NAMES))
    made.add_argument("--python", type=pair, action="append", default=[], metavar="BOT=PATH",
                      help="the interpreter that has the bot installed; without it this one")  # fmt: skip
    made.add_argument("--out", type=Path, help="a file to append each result to")
    return made


def interpreters(given: Iterable[tuple[str, str]]) -> dict[str, Path]:
    """Absolute, but not resolved: a venv's interpreter is a link."""
    return {name: Path(sys.executable) for name in bots.NAMES} | {name: Path(path).absolute() for name, path in given}


def prepare() -> None:
    """Without a server nothing can be measured; and SIGTERM must leave neither bots nor servers behind."""
    if not INSPIRCD.exists():
        sys.exit("InspIRCd 3 is missing, and nothing can be measured without it (Debian: apt-get install inspircd)")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to stop"))


def read_arguments() -> argparse.Namespace:
    made = parser(__doc__)
    made.add_argument("--runs", type=int, default=3)
    made.add_argument("--sizes", type=numbers, default=(1000, 10_000, 100_000), metavar="N,N,...")
    made.add_argument("--at-most", type=pair, action="append", default=[], metavar="BOT=N", help="its largest size")
    made.add_argument("--probes", type=int, default=500, help="of each kind; 0: no latencies")
    made.add_argument("--rate", type=float, default=50)
    made.add_argument("--limit", type=float, default=300, metavar="SECONDS", help="for each part of a meeting")
    made.add_argument("--throttled", action="store_true", help="leave each bot's own brakes on")
    made.add_argument("--calm", type=float, default=1.5, metavar="LOAD", help="wait for less load before each turn")
    made.add_argument("--calm-wait", type=float, default=60, metavar="SECONDS", help="but no longer than this")
    arguments = made.parse_args()
    arguments.python = interpreters(arguments.python)
    arguments.at_most = {name: int(size) for name, size in arguments.at_most}
    return arguments


def main() -> None:
    arguments = read_arguments()
    prepare()
    print(perf_table(asyncio.run(take_turns(arguments))))


if __name__ == "__main__":
    main()
