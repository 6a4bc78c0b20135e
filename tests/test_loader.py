"""The strict reader: what it takes, what it refuses, and where it says the fault is."""

from __future__ import annotations

import gzip
import os
import re
import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopsec_games.errors import CoopSecError, Faults, SpecError, TooLarge, UsageError
from coopsec_games.library.loader import MAX_BYTES, Document, read_text, read_yaml

PAIRS = list(zip("abcdefgh", "bcdefghi", strict=True))
LAUGHS = "a: &a [x, x]\n" + "".join(f"{after}: &{after} [*{before}, *{before}]\n" for before, after in PAIRS)

# row of the table of bad input, what is in the file, exit code, place of the first fault, words of its message
BAD: list[tuple[str, bytes | str, int, str, str]] = [
    ("2 empty", "", 3, "1:1", "found nothing"),
    ("2 comments only", "# nothing\n# here\n", 3, "1:1", "found nothing"),
    ("2 byte-order mark only", b"\xef\xbb\xbf", 3, "1:1", "found nothing"),
    ("3 list of 10 MB", "- a\n" * 2_500_000, 4, "", "larger than"),
    ("3 scalar of 5 MB", "a: " + "x" * 5_000_000, 4, "", "larger than"),
    ("3 scalar of 1 MB", "a: " + "x" * 1_000_000, 3, "1:4", "longer than"),
    ("3 many values", "a: [" + "1," * 300_000 + "]", 4, "1:", "more than 200,000 values"),
    ("4 latin-1", "a: x\nb: São".encode("latin-1"), 3, "2:5", "not UTF-8"),
    ("4 UTF-16", "a: b".encode("utf-16"), 3, "1:1", "UTF-16"),
    ("4 gzip", gzip.compress(b"a: b"), 3, "1:1", "gzip"),
    ("4 PDF", b"%PDF-1.7\n", 3, "1:1", "PDF"),
    ("4 HTML", "<!DOCTYPE html>\n<html></html>", 3, "1:1", "HTML"),
    ("4 Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", 3, "1:1", "Git LFS pointer"),
    ("4 conflict", "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n", 3, "2:1", "merge conflict"),
    ("5 NUL", "a: b\x00c", 3, "1:5", "U+0000"),
    ("5 quoted NUL", 'a: "\\0"', 3, "1:4", "U+0000"),
    ("5 escape", "a: \x1b[31mred", 3, "1:4", "U+001B"),
    ("5 bidi override", "a: x\u202ey", 3, "1:5", "right-to-left override"),
    ("5 next line", "a: x\x85y", 3, "1:5", "U+0085"),
    ("5 zero-width joiner", "ab\u200dc: x", 3, "1:3", "zero width joiner"),
    ("5 written zero-width joiner", '"ab\\u200dc": x', 3, "1:1", "zero width joiner"),
    ("7 tab", "a:\n\tb: 1\n", 3, "2:1", "tab"),
    ("7 open quote", 'a: "b\n', 3, "", "quote"),
    ("7 open bracket", "a: [b, c\n", 3, "", "not YAML"),
    ("7 two documents", "a: 1\n---\nb: 2\n", 3, "2:1", "second one"),
    ("8 duplicate key", "a: 1\nb: 2\na: 3\n", 3, "3:1", "a second time"),
    ("8 the same key in another normal form", "\u00e9: 1\ne\u0301: 2\n", 3, "2:1", "a second time"),
    ("9 billion laughs", LAUGHS, 3, "1:4", "anchors"),
    ("9 recursive alias", "a: &x [*x]", 3, "1:4", "anchors"),
    ("9 merge key", "a: {b: 1}\nc:\n  <<: {d: 1}\n", 3, "3:3", "merge keys"),
    ("10 brackets", "[" * 100_000, 3, "1:", "levels"),
    ("10 blocks", "- " * 2_000, 3, "", "levels"),
    ("10 complex keys", "? " * 5_000, 3, "", "key must be a word"),
    ("11 python tag", "a: !!python/object/apply:os.system [echo]", 3, "1:4", "tags"),
    ("11 tag", "a: !foo b", 3, "1:4", "tags"),
    ("11 tag of a mapping", "a: !foo {b: 1}", 3, "1:4", "tags"),
    ("11 directive", "%TAG ! tag:example.org,2000:\n---\na: 1\n", 3, "1:1", "directives"),
    ("14 integer of 5,000 digits", "a: " + "9" * 5_000, 3, "1:4", "digits"),
    ("14 quoted integer of 5,000 digits", "a: '" + "9" * 5_000 + "'", 3, "1:4", "digits"),
    ("a list", "- a\n- b\n", 3, "1:1", "found a list"),
    ("a text", "only words", 3, "1:1", "found text"),
    ("an empty key", '"": 1', 3, "1:1", "empty"),
    ("a long key", "k" * 300 + ": 1", 3, "1:1", "longer than 200"),
    ("a list as key", "[a, b]: 1", 3, "1:1", "must be a word"),
]


