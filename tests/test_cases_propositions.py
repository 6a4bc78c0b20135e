"""The cases of organisations and propositions: their records, their maps, and what becomes of each claim."""

from __future__ import annotations

from collections import Counter

import pytest

from coopsec_games import analysis
from coopsec_games.analysis.claims import ClaimAnswer
from coopsec_games.analysis.games import GameAnswer, solve_game
from coopsec_games.conditions import Condition

KEYS = ("four-rings", "osce-consensus", "accession", "enlargement", "locking-in", "cohen-mihalka")


@pytest.fixture(scope="module")
def games() -> dict[str, dict[str, GameAnswer]]:
    cases = {key: analysis.load_case(key) for key in KEYS}
    return {key: {game: solve_game(case, game) for game in case.games} for key, case in cases.items()}


@pytest.fixture(scope="module")
def claims(games: dict[str, dict[str, GameAnswer]]) -> list[ClaimAnswer]:
    def other(case: str, game: str) -> GameAnswer:
        return solve_game(analysis.load_case(case), game)

    return [
        analysis.claims.decide(case, claim, games[key].__getitem__, other)
        for key in KEYS
        for case in [analysis.load_case(key)]
        for claim in case.claims
    ]


def test_every_game_is_a_certified_partition(games: dict[str, dict[str, GameAnswer]]) -> None:
    for key, own in games.items():
        for name, game in own.items():
            assert (game.certificate.disjoint, game.certificate.covering) == (True, True), (key, name)
            assert game.verified, (key, name)
            assert game.outcome_possible is not False, (key, name)
            assert all(region.witness is not None for region in game.regions), (key, name)


def test_a_number_is_illustrative_everywhere() -> None:
    for key in KEYS:
        for parameter in analysis.load_case(key).parameters:
            assert parameter.baseline is None or parameter.certainty == "I", (key, parameter.name)


def test_the_baselines_lead_to_the_record(games: dict[str, dict[str, GameAnswer]]) -> None:
    for key, own in games.items():
        for name, game in own.items():
            if game.recorded and game.baseline_outcome is not None:
                assert game.recorded in game.baseline_outcome, (key, name)


REGIONS = {
    ("four-rings", "order", "UN = OSCE < EU < NATO"): "always",
    ("four-rings", "standard", "only NATO"): "always",
    ("four-rings", "union", "EU and NATO"): "e_3 >= s and e_4 >= s",
    ("four-rings", "union-order", "EU = NATO"): "e_3 = 1 and e_4 = 1",
    ("osce-consensus", "bazaar-or-factory", "bazaar"): "W*(rho + (1 - rho)*p**53) <= w",
    ("osce-consensus", "participation", "only allies"): "k <= 18*b and c > 19*b",
    ("osce-consensus", "participation", "nobody"): "k > 0",
    ("osce-consensus", "observed", "kept"): "delta*((T - R)*(1 - eps) + (e - eps)*(R - P)) >= T - R",
    ("accession", "reform", "reform"): "pr*delta**3*M/(1 - delta) >= r",
    ("accession", "unconditional", "reform"): "(pr - po)*delta**3*M/(1 - delta) >= r",
    ("accession", "implied", "peace"): "q >= g/(g + L)",
    ("accession", "emboldened", "peace"): "q >= g/(g + L) and q <= K/(G + K)",
    ("enlargement", "apart", "57 members"): "57*p**25 > 32",
    ("enlargement", "enforcing", "all contribute"): "n*(1 - r*delta) <= r*(1 - delta)",
    ("enlargement", "wilson", "the many"): "v_u*(rho_u + (1 - rho_u)*p**5) > v_f*(rho_f + (1 - rho_f)*p**2)",
    ("locking-in", "inside", "peace"): "H + delta*v/(1 - delta) >= t",
    ("locking-in", "joining", "peace inside"): "min(H, j) + delta*v/(1 - delta) >= t",
    ("locking-in", "prevention", "prevention"): "x <= (o_0 - o_1)*l",
    ("cohen-mihalka", "existence", "cooperation lasts"): "delta >= (T - R)/(T - P)",
    ("cohen-mihalka", "fragile", "cooperation lasts"): "delta*(1 - h) >= (T - R)/(T - P)",
    ("cohen-mihalka", "scope", "acts"): "rho >= (tau - p**5)/(p - p**5)",
    ("cohen-mihalka", "one-model", "majority rule, 3 of 5"): "delta >= 3125/(3125 + (1 - rho)*702)",
}


