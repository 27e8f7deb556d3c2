"""BLT, the files of ballots that STV programs exchange; as Hill, Wichmann and Woodall drew it, with what others added.

    4 2              candidates and seats
    -2               withdrawn ones
    3 1 3=4 0        three voters: the first candidate, then the third and the fourth as equals
    0                the end of the ballots
    "Adam" …         the names, and the title last
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .election import Election, Method, unreadable
from .values import BOUNDS, MOST_CANDIDATES, MOST_VOTES, Arithmetic, BadBallots, Ballots

TOKEN = re.compile(
    r"""(?P<before> (?: \s+ | \#[^\n]* | /\*.*?\*/ | \([^)\n]*\) )*+ )   # blanks, comments, the number of a ballot
    (?: "(?P<quoted> (?:[^"\\\n] | \\.)* )"(?=\s|\#|/\*|\Z) | (?P<word> (?!/\*|\()[^\s"#]+ ) )?""",
    re.VERBOSE | re.DOTALL,
)
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
SKIPPED = "-"  # a rank left empty


class Token(NamedTuple):
    line: int
    text: str
    quoted: bool


class Words(Iterator[Token]):
    """The words of a file, one after the other; at its end a refusal that names what is missing."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def __next__(self) -> Token:
        found = TOKEN.match(self.text, self.at)
        assert found
        before, quoted, word = found.groups()
        self.at = found.end()
        self.line += before.count("\n")
        if word:
            return Token(self.line, word, False)
        if quoted is not None:
            return Token(self.line, re.sub(r'\\(["\\])', r"\1", quoted), True)
        if self.at < len(self.text):
            raise BadBallots(f'line {self.line}: a quote or a comment does not end; inside a name write \\"')
        raise StopIteration

    def wanted(self, what: str) -> Token:
        try:
            return next(self)
        except StopIteration:
            raise BadBallots(f"line {self.line}: the file ends before {what}") from None


def read(text: str, method: Method = "stv", arithmetic: Arithmetic = "exact") -> Election:
    """Raises BadBallots, with the line. The ballots of withdrawn candidates go to the next; an empty one abstains."""
    words = Words(text)
    size, seats = (number(words.wanted("candidates and seats")) for _ in range(2))
    if not 1 <= size <= MOST_CANDIDATES:
        raise BadBallots(f"line {words.line}: {size} candidates; from 1 to {MOST_CANDIDATES} can be counted")
    first, withdrawn = gone(words, size)
    ballots = list(votes(words, first, size))
    names = [*called(words, size)]
    stand = {at: each for at, each in enumerate(names, 1) if at not in withdrawn}
    rankings = ((count, [[stand[at] for at in rank if at in stand] for rank in ranks]) for count, ranks in ballots)
    return Election(method, Ballots.of(tuple(stand.values()), rankings), seats, arithmetic)


def gone(words: Words, size: int) -> tuple[Token, set[int]]:
    """The first word behind the withdrawn candidates, and these."""
    withdrawn: set[int] = set()
    line = 0
    while (token := words.wanted("the ballots")).text.startswith("-"):
        line = token.line
        withdrawn.add(candidate(token, token.text[1:], size))
    if token.line == line:
        raise BadBallots(f"line {line}: withdrawn candidates stand on a line of their own, and no ballot begins with -")
    return token, withdrawn


def votes(words: Words, token: Token, size: int) -> Iterator[tuple[int, list[list[int]]]]:
    """Up to the zero behind the last: how often each is cast, and its ranks."""
    known = {str(at): at for at in range(1, size + 1)}
    while count := number(token):
        if count > MOST_VOTES:
            raise BadBallots(f"line {token.line}: the ballot counts {count:,} times; {BOUNDS}")
        yield count, ranks(words, token.line, known)
        token = words.wanted("the 0 that ends the ballots")


def ranks(words: Words, line: int, known: Mapping[str, int]) -> list[list[int]]:
    """known: the candidates as they are written; what is not among them is looked at more closely."""
    found: list[list[int]] = []
    named: set[int] = set()
    while (token := words.wanted("the 0 that ends a ballot")).text != "0":
        # A ballot that lacks its 0 would take the next one's count for a candidate.
        if token.line != line:
            raise BadBallots(f"line {line}: the ballot does not end with 0")
        if token.text == SKIPPED:
            continue
        rank = [known.get(text) or candidate(token, text, len(known)) for text in token.text.split("=")]
        for at in rank:
            if at in named:
                raise BadBallots(f"line {line}: the ballot ranks candidate {at} more than once")
            named.add(at)
        found.append(rank)
    return found


def number(token: Token) -> int:
    if token.quoted or not NUMBER.fullmatch(token.text):
        raise BadBallots(f'line {token.line}: "{token.text[:40]}" is not a whole number')
    return int(token.text)


def candidate(token: Token, text: str, size: int) -> int:
    at = number(Token(token.line, text, token.quoted))
    if not 1 <= at <= size:
        raise BadBallots(f"line {token.line}: there is no candidate {at}; they are numbered 1 to {size}")
    return at


def called(words: Words, size: int) -> Iterator[str]:
    """The names. Without the title, which has to follow, a name that is missing would not be missed."""
    line = 0
    for _ in range(size):
        token = words.wanted(f"the names of {size} candidates and the title")
        if fault := unreadable(token.text):
            raise BadBallots(f"line {token.line}: a candidate's name {fault}")
        if token.line == line and not token.quoted:
            raise BadBallots(f"line {line}: names of several words stand in quotes")
        line = token.line
        yield token.text
    words.wanted(f"the title; there are {size} candidates, and a name for each comes first")
