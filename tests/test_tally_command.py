"""`clerk tally`, as a person types it: both formats in, both out, and a reason for what cannot be counted."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as some

from clerk.cli import main
from clerk.core.tally import BadBallots, blt, counted
from clerk.core.tally.document import from_data
from clerk.edge import ballotfiles

# The example of Hill, Wichmann and Woodall (Algorithm 123, 1987), with what others added to the format.
BLT = """\
4 2 # candidates and seats
-2
/* three of the first kind,
   and more */
3 1 3 4 0
4 1 3 2 0
2 4 1=3 0
(17) 1 2 0
2 2=4=3 1 0
1 3 - 4 2 0
0
"Adam"
"Basil # the second"
Charlotte
"Donald \\"Don\\" D."
"Title"
"""


def tally(folder: Path, content: str | bytes | dict[str, Any], *arguments: str, name: str = "ballots") -> Result:
    file = folder / name
    if isinstance(content, dict):
        content = json.dumps(content)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CliRunner().invoke(main, ["tally", str(file), *arguments])


def election(**changes: Any) -> dict[str, Any]:
    plain = {
        "method": "schulze", "candidates": ["A", "B", "C"], "seats": 1, "arithmetic": "exact", "tie_break": [],
        "ballots": [{"count": 3, "ranking": [["A"], ["B", "C"]]}, {"ranking": [["C"]]}], "unranked": "last",
    }  # fmt: skip
    return {key: value for key, value in (plain | changes).items() if value is not None}


def data_of(folder: Path, content: str | dict[str, Any], *arguments: str) -> Any:
    result = tally(folder, content, *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_the_result_has_always_the_same_six_keys(tmp_path: Path) -> None:
    assert data_of(tmp_path, election()) == {
        "winners": ["A"],
        "ranking": [["A"], ["C"], ["B"]],
        "scores": {"A": {"B": 3, "C": 3}, "B": {"A": 0, "C": 0}, "C": {"A": 0, "B": 1}},
        "pairwise": {"A": {"B": 3, "C": 3}, "B": {"A": 0, "C": 0}, "C": {"A": 1, "B": 1}},
        "rounds": [],
        "ties": [],
    }
    assert data_of(tmp_path, election(method="plurality", ballots=[{"ranking": [["A", "C"]]}])) == {
        "winners": ["A", "C"], "ranking": [["A", "C"], ["B"]], "scores": {"A": 0.5, "B": 0, "C": 0.5}, "pairwise": {},
        "rounds": [], "ties": [["A", "C"]],
    }  # fmt: skip
    two_to_one = [{"count": 2, "ranking": [["A"]]}, {"ranking": [["B"]]}]
    assert data_of(tmp_path, election(method="stv", ballots=two_to_one)) == {
        "winners": ["A"], "ranking": [["A"]], "scores": {}, "pairwise": {}, "ties": [],
        "rounds": [{"votes": {"A": 2, "B": 1, "C": 0}, "exhausted": 0, "quota": 2, "elected": ["A"], "excluded": [],
                    "surplus": {}, "tied": [], "broken_by": ""}],
    }  # fmt: skip


def test_what_is_left_out_is_exact_last_and_one_seat(tmp_path: Path) -> None:
    short = election(seats=None, arithmetic=None, tie_break=None, unranked=None)
    assert data_of(tmp_path, short) == data_of(tmp_path, election())


def test_count_and_weight_multiply(tmp_path: Path) -> None:
    ballots = [{"count": 2, "weight": 3, "ranking": [["A"]]}, {"weight": 5, "ranking": [["B"]]}]
    assert data_of(tmp_path, election(method="plurality", ballots=ballots))["scores"] == {"A": 6, "B": 5, "C": 0}


def test_blt_is_read_with_all_that_was_added_to_it(tmp_path: Path) -> None:
    found = data_of(tmp_path, BLT)
    assert found["winners"] == ["Adam", "Charlotte"]
    assert found["rounds"][0]["votes"] == {"Adam": 7, "Charlotte": 2, 'Donald "Don" D.': 3}
    assert found["rounds"][0]["quota"] == 5  # of 12: the ballot for the withdrawn one is none


def test_blt_leaves_method_and_arithmetic_to_the_caller(tmp_path: Path) -> None:
    named = data_of(tmp_path, BLT, "--method", "approval")["scores"]
    assert named == {"Adam": 11, "Charlotte": 12, 'Donald "Don" D.': 8}
    thirds = '3 2\n7 1 2 0\n1 2 0\n1 3 0\n0\n"A"\n"B"\n"C"\n"Thirds"\n'
    assert data_of(tmp_path, thirds, "--arithmetic", "scottish")["rounds"][1]["votes"]["B"] == 1 + 7 * 0.42857
    said = tally(tmp_path, election(), "--method", "stv")
    assert "--method and --arithmetic are for BLT" in said.stderr


def test_the_text_says_winners_ties_and_rounds(tmp_path: Path) -> None:
    result = tally(tmp_path, BLT, "--format", "text")
    assert result.stdout.splitlines() == [
        "STV, 3 candidates, 2 seats, 12 votes, 1 abstention, exact arithmetic",
        "Winners: Adam, Charlotte.",
        "Ranking:",
        "  1. Adam",
        "  2. Charlotte",
        'Round 1 (quota 5): Adam 7, Donald "Don" D. 3, Charlotte 2',
        "  elected: Adam",
        "  handed on: 2 of Adam",
        'Round 2 (quota 5): Adam 5, Charlotte 4, Donald "Don" D. 3',
        '  excluded: Donald "Don" D.',
        "Round 3 (quota 5): Charlotte 7, Adam 5",
        "  elected: Charlotte",
    ]
    tied = [{"ranking": [["A"]]}, {"ranking": [["B"]]}]
    assert tally(tmp_path, election(ballots=tied), "--format", "text").stdout.splitlines() == [
        "Schulze, 3 candidates, 1 seat, 2 votes",
        "Winners: A, B.",
        "Tie for the seat: A, B.",
        "Ranking:",
        "  1. A, B",
        "  3. C",
        "Voters who rank one (row) above another (column):",
        "      1 2 3",
        "  1 A – 1 1",
        "  2 B 1 – 1",
        "  3 C 0 0 –",
        "Strongest path from one (row) to another (column):",
        "      1 2 3",
        "  1 A – 0 1",
        "  2 B 0 – 1",
        "  3 C 0 0 –",
    ]
    assert tally(tmp_path, election(method="irv", ballots=tied), "--format", "text").stdout.splitlines() == [
        "Instant runoff, 3 candidates, 1 seat, 2 votes, exact arithmetic",
        "Nobody is elected.",
        "The count stops: of A, B one has to go, and nothing says who.",
        "Ranking:",
        "  1. A, B",
        "  3. C",
        "Round 1 (more than 1 wins): A 1, B 1, C 0",
        "  excluded: C",
        "Round 2 (more than 1 wins): A 1, B 1",
        "  tie: A, B",
    ]


def ballot(**fields: Any) -> dict[str, Any]:
    return election(ballots=[{"ranking": [["A"]]}, {"ranking": [["B"]], **fields}])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ballot(ranking=[["A"], ["D"]]), 'ballot 2: there is no candidate "D"; there are A, B, C'),
        (ballot(ranking=[["A"], ["B", "A"]]), 'ballot 2: it ranks "A" more than once'),
        (ballot(ranking=[["A", "A"]]), 'ballot 2: it ranks "A" more than once'),
        (ballot(ranking=[]), "ballot 2: it ranks nobody; leave out who abstains"),
        (ballot(ranking=[["A"], []]), 'ballot 2: rank 2 is not a list of candidates; write [["A"], ["B", "C"]]'),
        (ballot(ranking=["A"]), 'ballot 2: rank 1 is not a list of candidates; write [["A"], ["B", "C"]]'),
        (ballot(ranking=[[1]]), 'ballot 2: rank 1 is not a list of candidates; write [["A"], ["B", "C"]]'),
        (ballot(ranking="A"), "ballot 2: ranking is not a list"),
        (ballot(count=0), "ballot 2: count: 0; write 1 to 1,000,000,000"),
        (ballot(count=-2), "ballot 2: count: -2; write 1 to 1,000,000,000"),
        (ballot(count=10**9 + 1), "ballot 2: count: 1,000,000,001; write 1 to 1,000,000,000"),
        (ballot(weight=0), "ballot 2: weight: 0; write 1 to 1,000,000,000"),
        (ballot(count=10**5, weight=10**5), "ballot 2: it counts 10,000,000,000 times; write 1 to 1,000,000,000"),
        (ballot(count=1.5), "ballot 2: count is not a whole number"),
        (ballot(count=True), "ballot 2: count is not a whole number"),
        (ballot(voter="eve"), 'ballot 2: there is no key "voter"; there are count, weight, ranking'),
        (election(ballots=[]), "ballots: there are none"),
        (election(ballots=[3]), 'ballot 1 is not an object; write {"ranking": …}'),
        (election(ballots=None), 'the document: "ballots" is missing'),
        (election(candidates=[]), "candidates: there are no candidates"),
        (election(candidates=["A", "B", "A"]), 'candidates: two candidates are called "A"'),
        (election(candidates=["A", " "]), "candidates: number 2 is empty"),
        (election(candidates=["A", "B\n"]), "candidates: number 2 has a sign that cannot be printed"),
        (election(candidates=["A", "\ud800"]), "candidates: number 2 has a sign that cannot be printed"),
        (election(candidates=["A", "B" * 201]), "candidates: number 2 has 201 characters; at most 200 are allowed"),
        (election(candidates=["A", 2]), "candidates: number 2 is not text"),
        (election(candidates=[str(n) for n in range(200)]),
         "candidates: there are 200 candidates; at most 100 can be counted"),
        (election(method="best"),
         'method: "best" is unknown; there are schulze, stv, irv, borda, approval, plurality'),
        (election(method=["stv"]),
         "method: that is unknown; there are schulze, stv, irv, borda, approval, plurality"),
        (election(arithmetic="meek"), 'arithmetic: "meek" is unknown; there are exact, scottish'),
        (election(unranked="first"), 'unranked: "first" is unknown; there are last, ignored'),
        (election(seats=0), "seats: 0; there are 3 candidates, write 1 to 3"),
        (election(seats=4), "seats: 4; there are 3 candidates, write 1 to 3"),
        (election(seats="1"), "seats is not a whole number"),
        (election(method="irv", seats=2), "seats: 2; irv fills one seat, stv fills several"),
        (election(tie_break=["A", "D"]), 'tie_break: there is no candidate "D"; there are A, B, C'),
        (election(tie_break=["A", "A"]), 'tie_break: it names "A" more than once'),
        (election(tie_break="A"), "tie_break is not a list"),
        (election(seat=2),
         'the document: there is no key "seat"; there are method, candidates, seats, arithmetic, tie_break, ballots, '
         "unranked"),
        ("[1]", 'the document is not an object; write {"method": …}'),
        ('{"method": "stv",\n "seats": }', "line 2, column 11: it is not JSON: Expecting value"),
        ('{"method": "stv", "method": "irv"}', 'the key "method" is there twice in one object'),
        ('{"seats": NaN}', "NaN is not a number"),
        ('{"seats": ' + "9" * 5000 + "}", "it has a number that is too long"),
        ("[" * 100_000, "it is nested too deeply"),
        ("hello", "it is neither JSON, which begins with {, nor BLT, which begins with two numbers"),
        ("", "it is neither JSON, which begins with {, nor BLT, which begins with two numbers"),
        (b'{"method":\n "\xff"}', "line 2: it is not UTF-8"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_the_place(tmp_path: Path, content: Any, reason: str) -> None:
    result = tally(tmp_path, content)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"clerk: {tmp_path / 'ballots'}: {reason}.\n"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("4 2 #", "4 2.5 #", 'line 1: "2.5" is not a whole number'),
        ("4 2 #", "200 2 #", "line 1: 200 candidates; from 1 to 100 can be counted"),
        ("4 2 #", "4 0 #", "seats: 0; there are 3 candidates, write 1 to 3"),
        ("4 2 #", "4 4 #", "seats: 4; there are 3 candidates, write 1 to 3"),
        ("-2", "-5", "line 2: there is no candidate 5; they are numbered 1 to 4"),
        ("3 1 3 4 0", "3 1 3 5 0", "line 5: there is no candidate 5; they are numbered 1 to 4"),
        ("3 1 3 4 0", "3 1 3 1 0", "line 5: the ballot ranks candidate 1 more than once"),
        ("3 1 3 4 0", "3 1 3 4", "line 5: the ballot does not end with 0"),
        ("3 1 3 4 0", "-3 1 3 4 0",
         "line 5: withdrawn candidates stand on a line of their own, and no ballot begins with -"),
        ("3 1 3 4 0", "3 1 x 0", 'line 5: "x" is not a whole number'),
        ("3 1 3 4 0", "3 1=3= 0", 'line 5: "" is not a whole number'),
        ("3 1 3 4 0", "99999999999 1 0",
         "line 5: the ballot counts 99,999,999,999 times; write 1 to 1,000,000,000"),
        ("3 1 3 4 0", "1000000001 1 0", "line 5: the ballot counts 1,000,000,001 times; write 1 to 1,000,000,000"),
        ("4 1 3 2 0", "4 1 3 2 0\n-1 2 0", 'line 7: "-1" is not a whole number'),
        ('"Adam"\n', "",
         "line 16: the file ends before the title; there are 4 candidates, and a name for each comes first"),
        ('"Adam"\n"Basil # the second"\n', "",
         "line 15: the file ends before the names of 4 candidates and the title"),
        ('"Adam"', '""', "line 12: a candidate's name is empty"),
        ('"Adam"', "Adam Smith", "line 12: names of several words stand in quotes"),
        ('"Adam"', '"Adam "A." Smith"', 'line 12: a quote or a comment does not end; inside a name write \\"'),
        ('"Adam"', '"Charlotte"', 'two candidates are called "Charlotte"'),
        ("\n0\n", "\n", 'line 11: "Adam" is not a whole number'),
        ("   and more */", "", 'line 3: a quote or a comment does not end; inside a name write \\"'),
    ],
)
def test_a_blt_file_that_cannot_be_counted_is_refused_with_the_line(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert BLT.count(old) == 1
    result = tally(tmp_path, BLT.replace(old, new))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"clerk: {tmp_path / 'ballots'}: {reason}.\n"


def test_a_file_without_votes_is_refused(tmp_path: Path) -> None:
    assert "ballots: there are none that rank anybody" in tally(tmp_path, '2 1\n0\nA\nB\nT\n').stderr
    assert "the file ends before the ballots" in tally(tmp_path, "2 1\n").stderr
    assert "ballots: there are none that rank anybody" in tally(tmp_path, '2 1\n-1\n3 1 0\n0\nA\nB\nT\n').stderr


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = CliRunner().invoke(main, ["tally", str(tmp_path / "none.json")])
    assert (missing.exit_code, missing.stderr) == (
        2, f"clerk: {tmp_path / 'none.json'}: it cannot be read: No such file or directory.\n"
    )  # fmt: skip
    monkeypatch.setattr(ballotfiles, "LARGEST", 1024 * 1024)
    large = tally(tmp_path, '{"method": "' + "x" * 1024 * 1024 + '"}')
    assert 'it has more than 1 MiB; merge equal ballots with "count".' in large.stderr


def test_standard_input_is_a_file_too(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["tally", "-"], input=json.dumps(election()))
    assert json.loads(result.stdout)["winners"] == ["A"]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert tally(tmp_path, b"\xef\xbb\xbf" + BLT.encode()).exit_code == 0
    assert tally(tmp_path, b"\xef\xbb\xbf" + json.dumps(election()).encode()).exit_code == 0


# --- whatever stands in it --------------------------------------------------------------------

VALUES = some.recursive(
    some.none() | some.booleans() | some.integers(-2, 4) | some.floats() | some.sampled_from(["A", "B", "stv", "\n"]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from("ab"), inner, max_size=2),
    max_leaves=8,
)


@given(some.sampled_from([*election()]), VALUES, some.sampled_from(["count", "weight", "ranking"]), VALUES)
def test_any_document_is_counted_or_refused(key: str, value: Any, field: str, inner: Any) -> None:
    document = election(**{"ballots": [{"ranking": [["A"]]}, {"ranking": [["B"]], field: inner}]} | {key: value})
    try:
        result = counted(from_data(document))
        assert result.winners or result.ties
    except BadBallots as bad:
        assert str(bad)


PIECES = some.sampled_from([*BLT.split(" "), "\n", " ", '"', "=", "0\n", "1", "/*", "("])


@given(some.lists(PIECES, max_size=30).map("".join), some.integers(0, len(BLT)))
def test_any_blt_file_is_counted_or_refused(text: str, at: int) -> None:
    try:
        result = counted(blt.read(BLT[:at] + text + BLT[at:]))
        assert result.winners or result.ties
    except BadBallots as bad:
        assert str(bad)
