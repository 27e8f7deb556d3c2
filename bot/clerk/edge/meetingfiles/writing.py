"""A series written as a meeting file, in OpenStack's order of keys; it reads back to the same series."""
from __future__ import annotations

from collections.abc import Iterator

import yaml

from ...core.schedule import WEEKDAYS, Extra, Series, Skip, Slot
from .reading import CHANNEL_TYPES, nicks
from .yamltext import TAG

Pairs = Iterator[tuple[str, yaml.Node]]
WIDTH = 100


def write(series: Series) -> str:
    written: str = yaml.serialize(mapping(keys_of(series)), Dumper=Indented, allow_unicode=True, width=WIDTH)
    return written


class Indented(yaml.SafeDumper):
    """Lists are indented below their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def keys_of(series: Series) -> Pairs:
    yield "project", text(series.project)
    yield "meeting_id", text(series.meeting)
    yield from given("agenda_url", series.agenda_url)
    yield from given("project_url", series.project_url)
    yield "schedule", sequence([mapping(keys_of_slot(slot)) for slot in series.slots])
    yield chairs(series.chairs, series.chair_text)
    yield "description", long_text(series.description)
    if series.agenda:
        yield "agenda", long_text(series.agenda)
    yield from given("purpose", series.purpose)
    if series.topics:
        yield "topics", sequence([text(topic) for topic in series.topics])
    yield from extra(series.extra)


def keys_of_slot(slot: Slot) -> Pairs:
    yield "time", text(f"{slot.time:%H%M}")
    yield "day", text(WEEKDAYS[slot.day])
    yield from given("irc", bare(slot.channel))
    yield from given("matrix", slot.matrix)
    yield "frequency", text(slot.frequency)
    if slot.timezone != "UTC":
        yield "timezone", text(slot.timezone)
    if slot.start_date:
        yield "start_date", number(f"{slot.start_date:%Y%m%d}".zfill(8))
    if slot.duration != 60:
        yield "duration", number(str(slot.duration))
    if slot.chairs:
        yield chairs(slot.chairs, slot.chair_text)
    if slot.skips:
        yield "skip_dates", sequence([mapping(keys_of_skip(skip)) for skip in slot.skips])
    yield from extra(slot.extra)


def keys_of_skip(skip: Skip) -> Pairs:
    yield "skip_date", number(f"{skip.day:%Y%m%d}".zfill(8))
    yield "reason", text(skip.reason)
    yield from extra(skip.extra)


def chairs(names: tuple[str, ...], worded: str) -> tuple[str, yaml.Node]:
    """With their names if the file had them, on one line if that is read right, else as a list."""
    for line in (worded, ", ".join(names)):
        if nicks(line) == names:
            return "chair", text(line)
    return "chairs", sequence([text(name) for name in names])


def bare(channel: str) -> str:
    """Without the # that reading puts before it."""
    return channel[1:] if channel[:1] == "#" and channel[1:2] not in CHANNEL_TYPES else channel


def given(key: str, value: str) -> Pairs:
    if value:
        yield key, text(value)


def extra(keys: Extra) -> Pairs:
    for key, value in keys:
        yield key, yaml.compose(value, yaml.SafeLoader) or text("")


# --- nodes ------------------------------------------------------------------------------------


def text(value: str) -> yaml.Node:
    return yaml.ScalarNode(TAG + "str", value)


def long_text(value: str) -> yaml.Node:
    """As a block, with its line breaks, where YAML can keep every character in one."""
    plain = "\n" in value and all(letter == "\n" or letter.isprintable() for letter in value)
    return yaml.ScalarNode(TAG + "str", f"{value}\n", style="|") if plain else text(value)


def number(value: str) -> yaml.Node:
    return yaml.ScalarNode(TAG + "int", value)


def sequence(nodes: list[yaml.Node]) -> yaml.Node:
    return yaml.SequenceNode(TAG + "seq", nodes, flow_style=not nodes)


def mapping(keys: Pairs) -> yaml.Node:
    return yaml.MappingNode(TAG + "map", [(text(key), value) for key, value in keys], flow_style=False)
