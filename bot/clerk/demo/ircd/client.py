"""One client of the server: who it is, and what is sent to it."""
from __future__ import annotations

from time import monotonic, time
from typing import TYPE_CHECKING

import irc.events
import irc.server

from clerk.demo.ircd.casemap import fold
from clerk.demo.ircd.wire import Connection, Outgoing

if TYPE_CHECKING:
    from clerk.demo.ircd.channel import Channel
    from clerk.demo.server import Server

CODES: dict[str, str] = {str(name): str(number) for name, number in irc.events.codes.items()}


def refusal(name: str, rest: str) -> Exception:
    """The numeric that answers a command which cannot be done, to be raised by the command."""
    return irc.server.IRCError(CODES[name], rest)  # type: ignore[no-untyped-call]


class Client:
    """Compared by identity: the same person may be here twice."""

    def __init__(self, server: Server, connection: Connection, host: str) -> None:
        self.server = server
        self.connection = connection
        self.host = host
        self.nick = ""
        self.user = ""
        self.realname = ""
        self.account: str | None = None
        self.away = ""
        self.caps: frozenset[str] = frozenset()
        self.modes: set[str] = set()
        self.channels: dict[str, Channel] = {}
        self.negotiating = False
        self.registered = False
        self.sasl: str | None = None  # what has come of the password so far, while AUTHENTICATE goes on
        self.split = False  # beyond the netsplit: it sees only those who are there with it
        self.signed_on = int(time())
        self.spoke = self.heard = monotonic()
        self.pinged = False
        self.waits = False  # more was sent than the socket took

    @property
    def mask(self) -> str:
        return f"{self.nick or '*'}!{self.user or '*'}@{self.host}"

    @property
    def idle(self) -> int:
        """Seconds since it last said something."""
        return int(monotonic() - self.spoke)

    def outgoing(self, rest: str, *tags: tuple[str, str]) -> Outgoing:
        """A line from this client, for others."""
        account = [("account-tag", f"account={self.account}")] if self.account else []
        return Outgoing(f":{self.mask} {rest}", [*account, *tags])

    def deliver(self, line: Outgoing) -> None:
        self.connection.write(line.encoded(self.caps))
        self.server.written.add(self)

    def send(self, text: str) -> None:
        self.deliver(Outgoing(text))

    def reply(self, name: str, rest: str) -> None:
        """Send a numeric by the name that irc.events knows it by."""
        self.answer(CODES[name], rest)

    def answer(self, numeric: str, rest: str) -> None:
        self.send(f":{self.server.servername} {numeric} {self.nick or '*'} {rest}")

    def tell_neighbours(self, line: Outgoing, cap: str = "") -> None:
        """Send the line to all who share a channel with this client and have the capability."""
        for other in self.neighbours():
            if not cap or cap in other.caps:
                other.deliver(line)

    def neighbours(self) -> set[Client]:
        """Those who share a channel with this client, without itself."""
        return {other for channel in self.channels.values() for other in channel.seen_by(self)} - {self}

    def find(self, nick: str) -> Client:
        """Who goes by the nick. Raises the numeric for nobody."""
        found = self.seek(nick)
        if not found:
            raise refusal("nosuchnick", f"{nick} :No such nick/channel")
        return found

    def seek(self, nick: str) -> Client | None:
        found = self.server.nicks(self).get(fold(nick))
        return found if found and found.registered else None

    def find_channel(self, name: str) -> Channel:
        """The channel. Raises the numeric for none."""
        found = self.server.channels.get(fold(name))
        if not found:
            raise refusal("nosuchchannel", f"{name} :No such channel")
        return found
