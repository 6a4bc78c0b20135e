"""Figures: every kind from the built-in cases, the same bytes each time, files of the command line, TikZ."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest

import coopsec_games
from coopsec_games import cli
from coopsec_games.analysis import Analysis, load_case
from coopsec_games.cli import main
from coopsec_games.cli.figures import figures_command
from coopsec_games.errors import MissingDependency, NotApplicable, UnknownKey, UsageError
from coopsec_games.figures import FIGURES, Figure, Request, case_figures, figure_tikz, tree_tikz
from coopsec_games.figures.axes import round_ticks, tick_text
from coopsec_games.figures.charts import bars_figure, through_time_figure
from coopsec_games.figures.conflicts import graph_figure
from coopsec_games.figures.drawing import PAINTERS
from coopsec_games.figures.gridlock import gridlock_figure
from coopsec_games.figures.labels import condition_label, equation, formula, said
from coopsec_games.figures.lettering import shown, wrapped
from coopsec_games.figures.maps import regime_figure
from coopsec_games.figures.pictures import (
    Bar,
    Interval,
    LinePicture,
    MapPicture,
    StripPicture,
    TreeNode,
    TreePicture,
)
from coopsec_games.figures.places import places_figure
from coopsec_games.figures.sheet import WIDTHS, Sheet, house_style, text_box
from coopsec_games.figures.trees import tree_figure
from coopsec_games.library import load_model
from coopsec_games.noncooperative.extensive_form import Chance, Decision, ExtensiveFormGame, Terminal
from coopsec_games.noncooperative.graph_model import GraphModel

F = Fraction

# Hipel, Fang, Kilgour and Haight (1993), as in Fang, Hipel and Kilgour (1993), ch. 3
ELMIRA = GraphModel.read(
    ["M", "U", "L"],
    [str(state) for state in range(1, 10)],
    {
        "M": ["1 -> 2", "3 -> 4", "5 -> 6", "7 -> 8"],
        "U": ["1 -> 3", "2 -> 4", "5 -> 7", "6 -> 8", *(f"{state} -> 9" for state in range(1, 9))],
        "L": ["1 <-> 5", "2 <-> 6", "3 <-> 7", "4 <-> 8"],
    },
    {"M": "7 > 3 > 4 > 8 > 5 > 1 > 2 > 6 > 9", "U": "1 > 4 > 8 > 5 > 9 > 3 > 7 > 2 > 6", "L": "7>3>5>1>8>6>4>2>9"},
)


FIGURES_OF_A_GAME = {"power", "regions", "thresholds", "tree", "through-time", "shared-future", "regimes-council"}


@pytest.fixture(scope="module")
def analyses() -> dict[str, Analysis]:
    return {
        "korea-1950": analysis_of("korea-1950", "boycott", "council", "assembly"),
        "kosovo-1999": analysis_of("kosovo-1999", "council"),
        "greece-1999": analysis_of("greece-1999", "silence", "agenda"),
    }


def analysis_of(key: str, *games: str) -> Analysis:
    """The analysis of a case as if it had some of its games only, and no claims."""
    case = load_case(key)
    slim = replace(
        case,
        games={game: case.games[game] for game in games},
        recorded={game: case.recorded[game] for game in games},
        claims=(),
        what_ifs=tuple(question for question in case.what_ifs if question.game in games),
    )
    return slim.analyze()


@pytest.fixture(scope="module")
def needs_matplotlib() -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")


@pytest.fixture(scope="module")
def made(analyses: dict[str, Analysis]) -> dict[str, Figure]:
    return {
        f"{case}-{figure.key}": figure
        for case, analysis in analyses.items()
        for figure in case_figures(analysis, [*FIGURES])
    }


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_every_kind_is_made_from_the_cases(made: dict[str, Figure]) -> None:
    found = made
    for kind in ("power", "through-time", "regions", "regimes", "thresholds", "tree", "shared-future"):
        assert kind in FIGURES
        assert any(re.search(rf"-\d+-{kind}\b", name) for name in found), kind
    for name in (
        "korea-1950-power",
        "korea-1950-regions-boycott",
        "korea-1950-tree-assembly",
        "kosovo-1999-regimes-council",
        "kosovo-1999-regions-council",
        "greece-1999-thresholds-silence",
        "greece-1999-tree-agenda",
    ):
        assert name in found
    assert "korea-1950-tree-council" not in found  # a ballot, no tree
    assert all(figure.caption.endswith(".") for figure in found.values())


def test_shared_future_is_drawn_on_request_only(analyses: dict[str, Analysis]) -> None:
    keys = {figure.key for figure in case_figures(analyses["korea-1950"])}
    assert "power" in keys
    assert "shared-future" not in keys


def test_bars_are_exact(analyses: dict[str, Analysis]) -> None:
    [figure] = case_figures(analyses["korea-1950"], ["power"])
    title, bars = figure.picture.groups[0]  # type: ignore[union-attr]
    assert title == "all eleven members, 1950-06-27"
    assert bars[0].holders == "CHN, FRA, GBR, RUS, USA (each)"
    assert bars[0].values[0] == F(76, 385)
    assert bars[1].values[0] == F(1, 462)


def test_lines_through_time() -> None:
    picture = through_time_figure(load_model("unsc"), first="1946", last="2025").picture
    assert isinstance(picture, LinePicture)
    assert {line.title: [span.value for span in line.spans] for line in picture.lines} == {
        "CHN, FRA, GBR, RUS, USA (each)": [F(76, 385), F(421, 2145)],
        "seats that change hands": [F(1, 462), F(4, 2145)],
    }
    assert picture.lines[0].spans[0].until == picture.lines[0].spans[1].since == 1966
    assert picture.lines[0].spans[1].until == 2026
    union = through_time_figure(load_model("eu-council"), first="2005", last="2006").picture
    assert isinstance(union, LinePicture)
    assert len(union.lines) == 8
    assert any("rise highest" in note.tex for note in union.notes)


def test_regimes_of_kosovo(analyses: dict[str, Analysis]) -> None:
    """Authority where pi - k <= c - c_m, below the line of credibility (catalogue, F12)."""
    figure = regime_figure([(analyses["kosovo-1999"], "council")])
    picture = figure.picture
    assert isinstance(picture, MapPicture)
    assert picture.marks[0].point == (F(1, 2), F(2, 5))
    assert picture.records == (("Kosovo 1998-99", "outside"),)
    assert {arrow.title: arrow.end for arrow in picture.arrows} == {
        "Belgrade consents and no precedent is set": (F(-1, 5), F(2, 5)),
        "authority saves no cost": (F(1, 2), F(0)),
    }
    texts = {curve.text: curve.lines[0] for curve in picture.map.curves}
    assert all(x == y for x, y in texts["pi = k + c - c_m"])
    assert all(y == F(7, 10) for _, y in texts["c = z"])
    with pytest.raises(NotApplicable, match="no outside-option game"):
        regime_figure([(analyses["greece-1999"], "silence")])


def branches(node: TreeNode) -> dict[str, tuple[str, bool, bool]]:
    found = {}
    for branch in node.branches:
        found[branch.label.tex] = (branch.where.tex, branch.taken, branch.on_path)
        found |= branches(branch.to)
    return found


def test_the_path_of_a_tree(analyses: dict[str, Analysis]) -> None:
    [figure] = case_figures(analyses["kosovo-1999"], ["tree"], Request(games=("council",)))
    assert isinstance(figure.picture, TreePicture)
    found = branches(figure.picture.root)
    assert found["act"] == (r"if $c \leq z$", True, True)
    assert found["back down"] == (r"if $c > z$", False, False)
    assert found["veto"][1:] == (True, True)
    assert found["accept"][1:] == (False, False)
    assert found[r"$0 \leq y \leq h$"][0] == "$y = h$"
    assert any(r"z + k - \pi" in note.tex for note in figure.picture.notes)


def test_thresholds_carry_their_formula(analyses: dict[str, Analysis]) -> None:
    [figure] = case_figures(analyses["greece-1999"], ["thresholds"], Request(games=("silence",)))
    assert isinstance(figure.picture, StripPicture)
    [(value, label)] = figure.picture.strips[0].cuts
    assert value == F(1, 2)
    assert label.tex == r"$\delta = \frac{b - b \sigma - D}{b + v - b \sigma - D}$ = 1/2"


def test_stable_states_are_marked() -> None:
    picture = graph_figure(ELMIRA).picture
    stable = {state.name: state.stabilities for state in picture.states}  # type: ignore[union-attr]
    assert stable["5"] == stable["8"] == stable["9"] == ("Nash", "GMR", "SMR", "SEQ")
    assert stable["1"] == stable["4"] == ("GMR", "SMR")
    assert stable["2"] == ()


def test_what_cannot_be_drawn(analyses: dict[str, Analysis]) -> None:
    with pytest.raises(UnknownKey, match="unknown figure"):
        case_figures(analyses["korea-1950"], ["regoins"])
    with pytest.raises(UnknownKey, match="no game"):
        case_figures(analyses["korea-1950"], ["regions"], Request(games=("counsil",)))
    with pytest.raises(UsageError, match="no parameter 'pie'"):
        case_figures(analyses["kosovo-1999"], ["regions"], Request(games=("council",), x="c", y="pie"))
    with pytest.raises(UsageError, match="no interval"):
        gridlock_figure("nothing", [])
    with pytest.raises(NotApplicable, match="no ideal point"):
        places_figure("nothing", {})
    with pytest.raises(NotApplicable, match="is no tree"):
        figure_tikz(graph_figure(ELMIRA))


def test_labels_and_ticks() -> None:
    assert (said("a_b & ") + formula("x")).tex == r"a\_b \& $x$"
    assert equation("pi_CHN", F(-1, 2)).tex == r"$\pi_{\mathrm{CHN}} = -1/2$"
    for low, high in ((F(0), F(1)), (F(-3), F(3)), (F(1, 10), F(13, 10)), (F(1946), F(2026)), (F(0), F(1, 700))):
        ticks = round_ticks(low, high)
        assert 2 <= len(ticks) <= 6
        assert all(low <= tick <= high for tick in ticks)
        assert len({tick_text(tick) for tick in ticks}) == len(ticks)


# --- the drawing -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("needs_matplotlib")
def test_every_kind_is_drawn(analyses: dict[str, Analysis]) -> None:
    figures = case_figures(analyses["greece-1999"], [*FIGURES], Request(games=("silence",)))
    regimes = case_figures(analyses["kosovo-1999"], ["regimes"], Request(games=("council",)))
    assert {figure.key.split("-silence")[0] for figure in (*figures, *regimes)} >= FIGURES_OF_A_GAME
    for figure in (*figures, *regimes):
        words = figure.to_bytes("svg").decode()
        root = ElementTree.fromstring(words)
        assert root.attrib["width"] == {"single": "252.283465pt", "double": "518.740157pt"}[figure.width]
        assert figure.caption.replace("<", "&lt;").replace(">", "&gt;") in words
        assert "<text" not in words  # letters are drawn as paths


@pytest.mark.usefixtures("needs_matplotlib")
def test_figures_from_plain_data_are_drawn() -> None:
    rows = [Interval("1950", F(-5, 2), F(3, 2), (F(-3), F(-2)), (F(1), F(2)), ("RUS", "USA")),
            Interval("none", F(1), F(0), (F(1), F(1)), (F(0), F(0)))]  # fmt: skip
    square = ((F(0), F(0)), (F(1), F(0)), (F(1), F(1)))
    figures = [
        graph_figure(ELMIRA),
        gridlock_figure("ideal points", rows),
        places_figure("win set", {"USA": (F(2), F(1)), "RUS": (F(-2), F(-1))}, [("win set", [square])], (F(0), F(0))),
        bars_figure("bars", "Bars.", ["one"], [("", [Bar("$ \u4e2d & _x", (F(1, 3),)), Bar("none", (None,))])]),
    ]
    for figure in figures:
        assert figure.to_bytes("png").startswith(b"\x89PNG")
        assert figure._repr_svg_().startswith("<?xml")


def untidy(figure: Figure) -> list[str]:
    """Words of a drawing that meet others, or that the edge of the sheet cuts."""
    with house_style("svg"):
        sheet = Sheet(WIDTHS[figure.width])
        height = PAINTERS[type(figure.picture)](figure.picture, sheet) + 1
        boxes = [(words.text, text_box(words)) for words in sheet.words]
    found = []
    for place, (text, (left, top, right, bottom)) in enumerate(boxes):
        if min(left, top) < 0 or right > sheet.width or bottom > height:
            found.append(f"{text} is cut")
        for other, box in boxes[:place]:
            if min(right, box[2]) - max(left, box[0]) > 0.15 and min(bottom, box[3]) - max(top, box[1]) > 0.15:
                found.append(f"{text} meets {other}")
    return found


@pytest.mark.usefixtures("needs_matplotlib")
def test_no_words_meet_and_none_are_cut(made: dict[str, Figure]) -> None:
    assert {name: untidy(figure) for name, figure in made.items() if untidy(figure)} == {}
    crowded = bars_figure("bars", "Bars.", ["one"], [("", [Bar("one who has a name " * 9, (F(1),))])])
    assert untidy(crowded) == []
    groups = [(f"body {place}", [Bar("A, B (each)", (F(1, 3**place),) * 5)]) for place in range(12)]
    bars = bars_figure("bars", "Bars.", ["first", "second", "third", "fourth", "fifth"], groups)
    assert bars.width == "double"
    assert untidy(bars) == []


@pytest.mark.usefixtures("needs_matplotlib")
def test_a_deep_tree_goes_on_below() -> None:
    """A lottery of twenty rounds is wider than two columns; every end stands on the sheet, once."""
    node: Chance | Terminal = Terminal("the last", (1,))
    for place in range(20):
        node = Chance((("go on", F(1, 2), node), ("stop", F(1, 2), Terminal(f"out{place}", (0,)))), f"round {place}")
    root = Decision("A", (("play", node), ("not", Terminal("never", (0,)))))
    figure = tree_figure(ExtensiveFormGame(("A",), root), {})
    assert untidy(figure) == []
    with house_style("svg"):
        sheet = Sheet(WIDTHS[figure.width])
        PAINTERS[TreePicture](figure.picture, sheet)
    told = [words.text for words in sheet.words]
    for end in ("the last  (1)", "never  (0)", *(f"out{place}  (0)" for place in range(20))):
        assert told.count(end) == 1
    for letter in "AB":
        assert told.count(f"continued at {letter}") == told.count(f"{letter}:") == 1


@pytest.mark.usefixtures("needs_matplotlib")
def test_a_line_breaks_between_words_only() -> None:
    label = said("where ") + formula("a > b") + said(" or (") + formula("c > d") + said(" and ")
    label += formula("e > f") + said(").")
    with house_style("svg"):
        for width in range(12, 60):
            lines = [shown(line) for line in wrapped(label, float(width))]
            assert not any(line.endswith("(") or line.startswith((")", ".")) for line in lines)
            assert "".join(lines).replace(" ", "") == shown(label).replace(" ", "")


@pytest.mark.usefixtures("needs_matplotlib")
def test_files_have_no_clock_and_no_maker(analyses: dict[str, Analysis]) -> None:
    [figure] = case_figures(analyses["greece-1999"], ["thresholds"], Request(games=("silence",)))
    for form, never in (("svg", b"dc:date"), ("pdf", b"CreationDate"), ("png", b"Software")):
        content = figure.to_bytes(form)
        assert never not in content
        assert b"atplotlib" not in content.replace(b"http://matplotlib.org/", b"")
        assert content == figure.to_bytes(form)
    with pytest.raises(UsageError, match="cannot be written as 'gif'"):
        figure.to_bytes("gif")


OWN = """\
title: A case of one's own
date: 1999-03-24
institution: unsc
parameters:
  b: {meaning: gain, assume: b >= 0, baseline: 2, certainty: I}
  c: {meaning: cost, assume: c >= 0, baseline: 1, certainty: I}
