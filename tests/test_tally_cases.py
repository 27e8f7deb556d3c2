"""`clerk tally` gives every winner, ranking and statistic that others published for the methods it knows."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cases import CASES, need_cases
from clerk.cli import main

FILE = CASES / "votes" / "ranked.jsonl"
METHODS = {
    "Schulze Winning": "schulze", "STV": "stv", "InstantRunoff": "irv", "Borda Count": "borda",
}  # fmt: skip
# Schulze's method with another strength of defeats than winning votes.
OTHERS = {"Schulze Margin", "Schulze Ratio"}

RECORDS = [json.loads(row) for row in FILE.read_text().splitlines()] if FILE.exists() else []
EXPECTED = [pytest.param(record, expected, id=f"{record['id']}, {expected['method']}, {expected['what']}")
            for record in RECORDS for expected in record["expected"]]  # fmt: skip
pytestmark = need_cases


def tally(tmp_path: Path, record: dict[str, Any], method: str, **more: Any) -> dict[str, Any]:
    file = tmp_path / "election.json"
    ballots = [{"count": each["count"] * each["weight"], "ranking": each["ranking"]} for each in record["ballots"]]
    file.write_text(json.dumps({
        "method": METHODS[method], "candidates": record["candidates"], "seats": record["seats"] or 1,
        "ballots": ballots, "unranked": record["unranked"], **more,
    }))  # fmt: skip
    result = CliRunner().invoke(main, ["tally", str(file)])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def in_groups(value: Any) -> list[list[str]]:
    """{"1": "A", "2": ["B", "C"]} as [["A"], ["B", "C"]]; a tie in alphabetical order."""
    return [sorted([names] if isinstance(names, str) else names) for _, names in sorted(value.items())]


def statistics(method: str, found: dict[str, Any]) -> Any:
    if method != "InstantRunoff":
        return found["scores"]
    votes = sum(found["rounds"][-1]["votes"].values())
    return {
        "majority": 100 * found["rounds"][-1]["majority"] / votes,
        "rounds": {str(number): each["votes"] for number, each in enumerate(found["rounds"], 1)},
    }


@pytest.mark.parametrize(("record", "expected"), EXPECTED)
def test_what_is_expected_comes_out(record: dict[str, Any], expected: dict[str, Any], tmp_path: Path) -> None:
    method, value = expected["method"], expected["value"]
    if method in OTHERS:
        pytest.skip(f"{method} is not among our methods")
    if record["tie_break_dependent"]:
        pytest.skip("the ballots tie; see below")
    found = tally(tmp_path, record, method)
    match expected["what"]:
        case "winner":
            assert sorted(found["winners"]) == sorted([value] if isinstance(value, str) else value)
            assert bool(found["ties"]) == (len(found["winners"]) > 1)
        case "ranking":
            assert [sorted(rank) for rank in found["ranking"]] == in_groups(value)
        case "stats":
            assert statistics(method, found) == value
        case what:
            raise AssertionError(f"{what} is compared with nothing")


@pytest.mark.parametrize("record", [pytest.param(record, id=record["id"]) for record in RECORDS
                                    if record["tie_break_dependent"]])  # fmt: skip
def test_what_hangs_on_a_tie_is_a_tie_until_it_is_broken(record: dict[str, Any], tmp_path: Path) -> None:
    for expected in record["expected"]:
        assert expected["what"] == "ranking"
        order = [name for rank in in_groups(expected["value"]) for name in rank]
        tied = tally(tmp_path, record, expected["method"])
        assert (tied["winners"], [sorted(tie) for tie in tied["ties"]]) == ([], [sorted(order)])
        broken = tally(tmp_path, record, expected["method"], tie_break=order)
        assert (broken["ranking"], broken["ties"]) == ([[name] for name in order], [])
        assert broken["rounds"][0]["broken_by"] == "tie_break"


def test_no_method_is_left_out_unnoticed() -> None:
    assert {expected["method"] for record in RECORDS for expected in record["expected"]} == METHODS.keys() | OTHERS
