"""The schema of a portfolio takes what the reader takes, as an editor sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import facts
import pytest
import yaml
from checking import small
from conftest import ROOT, source
from editing import is_read, loaded, problems
from jsonschema import Draft7Validator

from ksbcheck.portfolios.read import read_portfolio
from ksbcheck.schema import portfolio_schema, schema_text
from ksbcheck.standards.scope import find_option, scope_of

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck import Standard

ANY = portfolio_schema()
FILES = sorted(
    path
    for folder in ("examples", "tests/acceptance/files", "tests/rules")
    for path in (ROOT / folder).rglob("*.yaml")
    if "standard" not in path.name
)
START = "standard: ST0792\nevidence:\n- id: E01\n  title: Call sheets\n"
PIECE = START + "  ksbs: [K1]\n"

READ = {
    "numbers as texts": "standard: ST0792\noption: 1\nevidence:\n- {id: 7, title: 2024, notes: 1.10, ksbs: [K1]}\n",
    "truth values as texts": f"{PIECE}  notes: no\n  type: true\n",
    "dates": f"{PIECE}  date: 2024-01-02\n",
    "quoted dates": f"{PIECE}  date: '2024-01-02'\n",
    "a mapping of claims": f"{START}  ksbs:\n    K1: p. 2\n    S2:\n    b2: 12\n    K3: 1:30\n",
    "no claims": f"{START}  ksbs: []\n",
    "codes in any case": f"{START}  ksbs: [k1, ' s2 ']\n",
    "unknown codes": f"{START}  ksbs: [K99, 1, x]\n",
    "nothing where that is allowed": f"{PIECE}  date:\n  type: ~\n  status:\n  files:\n  notes: null\n",
    "no apprentice": f"{PIECE}apprentice:\noption:\n",
    "no evidence": "standard: ST0792\nevidence: []\n",
    "texts of several lines": f"{PIECE}  notes: |\n    One\n    two\n",
    "a long list": f"{START}  ksbs: [{', '.join(['K1'] * 2000)}]\n",
    "yes and no": f"{PIECE}gateway:\n  english: yes\n  maths: no\n  employer_statement: No\n",
    "yes and no as truth values": f"{PIECE}gateway: {{english: true, maths: False}}\n",
    "yes and no with more to say": f"{PIECE}gateway:\n  english: yes, GCSE\n  maths: >\n    NO –\n    not yet\n",
    "yes and no in quotes": f"{PIECE}gateway: {{english: ' yes: GCSE ', maths: 'no', qualifications: \"yes\\nx\"}}\n",
    "nothing for the gateway": f"{PIECE}gateway:\n",
    "nothing in the gateway": f"{PIECE}gateway: {{english: , maths: ~}}\n",
}
REFUSED = {
    "a list": "- standard: ST0792\n",
    "a text": "standard\n",
    "no standard": "evidence: []\n",
    "no evidence": "standard: ST0792\n",
    "nothing for the standard": "standard:\nevidence: []\n",
    "an empty text": "standard: ' '\nevidence: []\n",
    "an unknown field": f"{PIECE}apprentise: {{}}\n",
    "an unknown field of a piece": f"{PIECE}  titel: x\n",
    "an unknown field of the apprentice": f"{PIECE}apprentice: {{nam: x}}\n",
    "a piece without title": "standard: ST0792\nevidence:\n- {id: a, ksbs: []}\n",
    "a piece without claims": START,
    "claims that are nothing": f"{START}  ksbs:\n",
    "claims that are a text": f"{START}  ksbs: K1, K2\n",
    "claims that are one code": f"{START}  ksbs: K1\n",
    "a list of mappings": f"{START}  ksbs:\n  - K1: p. 2\n",
    "a code that is nothing": f"{START}  ksbs: [K1, ]\n".replace(", ]", ", ~]"),
    "a locator that is a list": f"{START}  ksbs: {{K1: [p. 2]}}\n",
    "an empty locator": f"{START}  ksbs: {{K1: ' '}}\n",
    "an empty code": f"{START}  ksbs: {{' ': p. 1}}\n",
    "an unknown status": f"{PIECE}  status: acepted\n",
    "a status in another case": f"{PIECE}  status: Accepted\n",
    "a date in words": f"{PIECE}  date: 3 March 2024\n",
    "a date without zeros": f"{PIECE}  date: 2024-3-2\n",
    "a month that there is not": f"{PIECE}  date: 2024-13-02\n",
    "a day that there is not": f"{PIECE}  date: 2024-02-30\n",
    "a date with a time": f"{PIECE}  date: 2024-03-02T10:00:00\n",
    "a date that is a number": f"{PIECE}  date: 20240302\n",
    "files that are a text": f"{PIECE}  files: a.pdf\n",
    "a file that is nothing": f"{PIECE}  files: [~]\n",
    "a title that is a list": "standard: ST0792\nevidence:\n- {id: a, title: [b], ksbs: []}\n",
    "evidence that is a mapping": "standard: ST0792\nevidence: {id: a, title: b, ksbs: []}\n",
    "evidence that is nothing": "standard: ST0792\nevidence:\n",
    "an apprentice that is a text": f"{PIECE}apprentice: A. N.\n",
    "neither yes nor no": f"{PIECE}gateway: {{english: GCSE}}\n",
    "both yes and no": f"{PIECE}gateway: {{english: yes/no}}\n",
    "no is not the whole word": f"{PIECE}gateway: {{maths: not yet}}\n",
    "an empty answer": f"{PIECE}gateway: {{maths: ' '}}\n",
    "a number for an answer": f"{PIECE}gateway: {{maths: 5}}\n",
    "a list for an answer": f"{PIECE}gateway: {{maths: [yes]}}\n",
    "a gateway that is a text": f"{PIECE}gateway: ready\n",
    "an unknown field of the gateway": f"{PIECE}gateway: {{math: yes}}\n",
    "too long a list": f"{START}  ksbs: [{', '.join(['K1'] * 2001)}]\n",
    "too many claims": f"{START}  ksbs: {{{', '.join(f'K{n}: 1' for n in range(2001))}}}\n",
}


def reads(text: str) -> bool:
    return is_read(read_portfolio, source(text))


def schema_for(standard: Standard, option: str | None) -> dict[str, Any]:
    return portfolio_schema(standard, scope_of(standard, (option and find_option(standard, option)) or None))


def claims_of(schema: dict[str, Any]) -> dict[str, Any]:
    claims: dict[str, Any] = schema["properties"]["evidence"]["items"]["properties"]["ksbs"]
    return claims


def codes_in_list(schema: dict[str, Any]) -> dict[str, str]:
    return {one["const"]: one["description"] for one in claims_of(schema)["items"]["anyOf"] if "const" in one}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_that_is_read_validates_and_no_other(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    expected = reads(text)
    try:
        read = loaded(text)
    except yaml.YAMLError:
        assert not expected
        return
    for data in read:
        assert (problems(ANY, data) == []) is expected


@pytest.mark.parametrize("name", READ)
def test_what_the_reader_takes_validates(name: str) -> None:
    assert reads(READ[name])
    for data in loaded(READ[name]):
        assert problems(ANY, data) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_reader_refuses_does_not(name: str) -> None:
    assert not reads(REFUSED[name])
    for data in loaded(REFUSED[name]):
        assert problems(ANY, data)


@pytest.mark.parametrize("option", facts.OPTIONS)
def test_the_codes_offered_are_the_scope(st0792: Standard, option: str) -> None:
    schema = schema_for(st0792, option)
    listed, keyed = codes_in_list(schema), claims_of(schema)["properties"]
    assert set(listed) == set(keyed) == facts.scope(option)
    assert list(listed) == list(keyed) == sorted(listed, key=lambda code: ("KSB".index(code[0]), int(code[1:])))


@pytest.mark.parametrize("option", [*facts.OPTIONS, None])
def test_each_code_has_its_official_text(st0792: Standard, option: str | None) -> None:
    schema = schema_for(st0792, option)
    keyed = {code: field["description"] for code, field in claims_of(schema)["properties"].items()}
    assert keyed == codes_in_list(schema)
    assert {code: facts.digest(text) for code, text in keyed.items()} == {code: facts.DIGESTS[code] for code in keyed}


def test_without_an_option_all_codes_are_offered(st0792: Standard) -> None:
    assert set(codes_in_list(schema_for(st0792, None))) == set(facts.DIGESTS)
    assert len(claims_of(schema_for(st0792, None))["patternProperties"]) == 1


@pytest.mark.parametrize("option", facts.OPTIONS)
@pytest.mark.parametrize("form", ["  ksbs: [{}]\n", "  ksbs: {{{}: p. 1}}\n"], ids=["list", "mapping"])
def test_every_code_of_the_standard_passes_and_no_other(st0792: Standard, option: str, form: str) -> None:
    schema = schema_for(st0792, option)
    for code in facts.DIGESTS:
        for written in (code, code.lower(), f"' {code} '"):
            assert not problems(schema, loaded(START + form.format(written))[0])
    for code in ("K99", "S0", "K", "1", "EB1", "K1a", "B07"):
        assert problems(schema, loaded(START + form.format(code))[0])


@pytest.mark.parametrize("option", facts.OPTIONS)
def test_a_code_out_of_scope_is_said_to_be(st0792: Standard, option: str) -> None:
    (other,) = set(facts.OPTIONS) - {option}
    patterns = claims_of(schema_for(st0792, option))["patternProperties"]
    (told,) = (pattern for pattern, field in patterns.items() if "KSB202" in field.get("description", ""))
    assert {code for code in facts.DIGESTS if re.search(told, code)} == facts.scope(other) - facts.scope(option)


@pytest.mark.parametrize("name", ["complete_film", "unfinished_post", "minimal"])
def test_examples_validate_for_their_standard(st0792: Standard, name: str) -> None:
    text = (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
    for data in loaded(text):
        assert problems(schema_for(st0792, data.get("option", "post")), data) == []


def test_a_code_that_the_standard_does_not_have_is_marked(st0792: Standard) -> None:
    text = (ROOT / "examples" / "mistakes.yaml").read_text(encoding="utf-8")
    found = problems(schema_for(st0792, "post"), loaded(text)[0])
    assert found
    assert all(".ksbs" in problem for problem in found)


def test_standard_and_option_are_offered_and_any_others_pass(st0792: Standard) -> None:
    schema = schema_for(st0792, "post")
    fields = schema["properties"]
    assert fields["standard"]["anyOf"][0] == {"const": "ST0792 v1.1", "description": st0792.title}
    assert [one.get("const") for one in fields["option"]["anyOf"]] == ["film", "post", None]
    for text in (PIECE, f"{PIECE}option: 'vfx and'\n", f"{PIECE}option:\n", PIECE.replace("ST0792", "mine.yaml")):
        assert not problems(schema, loaded(text)[0])


def test_a_standard_without_options_and_licence() -> None:
    standard = small()
    schema = portfolio_schema(standard, scope_of(standard, None))
    assert schema["title"] == "A portfolio for ST0001 v1.0, Tester"
    assert "anyOf" not in schema["properties"]["option"]
    assert "$comment" not in schema
    assert codes_in_list(schema) == {"K1": "How to test."}


def test_the_licence_goes_with_the_texts(st0792: Standard) -> None:
    assert st0792.licence
    assert schema_for(st0792, "film")["$comment"] == st0792.licence.attribution
    assert "$comment" not in ANY


@pytest.mark.parametrize("option", ["", *facts.OPTIONS])
def test_the_schema_is_one_and_always_the_same(st0792: Standard, option: str) -> None:
    one, two = (schema_for(st0792, option) if option else portfolio_schema() for _ in range(2))
    Draft7Validator.check_schema(one)
    assert schema_text(one) == schema_text(two)
    assert "$id" not in one
