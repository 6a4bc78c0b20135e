"""Condition: where in the space of parameters something holds, under stated assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..errors import NotApplicable, UsageError
from ..formulas import check_name, read_condition
from ..polynomials import Monomial, Polynomial, pieces
from . import deciding
from .eliminating import projected
from .interior import point_inside
from .logic import (
    Atom,
    Formula,
    conjunction,
    conjuncts,
    disjunction,
    linear_formula,
    names_of,
    negation,
    replaced,
    true_at,
)
from .reading import tree_formula
from .shapes import unit_names
from .simplifying import shortest
from .wording import LATEX, TEXT, Reader, parted, worded

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["Assumptions", "Condition", "sides"]

SHORT = 150
"""Characters of a condition that its own line shows."""


@dataclass(frozen=True, repr=False)
class Assumptions:
    """The parameters, in the order in which they are printed, and what holds of them throughout.

    Parameters
    ----------
    names
        The declared parameters.
    formula
        What is assumed, a formula of this package; :meth:`read` takes texts.
    solve_for
        Parameters that stand alone on the left of a printed condition where they can, by priority.

    Raises
    ------
    UsageError
        If the formula or ``solve_for`` holds a name that is not declared, or a name is declared twice.

    Examples
    --------
    >>> Assumptions.read(["z", "c"], "0 <= z", "c > 0", solve_for=["c"])
    Assumptions(z, c: z >= 0 and c > 0)
    """

    names: tuple[str, ...] = ()
    formula: Formula = True
    solve_for: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(self.names))
        object.__setattr__(self, "solve_for", tuple(self.solve_for))
        if len(set(self.names)) < len(self.names):
            raise UsageError("a parameter is declared twice")
        for name in (*sorted(names_of(self.formula)), *self.solve_for):
            if name not in self.names:
                raise UsageError(f"{name!r} is not a declared parameter")

    @classmethod
    def read(cls, names: Sequence[str], *texts: str, solve_for: Sequence[str] = ()) -> Assumptions:
        """The assumptions that texts state, all of them together; each may mention any of the names."""
        declared = tuple(check_name(name) for name in names)
        return cls(declared, conjunction(*(_read(text, declared) for text in texts)), tuple(solve_for))

    def assuming(self, formula: Formula) -> Assumptions:
        """The same parameters, with more that is assumed of them."""
        return replace(self, formula=conjunction(self.formula, formula))

    @property
    def text(self) -> str:
        """What is assumed, as the reader takes it back."""
        return worded(self.formula, Reader(self.names, self.solve_for), TEXT)

    @property
    def latex(self) -> str:
        """What is assumed, in LaTeX's mathematics mode."""
        return worded(self.formula, Reader(self.names, self.solve_for), LATEX)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        stated = "" if self.formula is True else f": {_cut(self.text)}"
        return f"Assumptions({_cut(', '.join(self.names))}{stated})"

    def _repr_latex_(self) -> str:
        return f"${self.latex}$"

    def reader(self, solve_for: Sequence[str] | None = None) -> Reader:
        """How conditions under these assumptions are told, solved for these parameters or for others."""
        return Reader(
            self.names,
            self.solve_for if solve_for is None else tuple(solve_for),
            tuple(name for name in self.names if name in unit_names(self.formula)),
            lambda polynomial: deciding.sign_of(polynomial, deciding.assuming(self.formula)),
        )

    def about(self, names: Iterable[str]) -> Assumptions:
        """Only the parameters named, those that an assumption ties to them, and what is assumed of all these.

        Parameters
        ----------
        names
            Declared parameters.

        Examples
        --------
        >>> under = Assumptions.read(["c", "c_m", "eps"], "c >= c_m", "c_m >= 0", "eps < 1", solve_for=["eps", "c"])
        >>> under.about(["c"])
        Assumptions(c, c_m: 0 <= c_m <= c)
        """
        parts = conjuncts(self.formula)
        kept = set(names)
        while reached := {name for part in parts if kept & names_of(part) for name in names_of(part)} - kept:
            kept |= reached
        return Assumptions(
            tuple(name for name in self.names if name in kept),
            conjunction(*(part for part in parts if names_of(part) <= kept)),
            tuple(name for name in self.solve_for if name in kept),
        )


