"""The writers: what they escape, what they keep, and that the same table gives the same bytes."""

from __future__ import annotations

import csv
import html
import io
import re
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopsec_games import rendering
from coopsec_games.conditions import Assumptions, Condition
from coopsec_games.formulas import exact
from coopsec_games.rendering import clean, latex_escape, markdown_escape, number
from coopsec_games.rendering.prose import formula_latex, pieces
from coopsec_games.rendering.tex_columns import breadth, widths
from coopsec_games.results import Table

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1+1",
    "-2+3",
    "\t=1+1",
    "\x00=1",
    r"\input{/etc/passwd}",
    r"\write18{rm -rf /}",
    "50% & a_b #1 ~x ^y {z} $m$ <b>",
    "<script>alert('x')</script>",
    "a|b",
    "two\nlines\r\nthree",
    "[red]markup[/red] :smile:",
    "quotes \" and ' and , and ;",
    "\x1b[31mred\x1b[0m \x9b31m",
    "bidi \u202eabc\u202c \u2066x\u2069",
    "![i](http://x) [l](javascript:x) `c` *e* _e_",
    "&lt;script&gt;",
    "$$x$$ and ~~y~~ at $5",
    "ends in a stroke \\",
    "\uff1d1+1",
]


NAMES = ("k", "c", "c_m")


def one_cell(cell: object) -> Table:
    return Table("t", "T", ("a", "b"), ((cell, 1),))  # type: ignore[arg-type]


# --- text ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_clean_text_controls_no_terminal(words: str) -> None:
    left = clean(words)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", left)
    assert clean(left) == left


@pytest.mark.parametrize("words", HOSTILE)
def test_terminal_lines_hold_no_control_characters(words: str) -> None:
    table = Table("t", words, (words, "b"), ((words, words),), (words,), (words,))
    lines = table.to_text(60)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", lines)


def test_no_markup_is_read() -> None:
    assert "[red]markup[/red] :smile:" in one_cell("[red]markup[/red] :smile:").to_text()


def test_colour_is_only_put_in_where_asked() -> None:
    table = one_cell("x")
    assert "\x1b" not in table.to_text()
    assert "\x1b[1m" in table.to_text(colour=True)


def test_a_terminal_may_be_narrow() -> None:
    table = Table("t", "A caption that is long", ("members", "value"), (("CHN, FRA, GBR, RUS, USA", Fraction(1, 3)),))
    assert max(map(len, table.to_text(20).splitlines())) <= 20
    assert table.to_text(1) == table.to_text(20)


def test_text_as_a_reader_sees_it() -> None:
    table = Table(
        "power",
        "Voting power",
        ("member", "index"),
        (("CHN", Fraction(421, 2145)), ("others", Fraction(4, 2145))),
        ("Exactly.",),
        ("Shapley and Shubik 1954",),
    )
    assert table.to_text() == (
        "Voting power\n"
        "\n"
        "member      index\n"
        "─────────────────\n"
        "CHN      421/2145\n"
        "others     4/2145\n"
        "\n"
        "Exactly.\n"
        "Source: Shapley and Shubik 1954\n"
    )


# --- LaTeX -----------------------------------------------------------------------------------------------------------

ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}


@pytest.mark.parametrize("sign", ESCAPES)
def test_every_special_is_escaped_in_latex(sign: str) -> None:
    assert latex_escape(f"a{sign}b") == f"a{ESCAPES[sign]}b"


COMMANDS = (
    "textbackslash textasciitilde textasciicircum textless textgreater textbar textasciigrave ldots S texteuro char "
    "rightarrow leftarrow leq geq neq approx infty times cdot pm circ"
)


@given(st.text(max_size=60))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_latex_runs_no_command_of_the_text(words: str) -> None:
    escaped = latex_escape(words)
    commands = re.findall(r"\\([A-Za-z]+|.)", escaped)
    assert set(commands) <= {*COMMANDS.split(), *"{}$&#%_"}
    bare = re.sub(r"\\[{}$&#%_]", "", escaped)
    assert bare.count("{") == bare.count("}")
    assert bare.count("$") % 2 == 0
    assert not set(bare) & set("&#%")
    assert "\n" not in escaped


def test_latex_maps_signs_and_names_the_rest() -> None:
    assert latex_escape("São Tomé – “x” ≤ 5 §3") == "São Tomé -- ``x'' $\\leq$ 5 \\S{}3"
    assert latex_escape("e\u0301") == "é"
    assert latex_escape("\u4e2d") == "{[}U+4E2D{]}"
    assert latex_escape("a--b") == "a-{}-b"


