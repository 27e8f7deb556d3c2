"""docs/commands.md, from the table of commands: python -m clerk.manual > docs/commands.md"""
from __future__ import annotations

from collections.abc import Iterable

from .core.rules import Rules
from .core.word import CHAIR, KEEPERS, Word
from .core.words import BARE, NOUNS, REPLACE, WORDS

INTRODUCTION = f"""\
# Commands

Generated from the table of commands: `python -m clerk.manual > docs/commands.md`.

A command begins its line, in any case; blanks before it and a colon behind it do no harm. Several pasted at once
all work. `#1234`, `#channel text` and words that are no command are speech. In a meeting a word one letter away from
a command is answered once, privately, with the right one. What a command lacks is asked for, and what the rules
refuse is refused with the reason.

Words without a # before them (`q+`, `present+`) are commands only in an open meeting and only as the whole line, also
after `/me`; everywhere else they are speech. So is `ack` while nobody is queued, and from those who may not.

Who may is the default; `rights =` in bot.cfg changes it, for all channels or for one: anyone, voiced, chair or
operator. Whatever it says, an operator of the channel may end a meeting and name chairs, and anyone may end a meeting
{Rules().anyone_ends} minutes after its start (`anyone_ends =`).
"""

WITHOUT_A_WORD = """\
## Without a word

A line that begins with a URL is noted as a link, with the text behind it.
"""


def commands_page() -> str:
    """The whole page: every section of the table, in its order; help comes last."""
    sections: dict[str, list[Word]] = {}
    for word in (*WORDS, *BARE, *NOUNS):
        sections.setdefault(word.section, []).append(word)
    sections["Help"] = sections.pop("Help")
    tables = (f"## {section}\n\n{table(words)}" for section, words in sections.items())
    return "\n".join([INTRODUCTION, *tables, WITHOUT_A_WORD + "\n" + table([REPLACE])])


def table(words: Iterable[Word]) -> str:
    return "".join(["| Say | Who may | What comes of it | For example |\n|---|---|---|---|\n", *map(row, words)])


def row(word: Word) -> str:
    forms = [f"{sign(word)}{word.name} {word.usage}".strip(), *(sign(word) + alias for alias in word.aliases)]
    said = ", ".join(map(code, forms))
    return f"| {said} | {who(word)} | {cell(word.does)} | {code(word.example)} |\n"


def sign(word: Word) -> str:
    if word is REPLACE or word in BARE:
        return ""
    return Rules().prefix if word.noun else "#"


def who(word: Word) -> str:
    return {CHAIR: "chairs", KEEPERS: f"{KEEPERS}, operators"}.get(word.who, word.who)


def code(text: str) -> str:
    return f"`{cell(text)}`"


def cell(text: str) -> str:
    """A bar would end the cell, in code as well."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(commands_page(), end="")