def _read(text: str, names: Sequence[str], decider: deciding.Decider | None = None) -> Formula:
    plain = text.strip()
    if plain in ("always", "never"):
        return plain == "always"
    return tree_formula(read_condition(text, names), decider)


@dataclass(frozen=True, repr=False)
class Condition:
    """A Boolean combination of polynomial (in)equalities in parameters, under assumptions.

    Conditions under the same assumptions combine with ``&``, ``|`` and ``~``.  Questions are decided exactly; where the
    solver cannot tell, the answer is ``None``.

    Parameters
    ----------
    formula
        What must hold beyond the assumptions; :meth:`read` takes text.
    assumptions
        The parameters and what is assumed of them.

    Raises
    ------
    UsageError
        If the formula holds a name that is not declared.

    Examples
    --------
    >>> under = Assumptions.read(["z", "c"], "z >= 0", "c >= 0")
    >>> condition = Condition.read("c <= z or z > 5 and c <= z", under)
    >>> condition.simplify()
    Condition('z >= c')
    >>> condition.show(solve_for=["c"])
    'c <= z or (z > 5 and c <= z)'
    >>> condition.implies(Condition.read("c <= z + 1", under))
    True
    >>> dict((~condition).witness())
    {'z': Fraction(1, 1), 'c': Fraction(2, 1)}
    """

    formula: Formula
    assumptions: Assumptions

    def __post_init__(self) -> None:
        for name in sorted(names_of(self.formula)):
            if name not in self.assumptions.names:
                raise UsageError(f"{name!r} is not a declared parameter")

    @classmethod
    def read(cls, text: str, under: Assumptions | Sequence[str]) -> Condition:
        """The condition that a text states.

        Parameters
        ----------
        text
            Comparisons, also chained, joined by ``and``, ``or``, ``not``; or ``always``, ``never``.
        under
            The assumptions, or the names alone.

        Raises
        ------
        FormulaError
            If the text is no condition in the declared names.
        """
        assumptions = under if isinstance(under, Assumptions) else Assumptions.read(under)
        return cls(_read(text, assumptions.names, deciding.assuming(assumptions.formula)), assumptions)

    @classmethod
    def true(cls, assumptions: Assumptions) -> Condition:
        """The condition that always holds."""
        return cls(True, assumptions)

    @classmethod
    def false(cls, assumptions: Assumptions) -> Condition:
        """The condition that never holds."""
        return cls(False, assumptions)

    def __and__(self, other: Condition) -> Condition:
        self._beside(other)
        return replace(self, formula=conjunction(self.formula, other.formula))

    def __or__(self, other: Condition) -> Condition:
        self._beside(other)
        return replace(self, formula=disjunction(self.formula, other.formula))

    def __invert__(self) -> Condition:
        return replace(self, formula=negation(self.formula))

    def _beside(self, other: Condition) -> None:
        ours, theirs = self.assumptions, other.assumptions
        if ours is not theirs and (ours.names != theirs.names or ours.formula != theirs.formula):
            raise NotApplicable("the two conditions stand under different assumptions")

    def feasible(self) -> bool | None:
        """Whether it can hold under the assumptions; ``None`` where the solver cannot tell."""
        return deciding.feasible(self.formula, self.assumptions.formula)

    def implies(self, other: Condition) -> bool | None:
        """Whether the other holds wherever this one does; ``None`` where the solver cannot tell."""
        self._beside(other)
        return deciding.entails(self.formula, other.formula, self.assumptions.formula)

    def equivalent(self, other: Condition) -> bool | None:
        """Whether both hold at the same points; ``None`` where the solver cannot tell."""
        there, back = self.implies(other), other.implies(self)
        if there is False or back is False:
            return False
        return None if there is None or back is None else True

    def witness(self) -> Mapping[str, Fraction] | None:
        """A rational point at which the assumptions and the condition hold, with small values where it can.

        The point is off the boundaries where some such point exists.  ``None`` where there is no point, and where only
        irrational ones could be found.
        """
        found = point_inside(conjunction(self.assumptions.formula, self.formula), self.assumptions.names)
        return None if found is None else dict(found)

    def simplify(self) -> Condition:
        """An equivalent condition as a short disjunction of short clauses.

        Beyond 48 clauses only clauses that cannot hold, and repetitions, are removed.
        """
        return replace(self, formula=shortest(self.formula, self.assumptions.formula, self.assumptions.names))

    def clauses(self) -> tuple[tuple[Atom, ...], ...]:
        """The clauses of a disjunctive normal form, without those that cannot hold; ``((),)`` where it always holds."""
        return tuple(deciding.disjuncts(self.formula, deciding.Decider(self.assumptions.formula)))

    def holds(self, point: Mapping[str, Fraction | int]) -> bool:
        """Whether it holds at a point, whatever the assumptions say of that point.

        Raises
        ------
        NotApplicable
            If the point lacks a parameter that occurs.
        """
        for name in self.names:
            if name not in point:
                raise NotApplicable(f"the point gives no value of {name}")
        return true_at(self.formula, point)

    def substitute(self, values: Mapping[str, Polynomial | Fraction | int | Expr]) -> Condition:
        """The condition, and its assumptions, with some parameters replaced by numbers or polynomials in the others.

        The replaced names leave the declared ones.
        """
        new = {name: _as_polynomial(value) for name, value in values.items()}
        names = tuple(name for name in self.assumptions.names if name not in new)
        assumptions = Assumptions(
            names,
            replaced(self.assumptions.formula, new),
            tuple(name for name in self.assumptions.solve_for if name not in new),
        )
        return Condition(replaced(self.formula, new), assumptions)

    def eliminate(self, name: str) -> Condition:
        """What the other parameters must satisfy for some value of this one to satisfy condition and assumptions.

        Raises
        ------
        NotApplicable
            If it occurs to a power beyond the second that lower ones cannot tell, or the answer would be too long.

        Examples
        --------
        >>> Condition.read("a < x and x <= b", ["a", "b", "x"]).eliminate("x")
        Condition('b > a')
        """
        kept = [part for part in conjuncts(self.assumptions.formula) if name not in names_of(part)]
        moved = [part for part in conjuncts(self.assumptions.formula) if name in names_of(part)]
        assumptions = Assumptions(
            tuple(other for other in self.assumptions.names if other != name),
            conjunction(*kept),
            tuple(other for other in self.assumptions.solve_for if other != name),
        )
        decider = deciding.Decider(assumptions.formula)
        return Condition(projected(conjunction(*moved, self.formula), name, decider), assumptions)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that occur in the condition itself, in their declared order."""
        inside = names_of(self.formula)
        return tuple(name for name in self.assumptions.names if name in inside)

    @property
    def is_linear(self) -> bool:
        """Whether every atom, of the condition and of its assumptions, is linear."""
        return linear_formula(self.formula) and linear_formula(self.assumptions.formula)

    @property
    def text(self) -> str:
        """The condition as text that :meth:`read` takes back."""
        return self.show()

    @property
    def latex(self) -> str:
        """The condition in LaTeX's mathematics mode."""
        return worded(self.formula, self.assumptions.reader(), LATEX)

    def show(self, solve_for: Sequence[str] | None = None) -> str:
        """The text, with other parameters standing alone on the left where they can."""
        return worded(self.formula, self.assumptions.reader(solve_for), TEXT)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Condition({_cut(self.text)!r})"

    def _repr_latex_(self) -> str:
        return f"${self.latex}$"


def _cut(words: str) -> str:
    return words if len(words) <= SHORT else f"{words[: SHORT - 2]} …"


def _as_polynomial(value: Polynomial | Fraction | int | Expr) -> Polynomial:
    if isinstance(value, Polynomial):
        return value
    cases = pieces(value)
    if len(cases) > 1 or not cases[0].denominator.is_constant:
        raise NotApplicable("a parameter can be replaced by a polynomial only")
    return cases[0].numerator


Terms = tuple[tuple[Monomial, Fraction], ...]


def sides(part: Atom, assumptions: Assumptions) -> tuple[Terms, str, Terms]:
    """The two sides of an atom and the relation between them, as the text shows them.

    Parameters
    ----------
    part
        A literal of a condition.
    assumptions
        Their names order the terms; ``solve_for`` says what stands alone on the left.

    Returns
    -------
    tuple
        The terms on the left, the relation, the terms on the right; a side without terms is 0.

    Examples
    --------
    >>> under = Assumptions(("k", "c", "pi"), solve_for=("pi",))
    >>> sides(Condition.read("k + c >= pi", under).formula, under)[1]
    '<='
    """
    left, op, right = parted(part, assumptions.solve_for)
    return left.ordered(assumptions.names), op, right.ordered(assumptions.names)
