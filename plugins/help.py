"""The `.help` noun, for Sopel's switches and rate limits. The ears hand on the line, and the core answers it."""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("help")
@plugin.example(".help topic", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def help_(bot: Any, trigger: Any) -> None:
    """Says what a command does; alone, it lists them."""
    bot.memory["clerk"].let_through = trigger.raw
