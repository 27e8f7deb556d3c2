"""What people say of themselves.

For Sopel's switches and rate limits: the ears hand on the line, and the core answers it.
"""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("tz")
@plugin.example(".tz Europe/Paris", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def tz(bot: Any, trigger: Any) -> None:
    """Sets your time zone."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("org")
@plugin.example(".org Red Hat", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def org(bot: Any, trigger: Any) -> None:
    """Says which organisation you are of."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("away")
@plugin.example(".away until 4 december", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def away(bot: Any, trigger: Any) -> None:
    """Says that you are away."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("back")
@plugin.example(".back", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def back(bot: Any, trigger: Any) -> None:
    """Says that you are back."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("ping")
@plugin.example(".ping me for nova", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def ping(bot: Any, trigger: Any) -> None:
    """Names you when something about a meeting is announced."""
    bot.memory["clerk"].let_through = trigger.raw
