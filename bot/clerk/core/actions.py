"""Whose an action item is."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

HEAD = re.compile(r"\s*([^:]{1,200}):(?:\s|$)")
BETWEEN_NAMES = re.compile(r"[\s,;&+/]+")
CONNECTIVES = frozenset({"and", "&", ""})
ADDRESS = re.compile(r"(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://\S+|(?<!\w)mailto:\S+", re.IGNORECASE)


def owners(text: str, known: Sequence[tuple[str, int]]) -> tuple[int, ...]:
    """The people that an action names, in the order in which it names them.

    known: (name, person); of two people by one name the first counts. Nothing but names before a
    colon: they own it alone. Else every name that stands in it as a whole word, in any case, and not
    in an address. Of two names that begin at one place the longer counts.
    """
    people = {name.lower(): person for name, person in reversed(known)}
    if head := HEAD.match(text):
        words = [word for word in BETWEEN_NAMES.split(head[1].lower()) if word not in CONNECTIVES]
        if words and all(word in people for word in words):
            return tuple(dict.fromkeys(people[word] for word in words))
    return tuple(dict.fromkeys(mentions(ADDRESS.sub(" ", text).lower(), people)))


def is_headed(text: str, nicks: Iterable[str]) -> bool:
    """Whether it begins with some of these nicks and a colon, and so needs no second naming."""
    found = HEAD.match(text)
    words = set(BETWEEN_NAMES.split(found[1].lower())) - CONNECTIVES if found else set()
    return bool(words) and words <= {nick.lower() for nick in nicks}


def without_head(text: str, nicks: Iterable[str]) -> str:
    """What is to be done, where the text begins by saying who does it; "" where that is all it says."""
    return HEAD.sub("", text, count=1).strip() if is_headed(text, nicks) else text


def mentions(text: str, people: dict[str, int]) -> Iterable[int]:
    pattern = names_pattern(tuple(sorted(people, key=lambda name: (-len(name), name))))
    return (people[found[0]] for found in pattern.finditer(text))


@lru_cache(maxsize=64)
def names_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    r"""Any of the names as a whole word. \b would never match before or behind a nick's bracket."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)" if names else r"(?!)")
