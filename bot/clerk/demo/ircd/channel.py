"""A channel and who is in it."""
from __future__ import annotations

from time import time

from clerk.demo.ircd.casemap import fold
from clerk.demo.ircd.client import Client, refusal

SIGNS = {"o": "@", "v": "+"}


class Channel:
    """modes: the letters that are set. members: each with the letters of its ranks."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.created = int(time())
        self.modes = {"n", "t"}
        self.topic = ""
        self.topic_by = ""
        self.topic_at = 0
        self.members: dict[Client, set[str]] = {}

    def seen_by(self, client: Client) -> list[Client]:
        """Its members on the client's side of a netsplit."""
        return [member for member in self.members if member.split == client.split]

    def tell(self, source: Client, rest: str) -> None:
        """Send a line of the client's to all it sees here, itself too."""
        line = source.outgoing(rest)
        for member in self.seen_by(source):
            member.deliver(line)

    def signs(self, member: Client, *, every: bool) -> str:
        """The member's rank as it stands before the nick: the highest, or every one."""
        ranks = self.members.get(member, set())
        signs = "".join(sign for letter, sign in SIGNS.items() if letter in ranks)
        return signs if every else signs[:1]

    def is_operator(self, client: Client) -> bool:
        return "o" in self.members.get(client, ())

    def require_member(self, client: Client) -> None:
        if client not in self.members:
            raise refusal("notonchannel", f"{self.name} :You're not on that channel")

    def require_operator(self, client: Client) -> None:
        self.require_member(client)
        if not self.is_operator(client):
            raise refusal("chanoprivsneeded", f"{self.name} :You're not channel operator")

    def require_inside(self, target: Client) -> None:
        if target not in self.members:
            raise refusal("usernotinchannel", f"{target.nick} {self.name} :They aren't on that channel")

    def hears(self, client: Client) -> bool:
        """Whether the client may speak in it."""
        ranks = self.members.get(client)
        return not (ranks is None and "n" in self.modes) and not (not ranks and "m" in self.modes)

    def add(self, client: Client) -> None:
        """The first to come in becomes operator."""
        self.members[client] = set() if self.seen_by(client) else {"o"}
        client.channels[fold(self.name)] = self

    def remove(self, client: Client) -> None:
        """The last to leave takes the channel along."""
        del self.members[client]
        del client.channels[fold(self.name)]
        if not self.members:
            del client.server.channels[fold(self.name)]


def introduce(client: Client, channel: Channel, audience: list[Client]) -> None:
    """Say that the client has come into the channel, in the form that each of the audience asked for."""
    short = client.outgoing(f"JOIN {channel.name}")
    long = client.outgoing(f"JOIN {channel.name} {client.account or '*'} :{client.realname}")
    away = client.outgoing(f"AWAY :{client.away}")
    for other in audience:
        other.deliver(long if "extended-join" in other.caps else short)
        if client.away and other is not client and "away-notify" in other.caps:
            other.deliver(away)
