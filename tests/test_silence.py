"""Silence as a volunteer's dilemma: known values, every equilibrium against its definition, the comparison of sizes."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import comb
from typing import Any

import pytest

from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.errors import InvalidGame, NotApplicable, TooLarge
from coopsec_games.formulas import exact
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.concepts import solve
from coopsec_games.noncooperative.concepts.boxes import Enclosed
from coopsec_games.noncooperative.normal_form import NormalFormGame
from coopsec_games.noncooperative.volunteers import BROKEN, HOLDS, VolunteersDilemma
from coopsec_games.noncooperative.volunteers_compared import (
    AS_LIKELY,
    LESS_LIKELY,
    MORE_LIKELY,
    ComparedSilence,
)
from coopsec_games.noncooperative.volunteers_mixed import MixedSilence, pivotal, replies_hold, stays_unbroken
from coopsec_games.verify import coalition_proof, mixed_nash, pure_nash

F = Fraction
LETTERS = Assumptions.read(["b", "c"], "b > 0", "c > 0", solve_for=["c"])


def game(size: int, cost: Any, benefit: Any, needed: int = 1, **more: Any) -> VolunteersDilemma:
    under = LETTERS if isinstance(cost, str) and "c" in cost else None
    return VolunteersDilemma.of([f"m{place}" for place in range(size)], cost, benefit, under, needed, **more)


def mixed(size: int, ratio: Fraction, needed: int = 1) -> tuple[MixedSilence, ...]:
    return game(size, ratio, 1, needed).solution().components


def symmetric(size: int, ratio: Fraction, needed: int = 1) -> list[MixedSilence]:
    return [found for found in mixed(size, ratio, needed) if found.is_symmetric]


def near(value: Any, digits: str) -> bool:
    middle = value.middle if isinstance(value, Enclosed) else value
    return abs(middle - F(digits)) < F(1, 10 ** (len(digits) - 2)) * 6 / 10


def normal_form(size: int, cost: Fraction, benefit: Fraction, needed: int) -> NormalFormGame:
    def payoffs(profile: tuple[str, ...]) -> list[Fraction]:
        won = benefit if profile.count("object") >= needed else F(0)
        return [won - (cost if own == "object" else 0) for own in profile]

    return NormalFormGame.from_function(
        [f"m{place}" for place in range(size)], [["object", "stay silent"]] * size, payoffs
    )


# --- known values ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "holds"), [(2, F(1, 16)), (3, F(1, 8))])
def test_one_objection_is_enough(size: int, holds: Fraction) -> None:
    """F14: each is silent with (c/b)^(1/(m-1)), the silence holds with (c/b)^(m/(m-1))."""
    [found] = symmetric(size, F(1, 4))
    assert found.holds == holds
    assert isinstance(found.silence, Fraction)
    assert found.silence ** (size - 1) == F(1, 4)


@pytest.mark.parametrize("size", range(2, 8))
def test_one_objection_in_letters_and_in_numbers(size: int) -> None:
    """The closed form of the catalogue, symbolically, and as algebraic numbers whose powers are rational."""
    [found] = [each for each in game(size, "c", "b").solution().components if each.is_symmetric]
    names = ("c", "b")
    assert found.silence == exact(f"root(c/b, {size - 1})" if size > 2 else "c/b", names, closed=True)
    assert found.holds == exact(f"root(c/b, {size - 1})**{size}" if size > 2 else "(c/b)**2", names, closed=True)
    assert found.where.equivalent(Condition.read("c < b", LETTERS))
    [number] = symmetric(size, F(1, 3))
    if isinstance(number.holds, Enclosed):
        assert number.holds.low ** (size - 1) < F(1, 3) ** size < number.holds.high ** (size - 1)
        assert number.holds.low < number.holds.high < number.holds.low + F(1, 2**30)
    else:
        assert number.holds ** (size - 1) == F(1, 3) ** size


def test_the_chance_of_silence_rises_with_the_members_towards_the_ratio() -> None:
    held = []
    for size in range(2, 9):
        [found] = symmetric(size, F(1, 4))
        held.append(found.holds.middle if isinstance(found.holds, Enclosed) else found.holds)
    assert held == sorted(held)
    assert held[-1] < F(1, 4)


def test_three_of_five_are_needed() -> None:
    """Catalogue 0b.5: two mixed equilibria, objecting with .3375402 and .6624599."""
    found = symmetric(5, F(3, 10), 3)
    assert [each.branch for each in found] == ["lower", "upper"]
    assert [near(each.silence, digits) for each, digits in zip(found, ("0.6624598", "0.3375402"), strict=True)] == [
        True,
        True,
    ]


def test_the_comparative_static_reverses_where_two_are_needed() -> None:
    """Catalogue 0b.5: from .94 to .058 on the upper branch as three instead of two are reluctant."""
    [two] = symmetric(2, F(1, 4), 2)
    assert two.holds == F(15, 16)
    rarely, often = symmetric(3, F(1, 4), 2)
    assert near(often.holds, "0.058058")
    assert near(rarely.holds, "0.941942")
    assert isinstance(often.holds, Enclosed)
    assert often.holds.closed_form == "(8 - 5*sqrt(2))/16"


def test_the_peak_is_where_both_branches_are_one() -> None:
    found = symmetric(3, F(1, 2), 2)
    assert [(each.branch, each.silence, each.holds) for each in found] == [("upper", F(1, 2), F(1, 2))]
    assert symmetric(3, F(51, 100), 2) == []


def test_the_silent_ally() -> None:
    """F13: delta* = ((1 - sigma) b - D)/((1 - sigma) b - D + v); b=3, D=1, v=2: 1/2, and 1/5 at sigma = 1/2."""
    names = ["b", "D", "v", "sigma", "delta"]
    bounds = ("b >= 0", "D >= 0", "v > 0", "0 <= sigma <= 1", "0 <= delta < 1")
    under = Assumptions.read(names, *bounds, "(1 - sigma)*b > D", solve_for=["delta"])
    fields = {"reluctant": ["GRC"], "cost": "D", "lasting-loss": "v", "otherwise": "sigma"}
    ally: Any = GAME_FORMS["silence"].function(fields, under, None)
    regions = {region.outcome: region.where for region in outcome_atlas(ally).regions}
    closed = "delta*((1 - sigma)*b - D + v) >= (1 - sigma)*b - D"
    assert regions[HOLDS].equivalent(Condition.read(closed, under))
    for sigma, least in ((0, "1/2"), ("1/2", "1/5")):
        told = outcome_atlas(ally.at({"b": 3, "D": 1, "v": 2, "sigma": sigma})).regions[0]
        assert (told.outcome, told.where.text) == (HOLDS, f"delta >= {least}")


# --- against the definitions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("needed", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
@pytest.mark.parametrize("ratio", ["1/5", "7/10", "6/5"])
def test_pure_equilibria_are_those_of_the_normal_form(size: int, needed: int, ratio: str) -> None:
    cost = F(ratio)
    form = normal_form(size, cost, F(1), needed)
    expected: dict[int, int] = {}
    for found in solve(form, "pure-nash").equilibria:
        count = list(found.profile.values()).count("object")
        expected[count] = expected.get(count, 0) + 1
    ours = {
        list(found.profile.values()).count("object"): found.stands_for
        for found in game(size, cost, 1, needed).solution().equilibria
    }
    assert ours == expected


@pytest.mark.parametrize(("size", "needed"), [(2, 1), (3, 1), (3, 2), (4, 2), (4, 3), (5, 2), (5, 3)])
def test_coalition_proof_by_definition(size: int, needed: int) -> None:
    for cost in (F(1, 3), F(1), F(5, 4)):
        form = normal_form(size, cost, F(1), needed)
        found = game(size, cost, 1, needed, refinement="coalition-proof").solution()
        assert found.verified
        ours = {tuple(each.profile.values()) for each in found.equilibria}
        counts = {profile.count("object") for profile in ours}
        for count in range(size + 1):
            profile = tuple("object" if place < count else "stay silent" for place in range(size))
            proof = pure_nash(form.payoffs, profile) and coalition_proof(form.payoffs, profile)
            # at a cost equal to the benefit one who objects is indifferent, and stays silent
            assert (count in counts) == (proof and not (cost == 1 and count)), (cost, count)


@pytest.mark.parametrize(("size", "needed"), [(2, 1), (2, 2), (3, 1), (3, 2), (3, 3), (4, 2), (4, 3)])
def test_mixed_equilibria_by_definition(size: int, needed: int) -> None:
    """At rational probabilities: the regions say exactly which way of mixing is an equilibrium."""
    form_of: dict[Fraction, NormalFormGame] = {}
    for x in (F(2, 5), F(5, 6)) if size > 3 else (F(1, 7), F(2, 5), F(1, 2), F(5, 6)):
        for objecting, mixing in product(range(needed), range(2, size + 1)):
            silent = size - objecting - mixing
            u = needed - objecting - 1
            if silent < 0 or u > mixing - 1:
                continue
            ratio = pivotal(mixing, u, x)
            form = form_of.setdefault(ratio, normal_form(size, ratio, F(1), needed))
            odds = [F(1)] * objecting + [x] * mixing + [F(0)] * silent
            profile = [{"object": each, "stay silent": 1 - each} for each in odds]
            expected = mixed_nash(form.payoffs, profile)
            assert replies_hold(odds, needed, ratio, F(1)) == expected
            found = [
                each
                for each in mixed(size, ratio, needed)
                if (each.objecting, each.mixing) == (objecting, mixing) and each.silence == 1 - x
            ]
            assert bool(found) == expected, (x, objecting, mixing)
            if found:
                assert found[0].verified
                assert found[0].holds == stays_unbroken(mixing, u, x)
                assert found[0].stands_for == comb(size, objecting) * comb(size - objecting, mixing)


@pytest.mark.parametrize(("size", "needed"), [(2, 1), (3, 1), (2, 2), (3, 3), (3, 2)])
@pytest.mark.parametrize("ratio", ["1/4", "2/5", "4/5"])
def test_the_list_is_that_of_the_general_solver(size: int, needed: int, ratio: str) -> None:
    """Every Nash equilibrium of the same game in normal form, counted with those that differ in who does what."""
    cost = F(ratio)
    theirs = solve(normal_form(size, cost, F(1), needed), "nash")
    solution = game(size, cost, 1, needed).solution()
    ours = sum(each.stands_for for each in (*solution.equilibria, *solution.components))
    assert theirs.complete
    assert len(theirs.equilibria) == ours


SIGNS = [(-1, -4), (-1, -3), (-3, -4), (-1, 2), (1, -2), (-2, -1), (1, 3)]


@pytest.mark.parametrize(("size", "needed"), [(1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3), (2, 3)])
@pytest.mark.parametrize(("cost", "benefit"), SIGNS)
def test_whatever_the_signs(size: int, needed: int, cost: int, benefit: int) -> None:
    """Objecting may be a gain and broken silence a loss: the list is still that of the general solver."""
    form = normal_form(size, F(cost), F(benefit), needed)
    theirs = solve(form, "nash")
    solution = game(size, cost, benefit, needed).solution()
    assert solution.verified
    assert theirs.complete
    listed = (*solution.equilibria, *solution.components)
    assert sum(each.stands_for for each in listed) == len(theirs.equilibria)
    for each in solution.components:
        if not isinstance(each.silence, Fraction):
            continue
        odds = [F(1)] * each.objecting + [1 - each.silence] * each.mixing + [F(0)] * each.silent
        assert mixed_nash(form.payoffs, [{"object": x, "stay silent": 1 - x} for x in odds])


@pytest.mark.parametrize(("size", "needed"), [(2, 1), (2, 2), (3, 1), (3, 2), (3, 3), (4, 2)])
@pytest.mark.parametrize(("cost", "benefit"), SIGNS)
def test_coalition_proof_whatever_the_signs(size: int, needed: int, cost: int, benefit: int) -> None:
    form = normal_form(size, F(cost), F(benefit), needed)
    found = game(size, cost, benefit, needed, refinement="coalition-proof").solution()
    assert found.verified
    counts = {list(each.profile.values()).count("object") for each in found.equilibria}
    for count in range(size + 1):
        profile = tuple("object" if place < count else "stay silent" for place in range(size))
        proof = pure_nash(form.payoffs, profile) and coalition_proof(form.payoffs, profile)
        assert (count in counts) == proof, count


def test_below_zero_in_letters() -> None:
    told = VolunteersDilemma.of(["A", "B"], "c", "b", Assumptions.read(["b", "c"], "b < 0")).solution()
    regions = {(each.mixing, str(each.where)) for each in told.components}
    assert regions == {(2, "b < c < 0")}
    assert any("gains by itself" in note for note in told.notes)


def test_other_mixtures_are_not_denied() -> None:
    """Four members, two objections: x and y with x + y = 2 - 3r and xy = 1 - 2r make an equilibrium no mixer shares."""
    told = game(4, "c", "b", 2).solution().notes
    assert any("different probabilities" in note for note in told)
    assert any("every equilibrium" in note for note in game(4, "c", "b", 1).solution().notes)
    x, y = F(2, 5), F(1, 4)  # x + y - 2xy = 1 - x - y + xy asks 2x + 2y = 1 + 3xy
    assert 2 * x + 2 * y == 1 + 3 * x * y
    ratio = (1 - x) * (1 - y)
    assert replies_hold([x, x, y, y], 2, ratio, F(1))


# --- regions and refusals --------------------------------------------------------------------------------------------


def test_regions_in_letters() -> None:
    for needed, expected in (
        (1, {HOLDS: "c >= b", BROKEN: "c < b"}),
        (2, {HOLDS: "c >= b", f"{HOLDS} or {BROKEN}": "c < b"}),
        (4, {HOLDS: "always"}),
    ):
        atlas = outcome_atlas(game(3, "c", "b", needed))
        assert {region.outcome: region.where.text for region in atlas.regions} == expected
        assert atlas.verified
        assert atlas.certificate.disjoint
        assert atlas.certificate.covering
    proof = game(3, "c", "b", 2).coalition_proof_silence()
    assert proof.equivalent(Condition.read("c >= b", LETTERS))


@pytest.mark.parametrize(("size", "needed"), [(3, 2), (4, 2), (5, 3), (6, 3)])
def test_where_there_are_none_one_or_two_symmetric_mixed_equilibria(size: int, needed: int) -> None:
    peak = pivotal(size, needed - 1, F(needed - 1, size - 1))
    for ratio, count in ((peak * F(99, 100), 2), (peak, 1), (peak * F(101, 100), 0)):
        assert len(symmetric(size, ratio, needed)) == count
    found = [each for each in game(size, "c", "b", needed).solution().components if each.is_symmetric]
    assert [each.branch for each in found] == ["lower", "upper"]
    for each, sign in zip(found, ("<", "<="), strict=True):
        expected = Condition.read(f"c {sign} {peak.numerator}*b/{peak.denominator}", LETTERS)
        assert each.where.equivalent(expected)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: game(0, 1, 2), InvalidGame),
        (lambda: VolunteersDilemma.of(["A", "A"], 1, 2), InvalidGame),
        (lambda: game(2, 1, 2, 0), InvalidGame),
        (lambda: game(41, 1, 2), TooLarge),
        (lambda: game(2, 1, 2, refinement="strong"), InvalidGame),
        (lambda: VolunteersDilemma(("A",), exact("c", ["c"]), F(1)), InvalidGame),
        (lambda: ComparedSilence.of(3, 2, 1, 2), InvalidGame),
        (lambda: ComparedSilence.of(2, 3, 1, 2, needed=3), InvalidGame),
        (lambda: ComparedSilence.of(2, 3, 1, 2, kind="mixed"), InvalidGame),
        (lambda: ComparedSilence.of(2, 9, 1, 2, needed=2, kind="mixed-upper").solution(), TooLarge),
    ],
)
def test_what_cannot_be_a_game(make: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        make()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reluctant": 0},
        {"reluctant": True},
        {"reluctant": 2, "needed": "many"},
        {"reluctant": 2, "discount": "c"},
        {"reluctant": 2, "lasting-loss": "b", "discount": "delta"},
        {"reluctant": 2, "refinement": "perfect"},
        {"reluctant": 2, "costs": "c"},
    ],
)
def test_fields_that_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidGame):
        GAME_FORMS["silence"].function(fields, LETTERS, None)


# --- more members ----------------------------------------------------------------------------------------------------


def branches(size: int, ratio: Fraction, needed: int, kind: str) -> list[MixedSilence]:
    return [each for each in symmetric(size, ratio, needed) if each.branch in ("only", kind.removeprefix("mixed-"))]


def likeliest(few: int, many: int, needed: int, kind: str, ratio: Fraction) -> str:
    """The comparison by the probabilities themselves."""
    held = []
    for size in (few, many):
        chosen = branches(size, ratio, needed, kind)[0].holds
        held.append(chosen.middle if isinstance(chosen, Enclosed) else chosen)
    return LESS_LIKELY if held[0] < held[1] else MORE_LIKELY


@pytest.mark.parametrize(
    ("few", "many", "needed", "kind"),
    [(2, 3, 1, "mixed-upper"), (2, 5, 1, "mixed-lower"), (2, 3, 2, "mixed-upper"), (2, 3, 2, "mixed-lower"),
     (3, 4, 2, "mixed-upper"), (3, 4, 2, "mixed-lower"), (3, 4, 3, "mixed-upper")],
)  # fmt: skip
def test_comparison_against_the_probabilities(few: int, many: int, needed: int, kind: Any) -> None:
    solution = ComparedSilence.of(few, many, "c", "b", LETTERS, needed, kind).solution()
    assert solution.verified
    regions = {found.outcome: found.where for found in solution.equilibria}
    for ratio in (F(1, 8), F(3, 10), F(31, 100), F(2, 5), F(1, 2), F(4, 5)):
        holding = [outcome for outcome, where in regions.items() if where.holds({"c": ratio, "b": F(1)})]
        both = all(branches(size, ratio, needed, kind) for size in (few, many))
        assert holding == ([likeliest(few, many, needed, kind, ratio)] if both else []), ratio


def test_more_reluctant_members_by_kind_of_equilibrium() -> None:
    """Catalogue 0b.5: the comparative static depends on the equilibrium; the pure ones know none."""
    told = {
        (needed, kind): [
            found.outcome for found in ComparedSilence.of(2, 3, "c", "b", LETTERS, needed, kind).solution().equilibria
        ]
        for needed, kind in ((1, "pure"), (1, "mixed-upper"), (2, "mixed-upper"), (2, "mixed-lower"))
    }  # type: ignore[misc]
    assert told[1, "pure"] == [AS_LIKELY]
    assert told[1, "mixed-upper"] == [LESS_LIKELY]
    assert told[2, "mixed-upper"] == [MORE_LIKELY]
    assert told[2, "mixed-lower"] == [LESS_LIKELY, MORE_LIKELY, AS_LIKELY]


def test_the_comparison_as_a_form() -> None:
    fields = {"few": 2, "many": 3, "needed": 2, "equilibrium": "mixed-upper"}
    found: Any = GAME_FORMS["silence-compared"].function(fields, LETTERS, None)
    assert [each.outcome for each in found.solution().equilibria] == [MORE_LIKELY]
    for wrong in ({"few": 2}, {"few": 1, "many": 3}, {"few": 2, "many": 3, "equilibrium": "mixed"}):
        with pytest.raises(InvalidGame):
            GAME_FORMS["silence-compared"].function(wrong, LETTERS, None)


def test_where_the_order_turns_is_algebraic() -> None:
    """Two needed, objecting rarely: the order turns at c/b = (sqrt(5) - 1)/4, a root of 4r^2 + 2r - 1."""
    found = ComparedSilence.of(2, 3, "c", "b", LETTERS, 2, "mixed-lower").solution().equilibria
    where = {each.outcome: each.where for each in found}
    assert where[AS_LIKELY].equivalent(Condition.read("4*c**2 + 2*b*c = b**2", LETTERS))
    assert where[LESS_LIKELY].equivalent(Condition.read("4*c**2 + 2*b*c < b**2", LETTERS))


def test_members_are_counted_right() -> None:
    """How many profiles each line stands for, against a list of all."""
    found = game(5, F(1, 2), 1, 2).solution()
    counted = {list(each.profile.values()).count("object"): each.stands_for for each in found.equilibria}
    assert counted == {0: 1, 2: len(list(combinations(range(5), 2)))}


def test_without_a_ratio_there_is_no_order() -> None:
    """Beyond the greatest ratio there is no mixed equilibrium to compare."""
    atlas = outcome_atlas(ComparedSilence.of(2, 3, "c", "b", LETTERS, 2, "mixed-upper"))
    assert [(region.outcome, region.where.text) for region in atlas.regions] == [
        (MORE_LIKELY, "c <= b/2"),
        ("no equilibrium", "c > b/2"),
    ]
    with pytest.raises(NotApplicable):
        ComparedSilence.of(2, 3, "c", "b", LETTERS, 2, "mixed-upper").at({"b": -1})
