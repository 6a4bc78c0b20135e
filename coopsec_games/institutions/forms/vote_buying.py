"""Votes that have a price: the cheapest set of ballots under which a text is adopted."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from ...conditions import Assumptions, compare
from ...cooperative.ballots import Ballot
from ...errors import InvalidGame, TooLarge, UnknownKey
from ...noncooperative.extensive_form import Decision, ExtensiveFormGame, Terminal
from ...noncooperative.payoffs import Payoff
from ..institution import Membership
from .fields import GAME_FORMS, Fields, check_fields, formula_of, mapping_of, member_of, text_of, texts_of, with_ties

__all__ = ["MOST_PURCHASES", "side_payments"]

MOST_PURCHASES = 20_000

BALLOTS = (Ballot.YES, Ballot.ABSTAIN, Ballot.NO)

_Purchase = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class _Sellers:
    """Members who ask the same prices and whom the rule does not tell apart; what is given for nothing costs 0."""

    members: tuple[str, ...]
    prices: tuple[Payoff | None, ...]

    def splits(self) -> Iterator[tuple[int, ...]]:
        """How many of them cast each ballot, for every ballot that has a price."""
        size = len(self.members)
        ways = [range(size + 1) if price is not None else range(1) for price in self.prices]
        return (split for split in product(*ways) if sum(split) == size)

    def paid(self, split: Sequence[int]) -> tuple[int, ...]:
        """How many ballots are paid for, ballot by ballot."""
        return tuple(count if price else 0 for count, price in zip(split, self.prices, strict=True))


@GAME_FORMS.register(
    "side-payments",
    title="The cheapest set of ballots that carries a text",
    cite="Groseclose and Snyder 1996, APSR 90:303-315 (without a second buyer); Winter 1996, APSR 90:813-823",
)
def side_payments(fields: Fields, parameters: Assumptions, membership: Membership | None = None) -> ExtensiveFormGame:
    """One buyer pays members for their ballots, or does without the text.

    Every member names a price for each ballot that it would cast at all; what it would cast for nothing has the price
    0.  The buyer pays for a set of ballots under which the rule adopts, or lets the text drop, or acts without it.

    Parameters
    ----------
    fields
        ``buyer``; ``worth``, what adoption is worth to it; ``prices``, a list of ``{members, yes, abstain, no}`` in
        which ``members`` is a list or ``rest`` (once) and the ballots have formulas, none of them negative;
        ``without``, what acting without the text is worth (else that action is not there); ``procedure``, else the
        body's default.
    parameters
        The declared names and what is assumed of them.
    membership
        The body on the day, whose rule counts the ballots.

    Raises
    ------
    InvalidGame
        For a field that is unknown, missing or of the wrong shape, and for a price that may be negative.
    TooLarge
        Beyond 20,000 sets of ballots.
    FormulaError
        For a formula that is none.

    Notes
    -----
    Prices are reservation prices: a member takes what makes up for its ballot, and does not ask for what its ballot is
    worth to the buyer.  Sets that pay for more than another one does are left out.

    References
    ----------
    Groseclose and Snyder (1996), American Political Science Review 90:303-315.
    """
    known = ("buyer", "worth", "prices", "without", "procedure", "ties")
    check_fields("side-payments", fields, known, ("buyer", "worth", "prices"))
    if membership is None:
        raise InvalidGame("the form 'side-payments' needs an institution, whose procedure counts the ballots")
    buyer = text_of("buyer", fields["buyer"])
    worth = formula_of("worth", fields["worth"], parameters)
    key = fields.get("procedure")
    try:
        rule = membership.procedure(None if key is None else text_of("procedure", key)).rule
    except UnknownKey as error:
        raise InvalidGame(error.message, hint=error.hint) from None
    told = _told(fields["prices"], rule.members, parameters, membership)
    sellers = [part for own in told for part in _by_kind(own, rule.kind)]
    splits = [tuple(own.splits()) for own in sellers]
    if (size := prod(len(own) for own in splits)) > MOST_PURCHASES:
        hint = "put members together who ask the same prices"
        raise TooLarge(f"there are {size:,} sets of ballots, the limit is {MOST_PURCHASES:,}", hint=hint)
    carried = [purchase for purchase in product(*splits) if rule.passes(_ballots(sellers, purchase)).adopted]
    actions = []
    for purchase in _cheapest(sellers, carried):
        actions.append((_label(sellers, purchase), Terminal("adopted", (worth - _cost(sellers, purchase),))))
    if "without" in fields:
        outside = formula_of("without", fields["without"], parameters)
        actions.append(("act without it", Terminal("acts without it", (outside,))))
    actions.append(("let it drop", Terminal("dropped", (Fraction(0),))))
    root = Decision(buyer, tuple(actions))
    outcomes = dict.fromkeys(end.outcome for _, end in actions)
    usual = tuple((buyer, outcome) for outcome in outcomes)
    return with_ties(ExtensiveFormGame((buyer,), root, parameters, usual), fields)


def _told(stated: object, members: Sequence[str], parameters: Assumptions, membership: Membership) -> list[_Sellers]:
    """The members and their prices as the file has them, everyone once."""
    if not isinstance(stated, list | tuple) or not stated:
        raise InvalidGame(f"the field 'prices' takes a list of at least one entry, not {stated!r}")
    read: list[tuple[list[str], tuple[Payoff | None, ...]]] = []
    rest: tuple[Payoff | None, ...] | None = None
    for entry in stated:
        own = mapping_of("prices", entry)
        check_fields("prices", own, ("members", *BALLOTS), ("members",))
        prices = tuple(_price(ballot, own, parameters) for ballot in BALLOTS)
        if not any(ballot in own for ballot in BALLOTS):
            raise InvalidGame("an entry of 'prices' names no ballot", hint=f"ballots: {', '.join(BALLOTS)}")
        if own["members"] != "rest":
            read.append(([member_of(name, membership) for name in texts_of("members", own["members"])], prices))
        elif rest is None:
            rest = prices
        else:
            raise InvalidGame("'rest' stands twice in the field 'prices'")
    named = [member for own, _ in read for member in own]
    for place, member in enumerate(named):
        if member in named[:place]:
            raise InvalidGame(f"{member!r} has two prices")
    others = [member for member in members if member not in named]
    if others and rest is None:
        raise InvalidGame(f"nothing is said of the price of {', '.join(others)}", hint="name them, or 'rest'")
    if rest is not None and not others:
        raise InvalidGame("'rest' in the field 'prices' is nobody: everyone is named")
    everyone = [*read, *([(others, rest)] if rest is not None else [])]
    return [_Sellers(tuple(own), prices) for own, prices in everyone]


def _price(ballot: str, own: Fields, parameters: Assumptions) -> Payoff | None:
    if ballot not in own:
        return None
    price = formula_of(f"prices: {ballot}", own[ballot], parameters)
    if compare(price, "<", Fraction(0), parameters).feasible() is not False:
        raise InvalidGame(f"the price {own[ballot]} of {ballot} may be negative", hint="assume that it is not")
    return price


def _by_kind(own: _Sellers, kind: Callable[[str], Hashable]) -> list[_Sellers]:
    kinds: dict[Hashable, list[str]] = {}
    for member in own.members:
        kinds.setdefault(kind(member), []).append(member)
    return [_Sellers(tuple(members), own.prices) for members in kinds.values()]


def _ballots(sellers: Sequence[_Sellers], purchase: _Purchase) -> dict[str, Ballot]:
    cast: dict[str, Ballot] = {}
    for own, split in zip(sellers, purchase, strict=True):
        words = [ballot for ballot, count in zip(BALLOTS, split, strict=True) for _ in range(count)]
        cast.update(zip(own.members, words, strict=True))
    return cast


def _cheapest(sellers: Sequence[_Sellers], purchases: Sequence[_Purchase]) -> list[_Purchase]:
    """One purchase for each set of paid ballots of which no part is enough."""
    paid: dict[_Purchase, _Purchase] = {}
    for purchase in purchases:
        bill = tuple(own.paid(split) for own, split in zip(sellers, purchase, strict=True))
        paid.setdefault(bill, purchase)
    bills = sorted(paid, key=lambda bill: sum(sum(split) for split in bill))
    least: list[_Purchase] = []
    for bill in bills:
        if not any(_within(smaller, bill) for smaller in least):
            least.append(bill)
    return [paid[bill] for bill in least]


def _within(smaller: _Purchase, larger: _Purchase) -> bool:
    pairs = zip(smaller, larger, strict=True)
    return all(few <= many for own, other in pairs for few, many in zip(own, other, strict=True))


def _cost(sellers: Sequence[_Sellers], purchase: _Purchase) -> Payoff:
    total: Payoff = Fraction(0)
    for own, split in zip(sellers, purchase, strict=True):
        for price, count in zip(own.prices, split, strict=True):
            total = total + count * price if price is not None else total
    return total


def _label(sellers: Sequence[_Sellers], purchase: _Purchase) -> str:
    words = []
    for own, split in zip(sellers, purchase, strict=True):
        for ballot, count in zip(BALLOTS, own.paid(split), strict=True):
            if count:
                who = ", ".join(own.members)
                words.append(f"{ballot} of {who}" if count == len(own.members) else f"{ballot} of {count} of {who}")
    return f"pay for {'; '.join(words)}" if words else "put it to the vote"
