"""Counting: what must hold for any ballots, and small elections counted by hand."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from clerk.core.tally import (
    BadBallots,
    Ballots,
    Default,
    Result,
    approval,
    borda,
    dots,
    irv,
    picks,
    plurality,
    schulze,
    stv,
)
from clerk.core.tally.values import Arithmetic, Unranked

Cast = list[tuple[int, list[list[str]]]]


def ballots(candidates: str, *cast: str, unranked: Unranked = "last") -> Ballots:
    """Candidates as single letters; a ballot as "3: A BC", three voters, first A and then B and C as equals."""
    rows = (row.split(":") for row in cast)
    return Ballots.of(tuple(candidates), [(int(count), map(tuple, ranks.split())) for count, ranks in rows], unranked)


def ranking(result: Result) -> str:
    return " ".join("".join(rank) for rank in result.ranking)


# --- what must hold for any ballots -----------------------------------------------------------


@some.composite
def rankings(draw: some.DrawFn, names: list[str], equals: bool = True, whole: bool = False) -> list[list[str]]:
    order = draw(some.permutations(names))[: len(names) if whole else draw(some.integers(1, len(names)))]
    ranks: list[list[str]] = []
    for name in order:
        if equals and ranks and draw(some.booleans()):
            ranks[-1].append(name)
        else:
            ranks.append([name])
    return ranks


@some.composite
def elections(draw: some.DrawFn, equals: bool = True, most: int = 6) -> tuple[list[str], Cast]:
    names = list("ABCDEFGH"[: draw(some.integers(1, most))])
    return names, draw(some.lists(some.tuples(some.integers(1, 9), rankings(names, equals)), min_size=1, max_size=12))


METHODS: dict[str, Callable[[Ballots], Result]] = {
    "schulze": schulze, "stv": lambda each: stv(each, min(2, len(each.candidates))), "irv": irv, "borda": borda,
    "approval": approval, "plurality": plurality,
    "scottish stv": lambda each: stv(each, min(2, len(each.candidates)), "scottish"),
}  # fmt: skip
every_method = pytest.mark.parametrize("count", METHODS.values(), ids=METHODS)


@every_method
@given(data=some.data(), election=elections(), unranked=some.sampled_from(["last", "ignored"]))
def test_the_order_of_ballots_does_not_matter(
    count: Callable[[Ballots], Result], data: some.DataObject, election: tuple[list[str], Cast], unranked: Unranked
) -> None:
    names, cast = election
    shuffled = data.draw(some.permutations(cast))
    assert count(Ballots.of(names, cast, unranked)) == count(Ballots.of(names, shuffled, unranked))


@every_method
@given(election=elections())
def test_merging_equal_ballots_does_not_matter(count: Callable[[Ballots], Result],
                                               election: tuple[list[str], Cast]) -> None:  # fmt: skip
    names, cast = election
    one_by_one = [(1, ranks) for number, ranks in cast for _ in range(number)]
    assert count(Ballots.of(names, cast)) == count(Ballots.of(names, one_by_one))


@every_method
@given(data=some.data(), election=elections())
def test_names_and_their_order_on_the_paper_do_not_matter(count: Callable[[Ballots], Result], data: some.DataObject,
                                                          election: tuple[list[str], Cast]) -> None:  # fmt: skip
    names, cast = election
    other = dict(zip(names, data.draw(some.permutations([name.lower() for name in names])), strict=True))
    renamed = [(number, [[other[name] for name in rank] for rank in ranks]) for number, ranks in cast]
    before, after = count(Ballots.of(names, cast)), count(Ballots.of(sorted(other.values()), renamed))

    def new(groups: Iterable[Iterable[str]]) -> list[set[str]]:
        return [{other[name] for name in group} for group in groups]

    assert new(before.ranking) == [set(rank) for rank in after.ranking]
    assert new(before.ties) == [set(tie) for tie in after.ties]
    assert {other[name] for name in before.winners} == set(after.winners)


@given(elections())
def test_a_plurality_tally_sums_up_to_the_number_of_voters(election: tuple[list[str], Cast]) -> None:
    names, cast = election
    assert sum(plurality(Ballots.of(names, cast)).scores.values()) == sum(number for number, _ in cast)


@given(elections())
def test_borda_gives_every_voter_the_same_number_of_points(election: tuple[list[str], Cast]) -> None:
    names, cast = election
    each = len(names) * (len(names) + 1) // 2
    assert sum(borda(Ballots.of(names, cast)).scores.values()) == each * sum(number for number, _ in cast)


def above(cast: Cast, a: str, b: str) -> int:
    """How many rank a above b, asked ballot by ballot; unranked is last."""
    def place(ranks: list[list[str]], name: str) -> int:
        return next((at for at, rank in enumerate(ranks) if name in rank), len(ranks))

    return sum(number for number, ranks in cast if place(ranks, a) < place(ranks, b))


@given(elections())
def test_the_matrix_is_what_asking_ballot_by_ballot_gives(election: tuple[list[str], Cast]) -> None:
    names, cast = election
    result = schulze(Ballots.of(names, cast))
    assert result.pairwise == {a: {b: above(cast, a, b) for b in names if a != b} for a in names}


@given(elections(most=5))
def test_the_strongest_path_is_the_strongest_of_all_paths(election: tuple[list[str], Cast]) -> None:
    names, cast = election
    result = schulze(Ballots.of(names, cast))
    wins = {(a, b): above(cast, a, b) for a, b in permutations(names, 2) if above(cast, a, b) > above(cast, b, a)}
    for a, b in permutations(names, 2):
        others = [name for name in names if name not in (a, b)]
        paths = [(a, *via, b) for size in range(len(others) + 1) for via in permutations(others, size)]
        weakest = [min(wins.get(step, 0) for step in pairwise(path)) for path in paths]
        assert result.strengths[a][b] == max(weakest)


@given(elections(), some.integers(0, 11), some.data())
def test_raising_a_schulze_winner_on_any_ballot_keeps_it_among_the_winners(
    election: tuple[list[str], Cast], which: int, data: some.DataObject
) -> None:
    names, cast = election
    winner = data.draw(some.sampled_from(schulze(Ballots.of(names, cast)).winners))
    number, ranks = cast[which % len(cast)]
    at = next((place for place, rank in enumerate(ranks) if winner in rank), len(ranks))
    without = [[name for name in rank if name != winner] for rank in ranks]
    to = data.draw(some.integers(0, at))
    if data.draw(some.booleans()) and to < at:
        raised = [[*rank, winner] if place == to else rank for place, rank in enumerate(without)]
    else:
        raised = [*without[:to], [winner], *without[to:]]
    changed = [*cast[: which % len(cast)], (number, [rank for rank in raised if rank]), *cast[which % len(cast) + 1 :]]
    assert winner in schulze(Ballots.of(names, changed)).winners


@given(elections())
def test_who_beats_all_others_wins_alone_and_else_one_of_the_smallest_set_that_does(
    election: tuple[list[str], Cast]
) -> None:
    names, cast = election
    winners = set(schulze(Ballots.of(names, cast)).winners)
    for size in range(1, len(names) + 1):
        for group in combinations(names, size):
            if all(above(cast, a, b) > above(cast, b, a) for a in group for b in names if b not in group):
                assert winners <= set(group)
                return
    raise AssertionError("all together beat nobody, and that is enough")


@given(elections(), some.data(), some.sampled_from(["exact", "scottish"]))
def test_stv_fills_all_seats_or_reports_a_tie(election: tuple[list[str], Cast], data: some.DataObject,
                                              arithmetic: Arithmetic) -> None:  # fmt: skip
    names, cast = election
    seats = data.draw(some.integers(1, len(names)))
    result = stv(Ballots.of(names, cast), seats, arithmetic)
    assert len(result.winners) == seats or (len(result.winners) < seats and len(result.ties[0]) > 1)
    assert not (len(result.winners) == seats and result.ties)
    broken = stv(Ballots.of(names, cast), seats, arithmetic, tuple(data.draw(some.permutations(names))))
    assert len(broken.winners) == seats and not broken.ties


@given(elections(), some.data(), some.sampled_from(["exact", "scottish"]))
def test_in_every_round_votes_and_what_is_exhausted_sum_up_to_the_ballots(
    election: tuple[list[str], Cast], data: some.DataObject, arithmetic: Arithmetic
) -> None:
    names, cast = election
    seats = data.draw(some.integers(1, len(names)))
    result = stv(Ballots.of(names, cast), seats, arithmetic, tuple(names))
    for each in result.rounds:
        assert sum(each.votes.values()) + each.exhausted == sum(number for number, _ in cast)
        assert min(each.votes.values()) >= 0 and each.exhausted >= 0


@given(some.data(), some.integers(1, 5))
def test_nothing_is_exhausted_while_every_ballot_ranks_all(data: some.DataObject, seats: int) -> None:
    names = list("ABCDE")
    cast = data.draw(some.lists(some.tuples(some.integers(1, 9), rankings(names, whole=True)), min_size=1, max_size=10))
    for each in stv(Ballots.of(names, cast), seats, tie_break=tuple(names)).rounds:
        assert each.exhausted == 0


def paper_by_paper(
    names: list[str], cast: Cast, seats: int, truncate: bool
) -> tuple[list[str], list[dict[str, Fraction]]]:
    """STV as the law describes it: every paper by itself, with its worth on it. Who is elected, and the votes of every
    round. Only for strict rankings; what has a tie is not compared.
    """
    def kept(worth: Fraction) -> Fraction:
        return Fraction(int(worth * 100_000), 100_000) if truncate else worth

    def lies_with(paper: tuple[str, ...]) -> str | None:
        return next((name for name in paper if name in standing), None)

    papers = [tuple(rank[0] for rank in ranks) for number, ranks in cast for _ in range(number)]
    quota = len(papers) // (seats + 1) + 1
    standing, chosen, done = list(names), list[str](), dict[str, Fraction]()
    where = {at: lies_with(paper) for at, paper in enumerate(papers)}
    worth = dict.fromkeys(where, Fraction(1))
    history = []
    while True:
        votes = {name: done.get(name, sum((worth[at] for at in where if where[at] == name), Fraction()))
                 for name in [*standing, *chosen]}  # fmt: skip
        history.append(votes)
        new = [name for name in standing if votes[name] >= quota]
        if len(standing) + len(chosen) <= seats:
            new = list(standing)
        chosen += sorted(new, key=lambda name: -votes[name])
        standing = [name for name in standing if name not in new]
        if len(chosen) >= seats:
            return chosen, history
        over = [name for name in chosen if votes[name] > quota]
        if over:
            largest = max(votes[name] for name in over)
            assume(sum(votes[name] == largest for name in over) == 1)
            giver = next(name for name in over if votes[name] == largest)
            done[giver], ratio = Fraction(quota), (votes[giver] - quota) / votes[giver]
        else:
            fewest = min(votes[name] for name in standing)
            assume(sum(votes[name] == fewest for name in standing) == 1)
            giver, ratio = next(name for name in standing if votes[name] == fewest), Fraction(1)
            standing.remove(giver)
        for at in [at for at in where if where[at] == giver]:
            worth[at], where[at] = kept(worth[at] * ratio), lies_with(papers[at])


@given(elections(equals=False), some.integers(1, 5), some.sampled_from(["exact", "scottish"]))
def test_stv_is_what_moving_paper_by_paper_gives(
    election: tuple[list[str], Cast], seats: int, arithmetic: Arithmetic
) -> None:
    names, cast = election
    assume(seats <= len(names))
    chosen, history = paper_by_paper(names, cast, seats, arithmetic == "scottish")
    result = stv(Ballots.of(names, cast), seats, arithmetic)
    assert [dict(each.votes) for each in result.rounds] == history
    assert sorted(result.winners) == sorted(chosen)


@given(elections(equals=False))
def test_instant_runoff_elects_whom_stv_elects_for_one_seat_while_no_ballot_is_exhausted(
    election: tuple[list[str], Cast]
) -> None:
    names, cast = election
    complete = [(number, [*ranks, *([name] for name in names if [name] not in ranks)]) for number, ranks in cast]
    whole = Ballots.of(names, complete)
    assert irv(whole, tie_break=tuple(names)).winners == stv(whole, tie_break=tuple(names)).winners


# --- by hand ----------------------------------------------------------------------------------


def test_three_in_a_circle_of_equal_strength_all_win() -> None:
    result = schulze(ballots("ABC", "1: A B C", "1: B C A", "1: C A B"))
    assert (ranking(result), result.winners, result.ties) == ("ABC", ("A", "B", "C"), (("A", "B", "C"),))


def test_schulze_for_two_seats_takes_the_first_two_and_says_who_ties_for_the_second() -> None:
    whole = schulze(ballots("ABC", "3: A B C", "2: B A C"), seats=2)
    assert (whole.winners, whole.ties) == (("A", "B"), ())
    tied = schulze(ballots("ABC", "3: A BC"), seats=2)
    assert (tied.winners, tied.ties) == (("A", "B", "C"), (("B", "C"),))


def test_the_unranked_lose_to_the_ranked_or_are_not_compared() -> None:
    cast = ("3: A", "2: B A")
    assert schulze(ballots("AB", *cast)).pairwise == {"A": {"B": 3}, "B": {"A": 2}}
    assert schulze(ballots("AB", *cast, unranked="ignored")).pairwise == {"A": {"B": 0}, "B": {"A": 2}}
    assert borda(ballots("ABC", "1: A")).scores == {"A": 3, "B": Fraction(3, 2), "C": Fraction(3, 2)}
    assert borda(ballots("ABC", "1: A", unranked="ignored")).scores == {"A": 3, "B": 0, "C": 0}


def test_quorum_and_supermajority_come_before_schulze() -> None:
    """Debian's constitution, A.5 (formerly A.6), 2 and 3: at least so many above the default option; strictly more than
    so many times. N is "none of the above".
    """
    evenly = ballots("ABN", "30: A B N", "10: N A B", "20: B N A")
    plain = schulze(evenly, default=Default("N"))
    assert ranking(plain) == "B N"
    assert plain.dropped == {"A": "30 rank it above N and 30 below; it needs more than 1 to 1"}
    cast = ("31: A B N", "10: N A B")
    assert ranking(schulze(ballots("ABN", *cast), default=Default("N"))) == "A B N"
    strict = schulze(ballots("ABN", *cast), default=Default("N", majority={"A": Fraction(31, 10)}))
    assert (ranking(strict), list(strict.dropped)) == ("B N", ["A"])
    enough = schulze(ballots("ABN", *cast), default=Default("N", majority={"A": Fraction(3)}))
    assert ranking(enough) == "A B N"
    quorum = schulze(ballots("ABN", *cast), default=Default("N", quorum={"A": 31, "B": 32}))
    assert (ranking(quorum), dict(quorum.dropped)) == ("A N", {"B": "31 of 32 needed rank it above N"})


def test_if_nothing_is_better_than_none_of_the_above_that_wins() -> None:
    result = schulze(ballots("ABN", "2: A N B", "2: B N A"), default=Default("N"))
    assert (result.winners, set(result.dropped)) == (("N",), {"A", "B"})


def test_a_dropped_option_does_not_carry_a_path() -> None:
    """A beats B beats C beats A; without B, which fails its quorum, C beats A."""
    cast = ("4: A B C N", "3: B C A N", "2: C A B N")
    assert schulze(ballots("ABCN", *cast), default=Default("N")).winners == ("A",)
    assert schulze(ballots("ABCN", *cast), default=Default("N", quorum={"B": 10})).winners == ("C",)


def test_stv_transfers_as_counted_by_hand() -> None:
    """Quota floor(20 / 3) + 1 = 7. A has 12, and 5 to hand on: each of its ballots at 5/12. 8 of them go to B, 4 to C:
    B 4 + 10/3, C 4 + 5/3. B has the quota.
    """
    result = stv(ballots("ABC", "8: A B C", "4: A C B", "4: B", "4: C"), 2)
    first, second = result.rounds
    assert (first.quota, first.elected, first.surplus) == (7, ("A",), {"A": 5})
    assert second.votes == {"A": 7, "B": Fraction(22, 3), "C": Fraction(17, 3)}
    assert (result.winners, ranking(result), result.ties) == (("A", "B"), "A B", ())


def test_a_surplus_takes_the_ballots_that_came_by_transfer_along_at_what_they_are_worth() -> None:
    """Inclusive: all of B's ballots go on, not only the last parcel. Quota floor(40 / 4) + 1 = 11. A 20, surplus 9,
    each at 9/20; B 8 + 20 * 9/20 = 17, surplus 6, each at 6/17 of its worth; C 7 + 8 * 6/17 + 9 * 6/17 = 13.
    """
    result = stv(ballots("ABCD", "20: A B C", "8: B C", "7: C", "5: D"), 3)
    assert [dict(each.surplus) for each in result.rounds[:2]] == [{"A": 9}, {"B": 6}]
    assert result.rounds[2].votes == {"A": 11, "B": 11, "C": 13, "D": 5}


def test_scottish_arithmetic_cuts_each_ballots_worth_after_five_decimals() -> None:
    """As above, A's ballots at 5/12 = 0.41666: B 4 + 8 * 0.41666 = 7.33328; 12 * 0.0000066… are lost."""
    result = stv(ballots("ABC", "8: A B C", "4: A C B", "4: B", "4: C"), 2, "scottish")
    assert result.rounds[1].votes == {"A": 7, "B": Fraction("7.33328"), "C": Fraction("5.66664")}
    assert result.rounds[1].exhausted == Fraction("0.00008")


