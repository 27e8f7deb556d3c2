"""PRIVMSG, NOTICE, TAGMSG, AWAY."""
from __future__ import annotations

from time import monotonic

from clerk.demo.ircd.casemap import fold
from clerk.demo.ircd.client import Client, refusal
from clerk.demo.ircd.commands import command
from clerk.demo.ircd.services import ask_nickserv
from clerk.demo.ircd.wire import Message, Outgoing


@command("PRIVMSG", "NOTICE")
def talk(client: Client, message: Message) -> None:
    if not message.param(0):
        raise refusal("norecipient", f":No recipient given ({message.command})")
    if not message.param(1):
        raise refusal("notexttosend", ":No text to send")
    client.spoke = monotonic()
    for target in message.params[0].split(","):
        _say(client, message, target)


@command("TAGMSG", needs=1)
def tagmsg(client: Client, message: Message) -> None:
    if "message-tags" in client.caps:
        for target in message.params[0].split(","):
            _say(client, message, target)


def _say(client: Client, message: Message, target: str) -> None:
    if target.startswith("#"):
        channel = client.server.channels.get(fold(target))
        if not channel:
            return client.reply("nosuchchannel", f"{target} :No such channel")
        if not channel.hears(client):
            return client.reply("cannotsendtochan", f"{channel.name} :Cannot send to channel")
        return _hand_over(client, message, channel.name, [who for who in channel.seen_by(client) if who is not client])
    accounts = client.server.accounts
    if accounts is not None and client.server.is_service(target):
        _hand_over(client, message, target, [])
        if message.command == "PRIVMSG":
            ask_nickserv(client, accounts, message.params[1])
        return
    other = client.seek(target)
    if not other:
        return client.reply("nosuchnick", f"{target} :No such nick/channel")
    _hand_over(client, message, other.nick, [other])
    if other.away and message.command == "PRIVMSG":
        client.reply("away", f"{other.nick} :{other.away}")


def _hand_over(client: Client, message: Message, target: str, audience: list[Client]) -> None:
    line = _line(client, message, target)
    echo = [client] if "echo-message" in client.caps else []
    for other in (*audience, *echo):
        if message.command != "TAGMSG" or "message-tags" in other.caps:
            other.deliver(line)


def _line(client: Client, message: Message, target: str) -> Outgoing:
    text = "" if message.command == "TAGMSG" else f" :{message.params[1]}"
    tags = [("message-tags", f"msgid={client.server.next_msgid()}")]
    if message.tags:
        tags.append(("message-tags", message.tags))
    return client.outgoing(f"{message.command} {target}{text}", *tags)


@command("AWAY")
def away(client: Client, message: Message) -> None:
    client.away = message.param(0)
    if client.away:
        client.reply("nowaway", ":You have been marked as being away")
    else:
        client.reply("unaway", ":You are no longer marked as being away")
    client.tell_neighbours(client.outgoing("AWAY" + (f" :{client.away}" if client.away else "")), "away-notify")
