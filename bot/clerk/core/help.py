"""Help, from the one table of commands."""
from __future__ import annotations

from .word import Word
from .wording import quoted
from .words import BARE, BARE_BY_NAME, BY_NAME, NOUN_BY_NAME, NOUNS, WORDS

LINE_BYTES = 380


def command_list(prefix: str) -> list[str]:
    """All words by their sections, in few lines; but for what only says another word otherwise."""
    sections: dict[str, list[str]] = {}
    for word in (*WORDS, *(word for word in BARE if not word.does.startswith("is "))):
        name = f'"{word.name}"' if " " in word.name else f"{sign(word, prefix)}{word.name}"
        sections.setdefault(word.section, []).append(name)
    first, *rest = (f"{section}: {' '.join(words)}" for section, words in sections.items() if section != "Help")
    nouns = " ".join(f"{prefix}{word.name}" for word in NOUNS if " " not in word.name)
    lines = [first]
    for text in (*rest, f"At any time: {nouns}", f"More: {prefix}help COMMAND"):
        fits = len(lines) > 1 and len(f"{lines[-1]}. {text}".encode()) <= LINE_BYTES
        lines = [*lines[:-1], f"{lines[-1]}. {text}"] if fits else [*lines, text]
    return lines


def explanation(about: str, prefix: str) -> str:
    """What a command does. A sign before its name tells of two by one name which is meant."""
    name = about.lower().lstrip("#").removeprefix(prefix)
    as_noun = bool(prefix) and about.startswith(prefix)
    first, second = (NOUN_BY_NAME, BY_NAME) if as_noun else (BY_NAME, NOUN_BY_NAME)
    word = first.get(name) or second.get(name) or BARE_BY_NAME.get(name)
    if word is None:
        return f"there is no command {quoted(name)}; #commands lists them."
    verbs = [noun.name.partition(" ")[2] for noun in NOUNS if noun.name.startswith(f"{name} ")]
    if not verbs or about.startswith("#"):
        return explained(word, prefix)
    return f"{explained(NOUN_BY_NAME[name], prefix)}. Verbs: {', '.join(verbs)}; more: {prefix}help {name} {verbs[0]}"


def explained(word: Word, prefix: str) -> str:
    mark = sign(word, prefix)
    who = {"anyone": "", "chair": " (chairs)"}.get(word.who, f" ({word.who}, operators)")
    also = f" Also: {', '.join(mark + alias for alias in word.aliases)}." if word.aliases else ""
    return f"{mark}{word.name} {word.usage}".strip() + f": {word.does}{who}.{also} Example: {word.example}"


def sign(word: Word, prefix: str) -> str:
    """What stands before a word."""
    return "" if word in BARE else prefix if word.noun else "#"
