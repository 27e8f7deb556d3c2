"""What is heard: the same as Sopel hears, with less work; and no more of it than can be recorded."""
from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from sopel.plugins import rules
from sopel.tools.identifiers import Identifier
from sopel.trigger import PreTrigger

from clerk.core.lines import Kind, Line
from clerk.core.says import Tell
from clerk.edge.irc.bot import Bot
from clerk.edge.irc.connection import CALM, FULL
from clerk.edge.irc.dispatch import RulesByEvent
from clerk.edge.irc.outbox import Outbox
from clerk.settings import load
from test_launcher import CFG, INSIDE, Heard, told

PATIENCE = 20.0
KINDS: Any = rules  # Sopel's classes, which have no types


def made(folder: Path, listener: Any, outbox: Outbox | None = None, more: str = "") -> Bot:
    (folder / "bot.cfg").write_text(CFG.replace("[clerk]", f"{more}[clerk]"))
    bot = Bot(load(folder / "bot.cfg"), listener, outbox or Outbox(5, 0))
    bot.setup_plugins()
    return bot


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    bot = made(tmp_path, Heard())
    bot.session.opened = True
    told(bot, *INSIDE)
    return bot


# --- rules


def pattern(text: str) -> list[re.Pattern[str]]:
    return [re.compile(text, re.IGNORECASE)]


def rules_of_all_kinds() -> list[tuple[str, Any]]:
    """How each is registered, and the rule."""
    every = pattern(".*")
    made: list[tuple[str, Any]] = []
    for number, priority in enumerate(("low", "medium", "high", "low", "medium")):
        about = {"plugin": f"plugin{number % 2}", "priority": priority}
        talk = {**about, "events": ["PRIVMSG", "NOTICE"]}
        made += [
            ("register", KINDS.Rule(every, label=f"talk{number}", **talk)),
            ("register", KINDS.Rule(every, label=f"echo{number}", allow_echo=True, allow_bots=number > 2, **talk)),
            ("register", KINDS.Rule(every, label=f"come{number}", events=["JOIN", "QUIT", "332"], **about)),
            ("register", KINDS.Rule(pattern("hi"), label=f"ctcp{number}", ctcp=pattern("ACTION|VERSION"), **talk)),
            ("register", KINDS.FindRule(pattern(r"\bo+\b"), label=f"find{number}", **talk)),
            ("register", KINDS.SearchRule(pattern("o"), label=f"search{number}", **talk)),
            ("register_command", KINDS.Command(f"help{number % 3}", prefix=r"\.", aliases=["hilfe"], **talk)),
            ("register_nick_command", KINDS.NickCommand("clerk", f"go{number}", aliases=["weg"], **talk)),
            ("register_action_command", KINDS.ActionCommand(f"waves{number % 2}", **talk)),
            ("register_url_callback", KINDS.URLCallback(pattern("example"), label=f"url{number}", **talk)),
        ]
    return made


LINES = [
    *(f":alice!a@x {verb} {target} :{text}"
      for verb in ("PRIVMSG", "NOTICE") for target in ("#Nova", "clerk", "@#Nova")
      for text in ("hi", "oh o oo ooo", ".help0 topic", ".hilfe", ".HELP1", ".help9", "clerk: go1", "clerk, weg now",
                   "\x01ACTION waves1 hi\x01", "\x01VERSION\x01", "\x01ACTION hi", "http://example.org o", "", " ")),
    "@bot :zuul!z@x PRIVMSG #Nova :passed .help0", "@bot;account=a :zuul!z@x NOTICE #Nova :.help0",
    ":clerk!c@h PRIVMSG #Nova :hi .help0", "@bot :clerk!c@h PRIVMSG #Nova :.help0", ":CLERK!c@h NOTICE #Nova :hi",
    ":alice!a@x JOIN #Nova", ":alice!a@x JOIN #Nova alice :Alice", ":alice!a@x QUIT :hi", ":alice!a@x QUIT",
    ":alice!a@x PART #Nova", ":alice!a@x KICK #Nova bob :hi", ":alice!a@x NICK al", ":alice!a@x TOPIC #Nova :o",
    ":alice!a@x MODE #Nova +o bob", ":srv 332 clerk #Nova :hi", ":srv 353 clerk = #Nova :@alice +bob",
    ":srv 366 clerk #Nova :End", ":srv 482 clerk #Nova :no", ":srv 999 clerk :what", "PING :srv", "ERROR :bye",
    ":srv CAP * LS :account-tag", ":srv 001 clerk :Welcome", ":a!b@c privmsg #Nova :hi", "@+typing=active TAGMSG #Nova",
]  # fmt: skip


