from __future__ import annotations

from typing import Any

import pytest

from ksbcheck.standards.model import Option, Standard
from ksbcheck.standards.scope import Split, UnknownOptionError, find_option, options_of, scope_of, split_of

ONE, TWO, THREE = (Option(key=key, title=f"The {key}") for key in ("one", "two", "three"))


def standard(options: tuple[Option, ...] = (ONE, TWO, THREE), **fields: Any) -> Standard:
    ksbs = {"knowledge": {"K1": "a", "K2": "b", "K3": "c"}, "skills": {"S1": "d", "S2": "e"}, "behaviours": {"B1": "f"}}
    return Standard.model_validate(
        {"reference": "ST0001", "version": "1.0", "title": "Tester", "options": options} | ksbs | fields
    )


def duties(*entries: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"number": number, "text": "Test", "options": options.split(), "ksbs": codes.split()}
        for number, (options, codes) in enumerate(entries, start=1)
    ]


def lists(*entries: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"options": options.split(), "ksbs": codes.split()} for options, codes in entries]


# K3 and B1 are named by nothing; K2 is in the core and in an option; S2 is in two options.
SPLIT = (("", "K1 K2"), ("one", "S1 K2"), ("two", "S2"), ("two three", "S2"))

NONE = standard(options=(), duties=duties(("", "S1 K2"), ("", "K1")))
DUTIES = standard(duties=duties(*SPLIT))
LISTS = standard(ksb_lists=lists(*SPLIT), duties=duties(("", "B1 K3"), ("three", "S1")))
UNKNOWN = standard(duties=duties(("", "K1 K2 S1"), ("", "S2")))
NO_DUTIES = standard()
STRAY = standard(options=(), duties=duties(("gone", "K1")))
ALL = ("K1", "K2", "K3", "S1", "S2", "B1")


@pytest.mark.parametrize(
    ("given", "split"),
    [
        pytest.param(NONE, Split.NONE, id="no options"),
        pytest.param(standard(options=(), ksb_lists=lists(("", "K1"))), Split.NONE, id="lists but no options"),
        pytest.param(DUTIES, Split.DUTIES, id="duties"),
        pytest.param(LISTS, Split.LISTS, id="lists before duties"),
        pytest.param(UNKNOWN, Split.UNKNOWN, id="all duties core"),
        pytest.param(standard(duties=duties(("", "K1"), ("one", ""))), Split.UNKNOWN, id="no KSBs for an option"),
        pytest.param(NO_DUTIES, Split.UNKNOWN, id="no duties"),
    ],
)
def test_split(given: Standard, split: Split) -> None:
    assert split_of(given) is split
    assert scope_of(given, given.options[0] if given.options else None).split is split


@pytest.mark.parametrize(
    ("given", "option", "codes", "unassigned", "numbers"),
    [
        pytest.param(NONE, None, ALL, {"K3", "S2", "B1"}, [1, 2], id="no options"),
        pytest.param(STRAY, None, ALL, {"K2", "K3", "S1", "S2", "B1"}, [1], id="no options, but a duty of one"),
        pytest.param(DUTIES, ONE, ("K1", "K2", "K3", "S1", "B1"), {"K3", "B1"}, [1, 2], id="duties, one"),
        pytest.param(DUTIES, TWO, ("K1", "K2", "K3", "S2", "B1"), {"K3", "B1"}, [1, 3, 4], id="duties, two"),
        pytest.param(DUTIES, THREE, ("K1", "K2", "K3", "S2", "B1"), {"K3", "B1"}, [1, 4], id="duties, three"),
        pytest.param(LISTS, ONE, ("K1", "K2", "K3", "S1", "B1"), {"K3", "B1"}, [1], id="lists, one"),
        pytest.param(LISTS, THREE, ("K1", "K2", "K3", "S2", "B1"), {"K3", "B1"}, [1, 2], id="lists, three"),
        pytest.param(UNKNOWN, TWO, ALL, {"K3", "B1"}, [1, 2], id="unknown"),
        pytest.param(NO_DUTIES, ONE, ALL, set(ALL), [], id="no duties"),
    ],
)
def test_scope(
    given: Standard, option: Option | None, codes: tuple[str, ...], unassigned: set[str], numbers: list[int]
) -> None:
    scope = scope_of(given, option)
    assert scope.option is option
    assert scope.codes == codes
    assert scope.unassigned == unassigned
    assert scope.duties == tuple(duty for duty in given.duties if duty.number in numbers)


def test_codes_that_no_ksb_has_are_not_in_scope() -> None:
    assert scope_of(standard(options=(), duties=duties(("", "K1 K99"))), None).codes == ALL