def test_a_bracket_after_a_row_is_no_argument() -> None:
    table = Table("t", "T", ("a",), (("[39; 7*5, 1*10]",), ("*",)))
    assert not re.search(r"\\\\\s*[\[*]|rule\s*\[", table.to_latex())


def test_latex_as_a_paper_has_it() -> None:
    where = Condition.read("c > z", Assumptions(("c", "z")))
    table = Table(
        "Regimes 1", "Regimes & more", ("outcome", "where", "payoff"), (("status quo", where, Fraction(-1, 2)),)
    )
    assert table.to_latex() == (
        "% needs \\usepackage{array} and \\usepackage{booktabs}\n"
        "\\begin{table}\n"
        "  \\centering\n"
        "  \\caption{Regimes \\& more}\n"
        "  \\label{tab:regimes-1}\n"
        "  \\begin{tabular}{llr}\n"
        "    \\toprule\n"
        "    outcome & where & payoff \\\\\n"
        "    \\midrule\n"
        f"    status quo & ${where.latex}$ & $-1/2$ \\\\\n"
        "    \\bottomrule\n"
        "  \\end{tabular}\n"
        "\\end{table}\n"
    )


def test_latex_sets_expressions_as_formulas_and_long_text_as_paragraphs() -> None:
    table = Table("t", "T", ("a", "b"), (("word " * 20, exact("k + c - c_m", NAMES)),), cite=("A", "B"), names=NAMES)
    made = table.to_latex()
    assert (
        r"\begin{tabular}{>{\raggedright\arraybackslash}p{\dimexpr 29.38em+1\dimexpr\tableroom\relax\relax}l}" in made
    )
    assert r"\edef\tableroom{\the\dimexpr\linewidth-37em\relax}" in made
    assert r"\footnotesize" in made
    assert "$k + c - c_{m}$" in made
    assert "k + c - c_m" in table.to_text()
    assert "Sources: A; B" in made


def test_latex_columns_share_the_line_and_long_tables_break() -> None:
    rows = tuple((f"S/RES/{number}", "word " * 30, Fraction(118525786, 725416965)) for number in range(30))
    made = Table("t", "T", ("text", "why", "index"), rows, cite=("A",)).to_latex()
    [room] = [Fraction(width) for width in re.findall(r"linewidth-([0-9.]+)em", made)]
    found = re.findall(r"p{\\dimexpr ([0-9.]+)em\+([0-9.]+)\\dimexpr\\tableroom", made)
    [why, index], shares = ([Fraction(pair[place]) for pair in found] for place in (0, 1))
    assert 3 * index < why < room <= 37
    assert sum(shares) == 1
    assert made.startswith("% needs \\usepackage{array}, \\usepackage{booktabs} and \\usepackage{longtable}\n")
    assert made.count("\\endhead") == made.count("\\end{longtable}") == made.count("\\endgroup") == 1
    assert r"118525786/\allowbreak{}725416965" in made
    assert r"\setlength{\LTcapwidth}{\linewidth}" in made
    assert r"\begin{table}" not in made


def test_formulas_in_latex_may_be_broken() -> None:
    either = Condition.read("c > z or (c < z and k > 1)", Assumptions(("c", "z", "k")))
    made = one_cell(either).to_latex()
    assert "\\vee" in made
    assert "\\left" not in made
    assert "\\right" not in made


def test_formulas_in_sentences_are_set_as_formulas() -> None:
    names = ("k", "c_m", "pi", "L", "beta", "n", "h", "z", "S")
    rows = (("outside where pi > k + c_m, else S/RES/82 (9-0-1)", ">="),)
    note = "council: L <= beta*n/2 and y = min(h, z + k - pi)."
    table = Table("t", "Where pi > 1", ("a", "b"), rows, (note,), names=names)
    made = table.to_latex()
    assert r"outside where $\pi > k + c_{m}$, else S/RES/82 (\mbox{9-0-1}) & $\geq$" in made
    assert r"council: $L \leq \beta n/2$ and $y = \min (h, z + k - \pi)$." in made
    assert r"\caption{Where $\pi > 1$}" in made
    assert "where pi > k + c_m" in table.to_markdown()


