"""``coopsec cite``, ``doctor`` and ``new case``; the project's CITATION.cff; sources as BibTeX."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from coopsec_games import citations, rendering
from coopsec_games.analysis import check, load_case
from coopsec_games.cli.cite import cite_command
from coopsec_games.cli.doctor import EXTRAS, NEEDED, doctor_command
from coopsec_games.cli.explanations import words_known
from coopsec_games.cli.new import new_group
from coopsec_games.errors import NotApplicable, UnknownKey, UsageError
from coopsec_games.institutions.forms import GAME_FORMS
from coopsec_games.institutions.forms import examples as forms_examples
from coopsec_games.institutions.forms.examples import EXAMPLES, NEED_A_BODY, starting_case
from coopsec_games.library import cases, models, read_yaml

CHECKOUT = Path(__file__).resolve().parent.parent


def cite(*words: str) -> str:
    told = CliRunner().invoke(cite_command, list(words), catch_exceptions=False)
    assert told.exit_code == 0
    return told.output


# --- citations -------------------------------------------------------------------------------------------------------


def test_the_project_is_cited() -> None:
    assert cite().startswith("The coopsec_games developers, coopsec_games: Security institutions")
    assert cite("--format", "bibtex").startswith("@misc{coopsec-games,\n  author = {{The coopsec\\_games developers}}")


def test_citation_file_is_valid_and_the_command_s_own() -> None:
    """The keys that Citation File Format 1.2.0 requires, and no licence that nobody has given."""
    file = CHECKOUT / "CITATION.cff"
    if not file.is_file():
        pytest.skip("the tests run outside a checkout")
    told = read_yaml(file).data
    assert isinstance(told, dict)
    assert {"cff-version", "message", "title", "authors"} <= told.keys()
    assert told["cff-version"] == "1.2.0"
    assert told["authors"] == [{"name": "The coopsec_games developers"}]
    assert not {"license", "license-url"} & told.keys()
    setup = configparser.ConfigParser()
    setup.read_string((CHECKOUT / "setup.cfg").read_text("utf-8"))
    version = setup["metadata"]["version"]
    assert told["version"] == version
    assert file.read_text("utf-8") == citations.as_cff(citations.project(version))


def test_a_version_of_two_parts_stays_text_in_cff() -> None:
    assert 'version: "1.0"\n' in citations.as_cff(citations.project("1.0"))


@pytest.mark.parametrize(
    "word", ["shapley-shubik", "outside-option", "nash", "quota", "power-compared", "unsc", "korea-1950"]
)
def test_every_kind_of_word_is_cited(word: str) -> None:
    told = cite(word)
    assert told.startswith(f"{word} (")
    assert "Computed by:\n  The coopsec_games developers" in told
    parsed = cite(word, "--format", "bibtex")
    assert parsed.count("@") >= 2
    assert parsed.count("{") == parsed.count("}")
    assert "references:" in cite(word, "--format", "cff")


def test_every_word_can_be_cited_as_cff() -> None:
    for word in (*words_known()[:: max(1, len(words_known()) // 25)], *cases()[:2], *models()[:2]):
        # the project's own reader takes it, so that any reader of YAML does
        text = cite(word, "--format", "cff")
        entries = yaml.load(text, Loader=yaml.BaseLoader)
        assert entries["cff-version"] == "1.2.0"


def test_a_misspelt_word_is_helped() -> None:
    told = CliRunner().invoke(cite_command, ["unsd"])
    assert isinstance(told.exception, UnknownKey)
    assert told.exception.hint == "did you mean 'unsc'?"


# --- sources as BibTeX -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        (
            "L. S. Shapley and M. Shubik 1954, APSR 48, 787-792",
            {"author": "L. S. Shapley and M. Shubik", "year": "1954", "journal": "APSR", "volume": "48",
             "pages": "787--792"},
        ),
        ("Voeten 2001, APSR 95:845-858", {"author": "Voeten", "pages": "845--858"}),
        (
            "D. S. Felsenthal and M. Machover 1997, Ternary voting games, International Journal of Games 26, 335-351",
            {"title": "Ternary voting games", "journal": "International Journal of Games"},
        ),
    ],
)  # fmt: skip
def test_an_article_is_taken_apart(source: str, fields: dict[str, str]) -> None:
    entry = rendering.bibtex_entry(source)
    assert entry.startswith("@article{" if "title" in fields else "@misc{")
    for name, text in fields.items():
        assert f"  {name} = {{{text}}}" in entry


@pytest.mark.parametrize(
    "source",
    [
        "practice on Art. 27(3)",
        "Charter of the United Nations (1945), Art. 27(3), read to the letter",
        "S/PV.473",
        "&%$",
    ],
)
def test_anything_else_keeps_its_text(source: str) -> None:
    entry = rendering.bibtex_entry(source)
    assert entry.startswith("@misc{")
    assert f"title = {{{{{rendering.latex_escape(source)}}}}}" in entry


def test_sources_have_one_entry_each_with_a_key_of_its_own() -> None:
    told = rendering.bibtex(["S/PV.473; S/PV.474", "S/PV.474", "Hansard (a; b)"])
    keys = re.findall(r"@\w+\{([^,]+),", told)
    assert len(keys) == len(set(keys)) == 3
    assert keys == sorted(keys)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)
    assert rendering.cite_key("S/PV.473") in keys
    assert rendering.bibtex(["S/PV.474", "Hansard (a; b)", "S/PV.473"]) == told


def test_sources_run_no_command() -> None:
    entry = rendering.bibtex_entry("\\input{/etc/passwd} } @misc{x, \x1b[31m")
    assert "\\input" not in entry
    assert entry.count("{") - entry.count("\\{") == entry.count("}") - entry.count("\\}")


# --- new case --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", GAME_FORMS)
def test_every_form_has_an_example_that_checks(form: str, tmp_path: Path) -> None:
    assert form in EXAMPLES, "add one to institutions/forms/examples.py"
    file = tmp_path / "new.yaml"
    file.write_text(starting_case("new", form), encoding="utf-8")
    case = load_case(file)
    assert [spec.form for spec in case.games.values()] == [form]
    assert (case.institution is not None) == (form in NEED_A_BODY)
    assert all(parameter.certainty == "I" for parameter in case.parameters)
    if form in ("forum-choice", "attrition", "side-payments"):
        assert check(file).ok


def test_every_example_has_its_form() -> None:
    assert set(EXAMPLES) <= set(GAME_FORMS)
    assert set(EXAMPLES) >= NEED_A_BODY


def test_new_case_writes_a_file_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["case", "cyprus-1974", "--form", "attrition"]
    told = CliRunner().invoke(new_group, words)
    assert (told.exit_code, told.output) == (0, "cyprus-1974.yaml\n")
    assert check(tmp_path / "cyprus-1974.yaml").ok
    again = CliRunner().invoke(new_group, words)
    assert isinstance(again.exception, UsageError)
    assert "exists already" in str(again.exception)
    assert CliRunner().invoke(new_group, [*words, "--force"]).exit_code == 0
    assert CliRunner().invoke(new_group, [*words, "-o", "-"]).output == (tmp_path / "cyprus-1974.yaml").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("name", ["Cyprus", "../x", "a b", "", "-a", "a--b", "x" * 81, "é", "a.yaml", "a\n"])
def test_a_name_that_is_no_key(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the key"):
        starting_case(name, "ballot")


def test_a_form_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownKey, match="unknown game form 'balot'"):
        starting_case("x", "balot")
    monkeypatch.setattr(forms_examples, "EXAMPLES", {})
    with pytest.raises(NotApplicable, match="has no example"):
        starting_case("x", "ballot")


# --- doctor ----------------------------------------------------------------------------------------------------------


def test_doctor_names_everything_and_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    monkeypatch.setenv("COOPSEC_PATH", str(tmp_path))
    told = CliRunner().invoke(doctor_command, ["--format", "json"], catch_exceptions=False)
    assert told.exit_code == 0
    facts = {fact["what"]: fact["found"] for fact in json.loads(told.output)}
    assert set(NEEDED) | set(EXTRAS) <= facts.keys()
    assert facts["CBC, the solver of pulp"] in ("there", "missing")
    assert facts[f"COOPSEC_PATH {tmp_path}"] == "has models"
    others = json.dumps([fact for fact in facts.items() if str(tmp_path) not in fact[0]])
    assert str(CHECKOUT) not in others
    assert not re.search(r"(?<![\w.])/(usr|home|root|tmp|work)", others)


def test_doctor_knows_every_dependency() -> None:
    file = CHECKOUT / "setup.cfg"
    if not file.is_file():
        pytest.skip("the tests run outside a checkout")
    setup = configparser.ConfigParser()
    setup.read_string(file.read_text("utf-8"))
    needed = {re.split(r"[<>=]", line)[0].lower() for line in setup["options"]["install_requires"].split()}
    assert needed == {name.lower() for name in NEEDED}
    extras = setup["options.extras_require"]
    for name, (extra, _) in EXTRAS.items():
        assert extra not in extras or name in extras[extra]
