"""Conditions on parameters: Boolean combinations of polynomial (in)equalities under assumptions, decided exactly.

>>> under = Assumptions.read(["k", "c", "pi"], "k >= 0", "c >= 0", "pi >= 0", solve_for=["pi"])
>>> consents = Condition.read("pi <= k + c", under)
>>> (~consents).text
'pi > k + c'
>>> (consents | Condition.read("pi > 1", under)).simplify().text
'pi > 1 or pi <= k + c'
"""

from __future__ import annotations

from .comparing import Certificate, compare, partition_check, threshold
from .condition import Assumptions, Condition, sides
from .logic import And, Atom, Formula, Or, atom, atoms_of, conjunction, conjuncts, disjunction, linear_formula, negation
from .shapes import Term, gathered
from .simplifying import CLAUSES_SIMPLIFIED, clauses_told, is_left_long
from .wording import shown

__all__ = [
    "CLAUSES_SIMPLIFIED",
    "And",
    "Assumptions",
    "Atom",
    "Certificate",
    "Condition",
    "Formula",
    "Or",
    "Term",
    "atom",
    "atoms_of",
    "clauses_told",
    "compare",
    "conjunction",
    "conjuncts",
    "disjunction",
    "gathered",
    "is_left_long",
    "linear_formula",
    "negation",
    "partition_check",
    "shown",
    "sides",
    "threshold",
]