@pytest.mark.parametrize(
    "words",
    [
        "n-person games",
        "S/PV.473",
        "a",
        "9-0-1, 1 absent",
        "1999-03-24",
        "27(3)",
        "mihalka-k-n",
        "k",
        "R or P",
        "x > 1",
    ],
)
def test_words_are_no_formulas(words: str) -> None:
    assert pieces(words, ("n", "S", "a", "k", "R", "P")) == ((False, words),)


@given(st.text(alphabet="abk n_+-*/<>=(),.19;:'", max_size=40))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_sentences_fall_into_pieces_and_nothing_is_lost(words: str) -> None:
    found = pieces(words, ("k", "n", "k_n", "a"))
    assert "".join(piece for _, piece in found) == words
    for formula, piece in found:
        if formula:
            exact_or_condition = piece.replace("abs", "k")
            assert re.search(r"[kna]", exact_or_condition)
            assert piece.count("(") == piece.count(")")
            assert "\\" not in piece


def test_long_fractions_are_written_in_line() -> None:
    long = exact("(a + b + c + d)/(e - f*a*b*c*d)", list("abcdef"))
    made = Table("t", "T", ("x",), ((long,), (exact("a/b", list("ab")),)), names=tuple("abcdef")).to_latex()
    assert r"(a + b + c + d) /\allowbreak{} (" in made
    assert r"\frac{a}{b}" in made
    small = Table("t", "T", ("x", "why"), ((exact("a*b/(1 - c)", list("abc")), "word " * 30),)).to_latex()
    assert r"$(a b) " not in small
    assert r"a b /\allowbreak{} (1 - c)$" in small or r"a b /\allowbreak{} (" in small


def test_columns_are_as_wide_as_their_text_deserves() -> None:
    rows = tuple((f"claim-number-{number}-of-these", "word " * 40, "short") for number in range(9))
    made = Table("t", "T", ("claim", "because", "mark"), rows).to_latex()
    [claim, because] = [Fraction(width) for width in re.findall(r"p{\\dimexpr ([0-9.]+)em", made)] or [0, 0]
    assert because > 2 * claim > 0
    assert made.count(r"\addlinespace") == len(rows) - 1


def test_columns_hold_their_words_and_the_line_holds_the_columns() -> None:
    told = [["claim", "verdict", "because"], ["a word " * 20, "model-dependent", "why " * 60], ["b", "supported", "c"]]
    found = widths(told)
    own = [Fraction(re.match(r"\\dimexpr ([0-9.]+)em", width)[1]) if width else None for width in found.paragraphs]  # type: ignore[index]
    assert found.small
    assert found.wrapped
    assert own[0] is not None
    assert own[2] is not None
    assert own[2] > own[0] > 10
    for column, width in zip(zip(*told, strict=True), own, strict=True):
        words = [word for cell in column for word in re.split(r"[ -]", cell)]
        assert width is None or 1000 * width + 400 >= max(map(breadth, words))


def test_a_table_that_fits_the_line_is_left_alone() -> None:
    assert not widths([["a", "b"], ["short", "text"]]).small
    assert not widths([["a", "b"], ["short", "text"]]).room
    # no line holds so many columns: they have shares of it
    many = widths([["institutionalisation"] * 9, ["institutionalisation words"] * 9])
    assert all("\\linewidth" in width for width in many.paragraphs)
    shares = [Fraction(share) for width in many.paragraphs for share in re.findall(r"dimexpr ([0-9.]+)", width)]
    assert abs(sum(shares) - 1) <= Fraction(1, 100)


def test_days_and_tallies_are_not_broken() -> None:
    made = one_cell("S/RES/83 of 1950-06-27: 7-1-0, 3 absent; no-veto, S/1999-3-A").to_latex()
    assert r"of \mbox{1950-06-27}: \mbox{7-1-0}, 3 absent; no-veto, S/1999-3-A" in made


def test_very_long_numbers_may_be_broken() -> None:
    made = one_cell(Fraction(1, 3**40)).to_latex()
    assert r"1/\allowbreak{}121576\allowbreak{}654590" in made
    assert one_cell(Fraction(118525786, 725416965)).to_latex().count(r"\allowbreak") == 1


def test_roots_in_sentences_are_set_as_roots() -> None:
    assert formula_latex("sqrt(c/w)**3") == r"\sqrt{c/w}^{3}"
    made = Table("t", "T", ("a",), (("each with 1/2 - sqrt(1/4 - c/(2*w)), at most",),), names=("c", "w")).to_latex()
    assert r"each with $1/2 - \sqrt{1/4 - c/(2 w)}$, at most" in made


