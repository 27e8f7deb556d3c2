"""Series written into a folder, a file for each; what else is there stays."""
from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ...core.schedule import Series
from .folder import ENDINGS
from .writing import write

LONGEST_NAME = 100  # characters, before the ending
UNFIT = re.compile(r"[^\w.+-]+")


def save(series: Iterable[Series], place: Path) -> list[str]:
    """Each whole or not at all. Returns the names of the other meeting files that are there. Raises OSError."""
    place.mkdir(parents=True, exist_ok=True)
    names = file_names(series)
    for name, each in names.items():
        put(place / name, write(each))
    taken = {name.casefold() for name in names}
    return sorted(file.name for file in place.iterdir()
                  if file.suffix in ENDINGS and file.name.casefold() not in taken)  # fmt: skip


def file_names(series: Iterable[Series]) -> dict[str, Series]:
    """A name for each that every file system takes, by its meeting; no two that differ in case only."""
    found: dict[str, Series] = {}
    taken: set[str] = set()
    for each in series:
        stem = UNFIT.sub("-", each.meeting).strip("-.")[:LONGEST_NAME] or "meeting"
        n, name = 1, f"{stem}.yaml"
        while name.casefold() in taken:
            n += 1
            name = f"{stem}-{n}.yaml"
        taken.add(name.casefold())
        found[name] = each
    return found


def put(path: Path, text: str) -> None:
    """Written beside it, and then put in its place."""
    number, beside = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with open(number, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
