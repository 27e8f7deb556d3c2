"""Agendas as people write them: what is an item, what is prose, what is refused."""
from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import CASES
from clerk.core.agenda import LONGEST_TEXT, MOST_ITEMS
from clerk.core.agenda_lists import ReadList, Unreadable, in_one_line, read_list


@pytest.mark.parametrize(("text", "items", "left_out"), [
    ("1. Gate\n2. Release\n", ["Gate", "Release"], 0),
    ("1) Gate\n2) Release", ["Gate", "Release"], 0),
    ("(1) Gate\n(2) Release", ["Gate", "Release"], 0),
    ("- Gate\n- Release", ["Gate", "Release"], 0),
    ("* Gate\n* Release", ["Gate", "Release"], 0),
    ("• Gate\n• Release", ["Gate", "Release"], 0),
    ("+ Gate\n– Release", ["Gate", "Release"], 0),
    ("  * Gate\r\n  * Release\r\n", ["Gate", "Release"], 0),
    ("# Nova weekly\n\nHello all,\n\n- Gate\n- Release\n\nBye", ["Gate", "Release"], 0),
    ("- Gate\n  - stable/juno\n  - master\n- Release", ["Gate", "Release"], 2),
    ("* Gate\n** stable/juno\n* Release", ["Gate", "Release"], 1),
    ("\t- Gate\n\t\t- master\n\t- Release", ["Gate", "Release"], 1),
    ("- Gate status\n  of all branches\n- Release", ["Gate status of all branches", "Release"], 0),
    ("- Gate\nA remark about it.\n- Release", ["Gate", "Release"], 0),
    ("- [ ] Gate\n- [x] Release", ["Gate", "Release"], 0),
    ("* [[Gate]]\n* [[Meetings/Nova|Release]]", ["Gate", "Release"], 0),
    ("- Gate 10m by dave\n- See https://example.org/a;b", ["Gate 10m by dave", "See https://example.org/a;b"], 0),
    ("- \x02Gate\x0f\x00 \u202eis red", ["Gate is red"], 0),
    ("1.5 is out\n- Gate", ["Gate"], 0),
    ("agenda+ Gate\nagenda+ Release", ["Gate", "Release"], 0),
    ("1. Gate\n- agenda+ Release\n- Agenda+: Cells", ["Gate", "Release", "Cells"], 0),
    ("Agenda+ Gate\nbla\n- no item\nAGENDA+: Release", ["Gate", "Release"], 0),
    ("14:02 <bob> agenda+ Gate\n14:02 <bob> hi\n[14:03] <carol> agenda+ Release", ["Gate", "Release"], 0),
    ("project: Nova\ntopics:\n  - Gate\n  - \"Release\"\nchair: alice", ["Gate", "Release"], 0),
    ("topics: [Gate, 'Release']\n", ["Gate", "Release"], 0),
    ("topics:\n- Gate\n- Release\nchair: bob\nschedule:\n  - time: '2200'", ["Gate", "Release"], 0),
    ("agenda: |\n  * Gate\n  * Release\nother: |\n  * no item", ["Gate", "Release"], 0),
    ("agenda: |-\n  1. Gate\n     * master\n  2. Release", ["Gate", "Release"], 1),
    ("agenda: Gate and nothing else\n", ["Gate and nothing else"], 0),
    ("Agenda: of 20 November\n\n- Gate\n- Release\n", ["Gate", "Release"], 0),
    ("topics:\n  - Gate\nagenda: |\n  * Release\n", ["Gate", "Release"], 0),
])  # fmt: skip
def test_what_is_an_item(text: str, items: list[str], left_out: int) -> None:
    assert read_list(text) == ReadList(tuple(items), left_out)


@pytest.mark.parametrize(("text", "reason"), [
    ("", "it is empty"),
    ("  \n\n", "it is empty"),
    ("Nothing here is a list.\nNor here.", "there is no list in it"),
    ("topics:\n", "there is no list in it"),
    ("- ok\n- " + "x" * (LONGEST_TEXT + 1), f"line 2 has {LONGEST_TEXT + 1} characters; an item has at most 300"),
    ("\n".join(f"- {n}" for n in range(MOST_ITEMS + 1)), "it has 101 items; an agenda has at most 100"),
])
def test_what_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_list(text)


@pytest.mark.parametrize(("text", "items"), [
    ("Gate; Release", ["Gate", "Release"]),
    ("Gate;Release", ["Gate", "Release"]),
    ("Gate ; Release;", ["Gate", "Release"]),
    ("Gate", ["Gate"]),
    ("1. Gate 2. Release 3. Open floor", ["Gate", "Release", "Open floor"]),
    ("1) Gate, 2) Release", ["Gate", "Release"]),
    ("(1) Gate (2) Release", ["Gate", "Release"]),
    ("1. Gate 10m 3. not three", ["Gate 10m 3. not three"]),
    ("see 1. Gate 2. Release", ["see 1. Gate 2. Release"]),
    ("Bug 7. Gate; Release", ["Bug 7. Gate", "Release"]),
    ("Gate https://example.org/a;b; Release", ["Gate https://example.org/a;b", "Release"]),
    ("Gate https://example.org/a;b", ["Gate https://example.org/a;b"]),
    (";;", []),
])  # fmt: skip
def test_a_list_in_one_line(text: str, items: list[str]) -> None:
    assert in_one_line(text) == items


@pytest.mark.parametrize("name", ["weekly_meeting_2200", "biweekly_even_meeting"])
def test_the_agenda_of_a_real_meeting_file(name: str) -> None:
    path = CASES / "schedules" / f"{name}.yaml"
    if not path.exists():
        pytest.skip("the shared cases are not here")
    assert read_list(Path(path).read_text()).items == ("Top bugs this week",)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_every_item_fits_in_a_line(text: str) -> None:
    for item in in_one_line(text):
        assert item.isprintable()
    try:
        found = read_list(text)
    except Unreadable:
        return
    assert found.items and all(item and item.isprintable() for item in found.items)
