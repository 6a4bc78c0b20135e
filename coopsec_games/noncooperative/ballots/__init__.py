"""Ballot games: everyone casts a ballot at once, a rule turns the ballots into an outcome, and both have their price.

A member gets the utility of adoption where the text is adopted, nothing where it is not, and in either case the gain or
cost of the ballot that it cast.  Members of one type have the same utilities and the same part in the rule, so that a
game of fifteen members is a matter of counting: states give how many of each type cast each ballot.

What a member's ballots can bring about, given the others, is its *context*: the outcome under each of its ballots.
Contexts are few, whatever the number of members, and best replies and dominance depend on nothing else.

Nearly every profile in which nobody is critical is a Nash equilibrium, so that Nash equilibrium alone says nothing
here.  Two refinements do:

``undominated``
    Nash equilibrium in which nobody casts a weakly dominated ballot: no other ballot of the member is at least as good
    in every context that the others can bring about, and better in one.
``as-if-critical``
    Everyone votes as if its ballot mattered: it casts a ballot that is a best reply in *every* context in which some
    two of its ballots lead to different outcomes, and that is not weakly dominated; of several such ballots the first
    in the stated order.  The profile must be a Nash equilibrium as well.  Where some member has no such ballot, there
    is no such equilibrium.

References
----------
Farquharson (1969), Theory of Voting, ch. 5 and 7 (admissible voting strategies).
Baron and Kalai (1993), Journal of Economic Theory 61:290-304 (stage-undominated voting).
"""

from __future__ import annotations

from .equilibria import REFINEMENTS, ballot_equilibria, count_nash, outcome_regions
from .game import BALLOTS, BallotGame, Type

__all__ = [
    "BALLOTS",
    "REFINEMENTS",
    "BallotGame",
    "Type",
    "ballot_equilibria",
    "count_nash",
    "outcome_regions",
]
