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
JOIN_REFUSED = {"403", "405", "437", "471", "473", "474", "475", "476", "477", "480", "489", "519", "520"}


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
        self.login.hear(str(pre.nick), pre.event, pre.args, own)
        if pre.event in ("432", "433", "436", "437") and not self.bot.connection_registered:
            self.try_another_nick(pre.event)

    def after(self, pre: PreTrigger, own: bool) -> None:
        """After Sopel has taken note of it."""
        match pre.event:
            case "001":
                self.bot.called(pre.args[0])
                self.bot.connection.later(END_OF_WELCOME, self.greet)
            case "376" | "422":
                self.greet()
            case "ERROR":
                self.bot.connection.reason = self.bot.connection.reason or f"the server said: {pre.text}"
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
                LOG.warning("no longer in %s (%s): back in %d s", args[0], " ".join([event, *args[2:]]), wait)
        elif event in JOIN_REFUSED and len(args) > 1:
            if (wait := self.rooms.refused(args[1], now)) is not None:
                LOG.warning("not let into %s (%s %s): again in %d s", args[1], event, args[-1], wait)
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
        LOG.info("connected to %s as %s", self.settings.host, self.bot.nick)
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
        if event == "432":
            raise Refused(f"the server does not accept the nick {self.bot.nick}")
        if self.nicks_tried == NICKS:
            raise Refused(f"the nick {self.settings.nick} and {NICKS - 1} like it are in use")
        self.nicks_tried += 1
        LOG.warning("the nick %s is in use; trying %s_", self.bot.nick, self.bot.nick)
        self.bot.change_current_nick(f"{self.bot.nick}_")

    def regain_nick(self) -> None:
        self.nick_asked_at = self.clock()
        if self.opened and not self.bot.is_me(self.settings.nick):
            self.bot.connection.send_nick(self.settings.nick)
