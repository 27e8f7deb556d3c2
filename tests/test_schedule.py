"""When meetings are, by rule: against dates worked out by hand, week 53 of 2026 among them."""
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clerk.core.conflicts import Conflict, conflicts, free
from clerk.core.schedule import NAMED, RULES, Series, Skip, Slot, double_weeks, occurrences

# The Mondays of the ISO weeks, as a paper calendar shows them.
# 2026: W47 16 Nov, W48 23 Nov, W49 30 Nov, W50 7 Dec, W51 14 Dec, W52 21 Dec, W53 28 Dec
# 2027: W01 4 Jan, W02 11 Jan, W03 18 Jan, W04 25 Jan, W05 1 Feb, W06 8 Feb, W07 15 Feb, W08 22 Feb
FIRST, AFTER = date(2026, 11, 20), date(2027, 3, 1)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

BY_HAND = [
    # the weeks from 48 to 53, and from 1 to 8
    ("weekly", WEDNESDAY, "2026: 11-25 12-02 12-09 12-16 12-23 12-30 "
                          "2027: 01-06 01-13 01-20 01-27 02-03 02-10 02-17 02-24"),
    # 47, 49, 51, 53; 1, 3, 5, 7. The Friday of week 53 of 2026 is New Year's Day of 2027.
    ("biweekly-odd", WEDNESDAY, "2026: 12-02 12-16 12-30 2027: 01-06 01-20 02-03 02-17"),
    ("biweekly-odd", FRIDAY, "2026: 11-20 12-04 12-18 2027: 01-01 01-08 01-22 02-05 02-19"),
    ("biweekly-odd", SUNDAY, "2026: 11-22 12-06 12-20 2027: 01-03 01-10 01-24 02-07 02-21"),
    # 48, 50, 52; 2, 4, 6, 8
    ("biweekly-even", WEDNESDAY, "2026: 11-25 12-09 12-23 2027: 01-13 01-27 02-10 02-24"),
    ("biweekly-even", SUNDAY, "2026: 11-29 12-13 12-27 2027: 01-17 01-31 02-14 02-28"),
    # 48, 52; 4, 8
    ("quadweekly", WEDNESDAY, "2026: 11-25 12-23 2027: 01-27 02-24"),
    # 49, 53; 1, 5
    ("quadweekly-week-1", WEDNESDAY, "2026: 12-02 12-30 2027: 01-06 02-03"),
    # 50; 2, 6
    ("quadweekly-week-2", WEDNESDAY, "2026: 12-09 2027: 01-13 02-10"),
    ("quadweekly-alternate", WEDNESDAY, "2026: 12-09 2027: 01-13 02-10"),
    # 47, 51; 3, 7
    ("quadweekly-week-3", WEDNESDAY, "2026: 12-16 2027: 01-20 02-17"),
    ("quadweekly-week-3", FRIDAY, "2026: 11-20 12-18 2027: 01-22 02-19"),
    ("first-monday", MONDAY, "2026: 12-07 2027: 01-04 02-01"),
    ("first-tuesday", TUESDAY, "2026: 12-01 2027: 01-05 02-02"),
    ("first-wednesday", WEDNESDAY, "2026: 12-02 2027: 01-06 02-03"),
    ("first-thursday", THURSDAY, "2026: 12-03 2027: 01-07 02-04"),
    ("first-friday", FRIDAY, "2026: 12-04 2027: 01-01 02-05"),
    ("first-saturday", SATURDAY, "2026: 12-05 2027: 01-02 02-06"),
    ("first-sunday", SUNDAY, "2026: 12-06 2027: 01-03 02-07"),
    ("second-monday", MONDAY, "2026: 12-14 2027: 01-11 02-08"),
    ("second-tuesday", TUESDAY, "2026: 12-08 2027: 01-12 02-09"),
    ("second-wednesday", WEDNESDAY, "2026: 12-09 2027: 01-13 02-10"),
    ("second-thursday", THURSDAY, "2026: 12-10 2027: 01-14 02-11"),
    ("second-friday", FRIDAY, "2026: 12-11 2027: 01-08 02-12"),
    ("second-saturday", SATURDAY, "2026: 12-12 2027: 01-09 02-13"),
    ("second-sunday", SUNDAY, "2026: 12-13 2027: 01-10 02-14"),
    ("third-monday", MONDAY, "2026: 12-21 2027: 01-18 02-15"),
    ("third-tuesday", TUESDAY, "2026: 12-15 2027: 01-19 02-16"),
    ("third-wednesday", WEDNESDAY, "2026: 12-16 2027: 01-20 02-17"),
    ("third-thursday", THURSDAY, "2026: 12-17 2027: 01-21 02-18"),
    ("third-friday", FRIDAY, "2026: 11-20 12-18 2027: 01-15 02-19"),
    ("third-saturday", SATURDAY, "2026: 11-21 12-19 2027: 01-16 02-20"),
    ("third-sunday", SUNDAY, "2026: 12-20 2027: 01-17 02-21"),
    ("fourth-monday", MONDAY, "2026: 11-23 12-28 2027: 01-25 02-22"),
    ("fourth-tuesday", TUESDAY, "2026: 11-24 12-22 2027: 01-26 02-23"),
    ("fourth-wednesday", WEDNESDAY, "2026: 11-25 12-23 2027: 01-27 02-24"),
    ("fourth-thursday", THURSDAY, "2026: 11-26 12-24 2027: 01-28 02-25"),
    ("fourth-friday", FRIDAY, "2026: 11-27 12-25 2027: 01-22 02-26"),
    ("fourth-saturday", SATURDAY, "2026: 11-28 12-26 2027: 01-23 02-27"),
    ("fourth-sunday", SUNDAY, "2026: 11-22 12-27 2027: 01-24 02-28"),
    ("adhoc", MONDAY, ""),
]


