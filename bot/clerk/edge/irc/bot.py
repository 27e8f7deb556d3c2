"""Sopel's bot, taught to leave to Clerk what is Clerk's: speaking, joining, logging in, leaving."""
from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Any

from sopel import bot, coretasks
from sopel.irc.isupport import ISupport
from sopel.tools import identifiers
from sopel.trigger import PreTrigger

from clerk.settings import Settings

from .config import Config
from .connection import Connection
from .dispatch import RulesByEvent, identifier
from .ears import Ears, Listener
from .login import Refused
from .outbox import Ask, Outbox
from .session import Session

LOG = logging.getLogger(__name__)

# These would join, speak or save behind our backs; one sleeps in a thread that outlives the bot.
UNWANTED = (
    coretasks.retry_join,
    coretasks.join_channels,
    coretasks.on_nickname_in_use,
    coretasks.handle_url_callbacks,
    coretasks.blocks,
    coretasks.execute_perform,
    coretasks.enable_service_auth,
)


class Bot(bot.Sopel):
    """One connection's bot; the next connection gets a new one. Made and run in the loop's thread."""

    spelling: tuple[ISupport, str | None, tuple[str, ...]] | None = None  # what the server says of identifiers

    def __init__(self, settings: Settings, listener: Listener, outbox: Outbox) -> None:
        super().__init__(Config(settings))  # type: ignore[no-untyped-call]
        self._rules_manager = RulesByEvent()
        self.secret = settings.auth_password
        self.outbox = outbox
        self.memory["clerk"] = Ears(
            listener, settings.network or settings.host, bool(settings.network), settings.rules.prefix or "."
        )  # fmt: skip
        self.connection = self.get_irc_backend(settings.host, settings.port, None)
        self.backend = self.connection
        self.session = Session(self, settings, listener, outbox)
        self.wire = Mouth(self)

    def get_irc_backend(
        self, host: str, port: int, source_address: tuple[str, int] | None
    ) -> Connection:
        core = self.settings.core
        return Connection(
            self, host=host, port=port, source_address=(core.bind_host, 0) if core.bind_host else None,
            server_timeout=core.timeout, ping_interval=core.timeout_ping_interval, use_ssl=core.use_ssl,
            certfile=core.client_cert_file, keyfile=core.client_cert_file, verify_ssl=core.verify_ssl,
            ca_certs=core.ca_certs, ssl_ciphers=core.ssl_ciphers, ssl_minimum_version=core.ssl_minimum_version,
        )  # fmt: skip

    def setup_logging(self) -> None:
        """Not Sopel's: it would silence every logger that exists already."""

    def register_callables(self, callables: Iterable[Any]) -> None:
        super().register_callables([each for each in callables if each not in UNWANTED])

    def make_identifier(self, name: str) -> identifiers.Identifier:
        """Sopel's, but the same few names come again and again, several times in each line."""
        spelling = self.spelling
        if spelling is None or spelling[0] is not self._isupport:  # Sopel makes a new one of whatever it is told
            found = self._isupport
            spelling = self.spelling = (
                found,
                found.get("CASEMAPPING"),  # type: ignore[no-untyped-call]
                found.get("CHANTYPES", identifiers.DEFAULT_CHANTYPES),  # type: ignore[no-untyped-call]
            )
        return identifier(str(name), spelling[1], spelling[2])

    # Hearing.

    def on_message(self, message: str) -> None:
        try:
            super().on_message(message)
        except Refused as why:
            LOG.error("%s", why)
            self.connection.drop(str(why))
        except Exception:  # one odd line must not end the connection
            LOG.exception("could not read %r", self.masked(message))

    def dispatch(self, pretrigger: PreTrigger) -> None:
        own = pretrigger.nick == self.nick
        if own and pretrigger.event in ("PRIVMSG", "NOTICE"):
            super().dispatch(pretrigger)  # an echo, which may come from the outbox's thread
            return
        self.session.before(pretrigger, own)
        super().dispatch(pretrigger)
        self.session.after(pretrigger, own)

    def on_message_sent(self, raw: str) -> None:
        try:
            super().on_message_sent(raw)
        except Exception:  # it has been sent all the same
            LOG.exception("could not hear the own %r", self.masked(raw))

    def masked(self, line: str) -> str:
        return line.replace(self.secret, "…") if self.secret else line

    # Speaking: words are the outbox's.

    def write(self, args: Iterable[str], text: str | None = None) -> None:
        """Sopel's own lines; its questions about channels and people wait their turn in the outbox."""
        line = tuple(args)
        match line:
            case ("WHO", mask, *_) if self.make_identifier(mask).is_nick() and self.knows_joins():
                pass  # asks what the JOIN has said already; a netsplit's end would be 500 of these
            case ("WHO", *_) | ("MODE", _) if self.session.opened:
                self.outbox.put(Ask(line))
            case _:
                super().write(line, text)

    def write_now(self, args: Iterable[str], text: str | None) -> None:
        super().write(args, text)

    def knows_joins(self) -> bool:
        return self.capabilities.is_enabled("extended-join")

    def say(self, text: str, recipient: str, *_: Any, **__: Any) -> None:
        LOG.info("Sopel wanted to tell %s something; it may not speak for itself", recipient)

    def join(self, channel: str, password: str | None = None) -> None:
        LOG.debug("Sopel wanted to join %s; that is ours", channel)

    def quit(self, message: str | None = None) -> None:
        """What Sopel does when it cannot go on: a reason to try again later."""
        self.connection.drop(message or "Sopel gave up")

    def restart(self, message: str | None = None) -> None:
        self.quit(message)

    # The nick.

    def is_me(self, nick: str) -> bool:
        return bool(self.make_identifier(nick) == self.nick)

    def called(self, nick: str) -> None:
        """What the server calls the bot, which may be less than it asked for."""
        self._nick = self.make_identifier(nick)

    def renamed(self, old: str, new: str) -> None:
        """Sopel forgets to take its own new nick into its lists."""
        before, after = self.make_identifier(old), self.make_identifier(new)
        for channel in self.channels.values():
            channel.rename_user(before, after)
        if before in self.users:
            self.users[after] = self.users.pop(before)

    def change_current_nick(self, new_nick: str) -> None:
        """Once welcome, the nick changes when the server says so, not when the bot asks."""
        if self.connection_registered:
            self.connection.send_nick(new_nick)
        else:
            super().change_current_nick(new_nick)

    def stayed(self) -> float:
        """Seconds since the connection was opened to talk; 0 if it never was."""
        return time.monotonic() - self.session.opened_at if self.session.opened else 0.0


class Mouth:
    """What the outbox speaks through."""

    def __init__(self, speaker: Bot) -> None:
        self.speaker = speaker

    def write(self, args: Iterable[str], text: str | None = None) -> None:
        self.speaker.connection.wait_for_room()
        self.speaker.write_now(args, text)

    def safe_text_length(self, recipient: str) -> int:
        return self.speaker.safe_text_length(recipient)
