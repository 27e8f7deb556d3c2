"""What people say in a measured meeting: 92 % talk, 8 % items, each line with a number of its own."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from .bots import Bot

WORDS = [
    "the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "while", "we", "talk", "about",
    "releases", "patches", "reviews", "builds", "tests", "docs", "bugs", "and", "plans", "for", "next", "week",
]  # fmt: skip
PEOPLE = 8
NUMBER = re.compile(r"\bL(\d{7})\b")


def person(number: int) -> str:
    return f"u{number % PEOPLE}"


def line(number: int, bot: Bot) -> str:
    words = " ".join(WORDS[(number * 7 + k) % len(WORDS)] for k in range(9))
    text = f"L{number:07d}"
    match number % 50:
        case 11 | 31:
            return bot.INFO.format(f"{text} {words}")
        case 21:
            return bot.ACTION.format(f"{text} {person(number)} will {words}")
        case 41:
            return bot.LINK.format(f"https://example.org/{text} {words}")
        case 49 if number % 500 == 499:
            return bot.TOPIC.format(f"{text} {words}")
    return f"{text} {words}"


def check(logged: Iterable[tuple[str, str]], size: int) -> dict[str, int]:
    """Of the lines 0 to size: how many the log has not, has twice, and has before an earlier one of the same person.

    A line of which the log does not say whose it is counts as kept, and its place is not looked at.
    """
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for nick, text in logged:
        if (found := NUMBER.search(text)) and (not nick or nick.startswith("u")):
            numbers[nick].append(int(found[1]))
    kept = {number for each in numbers.values() for number in each}
    late = sum(b < a for nick, each in numbers.items() if nick for a, b in pairwise(each))
    return {"lost": size - len(kept), "twice": sum(map(len, numbers.values())) - len(kept), "out_of_order": late}
