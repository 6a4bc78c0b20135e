"""Polynomial: a sorted tuple of terms, each a monomial and its coefficient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

from ..errors import NotApplicable, TooLarge

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["ONE", "ZERO", "Monomial", "Polynomial", "power"]

Monomial = tuple[tuple[str, int], ...]

TERMS_AT_MOST = 20_000


def _order(term: tuple[Monomial, Fraction]) -> tuple[int, Monomial]:
    return -sum(exponent for _, exponent in term[0]), term[0]


def _collected(terms: Mapping[Monomial, Fraction]) -> Polynomial:
    return Polynomial(tuple(sorted(((m, c) for m, c in terms.items() if c), key=_order)))


def _times(left: Monomial, right: Monomial) -> Monomial:
    if not left:
        return right
    if not right:
        return left
    exponents = dict(left)
    for name, exponent in right:
        exponents[name] = exponents.get(name, 0) + exponent
    return tuple(sorted(exponents.items()))


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A polynomial with rational coefficients in named parameters.

    Parameters
    ----------
    terms
        Monomials with their coefficients, none zero; highest degree first, then by name, the constant last.  A monomial
        is a tuple of (name, exponent) sorted by name; the constant's is ``()``.  Use :meth:`of` and :meth:`variable`.

    Examples
    --------
    >>> c, z = Polynomial.variable("c"), Polynomial.variable("z")
    >>> (c - z + 1).text(("z", "c"))
    'c + 1 - z'
    """

    terms: tuple[tuple[Monomial, Fraction], ...]
    _kept: list[Any] = field(default_factory=list, init=False, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """What a copy is made from: not the hash, which is another in another process."""
        return Polynomial, (self.terms,)

    def key(self) -> tuple[tuple[Monomial, int, int], ...]:
        """The terms in whole numbers, kept with their hash: fractions are slow to hash and to compare."""
        if not self._kept:
            key = tuple((monomial, c.numerator, c.denominator) for monomial, c in self.terms)
            self._kept[:] = (key, hash(key))
        return self._kept[0]  # type: ignore[no-any-return]

    def __eq__(self, other: object) -> bool:
        """Whether the terms are the same."""
        if not isinstance(other, Polynomial):
            return NotImplemented
        return self is other or self.key() == other.key()

    def __hash__(self) -> int:
        """Of the terms."""
        if not self._kept:
            self.key()
        return self._kept[1]  # type: ignore[no-any-return]

    @classmethod
    def of(cls, value: Fraction | int) -> Polynomial:
        """The constant polynomial of a number."""
        return cls((((), Fraction(value)),)) if value else cls(())

    @classmethod
    def variable(cls, name: str) -> Polynomial:
        """The polynomial that is one parameter."""
        return cls(((((name, 1),), Fraction(1)),))

    @classmethod
    def from_terms(cls, terms: Mapping[Monomial, Fraction | int]) -> Polynomial:
        """The polynomial of a mapping from monomials to coefficients, as ``verify`` takes it."""
        return _collected({tuple(sorted(m)): Fraction(c) for m, c in terms.items()})

    def __add__(self, other: Polynomial | Fraction | int) -> Polynomial:
        terms = dict(self.terms)
        for monomial, coefficient in _polynomial(other).terms:
            terms[monomial] = terms.get(monomial, Fraction(0)) + coefficient
        return _collected(terms)

    __radd__ = __add__

    def __neg__(self) -> Polynomial:
        return Polynomial(tuple((monomial, -coefficient) for monomial, coefficient in self.terms))

    def __sub__(self, other: Polynomial | Fraction | int) -> Polynomial:
        return self + -_polynomial(other)

    def __rsub__(self, other: Fraction | int) -> Polynomial:
        return _polynomial(other) - self

    def __mul__(self, other: Polynomial | Fraction | int) -> Polynomial:
        if isinstance(other, (int, Fraction)):
            return self.scaled(Fraction(other))
        if len(self.terms) * len(other.terms) > TERMS_AT_MOST:
            raise TooLarge(f"a product of polynomials would have more than {TERMS_AT_MOST} terms")
        terms: dict[Monomial, Fraction] = {}
        for left, first in self.terms:
            for right, second in other.terms:
                monomial = _times(left, right)
                terms[monomial] = terms.get(monomial, Fraction(0)) + first * second
        return _collected(terms)

    __rmul__ = __mul__

    def scaled(self, factor: Fraction | int) -> Polynomial:
        """The polynomial times a number."""
        if not factor:
            return Polynomial(())
        return Polynomial(tuple((monomial, coefficient * factor) for monomial, coefficient in self.terms))

    def evaluate(self, point: Mapping[str, Fraction | int]) -> Fraction:
        """The value at a point that gives every name; a name that is missing is a ``KeyError``."""
        total = Fraction(0)
        for monomial, coefficient in self.terms:
            for name, exponent in monomial:
                coefficient = coefficient * Fraction(point[name]) ** exponent
            total += coefficient
        return total

    def substitute(self, values: Mapping[str, Polynomial | Fraction | int]) -> Polynomial:
        """The polynomial with some names replaced, all at once."""
        if not any(name in values for name in self.names):
            return self
        terms: dict[Monomial, Fraction] = {}
        for monomial, coefficient in self.terms:
            kept = tuple((name, exponent) for name, exponent in monomial if name not in values)
            factor = Polynomial(((kept, coefficient),))
            for name, exponent in monomial:
                if name in values:
                    factor = factor * power(_polynomial(values[name]), exponent)
            for new, part in factor.terms:
                terms[new] = terms.get(new, Fraction(0)) + part
        return _collected(terms)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that occur, in alphabetical order."""
        return tuple(sorted({name for monomial, _ in self.terms for name, _ in monomial}))

    def degree(self, name: str) -> int:
        """The highest exponent of a parameter, 0 where it does not occur."""
        return max((exponent for monomial, _ in self.terms for other, exponent in monomial if other == name), default=0)

    @property
    def is_linear(self) -> bool:
        """Whether every term is a number or a number times one parameter."""
        first = self.terms[0][0] if self.terms else ()
        return not first or (len(first) == 1 and first[0][1] == 1)

    @property
    def is_constant(self) -> bool:
        """Whether no parameter occurs."""
        return not self.terms or not self.terms[0][0]

    @property
    def constant(self) -> Fraction:
        """The constant term."""
        return self.terms[-1][1] if self.terms and not self.terms[-1][0] else Fraction(0)

    def coefficient(self, name: str) -> Polynomial:
        """What multiplies a parameter that occurs to the first power at most.

        Raises
        ------
        NotApplicable
            If the parameter occurs to a higher power.
        """
        if self.degree(name) > 1:
            raise NotApplicable(f"{self.text()} is not linear in {name}")
        return Polynomial(
            tuple(
                (tuple(factor for factor in monomial if factor[0] != name), coefficient)
                for monomial, coefficient in self.terms
                if (name, 1) in monomial
            )
        )._sorted()

    def powers(self, name: str) -> tuple[Polynomial, ...]:
        """What multiplies each power of a parameter, the lowest first.

        Examples
        --------
        >>> x, y = Polynomial.variable("x"), Polynomial.variable("y")
        >>> (x * x * y + 3).powers("x")
        (Polynomial(3), Polynomial(0), Polynomial(y))
        """
        found: list[dict[Monomial, Fraction]] = [{} for _ in range(self.degree(name) + 1)]
        for monomial, coefficient in self.terms:
            exponent = next((power for other, power in monomial if other == name), 0)
            found[exponent][tuple(factor for factor in monomial if factor[0] != name)] = coefficient
        return tuple(_collected(terms) for terms in found)

    def derivative(self, name: str) -> Polynomial:
        """The partial derivative by a parameter.

        Examples
        --------
        >>> x, y = Polynomial.variable("x"), Polynomial.variable("y")
        >>> (x * x * y + 3 * x).derivative("x").text()
        '2*x*y + 3'
        """
        parts = self.powers(name)[1:]
        x = Polynomial.variable(name)
        return sum((part * power(x, place) * (place + 1) for place, part in enumerate(parts)), Polynomial(()))

    def without(self, name: str) -> Polynomial:
        """The terms in which a parameter does not occur."""
        return Polynomial(tuple(term for term in self.terms if all(other != name for other, _ in term[0])))

    def divided(self, name: str, count: int) -> Polynomial:
        """The polynomial over a power of a parameter that is a factor of every term."""
        return _collected(
            {
                tuple((n, e - count if n == name else e) for n, e in monomial if n != name or e != count): coefficient
                for monomial, coefficient in self.terms
            }
        )

    def primitive(self) -> Polynomial:
        """The positive multiple with coprime integer coefficients."""
        if not self.terms:
            return self
        below = lcm(*(coefficient.denominator for _, coefficient in self.terms))
        above = gcd(*(coefficient.numerator * (below // coefficient.denominator) for _, coefficient in self.terms))
        return self if below == 1 and above == 1 else self.scaled(Fraction(below, above))

    def to_sympy(self) -> Expr:
        """The polynomial as an expanded sympy expression."""
        from sympy import Add, Integer, Mul, Pow, Rational

        from ..formulas import symbol

        return Add(
            *(
                Mul(
                    Rational(coefficient.numerator, coefficient.denominator),
                    *(Pow(symbol(name), Integer(exponent)) for name, exponent in monomial),
                )
                for monomial, coefficient in self.terms
            )
        )

    def ordered(self, names: Sequence[str] = ()) -> tuple[tuple[Monomial, Fraction], ...]:
        """The terms as they are printed: positive ones first, each sign in the order of the names, a constant last."""
        place = {name: position for position, name in enumerate(names)}

        def rank(term: tuple[Monomial, Fraction]) -> tuple[object, ...]:
            monomial, coefficient = term
            factors = sorted((place.get(name, len(place)), name, -exponent) for name, exponent in monomial)
            return coefficient < 0, not monomial, factors

        return tuple(sorted(self.terms, key=rank))

    def text(self, names: Sequence[str] = ()) -> str:
        """The polynomial as the formula reader takes it back: positive terms first, then in the order of names.

        Examples
        --------
        >>> k, c, m = (Polynomial.variable(name) for name in ("k", "c", "m"))
        >>> (c - m + k).text(("k", "c", "m"))
        'k + c - m'
        >>> (c * c * 2 - m * Fraction(1, 2)).text()
        '2*c**2 - 1/2*m'
        """
        parts = []
        for monomial, coefficient in self.ordered(names):
            sign = "-" if coefficient < 0 else "+"
            parts.append(f"{sign} {_term_text(monomial, abs(coefficient), names)}")
        if not parts:
            return "0"
        joined = " ".join(parts)
        return joined[2:] if joined[0] == "+" else "-" + joined[2:]

    def _sorted(self) -> Polynomial:
        return Polynomial(tuple(sorted(self.terms, key=_order)))

    def __repr__(self) -> str:
        return f"Polynomial({self.text()})"


def _term_text(monomial: Monomial, coefficient: Fraction, names: Sequence[str]) -> str:
    place = {name: position for position, name in enumerate(names)}
    factors = [
        name if exponent == 1 else f"{name}**{exponent}"
        for name, exponent in sorted(monomial, key=lambda factor: (place.get(factor[0], len(place)), factor[0]))
    ]
    if coefficient != 1 or not factors:
        factors.insert(0, str(coefficient))
    return "*".join(factors)


def _polynomial(value: Polynomial | Fraction | int) -> Polynomial:
    return value if isinstance(value, Polynomial) else Polynomial.of(value)


def power(base: Polynomial, exponent: int) -> Polynomial:
    """A polynomial to a power of 0 or more."""
    result = ONE
    for _ in range(exponent):
        result = result * base
    return result


ZERO = Polynomial.of(0)
ONE = Polynomial.of(1)
