"""How this server compares nicks and channels: RFC 1459, where []\\^ are {}|~ in capitals."""
from __future__ import annotations

CAPITALS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ[]\\^", "abcdefghijklmnopqrstuvwxyz{}|~")


def fold(name: str) -> str:
    return name.translate(CAPITALS)
