"""``coopsec gridlock`` and files of ideal points: known intervals, bounds, every fault of a file, missing members."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from coopsec_games.analysis.gridlock_intervals import gridlock, gridlock_by_year, ideal_points_of
from coopsec_games.analysis.gridlock_tables import gridlock_by_year_table, gridlock_table, moves_table, points_table
from coopsec_games.cli import main
from coopsec_games.cooperative.rules import NoObjection, Quota
from coopsec_games.cooperative.simple_games import simple_game
from coopsec_games.errors import CoopSecError, InvalidGame, NotApplicable, SpecError, TooLarge, UsageError
from coopsec_games.library import load_model
from coopsec_games.library.ideal_point_files import read_ideal_points
from coopsec_games.spatial import Estimate, IdealPoints, gridlock_interval

F = Fraction


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def told(self) -> Any:
        return json.loads(self.out)

    def ends(self, key: str = "interval") -> tuple[Fraction, Fraction]:
        return F(self.told[key]["low"]["exact"]), F(self.told[key]["high"]["exact"])


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> Done:
        code = main(("gridlock", *words))
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


@pytest.fixture
def table(shared: Path) -> str:
    return str(shared / "data/unga_ideal_points_1950_1990_1998_1999.csv")


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        file = tmp_path / "points.csv"
        file.write_text(text, "utf-8")
        return str(file)

    return write


SMALL = "member,ideal_point,q05,q95\n1,-1,-2,0\n2,0.5,0.25,0.75\n3,4,3,5\n"


# --- the Council -----------------------------------------------------------------------------------------------------


def test_the_council_of_1950_with_and_without_the_ussr(run: Run, table: str) -> None:
    """Catalogue 0b.7: (-2.88, 1.62) becomes (.40, 1.62)."""
    words = ("unsc", "--ideal-points", table, "--date", "1950-06-27", "--as", "CHN=TWN", "--format", "json")
    present, away = run(*words), run(*words, "--absent", "RUS")
    assert present.code == away.code == 0
    assert present.ends() == (F("-2.8841"), F("1.6166"))
    assert away.ends() == (F("0.397"), F("1.6166"))
    assert [present.told["interval"][f"{end}_pivots"] for end in ("low", "high")] == [["RUS"], ["USA"]]
    assert [away.told["interval"][f"{end}_pivots"] for end in ("low", "high")] == [["CUB"], ["USA"]]
    assert present.ends("at_q05") == (F("-3.3829"), F("1.275"))
    assert present.ends("at_q95") == (F("-2.4359"), F("1.9873"))
    assert away.told["absent"] == ["RUS"]
    assert "RUS" in away.told["others"]
    assert (present.told["year"], present.told["date"], present.told["codes"]) == (1950, "1950-06-27", {"CHN": "TWN"})
    assert present.told["points"]["CHN"]["point"]["exact"] == "98/125"


def test_the_council_by_year(run: Run, table: str) -> None:
    done = run("unsc", "--ideal-points", table, "--by-year", "--as", "CHN=TWN", "--format", "json")
    ends = {
        year["year"]: tuple(F(year["interval"][end]["exact"]) for end in ("low", "high")) for year in done.told["years"]
    }
    assert ends == {
        1950: (F("-2.8841"), F("1.6166")),
        1990: (F("-0.1671"), F("3.0677")),
        1998: (F("-0.4421"), F("2.8143")),
        1999: (F("-0.668"), F("2.6814")),
    }
    rows = list(csv.reader(io.StringIO(run("unsc", "--ideal-points", table, "--by-year", "--as", "CHN=TWN",
                                           "--format", "csv").out)))  # fmt: skip
    assert rows[1][:6] == ["1950", "11", "-2.8841", "-3.3829", "-2.4359", "RUS"]


def test_bodies_of_consensus_span_from_the_first_to_the_last(table: str) -> None:
    """Everybody can object: the interval of NATO and the OSCE reaches from one extreme member to the other."""
    points = read_ideal_points(table)
    for key in ("nato", "osce"):
        for year in gridlock_by_year(load_model(key), points, skip_missing=True):
            if year.answer is None:
                assert (key, year.year) == ("osce", 1950)
                assert "covers 1950-12-31" in year.why
                continue
            at = [estimate.point for estimate in year.answer.points.values()]
            assert (year.answer.interval.low, year.answer.interval.high) == (min(at), max(at))
    missing = {
        year.year: year.answer.missing
        for year in gridlock_by_year(load_model("nato"), points, skip_missing=True)
        if year.answer
    }
    assert missing == {1950: ("ITA", "PRT"), 1990: (), 1998: (), 1999: ()}


def test_members_without_a_point_are_named_and_refused(run: Run, table: str) -> None:
    refused = run("unsc", "--ideal-points", table, "--year", "1950")
    assert refused.code == 3
    assert refused.err.splitlines()[0] == f"{table}: error[spec]: no ideal point of CHN (Republic of China)"
    assert "--as" in refused.err
    by_year = run("nato", "--ideal-points", table, "--by-year")
    assert (by_year.code, by_year.err.splitlines()[0]) == (
        3, f"{table}: error[spec]: no ideal point of ITA (Italy, 1950), PRT (Portugal, 1950)",
    )  # fmt: skip
    skipped = run("nato", "--ideal-points", table, "--year", "1950", "--skip-missing")
    assert skipped.code == 0
    assert "out of the game as if absent: ITA, PRT." in " ".join(skipped.out.split())
    told = run("nato", "--ideal-points", table, "--year", "1950", "--skip-missing", "--format", "json").told
    assert told["missing"] == ["ITA", "PRT"]
    assert len(told["members"]) == 10


def test_points_that_are_not_recorded_stand_with_line_and_column(run: Run, sheet: Callable[[str], str]) -> None:
    file = sheet("member,year,ideal_point\nB,2000,\n2,2000,NA\nA,2000,1\n")
    refused = run("[2; 1*3]", "--ideal-points", file, "--as", "1=A", "--as", "3=B")
    assert (refused.code, refused.out) == (3, "")
    assert refused.err.splitlines() == [
        f"{file}:2:8: error[spec]: the ideal point of 3 is not recorded",
        f"{file}:3:8: error[spec]: the ideal point of 2 is not recorded",
        "hint: --as MEMBER=CODE names another code in the file; --skip-missing leaves them out of the game",
    ]


def test_a_year_in_which_nobody_decides_has_a_reason(run: Run, sheet: Callable[[str], str]) -> None:
    file = sheet("member,year,ideal_point\nUSA,2000,1\nGBR,2000,NA\n")
    words = ("unsc", "--ideal-points", file, "--by-year")
    refused = run(*words)
    assert refused.err.startswith(f"{file}:3:10: error[spec]: the ideal point of GBR (United Kingdom, 2000)")
    told = run(*words, "--skip-missing", "--format", "json").told["years"]
    assert [year["why"] for year in told] == ["nobody ever decides where only 1 of 15 members have an ideal point"]
    for asked in (("--absent", "USB"), ("--as", "USB=USA")):
        wrong = run(*words, "--skip-missing", *asked)
        assert (wrong.code, wrong.err.splitlines()) == (
            2,
            [
                "error[usage]: 'USB' is not a member of unsc in any of these years",
                "hint: did you mean 'USA'?",
            ],
        )
    none = run("unsc", "--ideal-points", sheet("member,ideal_point\nUSA,1\n"), "--by-year")
    assert (none.code, none.err.splitlines()[0]) == (2, f"{file}:1: error[usage]: there is no column of years")


def test_status_quo_and_setter(run: Run, table: str) -> None:
    words = ("unsc", "--ideal-points", table, "--year", "1999", "--format", "json")
    assert run(*words, "--status-quo", "0").told["win_set"] == []
    done = run(*words, "--status-quo", "-2", "--setter", "USA").told
    assert [(piece["low"]["exact"], piece["high"]["exact"]) for piece in done["win_set"]] == [("-2", "83/125")]
    assert done["proposal"]["outcome"]["exact"] == "83/125"  # 2 * (-0.668) + 2: China is held where it was
    assert done["proposal"]["held_by"] == ["CHN"]
    own = run(*words, "--status-quo", "-2", "--setter", "CHN").told["proposal"]
    assert (own["outcome"]["exact"], own["held_by"]) == ("-167/250", [])
    stays = run("unsc", "--ideal-points", table, "--year", "1999", "--status-quo", "1", "--setter", "USA").out
    assert "no move" in stays
    assert "nothing" in stays


def test_every_format_says_the_same(run: Run, table: str, tmp_path: Path) -> None:
    words = ("nato", "--ideal-points", table, "--year", "1999")
    outputs = {form: run(*words, "--format", form) for form in ("table", "csv", "markdown", "latex", "json")}
    assert {done.code for done in outputs.values()} == {0}
    for form in ("table", "csv", "markdown", "latex"):
        assert "0.6588" in outputs[form].out
        assert "2.6814" in outputs[form].out
    assert "(I)" in outputs["table"].out
    assert "no interval that holds in 90 of 100" in " ".join(outputs["table"].out.split())
    assert run(*words, "--digits", "1").out.count("0.7") >= 1
    target = tmp_path / "out.txt"
    assert run(*words, "-o", str(target)).code == 0
    assert target.read_text("utf-8") == outputs["table"].out
    assert run(*words, "-o", str(target)).code == 2
    assert str(tmp_path) not in outputs["json"].out
    assert run(*words, "-o", table, "--force").code == 2


def test_a_weighted_game(run: Run, sheet: Callable[[str], str]) -> None:
    file = sheet(SMALL)
    done = run("[2; 1, 1, 1]", "--ideal-points", file, "--status-quo", "0", "--setter", "3", "--format", "json")
    assert done.ends() == (F("0.5"), F("0.5"))
    assert (done.told["year"], done.told["session"], done.told["date"]) == (None, None, None)
    assert done.told["proposal"]["outcome"]["exact"] == "1"
    thirds = run("[2; 1, 1, 1]", "--ideal-points", file, "--status-quo", "1/3").out
    assert "1/3" in thirds
    assert "2/3" in thirds
    other = run("[2; 1, 1]", "--ideal-points", file, "--as", "1=3", "--format", "json")
    assert other.told["codes"] == {}  # who stands in the file under the own name needs no other
    assert other.told["others"] == ["3"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("unsc", "--year", "1951"), 2, "has no ideal points of year 1951"),
        (("unsc",), 2, "has ideal points of several years"),
        (("unsc", "--year", "1999", "--session", "54"), 2, "--year does not go with --session"),
        (("unsc", "--by-year", "--year", "1999"), 2, "--year does not go with --by-year"),
        (("unsc", "--by-year", "--status-quo", "0"), 2, "--status-quo does not go with --by-year"),
        (("[2; 1, 1]", "--by-year"), 2, "--by-year needs a model"),
        (("unsc", "--year", "1999", "--setter", "USA"), 2, "sets out from a status quo"),
        (("unsc", "--year", "1999", "--status-quo", "0", "--setter", "UAS"), 2, "'UAS' is no member"),
        (("unsc", "--year", "1999", "--status-quo", "zero"), 2, "the status quo"),
        (("unsc", "--year", "1999", "--as", "CHN"), 2, "not of the form MEMBER=CODE"),
        (("unsc", "--year", "1999", "--as", "CHN=A", "--as", "CHN=B"), 2, "two codes for 'CHN'"),
        (("unsc", "--year", "1999", "--as", "CNH=TWN"), 2, "'CNH' is not a member"),
        (("unsc", "--year", "1999", "--absent", "RUSS"), 2, "'RUSS' is not a member"),
        (("unsc", "--year", "1999", "--column", "ideal"), 2, "there is no column 'ideal'"),
        (("unsc", "--year", "1999", "--quantiles", "q05"), 2, "two columns of quantiles"),
        (("unsc", "--year", "1999", "--procedure", "best"), 2, "no procedure 'best'"),
        (("[2; 1, 1]", "--year", "1999"), 3, "no ideal point of 1, 2"),
        (("[2; 1, 1]", "--year", "1999", "--skip-missing"), 2, "no member has an ideal point"),
        (("[2; 1, 1]", "--year", "1999", "--as", "1=USA", "--skip-missing"), 2, "nobody ever decides"),
    ],
)
def test_requests_that_cannot_be(run: Run, table: str, words: tuple[str, ...], code: int, message: str) -> None:
    done = run(*words, "--ideal-points", table)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_sessions(run: Run, table: str, sheet: Callable[[str], str]) -> None:
    by_session = run("unsc", "--ideal-points", table, "--session", "54", "--date", "1999-03-24", "--format", "json")
    assert by_session.ends() == (F("-0.668"), F("2.6814"))
    assert (by_session.told["year"], by_session.told["session"]) == (None, 54)
    as_published = sheet(
        "Row,ccode,session,NVotes,IdealPoint,Q5%,Q95%,iso3c,Countryname\n"
        "1,2,5,53,1.61656,1.275016,1.987335,USA,United States\n2,20,5,53,1.81204,1.432045,2.221769,CAN,Canada\n"
        "3,20,6,25,-2e-02,-1.5E-1,0.1,CAN,Canada\n4,2,6,25,NA,NA,NA,USA,United States\n5,3,6,1,.5,NA,NA,NA,Nowhere\n"
    )
    points = read_ideal_points(as_published)
    assert (points.period, points.periods, points.unnamed) == ("session", (5, 6), 1)
    assert points.of(6)["CAN"] == Estimate(F("-0.02"), F("-0.15"), F("0.1"))
    assert points.unrecorded == {6: ("USA",)}
    with pytest.raises(UsageError, match="has no years"):
        gridlock_by_year(load_model("nato"), points)
    done = run("[2; 1, 1]", "--ideal-points", as_published, "--session", "5", "--as", "1=USA", "--as", "2=CAN")
    assert done.code == 0
    assert "1 row of the file names no member" in " ".join(done.out.split())


# --- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("member,ideal_point\nA,1\nB,x\n", [("3", "3", "the ideal_point of B is 'x'")]),
        ("member,ideal_point\nA,1\nA,2\n", [("3", "1", "A has a second ideal point, the first in line 2")]),
        ('member,ideal_point\n"A, the first","0,5"\n', [("2", "16", "is '0,5', which is not a number")]),
        ("member,year,ideal_point\nA,1950,1\nB,fifty,2\n", [("3", "3", "the year is 'fifty'")]),
        ("member,year,ideal_point\nA,0,1\n", [("2", "3", "the year is '0', which is not a whole number from 1")]),
        ("member,ideal_point,q05,q95\nA,1,2,0\n", [("2", "5", "the q05 of A is above its q95")]),
        ("member,ideal_point\nA,1e999\nB,1_0\nC,0x1\n",
         [("2", "3", "'1e999'"), ("3", "3", "'1_0'"), ("4", "3", "'0x1'")]),
        ("member,ideal_point\nA,inf\nB,\u0663\n", [("2", "3", "'inf'"), ("3", "3", "not a number")]),
        ("member,ideal_point,q05,q95\nA,1,a,b\n", [("2", "5", "the q05"), ("2", "7", "the q95")]),
    ],
)  # fmt: skip
def test_faults_stand_with_line_and_column(
    sheet: Callable[[str], str], text: str, places: list[tuple[str, str, str]]
) -> None:
    file = sheet(text)
    with pytest.raises(SpecError) as caught:
        read_ideal_points(file)
    lines = [line for line in caught.value.lines() if not line.startswith("hint")]
    assert len(lines) == len(places)
    for line, (row, column, message) in zip(lines, places, strict=True):
        assert line.startswith(f"{file}:{row}:{column}: error[spec]: ")
        assert message in line


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("", SpecError, "empty"),
        ("state,ideal_point\nA,1\n", SpecError, "no column of members: neither 'member' nor 'iso3' nor 'iso3c'"),
        ("member,point\nA,1\n", SpecError, "no column of ideal points"),
        ("member,ideal_point\nA,1,2\n", SpecError, "3 cells in this row, 2 in the heading"),
        ("member,member,ideal_point\nA,A,1\n", SpecError, "two columns are called 'member'"),
        ("member,ideal_point\nA\x00,1\n", SpecError, "invisible character"),
    ],
)
def test_files_that_are_no_such_table(
    sheet: Callable[[str], str], text: str, error: type[CoopSecError], message: str
) -> None:
    with pytest.raises(error, match=message):
        read_ideal_points(sheet(text))


def test_no_file_and_too_many_faults(
    sheet: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="no such file"):
        read_ideal_points(tmp_path / "nothing.csv")
    with pytest.raises(UsageError, match="a directory"):
        read_ideal_points(tmp_path)
    many = "member,ideal_point\n" + "".join(f"M{number},x\n" for number in range(60))
    with pytest.raises(SpecError) as caught:
        read_ideal_points(sheet(many))
    assert "10 more faults are not listed" in caught.value.lines()[-1]
    monkeypatch.setattr("coopsec_games.library.sheets.MAX_BYTES", 10)
    with pytest.raises(TooLarge):
        read_ideal_points(sheet(many))


def test_other_columns(sheet: Callable[[str], str]) -> None:
    file = sheet("code,wave,x,lo,hi,ideal_point\nA,1,-0.5,-1,0,9\nB,1,2,,,9\nA,2,?,1,2,9\n")
    points = read_ideal_points(file, column="x", members="code", quantiles=("lo", "hi"), period="wave")
    assert points.columns == {"member": "code", "point": "x", "low": "lo", "high": "hi", "period": "wave"}
    assert dict(points.of(1)) == {"A": Estimate(F(-1, 2), F(-1), F(0)), "B": Estimate(F(2))}
    assert (points.unrecorded, points.source) == ({2: ("A",)}, "points.csv")


def test_one_member_twice_without_a_year_is_a_fault(sheet: Callable[[str], str]) -> None:
    with pytest.raises(SpecError, match="A has a second ideal point"):
        read_ideal_points(sheet("member,wave,ideal_point\nA,1,0\nA,2,1\n"))


# --- answers ---------------------------------------------------------------------------------------------------------


def test_bounds_hold_wherever_the_points_lie_between_their_quantiles() -> None:
    game = simple_game("[4; 2, 1, 1, 1]")
    told = {"1": (0, -2, 1), "2": (1, -1, 3), "3": (-2, -3, 2), "4": (4, 0, 5)}
    points = {member: Estimate(*map(F, numbers)) for member, numbers in told.items()}
    answer = gridlock(game, points)
    assert answer.low_bounds is not None
    assert answer.high_bounds is not None
    ends = set()
    for at in product(*(sorted(numbers) for numbers in told.values())):
        interval = gridlock_interval(game, dict(zip(game.members, at, strict=True)))
        assert answer.low_bounds[0] <= interval.low <= answer.low_bounds[1]
        assert answer.high_bounds[0] <= interval.high <= answer.high_bounds[1]
        ends |= {("low", interval.low), ("high", interval.high)}
    assert {("low", bound) for bound in answer.low_bounds} | {("high", bound) for bound in answer.high_bounds} <= ends


def test_no_bounds_where_a_quantile_is_missing() -> None:
    points = {"1": Estimate(F(0), F(-1), F(1)), "2": Estimate(F(1))}
    answer = gridlock(simple_game("[2; 1, 1]"), points)
    assert (answer.at_low, answer.at_high, answer.low_bounds) == (None, None, None)
    assert answer.to_json()["at_q05"] is None
    assert gridlock_table(answer, "two").columns == ("end", "point", "pivots")
    assert points_table(answer, "two").rows == (("1", F(0)), ("2", F(1)))
    with pytest.raises(InvalidGame, match="two quantiles or none"):
        Estimate(F(0), F(-1))
    with pytest.raises(InvalidGame, match="above"):
        Estimate(F(0), F(1), F(-1))


def test_who_is_left_out_leaves_what_the_rule_asks_for() -> None:
    """A veto goes with its member; of seven yes that are needed, none."""
    points = {name: Estimate(F(place)) for place, name in enumerate("abc")}
    everyone = gridlock(NoObjection(tuple("abcd"), tuple("abcd")), points, skip_missing=True)
    assert (everyone.missing, everyone.interval.low, everyone.interval.high) == (("d",), 0, 2)
    three = gridlock(Quota(tuple("abcd"), 3), points, skip_missing=True)
    assert (three.interval.low, three.interval.high) == (0, 2)
    with pytest.raises(NotApplicable, match="nobody ever decides"):
        gridlock(Quota(tuple("abcd"), 4), points, skip_missing=True)
    with pytest.raises(SpecError, match="no ideal point of d"):
        gridlock(Quota(tuple("abcd"), 3), points)


def test_an_empty_interval_says_so() -> None:
    points = {"1": Estimate(F(0)), "2": Estimate(F(3))}
    answer = gridlock(simple_game("[1; 1, 1]"), points, status_quo=1)
    assert any("interval is empty" in note for note in gridlock_table(answer, "two").notes)
    assert [row[1] for row in moves_table(answer, "two").rows] == [1, -1, 1, 1, 5]
    assert answer.to_json()["interval"]["empty"] is True


def test_periods() -> None:
    single = IdealPoints("a file", {None: {"A": Estimate(F(1))}}, {})
    assert (single.periods, list(single.of())) == ((), ["A"])
    with pytest.raises(UsageError, match="tells no years or sessions apart"):
        single.of(1950)
    assert ideal_points_of(("B",), single, codes={"B": "A"}) == {"B": Estimate(F(1))}
    assert ideal_points_of(("A", "B"), single, codes={"A": "B"}) == {"A": Estimate(F(1))}


def test_an_assembly_year_by_year_is_quick(table: str) -> None:
    years = gridlock_by_year(load_model("unga"), read_ideal_points(table), skip_missing=True)
    made = gridlock_by_year_table(years, "the Assembly")
    assert [row[0] for row in made.rows] == [1950, 1990, 1998, 1999]
    assert made.rows[0][2] < made.rows[0][6]  # type: ignore[operator]
