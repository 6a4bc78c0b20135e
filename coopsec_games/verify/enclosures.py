"""Boxes that provably hold a solution: isolated equilibria and logit responses."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from .exactness import Payoffs, rational

__all__ = ["isolated_nash", "logit_response"]


def isolated_nash(
    payoffs: Payoffs,
    boxes: Sequence[Mapping[Any, tuple[Fraction, Fraction]]],
    strategies: Sequence[Iterable[Hashable]],
) -> bool:
    """Whether a box is proven to hold just one equilibrium that uses exactly the strategies named in it.

    On the box Krawczyk's operator maps the conditions of indifference into its interior; every probability is positive
    there, and every strategy outside gives less.

    Parameters
    ----------
    payoffs
        One exact payoff a player, for every profile.
    boxes
        For each player the strategies that it uses, each with the ends of an interval; the last one takes what the
        others leave.
    strategies
        All strategies of each player.

    Examples
    --------
    >>> pennies = {("H", "H"): (1, -1), ("H", "T"): (-1, 1), ("T", "H"): (-1, 1), ("T", "T"): (2, -2)}
    >>> near = {"H": (Fraction(1, 2), Fraction(2, 3)), "T": (Fraction(1, 3), Fraction(1, 2))}
    >>> isolated_nash(pennies, (near, near), (("H", "T"), ("H", "T")))
    True
    >>> far = {"H": (Fraction(1, 3), Fraction(1, 2)), "T": (Fraction(1, 2), Fraction(2, 3))}
    >>> isolated_nash(pennies, (far, far), (("H", "T"), ("H", "T")))
    False

    References
    ----------
    Krawczyk (1969), Computing 4:187-201.
    """
    used = [tuple(own) for own in boxes]
    free = [(i, s) for i, own in enumerate(used) for s in own[:-1]]
    box = [boxes[i][s] for i, s in free]
    if any(high <= low for low, high in box):
        return False

    def full(at: Sequence[tuple[Fraction, Fraction]]) -> list[dict[Any, tuple[Fraction, Fraction]]]:
        told: list[dict[Any, tuple[Fraction, Fraction]]] = [{} for _ in used]
        for (i, s), ends in zip(free, at, strict=True):
            told[i][s] = ends
        for i, own in enumerate(used):
            low = 1 - sum((ends[1] for ends in told[i].values()), Fraction(0))
            high = 1 - sum((ends[0] for ends in told[i].values()), Fraction(0))
            told[i][own[-1]] = (low, high)
        return told

    def gain(
        i: int, s: Any, than: Any, told: Sequence[Mapping[Any, tuple[Fraction, Fraction]]], fixed: Mapping[int, Any]
    ) -> tuple[Fraction, Fraction]:
        total = (Fraction(0), Fraction(0))
        others = [(fixed[j],) if j in fixed else used[j] for j in range(len(used)) if j != i]
        for rest in product(*others):
            part = (
                rational(payoffs[(*rest[:i], s, *rest[i:])][i]) - rational(payoffs[(*rest[:i], than, *rest[i:])][i]),
            ) * 2
            for j, chosen in zip((j for j in range(len(used)) if j != i), rest, strict=True):
                if j not in fixed:
                    part = _interval_product(part, told[j][chosen])
            total = (total[0] + part[0], total[1] + part[1])
        return total

    told = full(box)
    if any(ends[0] <= 0 for own in told for ends in own.values()):
        return False
    for i, own in enumerate(strategies):
        if not set(used[i]) <= set(own):
            return False
        if any(gain(i, s, used[i][-1], told, {})[1] >= 0 for s in own if s not in used[i]):
            return False
    at = [(low + high) / 2 for low, high in box]
    values = [gain(i, s, used[i][-1], full([(a, a) for a in at]), {})[0] for i, s in free]
    slopes = []
    for i, s in free:
        line = []
        for j, t in free:
            if i == j:
                line.append((Fraction(0), Fraction(0)))
                continue
            here, last = (gain(i, s, used[i][-1], told, {j: choice}) for choice in (t, used[j][-1]))
            line.append((here[0] - last[1], here[1] - last[0]))
        slopes.append(line)
    return _contracts(box, at, [(value, value) for value in values], slopes)


def logit_response(
    payoffs: Payoffs,
    rationality: Fraction | int,
    odds: Sequence[Mapping[Any, tuple[Fraction, Fraction]]],
    strategies: Sequence[Sequence[Hashable]],
) -> bool:
    """Whether a box of log-odds against each player's last strategy is proven to hold just one logit equilibrium.

    Parameters
    ----------
    payoffs
        One exact payoff a player, for every profile.
    rationality
        The precision, per unit of payoff.
    odds
        For each player and strategy the ends of an interval; for the last strategy both are 0.
    strategies
        All strategies of each player.

    Examples
    --------
    >>> pennies = {("H", "H"): (1, -1), ("H", "T"): (-1, 1), ("T", "H"): (-1, 1), ("T", "T"): (1, -1)}
    >>> tenth = Fraction(1, 10)
    >>> even = {"H": (-tenth, tenth), "T": (Fraction(0), Fraction(0))}
    >>> logit_response(pennies, 1, (even, even), (("H", "T"), ("H", "T")))
    True
    >>> odd = {"H": (tenth, 3 * tenth), "T": (Fraction(0), Fraction(0))}
    >>> logit_response(pennies, 1, (odd, odd), (("H", "T"), ("H", "T")))
    False

    References
    ----------
    McKelvey and Palfrey (1995), Games and Economic Behavior 10:6-38.
    """
    level = rational(rationality)
    free = [(i, s) for i, own in enumerate(strategies) for s in own[:-1]]
    if any(any(odds[i][own[-1]]) for i, own in enumerate(strategies)):
        return False
    box = [odds[i][s] for i, s in free]
    if level < 0 or any(high <= low for low, high in box):
        return False
    at = [(low + high) / 2 for low, high in box]
    there = [{s: (Fraction(0), Fraction(0)) for s in own} for own in strategies]
    for (i, s), a in zip(free, at, strict=True):
        there[i][s] = (a, a)
    points, shares = [_shares(own) for own in there], [_shares(own) for own in odds]

    def gain(
        i: int, s: Any, told: Sequence[Mapping[Any, tuple[Fraction, Fraction]]], fixed: Mapping[int, Any]
    ) -> tuple[Fraction, Fraction]:
        low = high = Fraction(0)
        places = [j for j in range(len(strategies)) if j != i]
        for rest in product(*((fixed[j],) if j in fixed else strategies[j] for j in places)):
            here, last = ((*rest[:i], own, *rest[i:]) for own in (s, strategies[i][-1]))
            part = (rational(payoffs[here][i]) - rational(payoffs[last][i]),) * 2
            for j, chosen in zip(places, rest, strict=True):
                if j not in fixed:
                    part = _interval_product(part, told[j][chosen])
            low, high = low + part[0], high + part[1]
        return level * low, level * high

    values, slopes = [], []
    for (i, s), a in zip(free, at, strict=True):
        low, high = gain(i, s, points, {})
        values.append((a - high, a - low))
        line = []
        for j, r in free:
            own = Fraction(int((i, s) == (j, r)))
            low = high = Fraction(0)
            for t in strategies[j] if i != j else ():
                p, q = shares[j][t], shares[j][r]
                move = _interval_product(q, (1 - p[1], 1 - p[0])) if t == r else _interval_product(p, (-q[1], -q[0]))
                part = _interval_product(gain(i, s, shares, {j: t}), move)
                low, high = low + part[0], high + part[1]
            line.append((own - high, own - low))
        slopes.append(line)
    return _contracts(box, at, values, slopes)


def _contracts(
    box: Sequence[tuple[Fraction, Fraction]],
    at: Sequence[Fraction],
    values: Sequence[tuple[Fraction, Fraction]],
    slopes: Sequence[Sequence[tuple[Fraction, Fraction]]],
) -> bool:
    """Whether Krawczyk's operator maps a box into its interior, so that it holds just one zero."""
    inverse = _near_inverse([[(a + b) / 2 for a, b in line] for line in slopes])
    if inverse is None:
        return False
    size = len(box)
    for i in range(size):
        low = high = at[i]
        for k in range(size):
            move = _interval_product((-inverse[i][k],) * 2, values[k])
            low, high = low + move[0], high + move[1]
        for j in range(size):
            entry = (Fraction(int(i == j)),) * 2
            for k in range(size):
                move = _interval_product((-inverse[i][k],) * 2, slopes[k][j])
                entry = (entry[0] + move[0], entry[1] + move[1])
            spread = max(abs(entry[0]), abs(entry[1])) * (box[j][1] - box[j][0]) / 2
            low, high = low - spread, high + spread
        if not (box[i][0] < low and high < box[i][1]):
            return False
    return True


