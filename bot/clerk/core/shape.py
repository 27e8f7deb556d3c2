"""Values as JSON can hold them, and back: dataclasses, tuples, dates and plain values, by their type hints."""
from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """A value as JSON can hold it. Times become ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value


def shaped(hint: Any, value: Any) -> Any:
    """What `plain` made, as a value of the hinted type again. Unknown fields are left out, missing ones default."""
    if is_dataclass(hint) and isinstance(hint, type):
        hints = hints_of(hint)
        return hint(**{name: shaped(hints[name], each) for name, each in value.items() if name in hints})
    origin, of = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return None if value is None else shaped(next(each for each in of if each is not type(None)), value)
    if origin is tuple and isinstance(value, list):
        kinds = [of[0]] * len(value) if len(of) == 2 and of[1] is Ellipsis else list(of)
        return tuple(shaped(kind, each) for kind, each in zip(kinds, value, strict=True))
    if origin is Mapping and isinstance(value, Mapping):
        return {key: shaped(of[1], each) for key, each in value.items()}
    if isinstance(hint, type) and issubclass(hint, datetime | date | time) and isinstance(value, str):
        return hint.fromisoformat(value)
    return hint(value) if isinstance(hint, type) and issubclass(hint, Enum | bool) else value


def hints_of(kind: Any) -> dict[str, Any]:
    """The fields of a dataclass and their types."""
    return cached_hints(kind)


@cache
def cached_hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
