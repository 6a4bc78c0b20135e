"""A case as one page: what stands in it, that nothing in it can do harm, and what it does in a real browser."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from coopsec_games.analysis import Analysis, load_case
from coopsec_games.analysis.games import solve_game
from coopsec_games.cli.page import report_command
from coopsec_games.conditions.logic import true_at
from coopsec_games.errors import MissingDependency, UsageError
from coopsec_games.pages import page
from coopsec_games.pages.document import policy
from coopsec_games.pages.explorer import Explorer, explorer_data
from coopsec_games.pages.explorer import movable as movable_game
from coopsec_games.pages.mathematics import plain_formula, prose_html

CHECKOUT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

CASE = """
title: One who <b>may</b> act & "another" who looks on
date: 1990-01-01
summary: "</script><script>document.title = 'broken'</script> <img src=x onerror=alert(1)> z >= c"
parameters:
  z: {meaning: "what <i>acting</i> achieves", assume: z >= 0, baseline: 1/2, certainty: I}
  c: {meaning: cost of acting, assume: c >= m, baseline: 1/10, certainty: I}
  m: {meaning: the least cost, assume: m >= 0, baseline: 0, certainty: I}
games:
  alone:
    title: "acting </title></script><!-- alone"
    players: [A]
    solve-for: [c, z]
    ties: [A act]
    tree: {player: A, actions: {act: {outcome: "action </script> & 'co'", payoffs: ["z**2 - c"]},
                                wait: {outcome: none, payoffs: [0]}}}
recorded: {alone: none}
"""


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    file = tmp_path_factory.mktemp("cases") / "one-who-may-act.yaml"
    file.write_text(CASE, encoding="utf-8")
    return load_case(file).analyze()


@pytest.fixture(scope="module")
def words(analysis: Analysis) -> str:
    return page(analysis, figures=False)


@pytest.fixture(scope="module")
def movable(analysis: Analysis) -> Explorer:
    found = movable_game(analysis.games["alone"])
    assert found is not None
    return found


class Outline(HTMLParser):
    """Every element of a page with its attributes, and whether all that opens closes."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for own, attributes in self.elements if own == tag]


# --- what stands in it -----------------------------------------------------------------------------------------------


def test_every_element_closes_and_no_identifier_is_used_twice(words: str) -> None:
    outline = Outline(words)
    assert outline.open == []
    identifiers = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    known = set(identifiers)
    for _, attributes in outline.elements:
        for name in ("for", "aria-labelledby"):
            assert attributes.get(name, identifiers[0]) in known
        assert (attributes.get("href") or "#main").removeprefix("#") in known | {"data:,"}


