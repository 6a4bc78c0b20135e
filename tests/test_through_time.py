"""Power through time: a period for every change of the answer, checked against the answer of every day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest

from coopsec_games.analysis.through_time import power_through_time, through_time_by_member, through_time_table
from coopsec_games.cooperative.indices import power
from coopsec_games.errors import NotApplicable, UnknownKey, UsageError
from coopsec_games.institutions.institution import Institution, Provision, Term, day
from coopsec_games.library import load_model


def test_the_council_changed_once() -> None:
    periods = power_through_time(load_model("unsc"), first="1946", last="2025")
    assert [(str(period.since), str(period.until), period.members) for period in periods] == [
        ("1946-01-17", "1965-12-31", 11),
        ("1966-01-01", "2025-12-31", 15),
    ]
    assert [[(found.power, found.count) for found in period.classes] for period in periods] == [
        [(Fraction(76, 385), 5), (Fraction(1, 462), 6)],
        [(Fraction(421, 2145), 5), (Fraction(4, 2145), 10)],
    ]
    assert [period.winning_coalitions for period in periods] == [57, 848]
    assert [found.always for found in periods[1].classes] == [("CHN", "FRA", "GBR", "RUS", "USA"), ()]
    assert periods[1].power_text == "CHN, FRA, GBR, RUS, USA: 421/2145; 10 others: 4/2145"
    assert len(periods[0].bodies) == 20


@pytest.mark.parametrize(("index", "procedure"), [("shapley-shubik", None), ("banzhaf", "strict")])
def test_every_year_has_the_power_of_its_period(index: str, procedure: str | None) -> None:
    council = load_model("unsc")
    periods = power_through_time(council, procedure, index)
    for year in range(1947, 2026, 6):
        when = dt.date(year, 7, 1)
        inside = [
            period for period in periods if period.since <= when and (period.until is None or when <= period.until)
        ]
        assert len(inside) == 1
        values = power(index, council.on(when).procedure(procedure).simple_game)
        assert Counter(values.values()) == {found.power: found.count for found in inside[0].classes}
        body = inside[0].bodies[max(start for start in inside[0].bodies if start <= when)]
        assert dict(body) == dict(values)
        for found in inside[0].classes:
            assert all(values[member] == found.power for member in found.always)


def test_the_alliance_by_enlargement() -> None:
    alliance = load_model("nato")
    periods = power_through_time(alliance)
    assert [period.members for period in periods] == [12, 14, 15, 16, 19, 26, 28, 29, 30, 31, 32]
    assert all(period.classes[0].power == Fraction(1, period.members) for period in periods)
    assert periods[4].power_text == "each of 19: 1/19"
    for before, after in pairwise(periods):
        assert before.until == after.since - dt.timedelta(days=1)
        assert before.answer != after.answer
    assert (str(periods[4].since), periods[-1].until) == ("1999-03-12", None)


def test_a_span_cuts_the_first_and_the_last_period() -> None:
    periods = power_through_time(load_model("nato"), first="1999-01-01", last="1999-12-31")
    assert [(str(period.since), str(period.until), period.members) for period in periods] == [
        ("1999-01-01", "1999-03-11", 16),
        ("1999-03-12", "1999-12-31", 19),
    ]


def trio(*provisions: Provision, members: tuple[Term, ...] = ()) -> Institution:
    return Institution(
        "trio",
        "Three states",
        {"states": members or (Term(("A", "B", "C"), day("1900-01-01")),)},
        {"majority": provisions},
        "majority",
    )


def quota(yes: int, since: str, until: str | None = None, text: str = "") -> Provision:
    return Provision({"quota": {"of": "all", "yes": yes}}, day(since), day(until) if until else None, text)


def test_an_amendment_that_changes_nothing_makes_no_period() -> None:
    body = trio(quota(2, "1900-01-01", "1909-12-31", "two of three"), quota(2, "1910-01-01", None, "more than half"))
    (period,) = power_through_time(body)
    assert period.rules == ("two of three", "more than half")
    assert period.until is None
    assert through_time_table(body, [period]).rows[0][1] == "still"


def test_the_same_power_after_a_gap_is_a_period_of_its_own() -> None:
    body = trio(quota(2, "1900-01-01", "1909-12-31"), quota(2, "1915-01-01", "1919-12-31"))
    periods = power_through_time(body)
    assert [(str(period.since), str(period.until)) for period in periods] == [
        ("1900-01-01", "1909-12-31"),
        ("1915-01-01", "1919-12-31"),
    ]
    assert power_through_time(body, first="1916")[0].since == day("1916-01-01")
    with pytest.raises(NotApplicable, match="from 1911 to 1912"):
        power_through_time(body, first="1911", last="1912")


def test_a_quota_raised_is_another_period() -> None:
    body = trio(quota(2, "1900-01-01", "1909-12-31"), quota(3, "1910-01-01"))
    assert [period.winning_coalitions for period in power_through_time(body)] == [4, 1]


def test_a_member_that_follows_another_is_one_of_the_others() -> None:
    body = trio(
        quota(2, "1900-01-01"),
        members=(Term(("A", "B", "C"), day("1900-01-01"), day("1904-12-31")), Term(("A", "B", "D"), day("1905-01-01"))),
    )
    (period,) = power_through_time(body)
    assert period.classes[0].always == ("A", "B")
    assert period.classes[0].holders() == "A, B, 1 other"
    assert [tuple(values) for values in period.bodies.values()] == [("A", "B", "C"), ("A", "B", "D")]
    assert "Others" in " ".join(through_time_table(body, [period]).notes)


def test_the_tables() -> None:
    council = load_model("unsc")
    periods = power_through_time(council, index="penrose", last="1967")
    table = through_time_table(council, periods)
    assert table.columns[-2:] == ("Penrose measure (absolute Banzhaf)", "certainty")
    assert [row[2:4] for row in table.rows] == [(11, 57), (15, 848)]
    assert any(cite.startswith("L. S. Penrose 1946") for cite in table.cite)
    assert "1965-12-31" in table.to_latex()
    long = through_time_by_member(council, periods)
    assert long.columns == ("since", "member", "penrose")
    assert len(long.rows) == 20 * 11 + 2 * 15
    assert ("1950-01-01", "EGY", Fraction(5, 1024)) in long.rows


def test_long_numbers_are_rounded_in_the_table_and_exact_in_the_data() -> None:
    body = trio(
        Provision({"consent": {"from": "all"}}, day("1900-01-01")),
        members=(Term(tuple(f"M{place}" for place in range(100)), day("1900-01-01")),),
    )
    (period,) = power_through_time(body)
    assert period.decisiveness == Fraction(1, 2**100)
    assert through_time_table(body, [period]).rows[0][3:5] == (1, "≈ 7.9e-31")
    told = period.to_json()
    assert told["decisiveness"]["exact"] == f"1/{2**100}"
    assert told["classes"][0]["count"] == 100
    assert told["bodies"][0]["power"]["M7"]["exact"] == "1/100"
    body = trio(quota(2, "1900-01-01"), members=(Term(tuple(f"M{n}" for n in range(100)), day("1900-01-01")),))
    assert through_time_table(body, power_through_time(body)).rows[0][3] is None


def test_what_cannot_be_asked() -> None:
    council = load_model("unsc")
    with pytest.raises(UnknownKey, match="substantiv"):
        power_through_time(council, "substantiv")
    with pytest.raises(UnknownKey, match="shapely"):
        power_through_time(council, index="shapely")
    with pytest.raises(UsageError):
        power_through_time(council, first="1950", last="1949")
    with pytest.raises(NotApplicable):
        power_through_time(council, last="1945")
