"""Signalling games of two types: one side knows what the other can only infer from what it does.

The sender's type is drawn with a stated probability; the sender alone knows it and sends a message; the receiver sees
the message and replies.  Prior and payoffs may hold letters, and the equilibria come with their conditions.

Examples
--------
>>> letters = Assumptions.read(["P", "z", "k", "y"], "0 < P < 1", "z > 0", "k > 0", "y > 0", solve_for=["y"])
>>> game = SignallingGame.read(
...     "H", "V", ("resolved", "irresolute"), "P", ("table",), ("accept", "veto"), {
...         ("resolved", "table", "accept"): ("y", "-y"), ("resolved", "table", "veto"): ("z", "-z - k"),
...         ("irresolute", "table", "accept"): ("y", "-y"), ("irresolute", "table", "veto"): ("0", "0")}, letters)
>>> for found in game.solution().equilibria:
...     print(found.profile["V"], "where", found.where)
accept after table [resolved: P] where y <= P*z + P*k
veto after table [resolved: P] where y >= P*z + P*k
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, did_you_mean
from ..formulas import exact
from ..results import Shown
from .payoffs import Payoff, Values, check_names, parameters_in, setting

if TYPE_CHECKING:
    from ..results import Solution

__all__ = ["POOLING", "SEMI_SEPARATING", "SEPARATING", "SignallingGame"]

POOLING = "pooling on {}"
SEPARATING = "separating"
SEMI_SEPARATING = "semi-separating"

Case = tuple[str, str, str]
"""A type, a message and a reply."""


@dataclass(frozen=True, repr=False)
class SignallingGame(Shown):
    """A sender of two possible types sends a message, and a receiver replies to it.

    Parameters
    ----------
    sender, receiver
        Who they are.
    types
        The sender's two types.
    prior
        The probability of the first type, strictly between 0 and 1 under the assumptions.
    messages
        What the sender can do.
    replies
        What the receiver can do, the same after every message or by message; one reply where it has no choice.
    payoffs
        For each type, message and reply what the sender gets and what the receiver does.
    assumptions
        The declared names, and what is assumed of them.
    names
        Names of one's own for the outcomes ``pooling on MESSAGE``, ``separating`` and ``semi-separating``.

    Raises
    ------
    InvalidGame
        Where a case has no payoffs or is unknown, the prior may leave (0, 1), or a name is not declared.

    References
    ----------
    Spence (1973), Quarterly Journal of Economics 87:355-374.
    Cho and Kreps (1987), Quarterly Journal of Economics 102:179-221.
    """

    sender: str
    receiver: str
    types: tuple[str, str]
    prior: Payoff
    messages: tuple[str, ...]
    replies: Mapping[str, tuple[str, ...]]
    payoffs: Mapping[Case, tuple[Payoff, Payoff]]
    assumptions: Assumptions = field(default_factory=lambda: Assumptions(()))
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        first, second = _distinct("type", self.types, 2)
        object.__setattr__(self, "types", (first, second))
        object.__setattr__(self, "messages", _distinct("message", self.messages))
        if self.sender == self.receiver:
            raise InvalidGame(f"{self.sender} cannot be both sender and receiver")
        if isinstance(self.replies, Mapping):
            _known("message", self.replies, self.messages)
            given = {message: tuple(self.replies.get(message, ())) for message in self.messages}
        else:
            given = {message: tuple(self.replies) for message in self.messages}
        replies = {message: _distinct(f"reply to {message}", own) for message, own in given.items()}
        object.__setattr__(self, "replies", MappingProxyType(replies))
        object.__setattr__(self, "prior", exact(self.prior))
        check_names(self.prior, self.assumptions.names, "the prior")
        _check_prior(self.prior, self.assumptions)
        read: dict[Case, tuple[Payoff, Payoff]] = {}
        for case in self._cases():
            if case not in self.payoffs:
                raise InvalidGame(f"({', '.join(case)}) has no payoffs")
            own = tuple(exact(payoff) for payoff in self.payoffs[case])
            if len(own) != 2:
                raise InvalidGame(f"({', '.join(case)}) has {len(own)} payoffs, but there are two players")
            for payoff in own:
                check_names(payoff, self.assumptions.names, f"({', '.join(case)})")
            read[case] = (own[0], own[1])
        for case in self.payoffs:
            if case not in read:
                raise InvalidGame(f"({', '.join(map(str, case))}) is no type, message and reply of the game")
        object.__setattr__(self, "payoffs", MappingProxyType(read))
        _known("outcome", self.names, self._labels())
        object.__setattr__(self, "names", MappingProxyType(dict(self.names)))

    @classmethod
    def read(
        cls,
        sender: str,
        receiver: str,
        types: Sequence[str],
        prior: str | int | Fraction,
        messages: Sequence[str],
        replies: Sequence[str] | Mapping[str, Sequence[str]],
        payoffs: Mapping[Case, Sequence[str | int | Fraction]],
        assumptions: Assumptions | None = None,
        names: Mapping[str, str] | None = None,
    ) -> SignallingGame:
        """The game whose prior and payoffs are written as texts over the declared names.

        Raises
        ------
        FormulaError
            For a text that is no formula.
        InvalidGame
            Where it cannot be a game.
        """
        under = assumptions or Assumptions(())
        first, second = _distinct("type", types, 2)
        known = {case: tuple(exact(payoff, under.names) for payoff in own) for case, own in payoffs.items()}
        return cls(
            sender,
            receiver,
            (first, second),
            exact(prior, under.names),
            tuple(messages),
            replies,  # type: ignore[arg-type]
            known,  # type: ignore[arg-type]
            under,
            names or {},
        )

    def _cases(self) -> Iterable[Case]:
        return (
            (kind, message, reply)
            for kind in self.types
            for message in self.messages
            for reply in self.replies[message]
        )

    def _labels(self) -> tuple[str, ...]:
        pooling = tuple(POOLING.format(message) for message in self.messages)
        return (*pooling, SEPARATING, SEMI_SEPARATING) if len(self.messages) > 1 else pooling

    @property
    def players(self) -> tuple[str, str]:
        """The sender and the receiver."""
        return self.sender, self.receiver

    @property
    def ties(self) -> tuple[tuple[str, str], ...]:
        """None: every equilibrium is listed where it is one."""
        return ()

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The names of the outcomes: pooling message by message, separating, semi-separating."""
        return tuple(dict.fromkeys(self.outcome(label) for label in self._labels()))

    def outcome(self, label: str) -> str:
        """The name of an outcome, which is the user's own where there is one."""
        return self.names.get(label, label)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur in the prior and the payoffs, in declared order."""
        payoffs = (payoff for own in self.payoffs.values() for payoff in own)
        return parameters_in((self.prior, *payoffs), self.assumptions)

    def at(self, values: Values) -> SignallingGame:
        """The same game with numbers or formulas in the place of some or all parameters.

        Raises
        ------
        UnknownKey
            For a name that is not a parameter.
        NotApplicable
            Where the values contradict the assumptions or a denominator vanishes.
        """
        put, under = setting(values, self.assumptions)
        payoffs = {case: (put(mine), put(theirs)) for case, (mine, theirs) in self.payoffs.items()}
        return SignallingGame(
            self.sender,
            self.receiver,
            self.types,
            put(self.prior),
            self.messages,
            self.replies,
            payoffs,
            under,
            self.names,
        )

    def solution(self) -> Solution:
        """Its perfect Bayesian equilibria, each with the condition under which it is one.

        Examples
        --------
        >>> likes = {("strong", "beer"), ("weak", "quiche")}
        >>> payoffs = {
        ...     (kind, meal, reply): (
        ...         2 * (reply == "leave") + ((kind, meal) in likes), int((reply == "duel") == (kind == "weak")))
        ...     for kind in ("strong", "weak") for meal in ("beer", "quiche") for reply in ("duel", "leave")}
        >>> game = SignallingGame.read(
        ...     "A", "B", ("strong", "weak"), "9/10", ("beer", "quiche"), ("duel", "leave"), payoffs)
        >>> for found in game.solution().equilibria:
        ...     print(f"{found.outcome}: {found.profile['B']}")
        pooling on beer: leave after beer [strong: 9/10], duel after quiche [strong: <= 1/2]
        pooling on quiche: duel after beer [strong: <= 1/2], leave after quiche [strong: 9/10]
        """
        from .signalling_equilibria import perfect_bayesian_equilibria

        return perfect_bayesian_equilibria(self)


def _distinct(noun: str, given: Iterable[str], count: int = 0) -> tuple[str, ...]:
    own = tuple(given)
    if not own:
        raise InvalidGame(f"there is no {noun}")
    for place, name in enumerate(own):
        if name in own[:place]:
            raise InvalidGame(f"the {noun} {name!r} is named twice")
    if count and len(own) != count:
        raise InvalidGame(f"there are {len(own)} {noun}s, not {count}", hint="BayesianGame takes any number of types")
    return own


def _known(noun: str, given: Iterable[str], known: Sequence[str]) -> None:
    for name in given:
        if name not in known:
            raise InvalidGame(
                f"{name!r} is no {noun} of the game",
                hint=did_you_mean(name, known) or f"known: {', '.join(known)}",
            )


def _check_prior(prior: Payoff, assumptions: Assumptions) -> None:
    always = Condition.true(assumptions)
    if always.feasible() is False:
        raise InvalidGame("the assumptions contradict each other")
    inside = compare(prior, ">", Fraction(0), assumptions) & compare(prior, "<", Fraction(1), assumptions)
    if always.implies(inside) is not True:
        raise InvalidGame(
            "the prior may be 0 or 1, or no probability", hint="assume that it lies between, as in '0 < P and P < 1'"
        )
