"""The scope of any standard against set arithmetic, written from the words of the domain and not from the code.

A KSB that no duty (or list, where lists tell the options apart) names is unassigned and required of everybody.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ksbcheck.standards.model import Standard
from ksbcheck.standards.scope import Split, options_of, scope_of

FIELDS = {"knowledge": "K", "skills": "S", "behaviours": "B", "employability": "EB"}


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    ksbs = {
        field: {f"{prefix}{number}": "Text" for number in draw(st.lists(st.integers(1, 9), unique=True))}
        for field, prefix in FIELDS.items()
    }
    codes = [code for texts in ksbs.values() for code in texts]
    options = [f"o{number}" for number in range(draw(st.integers(0, 4)))]
    entries = st.lists(st.fixed_dictionaries({"options": some_of(options), "ksbs": some_of(codes)}), max_size=6)
    duties = [{"number": number, "text": "Text"} | entry for number, entry in enumerate(draw(entries), start=1)]
    fields: dict[str, Any] = {
        "reference": "ST0001",
        "version": "1.0",
        "title": "Tester",
        "options": [{"key": key, "title": key} for key in options],
        "duties": duties,
        "ksb_lists": draw(st.just([]) | entries),
    }
    return Standard.model_validate(fields | ksbs)


def some_of(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=6) if values else st.just([])


class Sets:
    """What entries name, as sets."""

    def __init__(self, standard: Standard) -> None:
        entries = standard.ksb_lists if standard.options and standard.ksb_lists else standard.duties
        split = {option for entry in entries for option in entry.options}
        everything = set(standard.ksbs)
        self.of = {key: {code for entry in entries if key in entry.options for code in entry.ksbs} for key in split}
        self.core = {code for entry in entries if not entry.options for code in entry.ksbs}
        self.unassigned = everything - self.core.union(*self.of.values())
        tells = any(entry.options and entry.ksbs for entry in entries)
        self.known = not standard.options or bool(standard.ksb_lists) or tells
        self.everybody = self.core | self.unassigned if self.known else everything

    def scope(self, key: str | None) -> set[str]:
        return self.everybody | self.of.get(key or "", set())


@given(standards())
def test_a_scope_is_the_core_the_option_and_the_unassigned(standard: Standard) -> None:
    sets = Sets(standard)
    for option in standard.options or (None,):
        scope = scope_of(standard, option)
        assert set(scope.codes) == sets.scope(option.key if option else None)
        assert scope.unassigned == sets.unassigned


@given(standards())
def test_a_scope_is_in_the_standards_order_and_has_each_code_once(standard: Standard) -> None:
    for option in standard.options or (None,):
        codes = scope_of(standard, option).codes
        assert list(codes) == [code for code in standard.ksbs if code in codes]


@given(standards())
def test_all_scopes_together_are_the_whole_standard(standard: Standard) -> None:
    scopes = [set(scope_of(standard, option).codes) for option in standard.options or (None,)]
    assert set().union(*scopes) == set(standard.ksbs)


@given(standards())
def test_what_all_scopes_share_has_no_options_or_all_of_them(standard: Standard) -> None:
    scopes = {option: set(scope_of(standard, option).codes) for option in standard.options}
    for code in standard.ksbs:
        belonging = options_of(standard, code) or standard.options
        assert [option for option, codes in scopes.items() if code in codes] == list(belonging)


@given(standards())
def test_duties_of_a_scope_are_the_cores_and_the_options(standard: Standard) -> None:
    for option in standard.options or (None,):
        scope = scope_of(standard, option)
        named = {duty.number for duty in standard.duties if option and option.key in duty.options}
        core = {duty.number for duty in standard.duties if not duty.options}
        everything = {duty.number for duty in standard.duties}
        assert [duty.number for duty in scope.duties] == sorted(core | named if Sets(standard).known else everything)


@given(standards())
def test_an_unknown_split_leaves_nothing_out(standard: Standard) -> None:
    for option in standard.options:
        scope = scope_of(standard, option)
        if scope.split is Split.UNKNOWN:
            assert (scope.codes, scope.duties) == (tuple(standard.ksbs), standard.duties)
