"""Voting rules: what they mean, what they say of ballots, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import pytest

from coopsec_games.cooperative.rules import (
    RULES,
    Abstaining,
    All,
    Any,
    Ballot,
    BlockingMinority,
    Consent,
    Dual,
    Effect,
    Excluding,
    NoObjection,
    Present,
    PresentAndVoting,
    Qualified,
    Quorum,
    Quota,
    Share,
    Verdict,
    VotingRule,
    Weight,
    read_rule,
    without,
)
from coopsec_games.cooperative.share_rules import Part
from coopsec_games.cooperative.simple_games import SimpleGame
from coopsec_games.errors import InvalidRule, UnknownKey, UsageError

FIVE = ("CHN", "FRA", "GBR", "RUS", "USA")
TEN = tuple(f"E{place}" for place in range(10))
COUNCIL = {"permanent": FIVE, "elected": TEN}
SUBSTANTIVE = {"all": [{"quota": {"of": "all", "yes": 9}}, {"no-objection": {"from": "permanent"}}]}
Y, A, N, X, Q = Ballot.YES, Ballot.ABSTAIN, Ballot.NO, Ballot.ABSENT, Ballot.QUALIFIED
HALF, THIRD = Part(Fraction(1, 2), beyond=True), Part(Fraction(1, 3), beyond=True)


def ballots(rule: VotingRule, word: str) -> dict[str, Ballot]:
    return {member: Ballot.read(letter) for member, letter in zip(rule.members, word, strict=True)}


def test_ballots_are_words_and_are_read_in_all_their_forms() -> None:
    assert [str(ballot) for ballot in Ballot] == ["yes", "abstain", "no", "absent", "qualified"]
    assert [ballot.short for ballot in Ballot] == ["Y", "A", "N", "X", "Q"]
    for ballot in Ballot:
        assert (
            Ballot.read(ballot)
            is Ballot.read(f" {ballot.short.lower()} ")
            is Ballot.read(ballot.value.upper())
            is ballot
        )
    for wrong, hint in (
        ("abstian", "did you mean 'abstain'?"),
        ("?", "known: yes (Y)"),
        ("", "known:"),
        ("1", "known:"),
    ):
        with pytest.raises(UnknownKey) as caught:
            Ballot.read(wrong)
        assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (SUBSTANTIVE, "at least 9 of 15 vote yes, and none of CHN, FRA, GBR, RUS, USA votes no"),
        ({"quota": {"yes": 8}}, "at least 8 of 15 vote yes"),
        ({"quota": {"of": ["RUS", "USA"], "yes": 1}}, "at least 1 of RUS, USA vote yes"),
        ("consent", "everyone votes yes"),
        ({"consent": {"from": "permanent"}}, "each of CHN, FRA, GBR, RUS, USA votes yes"),
        ({"consent": {"from": "RUS"}}, "RUS votes yes"),
        ({"no-objection": {"from": "all", "called": "objection"}}, "nobody votes no"),
        ({"no-objection": {"from": ["RUS"]}}, "RUS does not vote no"),
        ({"present": {"from": ["USA", "RUS"]}}, "none of RUS, USA is absent"),
        ({"excluding": {"parties": ["RUS"], "rule": "consent"}}, "leaving RUS out of the count, everyone votes yes"),
        (
            {"all": [{"quota": {"yes": 8}}, {"any": [{"consent": {"from": ["USA"]}}, {"consent": {"from": ["RUS"]}}]}]},
            "at least 8 of 15 vote yes, and (USA votes yes, or RUS votes yes)",
        ),
        (
            {"any": [{"quota": {"yes": 14}}, SUBSTANTIVE]},
            "at least 14 of 15 vote yes, or (at least 9 of 15 vote yes, and none of CHN, FRA, GBR, RUS, USA votes no)",
        ),
        (
            {"dual": {"quota": {"yes": 9}}},
            "with every yes and no exchanged, it would not hold that at least 9 of 15 vote yes",
        ),
        ({"share": {"more-than": "1/2"}}, "more than 1/2 of the members vote yes (8 of 15)"),
        (
            {"share": {"of": ["RUS", "USA"], "weights": {"RUS": 1, "USA": 2}, "at-least": "2/3", "called": "votes"}},
            "the yes of RUS, USA have at least 2/3 of the votes (2 of 3)",
        ),
        (
            {"share": {"of": {"all-but": "elected"}, "at-least": 1}},
            "at least 1 of the members of CHN, FRA, GBR, RUS, USA vote yes (5 of 5)",
        ),
        ({"blocking-minority": {"members": 4}}, "fewer than 4 of 15 withhold their yes"),
        ({"blocking-minority": {"of": ["RUS", "USA"], "members": 2}}, "fewer than 2 of RUS, USA withhold their yes"),
        ({"present-and-voting": {"at-least": "2/3"}}, "at least 2/3 of those present and voting vote yes"),
        (
            {"present-and-voting": {"of": "permanent", "at-least": 1}},
            "everyone present and voting among CHN, FRA, GBR, RUS, USA votes yes",
        ),
        ({"quorum": {"more-than": "1/2"}}, "more than 1/2 of the members are present"),
        ({"qualified": {"more-than": "1/3"}}, "qualified abstentions are not more than 1/3 of the members"),
        ({"qualified": {"at-least": "1/3"}}, "qualified abstentions are less than 1/3 of the members"),
        (
            {"excluding": {"parties": "parties", "rule": "consent"}},
            "leaving the parties out of the count, everyone votes yes",
        ),
        ({"abstaining": {"parties": "parties", "rule": "consent"}}, "everyone votes yes; the parties must abstain"),
        ({"abstaining": {"parties": ["GBR"], "rule": "consent"}}, "everyone votes yes; GBR must abstain"),
        (
            {
                "effect": {
                    "rule": {"quota": {"yes": 8}},
                    "cases": [{"if": "consent", "then": "binds"}],
                    "rejected": "lapses",
                }
            },
            "at least 8 of 15 vote yes; if everyone votes yes: binds; not adopted: lapses",
        ),
    ],
)
def test_each_rule_says_what_it_means(spec: object, text: str) -> None:
    assert read_rule(spec, COUNCIL).text == text


@pytest.mark.parametrize(
    ("word", "verdict"),
    [
        ("YYYYYYYYYNNNNNN", Verdict(True, None, (), "9 yes of 9 needed; nobody vetoed")),
        ("AXAXAYYYYYYYYYN", Verdict(True, None, (), "9 yes of 9 needed; nobody vetoed")),
        ("NYYNYYYYYYYYYYY", Verdict(False, "veto", ("CHN", "RUS"), "vetoed by CHN, RUS")),
        ("NYYYYYYYAAAAAAA", Verdict(False, "quota", (), "7 yes, 9 needed")),
        ("AAAAAAAAAAAAYYY", Verdict(False, "quota", (), "3 yes, 9 needed")),
    ],
)
def test_the_council_judges_the_quota_before_the_veto(word: str, verdict: Verdict) -> None:
    rule = read_rule(SUBSTANTIVE, COUNCIL)
    assert rule.passes(ballots(rule, word)) == verdict
    turned = read_rule({"all": SUBSTANTIVE["all"][::-1]}, COUNCIL)
    assert turned.passes(ballots(turned, word)).failed_on == verdict.failed_on


def test_a_verdict_reads_as_a_line() -> None:
    rule = Quota(("a", "b"), 2)
    assert str(rule.passes({"a": Y, "b": Y})) == "adopted: 2 yes of 2 needed"
    assert str(rule.passes({"a": Y, "b": A})) == "rejected: 1 yes, 2 needed"


def test_readings_of_the_veto_differ_on_abstention_and_on_absence() -> None:
    practice = read_rule(SUBSTANTIVE, COUNCIL)
    strict = read_rule({"all": [{"quota": {"yes": 9}}, {"consent": {"from": "permanent"}}]}, COUNCIL)
    chair = read_rule({"all": [*SUBSTANTIVE["all"], {"present": {"from": "permanent"}}]}, COUNCIL)
    outcomes = {
        letter: [rule.passes(ballots(rule, f"{letter}{'Y' * 14}")) for rule in (practice, strict, chair)]
        for letter in "YAXN"
    }
    assert [[verdict.adopted for verdict in row] for row in outcomes.values()] == [
        [True, True, True],
        [True, False, True],
        [True, False, False],
        [False, False, False],
    ]
    assert outcomes["A"][1] == Verdict(False, "veto", ("CHN",), "no yes from CHN")
    assert outcomes["X"][2] == Verdict(False, "veto", ("CHN",), "blocked by the absence of CHN")


def test_consensus_is_the_absence_of_objection() -> None:
    rule = NoObjection(("DEU", "GRC", "USA"), called="objection")
    assert rule.passes(ballots(rule, "AXA")) == Verdict(True, None, (), "nobody objected")
    assert rule.passes(ballots(rule, "YNY")) == Verdict(False, "objection", ("GRC",), "objection by GRC")


def test_any_takes_the_first_way_and_names_all_that_failed() -> None:
    rule = read_rule({"any": [SUBSTANTIVE, {"quota": {"yes": 14}}]}, COUNCIL)
    assert rule.passes(ballots(rule, "N" + "Y" * 14)).reason == "14 yes of 14 needed"
    failed = rule.passes(ballots(rule, "NA" + "Y" * 13))
    assert (failed.failed_on, failed.vetoes) == ("veto", ("CHN",))
    assert failed.reason == "vetoed by CHN; nor otherwise: 13 yes, 14 needed"


def test_parties_neither_count_nor_are_needed() -> None:
    """League Council, 24 October 1931: 13 to 1 under Art. 11; without the parties, 12 to 0."""
    council = ("CHN", "JPN", *(f"L{place}" for place in range(12)))
    groups = {"all": council, "parties": ("CHN", "JPN")}
    unanimous = read_rule({"consent": {"from": "all"}}, groups)
    word = "YN" + "Y" * 12
    assert unanimous.passes(ballots(unanimous, word)).vetoes == ("JPN",)
    others = read_rule({"excluding": {"parties": "parties", "rule": {"consent": {"from": "all"}}}}, groups)
    assert others.members == council
    assert others.passes(ballots(others, word)).adopted
    assert not others.passes(ballots(others, "YYA" + "Y" * 11)).adopted
    counted = read_rule({"excluding": {"parties": ["JPN"], "rule": {"quota": {"yes": 13}}}}, groups)
    assert counted.passes(ballots(counted, word)).reason == "13 yes of 13 needed (JPN not counted)"
    assert not counted.passes(ballots(counted, "AY" + "Y" * 12)).adopted
    weights = dict.fromkeys(council, 1) | {"JPN": 50}
    weighed = read_rule(
        {"excluding": {"parties": ["JPN"], "rule": {"weight": {"weights": weights, "quota": 13}}}}, groups
    )
    assert weighed.passes(ballots(weighed, word)).adopted
    assert not weighed.passes(ballots(weighed, "NY" + "Y" * 12)).adopted
    nobody_left = read_rule(
        {"excluding": {"parties": ["CHN", "JPN"], "rule": {"all": ["consent", {"no-objection": {"from": "parties"}}]}}},
        groups,
    )
    assert nobody_left.passes(ballots(nobody_left, "NN" + "Y" * 12)).adopted
    assert nobody_left.text.endswith("everyone votes yes, and nobody in particular is asked")


def test_weights_are_exact() -> None:
    third = {"a": "1/3", "b": "1/3", "c": "1/3"}
    rule = read_rule({"weight": {"weights": third, "quota": "2/3"}}, {"all": ("a", "b", "c")})
    assert isinstance(rule, Weight)
    assert rule.quota == Fraction(2, 3)
    assert rule.text == "the yes weigh at least 2/3 of 1"
    assert rule.passes({"a": Y, "b": Y, "c": N}).reason == "yes of weight 2/3, 2/3 needed"
    assert rule.passes({"a": Y, "b": A, "c": N}).reason == "yes of weight 1/3 only, 2/3 needed"
    tenths = read_rule({"weight": {"weights": dict.fromkeys("abc", "0.1"), "quota": "0.3"}}, {"all": tuple("abc")})
    assert tenths.passes(dict.fromkeys("abc", Y)).adopted
    some = read_rule({"weight": {"of": ["a", "b"], "weights": {"a": 2, "b": 0}, "quota": 1}}, {"all": tuple("abc")})
    assert some.text == "the yes of a, b weigh at least 1 of 2"
    assert [some.kind(member) for member in "abc"] == [2, 0, 0]


def test_the_dual_of_a_quota_is_the_quota_that_can_block() -> None:
    for size, yes in ((3, 2), (5, 4), (4, 2)):
        members = tuple("abcde"[:size])
        dual, other = Dual(Quota(members, yes)), Quota(members, size + 1 - yes)
        twice = Dual(dual)
        for cast in product((Y, N), repeat=size):
            named = dict(zip(members, cast, strict=True))
            assert dual.passes(named).adopted == other.passes(named).adopted
            assert twice.passes(named).adopted == Quota(members, yes).passes(named).adopted
    assert Dual(Quota(("a",), 1)).passes({"a": N}) == Verdict(
        False, "quota", (), "with yes and no exchanged: 1 yes of 1 needed"
    )


def test_the_absent_leave_the_table_and_the_rule_stays() -> None:
    rule = without(read_rule(SUBSTANTIVE, COUNCIL), ["RUS"])
    assert "RUS" not in rule.members
    assert len(rule.members) == 14
    assert rule.text.endswith("(RUS absent)")
    assert rule.passes(dict.fromkeys(rule.members, Y)).adopted
    strict = without(read_rule({"consent": {"from": "permanent"}}, COUNCIL), ["RUS"])
    assert strict.passes(dict.fromkeys(strict.members, Y)).vetoes == ("RUS",)
    assert without(strict, []) is strict
    for wrong in (["RSU"], list(FIVE + TEN)):
        with pytest.raises(InvalidRule):
            without(read_rule(SUBSTANTIVE, COUNCIL), wrong)


def test_shares_are_exact_and_of_those_who_are_counted() -> None:
    """Art. 7 of the Treaty of Amsterdam: 62 of 87 votes, of the 83 without Austria 60 (59.15 rounded up)."""
    votes = {"DEU": 10, "FRA": 10, "GBR": 10, "ITA": 10, "ESP": 8, "AUT": 4, "SWE": 4, "LUX": 2}
    votes |= dict.fromkeys(("BEL", "GRC", "NLD", "PRT"), 5) | dict.fromkeys(("DNK", "FIN", "IRL"), 3)
    groups = {"all": tuple(votes)}
    spec = {"excluding": {"parties": "parties", "rule": {"share": {"weights": "votes", "at-least": "62/87"}}}}
    whole = read_rule(spec, groups, weights={"votes": votes})
    assert isinstance(whole, Excluding)
    assert isinstance(whole.rule, Share)
    assert (whole.rule.quota, sum(whole.rule.weights.values())) == (62, 87)
    others = read_rule(spec, groups, ["AUT", "CHE"], {"votes": votes})
    assert isinstance(others, Excluding)
    assert isinstance(others.rule, Share)
    assert (others.parties, others.rule.quota, sum(others.rule.weights.values())) == (("AUT",), 60, 83)
    thirds = Share(tuple("abc"), {"a": Fraction(1, 3), "b": Fraction(1, 3), "c": Fraction(1, 2)}, HALF)
    assert thirds.quota == Fraction(2, 3)
    for whole_number in range(1, 40):
        for share in (Fraction(1, 2), Fraction(2, 3), Fraction(11, 20), Fraction(1)):
            least = Part(share).least_of(whole_number)
            assert [Part(share).reached_by(yes, whole_number) for yes in (least - 1, least)] == [False, True]
            if share < 1:
                beyond = Part(share, beyond=True)
                least = beyond.least_of(whole_number)
                assert [beyond.reached_by(yes, whole_number) for yes in (least - 1, least)] == [False, True]


def test_whoever_abstains_is_not_counted_among_those_voting() -> None:
    rule = PresentAndVoting(tuple("abcdef"), tuple("abcdef"), Part(Fraction(2, 3)))
    assert rule.passes(ballots(rule, "YYNAXQ")) == Verdict(True, None, (), "2 yes of 3 present and voting")
    assert rule.passes(ballots(rule, "YNAAXX")).failed_on == "quota"
    assert rule.passes(ballots(rule, "AAAAXX")) == Verdict(False, "quota", (), "nobody votes yes")
    unanimous = PresentAndVoting(tuple("abcdef"), tuple("abcdef"), Part(1))
    assert unanimous.passes(ballots(unanimous, "YAAAXX")).adopted
    assert unanimous.passes(ballots(unanimous, "YYYYYN")) == Verdict(False, "veto", ("f",), "not unanimous: no from f")


def test_a_quorum_counts_who_is_there() -> None:
    rule = Quorum(tuple("abcd"), tuple("abcd"), HALF)
    assert rule.passes(ballots(rule, "NAYX")).adopted
    assert rule.passes(ballots(rule, "YYXX")) == Verdict(False, "quota", (), "2 of 4 present, more than 1/2 needed")


def test_qualified_abstentions_have_their_limit() -> None:
    """Not more than a third (Amsterdam), less than a third (Lisbon), of three members or of their weight."""
    amsterdam = Qualified(tuple("abc"), dict.fromkeys("abc", 1), THIRD)
    lisbon = Qualified(tuple("abc"), dict.fromkeys("abc", 1), Part(Fraction(1, 3)))
    assert [amsterdam.passes(ballots(amsterdam, word)).adopted for word in ("YYY", "QYA", "QQY")] == [True, True, False]
    assert [lisbon.passes(ballots(lisbon, word)).adopted for word in ("YYY", "AAA", "QYA")] == [True, True, False]
    assert (
        amsterdam.passes(ballots(amsterdam, "QQY")).reason
        == "qualified abstentions of 2 of 3 members: 1/3 is the limit"
    )
    for rule in (Consent(tuple("abc")), NoObjection(tuple("abc")), Quota(tuple("abc"), 2)):
        plain, qualified = ballots(rule, "YYA"), ballots(rule, "YYQ")
        assert rule.passes(plain) == rule.passes(qualified)


def test_fewer_than_a_blocking_minority_cannot_block() -> None:
    rule = BlockingMinority(tuple("abcdefg"), blocking=4)
    assert rule.passes(ballots(rule, "YYYYNAX")).adopted
    assert not rule.passes(ballots(rule, "YYYNAXQ")).adopted
    assert [Quota(tuple("abcdefg"), 4).passes(ballots(rule, word)).adopted for word in ("YYYYNAX", "YYYNAXQ")] == [
        True,
        False,
    ]


def test_parties_who_must_abstain_are_read_so_and_the_quota_stays() -> None:
    """Art. 27(3) as written: a party to the dispute has neither a veto nor a yes."""
    spec = {"abstaining": {"parties": "parties", "rule": SUBSTANTIVE}}
    named = read_rule(spec, COUNCIL, ["FRA", "GBR", "ISR"])
    assert isinstance(named, Abstaining)
    assert named.parties == ("FRA", "GBR")
    verdict = named.passes(ballots(named, "YNNYY" + "Y" * 6 + "AAAA"))
    assert verdict.reason == "9 yes of 9 needed; nobody vetoed (FRA, GBR read as abstaining)"
    assert verdict.adopted
    assert not named.passes(ballots(named, "YYYYY" + "Y" * 5 + "AAAAA")).adopted
    nobody = read_rule(spec, COUNCIL)
    word = "YNNYY" + "Y" * 10
    assert nobody.passes(ballots(nobody, word)) == read_rule(SUBSTANTIVE, COUNCIL).passes(ballots(nobody, word))


def test_adoption_and_effect_are_told_apart() -> None:
    """Covenant, Art. 15(4), (6) and (7): a majority report is published; only a unanimous one protects."""
    spec = {
        "effect": {
            "rule": {"present-and-voting": {"more-than": "1/2"}},
            "cases": [
                {
                    "if": {"excluding": {"parties": "parties", "rule": {"present-and-voting": {"at-least": 1}}}},
                    "then": "no war on who complies",
                }
            ],
            "otherwise": "freedom of action",
            "rejected": "no report",
        }
    }
    rule = read_rule(spec, {"all": ("CHN", "JPN", "FRA", "GBR", "ITA")}, ["CHN", "JPN"])
    told = {word: rule.passes(ballots(rule, word)) for word in ("YNYYY", "YNYYN", "YNNNN")}
    assert [(verdict.adopted, verdict.effect) for verdict in told.values()] == [
        (True, "no war on who complies"),
        (True, "freedom of action"),
        (False, "no report"),
    ]
    assert str(told["YNYYN"]) == "adopted: 3 yes of 5 present and voting; freedom of action"
    within = All((rule, Quota(rule.members, 1)))
    assert within.passes(ballots(rule, "YNYYY")).effect == "no war on who complies"
    without_japan = Excluding(("CHN", "FRA", "JPN"), ("JPN",), Effect(Consent(("CHN", "FRA")), (), "binds"))
    assert without_japan.passes(ballots(without_japan, "YYN")).effect == "binds"


def test_parties_may_be_named_by_the_question_or_by_a_group() -> None:
    spec = {"excluding": {"parties": "parties", "at-most": 1, "rule": {"no-objection": {"from": "all"}}}}
    for parties, adopted in (((), False), (("RUS",), True), (("SRB",), False), (("USA",), False)):
        rule = read_rule(spec, COUNCIL, parties)
        assert rule.passes(ballots(rule, "YYYNY" + "Y" * 10)).adopted is adopted
    with pytest.raises(InvalidRule, match="at most 1 can be left out of the count, not RUS, USA"):
        read_rule(spec, COUNCIL, ["RUS", "USA"])
    grouped = read_rule(spec, {**COUNCIL, "parties": ("USA",)}, ["RUS"])
    assert isinstance(grouped, Excluding)
    assert grouped.parties == ("USA",)


def test_simpler_words_say_the_same() -> None:
    """What counts coalitions may read a rule in simpler words; both agree on every way of voting."""
    members = tuple("abcde")
    rules: list[PresentAndVoting | Quorum | Qualified | Effect] = [
        PresentAndVoting(members, members, Part(Fraction(2, 3))),
        PresentAndVoting(members, members[:3], HALF),
        PresentAndVoting(members, members, Part(1)),
        PresentAndVoting(members, members, Part(0, beyond=True)),
        Quorum(members, members, HALF),
        Qualified(members, dict.fromkeys(members, 1), THIRD),
        Effect(Quota(members, 3), ((Consent(members), "binds"),)),
    ]
    for rule in rules:
        simpler = rule.among({Y, N})
        assert simpler is not None
        for cast in product((Y, N), repeat=5):
            named = dict(zip(members, cast, strict=True))
            assert simpler.passes(named).adopted == rule.passes(named).adopted
    assert rules[0].among({Y, A, N}) is None
    assert rules[4].among({Y, X}) is None
    assert rules[5].among({Y, Q}) is None


def test_ten_thousand_members_are_read_in_linear_time() -> None:
    members = tuple(f"m{place}" for place in range(10_000))
    spec = {
        "all": [
            {"weight": {"weights": dict.fromkeys(members, 1), "quota": 5001}},
            {"no-objection": {"from": list(members[:5000])}},
            {"excluding": {"parties": list(members[9_000:]), "rule": {"share": {"more-than": "1/2"}}}},
        ]
    }
    rule = read_rule(spec, {"all": members, "half": members[::2]})
    assert len({rule.kind(member) for member in members}) == 3


def test_rules_are_values() -> None:
    first, second = read_rule(SUBSTANTIVE, COUNCIL), read_rule(SUBSTANTIVE, COUNCIL)
    assert first == second
    assert hash(first) == hash(second)
    weight = {"weight": {"weights": dict.fromkeys(FIVE, 1), "quota": 3}}
    assert hash(read_rule(weight, {"all": FIVE})) == hash(read_rule(weight, {"all": FIVE}))
    assert isinstance(first, VotingRule)


SMALL: list[VotingRule] = [
    Quota(tuple("abcd"), 2, ("a", "b", "c")),
    Weight(tuple("abcd"), {"a": 2, "b": 1, "c": 1}, 2),
    NoObjection(tuple("abcd"), ("a", "b")),
    Consent(tuple("abcd"), ("b", "c")),
    Present(tuple("abcd"), ("c", "d")),
    All((Quota(tuple("abcd"), 2), NoObjection(tuple("abcd"), ("a", "b")))),
    Any((Quota(tuple("abcd"), 4), Consent(tuple("abcd"), ("a",)))),
    Excluding(tuple("abcd"), ("d",), Quota(tuple("abc"), 2)),
    Dual(NoObjection(tuple("abcd"), ("a", "b"))),
    without(Weight(tuple("abcde"), {"a": 2, "b": 1, "c": 1, "d": 1, "e": 3}, 4), ["e"]),
    Share(tuple("abcd"), {"a": 2, "b": 1, "c": 1}, HALF, "votes"),
    BlockingMinority(tuple("abcd"), ("a", "b", "c"), 2),
    PresentAndVoting(tuple("abcd"), ("a", "b", "c"), HALF),
    PresentAndVoting(tuple("abcd"), tuple("abcd"), Part(1)),
    Quorum(tuple("abcd"), ("a", "b", "c"), HALF),
    Qualified(tuple("abcd"), {"a": 2, "b": 1, "c": 1}, THIRD),
    Abstaining(("d",), All((Quota(tuple("abcd"), 2), NoObjection(tuple("abcd"), ("c", "d"))))),
    Effect(Quota(tuple("abcd"), 2), ((Consent(tuple("abcd"), ("a",)), "binds"),), "is published"),
]


@pytest.mark.parametrize("rule", SMALL, ids=lambda rule: type(rule).__name__)
def test_members_of_one_kind_are_interchangeable_and_verdicts_are_whole(rule: VotingRule) -> None:
    for cast in product(Ballot, repeat=4):
        named = dict(zip("abcd", cast, strict=True))
        verdict = rule.passes(named)
        assert (verdict.failed_on is None) == verdict.adopted
        assert verdict.reason
        assert not verdict.vetoes or verdict.failed_on in ("veto", "objection")
        for one, other in permutations("abcd", 2):
            if rule.kind(one) == rule.kind(other):
                swapped = {**named, one: named[other], other: named[one]}
                assert rule.passes(swapped).adopted == verdict.adopted


@pytest.mark.parametrize("rule", SMALL, ids=lambda rule: type(rule).__name__)
def test_coalitions_are_counted_as_the_rule_says(rule: VotingRule) -> None:
    """Counting may read a rule as weights; asking the rule about every coalition gives the same number."""
    for not_yes in (N, A, X, Q):
        game = SimpleGame(rule, not_yes)
        winning = 0
        for cast in product((Y, not_yes), repeat=4):
            winning += rule.passes(dict(zip("abcd", cast, strict=True))).adopted
        assert game.winning_coalitions == winning


def test_every_word_is_tested_and_cites() -> None:
    tested = {type(rule) for rule in SMALL}
    assert {entry.function for entry in RULES.entries()} <= tested
    assert all(entry.cite and entry.title for entry in RULES.entries())


@pytest.mark.parametrize(
    ("spec", "message", "hint"),
    [
        ({"qouta": {"yes": 3}}, "unknown voting rule 'qouta'", "did you mean 'quota'?"),
        ({"quota": {"yse": 3}}, "'quota' has no field 'yse'", "did you mean 'yes'?"),
        ({"quota": {"of": "all"}}, "'quota' needs the field 'yes'", ""),
        (
            {"quota": {"of": "permanant", "yes": 3}},
            "'quota' names no group and no member: 'permanant'",
            "did you mean 'permanent'?",
        ),
        (
            {"no-objection": {"from": ["RSU"]}},
            "'no-objection' names no group and no member: 'RSU'",
            "did you mean 'RUS'?",
        ),
        ({"no-objection": {"from": []}}, "'no-objection' is given nobody", ""),
        ({"no-objection": {"from": 3}}, "takes a group or a list of members", ""),
        ({"no-objection": {"from": [3]}}, "takes names of members", ""),
        ({"no-objection": {"called": "vote"}}, "'veto' or 'objection'", ""),
        ({"quota": {"yes": 0}}, "a quota of 0 among 15 members", "from 1 to 15"),
        ({"quota": {"yes": 16}}, "a quota of 16 among 15 members", "from 1 to 15"),
        ({"quota": {"of": "permanent", "yes": 6}}, "a quota of 6 among 5 members", "from 1 to 5"),
        ({"quota": {"yes": True}}, "not a whole number", ""),
        ({"quota": {"yes": "9"}}, "not a whole number", ""),
        ({"quota": {"yes": 9.0}}, "not a whole number", ""),
        ({"quota": {"yes": None}}, "not a whole number", ""),
        ({"quota": 9}, "'quota' takes fields", ""),
        ({"all": []}, "'all' takes a list of at least one rule", ""),
        ({"any": {}}, "'any' takes a list of at least one rule", ""),
        ({"any": None}, "'any' takes a list of at least one rule", ""),
        ({"quota": {"yes": 1}, "all": []}, "a rule is one word with its fields", "words: "),
        (None, "a rule is one word with its fields", "words: "),
        (7, "a rule is one word with its fields", "words: "),
        ({3: 4}, "unknown voting rule '3'", ""),
        ({"excluding": {"parties": ["RUS"]}}, "'excluding' needs the field 'rule'", ""),
        ({"excluding": {"parties": "all", "rule": "consent"}}, "'excluding' leaves nobody to vote", ""),
        ({"excluding": {"parties": ["RUS"], "rule": {"quota": {"yes": 15}}}}, "a quota of 15 among 14 members", ""),
        ({"dual": None}, "a rule is one word with its fields", ""),
        ({"share": {"of": "all"}}, "'share' needs either 'at-least' or 'more-than'", ""),
        ({"share": {"at-least": "1/2", "more-than": "1/2"}}, "'share' needs either 'at-least' or 'more-than'", ""),
        ({"share": {"at-least": "3/2"}}, "at least 3/2 of a whole cannot be asked for", "a share is"),
        ({"share": {"more-than": 1}}, "more than 1 of a whole cannot be asked for", "a share is"),
        ({"share": {"at-least": 0}}, "at least 0 of a whole cannot be asked for", "a share is"),
        ({"share": {"at-least": 0.5}}, "the share is 0.5, which is not an exact number", ""),
        ({"share": {"at-least": "1/2", "weights": "votes"}}, "names no table of weights: 'votes'", "tables: none"),
        ({"share": {"at-least": "1/2", "called": 3}}, "'called' says what the weights are", ""),
        ({"qualified": {"more-than": "1/3", "weights": {"RUS": 1}}}, "CHN has no weight", ""),
        ({"blocking-minority": {"members": 16}}, "16 members cannot be what blocks among 15", "from 1 to 15"),
        ({"blocking-minority": {"members": "4"}}, "'4' members cannot be what blocks", "from 1 to 15"),
        ({"present-and-voting": {"shere": 1}}, "'present-and-voting' has no field 'shere'", ""),
        ({"quorum": {"of": "permanant", "at-least": 1}}, "names no group and no member", "did you mean 'permanent'?"),
        ({"excluding": {"parties": ["RUS"], "at-most": "1", "rule": "consent"}}, "'at-most' counts members", ""),
        ({"excluding": {"parties": "permanent", "at-most": 1, "rule": "consent"}}, "at most 1 can be left out", ""),
        ({"abstaining": {"parties": ["RUS"]}}, "'abstaining' needs the field 'rule'", ""),
        ({"effect": {"rule": "consent", "cases": {}}}, "'cases' is a list of 'if' and 'then'", ""),
        ({"effect": {"rule": "consent", "cases": [{"if": "consent"}]}}, "'effect' needs the field 'then'", ""),
        ({"effect": {"rule": "consent", "otherwise": 3}}, "an effect is a text, not 3", ""),
    ],
)
def test_what_is_no_rule_is_refused_with_a_hint(spec: object, message: str, hint: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        read_rule(spec, COUNCIL)
    assert message in caught.value.message
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("weights", "quota", "message"),
    [
        ({"a": 1, "b": -1}, 1, "the weight of b is -1: a weight is not negative"),
        ({"a": 1, "b": 1.5}, 1, "the weight of b is 1.5, which is not an exact number"),
        ({"a": 1, "b": True}, 1, "not an exact number"),
        ({"a": 1, "b": None}, 1, "not an exact number"),
        ({"a": 1, "b": [4]}, 1, "not an exact number"),
        ({"a": 1, "b": "x"}, 1, "the weight of b is 'x'"),
        ({"a": 1}, 1, "b has no weight"),
        ({"a": 1, "b": 1, "c": 1}, 1, "'weight' names no group and no member: 'c'"),
        ({"a": 1, "b": 1}, 0, "a quota of 0 where all weights sum to 2"),
        ({"a": 1, "b": 1}, "5/2", "a quota of 5/2 where all weights sum to 2"),
        ({"a": 0, "b": 0}, 1, "a quota of 1 where all weights sum to 0"),
        ({"a": 1, "b": 1}, "1e99999999", "the quota is '1e99999999'"),
        ([1, 1], 1, "'weights' gives each member a number"),
    ],
)
def test_what_are_no_weights_is_refused(weights: object, quota: object, message: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        read_rule({"weight": {"weights": weights, "quota": quota}}, {"all": ("a", "b")})
    assert message in caught.value.message
    assert "\n" not in caught.value.message


def test_groups_and_nesting_have_their_limits() -> None:
    for groups in ({}, {"all": ()}, {"all": ("a",), "some": ("b",)}):
        with pytest.raises(InvalidRule):
            read_rule("consent", groups)
    deep: object = "consent"
    for _ in range(60):
        deep = {"dual": deep}
    with pytest.raises(InvalidRule, match="40 deep"):
        read_rule(deep, COUNCIL)
    loop: dict[str, object] = {}
    loop["all"] = [loop]
    with pytest.raises(InvalidRule, match="40 deep"):
        read_rule(loop, COUNCIL)


def test_rules_in_python_are_checked_too() -> None:
    with pytest.raises(InvalidRule, match="same members"):
        All((Quota(("a", "b"), 1), Quota(("a", "c"), 1)))
    with pytest.raises(InvalidRule, match="no rule"):
        Any(())
    with pytest.raises(InvalidRule, match="stands twice"):
        Quota(("a", "a"), 1)
    with pytest.raises(InvalidRule, match="needs members"):
        NoObjection(())
    with pytest.raises(InvalidRule, match="not a member"):
        Consent(("a", "b"), ("c",))
    with pytest.raises(InvalidRule, match="everyone but the parties"):
        Excluding(("a", "b"), ("a",), Consent(("a", "b")))
    with pytest.raises(UsageError, match="b has no ballot"):
        Quota(("a", "b"), 1).passes({"a": Y})
