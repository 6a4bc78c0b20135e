"""Figures of gridlock, of win sets and of graph models: against the definitions, by the command line, as files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

import coopsec_games
from coopsec_games.analysis import Analysis, load_case
from coopsec_games.analysis.gridlock_intervals import gridlock_by_year
from coopsec_games.cli import main
from coopsec_games.cooperative.simple_games import simple_game
from coopsec_games.errors import NotApplicable, SpecError, TooLarge, UnknownKey, UsageError
from coopsec_games.figures import BODY_FIGURES, BodyRequest, Figure, Positions, Request, body_figure, case_figures
from coopsec_games.figures.conflicts import graph_of_game
from coopsec_games.figures.gridlock import MOST_ROWS
from coopsec_games.figures.outlines import Point, encloses
from coopsec_games.figures.pictures import BandPicture, GraphPicture, IntervalPicture, PlacePicture, SpectrumPicture
from coopsec_games.figures.places import petal_outline, win_set_figure
from coopsec_games.library import load_model
from coopsec_games.library.ideal_point_files import read_ideal_points
from coopsec_games.noncooperative.concepts import SOLUTION_CONCEPTS
from coopsec_games.noncooperative.concepts.stabilities import stable_states
from coopsec_games.noncooperative.normal_form import NormalFormGame
from coopsec_games.spatial import Estimate, IdealPoints, beats, core_polygon, win_petals

F = Fraction


@pytest.fixture(scope="module")
def needs_matplotlib() -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed")


@pytest.fixture
def table(shared: Path) -> str:
    return str(shared / "data/unga_ideal_points_1950_1990_1998_1999.csv")


@pytest.fixture
def assembly(table: str) -> Positions:
    return Positions((read_ideal_points(table),), codes={"CHN": "TWN"})


def made_up(key: str, first: int, last: int, dimension: int = 1) -> Positions:
    """Ideal points that nobody estimated: a fixed pseudo-random walk of each member, with quantiles."""
    random = Random(7)
    model, points = load_model(key), []
    for _ in range(dimension):
        at: dict[str, Fraction] = {}
        years: dict[int | None, dict[str, Estimate]] = {}
        for year in range(first, last + 1):
            years[year] = {}
            for member in model.on(f"{year}-12-31").members:
                at[member] = at.get(member, F(random.randint(-200, 200), 100)) + F(random.randint(-9, 9), 100)
                years[year][member] = Estimate(at[member], at[member] - F(1, 4), at[member] + F(1, 5))
        points.append(IdealPoints("made up", years, {}, "year", {"point": f"d{len(points) + 1}"}))
    return Positions(tuple(points))


def analysis_of(key: str, *games: str) -> Analysis:
    """The analysis of a case as if it had some of its games only, and no claims."""
    case = load_case(key)
    kept = {game: case.games[game] for game in games}
    recorded = {game: outcome for game, outcome in case.recorded.items() if game in games}
    return replace(case, games=kept, recorded=recorded, claims=(), what_ifs=()).analyze()


# --- gridlock --------------------------------------------------------------------------------------------------------


def test_the_council_with_and_without_the_ussr(assembly: Positions) -> None:
    """Catalogue 0b.7: (-2.88, 1.62) becomes (.40, 1.62); the two questions of the case make two figures."""
    analysis = analysis_of("korea-1950")
    present, away = case_figures(analysis, ["gridlock"], Request(positions=assembly))
    assert (present.key, away.key) == ("gridlock-1", "gridlock-2")
    for figure, low, pivots in ((present, F("-2.8841"), {"RUS", "USA"}), (away, F("0.397"), {"CUB", "USA"})):
        picture = figure.picture
        assert isinstance(picture, SpectrumPicture)
        assert (picture.interval.low, picture.interval.high) == (low, F("1.6166"))
        assert {member.name for member in picture.members if member.pivot} == pivots
        points = [member.point for member in picture.members]
        assert points == sorted(points)
    assert len(away.picture.members) == len(present.picture.members) - 1 == 10  # type: ignore[union-attr]
    assert "Not in the game: RUS." in away.notes
    assert case_figures(analysis, ["gridlock"]) == ()
    assert case_figures(analysis, ["win-set"], Request(positions=assembly)) == ()


def test_the_years_are_those_of_the_analysis(assembly: Positions) -> None:
    model = load_model("unsc")
    figure = body_figure(model, "gridlock-by-year", BodyRequest(positions=assembly))
    assert isinstance(figure.picture, IntervalPicture)
    expected = gridlock_by_year(model, assembly.points[0], codes=assembly.codes)
    assert [row.name for row in figure.picture.rows] == ["1950", "1990", "1998", "1999"]
    for row, year in zip(figure.picture.rows, expected, strict=True):
        assert year.answer is not None
        assert (row.low, row.high) == (year.answer.interval.low, year.answer.interval.high)
        assert (row.lows, row.highs) == (year.answer.low_bounds, year.answer.high_bounds)
        assert row.lows[0] < row.low < row.lows[1]
    assert figure.picture.rows[0].pivots == ("RUS", "USA")
    some = body_figure(model, "gridlock-by-year", BodyRequest(first="1960", last="1998-06-01", positions=assembly))
    assert [row.name for row in some.picture.rows] == ["1990", "1998"]  # type: ignore[union-attr]


def test_many_years_stand_on_an_axis_of_time() -> None:
    positions = made_up("nato", 1960, 1960 + MOST_ROWS)
    figure = body_figure(load_model("nato"), "gridlock-by-year", BodyRequest(positions=positions))
    assert isinstance(figure.picture, BandPicture)
    assert [year for year, _ in figure.picture.years] == list(range(1960, 1961 + MOST_ROWS))
    for year, row in figure.picture.years:  # everybody can object
        at = [estimate.point for estimate in positions.points[0].of(year).values()]
        assert (row.low, row.high) == (min(at), max(at))


def test_a_status_quo_and_what_beats_it(assembly: Positions) -> None:
    placed = Positions(assembly.points, 1990, assembly.codes, status_quo=(F(-3, 2),))
    model = load_model("unsc")
    picture = body_figure(model, "gridlock", BodyRequest(positions=placed)).picture
    assert isinstance(picture, SpectrumPicture)
    [(low, high)] = picture.beaten_by
    assert low == F(-3, 2)
    rule = model.on("1990-12-31").procedure().rule
    points = {member.name: member.point for member in picture.members}
    for there in (low + F(1, 100), high - F(1, 100)):
        assert beats(rule, points, there, low)
    for there in (low - F(1, 100), high, high + F(1, 100)):
        assert not beats(rule, points, there, low)


def test_what_cannot_be_placed(assembly: Positions) -> None:
    council, alliance = load_model("unsc"), load_model("nato")
    with pytest.raises(UnknownKey, match="unknown figure of a body"):
        body_figure(council, "gridlok", BodyRequest(positions=assembly))
    with pytest.raises(UsageError, match="needs ideal points"):
        body_figure(council, "gridlock")
    with pytest.raises(UsageError, match="two columns"):
        body_figure(council, "win-set", BodyRequest(positions=assembly))
    with pytest.raises(UsageError, match="one column"):
        body_figure(council, "gridlock", BodyRequest(positions=Positions(assembly.points * 2, 1990)))
    with pytest.raises(UsageError, match="several years"):
        body_figure(council, "gridlock", BodyRequest(positions=assembly))
    with pytest.raises(UsageError, match="no ideal points of such years"):
        body_figure(council, "gridlock-by-year", BodyRequest(first="1991", last="1995", positions=assembly))
    with pytest.raises(SpecError, match="no ideal point of ITA"):
        body_figure(alliance, "gridlock-by-year", BodyRequest(positions=assembly))
    with pytest.raises(SpecError, match="no ideal point of"):
        body_figure(alliance, "win-set", BodyRequest(positions=Positions(assembly.points * 2, 1950)))
    with pytest.raises(NotApplicable, match="covers 1950"):
        body_figure(load_model("osce"), "gridlock-by-year", BodyRequest(last="1950", positions=assembly))
    with pytest.raises(TooLarge, match="more than the 60"):
        body_figure(
            load_model("unga"), "gridlock", BodyRequest(positions=Positions(assembly.points, 1990, skip_missing=True))
        )
    sessions = IdealPoints("a file", {5: {"USA": Estimate(F(1))}, 6: {"USA": Estimate(F(1))}}, {}, "session")
    with pytest.raises(UsageError, match="has no years"):
        body_figure(council, "gridlock", BodyRequest(positions=Positions((sessions,))))


# --- win sets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("game", "count"), [("[2; 1*3]", 3), ("[3; 1*5]", 5), ("[4; 3, 1, 1, 1]", 4), ("[1; 1]", 1)])
def test_the_outline_of_a_win_set(game: str, count: int) -> None:
    """Every point of it lies on a circle through the status quo; what is well inside or outside is so by definition."""
    random = Random(count)
    simple = simple_game(game)
    for _ in range(6):
        points = {name: (F(random.randint(-30, 30), 10), F(random.randint(-30, 30), 10)) for name in simple.members}
        here = F(random.randint(-30, 30), 10), F(random.randint(-30, 30), 10)
        petals = win_petals(simple, points, here)
        rings = [petal_outline(petal, points) for petal in petals]
        radii = {name: square(point, here) for name, point in points.items()}
        for petal, ring in zip(petals, rings, strict=True):
            centres = {arc.centre for arc in petal.arcs}
            assert all(any(square(points[name], point) == radii[name] for name in centres) for point in ring)
        drawn = [[(float(x), float(y)) for x, y in ring] for ring in rings]
        most = max(radii.values())
        for _ in range(60):
            there = F(random.randint(-60, 60), 7), F(random.randint(-60, 60), 7)
            inside = any(encloses([ring], (float(there[0]), float(there[1]))) for ring in drawn)
            farther = here[0] + F(21, 20) * (there[0] - here[0]), here[1] + F(21, 20) * (there[1] - here[1])
            if inside:
                assert beats(simple, points, there, here)
            elif square(there, here) > most / 4:
                assert not beats(simple, points, farther, here)


def square(one: Point, other: Point) -> Fraction:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def test_the_plane_shows_the_core() -> None:
    four = {"1": (F(0), F(0)), "2": (F(4), F(0)), "3": (F(4), F(4)), "4": (F(0), F(4))}
    for quota, areas, note in (
        (4, ["core: nothing beats a point in it"], "Nothing beats the status quo."),
        (3, ["beats the status quo"], "The core is one point, (2, 2)."),
        (2, ["beats the status quo"], "There is no core."),
    ):
        game = simple_game(f"[{quota}; 1*4]")
        figure = win_set_figure("Four members.", game, four, (1, 2))
        picture = figure.picture
        assert isinstance(picture, PlacePicture)
        assert [title for title, _ in picture.areas] == areas
        assert note in figure.notes
        if quota == 4:
            assert picture.areas[0][1] == (core_polygon(game, four).vertices,)


def test_a_body_in_the_plane() -> None:
    positions = made_up("unsc", 1990, 1990, 2)
    placed = Positions(positions.points, status_quo=(F(1, 2), F(1)))
    picture = body_figure(load_model("unsc"), "win-set", BodyRequest(positions=placed)).picture
    assert isinstance(picture, PlacePicture)
    assert (picture.x_label.tex, len(picture.points)) == ("ideal point: d1", 15)
    [figure] = case_figures(analysis_of("kuwait-1990"), ["win-set"], Request(positions=placed))
    assert figure.picture.points == picture.points  # type: ignore[union-attr]


# --- graph models ----------------------------------------------------------------------------------------------------


def test_nash_stable_states_are_the_pure_equilibria() -> None:
    random = Random(11)
    for shape in ([2, 2], [2, 3], [3, 3], [2, 2, 2]):
        for _ in range(8):
            players = [f"P{place}" for place in range(len(shape))]
            strategies = [
                [f"{player}{number}" for number in range(size)] for player, size in zip(players, shape, strict=True)
            ]
            payoffs = {profile: tuple(F(random.randint(0, 4)) for _ in players) for profile in product(*strategies)}
            game = NormalFormGame(tuple(players), tuple(map(tuple, strategies)), payoffs)
            stable = {found.state for found in stable_states(graph_of_game(game), "gm-nash").equilibria}
            pure = SOLUTION_CONCEPTS["pure-nash"].function(game).equilibria
            assert stable == {", ".join(found.profile.values()) for found in pure}


def test_the_dilemma_of_a_case_as_a_graph_model() -> None:
    analysis = analysis_of("arms-control", "once")
    [figure] = case_figures(analysis, ["graph"], Request(games=("once",)))
    assert isinstance(figure.picture, GraphPicture)
    stable = {state.name: state.stabilities for state in figure.picture.states}
    assert stable["arm, arm"] == ("Nash", "GMR", "SMR", "SEQ")
    assert stable["refrain, refrain"] == ("GMR", "SMR", "SEQ")
    assert len(figure.picture.moves) == 4
    assert all(move.back for move in figure.picture.moves)
    assert "illustrative values" in figure.picture.notes[0].tex
    assert not any(found.key.startswith("graph") for found in case_figures(analysis))


# --- the files -------------------------------------------------------------------------------------------------------


def some_figures() -> list[Figure]:
    council = load_model("unsc")
    line, plane, years = made_up("unsc", 1990, 1990), made_up("unsc", 1990, 1990, 2), made_up("unsc", 1966, 1979)
    few = BodyRequest(first="1966", last="1970", positions=years)
    quo = Positions(plane.points, status_quo=(F(0), F(1)))
    return [
        body_figure(council, "gridlock", BodyRequest(positions=Positions(line.points, status_quo=(F(-2),)))),
        body_figure(council, "gridlock-by-year", BodyRequest(positions=years)),
        body_figure(council, "gridlock-by-year", few),
        body_figure(council, "win-set", BodyRequest(positions=quo)),
    ]


def prints() -> str:
    """The SHA-256 of some files."""
    return "\n".join(
        f"{figure.key} {form} {hashlib.sha256(figure.to_bytes(form)).hexdigest()}"
        for figure in some_figures()
        for form in (("svg", "pdf", "png") if figure.key == "gridlock" else ("svg",))
    )


@pytest.mark.usefixtures("needs_matplotlib")
def test_the_same_bytes_under_another_hash_seed(tmp_path: Path) -> None:
    folders = [str(Path(coopsec_games.__file__).parent.parent), str(Path(__file__).parent)]
    seed = "77" if os.environ.get("PYTHONHASHSEED") != "77" else "78"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(folders)}
    program = "from test_figures_positions import prints; print(prints())"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == prints()
    assert len(done.stdout.splitlines()) == 6


# --- the command line ------------------------------------------------------------------------------------------------


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Done]:
    def call(*words: str) -> Done:
        code = main(["figures", "-o", str(tmp_path / "out"), *words])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


@pytest.mark.usefixtures("needs_matplotlib")
def test_the_command_chooses_by_what_is_asked(run: Callable[..., Done], table: str, tmp_path: Path) -> None:
    given = ("--target", "unsc", "--ideal-points", table, "--as", "CHN=TWN")
    for words, name in (
        ((), "unsc-gridlock-by-year"),
        (("--year", "1990", "--status-quo", "-1.5"), "unsc-gridlock"),
        (("--date", "1950-06-27", "--absent", "RUS", "--force"), "unsc-gridlock"),
        (("--column", "ideal_point", "--column", "q05", "--year", "1990", "--status-quo", "0,1/2"), "unsc-win-set"),
        (("--from", "1995", "--to", "1999", "--force"), "unsc-gridlock-by-year"),
        (("--figure", "through-time"), "unsc-through-time"),
    ):
        done = run(*given, *words)
        assert (done.code, done.err) == (0, ""), words
        assert [Path(line).name for line in done.out.splitlines()] == [f"{name}.svg"]
        assert (tmp_path / "out" / f"{name}.svg").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--target", "unsc", "--year", "1990"), 2, "go with --ideal-points"),
        (("--target", "unsc", "--absent", "RUS"), 2, "go with --ideal-points"),
        (("korea-1950", "--absent", "RUS"), 2, "go with --target"),
        (("--target", "unsc", "--figure", "gridlok"), 2, "did you mean 'gridlock'?"),
        (("--target", "unsc", "--ideal-points", "TABLE", "--year", "1990", "--from", "1980"), 2, "all the years"),
        (("--target", "unsc", "--ideal-points", "TABLE", "--status-quo", "1"), 2, "goes with one year"),
        (("--target", "unsc", "--ideal-points", "TABLE", "--status-quo", "1,2"), 2, "2 coordinates, not 1"),
        (("--target", "unsc", "--ideal-points", "TABLE", "--status-quo", "1x"), 2, "--status-quo"),
        (("--target", "unsc", "--ideal-points", "TABLE", "--as", "CHN"), 2, "MEMBER=CODE"),
        (("--target", "unsc", "--ideal-points", "TABLE", *("--column", "q05") * 3), 2, "at most twice"),
        (("--target", "unsc", "--ideal-points", "none.csv"), 2, "none.csv"),
        (("--target", "unsc", "--ideal-points", "TABLE"), 3, "no ideal point of CHN (Republic of China, 1950)"),
    ],
)
def test_what_the_command_refuses(
    run: Callable[..., Done], table: str, tmp_path: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    done = run(*(table if word == "TABLE" else word for word in words))
    assert done.code == code
    assert told in done.err
    assert len(done.err.splitlines()) <= 2
    assert not (tmp_path / "out").exists()


def test_every_figure_of_a_body_is_known() -> None:
    assert list(BODY_FIGURES) == ["through-time", "gridlock", "gridlock-by-year", "win-set"]
