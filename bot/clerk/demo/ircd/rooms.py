"""JOIN, PART, NAMES, TOPIC, KICK, INVITE, LIST: what is done in and to a channel."""
from __future__ import annotations

import re
from time import time

from clerk.demo.ircd.casemap import fold
from clerk.demo.ircd.channel import Channel, introduce
from clerk.demo.ircd.client import Client, refusal
from clerk.demo.ircd.commands import command
from clerk.demo.ircd.wire import Message

NAME = re.compile(r"#[^ ,\x07]{0,63}")
NAMES_LENGTH = 400  # characters of nicks in one line, so that no line is cut


@command("JOIN", needs=1)
def join(client: Client, message: Message) -> None:
    if message.params[0] == "0":
        for channel in list(client.channels.values()):
            _leave(client, channel, "")
        return
    for name in message.params[0].split(","):
        if not NAME.fullmatch(name):
            client.reply("nosuchchannel", f"{name} :No such channel")
        elif fold(name) not in client.channels:
            _enter(client, name)


def _enter(client: Client, name: str) -> None:
    channel = client.server.channels.setdefault(fold(name), Channel(name))
    channel.add(client)
    introduce(client, channel, channel.seen_by(client))
    if channel.topic:
        _show_topic(client, channel)
    _show_names(client, channel)


@command("PART", needs=1)
def part(client: Client, message: Message) -> None:
    for name in message.params[0].split(","):
        channel = client.server.channels.get(fold(name))
        if not channel:
            client.reply("nosuchchannel", f"{name} :No such channel")
        elif client not in channel.members:
            client.reply("notonchannel", f"{name} :You're not on that channel")
        else:
            _leave(client, channel, message.param(1))


def _leave(client: Client, channel: Channel, reason: str) -> None:
    channel.tell(client, f"PART {channel.name}" + (f" :{reason}" if reason else ""))
    channel.remove(client)


@command("NAMES")
def names(client: Client, message: Message) -> None:
    for name in message.param(0).split(","):
        channel = client.server.channels.get(fold(name))
        if channel:
            _show_names(client, channel)
        else:
            client.reply("endofnames", f"{name or '*'} :End of /NAMES list")


def _show_names(client: Client, channel: Channel) -> None:
    row = ""
    for member in channel.seen_by(client):
        shown = member.mask if "userhost-in-names" in client.caps else member.nick
        entry = channel.signs(member, every="multi-prefix" in client.caps) + shown
        if row and len(row) + len(entry) >= NAMES_LENGTH:
            client.reply("namreply", f"= {channel.name} :{row}")
            row = ""
        row = f"{row} {entry}" if row else entry
    if row:
        client.reply("namreply", f"= {channel.name} :{row}")
    client.reply("endofnames", f"{channel.name} :End of /NAMES list")


@command("TOPIC", needs=1)
def topic(client: Client, message: Message) -> None:
    channel = client.find_channel(message.params[0])
    if len(message.params) == 1:
        return _show_topic(client, channel)
    channel.require_member(client)
    if "t" in channel.modes:
        channel.require_operator(client)
    channel.topic, channel.topic_by, channel.topic_at = message.params[1], client.mask, int(time())
    channel.tell(client, f"TOPIC {channel.name} :{channel.topic}")


def _show_topic(client: Client, channel: Channel) -> None:
    if not channel.topic:
        return client.reply("notopic", f"{channel.name} :No topic is set")
    client.reply("currenttopic", f"{channel.name} :{channel.topic}")
    client.reply("topicinfo", f"{channel.name} {channel.topic_by} {channel.topic_at}")


@command("KICK", needs=2)
def kick(client: Client, message: Message) -> None:
    channel = client.find_channel(message.params[0])
    channel.require_operator(client)
    for nick in message.params[1].split(","):
        target = client.find(nick)
        channel.require_inside(target)
        channel.tell(client, f"KICK {channel.name} {target.nick} :{message.param(2) or client.nick}")
        channel.remove(target)


@command("INVITE", needs=2)
def invite(client: Client, message: Message) -> None:
    target = client.find(message.params[0])
    channel = client.find_channel(message.params[1])
    channel.require_member(client)
    if target in channel.members:
        raise refusal("useronchannel", f"{target.nick} {channel.name} :is already on channel")
    client.reply("inviting", f"{target.nick} {channel.name}")
    if target.away:
        client.reply("away", f"{target.nick} :{target.away}")
    target.deliver(client.outgoing(f"INVITE {target.nick} {channel.name}"))


@command("LIST")
def list_channels(client: Client, message: Message) -> None:
    wanted = {fold(name) for name in message.param(0).split(",") if name.startswith("#")}
    client.reply("liststart", "Channel :Users  Name")
    for key, channel in client.server.channels.items():
        if key in wanted or not wanted:
            client.reply("list", f"{channel.name} {len(channel.seen_by(client))} :{channel.topic}")
    client.reply("listend", ":End of /LIST")
