"""The books in the store: a table for each kind of record, and one for all that was ever changed."""
from __future__ import annotations

import json
import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin

from sqlite_utils import Database

from ..core.books import Books, Change, R, Record
from ..core.records import RECORDS
from ..core.shape import hints_of, plain, shaped

BY_TABLE = {kind.TABLE: kind for kind in RECORDS}


@dataclass(frozen=True)
class Posting:
    """A change, and where it comes from. line: the stored line that made it, or else (own is False) the last one
    stored before it. who: as the books name people, "" for the bot itself."""

    line: int
    own: bool
    at: datetime
    who: str
    nick: str
    change: Change


def post(database: Database, postings: Iterable[Posting]) -> None:
    """Within the caller's transaction."""
    for posting in postings:
        record = posting.change.record
        table = database.table(record.TABLE)
        if posting.change.gone:
            table.delete_where(" AND ".join(f"{name} = ?" for name in record.KEY), [plain(key) for key in record.key])
        else:
            table.upsert(row_of(record), pk=record.KEY if len(record.KEY) > 1 else record.KEY[0])
        database.execute(
            "INSERT INTO changes (at, line, own, who, nick, kind, key, detail, gone, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [posting.at.isoformat(), posting.line, int(posting.own), posting.who, posting.nick, record.TABLE,
             packed(record.key), packed(record), int(posting.change.gone), posting.change.why])  # fmt: skip


def packed(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False)


def row_of(record: Record) -> dict[str, Any]:
    """A record as its table's row: what is no plain value is JSON."""
    values = {name: plain(getattr(record, name)) for name in hints_of(type(record))}
    return {name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict)
            else int(value) if isinstance(value, bool) else value for name, value in values.items()}  # fmt: skip


def record_of(kind: type[Record], row: dict[str, Any]) -> Record:
    hints = hints_of(kind)
    values = {name: value if value is None or is_scalar(hints[name]) else json.loads(value)
              for name, value in row.items() if name in hints}  # fmt: skip
    found: Record = shaped(kind, values)
    return found


@cache
def is_scalar(hint: Any) -> bool:
    """Whether a value of this type fills a column as it is."""
    if get_origin(hint) in (Union, types.UnionType):
        return all(is_scalar(each) for each in get_args(hint))
    return isinstance(hint, type) and issubclass(
        hint, str | int | float | bool | datetime | date | time | Enum | types.NoneType
    )


def read_books(database: Database) -> Books:
    """All that the books hold now."""
    return Books({kind: {record.key: record for record in records(database, kind)} for kind in RECORDS})


def records(database: Database, kind: type[R]) -> Iterator[R]:
    """All of one kind, in the order in which they came; none in a store that is older than the kind."""
    if database.table(kind.TABLE).exists():
        for row in database.query(f"SELECT * FROM {kind.TABLE} ORDER BY rowid"):
            yield record_of(kind, row)  # type: ignore[misc]


def read_all(database: Database, kind: type[R]) -> list[R]:
    """The records of one kind. A store that an older Clerk wrote last may have none."""
    if not database.table(kind.TABLE).exists():
        return []
    rows = database.query(f"SELECT * FROM {kind.TABLE} ORDER BY rowid")
    return [record_of(kind, row) for row in rows]  # type: ignore[misc]


def history(database: Database) -> Iterator[tuple[int, Change]]:
    """Every change that was ever made, oldest first; each with its line, as in `Posting`."""
    if not database.table("changes").exists():
        return  # a store that an older Clerk wrote, and that this one has not opened for writing
    rows = database.execute("SELECT line, kind, detail, gone FROM changes ORDER BY id")
    for line, kind, detail, gone in rows:
        yield line, Change(shaped(BY_TABLE[kind], json.loads(detail)), bool(gone))
