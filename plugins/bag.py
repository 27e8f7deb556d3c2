"""The `.bag` noun, for Sopel's switches and rate limits. The ears hand on the line, and the core answers it."""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("bag")
@plugin.example(".bag add a bug day", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def bag(bot: Any, trigger: Any) -> None:
    """Lists what is in the grab bag, most wanted first; with a verb: add, +1, -1, drop, pick."""
    bot.memory["clerk"].let_through = trigger.raw