def _shares(odds: Mapping[Any, tuple[Fraction, Fraction]]) -> dict[Any, tuple[Fraction, Fraction]]:
    """Enclosures of the probabilities that belong to intervals of log-odds."""
    top = max(high for _, high in odds.values())
    weights = {s: (_exp(low - top)[0], _exp(high - top)[1]) for s, (low, high) in odds.items()}
    least, most = sum(a for a, _ in weights.values()), sum(b for _, b in weights.values())
    return {
        s: (_short(a / (most - b + a) if a else Fraction(0), up=False), _short(b / (least - a + b), up=True))
        for s, (a, b) in weights.items()
    }


def _exp(x: Fraction) -> tuple[Fraction, Fraction]:
    """Bounds of the exponential of a number that is not positive, by its series at a part of it."""
    halvings = 0
    while -x > Fraction(1 << halvings, 2):
        halvings += 1
    y = x / (1 << halvings)
    bounds = []
    slack = Fraction(1, 1 << 160)  # more than what 39 terms leave out where -1/2 <= z <= 0
    for z, error in ((_short(y, up=False), -slack), (min(_short(y, up=True), Fraction(0)), slack)):
        total = Fraction(1)
        for k in range(38, 0, -1):
            total = 1 + z * total / k
        bounds.append(total + error)
    low, high = max(bounds[0], Fraction(0)), bounds[1]
    for _ in range(halvings):
        low, high = _short(low * low, up=False), _short(high * high, up=True)
    return low, high


def _short(a: Fraction, *, up: bool) -> Fraction:
    unit = 1 << 160
    return Fraction(-(-a * unit // 1) if up else a * unit // 1, unit)


def _interval_product(a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    ends = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(ends), max(ends)


def _near_inverse(matrix: list[list[Fraction]]) -> list[list[Fraction]] | None:
    size = len(matrix)
    rows = [[*line, *(Fraction(int(i == j)) for j in range(size))] for i, line in enumerate(matrix)]
    for k in range(size):
        pivot = next((i for i in range(k, size) if rows[i][k]), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = rows[k][k]
        rows[k] = [a / head for a in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    return [line[size:] for line in rows]
