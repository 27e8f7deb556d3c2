"""Agendas: what stands at the end of a line, the order of items, what is carried over."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.core.agenda import (
    AgendaItem,
    Items,
    State,
    Wanted,
    carried,
    listed,
    matching,
    moved,
    new_items,
    numbered,
    reordered,
    waiting,
)  # fmt: skip
from clerk.core.agenda_suffixes import wanted
from clerk.core.word import Missing

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(("said", "meant"), [
    ("Gate status", Wanted("Gate status")),
    ("  Gate   status  ", Wanted("Gate status")),
    ("Gate status 10m", Wanted("Gate status", 10)),
    ("Gate status 10 min", Wanted("Gate status", 10)),
    ("Gate status (10 minutes)", Wanted("Gate status", 10)),
    ("Gate status 1h", Wanted("Gate status", 60)),
    ("Gate status, 10m", Wanted("Gate status", 10)),
    ("Gate status by dave", Wanted("Gate status", nick="dave")),
    ("Gate status 10m by dave", Wanted("Gate status", 10, "dave")),
    ("Gate status by dave 10m", Wanted("Gate status", 10, "dave")),
    ("Gate status by dave[m] 10m", Wanted("Gate status", 10, "dave[m]")),
    ("Gate status why it was red", Wanted("Gate status", why="it was red")),
    ("Gate status 10m by dave why it was red", Wanted("Gate status", 10, "dave", "it was red")),
    ("Gate status https://bugs.example.org/1", Wanted("Gate status", url="https://bugs.example.org/1")),
    ("Gate status 10m by dave why it was red https://bugs.example.org/1",
     Wanted("Gate status", 10, "dave", "it was red", "https://bugs.example.org/1")),
    ("https://bugs.example.org/1", Wanted("https://bugs.example.org/1")),
    # What only looks like a suffix is text.
    ("Finish the specs by friday", Wanted("Finish the specs by friday")),
    ("Decide by the end", Wanted("Decide by the end")),
    ("Stand-by mode", Wanted("Stand-by mode")),
    ("Version 2026", Wanted("Version 2026")),
    ("Room 10", Wanted("Room 10")),
    ("why", Wanted("why")),
    ("10m walk", Wanted("10m walk")),
    ("by dave", Wanted("", nick="dave")),
])  # fmt: skip
def test_suffixes_stand_at_the_end_of_a_line(said: str, meant: Wanted) -> None:
    assert wanted(said) == meant


@pytest.mark.parametrize(("said", "why"), [
    ("Gate 0m", "0m"), ("Gate -5m", "-5m"), ("Gate 100h", "100h"), ("Gate 99999m", "99999m"),
    ("x" * 301, "300 characters"),
])  # fmt: skip
def test_a_box_that_cannot_be_is_refused(said: str, why: str) -> None:
    with pytest.raises(Missing, match=why):
        wanted(said)


@given(st.text(max_size=350))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = wanted(text)
    except Missing as missing:
        assert str(missing)
    else:
        assert found.minutes is None or 1 <= found.minutes <= 24 * 60
        assert len(found.text) + len(found.why) + len(found.url) <= 300


def agenda(*texts: str) -> Items:
    return new_items((), "nova", [Wanted(text) for text in texts], "alice", "alice", NOW, 1)


def order(items: Items) -> list[int]:
    return [item.n for item in waiting(items)]


def put(items: Items, changed: Items) -> Items:
    by_id = {item.id: item for item in changed}
    return tuple(by_id.get(item.id, item) for item in items)


def test_new_items_come_behind_the_others_and_get_the_next_numbers() -> None:
    items = agenda("a", "b")
    more = new_items(items, "nova", [Wanted("c")], "bob", "bob", NOW, 3)
    assert [(item.id, item.n) for item in (*items, *more)] == [(1, 1), (2, 2), (3, 3)]
    assert order((*items, *more)) == [1, 2, 3]


@given(st.permutations(range(1, 7)), st.integers(0, 6))
def test_an_order_puts_the_named_first_and_leaves_the_rest_as_it_was(numbers: list[int], count: int) -> None:
    items = agenda(*"abcdef")
    named = numbers[:count]
    after = put(items, reordered(items, named))
    assert order(after) == [*named, *(n for n in range(1, 7) if n not in named)]
    assert reordered(after, named) == ()


@given(st.integers(1, 6), st.integers(1, 9))
def test_a_move_changes_the_place_of_one_only(n: int, to: int) -> None:
    items = agenda(*"abcdef")
    item = numbered(items, n)
    assert item
    after = order(put(items, moved(items, item, to)))
    assert after.index(n) == min(to, 6) - 1
    assert [other for other in after if other != n] == [other for other in range(1, 7) if other != n]


def test_what_is_skipped_comes_last_and_what_is_deferred_is_shown_behind() -> None:
    first, second, third = agenda("a", "b", "c")
    items = (replace(first, state=State.SKIPPED), replace(second, state=State.DEFERRED), third)
    assert order(items) == [3, 1]
    assert [item.n for item in listed(items)] == [3, 1, 2]


def test_words_mean_the_item_whose_text_they_are_before_those_that_have_them() -> None:
    items = agenda("Gate", "Gate status", "Cells")
    assert [item.n for item in matching(items, "gate")] == [1]
    assert [item.n for item in matching(items, "gat")] == [1, 2]
    assert matching(items, "nothing") == ()


states = st.lists(st.tuples(st.sampled_from(State), st.booleans(), st.integers(0, 3)), max_size=12)


@given(states)
def test_what_was_not_reached_is_carried_over_once_and_in_its_order(rows: list[tuple[State, bool, int]]) -> None:
    items = tuple(
        AgendaItem(i, "nova", i, i, f"item {i}", "alice", "alice", NOW, state=state, standing=standing, carried=times)
        for i, (state, standing, times) in enumerate(rows, 1)
    )  # fmt: skip
    after = carried(items)
    left = [item for item in after if item.state is State.WAITING]
    reached = {item.id for item in items if item.standing or item.state in (State.TAKEN, State.DONE, State.DROPPED)}
    assert {item.id for item in left} == {item.id for item in items} - reached
    assert [item.n for item in left] == list(range(1, len(left) + 1))
    assert all(item.carried == items[item.id - 1].carried + 1 for item in left)
    assert not any(item.state is State.TAKEN for item in after)
