"""Results in a notebook: tables with real formulas, escaped text, one short line each; and a notebook that is run."""

from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import coopsec_games as cg
from coopsec_games.analysis import Analysis, check
from coopsec_games.conditions import Condition
from coopsec_games.cooperative.allocations import core, nucleolus
from coopsec_games.cooperative.shown import structure_tables
from coopsec_games.cooperative.structure import structure
from coopsec_games.figures.pictures import BarPicture, Figure
from coopsec_games.library import build_game, cases
from coopsec_games.noncooperative.atlas import outcome_atlas
from coopsec_games.noncooperative.extensive_form import Decision, Terminal
from coopsec_games.noncooperative.repeated import RepeatedGame, Sustained, grim
from coopsec_games.noncooperative.shown import SpecialGame
from coopsec_games.rendering.answers import LONGEST, in_one_line, listed
from coopsec_games.rendering.cells import Told, shown_text
from coopsec_games.rendering.notebook import notebook_html
from coopsec_games.results import MOST_ROWS, SHORT, Shown
from coopsec_games.sweeps import read_axis, sweep

CHECKOUT = Path(__file__).resolve().parent.parent
KOSOVO = r"<span>$\pi &gt; k + c - c_{m}$</span>"

HOSTILE = r'<script>x</script> & "q" $\href{javascript:alert(1)}{y}$ $$z$$ \(w\) \begin{matrix}'


class Seen(HTMLParser):
    """The elements of a piece of HTML, and its pieces of text as MathJax sees them: none runs across an element."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(words)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag != "br":
            self.open.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def formulas(words: str) -> list[str]:
    """What MathJax would set, with the delimiters that Jupyter gives it."""
    seen = Seen(words)
    assert not seen.open
    assert seen.tags <= {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "span", "br", "abbr"}
    return [text for text in seen.texts if re.search(r"\$.+\$|\\[(\[]|\\begin", text, re.DOTALL)]


@pytest.fixture(scope="module")
def kosovo() -> Analysis:
    return cg.load_case("kosovo-1999").analyze()


# --- tables ----------------------------------------------------------------------------------------------------------


def test_a_condition_is_a_formula_for_each_comparison() -> None:
    names = ["a", "b", "c", "pi"]
    condition = Condition.read("(a < b and pi/2 <= c) or a > c**2", names)
    table = cg.Table("t", "T", ("where", "pi"), ((condition, Fraction(1, 2)),), names=tuple(names))
    told = notebook_html(table)
    assert formulas(told) == [r"$\pi$", "$b > a$", r"$2 c \geq \pi$", "$a > c^{2}$"]
    words = re.sub(r"<[^>]*>", "", told.partition("<tbody>")[2])
    assert words.strip() == r"($b &gt; a$ and $2 c \geq \pi$) or $a &gt; c^{2}$1/2"


@pytest.mark.parametrize("text", ["always", "never"])
def test_what_is_always_so_is_a_word(text: str) -> None:
    told = notebook_html(cg.Table("t", "T", ("where",), ((Condition.read(text, ["a"]),),)))
    assert f">{text}</td>" in told
    assert formulas(told) == []


def test_formulas_in_sentences_are_set_where_their_names_are_declared() -> None:
    row = (("holds where pi > k + c_m", None),)
    with_names = cg.Table("t", "at c_m >= 1", ("said", ""), row, ("c_m is small.",), names=("pi", "k", "c_m"))
    assert formulas(notebook_html(with_names)) == [r"$c_{m} \geq 1$", r"$\pi > k + c_{m}$", "$c_{m}$"]
    assert formulas(notebook_html(cg.Table("t", "at c_m >= 1", ("said", ""), row))) == []


def test_text_from_outside_is_no_markup_and_no_formula() -> None:
    table = cg.Table("t", HOSTILE, (HOSTILE, "b"), ((HOSTILE, True),), (HOSTILE,), (HOSTILE,), names=("x", "y"))
    told = notebook_html(table)
    assert formulas(told) == []
    assert "".join(Seen(told).texts).count(HOSTILE) == 5
    assert "javascript" not in re.sub(r">[^<]*<", "><", told)


def test_a_case_of_somebody_else_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "one-who-may-act.yaml"
    file.write_text(
        """
