"""What the words mean: codes of errors, and the entries of every registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TypedDict

from ..errors import UnknownKey, did_you_mean
from ..registry import Registry

__all__ = ["CODES", "Explanation", "explanation", "words_known"]

CODES = {
    "error": "Something is wrong with what was asked or read; the line says what.",
    "spec": (
        "A file of a model or a case is invalid. The line names file, line and column; all faults of a file are "
        "listed at once. Unknown and duplicate keys, aliases, tags and control characters are refused. "
        "`coopsec schema case` and `coopsec schema model` give editors what they need to check while you write. "
        "Exit code 3."
    ),
    "formula": (
        "A text is not a number or a formula. Written are whole numbers, fractions as 2/3, decimals as 0.25 (exactly "
        "1/4), declared parameters, + - * / **, min max abs, parentheses, and comparisons where a condition is "
        "expected. Every name must be declared; powers are **, products are *. Exit code 3."
    ),
    "inexact": (
        "A number is a float, or a text that only a float could hold. Every answer is exact, so every input must be: "
        "write 1/3 or 0.25, not 1e-3, and in Python int, Fraction or text. Exit code 3."
    ),
    "unknown": (
        "Nothing answers to this name: a model, a case, a member, a procedure, a ballot, a power index. The hint "
        "names what is near. Your own folders are added with --path DIR or COOPSEC_PATH. Exit code 2."
    ),
    "rule": "A voting rule cannot be one: its quota, weights or groups do not fit together. Exit code 3.",
    "game": "A game cannot be one: its tree, matrix, players, probabilities or ties do not fit together. Exit code 3.",
    "not-applicable": (
        "The question has no answer for this object, such as a date that no stated period of an institution covers. "
        "Exit code 2."
    ),
    "usage": (
        "The request itself is wrong: an unknown option, a missing file, an output that exists already (--force "
        "replaces it) or that cannot be written. Exit code 2."
    ),
    "too-large": ("A stated limit of size is exceeded. The message says which, and what to use instead. Exit code 4."),
    "unverified": (
        "An answer failed its exact check, or two methods disagree; no answer is given rather than a doubtful one. "
        "Exit code 5."
    ),
    "missing-dependency": (
        "An optional dependency is not installed; the hint names the extra that brings it. Exit code 6."
    ),
    "internal": "A fault of the program. With --debug it shows where it arose. Exit code 70.",
    "interrupted": "The command was interrupted from the keyboard. Exit code 130.",
}
"""Code of an error: what it means and what to do."""

WORDS = {
    "veto": (
        "A no that defeats what the other ballots carry. A vetoer can always do so alone: no text passes against it. "
        "Rules say it with `no-objection` (nobody of a group votes no), `consent` (everyone of a group votes yes) and "
        "`present` (nobody of a group is absent); without the needed votes a text fails on its quota, and nobody has "
        "vetoed it."
    ),
    "critical": (
        "For an adopted text, a member whose yes, turned into an abstention, defeats it; for a rejected one, a member "
        "whose ballot, turned into a yes, carries it."
    ),
    "decisive": "A member for whom some other ballot would have changed the outcome of a roll call.",
    "decisiveness": "The share of all coalitions that win: the chance that a text passes where each votes yes or not.",
    "dummy": "A member whose ballot never changes an outcome.",
    "baseline": "A value of a parameter that illustrates; no number is a fact about an actor's preferences.",
    "region": "The condition on the parameters under which an outcome comes about; all regions are a partition.",
    "threshold": "The value of a parameter at which the outcome changes, as a formula in the others.",
    "tie-rule": "What a player does where it is indifferent; beside each region stands where the outcome is an "
    "equilibrium under some tie rule.",
    "witness": "A point of a region with rational values, at which the game is solved again.",
    "certainty": "C confirmed against a document; M standard reference; m less certain; I modelling choice; D derived.",
}
"""A word that stands in answers: what it means."""

NEAR = 6
"""Words that a hint names at most."""

REGISTRIES = {
    "power index": ("cooperative.indices", "POWER_INDICES"),
    "power index with unions": ("cooperative.unions", "UNION_INDICES"),
    "allocation": ("cooperative.allocations", "ALLOCATIONS"),
    "rule": ("cooperative.rules", "RULES"),
    "solution concept": ("noncooperative.concepts", "SOLUTION_CONCEPTS"),
    "game form": ("institutions.forms", "GAME_FORMS"),
    "table": ("tables", "TABLES"),
    "figure": ("figures", "FIGURES"),
    "figure of a body": ("figures", "BODY_FIGURES"),
}
"""What an entry is called, and where its registry stands."""


class Explanation(TypedDict):
    """A word, what kind of word it is, what it means, and its source."""

    word: str
    kind: str
    meaning: str
    cite: str


def _registry(kind: str) -> Registry[object]:
    room, name = REGISTRIES[kind]
    found: Registry[object] = getattr(import_module(f"coopsec_games.{room}"), name)
    return found


def words_known() -> tuple[str, ...]:
    """Every word that can be explained, in a fixed order, each once."""
    entries = (key for kind in REGISTRIES for key in _registry(kind))
    return tuple(dict.fromkeys((*CODES, *WORDS, *_verdicts(), *entries)))


def _verdicts() -> Mapping[str, str]:
    from ..analysis.claims import VERDICTS

    return VERDICTS


def explanation(word: str) -> Explanation:
    """What a word means: among the codes of errors, words of answers and verdicts, or in all registries that have it.

    Raises
    ------
    UnknownKey
        Nothing answers to the word.

    Examples
    --------
    >>> explanation("interrupted")["meaning"]
    'The command was interrupted from the keyboard. Exit code 130.'
    >>> explanation("through-time")["kind"], explanation("through-time")["meaning"]
    ('figure and figure of a body', 'Power through time, in lines')
    """
    if word in CODES:
        return {"word": word, "kind": "code of an error", "meaning": CODES[word], "cite": ""}
    if word in WORDS:
        return {"word": word, "kind": "word of an answer", "meaning": WORDS[word], "cite": ""}
    if word in _verdicts():
        return {"word": word, "kind": "verdict on a claim", "meaning": _verdicts()[word], "cite": ""}
    entries = {kind: registry[word] for kind in REGISTRIES if word in (registry := _registry(kind))}
    if entries:
        titles = dict.fromkeys(entry.title for entry in entries.values())
        each = [f"{kind.capitalize()}: {entry.title}." for kind, entry in entries.items()]
        cites = dict.fromkeys(entry.cite for entry in entries.values())
        return {
            "word": word,
            "kind": " and ".join(entries),
            "meaning": " ".join(titles if len(titles) == 1 else each),
            "cite": "; ".join(cites),
        }
    known = words_known()
    hint = did_you_mean(word, known) or _mentions(word, known) or "coopsec explain lists every word"
    raise UnknownKey(f"nothing is known of {word!r}", hint=hint)


def _mentions(word: str, known: Iterable[str]) -> str:
    """The hint that names words in which a word occurs, or whose meaning speaks of it."""
    sought = word.strip().casefold()
    told = {each: explanation(each)["meaning"].casefold() for each in known} if len(sought) > 2 else {}
    found = [each for each in told if sought in each.casefold()] or [each for each in told if sought in told[each]]
    return f"it occurs in {', '.join(found[:NEAR])}" if found else ""
