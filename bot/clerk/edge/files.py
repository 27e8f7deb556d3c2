"""The files of the minutes: below one directory, each written whole or not at all."""
from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote


class NotWritten(Exception):
    """The minutes could not be written; the message says why, without any path."""


@dataclass(frozen=True)
class MinutesFiles:
    """directory: created when first needed. url: what the directory is published as."""

    directory: Path
    url: str

    def address(self, stem: str) -> str:
        return f"{self.url.rstrip('/')}/{quote(stem)}"

    def write(self, stem: str, files: Iterable[tuple[str, Iterable[str]]], *, restricted: bool = False) -> None:
        """Each file (ending, pieces of text) below the stem. Raises NotWritten; no file is ever half of one."""
        try:
            for ending, pieces in files:
                write_whole(self.path(stem, ending), pieces, 0o600 if restricted else 0o644)
        except OSError as error:
            raise NotWritten((error.strerror or str(error)).lower()) from error

    def remove(self, stem: str, endings: Iterable[str]) -> None:
        """Take a draft away. Raises NotWritten."""
        for ending in endings:
            try:
                self.path(stem, ending).unlink(missing_ok=True)
            except OSError as error:
                raise NotWritten((error.strerror or str(error)).lower()) from error

    def restrict(self, stem: str, endings: Iterable[str]) -> None:
        """Let nobody but the owner read what is there."""
        for ending in endings:
            with contextlib.suppress(FileNotFoundError):
                self.path(stem, ending).chmod(0o600)

    def path(self, stem: str, ending: str) -> Path:
        path = Path(os.path.normpath(self.directory / f"{stem}{ending}"))
        if not path.is_relative_to(os.path.normpath(self.directory)):
            raise NotWritten("its name leads out of the directory of the minutes")
        return path


def write_whole(path: Path, pieces: Iterable[str], mode: int) -> None:
    """Beside the file, to the disk, then in its place: a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)
        raise
