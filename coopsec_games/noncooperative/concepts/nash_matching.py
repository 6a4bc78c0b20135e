"""From the vertices of both best-reply polytopes to equilibria, and from these to the sets that they span.

A pair of vertices is an equilibrium where every pure strategy is unused or a best reply, that is where the tight
constraints of the two together are all.  The extreme equilibria are the edges of a bipartite graph; its maximal
bicliques are the maximal Nash subsets, convex sets whose union is the set of all equilibria, and its connected
components are those of that set.

References
----------
Avis, Rosenberg, Savani and von Stengel (2010), Economic Theory 42:9-37, section 2 and Prop. 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...errors import TooLarge

__all__ = ["MOST_SUBSETS", "bicliques", "complementary"]

MOST_SUBSETS = 20_000


def complementary(left: Iterable[int], right: Iterable[int], height: int, width: int) -> list[tuple[int, int]]:
    """The pairs of vertices, given by their tight sets, that are equilibria.

    Parameters
    ----------
    left
        Tight sets of the polytope of the first player's strategies: ``i`` an unused row, ``height + j`` a column that
        is a best reply.
    right
        Tight sets of the other polytope: ``j`` an unused column, ``width + i`` a row that is a best reply.
    height, width
        The numbers of rows and of columns.

    Examples
    --------
    >>> complementary([0b0011, 0b0110, 0b1001, 0b1100], [0b0011, 0b0110, 0b1001, 0b1100], 2, 2)
    [(6, 6), (9, 9), (12, 12)]
    """
    every = (1 << height + width) - 1
    low = (1 << width) - 1
    turned = {}
    for mask in right:
        if mask != low:  # the origin is no strategy
            turned[(mask >> width) | ((mask & low) << height)] = mask
    wide = [mask for mask in turned if mask.bit_count() > width]
    found = []
    for mask in left:
        wanted = every & ~mask
        if mask.bit_count() == height:
            partners = [other for other in wide if other & wanted == wanted]
            if wanted in turned:
                partners.append(wanted)
        else:
            partners = [other for other in turned if other & wanted == wanted]
        if mask != (1 << height) - 1:
            found += [(mask, turned[other]) for other in partners]
    return sorted(found)


def bicliques(edges: Sequence[tuple[int, int]]) -> list[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """The maximal bicliques of a bipartite graph, each with the number of its connected component.

    Parameters
    ----------
    edges
        Pairs of a vertex on the left and one on the right, both counted from 0.

    Raises
    ------
    TooLarge
        Beyond ``MOST_SUBSETS`` bicliques.

    Examples
    --------
    >>> bicliques([(0, 0), (0, 1), (1, 1), (2, 2)])
    [(0, (0,), (0, 1)), (0, (0, 1), (1,)), (1, (2,), (2,))]
    """
    near: dict[int, int] = {}
    for x, y in edges:
        near[x] = near.get(x, 0) | 1 << y
    closed: set[int] = set()
    for own in near.values():
        closed |= {own} | {own & other for other in closed if own & other}
        if len(closed) > MOST_SUBSETS:
            raise TooLarge(
                f"the equilibria form more than {MOST_SUBSETS:,} maximal Nash subsets",
                hint="iterated-dominance makes the game smaller, pure-nash takes any size",
            )
    found = sorted((tuple(x for x, own in near.items() if own & y == y), bits(y)) for y in closed)
    reach = list(closed)
    merged: list[int] = []
    for mask in reach:
        apart = [other for other in merged if not other & mask]
        for other in merged:
            if other & mask:
                mask |= other
        merged = [*apart, mask]
    order: dict[int, int] = {}
    numbered = []
    for xs, ys in found:
        whole = next(mask for mask in merged if mask >> ys[0] & 1)
        numbered.append((order.setdefault(whole, len(order)), xs, ys))
    return numbered


def bits(mask: int) -> tuple[int, ...]:
    """The places of the bits that are set.

    Examples
    --------
    >>> bits(0b1010)
    (1, 3)
    """
    return tuple(place for place in range(mask.bit_length()) if mask >> place & 1)
