"""The embedded IRC server of `make run` and of the end-to-end tests: the server of jaraco's irc package, mended.

irc.server gives each client a thread that polls, which takes a whole core, and knows neither capabilities nor modes.
Here one thread serves all clients and sleeps until one of them speaks; what their lines mean is in clerk.demo.ircd.
There are no passwords to the server and no limits on what its clients do: keep it on loopback.
"""
from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import count
from time import monotonic
from typing import Self

import irc.server

from clerk.demo.ircd import netsplit, registration, rooms, talk  # noqa: F401  (they fill the table of commands)
from clerk.demo.ircd.casemap import fold
from clerk.demo.ircd.channel import Channel
from clerk.demo.ircd.client import Client
from clerk.demo.ircd.commands import obey
from clerk.demo.ircd.loop import READ, WRITE, Loop
from clerk.demo.ircd.services import NICKSERV, Accounts
from clerk.demo.ircd.wire import Connection, Lost, parse

log = logging.getLogger(__name__)

FULL = 16_000_000  # bytes that may wait for a slow client: 150,000 lines


class Server(irc.server.IRCServer):
    """An IRC network of one server.

    address: port 0 takes a free one, see `port`; a taken one raises OSError (EADDRINUSE).
    accounts: passwords by account name; NickServ registers more. services: False is a network without accounts.
    ping_after, ping_grace: seconds of silence until a client is pinged, and from then until it is dropped.
    patience: seconds for which a client may refuse to take what is sent. sendq: bytes that may wait for it.

    All methods may be called from any thread; what they did has been sent when they return. Those that name a nick
    or a channel raise LookupError for one that is not there.
    """

    request_queue_size = 200
    purpose = "Clerk's demo server"
    clients: dict[str, Client]  # type: ignore[assignment]
    channels: dict[str, Channel]  # type: ignore[assignment]

    def __init__(
        self,
        address: tuple[str, int] = ("127.0.0.1", 6667),
        *,
        accounts: Mapping[str, str] | None = None,
        services: bool = True,
        motd: Iterable[str] = (),
        ping_after: float = 90.0,
        ping_grace: float = 90.0,
        patience: float = 5.0,
        sendq: int = FULL,
    ) -> None:
        self.accounts = Accounts(accounts or {}) if services else None
        self.motd = tuple(motd)
        self.started = datetime.now(UTC)
        self.written: set[Client] = set()  # those with something to flush
        self._ping_after, self._ping_grace, self._patience, self._sendq = ping_after, ping_grace, patience, sendq
        self._look_every = min(1.0, ping_after / 4, ping_grace / 4, patience / 4)
        self._next_look = 0.0
        self._connected: set[Client] = set()
        self._beyond: dict[str, Client] = {}
        self._msgids = map((secrets.token_hex(4) + "-{}").format, count(1))
        self._loop = Loop(self._between)
        super().__init__(address, Client)  # type: ignore[no-untyped-call]
        self.servername = "irc.clerk.test"
        self.socket.setblocking(False)
        self._loop.watch(self.socket, self._accept)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    # The server's life.

    def start(self) -> Self:
        """Serve from a thread of its own."""
        self._loop.start(self.serve_forever)
        return self

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        """Serve from the calling thread until stop(). It sleeps until it is woken: the interval is of no use."""
        try:
            self._loop.run()
        finally:
            self.server_close()

    def stop(self) -> None:
        """Close all connections and the listening socket, and wait for the thread. May be called twice."""
        if not self._loop.stop():
            self.server_close()

    shutdown = stop

    def server_close(self) -> None:
        for client in list(self._connected):
            self._close(client, "Server is going down")
        super().server_close()
        self._loop.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # What tests do to the network.

    def kill(self, nick: str, reason: str = "Connection reset by peer") -> None:
        """Cut a client's connection without a word, as a broken network does."""
        self._loop.call(lambda: self._drop(self._known(nick), reason, farewell=False))

    def kick(self, channel: str, nick: str, reason: str = "Kicked") -> None:
        def work() -> None:
            where, target = self._inside(channel, nick)
            self._announce(where, f"KICK {where.name} {target.nick} :{reason}")
            where.remove(target)

        self._loop.call(work)

    def op(self, channel: str, nick: str) -> None:
        def work() -> None:
            where, target = self._inside(channel, nick)
            where.members[target].add("o")
            self._announce(where, f"MODE {where.name} +o {target.nick}")

        self._loop.call(work)

    def split(self, nicks: Iterable[str]) -> None:
        """Put these clients beyond a netsplit, where they see only each other. Their nicks are free meanwhile."""

        def work() -> None:
            if self._beyond:
                raise RuntimeError("heal the netsplit that is, first")
            beyond = {fold(nick): self._known(nick) for nick in nicks}
            netsplit.divide(beyond.values())
            self._beyond = beyond
            for key in beyond:
                del self.clients[key]

        self._loop.call(work)

    def heal(self) -> None:
        """End the netsplit. A client whose nick was taken meanwhile is dropped."""

        def work() -> None:
            for key in self._beyond.keys() & self.clients.keys():
                self._drop(self._beyond[key], "Nick collision")
            netsplit.reunite(self._beyond.values())
            self.clients |= self._beyond
            self._beyond = {}

        self._loop.call(work)

    def freeze(self) -> None:
        """Accept and read nothing until thaw(): the server hangs, and its connections stay."""
        self._loop.call(lambda: setattr(self._loop, "frozen", True))

    def thaw(self) -> None:
        def work() -> None:
            self._loop.frozen = False
            for client in self._connected:  # nobody was heard because nobody listened
                client.heard, client.pinged = monotonic(), False

        self._loop.call(work)

    def _known(self, nick: str) -> Client:
        client = self.clients.get(fold(nick)) or self._beyond.get(fold(nick))
        if not client or not client.registered:
            raise LookupError(f"nobody is called {nick}")
        return client

    def _inside(self, channel: str, nick: str) -> tuple[Channel, Client]:
        where, target = self.channels.get(fold(channel)), self._known(nick)
        if not where or target not in where.members:
            raise LookupError(f"{nick} is not in {channel}")
        return where, target

    def _announce(self, channel: Channel, text: str) -> None:
        for member in channel.members:
            member.send(f":{self.servername} {text}")

    # What the commands ask of it.

    def nicks(self, client: Client) -> dict[str, Client]:
        """The clients by folded nick on this client's side of a netsplit; those that have yet to register too."""
        return self._beyond if client.split else self.clients

    def is_service(self, nick: str) -> bool:
        return self.accounts is not None and fold(nick) == fold(NICKSERV)

    def next_msgid(self) -> str:
        return next(self._msgids)

    # The connections. All of this happens in the loop's thread.

    def _accept(self, _events: int) -> None:
        try:
            sock, (host, *_) = self.get_request()
        except OSError:
            return  # it went away before it was let in
        client = Client(self, Connection(sock), host)
        self._connected.add(client)
        self._loop.watch(sock, partial(self._serve, client))

    def _serve(self, client: Client, events: int) -> None:
        if client not in self._connected:
            return  # dropped on account of another client, a moment ago
        if events & WRITE:
            self.written.add(client)
        if events & READ:
            try:
                self._read(client)
            except Lost as lost:
                self._drop(client, str(lost))
            except Exception:
                log.exception("a line from %s", client.mask)
                self._drop(client, "Internal error")

    def _read(self, client: Client) -> None:
        lines = client.connection.read()
        client.heard, client.pinged = monotonic(), False
        for line in lines:
            message = parse(line)
            if message:
                obey(client, message)

    def _between(self) -> float | None:
        """Send what was written and look after the silent. Returns the seconds until it has to be done again."""
        self._flush()
        if not self._connected:
            return None
        if not self._loop.frozen and monotonic() >= self._next_look:
            self._next_look = monotonic() + self._look_every
            for client in list(self._connected):
                self._look_after(client, monotonic())
            self._flush()
        return max(0.0, self._next_look - monotonic())

    def _flush(self) -> None:
        while self.written:  # a client that is dropped gives its neighbours something to read
            client = self.written.pop()
            if client not in self._connected:
                continue
            try:
                client.connection.flush()
            except Lost as lost:
                self._drop(client, str(lost))
                continue
            if client.connection.backlog > self._sendq:
                self._drop(client, "SendQ exceeded")
            elif client.waits != bool(client.connection.backlog):
                client.waits = not client.waits
                events = READ | WRITE if client.waits else READ
                self._loop.watch(client.connection.sock, partial(self._serve, client), events)

    def _look_after(self, client: Client, now: float) -> None:
        silent = now - client.heard
        if client not in self._connected:
            return
        if client.connection.stuck(now) > self._patience:
            self._drop(client, "SendQ exceeded")
        elif silent > self._ping_after + self._ping_grace:
            self._drop(client, f"Ping timeout: {silent:.0f} seconds")
        elif silent > self._ping_after and not client.registered:
            self._drop(client, "Registration timed out")
        elif silent > self._ping_after and not client.pinged:
            client.pinged = True
            client.send(f"PING :{self.servername}")

    def _drop(self, client: Client, reason: str, *, farewell: bool = True) -> None:
        """Take the client off the network, and tell its neighbours why."""
        if client.registered:
            client.tell_neighbours(client.outgoing(f"QUIT :{reason}"))
        for channel in list(client.channels.values()):
            channel.remove(client)
        nicks = self.nicks(client)
        if nicks.get(fold(client.nick)) is client:
            del nicks[fold(client.nick)]
        self._close(client, reason if farewell else "")

    def _close(self, client: Client, farewell: str) -> None:
        self._connected.discard(client)
        self._loop.forget(client.connection.sock)
        if farewell:
            client.send(f"ERROR :Closing link: {client.user}@{client.host} ({farewell})")
            with suppress(Lost):  # it will not hear it
                client.connection.flush()
        client.connection.close()