@pytest.mark.parametrize(("case", "game", "outcome"), REGIONS)
def test_regions(case: str, game: str, outcome: str, games: dict[str, dict[str, GameAnswer]]) -> None:
    found = games[case][game].region(outcome)
    assert found.equivalent(Condition.read(REGIONS[case, game, outcome], found.assumptions))


VERDICTS = {
    "cohen-only-nato": "model-dependent",
    "cohen-figure-order": "model-dependent",
    "cohen-figure-partial": "model-dependent",
    "cohen-working-model": "model-dependent",
    "cohen-union-four-rings": "model-dependent",
    "cohen-union-fourth-ring": "model-dependent",
    "cohen-without-american-means": "model-dependent",
    "cohen-brussels-article-5": "contradicted",
    "cohen-partially-effective": "not-formalised",
    "cohen-hard-security": "not-formalised",
    "cohen-reinforcing": "not-formalised",
    "mihalka-bazaar": "model-dependent",
    "mihalka-as-they-see-fit": "model-dependent",
    "mihalka-western-end": "model-dependent",
    "mihalka-no-teeth": "model-dependent",
    "mihalka-indivisible": "model-dependent",
    "osce-isolated-violator": "supported",
    "osce-two-violators": "supported",
    "osce-isolated-when": "model-dependent",
    "mihalka-platform": "supported",
    "mihalka-no-community": "not-formalised",
    "mihalka-norm-setting": "not-formalised",
    "solana-incentives": "model-dependent",
    "solana-instigator": "model-dependent",
    "cohen-prospect": "entailed",
    "mihalka-criteria": "not-formalised",
    "mihalka-applicants": "not-formalised",
    "cohen-implied": "model-dependent",
    "cohen-may-benefit": "model-dependent",
    "cohen-not-guaranteed": "model-dependent",
    "cohen-candidates-unanimity": "supported",
    "cohen-nineteen": "supported",
    "mihalka-france-joined": "supported",
    "mihalka-salisbury": "not-formalised",
    "mihalka-founding-act": "not-formalised",
    "cohen-practical-limit": "model-dependent",
    "cohen-commonality": "model-dependent",
    "size-nineteen": "model-dependent",
    "size-thirty-two": "contradicted",
    "size-fifty-seven": "supported",
    "cohen-enforcing-limit": "model-dependent",
    "mihalka-wilson-universal": "model-dependent",
    "mihalka-wilson-liberal": "model-dependent",
    "mihalka-wilson-autocratic": "contradicted",
    "cohen-japan": "model-dependent",
    "cohen-vancouver-vladivostok": "supported",
    "cohen-not-share": "not-formalised",
    "mihalka-lock-in": "model-dependent",
    "mihalka-lock-in-substitute": "model-dependent",
    "mihalka-lock-in-joining": "model-dependent",
    "schuman-unthinkable": "model-dependent",
    "monnet-no-peace": "model-dependent",
    "carter-prevention": "model-dependent",
    "carter-dated": "contradicted",
    "mihalka-five-founders": "supported",
    "mihalka-vietnam-joined": "supported",
    "mihalka-asean-trade": "assumed",
    "mihalka-no-war-since-1964": "contradicted",
    "mihalka-exit-1974": "contradicted",
    "mihalka-coal-and-steel": "contradicted",
    "mihalka-poos": "contradicted",
    "mihalka-glaser": "contradicted",
    "mihalka-macmillan": "not-formalised",
    "mihalka-mh1": "entailed",
    "mihalka-mh1-whatever": "model-dependent",
    "mihalka-mh1-when": "model-dependent",
    "mihalka-mh2": "model-dependent",
    "mihalka-mh2-unanimity": "model-dependent",
    "cohen-co1": "model-dependent",
    "cohen-co1-without": "model-dependent",
    "cohen-co2": "model-dependent",
    "cohen-co2-only": "model-dependent",
    "kennedy-elites": "entailed",
    "kennedy-common-position": "model-dependent",
    "kennedy-disagree": "not-entailed",
    "mihalka-mh1-arms-control": "entailed",
    "mihalka-definition": "not-formalised",
    "cohen-definition": "not-formalised",
    "cohen-un-first-ring": "not-formalised",
    "cohen-un-second-ring": "not-formalised",
    "mihalka-un-fourth-ring": "not-formalised",
    "handbook-osce-first-ring": "not-formalised",
    "cohen-osce-second-ring": "not-formalised",
    "handbook-osce-fourth-ring": "not-formalised",
    "cohen-eu-first-ring": "not-formalised",
    "mihalka-eu-second-ring": "not-formalised",
    "cohen-eu-third-ring": "not-formalised",
    "cohen-eu-fourth-ring": "not-formalised",
    "cohen-nato-first-ring": "not-formalised",
    "cohen-nato-second-ring": "not-formalised",
    "cohen-nato-third-ring": "not-formalised",
    "cohen-nato-fourth-ring": "not-formalised",
    "cohen-league-second-ring": "not-formalised",
    "cohen-alliances-third-ring": "not-formalised",
    "cohen-joint-council-fourth-ring": "not-formalised",
    "cohen-reminder": "not-formalised",
    "cohen-intervention": "not-formalised",
    "cohen-sovereignty": "not-formalised",
    "cohen-globalization-of-concern": "not-formalised",
    "mihalka-discredited": "not-formalised",
}


