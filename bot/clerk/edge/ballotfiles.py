"""Files of ballots: JSON as docs/tally.md describes it, or BLT."""
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from clerk.core.tally import BadBallots, Election, blt
from clerk.core.tally.document import from_data
from clerk.core.tally.election import Method
from clerk.core.tally.values import Arithmetic

LARGEST = 64 * 1024 * 1024  # bytes


def load(file: Path, method: Method | None = None, arithmetic: Arithmetic | None = None) -> Election:
    """The election in a file, "-" being standard input. Raises BadBallots, naming the place.

    method, arithmetic: for BLT, which leaves them open; else STV and exact.
    """
    text = decoded(file)
    if is_blt(file, text):
        return blt.read(text, method or "stv", arithmetic or "exact")
    if method or arithmetic:
        raise BadBallots("a JSON file says its method and arithmetic itself; --method and --arithmetic are for BLT")
    return from_data(parsed(text))


def decoded(file: Path) -> str:
    try:
        if str(file) == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with file.open("rb") as stream:
                data = stream.read(LARGEST + 1)
    except OSError as error:
        raise BadBallots(f"it cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise BadBallots(f"it has more than {LARGEST // 1024 // 1024} MiB; merge equal ballots with \"count\"")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise BadBallots(f"line {row}: it is not UTF-8") from error


def is_blt(file: Path, text: str) -> bool:
    begins = text.lstrip()[:1]
    if begins in ("{", "[") or file.suffix.lower() == ".json":
        return False
    if begins.isdecimal() or begins in ("#", "/") or file.suffix.lower() == ".blt":
        return True
    raise BadBallots("it is neither JSON, which begins with {, nor BLT, which begins with two numbers")


def parsed(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=no_number)
    except json.JSONDecodeError as error:
        raise BadBallots(f"line {error.lineno}, column {error.colno}: it is not JSON: {error.msg}") from error
    except RecursionError:
        raise BadBallots("it is nested too deeply") from None
    except BadBallots:
        raise
    except ValueError:  # Python reads no number of more than 4,300 digits
        raise BadBallots("it has a number that is too long") from None


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise BadBallots(f'the key "{next(key for key in keys if keys.count(key) > 1)}" is there twice in one object')
    return found


def no_number(text: str) -> NoReturn:
    raise BadBallots(f"{text} is not a number")
