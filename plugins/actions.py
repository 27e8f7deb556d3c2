"""The nouns of action items, for Sopel's switches and rate limits: the ears hand the line on, the core answers it."""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("action")
@plugin.example(".action done 12 https://review.example.org/98765", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def action(bot: Any, trigger: Any) -> None:
    """Shows an action item; with a verb it changes one: add, done, drop, due, give, reopen, later."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("actions")
@plugin.example(".actions mine", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def actions(bot: Any, trigger: Any) -> None:
    """Lists the open action items: of the channel, mine, somebody's, overdue, of a meeting."""
    bot.memory["clerk"].let_through = trigger.raw