def test_equals_share_a_ballot_and_the_rest_stays_with_those_who_are_left() -> None:
    result = stv(ballots("ABCD", "6: ABC D", "5: D", "1: A", "2: B"))
    assert result.rounds[0].votes == {"A": 3, "B": 4, "C": 2, "D": 5}
    assert result.rounds[1].votes == {"A": 4, "B": 5, "D": 5}
    assert result.rounds[2].votes == {"B": 8, "D": 5}
    assert result.winners == ("B",)


def test_a_tied_exclusion_goes_by_the_latest_round_that_differs() -> None:
    """Round 1: E 9, B 4, A 3, D 3, C 2. C goes to A, which has 5. D goes, and gives 1 to B: A and B have 5. In round 2
    A had more than B, though in round 1 it was the other way round: B goes.
    """
    result = stv(ballots("ABCDE", "3: A", "4: B", "2: C A", "1: D B", "2: D", "9: E"))
    assert [each.excluded for each in result.rounds] == [("C",), ("D",), ("B",), ("A",), ()]
    assert [(each.tied, each.broken_by) for each in result.rounds if each.tied] == [(("A", "B"), "earlier rounds")]
    assert (result.winners, result.ties) == (("E",), ())


def test_a_tied_exclusion_that_nothing_breaks_stops_the_count() -> None:
    result = stv(ballots("ABC", "2: A", "2: B", "3: C"), 1)
    assert (result.winners, result.ties, len(result.rounds)) == ((), (("A", "B"),), 1)
    half = stv(ballots("ABCD", "9: A", "2: B", "2: C", "3: D"), 2)
    assert (half.winners, half.ties) == (("A",), (("B", "C"),))