games:
  alone:
    players: [USA]
    solve-for: [c]
    tree: {player: USA, actions: {act: {outcome: action, payoffs: [b - c]}, wait: {outcome: none, payoffs: [0]}}}
"""


def prints(file: str) -> str:
    """The names of some figures of a case, and the SHA-256 of their files."""
    analysis = load_case(file).analyze()
    lines = through_time_figure(load_model("unsc"), first="1946", last="2025")
    return "\n".join(
        f"{figure.key} {form} {hashlib.sha256(figure.to_bytes(form)).hexdigest()}"
        for figure in (*case_figures(analysis, ["regions", "tree", "thresholds"]), lines)
        for form in (("svg", "pdf", "png") if figure.key.startswith("regions") else ("svg",))
    )


@pytest.mark.usefixtures("needs_matplotlib")
def test_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """With another hash seed, and where the user's own settings of matplotlib are others."""
    file = tmp_path / "own.yaml"
    file.write_text(OWN, encoding="utf-8")
    (tmp_path / "matplotlibrc").write_text("font.size: 20\nsvg.fonttype: none\nlines.linewidth: 9\n", encoding="utf-8")
    here = prints(str(file))
    folders = [str(Path(coopsec_games.__file__).parent.parent), str(Path(__file__).parent)]
    seed = "77" if os.environ.get("PYTHONHASHSEED") != "77" else "78"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(folders)}
    program = "import sys; from test_figures import prints; print(prints(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == here
    assert len(here.splitlines()) == 6


