"""The factors of a polynomial over the rationals."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from .sparse import Polynomial

__all__ = ["factored"]


@lru_cache(maxsize=1 << 12)
def factored(polynomial: Polynomial) -> tuple[Fraction, tuple[tuple[Polynomial, int], ...]]:
    """A constant, and the irreducible factors with how often each divides the polynomial.

    Parameters
    ----------
    polynomial
        Any polynomial; of a number there are no factors.

    Examples
    --------
    >>> x, y = Polynomial.variable("x"), Polynomial.variable("y")
    >>> factored((x * x - y * y) * (x - y) * 2)
    (Fraction(2, 1), ((Polynomial(x - y), 2), (Polynomial(x + y), 1)))
    """
    if polynomial.is_constant:
        return polynomial.constant, ()
    from sympy import Poly

    from ..formulas import symbol

    names = polynomial.names
    whole = Poly.from_dict(
        {
            tuple(dict(monomial).get(name, 0) for name in names): int(coefficient)
            for monomial, coefficient in polynomial.primitive().terms
        },
        *(symbol(name) for name in names),
    )
    lead, parts = whole.factor_list()
    scale = polynomial.terms[0][1] / polynomial.primitive().terms[0][1]
    found = [
        (
            Polynomial.from_terms(
                {
                    tuple((name, power) for name, power in zip(names, powers, strict=True) if power): int(coefficient)
                    for powers, coefficient in part.terms()
                }
            ),
            count,
        )
        for part, count in parts
    ]
    return scale * int(lead), tuple(sorted(found, key=lambda entry: entry[0].terms))