@pytest.mark.parametrize(
    ("tie_break", "winners", "ties"),
    [("AB", "A", []), ("B", "B", []), ("C", "", ["AB"]), ("CBA", "B", []), ("", "", ["AB"])],
)
def test_tie_break_names_the_preferred_ones_first(tie_break: str, winners: str, ties: list[str]) -> None:
    result = stv(ballots("ABC", "3: A", "3: B", "1: C"), 1, tie_break=tuple(tie_break))
    assert ("".join(result.winners), ["".join(tie) for tie in result.ties]) == (winners, ties)


def test_who_has_no_vote_at_all_goes_without_stopping_the_count() -> None:
    result = stv(ballots("ABCDE", "5: A", "3: B", "2: C B"), 1)
    assert (result.rounds[0].votes["D"], result.winners) == (0, ("A",))
    two = stv(ballots("ABCDE", "3: A", "2: B", "1: C"), 2)
    assert (two.rounds[0].elected, two.rounds[0].excluded, two.winners) == (("A",), ("D", "E"), ("A", "B"))
    needed = stv(ballots("ABC", "5: A"), 2)
    assert (needed.winners, needed.ties) == (("A",), (("B", "C"),))


def test_equal_surpluses_go_on_together_so_that_neither_is_preferred() -> None:
    cast = ("6: A C", "6: B D", "2: C", "1: D")
    result = stv(ballots("ABCD", *cast), 3)
    assert result.rounds[0].surplus == {"A": 2, "B": 2} and result.rounds[0].tied == ("A", "B")
    assert result.rounds[1].votes == {"A": 4, "B": 4, "C": 4, "D": 3}
    first = stv(ballots("ABCD", *cast), 3, tie_break=("B", "A")).rounds[0]
    assert (first.surplus, first.broken_by) == ({"B": 2}, "tie_break")