def test_many_rows_run_over_pages() -> None:
    few, many = (Table("t", "T", ("a",), tuple((number,) for number in range(count))) for count in (30, 31))
    assert r"\begin{longtable}" not in few.to_latex()
    assert r"\begin{longtable}" in many.to_latex()


def test_latex_names_the_keys_of_the_sources() -> None:
    table = Table("t", "T", ("a",), ((1,),), cite=("S/PV.473; S/PV.474",))
    keys = [rendering.cite_key(source) for source in ("S/PV.473", "S/PV.474")]
    assert f"% sources: {', '.join(keys)}\n" in table.to_latex()
    assert all(key in table.to_bibtex() for key in keys)


# --- Markdown, CSV, HTML ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", HOSTILE)
def test_markdown_cells_stay_one_cell(words: str) -> None:
    line = one_cell(words).to_markdown().splitlines()[4]
    assert len(re.findall(r"(?<!\\)\|", line)) == 3
    assert not re.search(r"(?<!\\)<", line)


def test_markdown_text_is_shown_as_it_stands() -> None:
    assert markdown_escape("7*5 [a](b) c_m _x_ &lt;") == r"7\*5 \[a\](b) c_m \_x\_ \&lt;"
    where = Condition.read("c <= z", Assumptions(("c", "z"), solve_for=("c",)))
    assert "`c <= z`" in one_cell(where).to_markdown()


@pytest.mark.parametrize("words", HOSTILE)
def test_csv_reads_back_and_starts_no_formula(words: str) -> None:
    rows = list(csv.reader(io.StringIO(one_cell(words).to_csv())))
    assert rows[1][1] == "1"
    assert rows[1][0].lstrip() in (clean(words).lstrip(), "'" + clean(words))
    assert rows[1][0].lstrip()[0] not in "=+-@"
    assert list(csv.reader(io.StringIO(one_cell(words).to_csv(raw=True))))[1][0] == clean(words)


def test_csv_keeps_numbers_numbers() -> None:
    table = Table("t", "T", ("-a", "b", "c", "d", "e"), ((-1, Fraction(-1, 3), True, None, exact("-c", ["c"])),))
    assert table.to_csv() == "'-a,b,c,d,e\n-1,-1/3,yes,,'-c\n"
    assert table.to_csv(digits=2) == "'-a,b,c,d,e\n-1,-0.33,yes,,'-c\n"


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("words", HOSTILE)
def test_html_holds_no_tag_of_the_text(words: str) -> None:
    table = Table("t", words, (words, "b"), ((words, 1),), (words,), (words,))
    reader = Reader()
    reader.feed(table.to_html())
    assert reader.tags <= {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "br"}
    assert clean(words) in reader.words
    assert html.escape(clean(words)) in table.to_html()


# --- numbers, order, bytes -------------------------------------------------------------------------------------------


@given(st.fractions(), st.integers(0, 12))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_decimals_are_rounded_exactly(value: Fraction, digits: int) -> None:
    near = Fraction(number(value, digits))
    assert abs(near - value) <= Fraction(1, 2 * 10**digits)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(5, 2), 0, "2"),
        (Fraction(7, 2), 0, "4"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(1, 40), 2, "0.02"),
        (Fraction(3), 2, "3"),
    ],
)
def test_halves_go_to_even(value: Fraction, digits: int, text: str) -> None:
    assert number(value, digits) == text


def test_alignment_follows_the_cells_unless_stated() -> None:
    rows = ((1, "x", Fraction(1, 2)), (None, "y", 3))
    assert "{rlr}" in Table("t", "T", ("a", "b", "c"), rows).to_latex()
    assert "{lcr}" in Table("t", "T", ("a", "b", "c"), rows, align="lcr").to_latex()
    assert ":---:" in Table("t", "T", ("a", "b", "c"), rows, align="lcr").to_markdown()


def test_an_empty_table_is_a_table() -> None:
    table = Table("t", "T", ("a",), ())
    assert table.to_csv() == "a\n"
    assert "\\toprule" in table.to_latex()
    assert "| a |" in table.to_markdown()
    assert table.to_text().startswith("T\n")


def test_a_stranger_in_a_cell_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be written"):
        one_cell(object()).to_csv()


def test_json_is_utf8_with_keys_in_order() -> None:
    assert rendering.json_text({"b": "São", "a": 1}) == '{\n  "b": "São",\n  "a": 1\n}\n'
