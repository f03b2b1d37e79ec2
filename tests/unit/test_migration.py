"""Portfolios carried over to another version, with small standards in which everything can happen to a KSB."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from checking import small
from conftest import source

from ksbcheck import UnusableFileError, migration
from ksbcheck.migration import Migration, MigrationError, migrate
from ksbcheck.migration.fate import Fate
from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.standards.compare import compare

if TYPE_CHECKING:
    from ksbcheck import Standard

TEXTS = {
    "lens": "Which lens gives which picture, and what each of them costs to hire for a day.",
    "light": "How daylight changes from morning to evening in every season of the year.",
    "sound": "The ways in which sound is recorded on location when the weather is bad.",
    "law": "Contracts, insurance and permits that a crew needs before it may work abroad.",
    "old": "Splicing magnetic tape by hand with razor blades and adhesive film.",
    "new": "Training computers to draw backgrounds that nobody has painted before.",
}
# About 0.8 and 0.96 like the texts above.
LIKELY = "The ways in which sound is recorded on location when it pours and thunder rolls."
REWORDED = "Which lens gives which picture, and what each of them costs to hire for a week."
DUTY = {"number": 1, "text": "Make films."}
OPTIONS = [{"key": "film", "title": "Film production"}, {"key": "post", "title": "Post production"}]


def standard(version: str, *names: str, **fields: Any) -> Standard:
    texts = {f"K{number}": TEXTS.get(name, name) for number, name in enumerate(names, 1)}
    return small(version=version, knowledge=texts, **fields)


# K1 and K2 change places, K3 is likely K4, K4 is lost, K5 stays and is reworded; K3 is new, K6 is in another place.
OLD = standard("1.0", "light", "law", "sound", "old", "lens")
NEW = standard("1.1", "law", "light", "new", LIKELY, REWORDED)
PORTFOLIO = """\
standard: ST0001 v1.0   # the standard
evidence:
  - id: E01
    title: A piece
    ksbs:
      K1: p. 1
      k2: p. 2
      K3: p. 3
  - id: E02
    title: Another
    ksbs: [K4, K5, K99]
"""


def carried(text: str | bytes, old: Standard = OLD, new: Standard = NEW, **options: Any) -> Migration:
    read = source(text)
    return migrate(read_portfolio(read), read, compare(old, new), **options)


def fates(made: Migration) -> dict[str, Fate]:
    return {claim.claim.code: claim.fate for claim in made.claims}


def test_what_becomes_of_the_claims() -> None:
    made = carried(PORTFOLIO)
    assert fates(made) == {
        "K1": Fate.MOVED,
        "K2": Fate.MOVED,
        "K3": Fate.WAITING,
        "K4": Fate.LOST,
        "K5": Fate.KEPT,
        "K99": Fate.LOST,
    }
    assert [len(claims) for claims in made.pieces] == [3, 3]
    assert [(claim.evidence, claim.claim.locator) for claim in made.claims[2:4]] == [("E01", "p. 3"), ("E02", None)]
    assert not made.is_whole
    assert made.scope.codes == ("K1", "K2", "K3", "K4", "K5")
    assert [(entry.ksb.code, entry.likely and entry.likely.code) for entry in made.required] == [
        ("K3", None),
        ("K4", "K3"),
    ]


def test_the_new_file() -> None:
    assert (
        carried(PORTFOLIO).text
        == """\
standard: ST0001 v1.1   # the standard
evidence:
  - id: E01
    title: A piece
    ksbs:
      K2: p. 1
      k1: p. 2
      # K3: p. 3   (ST0001 v1.0; likely K4)
  - id: E02
    title: Another
    ksbs: [K5]   # K4   (ST0001 v1.0; gone)   # K99   (ST0001 v1.0; no such KSB)
