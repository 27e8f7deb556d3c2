"""From the server's welcome to being in all channels, and staying there. Everything here runs in the loop's thread."""
from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sopel.trigger import PreTrigger

from clerk.settings import Settings

from .ears import Listener
from .login import RETRY, Login, Refused
from .outbox import Join, Outbox, Wire
from .rooms import Rooms

if TYPE_CHECKING:
    from .bot import Bot

LOG = logging.getLogger(__name__)

END_OF_WELCOME = 5.0  # seconds after which a server that sends no message of the day has said all
REGAIN = 30.0  # seconds between two tries to get the own nick back
NICKS = 5  # how many nicks to try
NOT_THERE = ("401", "402")
JOIN_REFUSED = {"403", "405", "437", "471", "473", "474", "475", "476", "477", "480", "489", "519", "520"}


def visible(text: str) -> str:
    """Others' words for the log: what would move a terminal's cursor, or hide, is spelled out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


class Session:
    def __init__(
        self, bot: Bot, settings: Settings, listener: Listener, outbox: Outbox,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.bot, self.settings, self.listener, self.outbox, self.clock = bot, settings, listener, outbox, clock
        self.login = Login(
            settings.auth_method, settings.nick, settings.auth_username, settings.auth_password, settings.auth_target
        )
        self.rooms = Rooms(settings.channels)
        self.nicks_tried = 1
        self.greeted = self.opened = False
        self.opened_at = self.nick_asked_at = 0.0

    def before(self, pre: PreTrigger, own: bool) -> None:
        """Before Sopel takes note of the line."""
        self.login.hear(str(pre.nick), pre.event, pre.args, own, pre.host or "")
        if self.login.method == "nickserv" and not self.login.proven:
            self.report_service(pre)
        if pre.event in ("432", "433", "436", "437") and not self.bot.connection_registered:
            self.try_another_nick(pre.event)

    def report_service(self, pre: PreTrigger) -> None:
        """Why the bot is not logged in."""
        if pre.event == "NOTICE" and self.login.is_called_like_service(str(pre.nick)):
            LOG.warning("%s says: %s", visible(pre.hostmask or ""), visible(self.bot.masked(pre.args[-1])))
        elif pre.event in NOT_THERE and self.login.is_called_like_service("".join(pre.args[1:2]).partition("@")[0]):
            LOG.warning("%s is not there (%s)", self.login.service, visible(" ".join([pre.event, *pre.args[2:]])))

    def after(self, pre: PreTrigger, own: bool) -> None:
        """After Sopel has taken note of it."""
        match pre.event:
            case "001":
                self.bot.called(pre.args[0])
                self.bot.connection.later(END_OF_WELCOME, self.greet)
            case "376" | "422":
                self.greet()
            case "ERROR":
                self.bot.connection.reason = self.bot.connection.reason or f"the server said: {visible(pre.text)}"
            case "NICK" if own:
                self.bot.renamed(pre.nick, pre.args[0])
            case "QUIT" | "NICK" if str(pre.nick).lower() == self.settings.nick.lower():
                self.regain_nick()
            case event:
                self.follow(event, pre.args, own)
        if self.greeted and self.login.proven and not self.opened:
            self.open()

    def follow(self, event: str, args: Sequence[str], own: bool) -> None:
        """Where the bot is."""
        now = self.clock()
        if event == "JOIN" and own:
            self.rooms.entered(args[0], now)
            self.outbox.entered(args[0])
        elif (event == "PART" and own) or (event == "KICK" and self.bot.is_me(" ".join(args[1:2]))):
            self.outbox.left(args[0])
            if (wait := self.rooms.left(args[0], now)) is not None:
                why = visible(" ".join([event, *args[2:]]))
                LOG.warning("no longer in %s (%s): back in %d s", visible(args[0]), why, wait)
        elif event in JOIN_REFUSED and len(args) > 1:
            if (wait := self.rooms.refused(args[1], now)) is not None:
                why = visible(f"{event} {args[-1]}")
                LOG.warning("not let into %s (%s): again in %d s", visible(args[1]), why, wait)
        elif event == "INVITE" and len(args) > 1 and self.bot.is_me(args[0]):
            self.rooms.invited(args[1], now)
            self.join_due()

    # Coming in.

    def greet(self) -> None:
        if self.greeted:
            return
        self.greeted = True
        if self.login.method == "nickserv" and not self.login.proven:
            self.identify()
        if self.login.proven or self.settings.join_unidentified:
            self.open()

    def identify(self) -> None:
        for words in self.login.words(str(self.bot.nick)):
            self.bot.connection.send_secret("PRIVMSG", self.login.service, words)
        self.bot.connection.later(RETRY, self.identify_again)

    def identify_again(self) -> None:
        if not self.login.proven:
            LOG.warning("%s has not let the bot in; asking again", self.login.service)
            self.identify()

    def open(self) -> None:
        if self.opened:
            return
        self.opened, self.opened_at = True, self.clock()
        LOG.info("connected to %s as %s", self.settings.host, visible(str(self.bot.nick)))
        wire: Wire = self.bot.wire
        self.outbox.attach(wire)
        self.listener.connected(str(self.bot.nick))
        self.tick()

    def tick(self) -> None:
        self.join_due()
        if self.clock() - self.nick_asked_at >= REGAIN:
            self.regain_nick()
        self.bot.connection.later(1.0, self.tick)

    def join_due(self) -> None:
        if self.opened:
            for channel in self.rooms.due(self.clock()):
                self.outbox.put(Join(channel, self.settings.keys.get(channel, "")))

    # The nick.

    def try_another_nick(self, event: str) -> None:
        """Made from the nick of the settings: some servers rename the loser of a collision to a number first."""
        tried = self.settings.nick + "_" * (self.nicks_tried - 1)
        if event == "432":
            raise Refused(f"the server does not accept the nick {tried}")
        if self.nicks_tried == NICKS:
            raise Refused(f"the nick {self.settings.nick} and {NICKS - 1} like it are in use")
        self.nicks_tried += 1
        LOG.warning("the nick %s is in use; trying %s_", tried, tried)
        self.bot.change_current_nick(f"{tried}_")

    def regain_nick(self) -> None:
        self.nick_asked_at = self.clock()
        if self.opened and not self.bot.is_me(self.settings.nick):
            self.bot.connection.send_nick(self.settings.nick)
