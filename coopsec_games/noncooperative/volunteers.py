"""Silence as a volunteer's dilemma: a text passes unless enough members object, and objecting costs the objector.

Each of ``m`` reluctant members objects or stays silent.  The text falls where at least ``t`` of them object, which is
worth ``b`` to each, and every objection costs its author ``c``.  Each would rather that others objected.  Where one
objection is enough and ``b > c``, the pure equilibria have one objector, whoever it is; the symmetric mixed one leaves
a chance that nobody objects, and that chance grows with the number of reluctant members.  Nothing is assumed of the
signs: where cost and benefit are both negative, those who stay silent are the volunteers.  Where more objections are
needed there are up to two mixed equilibria, and silence is an equilibrium of its own, though no coalition-proof one.

Examples
--------
>>> under = Assumptions.read(["b", "c"], "b > 0", "c > 0")
>>> game = VolunteersDilemma.of(["BEL", "DEU", "FRA"], "c", "b", under)
>>> for found in game.solution().equilibria:
...     print(f"{found.outcome}: {found.where}, {found.stands_for} alike")
silence holds: c >= b, 1 alike
silence broken: b > c, 3 alike
>>> [(found.mixing, str(found.holds)) for found in game.at({"b": 4, "c": 1}).solution().components]
[(3, '1/8'), (2, '1/16')]

References
----------
Diekmann (1985), Journal of Conflict Resolution 29:605-610 (one volunteer is enough).
Palfrey and Rosenthal (1984), Journal of Public Economics 24:171-193 (several are needed, and pay in any case).
Bernheim, Peleg and Whinston (1987), Journal of Economic Theory 42:1-12 (coalition-proof equilibrium).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from math import comb
from typing import Literal, TypeAlias

from ..conditions import Assumptions, Condition, compare
from ..errors import InvalidGame, TooLarge
from ..formulas import exact
from ..results import Solution
from .normal_form import Equilibrium
from .payoffs import Payoff, Values, check_names, parameters_in, setting, value_at
from .shown import SpecialGame
from .volunteers_mirrored import mirrored_equilibria
from .volunteers_mixed import MixedSilence, mixed_equilibria, replies_hold

__all__ = ["BROKEN", "HOLDS", "MOST_RELUCTANT", "Refinement", "VolunteersDilemma"]

MOST_RELUCTANT = 40

HOLDS, BROKEN = "silence holds", "silence broken"
OBJECT, SILENT = "object", "stay silent"

Refinement: TypeAlias = Literal["none", "coalition-proof"]

_CONCEPTS = {"none": "pure-nash", "coalition-proof": "coalition-proof-nash"}


@dataclass(frozen=True, repr=False)
class VolunteersDilemma(SpecialGame):
    """A decision by silence, which those who are reluctant may break at a cost.

    Parameters
    ----------
    players
        The reluctant members.
    cost
        What objecting costs, whether it breaks the silence or not; below 0 it is a gain.
    benefit
        What broken silence is worth to each of them.
    needed
        How many objections break the silence.
    assumptions
        The declared names, and what is assumed of them.
    refinement
        ``"none"`` (every pure Nash equilibrium) or ``"coalition-proof"``.

    Raises
    ------
    InvalidGame
        Where nobody is reluctant, somebody twice, fewer than one objection is needed, or a name is not declared.
    TooLarge
        Beyond 40 reluctant members.
    """

    players: tuple[str, ...]
    cost: Payoff
    benefit: Payoff
    needed: int = 1
    assumptions: Assumptions = field(default_factory=Assumptions)
    refinement: Refinement = "none"

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        if not self.players:
            raise InvalidGame("nobody is reluctant to stay silent")
        if len(set(self.players)) < len(self.players):
            raise InvalidGame(f"somebody stands twice among {', '.join(self.players)}")
        if len(self.players) > MOST_RELUCTANT:
            raise TooLarge(f"{len(self.players)} reluctant members are more than {MOST_RELUCTANT}")
        if self.needed < 1:
            raise InvalidGame("at least one objection is needed to break the silence")
        if self.refinement not in _CONCEPTS:
            raise InvalidGame(f"unknown refinement {self.refinement!r}", hint=f"known: {', '.join(_CONCEPTS)}")
        for what in ("cost", "benefit"):
            read = exact(getattr(self, what))
            check_names(read, self.assumptions.names, f"the {what}")
            object.__setattr__(self, what, read)

    @classmethod
    def of(
        cls,
        players: Sequence[str],
        cost: int | str | Payoff,
        benefit: int | str | Payoff,
        assumptions: Assumptions | None = None,
        needed: int = 1,
        refinement: Refinement = "none",
    ) -> VolunteersDilemma:
        """The game with cost and benefit read from texts.

        Raises
        ------
        FormulaError
            For a formula that is none.
        """
        given = assumptions or Assumptions()
        paid, won = (exact(value, given.names) if isinstance(value, str) else exact(value) for value in (cost, benefit))
        return cls(tuple(players), paid, won, needed, given, refinement)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What may come about."""
        return (HOLDS, BROKEN)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The declared names that occur, in declared order."""
        return parameters_in((self.cost, self.benefit), self.assumptions)

    def at(self, values: Values) -> VolunteersDilemma:
        """The same game with numbers or formulas in the place of some or all parameters."""
        put, under = setting(values, self.assumptions)
        return replace(
            self,
            cost=put(self.cost),
            benefit=put(self.benefit),
            assumptions=under,
        )

    def payoff(self, objecting: bool, objections: int) -> Payoff:
        """What a member gets that objects or not, where so many object in all.

        Examples
        --------
        >>> VolunteersDilemma.of(["A", "B"], 1, 4).payoff(True, 1)
        Fraction(3, 1)
        """
        worth: Payoff = self.benefit if objections >= self.needed else Fraction(0)
        return exact(worth - self.cost) if objecting else worth

    def solution(self) -> Solution:
        """All pure equilibria by the number of objectors, and among ``components`` the mixed ones.

        Who is indifferent stays silent, and so the pure equilibria are complete.  Of the mixed ones those are listed in
        which all who mix do so alike: where one objection is needed, or everybody's, there are no others, since two who
        mix are pivotal equally often only where the rest are as likely to be one objection short as two.
        """
        found = []
        verified = True
        for objectors in range(len(self.players) + 1):
            where = self._pure(objectors)
            if where.feasible() is False:
                continue
            verified = self._checked(objectors, where) and verified
            found.append(self._equilibrium(objectors, where))
        told = (len(self.players), self.needed, self.cost, self.benefit, self.assumptions)
        mixed = [*mixed_equilibria(*told), *mirrored_equilibria(*told)]
        verified = all(each.verified for each in mixed) and verified
        return Solution(
            _CONCEPTS[self.refinement],
            "profiles",
            self.players,
            tuple(found),
            tuple(mixed),
            complete=True,
            verified=verified,
            method="one member's change of mind, by the number of objectors",
            notes=self._notes(mixed),
        )

    def coalition_proof_silence(self) -> Condition:
        """Where universal silence is coalition-proof: no group of reluctant members gains by objecting together.

        Examples
        --------
        >>> under = Assumptions.read(["b", "c"], "b > 0", "c > 0")
        >>> print(VolunteersDilemma.of(["A", "B", "C"], "c", "b", under, needed=2).coalition_proof_silence())
        c >= b
        """
        return replace(self, refinement="coalition-proof")._pure(0)

    def _pure(self, objectors: int) -> Condition:
        """Where so many objectors are an equilibrium in which they gain by objecting, whoever they are."""
        size, under = len(self.players), self.assumptions
        where = Condition.true(under)
        if objectors:
            kept, left = self.payoff(True, objectors), self.payoff(False, objectors - 1)
            where = where & compare(kept, ">", left, under)  # who is indifferent stays silent
        if objectors < size:
            kept, left = self.payoff(False, objectors), self.payoff(True, objectors + 1)
            where = where & compare(kept, ">=", left, under)
        if self.refinement == "coalition-proof" and objectors < self.needed <= size:
            # the objections that are missing, made together: they gain where an objection is worth its cost
            where = where & compare(self.payoff(True, self.needed), "<=", 0, under)
        if self.refinement == "coalition-proof" and objectors >= self.needed:
            # below a cost of 0, enough of them could fall silent together
            where = where & compare(self.payoff(True, objectors), ">=", 0, under)
        return where.simplify()

    def _equilibrium(self, objectors: int, where: Condition) -> Equilibrium:
        profile = {player: OBJECT if place < objectors else SILENT for place, player in enumerate(self.players)}
        return Equilibrium(
            profile,
            tuple(self.payoff(what == OBJECT, objectors) for what in profile.values()),
            where,
            outcome=BROKEN if objectors >= self.needed else HOLDS,
            stands_for=comb(len(self.players), objectors),
        )

    def _checked(self, objectors: int, where: Condition) -> bool:
        point = where.witness()
        if point is None:
            return False
        cost, benefit = value_at(self.cost, point), value_at(self.benefit, point)
        odds = [Fraction(int(place < objectors)) for place in range(len(self.players))]
        if not replies_hold(odds, self.needed, cost, benefit):
            return False
        if self.refinement == "none":
            return True
        return _coalition_proof(len(self.players), objectors, self.needed, cost, benefit)

    def _notes(self, mixed: Sequence[MixedSilence]) -> tuple[str, ...]:
        size, needed = len(self.players), self.needed
        names = self.assumptions.names
        if needed > size:
            return (f"{needed} objections are needed and only {size} are reluctant: the silence holds",)
        gain = compare(self.cost, "<", 0, self.assumptions).feasible() is not False
        notes = [
            f"where {'objecting costs something and ' if gain else ''}silence is broken in a pure equilibrium, exactly "
            f"{needed} of {size} object, whoever they are "
            f"({comb(size, needed)} {'equilibria' if needed < size else 'equilibrium'})"
        ]
        if gain:
            notes.append("where the cost is negative, objecting gains by itself: whoever breaks nothing by it objects")
        notes += [each.sentence(names) for each in mixed if each.is_symmetric]
        partly = sum(1 for each in mixed if not each.is_symmetric)
        if partly:
            notes.append(
                f"where only some mix, and the others surely object or surely stay silent, there are {partly} more "
                "kinds of equilibria (listed as components)"
                if partly > 1
                else "equilibria of one more kind, in which only some mix, are listed as components"
            )
        if needed > 1:
            proof = self.coalition_proof_silence()
            told = (
                "but never a coalition-proof one" if proof.formula is False else f"coalition-proof where {proof.text}"
            )
            costly = "where the cost is not negative " if gain else ""
            notes.append(f"{costly}universal silence is an equilibrium too, {told}")
        if 1 < needed < size:
            notes.append(
                "mixed equilibria in which members mix with different probabilities may exist besides"
                if size > 3
                else "at a cost of exactly half the benefit there is a continuum of mixed equilibria besides"
            )
        else:
            notes.append("this is every equilibrium, but for a continuum where the cost is 0 or equals the benefit")
        return tuple(notes)


def _coalition_proof(size: int, objectors: int, needed: int, cost: Fraction, benefit: Fraction) -> bool:
    """Whether a profile is coalition-proof, by the definition; members who do the same are alike, so counts suffice.

    A coalition is told by how many of its members object and how many do not, and by the objections outside it.
    """

    def worth(objecting: bool, total: int) -> Fraction:
        return (benefit if total >= needed else Fraction(0)) - (cost if objecting else 0)

    @cache
    def enforces_itself(some: int, others: int, outside: int) -> bool:
        return all(
            proof(fewer, less, outside + some - fewer)
            for fewer in range(some + 1)
            for less in range(others + 1)
            if 0 < fewer + less < some + others
        )

    @cache
    def proof(some: int, others: int, outside: int) -> bool:
        if not enforces_itself(some, others, outside):
            return False
        now = outside + some
        for ceasing in range(some + 1):
            for joining in range(others + 1):
                then = now - ceasing + joining
                moves: Mapping[tuple[bool, bool], int] = {
                    (True, True): some - ceasing,
                    (True, False): ceasing,
                    (False, True): joining,
                    (False, False): others - joining,
                }
                gains = all(worth(to, then) > worth(of, now) for (of, to), count in moves.items() if count)
                if gains and enforces_itself(some - ceasing + joining, others + ceasing - joining, outside):
                    return False
        return True

    return proof(objectors, size - objectors, 0)
