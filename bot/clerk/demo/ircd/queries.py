"""Questions: WHO, WHOIS, and what a server tells about itself."""
from __future__ import annotations

from datetime import UTC, datetime
from fnmatch import fnmatchcase

import clerk
from clerk.demo.ircd.casemap import fold
from clerk.demo.ircd.channel import Channel
from clerk.demo.ircd.client import Client
from clerk.demo.ircd.commands import command
from clerk.demo.ircd.wire import Message

WHOX_FIELDS = "tcuihsnfdlaor"  # WHOX answers in this order, whatever order was asked for


@command("WHO")
def who(client: Client, message: Message) -> None:
    mask = message.param(0) or "*"
    _, whox, asked = message.param(1).partition("%")
    fields, _, token = asked.partition(",")
    for channel, member in _matches(client, mask):
        if whox:
            known = _whox(client, channel, member) | {"t": token or "0"}
            client.reply("whospcrpl", " ".join(known[field] for field in WHOX_FIELDS if field in fields))
        else:
            client.reply("whoreply", _plain_who(client, channel, member))
    client.reply("endofwho", f"{mask} :End of /WHO list")


def _matches(client: Client, mask: str) -> list[tuple[Channel | None, Client]]:
    """Whom the mask means, each with the channel to show."""
    if mask.startswith("#"):
        channel = client.server.channels.get(fold(mask))
        return [(channel, member) for member in channel.seen_by(client)] if channel else []
    pattern = "*" if mask == "0" else fold(mask).replace("[", "[[]")
    everyone = [other for other in client.server.nicks(client).values() if other.registered]
    return [(_common(client, other), other) for other in everyone if fnmatchcase(fold(other.nick), pattern)]


def _common(client: Client, other: Client) -> Channel | None:
    return next((channel for key, channel in other.channels.items() if key in client.channels), None)


def _flags(client: Client, channel: Channel | None, member: Client) -> str:
    signs = channel.signs(member, every="multi-prefix" in client.caps) if channel else ""
    return ("G" if member.away else "H") + signs


def _whox(client: Client, channel: Channel | None, member: Client) -> dict[str, str]:
    return {
        "c": channel.name if channel else "*",
        "u": member.user,
        "i": member.host,
        "h": member.host,
        "s": client.server.servername,
        "n": member.nick,
        "f": _flags(client, channel, member),
        "d": "0",
        "l": str(member.idle),
        "a": member.account or "0",
        "o": "n/a",
        "r": f":{member.realname}",
    }


def _plain_who(client: Client, channel: Channel | None, member: Client) -> str:
    known = _whox(client, channel, member)
    return " ".join(known[field] for field in "cuhsnf") + f" :0 {member.realname}"


@command("WHOIS", needs=1)
def whois(client: Client, message: Message) -> None:
    # With two parameters the first names the server to ask: irssi sends the nick twice.
    asked = message.params[-1]
    for nick in asked.split(","):
        found = client.seek(nick)
        if found:
            _describe(client, found)
        else:
            client.reply("nosuchnick", f"{nick} :No such nick/channel")
    client.reply("endofwhois", f"{asked} :End of /WHOIS list")


def _describe(client: Client, other: Client) -> None:
    nick, server = other.nick, client.server
    client.reply("whoisuser", f"{nick} {other.user} {other.host} * :{other.realname}")
    if other.channels:
        shown = " ".join(channel.signs(other, every=True) + channel.name for channel in other.channels.values())
        client.reply("whoischannels", f"{nick} :{shown}")
    client.reply("whoisserver", f"{nick} {server.servername} :{server.purpose}")
    if other.away:
        client.reply("away", f"{nick} :{other.away}")
    if other.account:
        client.reply("whoisaccount", f"{nick} {other.account} :is logged in as")
    client.reply("whoisidle", f"{nick} {other.idle} {other.signed_on} :seconds idle, signon time")


@command("WHOWAS", needs=1)
def whowas(client: Client, message: Message) -> None:
    nick = message.params[0]
    client.reply("wasnosuchnick", f"{nick} :There was no such nickname")
    client.reply("endofwhowas", f"{nick} :End of WHOWAS")


@command("ISON", needs=1)
def ison(client: Client, message: Message) -> None:
    asked = " ".join(message.params).split()
    here = [nick for nick in asked if client.seek(nick) or client.server.is_service(nick)]
    client.reply("ison", f":{' '.join(here)}")


@command("USERHOST", needs=1)
def userhost(client: Client, message: Message) -> None:
    found = [other for nick in message.params[:5] if (other := client.seek(nick))]
    shown = (f"{other.nick}={'-' if other.away else '+'}{other.user}@{other.host}" for other in found)
    client.reply("userhost", f":{' '.join(shown)}")


def greet(client: Client) -> None:
    """What a client is told when it comes in, and may ask again."""
    _lusers(client)
    _motd(client)


@command("LUSERS")
def lusers(client: Client, message: Message) -> None:
    _lusers(client)


def _lusers(client: Client) -> None:
    users = sum(other.registered for other in client.server.nicks(client).values())
    client.reply("luserclient", f":There are {users} users and 0 invisible on 1 servers")
    client.reply("luserchannels", f"{len(client.server.channels)} :channels formed")
    client.reply("luserme", f":I have {users} clients and 0 servers")


@command("MOTD")
def motd(client: Client, message: Message) -> None:
    _motd(client)


def _motd(client: Client) -> None:
    server = client.server
    if not server.motd:
        return client.reply("nomotd", ":MOTD File is missing")
    client.reply("motdstart", f":- {server.servername} Message of the day -")
    for line in server.motd:
        client.reply("motd", f":- {line}")
    client.reply("endofmotd", ":End of /MOTD command")


@command("VERSION")
def version(client: Client, message: Message) -> None:
    client.reply("version", f"clerk-{clerk.__version__}. {client.server.servername} :{client.server.purpose}")


@command("TIME")
def time(client: Client, message: Message) -> None:
    client.reply("time", f"{client.server.servername} :{datetime.now(UTC):%A %B %d %Y -- %H:%M:%S} UTC")