def dates(text: str) -> list[date]:
    """Of "2026: 12-30 2027: 01-06"."""
    found, year = [], ""
    for word in text.split():
        if word.endswith(":"):
            year = word[:-1]
        else:
            found.append(date.fromisoformat(f"{year}-{word}"))
    return found


def nova(*slots: Slot, name: str = "nova", chairs: tuple[str, ...] = ()) -> Series:
    return Series(name, name.capitalize(), slots, chairs=chairs)


def weekly(day: int = THURSDAY, hour: int = 21, minute: int = 0, channel: str = "#nova") -> Slot:
    return Slot(time(hour, minute), day, "weekly", channel)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("frequency", "day", "expected"), BY_HAND)
def test_occurrences_are_on_the_dates_that_a_calendar_shows(frequency: str, day: int, expected: str) -> None:
    found = list(occurrences(nova(Slot(time(14), day, frequency, "#nova")), FIRST, AFTER))
    assert [each.day for each in found] == dates(expected)
    assert all(each.start == datetime.combine(each.day, time(14), UTC) for each in found)


def test_every_frequency_was_worked_out() -> None:
    assert {frequency for frequency, _, _ in BY_HAND} == set(RULES)


@pytest.mark.parametrize(("zone", "day", "hour", "expected"), [
    # Paris goes from +1 to +2 on Sunday, 28 March 2027
    ("Europe/Paris", THURSDAY, time(15), ["2027-03-18T14:00", "2027-03-25T14:00", "2027-04-01T13:00"]),
    # New York from -5 to -4 on Sunday, 14 March
    ("America/New_York", WEDNESDAY, time(9), ["2027-03-17T13:00", "2027-03-24T13:00", "2027-03-31T13:00"]),
    # 02:30 does not exist on 28 March; it is taken by the clock before the change
    ("Europe/Paris", SUNDAY, time(2, 30), ["2027-03-21T01:30", "2027-03-28T01:30"]),
    # in Auckland, at +13 until 4 April, Monday morning is Sunday in UTC
    ("Pacific/Auckland", MONDAY, time(9), ["2027-03-21T20:00", "2027-03-28T20:00"]),
    ("UTC", THURSDAY, time(15), ["2027-03-18T15:00", "2027-03-25T15:00", "2027-04-01T15:00"]),
])  # fmt: skip
def test_local_time_follows_daylight_saving(zone: str, day: int, hour: time, expected: list[str]) -> None:
    slot = Slot(hour, day, "weekly", "#nova", timezone=zone)
    found = occurrences(nova(slot), date(2027, 3, 17), date(2027, 4, 2))
    assert [each.start for each in found] == [at(text) for text in expected]


def test_new_york_changed_two_weeks_before() -> None:
    slot = Slot(time(9), WEDNESDAY, "weekly", "#nova", timezone="America/New_York")
    assert next(occurrences(nova(slot), date(2027, 3, 10), AFTER.replace(year=2028))).start == at("2027-03-10T14:00")


def test_of_a_time_that_comes_twice_it_is_the_first() -> None:
    slot = Slot(time(2, 30), SUNDAY, "weekly", "#nova", timezone="Europe/Paris")
    found = list(occurrences(nova(slot), date(2027, 10, 31), date(2027, 11, 1)))
    assert [each.start for each in found] == [at("2027-10-31T00:30")]


