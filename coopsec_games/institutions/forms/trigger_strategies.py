"""Repeated games in a case: cooperation between two or among many, kept up by the threat of its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...conditions import Assumptions
from ...errors import InvalidGame, did_you_mean
from ...formulas import exact
from ...noncooperative.normal_form import NormalFormGame, split_payoffs
from ...noncooperative.payoffs import Payoff
from ...noncooperative.premises import require
from ...noncooperative.trigger_game import TriggerGame, WayOn, always
from ...noncooperative.triggers import Automaton, grim, pavlov, penance, tit_for_tat
from ...noncooperative.triggers import retaliation as striking_back
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, text_of, texts_of, two_players, whole_of

__all__ = ["STAGE_FIELDS", "public_good", "repeated", "retaliation", "two_by_two"]

STAGE_FIELDS = ("players", "strategies", "payoffs", "cooperate")
STRATEGIES = ("grim", "tit-for-tat", "pavlov", "penance")
CONCEPTS = ("perfect", "nash")
TECHNOLOGIES = ("shared", "pure")
MOST_PERIODS = 12
SHARED = ("discount", "hazard", "outcomes", "selection")


@GAME_FORMS.register(
    "repeated",
    title="Two players who meet again and again, and punish a breach",
    cite="Friedman 1971, Rev. Econ. Stud. 38:1-12; Axelrod 1984, The Evolution of Cooperation",
)
def repeated(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> TriggerGame:
    """A repeated game of two players with two strategies each, and a strategy that may keep up cooperation.

    The two ways to go on are cooperation under the strategy, and breach by both in every period.

    Parameters
    ----------
    fields
        ``players`` (two), ``strategies`` (two, the same for both), ``payoffs`` (a row for each strategy of the first
        player, of cells ``"P, P"``), ``cooperate`` (one of the strategies); ``strategy``: ``grim`` (the default),
        ``tit-for-tat``, ``pavlov``, or ``penance`` with ``periods``; ``concept``: ``perfect``, or ``nash`` (the default
        of tit-for-tat); ``discount`` (else ``delta``); ``hazard``, the probability of breaking down after a period;
        with ``grim`` ``false-alarm`` and ``detection``, the probabilities that a breach is seen where there was none
        and where there was one; ``penalty``, what a breach of one side alone costs it; ``outcomes``, the names of the
        two ways to go on; ``selection: yes`` where cooperation is taken to be played wherever it can last.
    parameters
        The declared names and what is assumed of them; it must follow that probabilities are some.
    membership
        Not used: no body decides.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    References
    ----------
    Friedman (1971), Review of Economic Studies 38:1-12; Axelrod (1984), The Evolution of Cooperation, ch. 1.
    Green and Porter (1984), Econometrica 52:87-100 (signals that deceive).
    """
    own = ("strategy", "periods", "concept", "false-alarm", "detection", "penalty")
    check_fields("repeated", fields, (*STAGE_FIELDS, *own, *SHARED), STAGE_FIELDS)
    stage, cooperate, breach = two_by_two(fields, parameters)
    strategy = _word("strategy", fields.get("strategy", "grim"), STRATEGIES)
    for field, of in (("periods", "penance"), ("false-alarm", "grim"), ("detection", "grim")):
        if field in fields and strategy != of:
            raise InvalidGame(f"the field {field!r} belongs to the strategy {of!r}")
    usual = "nash" if strategy == "tit-for-tat" else "perfect"
    concept = _word("concept", fields.get("concept", usual), CONCEPTS)
    if "penalty" in fields:
        stage = _penalised(stage, cooperate, breach, formula_of("penalty", fields["penalty"], parameters))
    automaton = _automaton(strategy, fields, stage, cooperate, breach)
    kept = WayOn("", automaton, _TOLD[strategy].format(cooperate=cooperate, breach=breach), concept)
    broken = WayOn("", always(stage, (breach, breach)), f"{breach} in every period")
    return _game(fields, stage, (kept, broken), ("cooperation lasts", "cooperation breaks down"))


@GAME_FORMS.register(
    "retaliation",
    title="A first use, and a victim that can strike back with some probability",
    cite="Schelling 1966, Arms and Influence; Friedman 1971, Rev. Econ. Stud. 38:1-12",
)
def retaliation(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> TriggerGame:
    """An attacker that may use a weapon first, and a target that from then on strikes back whenever it can.

    The incentives are the attacker's: whether the target can strike back is decided by chance in each period, and
    where it can, it does.

    Parameters
    ----------
    fields
        ``players`` (the attacker, the target), ``strategies`` (two, the same for both), ``payoffs`` as in ``repeated``,
        ``cooperate`` (the one that refrains), ``capability`` (the probability that the target can strike back in a
        period), ``discount`` (else ``delta``), ``hazard``, ``outcomes`` (restraint, use), ``selection``.
    parameters
        The declared names and what is assumed of them; it must follow that the capability is a probability.
    membership
        Not used: no body decides.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    References
    ----------
    Schelling (1966), Arms and Influence, ch. 1; Friedman (1971), Review of Economic Studies 38:1-12.
    """
    check_fields("retaliation", fields, (*STAGE_FIELDS, "capability", *SHARED), (*STAGE_FIELDS, "capability"))
    stage, refrain, use = two_by_two(fields, parameters)
    capability = formula_of("capability", fields["capability"], parameters)
    restraint = striking_back(stage, (refrain, refrain), (use, use), (use, refrain), capability)
    struck = {state: restraint.plays[state] for state in ("struck", "unpunished")}
    first = Automaton("unpunished", struck, {state: restraint.moves[state] for state in struck})
    ways = (
        WayOn("", restraint, f"{refrain} as long as nobody was first to {use}"),
        WayOn("", first, f"{use} at once and from then on"),
    )
    return _game(fields, stage, ways, ("restraint", "first use"), stage.players[:1])


@GAME_FORMS.register(
    "public-good",
    title="Members who contribute to a common good, or ride free",
    cite="Olson 1965, The Logic of Collective Action; Schelling 1978, Micromotives and Macrobehavior, ch. 7",
)
def public_good(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> TriggerGame:
    """Members who contribute in each period as long as all of them do; their number is a letter.

    The members are alike, so that the incentive of one, with all others as one, is everyone's.  With the technology
    ``shared`` a contribution returns the fraction ``return``/``members`` of its cost to each member; with ``pure`` it
    returns the fraction ``return`` to each, however many they are.

    Parameters
    ----------
    fields
        ``members`` (how many, a formula), ``technology``, ``return``, ``cost`` of a contribution (else 1);
        ``contributors`` (how many contribute to each other's good while the rest ride free; else all members);
        ``discount`` (else ``delta``), ``hazard``, ``outcomes`` (all contribute, nobody does), ``selection``.
    parameters
        The declared names and what is assumed of them.
    membership
        Not used: no body decides.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and where the assumptions leave too much open.
    FormulaError
        For a formula that is none.

    References
    ----------
    Olson (1965), The Logic of Collective Action, ch. 1; Schelling (1978), Micromotives and Macrobehavior, ch. 7.
    """
    own = ("members", "technology", "return", "cost", "contributors")
    check_fields("public-good", fields, (*own, *SHARED), ("members", "technology", "return"))
    technology = _word("technology", fields["technology"], TECHNOLOGIES)
    members = formula_of("members", fields["members"], parameters)
    returned = formula_of("return", fields["return"], parameters)
    cost = formula_of("cost", fields.get("cost", 1), parameters)
    group = formula_of("contributors", fields.get("contributors", fields["members"]), parameters)
    require(parameters, group, ">=", 2, "it is not assumed that there are at least two who contribute")
    require(parameters, members, ">=", group, "it is not assumed that those who contribute are members")
    each = returned * cost / members if technology == "shared" else returned * cost

    def payoffs(profile: tuple[str, ...]) -> tuple[Payoff, ...]:
        own, others = (exact(int(choice == "contribute")) for choice in profile)
        return exact(each * (own + (group - 1) * others) - cost * own), exact(0)

    stage = NormalFormGame.from_function(("member", "others"), (("contribute", "ride free"),) * 2, payoffs, parameters)
    both = grim(stage, ("contribute",) * 2, ("ride free",) * 2)
    ways = (
        WayOn("", both, "contribute until somebody rides free, then nobody ever again"),
        WayOn("", always(stage, ("ride free",) * 2), "ride free in every period"),
    )
    return _game(fields, stage, ways, ("all contribute", "nobody contributes"), ("member",))


# --- the fields that these forms share -------------------------------------------------------------------------------

_TOLD = {
    "grim": "{cooperate} until somebody is seen to {breach}, then {breach} for ever",
    "tit-for-tat": "{cooperate} at first, then do what the other did",
    "pavlov": "{cooperate} after periods in which both did the same, else {breach}",
    "penance": "{cooperate}; when somebody did otherwise, {breach} for a time, then {cooperate} again",
}


def _word(field: str, value: object, known: Sequence[str]) -> str:
    word = text_of(field, value)
    if word not in known:
        hint = did_you_mean(word, known) or f"known: {', '.join(known)}"
        raise InvalidGame(f"the field {field!r} does not take {word!r}", hint=hint)
    return word


def two_by_two(fields: Fields, parameters: Assumptions) -> tuple[NormalFormGame, str, str]:
    """The game of one period, the strategy that cooperates, and the other."""
    players = two_players(fields)
    strategies = texts_of("strategies", fields["strategies"])
    if len(set(strategies)) != 2 or len(strategies) != 2:
        raise InvalidGame("the field 'strategies' takes two different ones, the same for both players")
    cooperate = _word("cooperate", fields["cooperate"], strategies)
    rows = fields["payoffs"]
    if not isinstance(rows, list | tuple) or [len(row) if isinstance(row, list) else 0 for row in rows] != [2, 2]:
        raise InvalidGame("the field 'payoffs' takes two rows of two cells")
    read = []
    for row in rows:
        cells = [split_payoffs(text_of("payoffs", cell)) for cell in row]
        if any(len(cell) != 2 for cell in cells):
            raise InvalidGame("a cell of the field 'payoffs' holds two payoffs, such as \"R, R\"")
        read.append([[formula_of("payoffs", part, parameters) for part in cell] for cell in cells])
    stage = NormalFormGame.from_matrix(players, (strategies,) * 2, read, parameters)
    return stage, cooperate, next(each for each in strategies if each != cooperate)


def _penalised(stage: NormalFormGame, cooperate: str, breach: str, penalty: Payoff) -> NormalFormGame:
    """The stage game in which a breach that is not answered costs the one who commits it a penalty."""
    payoffs = dict(stage.payoffs)
    for place, profile in enumerate(((breach, cooperate), (cooperate, breach))):
        given = list(payoffs[profile])
        given[place] = exact(given[place] - penalty)
        payoffs[profile] = tuple(given)
    return NormalFormGame(stage.players, stage.strategies, payoffs, stage.assumptions)


def _automaton(strategy: str, fields: Fields, stage: NormalFormGame, cooperate: str, breach: str) -> Automaton:
    if strategy == "tit-for-tat":
        return tit_for_tat(stage, cooperate)
    if strategy == "pavlov":
        return pavlov(stage, cooperate, breach)
    if strategy == "penance":
        periods = whole_of("periods", fields.get("periods", 1), most=MOST_PERIODS)
        return penance(stage, (cooperate,) * 2, (breach,) * 2, periods)
    alarm = formula_of("false-alarm", fields.get("false-alarm", 0), stage.assumptions)
    seen = formula_of("detection", fields.get("detection", 1), stage.assumptions)
    return grim(stage, (cooperate,) * 2, (breach,) * 2, false_alarm=alarm, detection=seen)


def _game(
    fields: Fields,
    stage: NormalFormGame,
    ways: tuple[WayOn, WayOn],
    usual: tuple[str, str],
    asked: tuple[str, ...] = (),
) -> TriggerGame:
    """The repeated game, its ways to go on named as the case names them."""
    under = stage.assumptions
    names = texts_of("outcomes", fields.get("outcomes", list(usual)))
    if len(names) != 2 or names[0] == names[1]:
        raise InvalidGame("the field 'outcomes' takes two different names")
    named = tuple(replace(way, outcome=name) for name, way in zip(names, ways, strict=True))
    return TriggerGame(
        stage,
        named,
        under,
        formula_of("discount", fields.get("discount", "delta"), under),
        formula_of("hazard", fields.get("hazard", 0), under),
        asked,
        _word("selection", fields.get("selection", "no"), ("yes", "no")) == "yes",
    )
