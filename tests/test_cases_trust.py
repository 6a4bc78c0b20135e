"""The cases of trust and of the shared future: their records, their maps, and what becomes of each claim."""

from __future__ import annotations

from collections import Counter

import pytest

from coopsec_games import analysis
from coopsec_games.analysis import Analysis
from coopsec_games.conditions import Condition

KEYS = ("security-dilemma", "arms-control", "many-states", "security-community", "chemical-weapons", "aegean")


@pytest.fixture(scope="module")
def analyses() -> dict[str, Analysis]:
    return {key: analysis.load_case(key).analyze() for key in KEYS}


def test_every_game_is_a_certified_partition(analyses: dict[str, Analysis]) -> None:
    for key, found in analyses.items():
        for name, game in found.games.items():
            assert (game.certificate.disjoint, game.certificate.covering) == (True, True), (key, name)
            assert game.verified, (key, name)
            assert game.outcome_possible is not False, (key, name)
            assert all(region.witness is not None for region in game.regions), (key, name)


def test_every_letter_has_an_illustrative_value_and_says_so(analyses: dict[str, Analysis]) -> None:
    for found in analyses.values():
        for parameter in found.case.parameters:
            assert parameter.baseline is not None, parameter.name
            assert parameter.certainty == "I", parameter.name


def test_the_baselines_lead_to_the_record(analyses: dict[str, Analysis]) -> None:
    """Not evidence, but a reader who takes the file's own numbers must not meet another outcome."""
    for key, found in analyses.items():
        for name, game in found.games.items():
            if game.recorded and game.baseline_outcome is not None:
                assert game.recorded in game.baseline_outcome, (key, name)


RECORDS = {
    ("arms-control", "control"): "delta >= (T - R)/(T - P)",
    ("arms-control", "reciprocity"): "delta >= (T - R)/(T - P) and delta >= (T - R)/(R - S)",
    ("arms-control", "breaking-down"): "delta*(1 - h) >= (T - R)/(T - P)",
    ("arms-control", "verification"): "delta*((T - R)*(1 - eps) + (e - eps)*(R - P)) >= T - R",
    ("arms-control", "exhaustion"): "c >= T - R",
    ("security-dilemma", "trust"): "always",
    ("security-community", "memory"): "q_0 - a*theta <= 9/25 and q_0 <= 63/100",
    ("security-community", "between-the-wars"): "q_L >= 37/100",
    ("chemical-weapons", "ethiopia"): "delta*kappa_E < (T - R)/(T - P)",
    ("chemical-weapons", "gulf"): "delta*kappa_G >= (T - R)/(T - P)",
    ("chemical-weapons", "gulf-open"): "delta*kappa_G >= (T - R)/(T - P)",
    ("aegean", "embedded"): "delta*(T - P - A) >= T - R - A",
    ("aegean", "no-interest"): "C >= T - R",
}


@pytest.mark.parametrize(("key", "game"), RECORDS)
def test_what_the_record_implies(key: str, game: str, analyses: dict[str, Analysis]) -> None:
    implied = analyses[key].games[game].recorded_where
    assert implied is not None
    assert implied.equivalent(Condition.read(RECORDS[key, game], implied.assumptions))


def test_use_against_the_defenceless_and_restraint_are_one_map(analyses: dict[str, Analysis]) -> None:
    """C05: the five episodes differ in the name of the capability only."""
    games = analyses["chemical-weapons"].games
    texts = {
        tuple(region.where.text.replace(letter, "kappa") for region in games[name].regions)
        for name, letter in (
            ("ypres", "kappa_F"), ("ethiopia", "kappa_E"), ("world-war", "kappa_W"), ("kurds", "kappa_K"),
            ("gulf", "kappa_G"),
        )
    }  # fmt: skip
    assert len(texts) == 1


