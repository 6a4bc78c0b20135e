"""Power indices: how much of the decision each member holds, exactly.

Each index is an ordinary function from a game to a number for each member; :data:`POWER_INDICES` knows them by name.
One family stands in one module: those that count swings, those over minimal and vulnerable coalitions, those over
three and over four ballots, and power as a polynomial.

>>> from coopsec_games.cooperative.simple_games import simple_game
>>> council = simple_game("[39; 7*5, 1*10]")
>>> shares = power("shapley-shubik", council)
>>> print(shares["1"], shares["15"], sum(shares.values()))
421/2145 4/2145 1
"""

from __future__ import annotations

from .answers import POWER_INDICES, Game, Power, power
from .aside import aside_penrose, aside_shapley_shubik
from .binary import (
    banzhaf,
    coleman_initiate,
    coleman_prevent,
    decisiveness,
    koenig_braeuninger,
    nevison,
    penrose,
    rae,
    shapley_shubik,
)
from .minimal import (
    deegan_packel,
    holler_packel,
    johnston,
    public_help,
    public_help_beta,
)
from .polynomial import multilinear_extension, straffin, swing_chances
from .quaternary import quaternary_penrose, quaternary_shapley_shubik
from .shifts import shift, shift_deegan_packel
from .ternary import abstention_counts_as, in_abstention, ternary_penrose, ternary_shapley_shubik

__all__ = [
    "POWER_INDICES",
    "Game",
    "Power",
    "abstention_counts_as",
    "aside_penrose",
    "aside_shapley_shubik",
    "banzhaf",
    "coleman_initiate",
    "coleman_prevent",
    "decisiveness",
    "deegan_packel",
    "holler_packel",
    "in_abstention",
    "johnston",
    "koenig_braeuninger",
    "multilinear_extension",
    "nevison",
    "penrose",
    "power",
    "public_help",
    "public_help_beta",
    "quaternary_penrose",
    "quaternary_shapley_shubik",
    "rae",
    "shapley_shubik",
    "shift",
    "shift_deegan_packel",
    "straffin",
    "swing_chances",
    "ternary_penrose",
    "ternary_shapley_shubik",
]