@pytest.mark.parametrize(("content", "code", "place", "words"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_has_its_exit_code_and_a_clear_line(
    tmp_path: Path, content: bytes | str, code: int, place: str, words: str
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CoopSecError) as caught:
        read_yaml(file, "bad.yaml")
    assert caught.value.exit_code == code
    first = caught.value.lines()[0]
    assert first.startswith(f"bad.yaml:{place}")
    assert words in first
    assert all("\n" not in line and len(line) < 400 for line in caught.value.lines())


@pytest.mark.parametrize(("content", "code", "place", "words"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_the_slower_parser_finds_the_same(
    monkeypatch: pytest.MonkeyPatch, content: bytes | str, code: int, place: str, words: str
) -> None:
    if isinstance(content, bytes) or len(content) > 100_000:
        pytest.skip("read before any parser, or too long for this one")
    monkeypatch.delattr("yaml.CSafeLoader", raising=False)
    with pytest.raises(CoopSecError) as caught:
        read_text(content, "bad.yaml")
    assert caught.value.exit_code == code


GOOD: list[tuple[str, bytes | str, dict[str, object]]] = [
    ("6 CRLF", "a: 1\r\nb: [x]\r\n", {"a": 1, "b": ["x"]}),
    ("6 no last newline", "a: 1", {"a": 1}),
    ("6 byte-order mark", b"\xef\xbb\xbfa: b", {"a": "b"}),
    ("12 words stay words", "NO: {on: yes}\ny: n\n1: NO\n", {"NO": {"on": "yes"}, "y": "n", "1": "NO"}),
    ("13 octal", "a: 012", {"a": "012"}),
    ("13 time", "a: 12:30", {"a": "12:30"}),
    ("13 underscore", "a: 1_000", {"a": "1_000"}),
    ("13 hexadecimal", "a: 0x1F", {"a": "0x1F"}),
    ("13 exponent", "a: 1e3", {"a": "1e3"}),
    ("13 signs and points", "a: [+5, .5, 5., -5, -0]", {"a": ["+5", ".5", "5.", -5, "-0"]}),
    ("14 not numbers here", "a: [.inf, .nan, 1e99999999, ٣]", {"a": [".inf", ".nan", "1e99999999", "٣"]}),
    ("exact text", "a: [0.1, 2/3, 1.50]", {"a": ["0.1", "2/3", "1.50"]}),
    ("integers", "a: [0, 7, 1946, '7']", {"a": [0, 7, 1946, "7"]}),
    ("null", "a:\nb: ~\nc: null\nd: 'null'", {"a": None, "b": None, "c": None, "d": "null"}),
    ("dates", "a: 1950-06-27", {"a": "1950-06-27"}),
    ("folded text", "a: >-\n  one\n  two\n", {"a": "one two"}),
    ("truth values", "a: [true, False, TRUE]", {"a": ["true", "False", "TRUE"]}),
    ("signs of a conflict inside a line", "a: x <<<<<<< y", {"a": "x <<<<<<< y"}),
    ("letters of the world", "a: Côte d'Ivoire, São Tomé, Україна", {"a": "Côte d'Ivoire, São Tomé, Україна"}),
]


@pytest.mark.parametrize(("content", "data"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_what_is_read(tmp_path: Path, content: bytes | str, data: dict[str, object]) -> None:
    file = tmp_path / "good.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert read_yaml(file).data == data


def test_missing_file_and_directory_are_wrong_requests(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml", tmp_path / "none" / "none.yaml"):
        with pytest.raises(UsageError) as caught:
            read_yaml(path)
        assert caught.value.exit_code == 2
        assert caught.value.lines()[0].startswith(f"{path}: error[usage]: ")


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.yaml"
    os.mkfifo(fifo)
    plug = tmp_path / "plug"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(plug))
        for path in (fifo, plug, Path("/dev/zero")):
            with pytest.raises(SpecError, match="not a regular file"):
                read_yaml(path)


def test_symlink_loop_cannot_be_read(tmp_path: Path) -> None:
    loop = tmp_path / "loop.yaml"
    loop.symlink_to(loop)
    with pytest.raises(SpecError, match="cannot be read"):
        read_yaml(loop)


def test_file_without_permission_is_invalid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "closed.yaml"
    file.write_text("a: 1")

    def refuse(*arguments: object, **named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(SpecError, match="Permission denied") as caught:
        read_yaml(file)
    assert caught.value.exit_code == 3


def test_strange_file_name_is_refused() -> None:
    with pytest.raises(SpecError, match="not a file name"):
        read_yaml("a\0b.yaml")


def test_limit_of_size_is_inclusive(tmp_path: Path) -> None:
    file = tmp_path / "full.yaml"
    line = b"- 12345678901234567\n"
    file.write_bytes((b"a:\n" + line * (MAX_BYTES // len(line) - 1)).ljust(MAX_BYTES, b"\n"))
    assert isinstance(read_yaml(file), Document)
    file.write_bytes(file.read_bytes() + b"\n")
    with pytest.raises(TooLarge):
        read_yaml(file)


def test_duplicate_key_names_both_lines() -> None:
    with pytest.raises(SpecError) as caught:
        read_text("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", "f.yaml")
    assert caught.value.lines() == [
        "f.yaml:5:3: error[spec]: the key 'c' stands here a second time",
        "hint: the first is at 3:3",
    ]


def test_all_faults_at_once_in_their_order() -> None:
    with pytest.raises(Faults) as caught:
        read_text("a: !x 1\na: 2\nb: &y 3\nc: *y\nd: '\\0'\n", "f.yaml")
    places = [(fault.place.line, fault.place.column) for fault in caught.value.faults if fault.place]
    assert places == [(1, 4), (2, 1), (3, 4)]


def test_anchors_and_aliases_are_told_once() -> None:
    with pytest.raises(SpecError) as caught:
        read_text(LAUGHS, "f.yaml")
    marks = len(re.findall("[&*]", LAUGHS))
    assert caught.value.lines() == [
        f"f.yaml:1:4: error[spec]: anchors (&a) are not read, nor are {marks - 1} more such marks in this file",
        "hint: write the value out where it is needed",
    ]


def test_number_of_faults_is_limited() -> None:
    with pytest.raises(Faults) as caught:
        read_text("a: [" + "!x 1, " * 10_000 + "]", "f.yaml")
    assert len(caught.value.faults) == 50


def test_places_of_values_keys_and_columns() -> None:
    document = read_text("one: {two: [a, 'b c']}\nthree: |\n  text\n", "f.yaml")
    assert str(document.place()) == "f.yaml:1:1"
    assert str(document.place(("one", "two"), key=True)) == "f.yaml:1:7"
    assert str(document.place(("one", "two", 1))) == "f.yaml:1:16"
    assert str(document.place(("one", "two", 1), column=3)) == "f.yaml:1:19"
    assert str(document.place(("one", "two", 0), column=1)) == "f.yaml:1:13"
    assert str(document.place(("three",), column=3)) == "f.yaml:2:8"
    assert str(document.place(("one", "none", "none"))) == "f.yaml:1:6"


ALPHABET = st.text(alphabet="ab:-[]{},'\"#&*!|>%@? \n\t0.~<é\x85\u202e\\", max_size=60)


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(ALPHABET)
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    told = []
    try:
        document = read_text(text, "f.yaml")
    except CoopSecError as error:
        told = error.lines()
    else:
        assert isinstance(document.data, dict)
    assert all(line.startswith(("f.yaml:", "hint: ")) for line in told)


SCALARS = st.one_of(st.integers(-999, 999), st.none(), st.text(alphabet="abc NOyes.-/'", max_size=8))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.dictionaries(st.text(alphabet="abcNO", min_size=1, max_size=4), st.lists(SCALARS, max_size=4), min_size=1))
def test_written_data_is_read_back_with_every_place(data: dict[str, list[int | str | None]]) -> None:
    def word(value: int | str | None) -> str:
        return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else "~" if value is None else str(value)

    text = "".join(f"{word(key)}: [{', '.join(map(word, values))}]\n" for key, values in data.items())
    document = read_text(text, "f.yaml")
    assert document.data == data
    lines = text.split("\n")
    for key, values in data.items():
        for number, value in enumerate(values):
            mark = document.marks[key, number]
            assert lines[mark.line - 1][mark.column - 1 :].startswith(word(value))
