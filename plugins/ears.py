"""Hears everything, and hands it on. The order of things is the server's: no rule here has a thread of its own."""
from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from sopel import plugin

from clerk.edge.irc.ears import Ears

LOG = logging.getLogger(__name__)

Hearer = Callable[[Ears, Any, Any], None]
Rule = Callable[[Any, Any], None]


def hears(*events: str, priority: str = "medium", blocks: bool = False) -> Callable[[Hearer], Rule]:
    """A Sopel rule for the events. Medium comes before Sopel takes note of an event, low after it.

    blocks: whether Sopel's nick_blocks and host_blocks hold.
    """

    def decorate(hear: Hearer) -> Rule:
        @plugin.rule(".*")
        @plugin.event(*events)
        @plugin.priority(priority)
        @plugin.thread(False)
        @plugin.echo
        @plugin.allow_bots
        @functools.wraps(hear)
        def rule(bot: Any, trigger: Any) -> None:
            try:
                hear(bot.memory["clerk"], bot, trigger)
            except Exception:
                LOG.exception("could not hear %r", trigger.raw)

        return rule if blocks else plugin.unblockable(rule)

    return decorate


@hears("PRIVMSG", "NOTICE", priority="low", blocks=True)  # after the commands, which say whether Sopel let them through
def talk(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.talk(bot, trigger)


@hears("JOIN", priority="low")
def join(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.join(bot, trigger)


@hears("PART")
def part(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.part(bot, trigger)


@hears("KICK")
def kick(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.kick(bot, trigger)


@hears("QUIT")
def quit_(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.quit(bot, trigger)


@hears("NICK")
def nick(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.nick(bot, trigger)


@hears("TOPIC")
def topic(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.topic(bot, trigger)


@hears("332")
def current_topic(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.current_topic(bot, trigger)


@hears("353")
def names(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.names(bot, trigger)


@hears("366", priority="low")
def end_of_names(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.end_of_names(bot, trigger)


@hears("482")
def denied(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.denied(bot, trigger)


@hears("PONG")
def pong(ears: Ears, bot: Any, trigger: Any) -> None:
    ears.pong(bot, trigger)