VERDICTS = {
    "mihalka-regardless-of-intentions": "model-dependent",
    "mihalka-trust": "model-dependent",
    "mihalka-action-reaction": "model-dependent",
    "mihalka-less-secure": "assumed",
    "mihalka-circumvented": "model-dependent",
    "mihalka-brookings": "model-dependent",
    "jervis-triggering-war": "not-formalised",
    "mihalka-gorbachev": "not-formalised",
    "mihalka-rational-to-arm": "model-dependent",
    "mihalka-iterative": "model-dependent",
    "mihalka-common-future": "model-dependent",
    "mihalka-future-only": "model-dependent",
    "mihalka-future-that-lasts": "model-dependent",
    "mihalka-sufficient": "model-dependent",
    "mihalka-recognise": "model-dependent",
    "mihalka-diverted": "not-formalised",
    "mihalka-best-example": "not-formalised",
    "mihalka-every-regime": "not-formalised",
    "mihalka-look-further": "model-dependent",
    "mihalka-two-or-many": "model-dependent",
    "mihalka-small-group": "model-dependent",
    "mihalka-pool-resources": "model-dependent",
    "mihalka-renting": "model-dependent",
    "mihalka-one-off": "not-formalised",
    "mihalka-simplest-case": "not-formalised",
    "mihalka-feedback": "model-dependent",
    "mihalka-tenacious": "model-dependent",
    "mihalka-common-threat": "model-dependent",
    "mihalka-concert-outlasted": "entailed",
    "mihalka-league-no-community": "model-dependent",
    "mihalka-league-identity": "not-formalised",
    "mihalka-consensus-identity": "not-formalised",
    "mihalka-interdependence": "not-formalised",
    "mihalka-critical-awareness": "model-dependent",
    "mihalka-shared-norms": "not-formalised",
    "mihalka-defenseless": "model-dependent",
    "mihalka-kurds": "model-dependent",
    "mihalka-wiped-out": "model-dependent",
    "mihalka-common-future-gas": "model-dependent",
    "mihalka-kept-them": "model-dependent",
    "mihalka-tacit": "not-formalised",
    "mihalka-outlawed": "contradicted",
    "mihalka-projectiles": "not-formalised",
    "mihalka-casualties": "not-formalised",
    "mihalka-conventions": "model-dependent",
    "cohen-at-least-one-war": "model-dependent",
    "cohen-blow-to-solidarity": "model-dependent",
    "cohen-unthinkable": "model-dependent",
    "cohen-fishing-wars": "model-dependent",
    "cohen-consultations": "not-formalised",
    "cohen-guarantor": "model-dependent",
}


def test_verdicts(analyses: dict[str, Analysis]) -> None:
    answers = [answer for found in analyses.values() for answer in found.claims]
    assert {answer.claim.id: answer.verdict for answer in answers} == VERDICTS
    assert max(Counter(answer.claim.id for answer in answers).values()) == 1
    for answer in answers:
        slip = "documented" in (answer.claim.formal or {})
        assert answer.claim.rival or slip or answer.verdict in {"assumed", "not-formalised"}, answer.claim.id


def test_what_the_claims_say_of_their_own_models(analyses: dict[str, Analysis]) -> None:
    """The first half of each reason, before the rival speaks."""
    told = {answer.claim.id: answer.because for found in analyses.values() for answer in found.claims}
    assert told["mihalka-tenacious"].startswith("'memory': 'community then community' comes about everywhere")
    assert told["mihalka-sufficient"].startswith("'control': not 'arms race' comes about nowhere")
    assert told["mihalka-look-further"].startswith("'shared': not 'all contribute' comes about everywhere")
    assert "not 'all contribute' comes about nowhere" in told["mihalka-look-further"]
    assert told["cohen-at-least-one-war"].startswith("'alone': 'war' comes about under")
    assert told["cohen-unthinkable"].startswith("'embedded': 'peace' comes about everywhere")
    assert told["mihalka-defenseless"].startswith("'ethiopia': 'first use' comes about everywhere")
