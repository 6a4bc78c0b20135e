"""Equilibria of players who know different things, re-checked by their definitions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from .exactness import Mixed, is_distribution, rational

__all__ = ["bayes_nash", "perfect_bayesian"]


def perfect_bayesian(
    prior: Mixed,
    payoffs: Mapping[tuple[Any, Any, Any], Sequence[Fraction | int]],
    sender: Mapping[Any, Mixed],
    receiver: Mapping[Any, Mixed],
    beliefs: Mapping[Any, Mixed],
) -> bool:
    """Whether plans and beliefs are a perfect Bayesian equilibrium of a game in which a sender of hidden type speaks.

    No type gains by another message, no other reply to any message is better under the belief that goes with it, and
    where a message is sent the belief follows by Bayes' rule.

    Parameters
    ----------
    prior
        The probability of each type.
    payoffs
        For each type, message and reply what the sender gets and what the receiver does.
    sender
        For each type the probabilities of its messages.
    receiver
        For each message the probabilities of the replies to it.
    beliefs
        For each message the probability of each type.

    Examples
    --------
    >>> likes = {("strong", "beer"), ("weak", "quiche")}
    >>> table = {
    ...     (kind, meal, reply): (
    ...         2 * (reply == "leave") + ((kind, meal) in likes), int((reply == "duel") == (kind == "weak")))
    ...     for kind in ("strong", "weak") for meal in ("beer", "quiche") for reply in ("duel", "leave")}
    >>> prior = {"strong": Fraction(9, 10), "weak": Fraction(1, 10)}
    >>> plan = {"strong": {"beer": 1}, "weak": {"beer": 1}}
    >>> answer = {"beer": {"leave": 1}, "quiche": {"duel": 1}}
    >>> perfect_bayesian(prior, table, plan, answer, {"beer": prior, "quiche": {"strong": 0, "weak": 1}})
    True
    >>> perfect_bayesian(prior, table, plan, answer, {"beer": prior, "quiche": prior})
    False

    References
    ----------
    Fudenberg and Tirole (1991), Game Theory, Definition 8.1.
    """
    types = tuple(prior)
    replies: dict[Any, list[Any]] = {}
    for _, message, reply in payoffs:
        own = replies.setdefault(message, [])
        if reply not in own:
            own.append(reply)
    known = {(kind, message, reply) for message, own in replies.items() for kind in types for reply in own}
    if known != set(payoffs) or not is_distribution(prior) or set(sender) != set(types):
        return False
    if not _spread(sender, dict.fromkeys(types, replies)) or not _spread(receiver, replies):
        return False
    if not _spread(beliefs, dict.fromkeys(replies, types)):
        return False
    for kind in types:
        worth = {
            message: sum(
                (rational(p) * rational(payoffs[kind, message, reply][0]) for reply, p in receiver[message].items()),
                Fraction(0),
            )
            for message in replies
        }
        if any(p and worth[message] < max(worth.values()) for message, p in sender[kind].items()):
            return False
    for message, own in replies.items():
        value = {
            reply: sum(
                (rational(p) * rational(payoffs[kind, message, reply][1]) for kind, p in beliefs[message].items()),
                Fraction(0),
            )
            for reply in own
        }
        if any(p and value[reply] < max(value.values()) for reply, p in receiver[message].items()):
            return False
        sent = {kind: rational(prior[kind]) * rational(sender[kind].get(message, 0)) for kind in types}
        total = sum(sent.values())
        if any(share != total * rational(beliefs[message].get(kind, 0)) for kind, share in sent.items()):
            return False
    return True


def bayes_nash(
    prior: Mapping[tuple[Any, ...], Fraction | int],
    payoffs: Mapping[tuple[tuple[Any, ...], tuple[Any, ...]], Sequence[Fraction | int]],
    plans: Sequence[Mapping[Any, Mixed]],
    actions: Sequence[Iterable[Hashable]],
) -> bool:
    """Whether plans are a Bayesian Nash equilibrium: no type of any player gains by another action of its own.

    Parameters
    ----------
    prior
        The probability of each combination of types; one that is missing has none.
    payoffs
        For each combination of types and each of actions, one exact payoff a player.
    plans
        For each player and each of its types the probabilities of its actions.
    actions
        The actions of each player.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> meet = {((kind, "-"), (x, y)): (int(x == y) if kind == "nice" else int(x != y), int(x == y))
    ...         for kind in ("nice", "shy") for x in "ab" for y in "ab"}
    >>> prior = {("nice", "-"): half, ("shy", "-"): half}
    >>> bayes_nash(prior, meet, [{"nice": {"a": 1}, "shy": {"b": 1}}, {"-": {"a": 1}}], ["ab", "ab"])
    True
    >>> bayes_nash(prior, meet, [{"nice": {"a": 1}, "shy": {"a": 1}}, {"-": {"a": 1}}], ["ab", "ab"])
    False

    References
    ----------
    Harsanyi (1967-68), Management Science 14:159-182, 320-334, 486-502.
    """
    if not is_distribution(prior) or len(plans) != len(actions):
        return False
    choices = [tuple(own) for own in actions]
    for own, allowed in zip(plans, choices, strict=True):
        if not _spread(own, dict.fromkeys(own, allowed)):
            return False
    for player, allowed in enumerate(choices):
        for kind in {types[player] for types in prior}:
            if kind not in plans[player]:
                return False
            worth = dict.fromkeys(allowed, Fraction(0))
            for types, share in prior.items():
                if types[player] != kind or not share:
                    continue
                mixtures = [own[types[place]] for place, own in enumerate(plans)]
                others: list[Mixed] = [
                    {None: Fraction(1)} if place == player else own for place, own in enumerate(mixtures)
                ]
                for played in product(*(tuple(own) for own in others)):
                    weight = rational(share)
                    for mixture, action in zip(others, played, strict=True):
                        weight *= rational(mixture[action])
                    for action in allowed if weight else ():
                        profile = (*played[:player], action, *played[player + 1 :])
                        worth[action] += weight * rational(payoffs[types, profile][player])
            best = max(worth.values())
            if any(p and worth[action] < best for action, p in plans[player][kind].items()):
                return False
    return True


def _spread(plan: Mapping[Any, Mixed], allowed: Mapping[Any, Iterable[Any]]) -> bool:
    """Whether a plan has one distribution for every place, over what may be done there."""
    return set(plan) == set(allowed) and all(
        is_distribution(own) and set(own) <= set(allowed[place]) for place, own in plan.items()
    )