def test_the_week_is_that_of_the_local_date() -> None:
    """Monday, 28 December, 09:00 in Auckland is week 53; in UTC it is still Sunday of week 52."""
    odd = Slot(time(9), MONDAY, "biweekly-odd", "#nova", timezone="Pacific/Auckland")
    found = list(occurrences(nova(odd), date(2026, 12, 20), date(2027, 1, 5)))
    assert [(each.start, each.day) for each in found] == [
        (at("2026-12-27T20:00"), date(2026, 12, 28)), (at("2027-01-03T20:00"), date(2027, 1, 4)),
    ]  # fmt: skip


def test_two_slots_come_in_order_and_each_has_its_chair() -> None:
    early = Slot(time(14), WEDNESDAY, "biweekly-even", "#nova", chairs=("ann",))
    late = Slot(time(21), WEDNESDAY, "biweekly-odd", "#nova-late", duration=30)
    found = list(occurrences(nova(late, early, chairs=("bob",)), date(2026, 12, 21), date(2027, 1, 14)))
    assert [(each.day.day, each.slot, each.chairs, each.channel) for each in found] == [
        (23, 1, ("ann",), "#nova"), (30, 0, ("bob",), "#nova-late"), (6, 0, ("bob",), "#nova-late"),
        (13, 1, ("ann",), "#nova"),
    ]  # fmt: skip
    assert found[1].end - found[1].start == timedelta(minutes=30)


def test_it_begins_on_its_start_date() -> None:
    slot = replace(weekly(), start_date=date(2026, 12, 10))  # a Thursday
    assert next(occurrences(nova(slot), FIRST, AFTER)).day == date(2026, 12, 10)
    slot = replace(slot, start_date=date(2026, 12, 11))
    assert next(occurrences(nova(slot), FIRST, AFTER)).day == date(2026, 12, 17)


def test_it_may_begin_at_the_end_of_time() -> None:
    assert list(occurrences(nova(replace(weekly(MONDAY), start_date=date.max)), FIRST, AFTER)) == []


def test_a_skipped_day_keeps_its_place_and_says_why() -> None:
    slot = replace(weekly(), skips=(Skip(date(2026, 12, 24), "holiday"), Skip(date(2026, 12, 26), "not its day")))
    found = occurrences(nova(slot), date(2026, 12, 17), date(2027, 1, 1))
    assert [(each.day.day, each.skipped) for each in found] == [(17, None), (24, "holiday"), (31, None)]


def test_the_first_moment_is_included_and_the_last_is_not() -> None:
    series = nova(weekly())
    first, second = at("2026-11-26T21:00"), at("2026-12-03T21:00")
    assert [each.start for each in occurrences(series, first, second)] == [first]


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        next(occurrences(nova(weekly()), datetime(2026, 11, 20), AFTER))


SLOTS = st.builds(
    lambda frequency, day, hour, zone, duration, start: Slot(
        time(hour), NAMED.get(frequency, day), frequency, "#a", timezone=zone, duration=duration, start_date=start
    ),
    st.sampled_from(sorted(RULES)), st.integers(0, 6), st.integers(0, 23),
    st.sampled_from(["UTC", "Europe/Paris", "Pacific/Kiritimati", "Pacific/Pago_Pago"]), st.integers(1, 1440),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)  # fmt: skip
SERIES = st.builds(lambda name, slots: nova(*slots, name=name, chairs=("ann",)),
                   st.sampled_from("abcdef"), st.lists(SLOTS, max_size=3))  # fmt: skip


@given(SERIES, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_expanding_in_two_parts_is_expanding_at_once(series: Series, start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    whole = list(occurrences(series, start, end))
    assert whole == [*occurrences(series, start, middle), *occurrences(series, middle, end)]
    assert [each.start for each in whole] == sorted(each.start for each in whole)
    assert all(each.day.weekday() == series.slots[each.slot].day for each in whole)


# --- week 53 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("frequency", "day", "expected"), [
    ("biweekly-odd", THURSDAY, [(date(2026, 12, 31), date(2027, 1, 7))]),
    ("quadweekly-week-1", MONDAY, [(date(2026, 12, 28), date(2027, 1, 4))]),
    ("biweekly-odd", SUNDAY, [(date(2027, 1, 3), date(2027, 1, 10))]),
    ("biweekly-even", THURSDAY, []),  # 24 Dec, then 14 Jan
    ("quadweekly", THURSDAY, []),
    ("quadweekly-week-2", THURSDAY, []),
    ("quadweekly-week-3", THURSDAY, []),
    ("weekly", THURSDAY, []),
    ("first-thursday", THURSDAY, []),
    ("adhoc", THURSDAY, []),
])  # fmt: skip
def test_two_odd_weeks_in_a_row_are_known_in_advance(
    frequency: str, day: int, expected: list[tuple[date, date]]
) -> None:
    slot = Slot(time(14), day, frequency, "#nova")
    assert double_weeks(nova(slot), FIRST, AFTER) == expected


