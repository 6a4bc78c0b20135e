"""Perfect Bayesian equilibria of a signalling game of two types, in letters.

A message that is sent is believed by Bayes' rule.  After one that is not, any belief will do that makes the reply best;
that some belief in [0, 1] does is a condition without the belief, as what it must satisfy is linear in it.  In a
semi-separating equilibrium a type is made indifferent between two messages by a reply that mixes, and the receiver is
made indifferent by the type's mixing; both shares are quotients of payoffs.

References
----------
Fudenberg and Tirole (1991), Game Theory, Definition 8.1.
Cho and Kreps (1987), Quarterly Journal of Economics 102:179-221, section III.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations, product
from typing import TYPE_CHECKING, TypeAlias

from ..conditions import Condition, compare, conjunction, disjunction
from ..errors import TooLarge
from ..formulas import exact
from ..results import Solution
from ..verify.beliefs import perfect_bayesian
from .normal_form import Equilibrium
from .payoffs import Payoff, value_at
from .shares import Row, between, divided, mean, payoff_text, rest_of, share_at, share_text, some_share
from .signalling import POOLING, SEMI_SEPARATING, SEPARATING

if TYPE_CHECKING:
    from .signalling import SignallingGame

__all__ = ["perfect_bayesian_equilibria"]

MOST_PLANS = 20_000

Shares: TypeAlias = Mapping[str, Payoff]
ONE, NONE = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class _Answer:
    """A reply, or a mixture of two with a share of the first, and what the belief and an open share must satisfy."""

    replies: tuple[str, ...]
    share: Payoff | None = ONE
    belief: Payoff | None = None
    beliefs: tuple[Row, ...] = ()
    shares: tuple[Row, ...] = ()


@dataclass(frozen=True)
class _Found:
    label: str
    sender: tuple[Shares, Shares]
    answers: Mapping[str, _Answer]
    where: Condition


def perfect_bayesian_equilibria(game: SignallingGame) -> Solution:
    """The perfect Bayesian equilibria of a signalling game, each with the condition under which it is one.

    Listed are all in which the types send one message each, with replies to messages that are not sent that may mix
    two, and, where there are two messages, the semi-separating ones.  Equilibria that exist only where a player
    happens to be indifferent are left out.

    Parameters
    ----------
    game
        A signalling game; its prior and payoffs are numbers or expressions.

    Raises
    ------
    TooLarge
        Beyond 20,000 plans.
    """
    size = len(game.messages) ** 2
    for own in game.replies.values():
        size *= len(own)
    if size > MOST_PLANS:
        raise TooLarge(f"the game has {size:,} plans, the limit is {MOST_PLANS:,}", hint="give it fewer replies")
    solver = _Solver(game)
    found = [*solver.pure(), *solver.hybrid()] if len(game.messages) == 2 else list(solver.pure())
    verified, undecided = True, False
    equilibria = []
    order = {label: place for place, label in enumerate(game._labels())}
    for each in sorted(found, key=lambda one: order[one.label]):
        undecided = undecided or each.where.feasible() is None
        verified = verified and _passes(game, each)
        where = each.where if game.parameters else None
        equilibria.append(
            Equilibrium(_words(game, each), _payoffs(game, each), where, game.outcome(each.label), possible_where=where)
        )
    notes = ["not listed are equilibria that exist only where a player happens to be indifferent"]
    if len(game.messages) > 2:
        notes.append("semi-separating equilibria are looked for with two messages only")
    if undecided:
        notes.append("some conditions could not be decided and are kept as possible")
    return Solution(
        "perfect-bayesian",
        "behaviour",
        game.players,
        tuple(equilibria),
        complete=None,
        verified=verified,
        method="every plan of both types, beliefs after messages not sent taken out exactly",
        notes=tuple(notes),
    )


class _Solver:
    """The conditions of one game, each found once."""

    def __init__(self, game: SignallingGame) -> None:
        self.game = game
        self.under = game.assumptions
        self.always = Condition.true(game.assumptions)
        self.prior = (game.prior, exact(1 - game.prior))
        self._best: dict[tuple[str, str, Payoff], Condition] = {}

    def _divided(self, above: Payoff, below: Payoff) -> Payoff | None:
        return divided(above, below, self.under)

    def mine(self, kind: int, message: str, reply: str) -> Payoff:
        return self.game.payoffs[self.game.types[kind], message, reply][0]

    def theirs(self, kind: int, message: str, reply: str) -> Payoff:
        return self.game.payoffs[self.game.types[kind], message, reply][1]

    def leads(self, message: str, reply: str, mixed_with: str = "") -> tuple[Row, ...]:
        """How much better a reply is than each other one, by the receiver's belief in the first type."""
        return tuple(
            (
                exact(self.theirs(0, message, reply) - self.theirs(0, message, other)),
                exact(self.theirs(1, message, reply) - self.theirs(1, message, other)),
                "=" if other == mixed_with else ">=",
            )
            for other in self.game.replies[message]
            if other != reply
        )

    def best(self, message: str, reply: str, belief: Payoff) -> Condition:
        """Where a reply is best under a belief."""
        key = (message, reply, belief)
        if key not in self._best:
            where = self.always
            for one, zero, op in self.leads(message, reply):
                where = where & compare(mean(belief, one, zero), op, NONE, self.under)
            self._best[key] = where
        return self._best[key]

    def pure(self) -> Iterator[_Found]:
        """Equilibria in which each type sends one message."""
        game = self.game
        for sent in product(game.messages, repeat=2):
            label = POOLING.format(sent[0]) if sent[0] == sent[1] else SEPARATING
            beliefs = {sent[0]: self.prior[0]} if sent[0] == sent[1] else {sent[0]: ONE, sent[1]: NONE}
            for replies in product(*(game.replies[message] for message in beliefs)):
                on_path = dict(zip(beliefs, replies, strict=True))
                worth = [self.mine(kind, sent[kind], on_path[sent[kind]]) for kind in (0, 1)]
                where = self.always
                for message, reply in on_path.items():
                    where = where & self.best(message, reply, beliefs[message])
                    for kind in (0, 1):
                        where = where & compare(worth[kind], ">=", self.mine(kind, message, reply), self.under)
                if where.feasible() is False:
                    continue
                answers = {m: _Answer((reply,), ONE, beliefs[m]) for m, reply in on_path.items()}
                plan = ({sent[0]: ONE}, {sent[1]: ONE})
                for more, condition in self._off_path(where, worth, tuple(on_path)):
                    yield _Found(label, plan, {**answers, **more}, condition.simplify())

    def _off_path(
        self, where: Condition, worth: list[Payoff], sent: tuple[str, ...]
    ) -> Iterator[tuple[dict[str, _Answer], Condition]]:
        """The replies to messages that are not sent which keep both types from sending them."""
        ways: list[tuple[dict[str, _Answer], Condition]] = [({}, where)]
        for message in self.game.messages:
            if message not in sent:
                options = list(self._deterring(where, worth, message))
                ways = [
                    ({**chosen, message: answer}, both)
                    for chosen, condition in ways
                    for answer, deters in options
                    if (both := condition & deters).feasible() is not False
                ]
        yield from ways

    def _deterring(self, where: Condition, worth: list[Payoff], message: str) -> Iterator[tuple[_Answer, Condition]]:
        """Replies, each with its condition; two that mix only where neither alone nor another does it."""
        alone = Condition.false(self.under)
        for reply in self.game.replies[message]:
            deters = self.always
            for kind in (0, 1):
                deters = deters & compare(worth[kind], ">=", self.mine(kind, message, reply), self.under)
            if (where & deters).feasible() is False:
                continue
            rows = self.leads(message, reply)
            deters = deters & some_share(rows, self.under)
            alone = alone | deters
            yield _Answer((reply,), ONE, None, rows), deters
        for pair in combinations(self.game.replies[message], 2):
            shares: tuple[Row, ...] = tuple(
                (*(exact(worth[kind] - self.mine(kind, message, reply)) for reply in pair), ">=")  # type: ignore[misc]
                for kind in (0, 1)
            )
            mixes = some_share(shares, self.under)
            if (where & mixes & ~alone).feasible() is False:
                continue
            rows = self.leads(message, *pair)
            mixes = mixes & some_share(rows, self.under)
            if (where & mixes & ~alone).feasible() is not False:
                yield _Answer(pair, None, None, rows, shares), mixes

    def hybrid(self) -> Iterator[_Found]:
        """Semi-separating equilibria: one type mixes the two messages, or both do."""
        for message, other in permutations(self.game.messages):
            for kind in (0, 1):
                yield from self._one_mixes(kind, message, other)
        yield from self._both_mix(*self.game.messages)

    def _indifferent(self, message: str, pair: tuple[str, str]) -> tuple[Payoff, Condition] | None:
        """The belief in (0, 1) under which two replies are equally good and best, and where there is one."""
        one, zero = (exact(self.theirs(k, message, pair[0]) - self.theirs(k, message, pair[1])) for k in (0, 1))
        belief = self._divided(exact(-zero), exact(one - zero))
        if belief is None:
            return None
        where = between(belief, self.under)
        for lead_one, lead_zero, op in self.leads(message, *pair):
            if op == ">=":
                where = where & compare(mean(belief, lead_one, lead_zero), op, NONE, self.under)
        return (belief, where) if where.feasible() is not False else None

    def _one_mixes(self, kind: int, message: str, other: str) -> Iterator[_Found]:
        """A type mixes, the other one sends ``message``; after it the receiver mixes."""
        game, rest = self.game, 1 - kind
        for pair in combinations(game.replies[message], 2):
            told = self._indifferent(message, pair)
            if told is None:
                continue
            belief, believed = told
            own, theirs = (belief, rest_of(belief)) if kind == 0 else (rest_of(belief), belief)
            sent = self._divided(exact(own * self.prior[rest]), exact(theirs * self.prior[kind]))
            if sent is None or (first := believed & between(sent, self.under)).feasible() is False:
                continue
            for reply in game.replies[other]:
                gains = [self.mine(kind, message, each) for each in pair]
                now = self.mine(kind, other, reply)
                share = self._divided(exact(now - gains[1]), exact(gains[0] - gains[1]))
                if share is None:
                    continue
                where = first & between(share, self.under) & self.best(other, reply, ONE if kind == 0 else NONE)
                stays = mean(share, *(self.mine(rest, message, each) for each in pair))
                where = where & compare(stays, ">=", self.mine(rest, other, reply), self.under)
                if where.feasible() is False:
                    continue
                mixing: Shares = {message: sent, other: rest_of(sent)}
                sender = (mixing, {message: ONE}) if kind == 0 else ({message: ONE}, mixing)
                answers = {
                    message: _Answer(pair, share, belief),
                    other: _Answer((reply,), ONE, ONE if kind == 0 else NONE),
                }
                yield _Found(SEMI_SEPARATING, sender, answers, _by_cases(where))

    def _both_mix(self, message: str, other: str) -> Iterator[_Found]:
        """Both types mix the two messages, and the receiver mixes after each."""
        game = self.game
        for pair, second in product(combinations(game.replies[message], 2), combinations(game.replies[other], 2)):
            here, there = self._indifferent(message, pair), self._indifferent(other, second)
            if here is None or there is None:
                continue
            weight = self._divided(exact(self.prior[0] - there[0]), exact(here[0] - there[0]))
            if weight is None:
                continue
            where = here[1] & there[1] & between(weight, self.under)
            shares = self._shares_of_both((message, pair), (other, second))
            if shares is None or where.feasible() is False:
                continue
            where = where & between(shares[0], self.under) & between(shares[1], self.under)
            if where.feasible() is False:
                continue
            sent = [
                self._divided(exact(weight * here[0]), self.prior[0]),
                self._divided(exact(weight * rest_of(here[0])), self.prior[1]),
            ]
            mixing = [{message: part, other: rest_of(part)} for part in sent if part is not None]
            answers = {message: _Answer(pair, shares[0], here[0]), other: _Answer(second, shares[1], there[0])}
            yield _Found(SEMI_SEPARATING, (mixing[0], mixing[1]), answers, _by_cases(where))

    def _shares_of_both(
        self, first: tuple[str, tuple[str, str]], second: tuple[str, tuple[str, str]]
    ) -> tuple[Payoff, Payoff] | None:
        """The shares of the first replies under which both types are indifferent between the messages."""
        lines = []
        for kind in (0, 1):
            a, b = (self.mine(kind, first[0], reply) for reply in first[1])
            c, d = (self.mine(kind, second[0], reply) for reply in second[1])
            lines.append((a - b, d - c, d - b))
        (a1, b1, c1), (a2, b2, c2) = lines
        below = exact(a1 * b2 - a2 * b1)
        x, y = self._divided(exact(c1 * b2 - c2 * b1), below), self._divided(exact(a1 * c2 - a2 * c1), below)
        return None if x is None or y is None else (x, y)


