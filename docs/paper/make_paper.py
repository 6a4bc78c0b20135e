"""The numbers in the text of the worked paper, each computed when it is set, and the folder in which it is set.

``python docs/paper/make_paper.py FOLDER`` makes the replication package, the numbers as LaTeX commands, and the text.

>>> rules()["ElectedThen"]
'\\\\tfrac{1}{462}'
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import coopsec_games as cg
from coopsec_games.analysis import Analysis
from coopsec_games.analysis.votes import roll_call_answers
from coopsec_games.cli import main

__all__ = ["games", "make", "numbers", "rules", "written"]

HERE = Path(__file__).parent
CASES = ("korea-1950", "kosovo-1999", "greece-1999")
CONDITIONS: Mapping[str, tuple[str, str]] = {
    "KoreaImplied": ("korea-1950", "council"),
    "KoreaRival": ("korea-1950", "assembly"),
    "KosovoImplied": ("kosovo-1999", "council"),
    "KosovoRival": ("kosovo-1999", "indivisible"),
    "KosovoSettled": ("kosovo-1999", "settlement"),
    "GreeceImplied": ("greece-1999", "silence"),
    "GreeceRival": ("greece-1999", "futility"),
    "FebruaryImplied": ("greece-1999", "february-2003"),
}
"""What a record implies in a game: the case and the game."""


def fraction(number: Fraction) -> str:
    """A fraction in LaTeX."""
    return rf"\tfrac{{{number.numerator}}}{{{number.denominator}}}"


def decimal(number: Fraction) -> str:
    """A positive number as a decimal: exactly where three digits hold it, else rounded half to even to one."""
    digits = next((digits for digits in (1, 2, 3) if 10**digits % number.denominator == 0), 1)
    whole, rest = divmod(round(number * 10**digits), 10**digits)
    return f"{whole}.{rest:0{digits}}"


def council(date: str, *absent: str) -> cg.SimpleGame:
    """The Security Council on a day, in matters of substance."""
    return cg.load_model("unsc").on(date).procedure("substantive", absent=absent).simple_game


def rules() -> dict[str, str]:
    """The numbers that follow from rules and ballots alone."""
    found: dict[str, str] = {}
    bodies = {
        "Then": (council("1946-01-17"), "NLD"),
        "Empty": (council("1950-06-27", "RUS"), "NOR"),
        "Now": (council("1966-01-01"), "NLD"),
    }
    for name, (game, elected) in bodies.items():
        shares = cg.power("shapley-shubik", game)
        found[f"Permanent{name}"] = fraction(shares["USA"])
        found[f"Elected{name}"] = fraction(shares[elected])
        found[f"Ratio{name}"] = decimal(shares["USA"] / shares[elected])
    game, elected = bodies["Now"]
    measure = cg.power("penrose", game)
    found["RatioPenrose"] = decimal(measure["USA"] / measure[elected])
    for name, chance in (("Tenth", Fraction(1, 10)), ("Half", Fraction(1, 2))):
        measure = cg.power("ternary-penrose", game, abstention=chance)
        found[f"RatioTernary{name}"] = decimal(measure["USA"] / measure[elected])
    reversed_by_letter = 0
    for key in ("korea-1950", "kosovo-1999"):
        case = cg.load_case(key)
        answers = roll_call_answers(case, rule="strict")
        reversed_by_letter += sum(answer.call.adopted and not answer.agrees for answer in answers)
    found["ReversedByLetter"] = str(reversed_by_letter)
    second = next(answer for answer in roll_call_answers(cg.load_case("korea-1950")) if answer.call.id == "S/RES/83")
    found["Critical"], found["Decisive"] = str(len(second.critical)), str(len(second.decisive))
    return found


def games() -> dict[str, str]:
    """What follows from the games: the conditions that the records imply, and the verdicts on claims."""
    analyses: dict[str, Analysis] = {key: cg.load_case(key).analyze() for key in CASES}
    found = {}
    for name, (case, game) in CONDITIONS.items():
        condition = analyses[case].games[game].recorded_where
        if condition is None:
            raise ValueError(f"{case}: nothing is on record of {game!r}")
        found[name] = condition.latex
    verdicts = Counter(answer.verdict for analysis in analyses.values() for answer in analysis.claims)
    found["Claims"] = str(verdicts.total())
    for verdict in ("supported", "contradicted", "entailed", "assumed", "model-dependent", "not-formalised"):
        found["Claims" + verdict.title().replace("-", "")] = str(verdicts[verdict])
    return found


PARTS: tuple[Callable[[], dict[str, str]], ...] = (rules, games)


def numbers() -> dict[str, str]:
    """Every number of the text, by the name of its command."""
    return {name: text for part in PARTS for name, text in part().items()}


def written(found: Mapping[str, str]) -> str:
    """The numbers as LaTeX commands: ``\\NRatioThen`` for ``RatioThen``."""
    return "".join(rf"\newcommand{{\N{name}}}{{\ensuremath{{{text}}}}}" + "\n" for name, text in found.items())


def make(folder: Path) -> None:
    """Make the folder in which the paper can be set."""
    code = main(["replicate", str(HERE / "paper.yaml"), "-o", str(folder / "package")])
    if code:
        raise SystemExit(code)
    (folder / "numbers.tex").write_text(written(numbers()), encoding="utf-8")
    shutil.copy(HERE / "paper.tex", folder / "paper.tex")


if __name__ == "__main__":
    make(Path(sys.argv[1] if len(sys.argv) > 1 else "paper"))