title: '<img src=x onerror=alert(1)> $\\href{javascript:alert(1)}{y}$'
date: 1990-01-01
parameters:
  z: {meaning: 'what \\(acting\\) <i>achieves</i>', assume: z >= 0}
games:
  alone: {title: '$$acting$$', players: [A], ties: [A act],
          tree: {player: A, actions: {act: {outcome: '\\[act\\]', payoffs: [z - 1]},
                                      wait: {outcome: no, payoffs: [0]}}}}
""",
        encoding="utf-8",
    )
    case = cg.load_case(file)
    told = case._repr_html_() + case.analyze()._repr_html_()
    assert set(formulas(told)) == {"$z$", r"$z \geq 0$", r"$z \geq 1$", "$z < 1$"}


def test_long_numbers_and_long_tables_are_shortened() -> None:
    long = Fraction(10**30 + 1, 3 * 10**30)
    table = cg.Table("t", "T", ("a", "b"), tuple((place, long) for place in range(MOST_ROWS + 5)))
    told = table._repr_html_()
    assert f'<abbr title="{long}">≈ 0.333333</abbr>' in told
    assert told.count("<tr>") == MOST_ROWS + 2
    assert f"The first {MOST_ROWS} of {MOST_ROWS + 5} rows" in told
    assert str(long) in table.to_html()
    assert "The first" not in table.to_html()


def test_the_size_of_a_small_number_is_told_in_six_digits() -> None:
    table = cg.Table("t", "T", ("a",), ((Fraction(-1, 7**30),),))
    assert f'<abbr title="{Fraction(-1, 7**30)}">≈ -4.43669*10**-26</abbr>' in table._repr_html_()


def test_text_is_shown_to_people_in_another_way_than_to_programs() -> None:
    mixed = {"up": Fraction(10**11, 3**24), "down": 1 - Fraction(10**11, 3**24)}
    [table] = cg.Solution("x", "distributions", ("A",), ({"played": mixed},)).to_tables()
    assert isinstance(table.rows[0][1], Told)
    assert pickle.loads(pickle.dumps(table)).rows[0][1].shown == table.rows[0][1].shown
    assert "up: 100000000000/282429536481 ≈ 0.354071; down: " in table._repr_html_()
    assert "≈" not in table.to_csv() + table.to_latex() + str(table.to_json())


def test_parts_of_answers_in_one_line() -> None:
    assert in_one_line((("CHN", "FRA"), ("USA",))) == "(CHN, FRA), (USA)"
    assert in_one_line([{"up": Fraction(1, 2)}, {"down": 1}]) == "up: 1/2 / down: 1"
    assert in_one_line({("a", "b"): True}) == "(a, b): yes"
    payoffs = listed([cg.exact("(T - R)/2", ["T", "R"]), Fraction(-1)], ["T", "R"])
    assert (payoffs.text, payoffs.latex) == ("T/2 - R/2, -1", r"\frac{T}{2} - \frac{R}{2},\; -1")


# --- results ---------------------------------------------------------------------------------------------------------

GAME = """
import coopsec_games as cg
game = cg.NormalFormGame.from_matrix(["USA", "RUS"], [["arm", "refrain"]] * 2, [["1, 1", "5, 0"], ["0, 5", "3, 3"]])
"""


def dilemma() -> cg.NormalFormGame:
    under = cg.Assumptions.read(["T", "R", "P", "S"], "S < P", "P < R", "R < T")
    return cg.NormalFormGame.from_matrix(
        ["USA", "RUS"], [["arm", "refrain"]] * 2, [["P, P", "T, S"], ["S, T", "R, R"]], under
    )


def act_or_wait() -> cg.ExtensiveFormGame:
    act, wait = Terminal("outside", (cg.exact("z - c", ["z", "c"]),)), Terminal("status quo", (0,))
    under = cg.Assumptions.read(["z", "c"], "z >= 0", solve_for=["c"])
    return cg.ExtensiveFormGame(("USA",), Decision("USA", (("act", act), ("wait", wait))), under)


def stag_hunt() -> cg.NormalFormGame:
    return cg.NormalFormGame.from_matrix(["A", "B"], [["stag", "hare"]] * 2, [["4, 4", "0, 3"], ["3, 0", "3, 3"]])


def shows_well(value: Any) -> str:
    """A short line, HTML that is whole, LaTeX that is whole, and text; the HTML."""
    assert isinstance(value, Shown)
    line = repr(value)
    assert line.startswith(f"{type(value).__name__}(")
    assert len(line) <= SHORT + 40
    assert "\n" not in line
    html, latex = value._repr_html_(), value._repr_latex_()
    formulas(html)
    assert html.count("<table>") == len(value.to_tables()) > 0
    assert latex.count(r"\toprule") >= len(value.to_tables())
    assert len(str(value).splitlines()) > 2
    return html


def test_a_solved_game_shows_its_map(kosovo: Analysis) -> None:
    answer = kosovo.games["council"]
    assert repr(answer) == "GameAnswer('council', 3 regions, recorded 'outside')"
    told = shows_well(answer)
    assert KOSOVO in told
    assert "outside (recorded)" in told
    assert "Where indifferent, RUS: accept" in told
    assert "Regions disjoint: proven; covering: proven" in told
    assert "<span>$y = h$</span>; RUS: veto; USA: act" in told


def test_an_analysis_shows_its_games_and_claims(kosovo: Analysis) -> None:
    assert repr(kosovo) == "Analysis('kosovo-1999', 6 roll calls, 6 games, 10 claims)"
    told = shows_well(kosovo)
    assert [title for title in (answer.title for answer in kosovo.games.values()) if f">{title}<" not in told] == []
    assert "3-12-0: rejected: 3 yes, 9 needed, as recorded" in told
    assert "model-dependent" in told
    assert len(kosovo.to_tables()) == 1 + len(kosovo.games) + 1
    assert shows_well(kosovo.game_what_ifs[0])
    assert shows_well(check("korea-1950")).count(">yes<") == len(check("korea-1950").lines)


def test_a_case_shows_what_is_on_file(kosovo: Analysis) -> None:
    case = kosovo.case
    assert repr(case) == "Case('kosovo-1999', 'Kosovo 1998-99')"
    told = shows_well(case)
    assert r"<span>$c \geq c_{m}$</span>" in told
    assert "A baseline is an illustration, never evidence." in told


@pytest.mark.parametrize(
    ("concept", "line"),
    [
        ("nash", "'nash', 3 found, complete, verified"),
        ("pure-nash", "'pure-nash', 2 found, complete, verified"),
        ("dominance", "'dominance', 1 found, complete, verified"),
        ("correlated", "'correlated', 5 found, complete, verified"),
        ("minimax", "'minimax', 1 found, completeness not settled, verified"),
        ("logit-qre", "'logit-qre', 5 found, completeness not settled, verified"),
    ],
)
def test_a_solution_shows_its_equilibria(concept: str, line: str) -> None:
    solution = cg.solve(stag_hunt(), concept)
    assert repr(solution) == f"Solution({line})"
    shows_well(solution)
    [table] = solution.to_tables()
    if solution.kind == "sets":
        assert table.rows == tuple((player, move, "stays") for player in "AB" for move in ("stag", "hare"))
    else:
        assert len(table.rows) == len(solution)
        assert table.columns[0] == "#"


def test_the_columns_of_a_solution() -> None:
    [table] = cg.solve(stag_hunt(), "nash").to_tables()
    assert table.columns == ("#", "A", "B", "payoff A", "payoff B")
    assert table.rows[1] == (2, "stag: 3/4, hare: 1/4", "stag: 3/4, hare: 1/4", 3, 3)
    [letters] = cg.solve(dilemma(), "pure-nash").to_tables()
    assert letters.columns[-2:] == ("payoff RUS", "where")
    assert letters.names == ("T", "R", "P", "S")
    [ties] = cg.solve(act_or_wait(), "subgame-perfect").to_tables()
    assert ties.columns == ("#", "USA", "outcome", "payoff USA", "where", "under some tie rule where")
    assert [str(cell) for cell in ties.rows[1][-2:]] == ["c > z", "c >= z"]


def test_a_tree_is_solved_by_plans(tmp_path: Path) -> None:
    file = tmp_path / "entry.yaml"
    file.write_text(
        "players: [A, B]\ntree: {player: A, actions: {out: {outcome: none, payoffs: [0, 2]}, in: {player: B, actions: "
        "{fight: {outcome: war, payoffs: [-1, -1]}, yield: {outcome: entry, payoffs: [1, 1]}}}}}\n",
        encoding="utf-8",
    )
    [table] = cg.solve(cg.read_game(file), "subgame-perfect").to_tables()
    assert table.columns[1] == "plan"
    assert "entry" in table.rows[0]


def test_no_cell_is_longer_than_a_cell_is_read() -> None:
    names = tuple(f"member {place}" for place in range(500))
    solution = cg.Solution("x", "sets", ("A",), ({"A": names},))
    [table] = solution.to_tables()
    assert len(shown_text(table.rows[0][1])) <= LONGEST
    assert "member 499" not in table._repr_html_()
    assert "member 499" in table.to_csv()


# --- games, rules, bodies and power ----------------------------------------------------------------------------------


def council() -> Any:
    return cg.load_model("unsc").on("1950-06-27")


def graph() -> cg.GraphModel:
    return cg.GraphModel.read(["A"], ["s", "t"], {"A": ["s -> t"]}, {"A": "t > s"})


@pytest.mark.parametrize(
    ("made", "line", "inside"),
    [
        (lambda: cg.power("shapley-shubik", cg.simple_game("[3; 2, 1, 1]")), "Power(1: 2/3; 2: 1/6; 3: 1/6)", "1/6"),
        (lambda: cg.power("shapley-shubik", council().procedure().simple_game), "Power(CHN: 76/385; FRA: ", "1/462"),
        (lambda: cg.simple_game("[3; 2, 1, 1]"), "SimpleGame(3 members: the yes weigh at least 3 of 4)", "3: 1, 2, 3"),
        (lambda: cg.simple_game("[51; 1*100]"), "SimpleGame(100 members: ", "59, 60 and 40 more"),
        (lambda: council().procedure().ternary_game, "TernaryGame(11 members: ", "yes, abstain, no"),
        (
            lambda: structure(cg.simple_game("[3; 2, 1, 1]")),
            "Structure(classes: (1), (2, 3); complete: yes; ",
            "minimal winning",
        ),
        (lambda: core(cg.simple_game("[3; 2, 1, 1]")), "Core(", "payoffs"),
        (lambda: nucleolus(cg.simple_game("[3; 2, 1, 1]")), "Nucleolus(", "payoffs"),
        (lambda: cg.load_model("unsc"), "Institution('unsc', 'United Nations Security Council')", "never in force"),
        (council, "Membership('unsc', 1950-06-27, 11 members)", "Soviet Union"),
        (
            lambda: council().procedure(),
            "Procedure('substantive', seven affirmative votes, ",
            "1946-01-17 – 1965-12-31",
        ),
        (dilemma, "NormalFormGame(USA, RUS, 2 x 2 strategies)", r"<span>$T,\; S$</span>"),
        (lambda: cg.solve(stag_hunt(), "nash").equilibria[1], "MixedEquilibrium(", "stag: 3/4"),
        (lambda: cg.solve(dilemma(), "pure-nash").equilibria[0], "Equilibrium(", "always"),
        (
            lambda: cg.solve(dilemma(), "dominance").equilibria[0],
            "StrategySets(strategies: USA: arm; RUS: arm; ",
            "refrain",
        ),
        (lambda: cg.solve(stag_hunt(), "correlated").equilibria[0], "CorrelatedEquilibrium(", "(stag, stag): 1"),
        (graph, "GraphModel(A, 2 states)", "t &gt; s"),
        (lambda: cg.solve(graph(), "gmr").equilibria[0], "Judgement(state: t; ", "yes"),
        (
            lambda: sweep(cg.load_case("kosovo-1999"), [read_axis("c=0:1:3")]),
            "Sweep('kosovo-1999', c, 3 points)",
            "status quo",
        ),
    ],
)
def test_what_a_user_holds_shows_well(made: Callable[[], Any], line: str, inside: str) -> None:
    value = made()
    assert repr(value).startswith(line)
    assert inside in shows_well(value)


def test_the_parts_of_an_analysis_show_well(kosovo: Analysis) -> None:
    for part in (*kosovo.votes, *kosovo.power, *kosovo.claims, *kosovo.ballot_what_ifs):
        shows_well(part)
    assert repr(kosovo.claims[0]) == "ClaimAnswer('mihalka-kosovo-precedent', model-dependent)"
    assert KOSOVO in kosovo.claims[0]._repr_html_()


def test_a_tree_shows_its_ends(tmp_path: Path) -> None:
    file = tmp_path / "entry.yaml"
    file.write_text("players: [A]\ntree: {player: A, actions: {out: {outcome: none, payoffs: [0]}, in: {outcome: war, "
                    "payoffs: [-1]}}}\n", encoding="utf-8")  # fmt: skip
    game = cg.read_game(file)
    assert repr(game) == "ExtensiveFormGame(A, 2 outcomes)"
    assert "<span>$-1$</span>" in shows_well(game)


def sustained() -> Sustained:
    under = cg.Assumptions.read(["T", "R", "P", "S", "h"], "S < P < R < T", "2*R > T + S")
    stage = cg.NormalFormGame.from_matrix(
        ["USA", "RUS"], [["arm", "refrain"]] * 2, [["P, P", "T, S"], ["S, T", "R, R"]], under
    )
    return RepeatedGame(stage, hazard="h").perfect(grim(stage, ("refrain", "refrain"), ("arm", "arm")))


def test_a_repeated_game_shows_its_stage_and_its_threshold() -> None:
    game = RepeatedGame(dilemma())
    assert repr(game) == "RepeatedGame(NormalFormGame(USA, RUS, 2 x 2 strategies), delta)"
    told = shows_well(game)
    assert r"<span>$T,\; S$</span>" in told
    assert "ends with probability" not in told
    assert r"$0 \leq \delta &lt; 1$" in told
    found = sustained()
    assert repr(found).startswith("Sustained('perfect', delta")
    assert repr(found).endswith("verified)")
    told = shows_well(found)
    assert len(found.to_tables()[0].rows) == len(found.incentives) == 2
    assert "checked in numbers" in told
    assert repr(found.incentives[0]).startswith("Incentive(player: USA; state: cooperation; deviation: arm; ")
    shows_well(found.incentives[0])


def test_a_map_shows_its_regions_and_what_is_proven() -> None:
    found = outcome_atlas(act_or_wait())
    assert repr(found) == "Atlas('subgame-perfect', outside: c <= z; status quo: c > z)"
    told = shows_well(found)
    assert r"<span>$c \leq z$</span>" in told
    assert "Regions disjoint: proven; covering: proven (checked by exact arithmetic, by Farkas multipliers)." in told
    [table] = found.to_tables()
    assert table.columns == ("outcome", "where", "under some tie rule where", "played")
    inside = found.regions[1]
    assert repr(inside) == "Region('status quo', c > z)"
    assert "for instance" in shows_well(inside)


def test_assumptions_and_long_conditions_are_short_lines() -> None:
    under = cg.Assumptions.read(["z", "c"], "z >= 0", "c > z")
    assert repr(under) == "Assumptions(z, c: 0 <= z < c)"
    assert str(under) == under.text == "0 <= z < c"
    assert under._repr_latex_() == "$0 \\leq z < c$"
    assert repr(cg.Assumptions()) == "Assumptions()"
    many = [f"x_{place}" for place in range(60)]
    long = Condition.read(" or ".join(f"{name} > 0" for name in many), many)
    assert len(repr(long)) < 200
    assert len(repr(long.assumptions)) < 200
    assert Condition.read(long.text, many).text == long.text


def test_every_kind_of_game_of_the_cases_shows_well() -> None:
    kinds: dict[str, Any] = {}
    for key in cases():
        case = cg.load_case(key)
        for name in case.games:
            game = build_game(case, name, {})
            kinds.setdefault(type(game).__name__, game)
    assert len(kinds) > 15
    for game in kinds.values():
        assert ("outcomes" in shows_well(game)) == isinstance(game, SpecialGame)
    assert repr(kinds["VolunteersDilemma"]) == "VolunteersDilemma(silence holds, silence broken)"
    assert "Rejection is worth 0." in kinds["BallotGame"]._repr_html_()


def test_how_robust_an_outcome_is(kosovo: Analysis) -> None:
    found = kosovo.robustness["council"]
    told = shows_well(found)
    assert "Together, a change of each symbol by 1/40 at most leads to authorised." in told
    assert found.to_tables()[0].rows[0][0] == "authorised"


def test_long_fractions_have_their_size_beside_them_on_a_terminal() -> None:
    table = cg.Table("t", "T", ("a",), ((Fraction(10**11, 3**24),),))
    assert "100000000000/282429536481 ≈ 0.354071" in table.to_text()
    assert "≈" not in table.to_text(digits=4) + table.to_csv() + table.to_latex() + table.to_markdown()


def test_a_figure_is_a_short_line() -> None:
    assert repr(Figure("power", "Voting power", BarPicture(("a",), ()))) == "Figure('power', 'Voting power')"


def test_a_structure_is_told_in_questions() -> None:
    [table] = structure_tables(structure(cg.simple_game("[3; 2, 1, 1]")), "a game")
    assert table.caption == "Structure: a game"
    told = dict(table.rows)
    assert told["classes"] == "{1} > {2, 3}"
    assert told["weights"] == "1: 2, 2: 1, 3: 1"
    assert (told["proper"], told["strong"]) == ("yes", "no")


def test_a_day_of_a_body_shows_its_members_and_rules() -> None:
    members, rules = council().to_tables()
    assert len(members.rows) == 11
    assert members.notes[0] == "11 members."
    assert rules.columns == ("procedure", "rule", "in force", "certainty", "source")
    assert rules.rows[0][:3] == ("substantive (default)", "seven affirmative votes, and no permanent member against",
                                 "1946-01-17 – 1965-12-31")  # fmt: skip


# --- a notebook ------------------------------------------------------------------------------------------------------

CELLS = (
    "import coopsec_games as cg\nanalysis = cg.load_case('kosovo-1999').analyze()\nanalysis",
    "analysis.games['council']",
    "analysis.games['council'].recorded_where",
    "cg.table('parameters', analysis)",
    "print(repr(analysis))",
    GAME + "cg.solve(game, 'nash')",
)

RUN = """
import json, sys, warnings
warnings.simplefilter("ignore")
import nbclient, nbformat
cells = json.load(sys.stdin)
book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
nbclient.NotebookClient(book, timeout=60, kernel_name="python3").execute()
nbformat.validate(book)
print(json.dumps([cell["outputs"] for cell in book.cells]))
"""


def test_a_notebook_shows_tables_and_formulas() -> None:
    """Run by a real kernel, as a reader's notebook is."""
    for needed in ("nbclient", "nbformat", "ipykernel"):
        pytest.importorskip(needed, reason=f"{needed} is not installed: pip install nbclient nbformat ipykernel")
    done = subprocess.run(
        [sys.executable, "-c", RUN], input=json.dumps(CELLS), capture_output=True, text=True, check=False,
        timeout=120, cwd=CHECKOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    shown = json.loads(done.stdout.splitlines()[-1])
    assert [len(outputs) for outputs in shown] == [1] * len(CELLS)
    whole, council, condition, parameters, line, solution = (outputs[0] for outputs in shown)
    for output in (whole, council, parameters, solution):
        assert set(output["data"]) == {"text/plain", "text/html", "text/latex"}
        formulas("".join(output["data"]["text/html"]))
        assert len(output["data"]["text/plain"]) <= SHORT + 40
    assert KOSOVO in whole["data"]["text/html"]
    assert KOSOVO in council["data"]["text/html"]
    assert r"\pi > k + c - c_{m}" in council["data"]["text/latex"]
    assert condition["data"]["text/latex"] == r"$c \leq z \wedge \pi > k + c - c_{m}$"
    assert r"<span>$c \geq c_{m}$</span>" in parameters["data"]["text/html"]
    assert line["text"] == "Analysis('kosovo-1999', 6 roll calls, 6 games, 10 claims)\n"
    assert "The list is proven to be complete." in solution["data"]["text/html"]


@pytest.mark.parametrize("make", [
    lambda: cg.load_case("korea-1950").analyze(),
    lambda: cg.load_model("unsc"),
    lambda: cg.power("shapley-shubik", cg.simple_game("[3; 2, 1, 1]")),
    lambda: cg.solve(build_game(cg.load_case("kosovo-1999"), "council"), "subgame-perfect"),
])  # fmt: skip
def test_answers_can_be_pickled_and_copied(make: Callable[[], object]) -> None:
    answer = make()
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert copy.deepcopy(answer) == answer


def test_a_game_in_the_place_of_a_key_is_told() -> None:
    with pytest.raises(cg.errors.UsageError, match="the key of a power index is a text, not SimpleGame"):
        cg.power(cg.simple_game("[3; 2, 1, 1]"), "banzhaf")  # type: ignore[arg-type]