def triggered(manager: Any, bot: Bot, raw: str) -> list[Any]:
    line = PreTrigger(bot.nick, raw, identifier_factory=bot.make_identifier, statusmsg_prefixes=("@", "+"))
    found = manager.get_triggered_rules(bot, line)
    return [(rule, match.re, match.span(), match.string) for rule, match in found]


@pytest.fixture
def managers(bot: Bot) -> tuple[Any, RulesByEvent]:
    """Sopel's and ours, with the rules that the bot has and many more."""
    theirs, ours, has = KINDS.Manager(), RulesByEvent(), cast(Any, bot.rules)
    own = [("register", rule) for _, some in has.get_all_generic_rules() for rule in some]
    own += [("register_command", rule) for _, some in has.get_all_commands() for rule in some.values()]
    for how, rule in [*rules_of_all_kinds(), *own]:
        for manager in (theirs, ours):
            getattr(manager, how)(rule)
    return theirs, ours


def test_the_same_rules_are_triggered_in_the_same_order(bot: Bot, managers: tuple[Any, RulesByEvent]) -> None:
    theirs, ours = managers
    for again in (LINES, LINES):
        found = [triggered(ours, bot, raw) for raw in again]
        assert found == [triggered(theirs, bot, raw) for raw in again]
        assert sum(bool(each) for each in found) > len(LINES) / 2


def test_rules_may_come_and_go(bot: Bot, managers: tuple[Any, RulesByEvent]) -> None:
    theirs, ours = managers
    hello = ":alice!a@x PRIVMSG #Nova :hi http://example.org"
    for how, rule in [(None, None), *rules_of_all_kinds()]:
        for manager in managers:
            if how:
                getattr(manager, how)(rule)
        for raw in (hello, LINES[2], ":alice!a@x JOIN #Nova"):
            assert triggered(ours, bot, raw) == triggered(theirs, bot, raw)
    gone = [manager.unregister_plugin("plugin1") for manager in managers]
    assert gone[0] == gone[1] > 20
    assert triggered(ours, bot, hello) == triggered(theirs, bot, hello) != []


def test_there_is_no_end_of_events_but_of_what_is_kept_of_them(bot: Bot) -> None:
    for number in range(1000):
        told(bot, f":srv X{number} clerk :what")
    assert isinstance(bot.rules, RulesByEvent)
    assert 0 < len(bot.rules.by_event) < 100


# --- identifiers


def test_every_spelling_stays_as_it_is(bot: Bot) -> None:
    spellings = ["Alice", "alice", "ALICE", Identifier("aLICE"), Identifier("Alice"), Identifier("alicE")]
    assert [str(bot.make_identifier(name)) for name in spellings] == [str(name) for name in spellings]
    assert all(bot.make_identifier(name) == "alice" for name in spellings)


def test_identifiers_are_what_the_server_says_they_are(bot: Bot) -> None:
    told(bot, ":srv 005 clerk CASEMAPPING=rfc1459 CHANTYPES=# :are supported by this server")
    assert bot.make_identifier("a[b") == "A{B" and bot.make_identifier("&here").is_nick()
    told(bot, ":srv 005 clerk CASEMAPPING=ascii CHANTYPES=#& :are supported by this server")
    assert bot.make_identifier("a[b") != "A{B" and not bot.make_identifier("&here").is_nick()
    assert bot.make_identifier("A[b") == "a[B"


