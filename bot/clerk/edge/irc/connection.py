"""One connection to the server: Sopel's backend, but every wait in it has an end."""
from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sopel.irc.backends import AsyncioBackend

if TYPE_CHECKING:
    from .bot import Bot

LOG = logging.getLogger(__name__)

ANSWER = 10.0  # seconds for each address to answer, TLS included
WELCOME = 15.0  # seconds from there until the server has let the bot in
CLOSING = 0.5
BACKLOG = 65536  # bytes that the server has not taken, after which the outbox waits
FULL, CALM = 2000, 1000  # lines not yet recorded: no more are read above the one until below the other
LOOK = 0.005  # seconds between two looks at whether it is calm
AT_ONCE = 64  # lines read before what is to be said gets its turn


class Connection(AsyncioBackend):
    bot: Bot

    def __init__(self, bot: Bot, **kwargs: Any) -> None:
        super().__init__(bot, **kwargs)
        self.reason = ""
        self.timers: set[asyncio.TimerHandle] = set()
        self.heard_at = datetime.now(UTC)  # when the last line was read; the server was there then
        self.heard = time.monotonic()  # the same, but time in which we did not listen does not count
        self.listening = self.asked = False  # asked: PING, and no line since
        self.handed = 0  # bytes on their way to the loop's thread
        self.counting = threading.Lock()

    # For the session.

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """Call it in the loop's thread, unless the connection has ended by then."""
        loop = asyncio.get_running_loop()

        def ring() -> None:
            self.timers.discard(timer)
            call()

        timer = loop.call_later(seconds, ring)
        self.timers.add(timer)

    def drop(self, reason: str) -> None:
        """End the connection, from the loop's thread. The first reason is the one that counts."""
        self.reason = self.reason or reason
        if self._read_task is not None:
            self._read_task.cancel()

    def send_secret(self, verb: str, target: str, text: str) -> None:
        """Without the echo that Sopel makes of what it sends."""
        self.irc_send(self.prepare_command(verb, target, text=text).encode())

    # For the launcher.

    async def converse(self) -> str:
        """Connect and stay; why it ended. Cancel it to leave."""
        self._loop = asyncio.get_running_loop()
        try:
            self._reader, self._writer = await self.open()
        except (OSError, ValueError) as wrong:
            return self.explain(wrong)
        self._connected = True
        self._read_task = asyncio.create_task(self.read_forever())
        self.later(WELCOME, self.expect_welcome)
        try:
            self.bot.on_connect()
            await asyncio.wait({self._read_task})
            return self.reason or self.outcome(self._read_task)
        finally:
            await self.close(self._writer)

    def expect_welcome(self) -> None:
        if not self.bot.connection_registered:
            self.drop(f"{self._host}:{self._port} did not let the bot in within {WELCOME:.0f} s")

    def outcome(self, task: asyncio.Task[None]) -> str:
        wrong = None if task.cancelled() else task.exception()
        return f"connection lost: {wrong}" if wrong else "the server closed the connection"

    # Hearing.

    async def read_forever(self) -> None:
        """Until the server ends it; no faster than the listener records. Sopel's would hear without a bound."""
        reader = self._reader
        assert reader is not None
        waiting = self.bot.session.listener.waiting
        self.attend()
        self.watch()
        read = 0
        while not reader.at_eof():
            if waiting() > FULL:
                await self.pause(waiting)
            elif (read := read + 1) % AT_ONCE == 0:
                await asyncio.sleep(0)  # a buffer full of lines does not let the loop go on
            try:
                line = await reader.readuntil(b"\r\n")
            except asyncio.IncompleteReadError as end:
                line = end.partial
            except asyncio.LimitOverrunError:
                self.drop(f"{self._host} sent a line without an end")
                return
            self.attend()
            if line:
                self.bot.on_message(self.decode_line(line))

    def attend(self) -> None:
        """A line is there."""
        self.heard_at, self.heard = datetime.now(UTC), time.monotonic()
        self.listening, self.asked = True, False

    async def pause(self, waiting: Callable[[], int]) -> None:
        """The server's lines stay with the server. The loop goes on: the outbox speaks, and we can be told to stop."""
        self.listening = False
        while waiting() >= CALM:
            await asyncio.sleep(LOOK)
        self.heard, self.listening = time.monotonic(), True

    def watch(self) -> None:
        """Ask a silent server whether it is there, and drop it when it does not answer."""
        silent = time.monotonic() - self.heard if self.listening else 0.0
        if silent >= self._server_timeout:
            self.drop(f"{self._host} was silent for {self._server_timeout:.0f} s")
            return
        if silent >= self._ping_interval and not self.asked:
            self.asked = True
            self.send_ping(self._host)
        until = self._server_timeout if self.asked else self._ping_interval
        self.later(until - silent, self.watch)

    async def close(self, writer: asyncio.StreamWriter) -> None:
        self._connected = False
        for timer in self.timers:
            timer.cancel()
        if self._read_task is not None:
            self._read_task.cancel()
        writer.close()
        try:
            async with asyncio.timeout(CLOSING):
                await writer.wait_closed()
        except OSError as wrong:  # a timeout too: what the server does not take now is lost
            LOG.debug("while closing: %s", wrong)
        finally:
            writer.transport.abort()

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """To the first of the host's addresses that answers. Raises OSError."""
        how = self.get_connection_kwargs()
        # Not the loop's own getaddrinfo: its threads would keep the process alive until the resolver gives up.
        async with asyncio.timeout(ANSWER):
            found = await in_thread(socket.getaddrinfo, self._host, self._port, 0, socket.SOCK_STREAM)
        wrong: OSError = OSError("no address")
        for address in dict.fromkeys(each[4][0] for each in found):
            try:
                async with asyncio.timeout(ANSWER):  # wait_for() may swallow that it is cancelled
                    return await asyncio.open_connection(
                        address, self._port, ssl=how["ssl"], local_addr=how["local_addr"],
                        server_hostname=self._host if how["ssl"] else None,
                    )  # fmt: skip
            except OSError as this:
                wrong = this
        raise wrong

    def explain(self, wrong: Exception) -> str:
        where = f"{self._host}:{self._port}"
        match wrong:
            case ssl.SSLCertVerificationError():
                return f"the certificate of {where} is not trusted: {wrong.verify_message}"
            case ssl.SSLError():
                return f"no TLS with {where}: {wrong.reason or wrong}"
            case socket.gaierror():
                return f"{where}: no such host: {wrong.strerror}"
            case TimeoutError():
                return f"{where} does not answer"
        return f"cannot connect to {where}: {wrong}"

    # What Sopel calls.

    def irc_send(self, data: bytes) -> None:
        """From any thread. Raises ConnectionError when there is no connection to send it to."""
        if self._loop is None or not self._connected:
            raise ConnectionError("not connected")
        with self.counting:
            self.handed += len(data)
        self._loop.call_soon_threadsafe(self.hand_over, data)

    def wait_for_room(self) -> None:
        """Until the server has taken most of what was sent, or is gone. Never in the loop's thread."""
        while self._connected and self._writer is not None:
            if self.handed + self._writer.transport.get_write_buffer_size() <= BACKLOG:
                return
            time.sleep(0.01)

    def hand_over(self, data: bytes) -> None:
        with self.counting:
            self.handed -= len(data)
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(data)

    def decode_line(self, line: bytes) -> str:
        """UTF-8, else what most who do not speak it speak. No line is lost for its bytes."""
        try:
            return line.decode()
        except UnicodeDecodeError:
            return line.decode("cp1252", errors="replace")


def in_thread(call: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
    """Its result, from a thread that does not keep the process alive."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, wrong: Exception | None) -> None:
        if future.done():
            return
        if wrong is None:
            future.set_result(result)
        else:
            future.set_exception(wrong)

    def work() -> None:
        result, wrong = None, None
        try:
            result = call(*args)
        except Exception as error:
            wrong = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, wrong)

    threading.Thread(target=work, name=getattr(call, "__name__", "work"), daemon=True).start()
    return future