def _by_cases(where: Condition) -> Condition:
    """The condition simplified, clause by clause where it has many."""
    clauses = where.clauses()
    if len(clauses) < 3:
        return where.simplify()
    parts = [Condition(conjunction(*clause), where.assumptions).simplify() for clause in clauses]
    return Condition(disjunction(*(part.formula for part in parts)), where.assumptions)


# An equilibrium in words, and what it gives.


def _words(game: SignallingGame, found: _Found) -> dict[str, str]:
    names = game.assumptions.names

    def plan(kind: int) -> str:
        own = found.sender[kind]
        if len(own) == 1:
            return next(iter(own))
        return " or ".join(f"{message} with {payoff_text(share, names)}" for message, share in own.items())

    both = [plan(0), plan(1)]
    told = ", ".join(f"{own} if {kind}" for own, kind in zip(both, game.types, strict=True))
    replies = []
    for message in game.messages:
        answer = found.answers[message]
        if len(game.replies[message]) == 1:
            continue
        if answer.belief is not None:
            belief = f": {payoff_text(answer.belief, names)}"
        else:
            text = share_text(answer.beliefs, found.where)
            belief = f": {text.removeprefix('= ')}" if " where " not in text else f" {text}"
        does = answer.replies[0]
        if len(answer.replies) > 1:
            first, second = answer.replies
            if answer.share is None:
                does = f"{first} with a share {share_text(answer.shares, found.where)}, else {second},"
            else:
                share = payoff_text(answer.share, names)
                does = f"{first} with {share} or {second} with {payoff_text(rest_of(answer.share), names)}"
        replies.append(f"{does} after {message} [{game.types[0]}{belief}]")
    return {game.sender: both[0] if both[0] == both[1] else told, game.receiver: ", ".join(replies) or "-"}


