"""Words for one person."""
from __future__ import annotations

from collections.abc import Sequence

from .lines import Line, Speaker
from .says import Say, Saying, Tell


def privately(channel: str, line: Line, texts: Sequence[str]) -> list[Saying]:
    """Words for one person. A bridge carries no private words: there, the first goes to the channel."""
    if line.speaker is Speaker.RELAYED:
        return [Say(channel, f"{line.nick}: {texts[0]}")]
    return [Tell(line.nick, text, notice=bool(line.channel)) for text in texts]
