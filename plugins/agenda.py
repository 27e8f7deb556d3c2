"""The agenda's nouns, for Sopel's switches and rate limits. The ears hand on the line, and the core answers it."""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("agenda")
@plugin.example(".agenda add Gate status 10m", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def agenda(bot: Any, trigger: Any) -> None:
    """Shows the agenda; with a verb it changes it: add, change, move, order, drop, defer, clear."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("update")
@plugin.example(".update 2 the upgrade job is green", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def update(bot: Any, trigger: Any) -> None:
    """Says in advance what you have on an item of the agenda."""
    bot.memory["clerk"].let_through = trigger.raw
