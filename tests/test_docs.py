"""The documentation prints what it shows: its commands and Python sessions are run, its reference is built.

A console block holds ``$ coopsec`` lines with their output, ``...`` for lines left out; a command whose output shows an
error is one that fails.  A YAML block whose first line is ``# file: NAME`` is written before what follows it.
"""

from __future__ import annotations

import configparser
import doctest
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from coopsec_games.cli import main
from coopsec_games.cooperative import Ballot, power
from coopsec_games.library import load_case, load_model, read_yaml

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
PAPER = DOCS / "paper"

if not DOCS.is_dir():
    pytest.skip("the documentation is beside a checkout only", allow_module_level=True)


def name_of(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


def blocks(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a page, each with its language."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def module(path: Path) -> ModuleType:
    """A script of the documentation, loaded as a module."""
    spec = importlib.util.spec_from_file_location(f"docs_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


reference = module(DOCS / "reference.py")


@pytest.fixture
def registries() -> Iterator[None]:
    """Whatever a page registers is forgotten after it."""
    found = [getattr(import_module(f"coopsec_games.{room}"), name) for room, name in reference.REGISTRIES.values()]
    before = [dict(registry._entries) for registry in found]
    yield
    for registry, entries in zip(found, before, strict=True):
        registry._entries.clear()
        registry._entries.update(entries)


# --- examples --------------------------------------------------------------------------------------------------------


def run_console(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command, output in re.findall(r"^\$ coopsec (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
        capsys.readouterr()
        code = main(shlex.split(command))
        told = capsys.readouterr()
        printed = "".join(f"{line.rstrip()}\n" for line in (told.out + told.err).splitlines())
        assert (code != 0) == ("error[" in output), (command, printed)
        same = doctest.OutputChecker().check_output(output, printed, doctest.ELLIPSIS)
        assert same, f"$ coopsec {command}\nshown:\n{output}\nprinted:\n{printed}"


def run_python(block: str, globs: dict[str, object], page: Path, number: int) -> None:
    test = doctest.DocTestParser().get_doctest(block, globs, f"{name_of(page)}, block {number}", str(page), 0)
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=told.append, clear_globs=False)
    globs.update(test.globs)
    assert not told, "".join(told)


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page)], ids=name_of)
def test_a_page_prints_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], registries: None
) -> None:
    """In one folder, in order, as a reader would."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    globs: dict[str, object] = {}
    for number, (language, block) in enumerate(blocks(page), 1):
        file = re.match(r"# file: (\S+)\n", block)
        if file is not None:
            place = tmp_path / file[1]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(block[file.end() :], encoding="utf-8")
        elif language == "console":
            run_console(block, capsys)
        elif language == "python":
            run_python(block, globs, page, number)


def test_every_python_block_is_a_session() -> None:
    """So that none is shown that is not run."""
    for page in PAGES:
        for language, block in blocks(page):
            assert language != "python" or block.startswith(">>> "), (name_of(page), block)
            assert language != "console" or block.startswith("$ coopsec "), (name_of(page), block)


def test_every_page_is_in_the_contents() -> None:
    contents = (DOCS / "index.md").read_text("utf-8").splitlines()
    assert [name_of(page) for page in PAGES if name_of(page) != "index.md" and name_of(page)[:-3] not in contents] == []


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#]+\.md)\)", page.read_text("utf-8")):
            assert (page.parent / link).resolve() in PAGES, (name_of(page), link)


# --- the reference ---------------------------------------------------------------------------------------------------


def test_the_reference_has_every_entry_of_every_registry() -> None:
    asked = "\n".join(page.read_text("utf-8") for page in PAGES)
    for noun, (room, name) in reference.REGISTRIES.items():
        assert f"<!-- entries: {noun} -->" in asked
        written = reference.entries(noun)
        for entry in getattr(import_module(f"coopsec_games.{room}"), name).entries():
            assert f"## `{entry.key}`: " in written
    for kind in reference.WRITERS:
        assert f"<!-- {kind} -->" in asked


def test_an_entry_has_its_definition_and_its_source() -> None:
    written = reference.written("<!-- entries: power index -->")
    assert "## `penrose`: Penrose measure (absolute Banzhaf)" in written
    assert "L. S. Penrose 1946, JRSS 109, 53-57" in written
    assert "**Theory and algorithm** (`coopsec_games.cooperative.indices.binary`)" in written
    assert "- `method`: How coalitions are counted" in written
    assert not any(left in written for left in ("---", ":func:", "\n    >>>"))


def test_sphinx_builds_the_pages_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("sphinx", reason="Sphinx is not installed: pip install 'coopsec-games[docs]'")
    pytest.importorskip("myst_parser", reason="MyST is not installed: pip install 'coopsec-games[docs]'")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", str(DOCS), str(tmp_path)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(DOCS.parent)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert "shapley-shubik" in (tmp_path / "reference" / "indices.html").read_text("utf-8")


# --- the worked paper ------------------------------------------------------------------------------------------------

make_paper = module(PAPER / "make_paper.py")
TEXT = (PAPER / "paper.tex").read_text("utf-8")
NAMES = re.compile(
    r"S/(?:RES|PV)[./][0-9]+|S/[0-9]+(?:/[0-9]+)?|A/[0-9A-Z/().]+|[Rr]esolutions? [0-9]+(?:, [0-9]+)*(?: and [0-9]+)?"
    r"|Article [0-9]+(?:\([0-9]\))?|(?:[0-9]{1,2} )?(?:January|February|March|May|June|July|September|October) [0-9]{4}"
    r"|[0-9]{1,2} (?:January|February|March|May|June|July|September|October)|\b(?:18|19|20)[0-9]{2}(?:--[0-9]+)?\b"
)
"""Names of documents and dates: the digits that a prose without typed numbers may hold."""


def test_the_paper_types_no_number() -> None:
    body = TEXT.partition(r"\begin{document}")[2].partition(r"\begin{thebibliography}")[0]
    body = re.sub(r"(?m)(?<!\\)%.*$|\\(?:input|includegraphics|ref|label|cite)(?:\[[^]]*\])?\{[^}]*\}", "", body)
    body = NAMES.sub("", body)
    assert re.findall(r".{0,30}[0-9].{0,30}", body) == []


def test_the_paper_uses_the_numbers_that_are_computed() -> None:
    used = set(re.findall(r"\\N([A-Za-z]+)", TEXT))
    verdicts = {name for name in used if name.startswith("Claims")}
    assert used == {*make_paper.rules(), *make_paper.CONDITIONS, *verdicts}
    assert len(verdicts) == 7


def test_the_numbers_of_the_rules_are_those_of_the_literature() -> None:
    """Shapley and Shubik 1954 for the Council of eleven; the critical and the decisive by hand from the tally."""
    computed = make_paper.rules()
    assert (computed["PermanentThen"], computed["ElectedThen"]) == (r"\tfrac{76}{385}", r"\tfrac{1}{462}")
    assert (computed["PermanentNow"], computed["ElectedNow"]) == (r"\tfrac{421}{2145}", r"\tfrac{4}{2145}")
    assert (computed["RatioThen"], computed["RatioNow"], computed["RatioEmpty"]) == ("91.2", "105.25", "19.5")
    assert (computed["Critical"], computed["Decisive"], computed["ReversedByLetter"]) == ("7", "8", "8")


def test_the_numbers_in_words_are_those_of_the_rules() -> None:
    """Seven of eleven, nine of fifteen, four more seats, three objectors; and whom the empty chair helped."""
    then, now = (load_model("unsc").on(date) for date in ("1946-01-17", "1966-01-01"))
    assert (len(then.members), len(now.members)) == (11, 15)
    assert len(now.groups["elected"]) - len(then.groups["elected"]) == 4
    for body, words in ((then, "seven"), (now, "nine")):
        assert body.procedure("substantive").text == f"{words} affirmative votes, and no permanent member against"
    empty, later = (
        sum(power("shapley-shubik", make_paper.council(*asked))[member] for member in body.groups["elected"])
        for asked, body in (
            (("1950-06-27", "RUS"), load_model("unsc").on("1950-06-27")),
            (("1966-01-01",), now),
        )
    )
    assert empty > later
    turkey = next(call for call in load_case("greece-1999").roll_calls if call.id == "defence of Turkey")
    assert list(turkey.ballots.values()).count(Ballot.NO) == 3


def test_the_paper_quotes_word_for_word() -> None:
    quotes = [claim.quote for key in make_paper.CASES for claim in load_case(key).claims]
    quotes.append("including the concurring votes of the permanent members")  # Charter, Art. 27(3)
    for shown in re.findall(r"``([^']+(?:'(?!')[^']*)*)''", TEXT.partition(r"\begin{thebibliography}")[0]):
        words = " ".join(shown.split()).replace("[t]", "T")
        assert any(words in quote for quote in quotes), words


def test_the_paper_shows_what_its_selection_file_asks_for() -> None:
    spec: Any = read_yaml(PAPER / "paper.yaml").data
    tables = {str(entry.get("name", entry["table"])) for entry in spec["tables"]}
    tables |= {f"{case}-{name}" for entry in spec["tables"] for name in tables for case in entry.get("cases", [])}
    assert set(re.findall(r"\\input\{package/tables/([^}]+)\}", TEXT)) <= tables
    figures = {f"{entry['case']}-{entry['figure']}" for entry in spec["figures"]}
    shown = {re.sub(r"-[0-9]$", "", name) for name in re.findall(r"\{package/figures/([^}]+)\.pdf\}", TEXT)}
    assert shown
    assert shown <= figures


@pytest.mark.skipif("COOPSEC_LONG" not in os.environ, reason="the whole paper: a minute, with COOPSEC_LONG=1")
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_the_paper_is_made_and_set_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install 'coopsec-games[figures]'")
    folder = tmp_path / "paper"
    make_paper.make(folder)
    told = (folder / "numbers.tex").read_text("utf-8")
    assert r"\newcommand{\NKosovoImplied}{\ensuremath{c \leq z \wedge \pi > k + c - c_{m}}}" in told
    for _ in range(3):
        subprocess.run(
            ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"],
            cwd=folder, capture_output=True, check=False,
        )  # fmt: skip
    log = (folder / "paper.log").read_text("latin-1")
    assert (folder / "paper.pdf").is_file(), log[-2000:]
    assert re.findall(r"^(?:!|LaTeX Warning|Package \w+ Warning|Overfull|Underfull).*", log, re.MULTILINE) == []


# --- the extra -------------------------------------------------------------------------------------------------------


def test_the_extra_names_what_the_pages_are_built_with() -> None:
    told = configparser.ConfigParser()
    told.read_string((DOCS.parent / "setup.cfg").read_text("utf-8"))
    wanted = re.findall(r"^[a-z-]+", told["options.extras_require"].get("docs", ""), re.MULTILINE)
    assert {"sphinx", "myst-parser"} <= set(wanted)