# --- settings


def test_settings_are_read_as_sopel_reads_them(tmp_path: Path) -> None:
    bot = made(tmp_path, Heard(), more="nick_blocks =\n    mallory\n")
    core = bot.settings.core
    assert (core.nick, core.nick_blocks, core.flood_burst_lines) == ("clerk", ["mallory"], 1000)
    assert core.prefix == r"\." and core.reply_errors is False


def test_whoever_is_blocked_is_not_heard(tmp_path: Path) -> None:
    heard = Heard()
    bot = made(tmp_path, heard, more="nick_blocks =\n    mallory\n")
    bot.session.opened = True
    told(bot, *INSIDE, ":mallory!m@x PRIVMSG #Nova :spam", ":alice!a@x PRIVMSG #Nova :hi")
    assert [line.text for line in heard.lines if line.kind is Kind.SAID] == ["hi"]


def test_a_pong_to_a_receipt_confirms_it_and_no_other_does(tmp_path: Path) -> None:
    """Sopel's own PINGs name the server; some servers leave their own name out of the answer."""
    heard = Heard()
    bot = made(tmp_path, heard)
    bot.session.opened = True
    told(bot, *INSIDE, ":srv PONG srv :said-1", ":srv PONG srv said-2", ":srv PONG :said-3", "PONG said-4",
         ":srv PONG srv :127.0.0.1", ":srv PONG said-5 :clerk", ":srv PONG", "PING :said-6",
         ":alice!a@x PRIVMSG #Nova :PONG said-7")  # fmt: skip
    assert heard.receipts == ["said-1", "said-2", "said-3", "said-4"]


# --- a flood


class Slow(Heard):
    """Records when it is told to. look: called whenever the connection asks how much waits."""

    def __init__(self) -> None:
        super().__init__()
        self.recorded = self.most = 0
        self.look: Callable[[], None] = lambda: None

    def waiting(self) -> int:
        waiting = len(self.lines) - self.recorded
        self.most = max(self.most, waiting)
        self.look()
        return waiting

    def record(self, lines: int) -> None:
        self.recorded += lines

    async def until(self, true: Callable[[], bool]) -> None:
        """Looks when the connection does."""
        seen = asyncio.Event()
        self.look = lambda: seen.set() if true() else None
        async with asyncio.timeout(PATIENCE):
            await seen.wait()
        self.look = lambda: None


