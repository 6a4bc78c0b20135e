"""The words of Gambit's game files: texts in quotes, numbers, braces, bare words; each with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ...errors import Place, SpecError, TooLarge

__all__ = ["Token", "Tokens", "distinct", "opened", "quoted"]

MOST_DIGITS = 1_000
MOST_EXPONENT = 400
MOST_TOKENS = 2_000_000

_TOKEN = re.compile(
    r"""(?P<space>[\s,]+)
      | (?P<text>"(?:[^"\\]|\\.)*")
      | (?P<brace>[{}])
      | (?P<number>[+-]?(?:[0-9]+/[0-9]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![A-Za-z0-9_./]))
      | (?P<word>[A-Za-z]+)""",
    re.VERBOSE | re.DOTALL,
)
_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile(r'\\(["\\])')


@dataclass(frozen=True)
class Token:
    """One word: ``kind`` is text, number, word, ``{``, ``}`` or end."""

    kind: str
    text: str
    line: int
    column: int
    number: Fraction = Fraction(0)

    @property
    def told(self) -> str:
        """How a message speaks of it."""
        if self.kind == "end":
            return "the end of the file"
        shown = self.text if len(self.text) <= 40 else self.text[:37] + "..."
        return f"the text {shown!r}" if self.kind == "text" else repr(shown)


class Tokens:
    """The words of a file, taken one by one.

    Parameters
    ----------
    text
        The whole file.
    shown
        The name under which faults speak of it.
    """

    def __init__(self, text: str, shown: str) -> None:
        self.shown = shown
        self._left = self._scan(text)
        self.next = next(self._left)

    def take(self) -> Token:
        """The next word, which is then gone."""
        token = self.next
        if token.kind != "end":
            self.next = next(self._left)
        return token

    def want(self, kind: str, what: str) -> Token:
        """The next word, which must be of a kind."""
        if self.next.kind != kind:
            raise self.fault(f"expected {what}, found {self.next.told}")
        return self.take()

    def whole(self, what: str) -> int:
        """The next word as a whole number."""
        token = self.want("number", what)
        if token.number.denominator != 1:
            raise self.fault(f"expected {what}, found {token.told}", token)
        return int(token.number)

    def texts(self, what: str) -> list[str]:
        """Texts in braces."""
        self.want("{", f"{{ and {what}")
        found = []
        while self.next.kind == "text":
            found.append(self.take().text)
        self.want("}", f"{what} in quotes, or }}")
        return found

    def numbers(self) -> list[Fraction]:
        """Numbers in braces."""
        self.want("{", "{ and numbers")
        found = []
        while self.next.kind == "number":
            found.append(self.take().number)
        self.want("}", "a number, or }")
        return found

    def fault(self, message: str, token: Token | None = None, hint: str = "") -> SpecError:
        """A fault at a word; at the next one where none is named."""
        at = token or self.next
        return SpecError(message, hint=hint, place=Place(self.shown, at.line, at.column))

    def place(self, token: Token) -> Place:
        """Where a word stands."""
        return Place(self.shown, token.line, token.column)

    def _scan(self, text: str) -> Iterator[Token]:
        line, start, at, count = 1, 0, 0, 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise self._strange(text, at, line, at - start + 1)
            kind, said = str(found.lastgroup), found.group()
            if kind != "space":
                count += 1
                if count > MOST_TOKENS:
                    raise TooLarge(f"the file has more than {MOST_TOKENS:,} words", place=Place(self.shown, line))
                yield self._token(kind, said, line, at - start + 1)
            for broken in _BREAK.finditer(text, at, found.end()):
                line, start = line + 1, broken.end()
            at = found.end()
        end = Token("end", "", line, at - start + 1)
        while True:
            yield end

    def _token(self, kind: str, said: str, line: int, column: int) -> Token:
        if kind == "text":
            return Token("text", _ESCAPED.sub(r"\1", said[1:-1]), line, column)
        if kind == "number":
            return Token("number", said, line, column, self._number(said, line, column))
        return Token(said if kind == "brace" else "word", said, line, column)

    def _number(self, said: str, line: int, column: int) -> Fraction:
        place = Place(self.shown, line, column)
        mantissa, _, exponent = said.lower().partition("e")
        if len(mantissa) > MOST_DIGITS or len(exponent) > 8 or abs(int(exponent or 0)) > MOST_EXPONENT:
            raise SpecError("this number is too long", place=place)
        top, _, bottom = mantissa.partition("/")
        if bottom and not int(bottom):
            raise SpecError(f"{said!r} divides by zero", place=place)
        return Fraction(int(top), int(bottom)) if bottom else Fraction(said)

    def _strange(self, text: str, at: int, line: int, column: int) -> SpecError:
        place = Place(self.shown, line, column)
        if text[at] == '"':
            return SpecError("a quote is opened and not closed", place=place)
        said = re.compile(r"[^\s,{}\"]+").match(text, at)
        word = said.group() if said else text[at]
        hint = "texts stand in quotes, numbers are written 3, -1/2 or 0.25"
        return SpecError(f"{word[:40]!r} can stand nowhere in a game file", hint=hint, place=place)


def distinct(names: Iterable[str], default: str = "") -> tuple[str, ...]:
    """Names made distinct: an empty one becomes its number, a repeated one gets a number in parentheses.

    Examples
    --------
    >>> distinct(["in", "", "in"])
    ('in', '2', 'in (2)')
    """
    given = [name or f"{default}{place}" for place, name in enumerate(names, 1)]
    found: dict[str, None] = {}
    for name in given:
        new, count = name, 1
        while new in found or (count > 1 and new in given):
            count += 1
            new = f"{name} ({count})"
        found[new] = None
    return tuple(found)


def opened(text: str, shown: str, word: str, version: int, what: str) -> tuple[Tokens, Token, tuple[str, ...]]:
    """The words of a file after its title and players, its first word, and the players.

    Parameters
    ----------
    text
        The whole file.
    shown
        How to name it in errors.
    word, version
        What the file begins with, such as ``EFG`` and 2.
    what
        The game that it holds, in words.
    """
    tokens = Tokens(text, shown)
    start = tokens.want("word", f"the word {word}")
    if start.text != word or tokens.whole(f"the version {version}") != version:
        raise tokens.fault(f"this is not {what}: it must begin with {word} {version}", start)
    if tokens.want("word", "R or D").text not in {"R", "D"}:
        raise tokens.fault(f"the numbers of {what} are R (rational) or D (decimal)", start)
    tokens.want("text", "the title in quotes")
    players = distinct(tokens.texts("the names of the players"), "Player ")
    if not players:
        raise tokens.fault("a game needs at least one player")
    return tokens, start, players


def quoted(text: str) -> str:
    r"""A text in quotes, as the files write it.

    Examples
    --------
    >>> print(quoted('the "horse"'))
    "the \"horse\""
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
