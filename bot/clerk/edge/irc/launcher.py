"""Keeps the bot on IRC: connects, connects again, and leaves when told to, whatever the server does.

Sopel's own loop ends with exit status 0 when the server is down, and hangs for ever when it is silent.
"""
from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal

from clerk.settings import Settings

from .bot import Bot
from .config import plugins
from .connection import in_thread
from .ears import Listener
from .outbox import Outbox
from .rooms import pause

LOG = logging.getLogger(__name__)

LAST_WORDS, GOODBYE = 1.0, 1.5  # seconds, for the outbox and for the server's answer to QUIT
STEADY = 60.0  # seconds connected after which the next failure counts as the first
LONGEST = 60.0  # seconds between two tries


class Unfit(Exception):
    """The bot cannot run as it is set up; trying again would not help."""


def run(settings: Settings, listener: Listener, outbox: Outbox) -> int:
    """Until SIGTERM or SIGINT. Call it in the main thread. The exit status: 2 when the setup cannot work, else 0."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # What these say of a connection's end is said better by stay().
    for name, level in (("sopel", logging.WARNING), ("sopel.irc", logging.CRITICAL)):
        logging.getLogger(name).setLevel(level)
    if os.geteuid() == 0:
        LOG.warning("running as root; an ordinary user would do")
    try:
        settings.store.parent.mkdir(parents=True, exist_ok=True)
        load_plugins()
        outbox.start()
        asyncio.run(Launcher(settings, listener, outbox).live())
    except Unfit as why:
        LOG.error("cannot start: %s", why)
        return 2
    finally:
        outbox.stop()
    return 0


def load_plugins() -> None:
    """Sopel would log a plugin that fails and go on without it."""
    if not plugins():
        raise Unfit("Clerk's plugins are not installed")
    for plugin in plugins():
        try:
            plugin.load()
        except Exception as wrong:
            raise Unfit(f"the plugin {plugin.name} cannot be loaded: {wrong!r}") from wrong


class Launcher:
    def __init__(self, settings: Settings, listener: Listener, outbox: Outbox) -> None:
        self.settings, self.listener, self.outbox = settings, listener, outbox
        self.stop = asyncio.Event()

    async def live(self) -> None:
        obey_signals(self.stop)
        failures = 0
        while not self.stop.is_set():
            bot = self.new_bot()
            reason = await self.stay(bot)
            failures = 1 if bot.stayed() >= STEADY else failures + 1
            self.depart(bot, reason)
            if not self.stop.is_set():
                wait = pause(failures, 1.0, LONGEST)
                LOG.warning("%s; again in %d s", reason, wait)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.stop.wait(), wait)

    def new_bot(self) -> Bot:
        try:
            bot = Bot(self.settings, self.listener, self.outbox)
            bot.setup()
        except ValueError as wrong:  # a value in [core] that Sopel does not accept
            raise Unfit(str(wrong)) from wrong
        for plugin in plugins():
            if plugin.name not in bot.plugins:
                raise Unfit(f"the plugin {plugin.name} could not be set up")
        return bot

    async def stay(self, bot: Bot) -> str:
        """As long as the connection lasts, or until told to stop; why it ended."""
        talk = asyncio.create_task(bot.connection.converse())
        stopping = asyncio.create_task(self.stop.wait())
        await asyncio.wait({talk, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if talk.done():
            return talk.result()
        if bot.session.opened:
            await in_thread(self.outbox.flush, LAST_WORDS)
            self.outbox.detach()
        if bot.connection.is_connected():
            bot.connection.send_quit()
            await asyncio.wait({talk}, timeout=GOODBYE)
        talk.cancel()
        await asyncio.wait({talk})
        return "told to stop"

    def depart(self, bot: Bot, reason: str) -> None:
        if bot.session.opened:
            self.outbox.detach()
            self.listener.disconnected(bot.connection.heard_at, reason)
        bot.on_close()


def obey_signals(stop: asyncio.Event) -> None:
    """SIGTERM and SIGINT set it."""
    loop = asyncio.get_running_loop()

    def told(*_: object) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(stop.set)

    for number in (signal.SIGTERM, signal.SIGINT):
        # The loop's handler wakes the loop, but is not called while more lines wait than its pipe holds.
        # Python's is called then, but does not wake a loop that is just going to sleep.
        loop.add_signal_handler(number, told)
        signal.signal(number, told)
