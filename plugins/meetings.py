"""The nouns `.meeting` and `.meetings`.

For Sopel's switches and rate limits: the ears hand on the line, and the core answers it.
"""
from __future__ import annotations

from typing import Any

from sopel import plugin


@plugin.command("meeting")
@plugin.example(".meeting nova", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def meeting(bot: Any, trigger: Any) -> None:
    """Says what is known of a meeting: when it is next, its purpose, its standing topics."""
    bot.memory["clerk"].let_through = trigger.raw


@plugin.command("meetings")
@plugin.example(".meetings this week", user_help=True)
@plugin.thread(False)
@plugin.priority("medium")
def meetings(bot: Any, trigger: Any) -> None:
    """Lists meetings: of some days, those in each other's way, or where there is room for another."""
    bot.memory["clerk"].let_through = trigger.raw
