"""The nouns `.poll`, `.ballot`, `.cast`.

For Sopel's switches and rate limits: the ears hand on the line, and the core answers it.
"""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("poll", "ballot")
@plugin.example(".poll 7", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def poll(bot: Any, trigger: Any) -> None:
    """Opens, shows and closes ballots that run for days."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("cast")
@plugin.example(".cast 7 Yes", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def cast(bot: Any, trigger: Any) -> None:
    """Votes in a ballot, in the channel or in private."""
    bot.memory["clerk"].let_through = trigger.raw