def test_without_matplotlib(monkeypatch: pytest.MonkeyPatch, analyses: dict[str, Analysis]) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    [figure] = case_figures(analyses["greece-1999"], ["thresholds"], Request(games=("silence",)))
    with pytest.raises(MissingDependency, match="figures need matplotlib") as told:
        figure.to_bytes()
    assert told.value.exit_code == 6
    assert told.value.hint == "pip install 'coopsec-games[figures]'"


# --- TikZ ------------------------------------------------------------------------------------------------------------


def test_text_in_tikz_is_escaped() -> None:
    tree = Decision(
        r"A\input{x}",
        (
            ("50% & $5", Terminal("up_down", (1,))),
            ("#", Chance((("~", F(1, 3), Terminal("^", (0,))), ("{", F(2, 3), Terminal("}", (2,)))), "odd")),
        ),
    )
    words = tree_tikz(ExtensiveFormGame((r"A\input{x}",), tree), {})
    assert r"\input" not in words
    assert r"50\% \& \$5" in words
    assert "up\\_down" in words


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_tikz_compiles(tmp_path: Path, analyses: dict[str, Analysis]) -> None:
    figures = [
        *case_figures(analyses["kosovo-1999"], ["tree"]),
        *case_figures(analyses["korea-1950"], ["tree"]),
        *case_figures(analyses["greece-1999"], ["tree"], Request(games=("agenda",))),
    ]
    body = "\n\n".join(figure_tikz(figure) for figure in figures)
    (tmp_path / "trees.tex").write_text(
        "\\documentclass[landscape]{article}\\usepackage[margin=1cm]{geometry}\\usepackage{tikz}\n"
        f"\\begin{{document}}\n{body}\n\\end{{document}}\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "trees.tex"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "tikz.sty' not found" in done.stdout:
        pytest.skip("the package tikz is not installed")
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout


# --- the command line ------------------------------------------------------------------------------------------------


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Done]:
    if "figures" not in cli.coopsec.commands:
        cli.coopsec.add_command(figures_command)

    file = tmp_path_factory.mktemp("own") / "own.yaml"
    file.write_text(OWN, encoding="utf-8")

    def call(*words: str) -> Done:
        code = main(["figures", *(str(file) if word == "OWN" else word for word in words)])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