def test_exact_numbers_do_not_grow_for_ever() -> None:
    names = tuple(f"{number}" for number in range(40))
    cast = [(997 + 13 * number, [[names[(number + step) % 40]] for step in (0, 1, 3, 7)]) for number in range(40)]
    cast += [(100_003, [[name] for name in names])]
    with pytest.raises(BadBallots, match="scottish"):
        stv(Ballots.of(names, cast), 30)
    assert len(stv(Ballots.of(names, cast), 30, "scottish").winners) == 30


def test_instant_runoff_counts_more_than_half_of_what_is_left() -> None:
    result = irv(ballots("ABC", "4: A", "3: B", "2: C"))
    assert [each.majority for each in result.rounds] == [Fraction(9, 2), Fraction(7, 2)]
    assert (result.winners, ranking(result), result.rounds[1].exhausted) == (("A",), "A B C", 2)


def test_instant_runoff_stops_at_a_tie_of_the_last_two() -> None:
    result = irv(ballots("ABC", "3: A", "3: B", "1: C"))
    assert (result.winners, ranking(result), result.ties) == ((), "AB C", (("A", "B"),))


def test_plurality_approval_and_borda() -> None:
    cast = ballots("ABC", "3: A", "2: BC", "1: B A", "1:")
    assert cast.cast == 6 and cast.abstained == 1
    assert plurality(cast).scores == {"A": 3, "B": 2, "C": 1}
    assert approval(cast).scores == {"A": 4, "B": 3, "C": 2}
    # B shares places 2 and 3 three times, 1 and 2 twice, and is first once: 3 * 1.5 + 2 * 2.5 + 3.
    assert borda(cast).scores == {"A": 3 * 3 + 2 * 1 + 2, "B": Fraction(25, 2), "C": Fraction(21, 2)}