def test_headings_are_in_order(words: str) -> None:
    levels = [int(tag[1]) for tag, _ in Outline(words).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scopes_and_sliders_have_labels(words: str) -> None:
    outline = Outline(words)
    assert len(outline.all("caption")) == len(outline.all("table")) > 0
    assert all(attributes.get("scope") in ("row", "col") for attributes in outline.all("th"))
    sliders = {attributes["id"] for attributes in outline.all("input")}
    assert sliders
    assert sliders == {attributes["for"] for attributes in outline.all("label")}
    assert outline.all("html")[0]["lang"] == "en"


def test_text_of_the_case_is_only_ever_text(words: str) -> None:
    outline = Outline(words)
    assert len(outline.all("script")) == 2
    assert not outline.all("img")
    assert not [tag for tag in ("b", "i") if outline.all(tag)]
    assert "onerror=alert(1)&gt;" in words


def test_nothing_is_fetched_and_only_its_own_script_and_style_run(words: str) -> None:
    outline = Outline(words)
    for _, attributes in outline.elements:
        assert not {
            name for name in attributes if name.startswith("on") or name in ("style", "src", "action", "srcset")
        }
    content = next(attributes["content"] for attributes in outline.all("meta") if "http-equiv" in attributes)
    assert content == policy()
    assert policy().startswith("default-src 'none'; script-src 'sha256-")
    assert set(re.findall(r"https?:[^\"\s]*", words)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|url\((?!#)", words)


def test_the_data_of_the_script_cannot_end_it(words: str) -> None:
    data = re.search(r'<script type="application/json">(.*?)</script>', words, re.DOTALL)
    assert data is not None
    assert "<" not in data[1]
    assert json.loads(data[1])["regions"][0]["outcome"] == "action </script> & 'co'"


def test_the_same_bytes_whatever_the_hash_seed(tmp_path: Path, words: str) -> None:
    file = tmp_path / "one-who-may-act.yaml"
    file.write_text(CASE, encoding="utf-8")
    code = (
        "import sys; from coopsec_games.analysis import load_case; from coopsec_games.pages import page; "
        f"sys.stdout.reconfigure(encoding='utf-8'); sys.stdout.write(page(load_case({str(file)!r}).analyze(), "
        "figures=False))"
    )
    again = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONHASHSEED": "12345"},
    )
    assert again.stdout.decode("utf-8") == words


def test_formulas() -> None:
    assert prose_html("where c_m <= pi/2", ["c_m", "pi"]) == (
        "where <math><msub><mi>c</mi><mi>m</mi></msub><mo>≤</mo><mfrac><mi>π</mi><mn>2</mn></mfrac></math>"
    )
    assert prose_html("x < 2*(y - 1)**2", ["x", "y"]) == (
        "<math><mi>x</mi><mo>&lt;</mo><mn>2</mn><mo>&#x2062;</mo>"
        '<msup><mrow><mo stretchy="false">(</mo><mi>y</mi><mo>−</mo><mn>1</mn>'
        '<mo stretchy="false">)</mo></mrow><mn>2</mn></msup></math>'
    )
    assert prose_html("<script>", ["x"]) == "&lt;script&gt;"
    assert plain_formula("delta_1*2 >= k**2 - lambda", ["delta_1", "k", "lambda"]) == "2·δ_1 ≥ k² − λ"


# --- what is drawn and moved -----------------------------------------------------------------------------------------


def test_sliders_stand_on_one_exact_grid(movable: Explorer) -> None:
    assert {slider.name for slider in movable.sliders} == {"z", "c", "m"}
    for slider in movable.sliders:
        assert (slider.low * movable.denominator).denominator == 1
        assert 50 <= slider.steps <= 500
        assert slider.low + Fraction(slider.start, movable.denominator) == movable.answer.baseline[slider.name]
        assert slider.low == 0


def test_the_data_say_what_the_conditions_say(movable: Explorer) -> None:
    data = explorer_data(movable)
    equations = [entry["equation"] for entry in data["polynomials"]]
    assert "c = z²" in equations
    assert [entry["parts"] for entry in data["polynomials"]].count(True) == 1
    assert [region["record"] for region in data["regions"]] == [False, True]
    assert all(isinstance(term[0], str) for entry in data["polynomials"] for term in entry["terms"])


def test_a_game_without_parameters_has_no_sliders() -> None:
    assert movable_game(solve_game(load_case("arms-control"), "once")) is None


def test_drawings_share_their_parts_and_bring_no_style(analysis: Analysis) -> None:
    pytest.importorskip("matplotlib")
    whole = page(analysis)
    outline = Outline(whole)
    identifiers = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    used = set(re.findall(r'(?:href="|url\()#(part-[0-9]+)', whole))
    assert used == {name for name in identifiers if name and name.startswith("part-")}
    assert not any("style" in attributes for _, attributes in outline.elements)
    assert len(outline.all("figure")) > 1
    assert whole == page(analysis)


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_writes_one_file_and_replaces_none(tmp_path: Path, words: str) -> None:
    case, made = tmp_path / "one-who-may-act.yaml", tmp_path / "case.html"
    case.write_text(CASE, encoding="utf-8")
    asked = [str(case), "--no-figures", "-o"]
    assert CliRunner().invoke(report_command, [*asked, str(made)], catch_exceptions=False).exit_code == 0
    assert made.read_text(encoding="utf-8") == words
    with pytest.raises(UsageError, match="exists already"):
        CliRunner().invoke(report_command, [*asked, str(made)], catch_exceptions=False)
    done = CliRunner().invoke(report_command, [*asked, "-", "--set", "z=1/3"], catch_exceptions=False)
    assert done.exit_code == 0
    assert "Set: " in done.output
    assert done.output != words


def test_figures_without_matplotlib_are_refused(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingDependency, match="matplotlib"):
        page(analysis)


# --- in a browser ----------------------------------------------------------------------------------------------------


class Browser:
    """Chromium, driven over a pipe; nothing but the browser itself is needed."""

    def __init__(self, profile: str) -> None:
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()

        def wire() -> None:
            for own, spare, fixed in ((to_browser, 13, 3), (from_browser, 14, 4)):
                os.dup2(os.dup2(own, spare), fixed)

        words = [str(CHROMIUM), "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-sandbox"]
        self._process = subprocess.Popen(
            [*words, "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=wire,
            close_fds=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._rest = b""
        self._count = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            if not select.select([self._read], [], [], 60)[0]:
                raise TimeoutError("the browser does not answer")
            raw = os.read(self._read, 1 << 20)
            if not raw:
                raise EOFError("the browser has ended")
            self._rest += raw
        raw, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(raw)
        return message

    def ask(self, method: str, **given: Any) -> Any:
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == message["id"]:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def run(self, code: str) -> Any:
        answer = self.ask("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def open(self, place: str) -> None:
        self.events.clear()
        self.ask("Page.navigate", url=place)
        for _ in range(600):
            if self.run("document.readyState") == "complete":
                return
            time.sleep(0.05)
        raise TimeoutError(place)

    def press(self, key: str) -> None:
        codes = {"ArrowLeft": 37, "ArrowRight": 39, "End": 35, "Home": 36, "Tab": 9, "Enter": 13}
        for kind in ("rawKeyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=codes[key])

    def result(self) -> str:
        return str(self.run("document.querySelector('.result').textContent"))

    def close(self) -> None:
        try:
            self._session = ""
            self.ask("Browser.close")
            self._process.wait(20)
        except (EOFError, OSError, TimeoutError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        for end in (self._read, self._write):
            os.close(end)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed here")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        driven = Browser(profile)
        yield driven
        driven.close()


@pytest.fixture
def shown(chromium: Browser, words: str, tmp_path: Path) -> Browser:
    file = tmp_path / "case.html"
    file.write_text(words, encoding="utf-8")
    chromium.open(file.as_uri())
    return chromium


def move(names: list[str], **values: int) -> str:
    """Code that puts sliders at steps and says what is said there."""
    steps = json.dumps({names.index(name): step for name, step in values.items()})
    return (
        "(() => { const inputs = document.querySelectorAll('.explorer input');"
        f"Object.entries({steps}).forEach(([place, step]) => {{ inputs[place].value = step; }});"
        "inputs[0].dispatchEvent(new Event('input'));"
        "return ['.verdict', '.detail'].map(part => document.querySelector(part).textContent).join('|'); })()"
    )


def test_it_opens_without_a_fault_and_fetches_nothing(shown: Browser) -> None:
    asked = [
        event["params"]["request"]["url"] for event in shown.events if event["method"] == "Network.requestWillBeSent"
    ]
    assert [place for place in asked if not place.startswith("data:")] == [shown.run("location.href")]
    faults = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
    assert not [event for event in shown.events if event["method"] in faults]
    assert shown.run("document.title") == 'One who <b>may</b> act & "another" who looks on'
    assert shown.run("document.querySelector('.controls').hidden") is False


def test_the_keys_move_the_point_over_the_boundary(shown: Browser, movable: Explorer) -> None:
    names = [slider.name for slider in movable.sliders]
    cost = names.index("c")
    assert shown.result().startswith("Here: action </script> & 'co'")
    before = shown.run("document.querySelector('.here').getAttribute('transform')")
    shown.run(f"document.querySelectorAll('.explorer input')[{cost}].focus()")
    shown.press("End")
    assert shown.result() == "Here: noneThe record has this outcome."
    assert shown.run("document.querySelector('.here').getAttribute('transform')") != before
    assert shown.run("document.querySelector('.legend [aria-current]').dataset.letter") == "B"
    shown.press("Home")
    assert shown.result().startswith("Here: action")
    quarter = movable.denominator // 4
    shown.run(move(names, c=quarter - 1))
    shown.press("ArrowRight")
    told = shown.result()
    assert "on the boundary" in told
    assert "c = z²" in told
    assert "Where indifferent, A: act." in told
    assert "However little z falls, or c rises: none." in told
    assert "Under some other way of breaking ties none would be an equilibrium, too." in told
    assert shown.run(f"document.querySelectorAll('.explorer .value')[{cost}].textContent") == "0.25"
    shown.press("ArrowRight")
    assert shown.result().startswith("Here: noneThe")
    shown.run("document.querySelector('.explorer button').click()")
    assert shown.run(f"document.querySelectorAll('.explorer .value')[{cost}].textContent") == "0.1"


def test_outside_the_assumptions_nothing_is_said(shown: Browser, movable: Explorer) -> None:
    names = [slider.name for slider in movable.sliders]
    told = shown.run(move(names, c=1, m=2))
    assert told.startswith("Outside the assumptions|It is assumed that c ≥ m")
    assert shown.run("document.querySelector('.explorer').classList.contains('outside')") is True
    assert shown.run(move(names, c=2, m=2)).startswith("Here: action")


def test_the_browser_and_the_conditions_agree_at_every_point(shown: Browser, movable: Explorer) -> None:
    names = [slider.name for slider in movable.sliders]
    regions, under = movable.answer.regions, movable.answer.assumptions
    steps = {"z": (0, 7, 20, 49, 50, 51, 80), "c": (0, 1, 4, 24, 25, 26, 40), "m": (0, 1, 4, 5, 12)}
    for slider in movable.sliders:
        assert slider.steps * 100 >= max(steps[slider.name]) * movable.denominator
    scale = movable.denominator // 100
    codes, expected = [], []
    for z in steps["z"]:
        for c in steps["c"]:
            for m in steps["m"]:
                codes.append(move(names, z=z * scale, c=c * scale, m=m * scale))
                point = {"z": Fraction(z, 100), "c": Fraction(c, 100), "m": Fraction(m, 100)}
                allowed = true_at(under.formula, point)
                here = next(region.outcome for region in regions if region.where.holds(point))
                expected.append(
                    (f"Here: {here}" if allowed else "Outside the assumptions", allowed and c * 100 == z * z)
                )
    told = shown.run(f"[{','.join(codes)}]")
    for (outcome, boundary), found in zip(expected, told, strict=True):
        verdict = found.partition("|")[0]
        assert verdict.removesuffix(", on the boundary") == outcome
        assert verdict.endswith("on the boundary") == boundary


def test_the_map_is_drawn_again_where_other_parameters_move(shown: Browser, movable: Explorer) -> None:
    names = [slider.name for slider in movable.sliders]
    assert shown.run("getComputedStyle(document.querySelector('.sampled')).display") == "none"
    [other] = names[2:]
    shown.run(move(names, **{other: movable.sliders[2].start + 3}))
    painted = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    shown.run(f"{painted}.then(() => 0)")
    assert shown.run("getComputedStyle(document.querySelector('.exact')).display") == "none"
    assert shown.run("document.querySelectorAll('.sampled path').length") == 2
    assert shown.run("document.querySelector('.map-note').hidden") is False


def test_the_page_fits_a_narrow_window(shown: Browser) -> None:
    shown.ask("Emulation.setDeviceMetricsOverride", width=340, height=700, deviceScaleFactor=1, mobile=True)
    wide = shown.run("document.documentElement.scrollWidth")
    shown.ask("Emulation.clearDeviceMetricsOverride")
    assert wide <= 340


def test_a_screen_reader_finds_names_and_the_outcome(shown: Browser) -> None:
    nodes = shown.ask("Accessibility.getFullAXTree")["nodes"]
    roles = {
        role: [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == role]
        for role in ("slider", "status", "main", "navigation", "heading")
    }
    assert len(roles["slider"]) == 3
    assert all(roles["slider"])
    assert len(roles["status"]) == len(roles["main"]) == len(roles["navigation"]) == 1
    assert "Move the parameters" in roles["heading"]
    shown.run("document.body.focus()")
    shown.press("Tab")
    assert shown.run("document.activeElement.textContent") == "Skip to the content"
