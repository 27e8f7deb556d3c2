"""Values as JSON can hold them, and back: dataclasses, tuples, dates and plain values, by their type hints."""
from __future__ import annotations

import types
from collections.abc import Callable, Mapping
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
    return shaper(hint)(value)


@cache
def shaper(hint: Any) -> Callable[[Any], Any]:
    """What shapes values of a type. A store has many values of few types: each is looked at once."""
    if is_dataclass(hint) and isinstance(hint, type):
        by_name = {name: shaper(each) for name, each in hints_of(hint).items()}
        return lambda value: hint(**{name: by_name[name](each) for name, each in value.items() if name in by_name})
    origin, of = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        other = shaper(next(each for each in of if each is not type(None)))
        return lambda value: None if value is None else other(value)
    if origin is tuple:
        return tuple_shaper(of)
    if origin is Mapping:
        each_value = shaper(of[1])
        return lambda value: {key: each_value(each) for key, each in value.items()}
    if isinstance(hint, type) and issubclass(hint, datetime | date | time):
        return lambda value: hint.fromisoformat(value) if isinstance(value, str) else value
    return hint if isinstance(hint, type) and issubclass(hint, Enum | bool) else lambda value: value


def tuple_shaper(of: tuple[Any, ...]) -> Callable[[Any], Any]:
    """of: the types of its elements, or one and ... for any number of that one."""
    kinds = [shaper(each) for each in of if each is not Ellipsis]
    if len(of) == 2 and of[1] is Ellipsis:
        return lambda value: tuple(map(kinds[0], value))
    return lambda value: tuple(kind(each) for kind, each in zip(kinds, value, strict=True))


def hints_of(kind: Any) -> dict[str, Any]:
    """The fields of a dataclass and their types."""
    return cached_hints(kind)


@cache
def cached_hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
