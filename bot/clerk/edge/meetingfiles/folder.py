"""A folder of meeting files: the good ones loaded, every fault of the others told.

Read are *.yaml and *.yml, in its folders too. Names that begin with a dot are passed over, as are folders that are
links; a meeting file that is a link, a pipe or a device is a fault.
"""
from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from ...core.schedule import Series
from .reading import read
from .yamltext import LARGEST, Fault

MOST = 5000  # files and folders; the largest known calendar has a hundred
ENDINGS = {".yaml", ".yml"}
Result = Series | tuple[Fault, ...]


@dataclass(frozen=True)
class Loaded:
    """series: in the order of their files' names. faults: in that order too, then by line."""

    series: tuple[Series, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass
class Walk:
    """files: what there is to read. results: what could not even be looked at."""

    root: Path
    files: list[Path] = field(default_factory=list)
    results: dict[str, Result] = field(default_factory=dict)
    too_many: bool = False

    def through(self) -> None:
        seen = 0
        for where, folders, files in os.walk(self.root, onerror=self.cannot):
            folders[:] = [name for name in folders if not name.startswith(".")]
            shown = [name for name in files if not name.startswith(".")]
            seen += len(folders) + len(shown)
            if seen > MOST:
                self.too_many = True
                return
            self.files += [Path(where, name) for name in shown if os.path.splitext(name)[1] in ENDINGS]

    def cannot(self, error: OSError) -> None:
        name = shown(Path(error.filename), self.root)
        self.results[name] = (Fault(name, 0, f"cannot be read: {error.strerror}"),)


def load(place: Path) -> Loaded:
    """Of a folder, or of a single file."""
    if not place.is_dir():
        return gathered({shown(place, place.parent): read_file(place, place.parent)})
    walk = Walk(place)
    walk.through()
    if walk.too_many:
        return nothing(place, f"holds more than {MOST:,} files and folders, and none was read; name the meetings' own")
    if not walk.files and not walk.results:
        return nothing(place, "holds no meeting file; their names end in .yaml")
    return gathered(walk.results | {shown(file, place): read_file(file, place) for file in walk.files})


def nothing(place: Path, why: str) -> Loaded:
    return Loaded(faults=(Fault(str(place), 0, why),))


def gathered(results: dict[str, Result]) -> Loaded:
    """A meeting's name is taken by the first file that has it."""
    series: list[Series] = []
    faults: list[Fault] = []
    owner: dict[str, str] = {}
    for file, result in sorted(results.items()):
        if not isinstance(result, Series):
            faults += result
        elif (first := owner.setdefault(result.meeting.casefold(), file)) != file:
            faults.append(Fault(file, 1, f"the meeting {result.meeting} is already in {first}; "
                                         "give this one a meeting_id of its own"))  # fmt: skip
        else:
            series.append(result)
    return Loaded(tuple(series), tuple(faults))


def read_file(file: Path, root: Path) -> Result:
    name = shown(file, root)
    try:
        found = file.lstat()
        if not S_ISREG(found.st_mode):
            return (Fault(name, 0, "is no plain file but a link, a pipe or a device; put the file itself here"),)
        if found.st_size > LARGEST:
            return (Fault(name, 0, f"has more than {LARGEST // 1024} KB and was not read; a meeting needs under 5"),)
        return read(file.read_bytes(), name)
    except OSError as error:
        return (Fault(name, 0, f"cannot be read: {error.strerror}"),)


def shown(file: Path, root: Path) -> str:
    """The name below the folder, in characters that can be printed."""
    name = os.fsencode(file.relative_to(root)).decode(errors="replace")
    return "".join(letter if letter.isprintable() else "?" for letter in name)
