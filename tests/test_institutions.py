"""Bodies through time, and the records of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from coopsec_games.cooperative.rules import Ballot
from coopsec_games.errors import NotApplicable, Place, UnknownKey, UsageError
from coopsec_games.institutions.case import Case, Claim, GameSpec, Parameter, PowerQuestion, RollCall
from coopsec_games.institutions.institution import Institution, NamePeriod, Provision, Term, Weights, day

MAJORITY = {"quota": {"of": "all", "yes": 2}}
UNANIMITY = {"quota": {"of": "all", "yes": 3}}


def body() -> Institution:
    """Three members, then four: C follows B, D comes in; unanimity of three gives way to a majority of two."""
    return Institution(
        "club",
        "The Club",
        {
            "founders": (Term(("A",), day("1900-01-01")),),
            "others": (
                Term(("B", "E"), day("1900-01-01"), day("1909-12-31")),
                Term(("C", "E"), day("1910-01-01"), day("1919-12-31")),
                Term(("D",), day("1915-01-01"), day("1919-12-31")),
            ),
        },
        {
            "main": (
                Provision(UNANIMITY, day("1900-01-01"), day("1912-06-30"), "all three", ("Statute of 1900",), "C"),
                Provision(MAJORITY, day("1912-07-01"), None, "", ("Statute of 1912",), "C"),
            ),
            "late": (Provision(MAJORITY, day("1915-01-01")),),
            "imagined": (Provision({"consent": {"from": "founders"}}, day("1900-01-01"), counterfactual=True),),
        },
        "main",
        {"A": (NamePeriod("Old A", day("1905-05-05")), NamePeriod("New A"))},
    )


def test_members_and_groups_by_date() -> None:
    club = body()
    assert club.on("1900-01-01").members == ("A", "B", "E")
    assert club.on("1909-12-31").groups["others"] == ("B", "E")
    assert club.on("1910-01-01").groups["others"] == ("C", "E")
    assert club.on("1915-01-01").members == ("A", "C", "E", "D")
    assert club.on("1915-01-01").groups == {
        "founders": ("A",),
        "others": ("C", "E", "D"),
        "all": ("A", "C", "E", "D"),
    }


def test_periods_are_the_days_on_which_something_changes() -> None:
    club = body()
    assert [str(when) for when in club.periods()] == ["1900-01-01", "1910-01-01", "1912-07-01", "1915-01-01"]
    assert club.last_period_start == date(1915, 1, 1)
    assert club.on() == club.on("1915-01-01")
    for start, following in zip(club.periods(), club.periods()[1:], strict=False):
        last = following - timedelta(days=1)
        assert replace(club.on(last), date=start, names={}) != replace(club.on(following), date=start, names={})
        assert replace(club.on(last), date=start, names={}) == replace(club.on(start), names={})


@pytest.mark.parametrize("when", ["1899-12-31", "1920-01-01"])
def test_day_that_no_period_covers(when: str) -> None:
    with pytest.raises(NotApplicable) as caught:
        body().on(when)
    assert caught.value.exit_code == 2
    assert when in caught.value.message
    assert "1900-01-01" in caught.value.hint


def test_gap_between_procedures_is_not_covered() -> None:
    club = body()
    gap = replace(club, procedures={"main": (replace(club.procedures["main"][0], until=day("1901-01-01")),)})
    with pytest.raises(NotApplicable, match="procedure"):
        gap.on("1901-01-02")


def test_procedures_by_date() -> None:
    club = body()
    early, late = club.on("1912-06-30").procedure(), club.on("1912-07-01").procedure()
    assert (early.text, early.cite, early.since, str(early.until)) == (
        "all three",
        ("Statute of 1900",),
        date(1900, 1, 1),
        "1912-06-30",
    )
    assert late.text == late.rule.text == "at least 2 of 3 vote yes"
    assert late.until is None
    assert "late" not in club.on("1914-12-31").procedures
    assert list(club.on("1915-01-01").procedures) == ["main", "late", "imagined"]
    assert club.on().procedure("imagined").counterfactual


def test_unknown_procedure_and_member_have_a_hint() -> None:
    sitting = body().on("1905-01-01")
    with pytest.raises(UnknownKey) as caught:
        sitting.procedure("mian")
    assert caught.value.hint == "did you mean 'main'?"
    with pytest.raises(UnknownKey) as caught:
        sitting.procedure("late")
    assert "1905-01-01" in caught.value.message
    with pytest.raises(UnknownKey, match="'D' is not a member of 'club' on 1905-01-01"):
        sitting.procedure(absent=["D"])


def test_absent_members_leave_and_numbers_stay() -> None:
    sitting = body().on("1915-01-01")
    procedure = sitting.procedure(absent=["E"])
    assert procedure.members == ("A", "C", "D")
    assert procedure.simple_game.winning_coalitions == 4
    assert sitting.procedure().simple_game.winning_coalitions == 11
    assert body().on("1900-01-01").procedure(absent=["B"]).simple_game.winning_coalitions == 0
    with pytest.raises(NotApplicable, match="every member is absent"):
        sitting.procedure(absent=sitting.members)


def test_games_of_a_procedure() -> None:
    procedure = body().on("1905-01-01").procedure()
    assert procedure.simple_game.members == procedure.ternary_game.members == ("A", "B", "E")
    assert procedure.simple_game.winning_coalitions == 1


def test_names_by_date() -> None:
    club = body()
    assert club.on("1905-05-05").name("A") == "Old A"
    assert club.on("1905-05-06").name("A") == "New A"
    assert club.on("1905-05-06").name("B") == "B"
    assert club.name_on("A", "1800-01-01") == "Old A"


@pytest.mark.parametrize("text", ["1958-02-30", "1958-2-3", "today", "19580203", "", "1958-W01-1", "1958-02-03T00"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a date") as caught:
        body().on(text)
    assert caught.value.exit_code == 2


def test_nothing_can_be_changed() -> None:
    club = body()
    sitting = club.on("1905-01-01")
    with pytest.raises(FrozenInstanceError):
        club.name = "x"  # type: ignore[misc]
    mappings: list[Mapping[str, object]] = [club.members, club.procedures, club.names, sitting.groups, sitting.names]
    for mapping in mappings:
        with pytest.raises(TypeError):
            mapping["x"] = ()  # type: ignore[index]


# weights, parties, suspensions, changes -------------------------------------------------------------------------------


def weighted() -> Institution:
    """Two votes against one and one; from 1910 on C has three; B is suspended in 1905."""
    share = {"share": {"weights": "votes", "more-than": "1/2"}}
    return Institution(
        "union",
        "The Union",
        {
            "states": (
                Term(("A", "C"), day("1900-01-01")),
                Term(("B",), day("1900-01-01"), day("1904-12-31"), certainty="m"),
                Term(("B",), day("1906-01-01"), note="came back"),
            )
        },
        {
            "votes": (Provision(share, day("1900-01-01"), cite=("Statute",), certainty="C", note="as amended"),),
            "sanctions": (Provision({"excluding": {"parties": "parties", "rule": share}}, day("1900-01-01")),),
        },
        "votes",
        weights={
            "votes": (
                Weights({"A": 2, "B": 1, "C": 1}, day("1900-01-01"), day("1909-12-31"), ("Annex",), "m", "in doubt"),
                Weights({"A": 2, "B": 1, "C": "3"}, day("1910-01-01"), cite=("Annex II",), certainty="M"),
            )
        },
        suspended=(Term(("B",), day("1905-01-01"), day("1905-12-31"), certainty="M"),),
    )


def test_tables_of_weights_by_date() -> None:
    union = weighted()
    early, late = union.on("1900-01-01").procedure(), union.on("1910-01-01").procedure()
    assert early.rule.text == "the yes have more than 1/2 of the votes (3 of 4)"
    assert late.rule.text == "the yes have more than 1/2 of the votes (4 of 6)"
    assert (early.cite, early.certainty, early.note) == (("Statute", "Annex"), "m", "as amended; in doubt")
    assert (late.cite, late.certainty, late.note) == (("Statute", "Annex II"), "M", "as amended")
    with pytest.raises(TypeError):
        union.weights["votes"][0].of["A"] = 5  # type: ignore[index]


def test_parties_are_named_with_the_question() -> None:
    sitting = weighted().on("1910-01-01")
    whole, others = sitting.procedure("sanctions"), sitting.procedure("sanctions", parties=["C", "X"])
    assert whole.parties == ()
    assert others.parties == ("C", "X")
    assert whole.members == others.members == ("A", "C", "B")
    cast = {"A": Ballot.YES, "B": Ballot.NO, "C": Ballot.NO}
    assert [stated.rule.passes(cast).adopted for stated in (whole, others)] == [False, True]
    assert others.rule.text.startswith("leaving C out of the count")
    assert sitting.rule({"quota": {"yes": 3}}).text == "at least 3 of 3 vote yes"


def test_the_suspended_are_on_the_roll() -> None:
    union = weighted()
    sitting = union.on("1905-06-01")
    assert (sitting.members, sitting.suspended, sitting.roll) == (("A", "C"), ("B",), ("A", "C", "B"))
    assert dict(sitting.marks) == {"B": "M"}
    assert dict(union.on("1904-06-01").marks) == {"B": "m"}
    assert union.on("1904-06-01").roll == ("A", "C", "B")


def test_what_changed_when() -> None:
    assert [str(change) for change in weighted().changes()] == [
        "1900-01-01: 3 members; joined: A, C, B; procedures: votes, sanctions; weights: votes",
        "1905-01-01: 2 members; left: B; suspended: B",
        "1906-01-01: 3 members; joined: B",
        "1910-01-01: 3 members; weights: votes",
    ]
    assert [str(change) for change in body().changes()] == [
        "1900-01-01: 3 members; joined: A, B, E; procedures: main",
        "1910-01-01: 3 members; joined: C; left: B",
        "1912-07-01: 3 members; procedures: main",
        "1915-01-01: 4 members; joined: D; procedures: late",
    ]


def test_a_roll_call_names_the_parties() -> None:
    union = weighted()
    cast = {"A": Ballot.YES, "B": Ballot.NO, "C": Ballot.NO}
    call = RollCall("one", date(1911, 1, 1), "union", "sanctions", cast, "adopted", parties=("C",))
    quarrel = Case(
        "quarrel", "The quarrel", date(1911, 1, 1), union, "votes", institutions={"union": union}, roll_calls=(call,)
    )
    assert quarrel.rule(call).passes(call.ballots).adopted
    assert not quarrel.rule(replace(call, parties=())).passes(call.ballots).adopted


# cases ----------------------------------------------------------------------------------------------------------------


def case() -> Case:
    club = body()
    yes, no = Ballot.YES, Ballot.NO
    return Case(
        "quarrel",
        "The quarrel",
        date(1905, 1, 1),
        club,
        "main",
        institutions={"club": club},
        roll_calls=(RollCall("one", date(1911, 1, 1), "club", "main", {"A": yes, "C": yes, "E": no}, "rejected"),),
        parameters=(
            Parameter("h", "the best", ("0 <= z <= h",), Fraction(1)),
            Parameter("z", "the outcome", ()),
            Parameter("pi", "a cost", ("pi >= 0", "pi <= h"), Fraction(7, 10)),
        ),
        games={"main": GameSpec("main", {"players": ["A"]}, ("pi < z",), ("pi",))},
    )


def test_assumptions_in_declared_order() -> None:
    quarrel = case()
    assert quarrel.assumptions.names == ("h", "z", "pi")
    assert quarrel.assumptions.text == "0 <= z <= h and 0 <= pi <= h"
    own = quarrel.assumptions_of("main")
    assert own.solve_for == ("pi",)
    assert "pi < z" in own.text
    with pytest.raises(UnknownKey) as caught:
        quarrel.assumptions_of("mian")
    assert caught.value.hint == "did you mean 'main'?"


def test_baseline_holds_what_the_file_gives() -> None:
    assert case().baseline == {"h": 1, "pi": Fraction(7, 10)}


def test_roll_call_under_its_rule_and_another() -> None:
    quarrel = case()
    call = quarrel.roll_call("one")
    assert not call.adopted
    assert quarrel.body().members == ("A", "B", "E")
    assert quarrel.membership(call).members == ("A", "C", "E")
    assert not quarrel.rule(call).passes(call.ballots).adopted
    assert quarrel.rule(call, "imagined").passes(call.ballots).adopted
    with pytest.raises(UnknownKey, match="has no roll call 'two'"):
        quarrel.roll_call("two")


def test_power_question_has_its_membership() -> None:
    asked = PowerQuestion("late", date(1915, 1, 1), "club", "main", ("E",))
    assert case().membership(asked).members == ("A", "C", "E", "D")


def test_claims_and_roll_calls_are_read_only() -> None:
    claim = Claim("c", "Somebody", "1", "quote", "statement", {"roll-calls": ["one"], "adopted": False})
    assert claim.formal is not None
    with pytest.raises(TypeError):
        claim.formal["adopted"] = True  # type: ignore[index]
    with pytest.raises(TypeError):
        case().roll_calls[0].ballots["A"] = Ballot.NO  # type: ignore[index]


def test_places_of_a_game() -> None:
    places = {(): Place("f.yaml", 1, 3), ("tree", "payoffs", 0): Place("f.yaml", 5, 20)}
    spec = GameSpec("g", {}, places=places)
    assert str(spec.place(("tree", "payoffs", 0), 4)) == "f.yaml:5:23"
    assert str(spec.place(("tree", "payoffs", 1), 4)) == "f.yaml:1:3"
    assert str(spec.place()) == "f.yaml:1:3"