"""
    )


def test_what_is_likely_is_carried_over_if_accepted() -> None:
    made = carried(PORTFOLIO, accept_likely=True)
    assert fates(made)["K3"] is Fate.MOVED
    assert "\n      K4: p. 3\n" in made.text
    assert [entry.ksb.code for entry in made.required] == ["K3"]
    assert not made.is_whole


def test_a_code_that_is_likely_itself_is_no_claim_either_until_it_is_accepted() -> None:
    old, new = standard("1.0", "law", "sound"), standard("1.1", "law", LIKELY)
    text = "standard: ST0001\nevidence: [{id: E, title: t, ksbs: [K1, K2]}]\n"
    made = carried(text, old, new)
    assert made.text.endswith("ksbs: [K1]}]   # K2   (ST0001 v1.0; likely K2)\n")
    assert carried(text, old, new, accept_likely=True).is_whole


def test_a_piece_without_claims_and_one_that_loses_them_all() -> None:
    text = "standard: ST0001\nevidence:\n- id: E1\n  title: t\n  ksbs: []\n- id: E2\n  title: t\n  ksbs:\n  - K4\n"
    made = carried(text)
    assert made.text.endswith("  ksbs: []\n- id: E2\n  title: t\n  ksbs: []\n  # - K4   (ST0001 v1.0; gone)\n")


def test_a_code_named_twice() -> None:
    text = "standard: ST0001\nevidence:\n- id: E1\n  title: t\n  ksbs: {K1: a, k1: b, 'K4': c, \"k4\": d}\n"
    made = carried(text)
    assert made.text.endswith("ksbs: {K2: a, k2: b}   # 'K4': c, \"k4\": d   (ST0001 v1.0; gone)\n")


def test_codes_written_with_escapes_or_spaces() -> None:
    text = "standard: ST0001\nevidence:\n- id: E1\n  title: t\n  ksbs: [\"\\x4b1\", ' k2 ']\n"
    assert carried(text).text.endswith("ksbs: [\"K2\", ' k1 ']\n")


def test_a_code_of_more_letters_keeps_its_case() -> None:
    old, new = (
        small(version=version, employability={f"EB{number}": text for number, text in enumerate(texts, 1)})
        for version, texts in (
            ("1.0", ["Being on time."]),
            ("1.1", [str(at) * 9 for at in range(11)] + ["Being on time."]),
        )
    )
    text = "standard: ST0001\nevidence: [{id: E, title: t, ksbs: [EB1, Eb1, eb1]}]\n"
    assert "ksbs: [EB12, Eb12, eb12]" in carried(text, old, new).text


def test_byte_order_mark_line_ends_and_a_missing_last_one_are_kept() -> None:
    data = b"\xef\xbb\xbf" + PORTFOLIO.replace("\n", "\r\n").rstrip().encode()
    assert carried(data).text == "\ufeff" + carried(PORTFOLIO).text.replace("\n", "\r\n").rstrip()


def with_options(version: str, options: Any = OPTIONS, **fields: Any) -> Standard:
    keys = [option["key"] for option in options]
    duties = [{"number": 1, "text": "All.", "ksbs": ["K1"]}]
    duties += [
        {"number": at + 2, "text": f"Of {key}.", "options": [key], "ksbs": [f"K{at + 2}"]}
        for at, key in enumerate(keys)
    ]
    return standard(version, "light", "law", "sound", options=options, duties=duties, **fields)


RENAMED = [{"key": "film", "title": "Film production"}, {"key": "vfx", "title": "Post production"}]
SPLIT_UP = [{"key": "tv", "title": "Broadcasting"}, {"key": "games", "title": "Making games"}]


def portfolio(option: str | None) -> str:
    line = "" if option is None else f"option: {option}   # c\n"
    return f"standard: ST0001\n{line}evidence: [{{id: E, title: t, ksbs: [K1]}}]\n"


@pytest.mark.parametrize(
    ("option", "new", "asked", "line"),
    [
        ("post", OPTIONS, None, "option: post   # c\n"),
        ("Post", OPTIONS, None, "option: Post   # c\n"),
        ("post production", RENAMED, None, "option: post production   # c\n"),
        ("post", RENAMED, None, "option: vfx   # c\n"),
        ("'POST'", RENAMED, None, "option: 'vfx'   # c\n"),
        ("film", RENAMED, None, "option: film   # c\n"),
        ("film", RENAMED, "vfx", "option: vfx   # c\n"),
        ("post", SPLIT_UP, "games", "option: games   # c\n"),
        ("radio", SPLIT_UP, "games", "option: games   # c\n"),
        ("post", [], None, "# option: post   (ST0001 v1.0; ST0001 v1.1 has no options)   # c\n"),
        (None, RENAMED, "vfx", ""),
        (None, [], None, ""),
    ],
)
def test_options(option: str | None, new: Any, asked: str | None, line: str) -> None:
    made = carried(portfolio(option), with_options("1.0"), with_options("1.1", new), option=asked)
    assert made.text.split("evidence")[0] == f"standard: ST0001 v1.1\n{line}"
    named = {choice["key"] for choice in new}
    assert (made.scope.option is not None) == bool(named)


@pytest.mark.parametrize(
    ("option", "new", "asked", "place", "message"),
    [
        (
            "post",
            SPLIT_UP,
            None,
            "portfolio.yaml:2:9",
            "'post' is not surely an option of ST0001 v1.1, too; choose one",
        ),
        ("radio", RENAMED, None, "portfolio.yaml:2:9", "'radio' is not an option of ST0001 v1.0; choose one"),
        (None, RENAMED, None, "portfolio.yaml", "ST0001 v1.1 has options; name one"),
        ("post", RENAMED, "games", "--option", "'games' is not an option of ST0001 v1.1; choose one"),
        ("post", [], "games", "--option", "ST0001 v1.1 has no options"),
    ],
)
def test_options_that_do_not_map(option: str | None, new: Any, asked: str | None, place: str, message: str) -> None:
    with pytest.raises(UnusableFileError) as caught:
        carried(portfolio(option), with_options("1.0"), with_options("1.1", new), option=asked)
    assert str(caught.value).startswith(f"{place}: KSB301 {message}")
    for choice in new:
        if option != "radio":
            assert f"{choice['key']} ({choice['title']})" in str(caught.value) or not message.endswith("choose one")


@pytest.mark.parametrize(
    ("option", "asked", "required"),
    [
        ("post", None, []),
        ("film", "vfx", ["K3"]),
        (None, "vfx", []),
        ("radio", "vfx", []),
    ],
)
def test_required_is_what_the_old_option_did_not_need(
    option: str | None, asked: str | None, required: list[str]
) -> None:
    made = carried(portfolio(option), with_options("1.0"), with_options("1.1", RENAMED), option=asked)
    assert [entry.ksb.code for entry in made.required] == required


def test_where_no_old_option_is_known_anything_may_have_been_required() -> None:
    made = carried(portfolio(None), with_options("1.0"), with_options("1.1", SPLIT_UP), option="tv")
    assert made.required == ()


def test_an_option_in_brackets() -> None:
    text = "{standard: ST0001, option: post, evidence: [{id: E, title: t, ksbs: [K1]}]}\n"
    made = carried(text, with_options("1.0"), with_options("1.1", []))
    assert made.text == (
        "{standard: ST0001 v1.1, evidence: [{id: E, title: t, ksbs: [K1]}]}"
        "   # option: post   (ST0001 v1.0; ST0001 v1.1 has no options)\n"
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("K1: p. 1", "does not say"),
        ("title: A piece", "does not say"),
        ("K9: [", "cannot be read: portfolio.yaml:"),
    ],
)
def test_a_new_file_that_is_not_what_is_meant_is_a_fault(wrong: str, message: str) -> None:
    def spoilt(*_: Any) -> str:
        good = str(_good.text)
        return good.replace("K2: p. 1", wrong) if wrong.startswith("K") else good.replace(wrong, "title: Other")

    _good = carried(PORTFOLIO)
    with patch.object(migration, "apply_edits", spoilt), pytest.raises(MigrationError, match=message):
        carried(PORTFOLIO)


def test_a_file_that_would_be_larger_than_is_read() -> None:
    with patch.object(migration, "LARGEST", len(PORTFOLIO)), pytest.raises(UnusableFileError, match="too large"):
        carried(PORTFOLIO)
