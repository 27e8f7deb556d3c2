"""A netsplit and its end, as the clients on both sides see them."""
from __future__ import annotations

from collections.abc import Iterable

from clerk.demo.ircd.channel import Channel, introduce
from clerk.demo.ircd.client import Client
from clerk.demo.ircd.modes import spell

REASON = "irc1.test irc2.test"  # the two servers that lost each other: how clients know a netsplit


def divide(leaving: Iterable[Client]) -> None:
    """Put the clients beyond the netsplit: they and those who stay see each other quit."""
    beyond = set(leaving)
    for client in beyond:
        for other in client.neighbours() - beyond:
            other.deliver(client.outgoing(f"QUIT :{REASON}"))
            client.deliver(other.outgoing(f"QUIT :{REASON}"))
    for client in beyond:
        client.split = True


def reunite(returning: Iterable[Client]) -> None:
    """Bring them back: both sides see each other join, and the server restore the ranks."""
    back = list(returning)
    for channel in dict.fromkeys(channel for client in back for channel in client.channels.values()):
        near = [member for member in channel.members if not member.split]
        far = [member for member in channel.members if member.split]
        _show(channel, far, near)
        _show(channel, near, far)
    for client in back:
        client.split = False


def _show(channel: Channel, members: list[Client], audience: list[Client]) -> None:
    for member in members:
        introduce(member, channel, audience)
        ranks = spell(("+", letter, member.nick) for letter in sorted(channel.members[member]))
        for other in audience:
            if ranks:
                other.send(f":{other.server.servername} MODE {channel.name} {ranks}")
