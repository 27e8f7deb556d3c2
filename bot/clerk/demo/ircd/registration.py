"""Coming and going: CAP, NICK, USER, the welcome, PING, QUIT."""
from __future__ import annotations

import re

import clerk
from clerk.demo.ircd.casemap import fold
from clerk.demo.ircd.client import Client, refusal
from clerk.demo.ircd.commands import command
from clerk.demo.ircd.queries import greet
from clerk.demo.ircd.wire import Lost, Message

NICK = re.compile(r"[A-Za-z\[\]\\`_^{|}][A-Za-z0-9\[\]\\`_^{|}-]*")
NICKLEN = 30
USERLEN = 12
CAPS = (
    "account-notify", "account-tag", "away-notify", "cap-notify", "echo-message", "extended-join", "message-tags",
    "multi-prefix", "sasl", "server-time", "userhost-in-names",
)  # fmt: skip
FEATURES = (
    "CASEMAPPING=rfc1459 CHANTYPES=# PREFIX=(ov)@+ CHANMODES=b,,,mnt MODES=6 NETWORK=ClerkDemo WHOX",
    f"NICKLEN={NICKLEN} USERLEN={USERLEN} CHANNELLEN=64 TOPICLEN=390 KICKLEN=390 AWAYLEN=390 TARGMAX=PRIVMSG:,NOTICE:",
)


@command("PASS", needs=1, early=True)
def ignore_password(client: Client, message: Message) -> None:
    if client.registered:
        raise refusal("alreadyregistered", ":You may not reregister")


@command("CAP", needs=1, early=True)
def cap(client: Client, message: Message) -> None:
    match message.params[0].upper():
        case "LS":
            client.negotiating = not client.registered
            modern = message.param(1).isdecimal() and int(message.param(1)) >= 302
            _cap(client, "LS", " ".join(_shown(name, modern) for name in _offered(client)))
        case "LIST":
            _cap(client, "LIST", " ".join(sorted(client.caps)))
        case "REQ":
            client.negotiating = not client.registered
            _request(client, message.param(1))
        case "END":
            client.negotiating = False
            welcome(client)
        case unknown:
            raise refusal("invalidcapcmd", f"{unknown} :Invalid CAP command")


def _offered(client: Client) -> list[str]:
    return [name for name in CAPS if name != "sasl" or client.server.accounts is not None]


def _shown(name: str, modern: bool) -> str:
    return "sasl=PLAIN" if modern and name == "sasl" else name


def _request(client: Client, names: str) -> None:
    wanted = names.split()
    if not {name.removeprefix("-") for name in wanted} <= set(_offered(client)):
        return _cap(client, "NAK", names)
    for name in wanted:
        client.caps = client.caps - {name[1:]} if name.startswith("-") else client.caps | {name}
    _cap(client, "ACK", names)


def _cap(client: Client, verb: str, rest: str) -> None:
    client.send(f":{client.server.servername} CAP {client.nick or '*'} {verb} :{rest}")


@command("NICK", early=True)
def nick(client: Client, message: Message) -> None:
    new = message.param(0)[:NICKLEN]
    if not new:
        raise refusal("nonicknamegiven", ":No nickname given")
    if not NICK.fullmatch(new):
        raise refusal("erroneusnickname", f"{new} :Erroneous nickname")
    nicks = client.server.nicks(client)
    if nicks.get(fold(new), client) is not client or client.server.is_service(new):
        raise refusal("nicknameinuse", f"{new} :Nickname is already in use")
    if client.registered and new != client.nick:
        line = client.outgoing(f"NICK :{new}")
        client.deliver(line)
        client.tell_neighbours(line)
    nicks.pop(fold(client.nick), None)
    nicks[fold(new)] = client
    client.nick = new
    welcome(client)


@command("USER", needs=4, early=True)
def user(client: Client, message: Message) -> None:
    if client.registered:
        raise refusal("alreadyregistered", ":You may not reregister")
    client.user = "~" + (re.sub(r"[^A-Za-z0-9._-]", "", message.params[0]) or "user")[: USERLEN - 1]
    client.realname = message.params[3]
    welcome(client)


def welcome(client: Client) -> None:
    """Take the client in as soon as it has said all that is asked of it."""
    if client.registered or client.negotiating or not (client.nick and client.user):
        return
    client.registered = True
    name = client.server.servername
    client.reply("welcome", f":Welcome to the ClerkDemo IRC network, {client.mask}")
    client.reply("yourhost", f":Your host is {name}, running clerk-{clerk.__version__}")
    client.reply("created", f":This server was started {client.server.started:%Y-%m-%d %H:%M:%S} UTC")
    client.reply("myinfo", f"{name} clerk-{clerk.__version__} iw bmnotv bov")
    for features in FEATURES:
        client.reply("featurelist", f"{features} :are supported by this server")
    greet(client)


@command("PING", early=True)
def ping(client: Client, message: Message) -> None:
    if not message.params:
        raise refusal("noorigin", ":No origin specified")
    name = client.server.servername
    client.send(f":{name} PONG {name} :{message.params[0]}")


@command("PONG", early=True)
def pong(client: Client, message: Message) -> None:
    """Nothing to do: that it came was what the server wanted to know."""


@command("QUIT", early=True)
def leave(client: Client, message: Message) -> None:
    # The word before the reason keeps a client from passing itself off as a netsplit.
    raise Lost(f"Quit: {message.params[0]}" if message.param(0) else "Client Quit")