def test_a_tie_for_the_last_seat_is_reported_with_all_whom_it_concerns() -> None:
    result = plurality(ballots("ABCD", "3: A", "2: B", "2: C"), 2)
    assert (result.winners, result.ties, ranking(result)) == (("A", "B", "C"), (("B", "C"),), "A BC D")


def test_pick_up_to_n() -> None:
    assert picks(ballots("ABC", "2: AB", "1: C"), 2).scores == {"A": 2, "B": 2, "C": 1}
    with pytest.raises(BadBallots, match="ballot 2 picks 3; at most 2"):
        picks(ballots("ABC", "2: AB", "1: ABC"), 2)


def test_dots() -> None:
    assert dots("ABC", [{"A": 5}, {"A": 2, "B": 3}, {}]).scores == {"A": 7, "B": 3, "C": 0}
    for wrong in ({"A": 6}, {"A": 3, "B": 3}, {"A": 6, "B": -1}, {"D": 1}):
        with pytest.raises(BadBallots, match=r"^ballot 2: "):
            dots("ABC", [{"A": 5}, wrong])


@pytest.mark.parametrize(
    ("candidates", "cast", "reason"),
    [
        ("AB", [(1, ["A"]), (1, ["C"])], 'ballot 2: there is no candidate "C"; there are A, B'),
        ("AB", [(1, ["A", "A"])], 'ballot 1: it ranks "A" more than once'),
        ("AB", [(1, ["AA"])], 'ballot 1: it ranks "A" more than once'),
        ("AB", [(0, ["A"])], "ballot 1: it counts 0 times; write 1 to 1,000,000,000"),
        ("AB", [(10**9 + 1, ["A"])], "ballot 1: it counts 1,000,000,001 times; write 1 to 1,000,000,000"),
        ("ABA", [(1, ["A"])], 'two candidates are called "A"'),
        ("", [], "there are no candidates"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_the_place(candidates: str, cast: list[tuple[int, list[str]]],
                                                          reason: str) -> None:  # fmt: skip
    with pytest.raises(BadBallots) as refused:
        Ballots.of(candidates, cast)
    assert str(refused.value) == reason