def test_only_some_years_have_53_weeks() -> None:
    odd = nova(Slot(time(14), MONDAY, "biweekly-odd", "#nova"))
    found = [first for first, _ in double_weeks(odd, date(2014, 1, 1), date(2034, 1, 1))]
    assert found == dates("2015: 12-28 2020: 12-28 2026: 12-28 2032: 12-27")


@pytest.mark.parametrize(("start", "until", "told"), [
    (date(2026, 12, 31), date(2027, 1, 1), True),
    (date(2027, 1, 1), date(2027, 2, 1), False),
    (date(2026, 12, 1), date(2026, 12, 31), False),
])  # fmt: skip
def test_the_first_of_the_two_decides_whether_it_is_told(start: date, until: date, told: bool) -> None:
    odd = nova(Slot(time(14), THURSDAY, "biweekly-odd", "#nova"))
    assert bool(double_weeks(odd, start, until)) == told


@pytest.mark.parametrize("change", [
    {"skips": (Skip(date(2026, 12, 31), "holiday"),)},
    {"skips": (Skip(date(2027, 1, 7), "holiday"),)},
    {"start_date": date(2027, 1, 1)},
])  # fmt: skip
def test_nothing_comes_twice_where_one_of_the_two_is_not_held(change: dict[str, object]) -> None:
    odd = Slot(time(14), THURSDAY, "biweekly-odd", "#nova")
    assert double_weeks(nova(odd), FIRST, AFTER)
    assert double_weeks(nova(replace(odd, **change)), FIRST, AFTER) == []


# --- conflicts --------------------------------------------------------------------------------


def clash(first: Slot, second: Slot) -> list[Conflict]:
    return conflicts([nova(first, name="a"), nova(second, name="b")], FIRST)


def test_an_overlap_in_a_channel_is_told_once_with_its_first_date() -> None:
    found = clash(weekly(THURSDAY, 21, 30), weekly(THURSDAY, 21))
    assert found == [Conflict("a", "b", at("2026-11-26T21:30"), "channel", "#nova")]


@pytest.mark.parametrize(("first", "second"), [
    (weekly(THURSDAY, 21), weekly(THURSDAY, 22)),
    (weekly(THURSDAY, 21), weekly(FRIDAY, 21)),
    (weekly(THURSDAY, 21), weekly(THURSDAY, 21, channel="#cinder")),
    (Slot(time(21), 3, "biweekly-odd", "#nova"), Slot(time(21), 3, "biweekly-even", "#nova")),
    (Slot(time(21), 3, "quadweekly-week-1", "#nova"), Slot(time(21), 3, "quadweekly-week-3", "#nova")),
    (Slot(time(21), 0, "first-monday", "#nova"), Slot(time(21), 0, "third-monday", "#nova")),
    (weekly(THURSDAY, 21), Slot(time(21), 3, "adhoc", "#nova")),
    (weekly(THURSDAY, 21), Slot(time(21), 3, "weekly", "", matrix="#nova:example.org")),
])  # fmt: skip
def test_there_are_no_false_conflicts(first: Slot, second: Slot) -> None:
    assert clash(first, second) == []


@pytest.mark.parametrize(("first", "second", "start"), [
    # over midnight, and over the end of the week
    (weekly(SUNDAY, 23, 30), weekly(MONDAY, 0), "2026-11-23T00:00"),
    # nobody writes a channel the same way twice
    (weekly(THURSDAY, 21, channel="#Nova"), weekly(THURSDAY, 21), "2026-11-26T21:00"),
    # the first Wednesday is in an even week for the first time on 7 April 2027, which is week 14
    (Slot(time(21), 2, "first-wednesday", "#nova"), Slot(time(21), 2, "biweekly-even", "#nova"), "2027-04-07T21:00"),
    # 16:00 in Paris is 14:00 UTC only in summer, from 28 March on
    (Slot(time(16), 3, "weekly", "#nova", timezone="Europe/Paris"), weekly(THURSDAY, 14), "2027-04-01T14:00"),
    (Slot(time(21), 3, "weekly", "", matrix="#r:a.org"), Slot(time(21), 3, "weekly", "", matrix="#r:a.org"),
     "2026-11-26T21:00"),
])  # fmt: skip
def test_conflicts_have_their_first_date(first: Slot, second: Slot, start: str) -> None:
    assert [conflict.start for conflict in clash(first, second)] == [at(start)]