def test_verdicts(claims: list[ClaimAnswer]) -> None:
    assert {answer.claim.id: answer.verdict for answer in claims} == VERDICTS
    assert max(Counter(answer.claim.id for answer in claims).values()) == 1


def test_a_claim_about_a_game_has_a_rival(claims: list[ClaimAnswer]) -> None:
    for answer in claims:
        formal = answer.claim.formal or {}
        if "game" in formal and "equivalent-to" not in formal:
            assert answer.claim.rival, answer.claim.id


def test_what_the_claims_say_of_their_own_models(claims: list[ClaimAnswer]) -> None:
    """The first half of each reason, before the rival speaks."""
    told = {answer.claim.id: answer.because for answer in claims}
    for claim, start in {
        "cohen-only-nato": "'standard': 'only NATO' comes about everywhere",
        "cohen-figure-partial": "'order', 'UN = OSCE < EU < NATO', theta: raising it changes nothing",
        "mihalka-as-they-see-fit": "'participation': 'nobody' is possible",
        "mihalka-no-teeth": "'no-teeth': 'broken' comes about everywhere",
        "cohen-may-benefit": "'implied', 'peace', q: raising it can bring the outcome about, and never ends it",
        "size-nineteen": "'apart': '19 members' comes about everywhere",
        "mihalka-lock-in-substitute": "'inside': 'peace' comes about everywhere",
        "mihalka-mh2": "'scope', 'acts', rho: raising it can bring the outcome about, and never ends it",
    }.items():
        assert told[claim].startswith(start), told[claim]
    assert "rho does not occur in the game" in told["mihalka-mh1-whatever"]
    assert "can end the outcome, and never brings it about" in told["mihalka-mh2"]


def test_one_isolated_violator_and_two(games: dict[str, dict[str, GameAnswer]]) -> None:
    """C20: consensus minus one decides against one State, and not against two."""
    case = analysis.load_case("osce-consensus")
    call = case.roll_call("suspension of Yugoslavia")
    assert case.rule(call).passes(call.ballots).adopted
    assert not case.rule(call, "consensus").passes(call.ballots).adopted
    assert not case.rule(call).passes({**call.ballots, "RUS": "no"}).adopted


def test_one_model_for_both(games: dict[str, dict[str, GameAnswer]]) -> None:
    """0b.14: what is shared widens what unanimity lets through, and makes a majority rule harder to keep."""
    rule = games["cohen-mihalka"]["one-model"].region("majority rule, 3 of 5")
    low, high = (Condition.read(f"rho = {rho}", rule.assumptions) for rho in ("0", "1/2"))
    assert (low & rule).equivalent(low & Condition.read("delta >= 3125/3827", rule.assumptions))
    assert (high & rule).equivalent(high & Condition.read("delta >= 3125/3476", rule.assumptions))
