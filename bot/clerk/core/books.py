"""The books: what the clerk keeps beside meetings, as small records.

A record is a frozen value with a key; a change puts one in its place, or takes it out. The store
keeps every change with who made it, when and why.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Record:
    """TABLE: where the store keeps it. KEY: the fields that name it."""

    TABLE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    @property
    def key(self) -> Key:
        return tuple(getattr(self, name) for name in self.KEY)


R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Change:
    """gone: the record is taken out. why: in the words of whoever changed it."""

    record: Record
    gone: bool = False
    why: str = ""


Changes = tuple[Change, ...]


def puts(*records: Record, why: str = "") -> Changes:
    return tuple(Change(record, why=why) for record in records)


@dataclass(frozen=True)
class Books:
    """All records, by their class and key; in the order in which they came."""

    records: Mapping[type[Record], Mapping[Key, Record]] = field(default_factory=dict)

    def all(self, kind: type[R]) -> Iterator[R]:
        yield from self.records.get(kind, {}).values()  # type: ignore[misc]

    def get(self, kind: type[R], *key: Any) -> R | None:
        return self.records.get(kind, {}).get(key)  # type: ignore[return-value]

    def next_id(self, kind: type[Record]) -> int:
        """For records that are numbered, and never taken out."""
        return max((key[0] for key in self.records.get(kind, {})), default=0) + 1

    def changed(self, changes: Iterable[Change]) -> Books:
        records = dict(self.records)
        own: set[type[Record]] = set()
        for change in changes:
            kind = type(change.record)
            if kind not in own:
                records[kind] = dict(records.get(kind, {}))
                own.add(kind)
            rows: dict[Key, Record] = records[kind]  # type: ignore[assignment]
            if change.gone:
                rows.pop(change.record.key, None)
            else:
                rows[change.record.key] = change.record
        return Books(records) if own else self