@pytest.mark.parametrize(
    ("given", "code", "options"),
    [
        pytest.param(NONE, "K1", (), id="no options"),
        pytest.param(DUTIES, "K1", (), id="core"),
        pytest.param(DUTIES, "K2", (), id="core and option"),
        pytest.param(DUTIES, "S1", (ONE,), id="one option"),
        pytest.param(DUTIES, "S2", (TWO, THREE), id="two options"),
        pytest.param(DUTIES, "K3", (), id="unassigned"),
        pytest.param(LISTS, "S1", (ONE,), id="lists before duties"),
        pytest.param(LISTS, "B1", (), id="unassigned by lists"),
        pytest.param(UNKNOWN, "S2", (), id="unknown"),
        pytest.param(NO_DUTIES, "S2", (), id="no duties"),
    ],
)
def test_options_of_a_ksb(given: Standard, code: str, options: tuple[Option, ...]) -> None:
    assert options_of(given, code) == options


def test_options_of_a_ksb_are_in_the_standards_order() -> None:
    assert options_of(standard(duties=duties(("three", "K1"), ("one", "K1"))), "K1") == (ONE, THREE)


PRODUCTION = standard(
    (
        Option(key="film", title="Film, TV & Audio  Production"),
        Option(key="post", title="Post Production and VFX"),
        Option(key="vfx", title="Effects"),
        Option(key="studio-2", title="Stage"),
    ),
    duties=duties(("film", "K1")),
)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        pytest.param("film", "film", id="key"),
        pytest.param("FILM", "film", id="key in capitals"),
        pytest.param(" post ", "post", id="key in spaces"),
        pytest.param("Film, TV & Audio  Production", "film", id="title"),
        pytest.param("post  production AND vfx", "post", id="title in another case"),
        pytest.param("film, tv and audio production", "film", id="and for &"),
        pytest.param("Post Production&VFX", "post", id="& for and"),
        pytest.param("audio", "film", id="part of a title"),
        pytest.param("Studio", "studio-2", id="part of a key"),
        pytest.param("and audio", "film", id="part with and for &"),
        pytest.param("post prod", "post", id="part of two words"),
        pytest.param("vfx", "vfx", id="key that is also part of another title"),
        pytest.param("effects", "vfx", id="title before part"),
    ],
)
def test_an_option_is_found_by(asked: str, key: str) -> None:
    option = find_option(PRODUCTION, asked)
    assert option
    assert option.key == key


def test_no_option_needs_to_be_named_where_none_makes_a_difference() -> None:
    assert find_option(UNKNOWN, None) is None
    assert find_option(UNKNOWN, "one") == ONE
    assert scope_of(UNKNOWN, None).codes == tuple(UNKNOWN.ksbs)


NONE_ASKED = "ST0001 v1.0 has options; name one, with --option or as 'option:' in the portfolio"
CHOICES = "film (Film, TV & Audio  Production), post (Post Production and VFX), vfx (Effects), studio-2 (Stage)"


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        pytest.param(None, NONE_ASKED, id="none asked for"),
        pytest.param("production", "'production' could be several options of ST0001 v1.0; choose one", id="ambiguous"),
        pytest.param("&", "'&' could be several options of ST0001 v1.0; choose one", id="ambiguous sign"),
        pytest.param("radio", "'radio' is not an option of ST0001 v1.0; choose one", id="unknown"),
        pytest.param("x" * 99, f"'{'x' * 59}…' is not an option of ST0001 v1.0; choose one", id="long"),
        pytest.param("", "'' is not an option of ST0001 v1.0; choose one", id="empty"),
        pytest.param("  ", "'' is not an option of ST0001 v1.0; choose one", id="spaces"),
    ],
)
def test_anything_else_lists_the_choices(asked: str | None, problem: str) -> None:
    with pytest.raises(UnknownOptionError) as refused:
        find_option(PRODUCTION, asked)
    assert str(refused.value) == f"{problem}: {CHOICES}"


def test_nothing_is_not_a_part_of_the_only_option() -> None:
    with pytest.raises(UnknownOptionError, match="'' is not an option"):
        find_option(standard((ONE,)), "")


@pytest.mark.parametrize("asked", [None, ""])
def test_a_standard_without_options_needs_none(asked: str | None) -> None:
    assert find_option(NONE, asked) is None


def test_a_standard_without_options_has_none_to_find() -> None:
    with pytest.raises(UnknownOptionError, match=r"^ST0001 v1\.0 has no options$"):
        find_option(NONE, "one")
