"""A real Sopel on a real server, in this process, with the clock in the test's hands."""
from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from pathlib import Path

from clerk.demo.server import Server
from clerk.desk import Desk
from clerk.edge.irc.bot import Bot
from clerk.edge.irc.outbox import Outbox
from clerk.settings import load

PATIENCE = 10.0  # seconds for anything on loopback
CONFIG = """\
[core]
nick = clerk
host = 127.0.0.1
port = {port}
use_ssl = no
[clerk]
channels =
    "#nova"
pace = 0
"""


class Client:
    """A person's connection. host: the loopback address that it comes from, which is the host shown."""

    def __init__(self, port: int, nick: str, user: str, host: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE, source_address=(host, 0))
        # Else the second of two small lines waits until the first has been acknowledged: 40 ms.
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.inside = False  # whether it has joined the channel
        self.heard: list[str] = []
        self.pings = 0
        self.send(f"NICK {nick}", f"USER {user} 0 * :{nick}")
        self.settle()

    def send(self, *lines: str) -> None:
        self.socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def settle(self) -> None:
        """Until the server has taken all that was sent, and all that it had for us is here."""
        self.pings += 1
        token = f"here-{self.pings}"
        self.send(f"PING {token}")
        settled = False
        while not settled:
            *lines, self.buffer = (self.buffer + self.read()).split(b"\r\n")
            for text in map(bytes.decode, lines):
                if text.startswith("PING"):
                    self.send(text.replace("PING", "PONG"))
                elif " PONG " in text and text.endswith(token):
                    settled = True
                else:
                    self.heard.append(text)

    def read(self) -> bytes:
        data = self.socket.recv(65536)
        assert data, "the server closed the connection"
        return data

    def take(self) -> list[str]:
        """What was heard since the last time."""
        self.settle()
        heard, self.heard = self.heard, []
        return heard

    def close(self) -> None:
        self.socket.close()


class Net:
    """The embedded server and, when it is told to come, the bot. desk: without its own thread."""

    def __init__(self, folder: Path, desk: Callable[[Outbox], Desk], clock: Callable[[], object]) -> None:
        self.server = Server(("127.0.0.1", 0)).start()
        self.clock = clock
        self.outbox = Outbox(1000, 0)
        self.desk = desk(self.outbox)
        config = folder / "bot.cfg"
        config.write_text(CONFIG.format(port=self.server.port))
        self.settings = load(config)
        self.outbox.start()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.bot: Bot | None = None
        self.pongs = 0
        self.observer = Client(self.server.port, "observer", "observer", "127.0.0.250")
        self.observer.send("JOIN #nova", "MODE #nova -t")
        self.observer.settle()

    def connect(self) -> None:
        """The bot comes, as the launcher lets it, and is in the channel when this returns."""

        async def come() -> None:
            self.bot = Bot(self.settings, self.desk, self.outbox)
            self.bot.setup()
            self.bot.memory["clerk"].clock = self.clock
            self.talk = asyncio.create_task(self.bot.connection.converse())

        asyncio.run_coroutine_threadsafe(come(), self.loop).result(PATIENCE)
        while not any(" JOIN #nova" in line and line.startswith(":clerk!") for line in self.observer.heard):
            self.observer.settle()
        self.server.op("#nova", "clerk")
        self.settle()

    def settle(self) -> None:
        """Until the bot has heard all that the server has for it."""
        bot = self.bot
        assert bot is not None
        self.pongs += 1
        token, seen = f"settle-{self.pongs}", threading.Event()

        def watch() -> None:
            before = bot.on_message

            def on_message(message: str) -> None:
                before(message)
                if token in message:
                    bot.on_message = before  # type: ignore[method-assign]
                    seen.set()

            bot.on_message = on_message  # type: ignore[method-assign]
            bot.connection.send_ping(token)

        self.loop.call_soon_threadsafe(watch)
        assert seen.wait(PATIENCE), "the bot does not hear"

    def flush(self) -> None:
        """Until all that the bot had to say has come to the observer."""
        assert self.outbox.flush(PATIENCE)
        if self.bot:
            self.settle()
        self.observer.settle()

    def lose(self) -> None:
        """The bot's connection breaks."""
        assert self.bot is not None
        self.server.kill("clerk")

        async def gone() -> None:
            await asyncio.wait({self.talk}, timeout=PATIENCE)
            self.outbox.detach()
            assert self.bot is not None
            # Sopel's scheduler takes up to a second to end.
            threading.Thread(target=self.bot.on_close).start()
            self.bot = None

        asyncio.run_coroutine_threadsafe(gone(), self.loop).result(PATIENCE)
        self.observer.settle()
        self.observer.heard.clear()

    def close(self) -> None:
        self.outbox.stop()
        if self.bot:
            self.lose()
        self.observer.close()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(PATIENCE)
        self.loop.close()
        self.server.stop()
