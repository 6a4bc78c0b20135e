"""The seed paper in full: every mechanism, event and slip of it leads to a claim or a case, and no claim disappears."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coopsec_games.institutions.case import Case, Claim
from coopsec_games.library import cases, load_case

MECHANISMS = {
    "M01 definition": ["cohen-mihalka:mihalka-definition", "cohen-mihalka:cohen-definition"],
    "M02 security dilemma": ["security-dilemma:mihalka-action-reaction", "security-dilemma:mihalka-trust"],
    "M03 prisoner's dilemma": ["arms-control:mihalka-rational-to-arm"],
    "M04 shared future": ["arms-control:mihalka-common-future", "cohen-mihalka:mihalka-mh1-when"],
    "M05 from dyad to many": ["many-states:mihalka-look-further"],
    "M06 positive feedback": ["security-community:mihalka-feedback"],
    "M07 tenacious identity": ["security-community:mihalka-tenacious"],
    "M08 retaliation": ["chemical-weapons:mihalka-wiped-out"],
    "M09 the Four Rings": ["four-rings:cohen-only-nato", "four-rings:cohen-figure-order"],
    "M10 forgoing national interest": ["greece-1999:cohen-forego", "greece-1999:cohen-greece-damage"],
    "M11 third-party enforcer": ["aegean:cohen-at-least-one-war", "aegean:cohen-guarantor"],
    "M12 veto, outside option, precedent": ["kosovo-1999:mihalka-kosovo-precedent"],
    "M13 absent or deferring": ["absent-or-deferring:mihalka-deferring-when", "korea-1950:mihalka-korea-why"],
    "M14 unanimity, exit, non-compliance": [
        "manchuria-1931:mihalka-manchuria-agreement",
        "ethiopia-1935:mihalka-ethiopia-agreement",
        "corfu-1923:mihalka-corfu-deference",
    ],
    "M15 universality or homogeneity": [
        "enlargement:mihalka-wilson-universal",
        "enlargement:mihalka-wilson-liberal",
        "ethiopia-1935:mihalka-ethiopia-universality",
    ],
    "M16 norms part, exit": ["spain-1823:mihalka-concert-illegitimate", "spain-1823:mihalka-concert-exit"],
    "M17 a party to its own case": ["east-timor-1999:mihalka-asean-internal"],
    "M18 peer pressure": ["austria-2000:cohen-austria-pressure"],
    "M19 bazaar or factory": ["osce-consensus:mihalka-bazaar", "osce-consensus:mihalka-as-they-see-fit"],
    "M20 no teeth": ["osce-consensus:mihalka-no-teeth"],
    "M21 conditional membership": ["accession:solana-incentives", "accession:solana-instigator"],
    "M22 implied, not guaranteed": ["accession:cohen-implied", "accession:cohen-not-guaranteed"],
    "M23 limits of enlargement": ["enlargement:cohen-practical-limit", "enlargement:size-thirty-two"],
    "M24 locking in a rival": ["locking-in:mihalka-lock-in", "locking-in:schuman-unthinkable"],
    "M25 prevention and cure": ["locking-in:carter-prevention"],
    "M26 pooling, renting": ["many-states:mihalka-pool-resources", "many-states:mihalka-renting"],
    "M27 consensus builds identity": ["security-community:mihalka-consensus-identity"],
    "M28 Cohen and Mihalka": [
        "cohen-mihalka:mihalka-mh1",
        "cohen-mihalka:mihalka-mh2",
        "cohen-mihalka:cohen-co1",
        "cohen-mihalka:cohen-co2",
    ],
}

PROPOSITIONS = {
    "MH1": ["cohen-mihalka:mihalka-mh1", "cohen-mihalka:mihalka-mh1-whatever", "cohen-mihalka:mihalka-mh1-when"],
    "MH2": ["cohen-mihalka:mihalka-mh2", "east-timor-1999:mihalka-asean-values"],
    "MH3": ["absent-or-deferring:mihalka-absent-1950", "absent-or-deferring:mihalka-deferring-1990"],
    "MH4": ["security-community:mihalka-consensus-identity"],
    "CO1": ["cohen-mihalka:cohen-co1", "cohen-mihalka:cohen-co1-without"],
    "CO2": ["cohen-mihalka:cohen-co2", "cohen-mihalka:cohen-co2-only"],
    "W": ["enlargement:mihalka-wilson-universal", "enlargement:mihalka-wilson-liberal"],
}

EVENTS = {
    "Quadruple Alliance, France 1818": ["accession:mihalka-france-joined"],
    "Spain 1823": ["spain-1823:mihalka-concert-outside"],
    "Armenia and Crete 1897": ["accession:mihalka-salisbury"],
    "Brussels 1874, the Hague 1899": ["chemical-weapons:mihalka-outlawed"],
    "Ypres 1915": ["chemical-weapons:mihalka-projectiles", "chemical-weapons:mihalka-casualties"],
    "Abyssinia 1936": ["chemical-weapons:mihalka-defenseless"],
    "Second World War, no use": ["chemical-weapons:mihalka-tacit"],
    "Kurds 1987-88": ["chemical-weapons:mihalka-kurds"],
    "Gulf 1991, no use": ["chemical-weapons:mihalka-common-future-gas"],
    "Manchuria": ["manchuria-1931:mihalka-manchuria-agreement"],
    "Ethiopia": ["ethiopia-1935:mihalka-ethiopia-agreement"],
    "Corfu 1923": ["corfu-1923:mihalka-corfu-deference"],
    "Germany in and out, USSR in": [
        "expulsion-1939:mihalka-expulsion-germany",
        "expulsion-1939:mihalka-expulsion-joined",
    ],
    "Korea 1950": ["korea-1950:mihalka-korea-veto"],
    "Kuwait 1990": ["kuwait-1990:mihalka-kuwait-no-block"],
    "Kosovo 1998-99": ["kosovo-1999:mihalka-kosovo-no-draft"],
    "Bosnia, SFOR": ["kosovo-1999:mihalka-kosovo-mandate"],
    "Rwanda": ["cohen-mihalka:cohen-globalization-of-concern"],
    "Konfrontasi": ["locking-in:mihalka-no-war-since-1964"],
    "ASEAN 1967": ["locking-in:mihalka-five-founders"],
    "AFTA and trade": ["locking-in:mihalka-asean-trade"],
    "East Timor": ["east-timor-1999:mihalka-asean-internal", "east-timor-1999:mihalka-annexation"],
    "Greek-Turkish crises": ["aegean:cohen-at-least-one-war"],
    "fishing wars": ["aegean:cohen-fishing-wars"],
    "Schuman 1950": ["locking-in:schuman-unthinkable"],
    "hour of Europe 1991": ["locking-in:mihalka-poos"],
    "Austria 2000": ["austria-2000:cohen-austria-pressure"],
    "NATO enlargement 1999": ["accession:cohen-nineteen"],
    "Founding Act 1997": ["accession:mihalka-founding-act"],
    "OSCE Istanbul 1999": ["osce-consensus:mihalka-platform"],
    "arms control treaties": ["arms-control:mihalka-every-regime"],
}

# what the paper gets wrong: a claim that a rule or a record contradicts, or that names the document that does
SLIPS = {
    "majority consent": "korea-1950:mihalka-majority-consent",
    "no vote on Kosovo": "kosovo-1999:mihalka-kosovo-no-vote",
    "only twice": "absent-or-deferring:mihalka-operations-twice",
    "universal membership": "absent-or-deferring:mihalka-universal",
    "four additional states": "corfu-1923:mihalka-corfu-four-additional",
    "democratic forms": "ethiopia-1935:mihalka-ethiopia-democratic",
    "Prime Minister Poos": "locking-in:mihalka-poos",
    "Glaser 1977": "locking-in:mihalka-glaser",
    "Carter 1993": "locking-in:carter-dated",
    "exit of 1974": "locking-in:mihalka-exit-1974",
    "Coal and Steel Commission": "locking-in:mihalka-coal-and-steel",
    "no war since 1964": "locking-in:mihalka-no-war-since-1964",
    "Brussels Treaty, Article 5": "four-rings:cohen-brussels-article-5",
    "Istanbul, 54 and 55": "osce-consensus:mihalka-platform",
}


@pytest.fixture(scope="module")
def known() -> dict[str, Case]:
    return {key: load_case(key) for key in cases()}


def claim_of(known: dict[str, Case], word: str) -> Claim:
    key, _, name = word.partition(":")
    assert key in known, f"there is no case {key}"
    found = [claim for claim in known[key].claims if claim.id == name]
    assert found, f"{key} has no claim {name}"
    return found[0]


@pytest.mark.parametrize("table", [MECHANISMS, PROPOSITIONS, EVENTS], ids=["mechanisms", "propositions", "events"])
def test_everything_leads_to_a_claim(table: dict[str, list[str]], known: dict[str, Case]) -> None:
    missing = []
    for name, words in table.items():
        for word in words:
            try:
                claim_of(known, word)
            except AssertionError as fault:
                missing.append(f"{name}: {fault}")
    assert missing == []


def test_the_mechanisms_are_all_there() -> None:
    assert [name[:3] for name in MECHANISMS] == [f"M{number:02d}" for number in range(1, 29)]


def test_a_slip_names_what_contradicts_it(known: dict[str, Case]) -> None:
    for name, word in SLIPS.items():
        claim = claim_of(known, word)
        assert claim.formal is not None or claim.not_formalised, name
        if claim.formal is None and claim.id != "mihalka-operations-twice":
            assert claim.cite, name


def test_every_case_has_a_claim_with_a_source(known: dict[str, Case]) -> None:
    for key, case in known.items():
        assert case.claims, key
        for claim in case.claims:
            assert claim.author, claim.id
            assert claim.section, claim.id
            assert (claim.formal is None) != (not claim.not_formalised), claim.id


def test_quotes_are_verbatim(known: dict[str, Case], shared: Path) -> None:
    def plain(text: str) -> str:
        return re.sub(r"\s+", " ", re.sub(r"\*+|<sup>.*?</sup>|</?[bi]>", "", text)).strip()

    [paper] = shared.glob("000_*.txt")
    whole = plain(paper.read_text("utf-8"))
    wrong = [
        f"{key}:{claim.id}" for key, case in known.items() for claim in case.claims if plain(claim.quote) not in whole
    ]
    assert wrong == []
