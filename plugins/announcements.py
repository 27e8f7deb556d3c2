"""What the bot says by itself.

For Sopel's switches and rate limits: the ears hand on the line, and the core answers it.
"""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("announce")
@plugin.example(".announce The freeze begins at thursday 15:00", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def announce(bot: Any, trigger: Any) -> None:
    """Has something announced, and lists what waits."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("why")
@plugin.example(".why", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def why(bot: Any, trigger: Any) -> None:
    """Says why the bot last spoke by itself."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("quiet")
@plugin.example(".quiet 2h", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def quiet(bot: Any, trigger: Any) -> None:
    """Has the bot say nothing by itself for a while."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("mute")
@plugin.example(".mute meeting", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def mute(bot: Any, trigger: Any) -> None:
    """Has the bot announce nothing of a kind."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("unmute")
@plugin.example(".unmute meeting", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def unmute(bot: Any, trigger: Any) -> None:
    """Ends .mute."""
    bot.memory["clerk"].let_through = trigger.raw