def _payoffs(game: SignallingGame, found: _Found) -> tuple[Payoff, ...]:
    """What sender and receiver expect before the type is drawn."""
    prior = (game.prior, exact(1 - game.prior))
    totals: list[Payoff] = [NONE, NONE]
    for kind, name in enumerate(game.types):
        for message, weight in found.sender[kind].items():
            answer = found.answers[message]
            first = answer.share if answer.share is not None else ONE
            for reply, share in zip(answer.replies, (first, exact(1 - first)), strict=False):
                for player in (0, 1):
                    own = game.payoffs[name, message, reply][player]
                    totals[player] = totals[player] + prior[kind] * weight * share * own
    return tuple(_simple(total) for total in totals)


def _simple(total: Payoff) -> Payoff:
    from sympy import Abs, Max, Min, factor_terms

    if isinstance(total, Fraction) or total.has(Min, Max, Abs):
        return exact(total)
    return exact(factor_terms(total.expand()))


# The check: at a point of the condition, by the definition, with Fractions alone.


def _passes(game: SignallingGame, found: _Found) -> bool:
    point = found.where.witness()
    if point is None:
        return False
    share = value_at(game.prior, point)
    prior = dict(zip(game.types, (share, 1 - share), strict=True))
    payoffs = {case: tuple(value_at(payoff, point) for payoff in own) for case, own in game.payoffs.items()}
    sender = {
        kind: {message: value_at(part, point) for message, part in own.items()}
        for kind, own in zip(game.types, found.sender, strict=True)
    }
    receiver, beliefs = {}, {}
    for message, answer in found.answers.items():
        first = share_at(answer.shares, point) if answer.share is None else value_at(answer.share, point)
        belief = share_at(answer.beliefs, point) if answer.belief is None else value_at(answer.belief, point)
        if first is None or belief is None:
            return False
        receiver[message] = dict(zip(answer.replies, (first, 1 - first), strict=False))
        beliefs[message] = dict(zip(game.types, (belief, 1 - belief), strict=True))
    return perfect_bayesian(prior, payoffs, sender, receiver, beliefs)
