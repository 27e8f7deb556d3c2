"""What Sopel hears, turned into Lines. Nothing here answers, decides or waits."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from sopel import plugin
from sopel.bot import Sopel
from sopel.trigger import Trigger

from clerk.core.announcements import RECEIPT
from clerk.core.lines import Kind, Line, Rank, Speaker, fold

LOGGED_OUT = ("", "*", "0")


class Listener(Protocol):
    """The application. hear() and the others never block; hear() may be called from any thread."""

    def hear(self, line: Line, switched_off: bool = False) -> None:
        """switched_off: the line is a command of ours that Sopel's settings for the channel do not let through."""

    def connected(self, nick: str) -> None:
        """The server has let the bot in and, where asked for, the bot has logged in; it is in no channel yet."""

    def disconnected(self, at: datetime, reason: str) -> None:
        """Once for each connected(). at: when the server was heard for the last time."""

    def confirmed(self, receipt: str) -> None:
        """The server has taken what the bot said with that receipt."""

    def waiting(self) -> int:
        """How many lines have been heard that nobody has looked at yet; while they are many, no more are read."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Coming:
    """A channel that the bot has just entered, until the server has said who and what is there."""

    topic: str | None = None
    names: list[str] = field(default_factory=list)


@dataclass
class Ears:
    """One connection's, in bot.memory["clerk"]. network: its name, or what to call it until the server says."""

    listener: Listener
    network: str
    fixed: bool = False  # whether the name is ours rather than the server's to choose
    prefix: str = "."  # of Sopel's commands
    clock: Callable[[], datetime] = utc_now
    let_through: str = ""  # the raw line of which Sopel called the command
    coming: dict[str, Coming] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.prefix_at_start = re.compile(re.escape(self.prefix), re.IGNORECASE)  # as Sopel's own patterns have it

    # People's words.

    def talk(self, bot: Sopel, trigger: Trigger) -> None:
        """PRIVMSG and NOTICE."""
        said = words_of(trigger)
        if said is None or trigger.status_prefix:
            return
        kind, text = said
        target = trigger.args[0]
        if is_channel(bot, target):
            line = self.line(bot, trigger, kind, target, text)
        elif bot.make_identifier(target) == bot.nick and kind is Kind.SAID and trigger.nick != bot.nick:
            line = self.line(bot, trigger, Kind.PRIVATE, "", text)
        else:
            return
        self.listener.hear(line, switched_off=self.switched_off(bot, trigger, line))

    def switched_off(self, bot: Sopel, trigger: Trigger, line: Line) -> bool:
        if not self.prefix_at_start.match(line.text) or line.speaker is Speaker.CLERK:
            return False
        # One raw line is one string object in all that Sopel makes of it.
        if self.let_through is trigger.raw:
            return False
        known = bot.rules.get_all_commands()  # type: ignore[no-untyped-call]
        return any(
            next(command.parse(line.text), None)
            for plugin_name, commands in known
            if plugin_name.startswith("clerk_")
            for command in commands.values()
        )

    # Coming and going.

    def join(self, bot: Sopel, trigger: Trigger) -> None:
        """After Sopel has taken note of it."""
        channel = trigger.args[0]
        self.hear(bot, trigger, Kind.JOIN, channel, "")
        if trigger.nick == bot.nick:
            self.coming[fold(channel)] = Coming()

    def part(self, bot: Sopel, trigger: Trigger) -> None:
        self.hear(bot, trigger, Kind.PART, trigger.args[0], " ".join(trigger.args[1:2]))

    def kick(self, bot: Sopel, trigger: Trigger) -> None:
        channel, kicked, *reason = trigger.args
        self.hear(bot, trigger, Kind.KICK, channel, " ".join([kicked, *reason]).strip())

    def topic(self, bot: Sopel, trigger: Trigger) -> None:
        self.hear(bot, trigger, Kind.TOPIC, trigger.args[0], " ".join(trigger.args[1:2]))

    def quit(self, bot: Sopel, trigger: Trigger) -> None:
        """Before Sopel takes note of it: afterwards nobody knows where they were."""
        for channel in channels_of(bot, trigger.nick):
            self.hear(bot, trigger, Kind.QUIT, channel, " ".join(trigger.args[:1]))

    def nick(self, bot: Sopel, trigger: Trigger) -> None:
        """Before Sopel takes note of it."""
        for channel in channels_of(bot, trigger.nick):
            self.hear(bot, trigger, Kind.NICK, channel, trigger.args[0])

    # What the server tells.

    def current_topic(self, bot: Sopel, trigger: Trigger) -> None:
        """332: me, channel, topic."""
        if coming := self.coming.get(fold(trigger.args[1])):
            coming.topic = trigger.args[2]

    def names(self, bot: Sopel, trigger: Trigger) -> None:
        """353: me, kind of channel, channel, names."""
        if coming := self.coming.get(fold(trigger.args[2])):
            plain = (name.lstrip("~&@%+!*").partition("!")[0] for name in trigger.args[3].split())
            coming.names += [name for name in plain if name and bot.make_identifier(name) != bot.nick]

    def end_of_names(self, bot: Sopel, trigger: Trigger) -> None:
        """366: me, channel."""
        channel = trigger.args[1]
        coming = self.coming.pop(fold(channel), None)
        if coming is None:
            return
        if coming.topic is not None:
            self.tell(bot, Kind.TOPIC, channel, coming.topic)
        self.tell(bot, Kind.NAMES, channel, " ".join(dict.fromkeys(coming.names)))

    def denied(self, bot: Sopel, trigger: Trigger) -> None:
        """482: me, channel. The only thing that the bot does as an operator is to set the topic."""
        self.tell(bot, Kind.DENIED, trigger.args[1], "")

    def pong(self, bot: Sopel, trigger: Trigger) -> None:
        """The server's name and what it was pinged with, which may stand alone."""
        if trigger.args and trigger.args[-1].startswith(RECEIPT):
            self.listener.confirmed(trigger.args[-1])

    # Lines.

    def hear(self, bot: Sopel, trigger: Trigger, kind: Kind, channel: str, text: str) -> None:
        self.listener.hear(self.line(bot, trigger, kind, channel, text))

    def tell(self, bot: Sopel, kind: Kind, channel: str, text: str) -> None:
        """What no person did."""
        self.listener.hear(
            Line(self.clock(), channel, "", text, kind, speaker=Speaker.CLERK, network=self.called(bot))
        )  # fmt: skip

    def line(self, bot: Sopel, trigger: Trigger, kind: Kind, channel: str, text: str) -> Line:
        return Line(
            at=self.clock(),
            channel=channel,
            nick=str(trigger.nick),
            text=text,
            kind=kind,
            account=account_of(bot, trigger),
            host=host_of(trigger),
            rank=rank_of(bot, channel, trigger.nick),
            speaker=Speaker.CLERK if trigger.nick == bot.nick else Speaker.PERSON,
            msgid=trigger.tags.get("msgid") or None,
            network=self.called(bot),
        )

    def called(self, bot: Sopel) -> str:
        if self.fixed:
            return self.network
        return str(bot.isupport.get("NETWORK") or self.network)  # type: ignore[no-untyped-call]