@pytest.mark.usefixtures("needs_matplotlib")
def test_the_command_writes_and_does_not_overwrite(run: Callable[..., Done], tmp_path: Path) -> None:
    words = ("OWN", "--figure", "regions", "--figure", "tree", "-o", str(tmp_path / "new"))
    done = run(*words)
    assert (done.code, done.err) == (0, "")
    names = ["own-regions-alone.svg", "own-tree-alone.svg"]
    assert [Path(line).name for line in done.out.splitlines()] == names
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == names
    before = {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in (tmp_path / "new").iterdir()}
    again = run(*words)
    assert again.code == 2
    assert "exists already" in again.err
    assert run(*words, "--force").code == 0
    assert {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in (tmp_path / "new").iterdir()} == before


@pytest.mark.usefixtures("needs_matplotlib")
def test_the_command_draws_power_through_time(run: Callable[..., Done], tmp_path: Path) -> None:
    words = ("--target", "unsc", "--from", "1946", "--to", "2025", "--format", "pdf", "-o", str(tmp_path))
    assert run(*words).code == 0
    [file] = tmp_path.iterdir()
    assert file.name == "unsc-through-time.pdf"
    assert file.read_bytes().startswith(b"%PDF")
    assert run(*words).code == 2
    assert run(*words, "--force").code == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["unsc-through-time.pdf"]


