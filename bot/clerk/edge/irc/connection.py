"""One connection to the server: Sopel's backend, but every wait in it has an end."""
from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sopel.irc.backends import AsyncioBackend

if TYPE_CHECKING:
    from .bot import Bot

LOG = logging.getLogger(__name__)

ANSWER = 10.0  # seconds for each address to answer, TLS included
WELCOME = 15.0  # seconds from there until the server has let the bot in
CLOSING = 0.5
BACKLOG = 65536  # bytes that the server has not taken, after which the outbox waits


class Connection(AsyncioBackend):
    bot: Bot

    def __init__(self, bot: Bot, **kwargs: Any) -> None:
        super().__init__(bot, **kwargs)
        self.reason = ""
        self.timers: set[asyncio.TimerHandle] = set()
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

    async def close(self, writer: asyncio.StreamWriter) -> None:
        self._connected = False
        self._cancel_timeout_tasks()
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

    def _timeout_callback(self) -> None:
        self.drop(f"{self._host} was silent for {self._server_timeout:.0f} s")


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