def words_of(trigger: Trigger) -> tuple[Kind, str] | None:
    """The words and how they were said; None for what is not meant for people."""
    if len(trigger.args) < 2:
        return None
    text = trigger.args[-1]
    ctcp: str | None = trigger.ctcp
    if ctcp is None and text.startswith("\x01"):  # the closing mark may be missing
        ctcp, _, text = text[1:].rstrip("\x01").partition(" ")
    if ctcp is not None:
        return (Kind.ACTION, text) if ctcp.upper() == "ACTION" and trigger.event == "PRIVMSG" else None
    return (Kind.NOTICE if trigger.event == "NOTICE" else Kind.SAID), text


def is_channel(bot: Sopel, name: str) -> bool:
    return bool(name) and not bot.make_identifier(name).is_nick()


def channels_of(bot: Sopel, nick: str) -> Iterator[str]:
    """Where both the nick and the bot are. Sopel also keeps a channel '*', from servers' answers to WHO."""
    who = bot.make_identifier(nick)
    for name, channel in list(bot.channels.items()):
        if is_channel(bot, name) and who in channel.users and bot.nick in channel.users:
            yield str(channel.name)


def account_of(bot: Sopel, trigger: Trigger) -> str | None:
    """The tag says it of whoever speaks; without one, Sopel knows it from JOIN, WHO or ACCOUNT."""
    tagged = bot.capabilities.is_enabled("account-tag") and trigger.event in ("PRIVMSG", "NOTICE")
    account: Any = trigger.tags.get("account")
    if account is None and not tagged:
        user = bot.users.get(trigger.nick)
        account = user.account if user else None
    return None if account is None or account in LOGGED_OUT else str(account)


def host_of(trigger: Trigger) -> str:
    if "!" in trigger.host:  # Sopel puts its whole hostmask there when it makes an echo itself
        return str(trigger.host.rpartition("!")[2])
    return f"{trigger.user}@{trigger.host}" if trigger.host else ""


def rank_of(bot: Sopel, channel: str, nick: str) -> Rank:
    place = bot.channels.get(bot.make_identifier(channel)) if channel else None
    privileges = place.privileges.get(bot.make_identifier(nick), 0) if place else 0
    if privileges >= plugin.OP:
        return Rank.OPERATOR
    return Rank.VOICED if privileges >= plugin.VOICE else Rank.NONE