def test_what_is_skipped_is_in_nobodys_way() -> None:
    skipped = replace(weekly(), skips=(Skip(date(2026, 11, 26), "holiday"),))
    assert [conflict.start for conflict in clash(skipped, weekly())] == [at("2026-12-03T21:00")]


def test_a_chair_cannot_be_at_two_places() -> None:
    a = nova(weekly(channel="#a"), name="a", chairs=("Ann", "bob"))
    b = nova(replace(weekly(channel="#b"), chairs=("ann",)), name="b", chairs=("carol",))
    assert conflicts([b, a], FIRST) == [Conflict("a", "b", at("2026-11-26T21:00"), "chair", "Ann")]


def test_channel_and_chair_are_two_conflicts() -> None:
    both = [nova(weekly(), name=name, chairs=("ann", "ann")) for name in "ab"]
    found = [(conflict.why, conflict.what) for conflict in conflicts(both, FIRST)]
    assert found == [("chair", "ann"), ("channel", "#nova")]


def test_a_meeting_can_be_in_its_own_way() -> None:
    found = conflicts([nova(weekly(THURSDAY, 21), weekly(THURSDAY, 21, 30))], FIRST)
    assert [(conflict.a, conflict.b) for conflict in found] == [("nova", "nova")]


def test_beyond_the_horizon_nothing_is_told() -> None:
    start = date(2028, 1, 20)  # a Thursday, 61 weeks later
    later = replace(weekly(), start_date=start)
    assert clash(later, later) == []
    assert conflicts([nova(later, name="a"), nova(later, name="b")], FIRST, weeks=70)


@given(st.lists(SERIES, max_size=5, unique_by=lambda series: series.meeting))
def test_the_sweep_finds_what_comparing_all_with_all_finds(all: list[Series]) -> None:
    yesterday, end = FIRST - timedelta(days=1), FIRST + timedelta(weeks=9)
    held = [each for series in all for each in occurrences(series, yesterday, end)]
    pairs: dict[tuple[str, str], datetime] = {}
    for index, one in enumerate(held):
        for other in held[index + 1 :]:
            start = max(one.start, other.start)
            if start < min(one.end, other.end) and start >= datetime.combine(FIRST, time(), UTC):
                a, b = sorted((one.meeting, other.meeting))
                pairs[a, b] = min(start, pairs.get((a, b), start))
    found = conflicts(all, FIRST, weeks=9)
    for why in ("channel", "chair"):
        assert {(conflict.a, conflict.b): conflict.start for conflict in found if conflict.why == why} == pairs


# --- room for another -------------------------------------------------------------------------


def hours(ranges: list[tuple[datetime, datetime]]) -> list[str]:
    return [f"{start:%d %H:%M}-{end:%d %H:%M}" for start, end in ranges]


DAY = date(2026, 11, 26)  # a Thursday


def test_free_is_what_lies_between_the_meetings() -> None:
    others = [nova(weekly(THURSDAY, 14), weekly(THURSDAY, 15, 30)), nova(weekly(THURSDAY, 20, channel="#b"), name="b")]
    assert hours(free(others, "#Nova", DAY, 60)) == ["26 00:00-26 14:00", "26 16:30-27 00:00"]
    assert hours(free(others, "#nova", DAY, 30)) == ["26 00:00-26 14:00", "26 15:00-26 15:30", "26 16:30-27 00:00"]


def test_what_runs_into_the_day_is_in_the_way_and_what_is_skipped_is_not() -> None:
    night = replace(weekly(WEDNESDAY, 23), duration=120)
    skipped = replace(weekly(THURSDAY, 12), skips=(Skip(DAY, "holiday"),))
    assert hours(free([nova(night, skipped)], "#nova", DAY, 60)) == ["26 01:00-27 00:00"]


def test_a_day_is_one_of_the_zone_that_asks() -> None:
    assert hours(free([], "#nova", date(2027, 3, 28), 60, "Europe/Paris")) == ["27 23:00-28 22:00"]  # of 23 hours


def test_meetings_that_overlap_leave_no_room_twice() -> None:
    long = replace(weekly(THURSDAY, 0), duration=1440)
    assert free([nova(long, weekly(THURSDAY, 3))], "#nova", DAY, 1) == []