class Flood:
    """A server in the test's own loop, where one client is welcome. It says more than sockets hold."""

    def __init__(self) -> None:
        self.sent = 0
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self.task: asyncio.Task[None] | None = None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        welcome = (":srv 001 clerk :hello", ":srv 376 clerk :end", *INSIDE)
        async for raw in reader:
            line = raw.decode().strip()
            if line.startswith("NICK"):
                writer.write("".join(f"{each}\r\n" for each in welcome).encode())
            self.told.put_nowait(line)

    async def flood(self, lines: int) -> None:
        for self.sent in range(1, lines + 1):
            self.writer.write(f":alice!a@x PRIVMSG #Nova :{self.sent} {'x' * 350}\r\n".encode())
            await self.writer.drain()

    async def hears(self, wanted: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while wanted not in await self.told.get():
                pass


@asynccontextmanager
async def connected(folder: Path, listener: Slow) -> AsyncIterator[tuple[Bot, Flood, asyncio.Task[str]]]:
    flood = Flood()
    server = await asyncio.start_server(flood.serve, "127.0.0.1", 0)
    outbox = Outbox(5, 0)
    outbox.start()
    bot = made(folder, listener, outbox, f"use_ssl = no\nport = {server.sockets[0].getsockname()[1]}\n")
    talk = asyncio.create_task(bot.connection.converse())
    await flood.hears("JOIN #nova")
    listener.record(len(listener.lines))
    listener.most = 0
    try:
        yield bot, flood, talk
    finally:
        talk.cancel()
        await asyncio.wait({talk})
        outbox.stop()
        if flood.task:
            flood.task.cancel()
        server.close()
        bot.on_close()


def numbers(lines: list[Line]) -> list[int]:
    return [int(line.text.partition(" ")[0]) for line in lines if line.kind is Kind.SAID and line.nick == "alice"]


def test_a_flood_waits_at_the_server(tmp_path: Path) -> None:
    async def go() -> None:
        slow, much = Slow(), 40_000
        async with connected(tmp_path, slow) as (bot, flood, talk):
            transport = cast(Any, bot.connection._writer).transport
            flood.task = asyncio.create_task(flood.flood(much))
            await slow.until(lambda: not (bot.connection.listening or transport.is_reading()))
            held = slow.waiting()
            assert FULL < held <= FULL + 2 and flood.sent < much

            # Silence of our own making is not the server's, however long it lasts.
            bot.connection.heard -= 3600
            bot.connection.watch()
            bot.outbox.put(Tell("alice", "one moment"))
            await flood.hears("NOTICE alice :one moment")
            assert len(slow.lines) - slow.recorded <= held + 1 and not talk.done()  # and the bot's own words

            slow.record(slow.waiting() - CALM)  # not calm yet
            now = len(slow.lines)
            looks = iter(range(3))
            await slow.until(lambda: next(looks, None) is None)
            assert len(slow.lines) == now

            def all_heard() -> bool:
                if bot.connection.listening is False:
                    slow.record(CALM)
                return slow.lines[-1].text == "0 last"

            ended = asyncio.create_task(slow.until(all_heard))
            async with asyncio.timeout(PATIENCE):
                await flood.task
            flood.writer.write(b":alice!a@x PRIVMSG #Nova :0 last\r\n")
            await ended
            assert numbers(slow.lines) == [*range(1, much + 1), 0]
            assert slow.most <= FULL + 2

    asyncio.run(go())


def test_leaves_in_the_middle_of_a_flood(tmp_path: Path) -> None:
    async def go() -> None:
        slow = Slow()
        async with connected(tmp_path, slow) as (bot, flood, talk):
            flood.task = asyncio.create_task(flood.flood(40_000))
            await slow.until(lambda: not bot.connection.listening)
            talk.cancel()
            async with asyncio.timeout(PATIENCE):
                await asyncio.wait({talk})
            assert talk.cancelled() and not bot.connection.is_connected()

    asyncio.run(go())


def test_a_line_without_an_end(tmp_path: Path) -> None:
    async def go() -> None:
        async with connected(tmp_path, Slow()) as (_, flood, talk):
            flood.writer.write(b"x" * 200_000)
            async with asyncio.timeout(PATIENCE):
                assert await talk == "127.0.0.1 sent a line without an end"

    asyncio.run(go())


@pytest.mark.parametrize("since, asked, dropped", [(10, False, False), (40, True, False), (61, False, True)])
def test_a_silent_server_is_asked_and_then_dropped(since: int, asked: bool, dropped: bool, tmp_path: Path) -> None:
    async def go() -> None:
        async with connected(tmp_path, Slow()) as (bot, flood, talk):
            before = bot.connection.heard_at
            bot.connection.heard -= since
            bot.connection.watch()
            if asked:
                await flood.hears("PING 127.0.0.1")
            async with asyncio.timeout(PATIENCE):
                assert (await talk if dropped else "") == ("127.0.0.1 was silent for 60 s" if dropped else "")
            assert talk.done() is dropped and bot.connection.asked is asked
            assert bot.connection.heard_at == before  # of the loss nobody knows the moment, but of the last line

    logging.getLogger("sopel").setLevel(logging.WARNING)
    asyncio.run(go())