@pytest.mark.usefixtures("needs_matplotlib")
def test_the_command_draws_the_map_that_is_asked_for(run: Callable[..., Done], tmp_path: Path) -> None:
    words = ("OWN", "--game", "alone", "--x", "c", "--y", "b=0:4", "-o", str(tmp_path))
    assert run(*words).code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["own-regions-alone.svg"]
    assert run("OWN", "--format", "tikz", "-o", str(tmp_path), "--set", "c=2*b").code == 0
    assert "tikzpicture" in (tmp_path / "own-tree-alone.tex").read_text("utf-8")


@pytest.mark.usefixtures("needs_matplotlib")
def test_the_command_draws_a_game_from_its_file(run: Callable[..., Done], tmp_path: Path) -> None:
    dilemma = (
        "players: [A, B]\nstates: [CC, CD, DC, DD]\n"
        "moves: {A: ['CC <-> DC', 'CD <-> DD'], B: ['CC <-> CD', 'DC <-> DD']}\n"
        "preferences: {A: DC > CC > DD > CD, B: CD > CC > DD > DC}\n"
    )
    (tmp_path / "dilemma.yaml").write_text(dilemma, encoding="utf-8")
    assert run("--file", str(tmp_path / "dilemma.yaml"), "--format", "png", "-o", str(tmp_path / "out")).code == 0
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["dilemma-graph.png"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("OWN", "--figure", "regoins"), 2, "did you mean 'regions'?"),
        (("OWN", "--game", "allone"), 2, "did you mean 'alone'?"),
        (("OWN", "--x", "b=2"), 2, "is no axis"),
        (("OWN", "--x", "b=2:1"), 2, "is no range"),
        (("--from", "1946"), 2, "go with --target"),
        (("--target", "unsk"), 2, "did you mean 'unsc'?"),
    ],
)
def test_what_the_command_refuses(
    run: Callable[..., Done], tmp_path: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    done = run(*words, "-o", str(tmp_path / "none"))
    assert done.code == code
    assert told in done.err
    assert not (tmp_path / "none").exists()


def test_two_files_are_not_mixed_up(analyses: dict[str, Analysis]) -> None:
    keys = [figure.key for figure in case_figures(analyses["korea-1950"], [*FIGURES])]
    assert len(keys) == len(set(keys))
    figure = case_figures(analyses["korea-1950"], ["power"])[0]
    assert replace(figure, width="double").picture == figure.picture
    assert condition_label(analyses["kosovo-1999"].games["council"].region("status quo")).tex == "$c > z$"
