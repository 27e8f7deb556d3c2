"""Help, from the one table of commands."""
from __future__ import annotations

from .word import Word
from .words import BY_NAME, NOUN_BY_NAME, WORDS


def command_list(prefix: str) -> list[str]:
    """All #words by their sections, in two lines."""
    sections: dict[str, list[str]] = {}
    for word in WORDS:
        sections.setdefault(word.section, []).append(f"#{word.name}")
    first, *rest = (f"{section}: {' '.join(words)}" for section, words in sections.items() if section != "Help")
    return [first, ". ".join([*rest, f"More: {prefix}help COMMAND"])]


def explanation(about: str, prefix: str) -> str:
    """What a command does. A sign before its name tells of two by one name which is meant."""
    name = about.lower().lstrip("#").removeprefix(prefix)
    as_noun = bool(prefix) and about.startswith(prefix)
    first, second = (NOUN_BY_NAME, BY_NAME) if as_noun else (BY_NAME, NOUN_BY_NAME)
    word = first.get(name) or second.get(name)
    return explained(word, prefix) if word else f"there is no command {name}; #commands lists them."


def explained(word: Word, prefix: str) -> str:
    sign = prefix if word.noun else "#"
    who = {"anyone": "", "chair": " (chairs)"}.get(word.who, f" ({word.who}, operators)")
    also = f" Also: {', '.join(sign + alias for alias in word.aliases)}." if word.aliases else ""
    return f"{sign}{word.name} {word.usage}".strip() + f": {word.does}{who}.{also} Example: {word.example}"
