"""Coverage of any portfolio, against plain set arithmetic over the duties of the official page."""

from __future__ import annotations

import json
from collections import Counter
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from facts import DUTIES, KIND_COUNTS, OPTIONS, scope
from hypothesis import given, settings
from hypothesis import strategies as st

from ksbcheck import check, load_portfolio, load_standard
from ksbcheck.coverage import cover
from ksbcheck.portfolios.model import Portfolio
from ksbcheck.source import Source
from ksbcheck.standards.model import Standard
from ksbcheck.standards.scope import scope_of

if TYPE_CHECKING:
    from ksbcheck import Report

STANDARD = load_standard("ST0792 v1.1")
LETTERS = {"knowledge": "K", "skill": "S", "behaviour": "B", "employability": "EB"}
CODES = [f"{LETTERS[kind]}{number}" for kind, count in KIND_COUNTS.items() for number in range(1, count + 1)]
UNKNOWN = ["K44", "S39", "B7", "K0", "K01", "KS1", "K1a", "EB1", "13", "ſ"]
STATUSES = ["planned", "draft", "submitted", "accepted", "referred", None]

Piece = dict[str, Any]

written_codes = st.one_of(
    st.sampled_from(CODES),
    st.sampled_from(CODES),
    st.sampled_from([code.lower() for code in CODES]),
    st.sampled_from(UNKNOWN),
)
code_lists = st.lists(written_codes, max_size=12)
claims = st.one_of(
    code_lists,
    code_lists.map(lambda codes: codes + codes[:2]),
    code_lists.map(dict.fromkeys),
    code_lists.map(lambda codes: dict.fromkeys(codes, "p. 1")),
    st.sampled_from(OPTIONS).map(lambda option: sorted(scope(option))),
)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    piece: Piece = {"id": draw(st.sampled_from(["E1", "E2", "E3", "e3", "E4"])), "title": "A piece"}
    status = draw(st.sampled_from(STATUSES))
    return {**piece, "ksbs": draw(claims)} | ({"status": status} if status else {})


portfolios = st.lists(pieces(), max_size=6)
options = st.sampled_from(OPTIONS)
minima = st.integers(1, 3)
usual = settings(max_examples=100)


def report(evidence: list[Piece], option: str, minimum: int = 1, *, asked: bool = False) -> Report:
    """Go the public way; the option is asked for, against the portfolio's own, or the portfolio's own."""
    (other,) = set(OPTIONS) - {option}
    content = {"standard": "ST0792 v1.1", "option": other if asked else option, "evidence": evidence}
    file = load_portfolio(Source("portfolio.yaml", json.dumps(content, ensure_ascii=False).encode()))
    return check(file, STANDARD, option=option if asked else None, min_evidence=minimum)


def gaps(evidence: list[Piece], option: str, minimum: int = 1) -> set[str]:
    return {entry.ksb.code for entry in report(evidence, option, minimum).coverage.gaps}


def ids(evidence: list[Piece], code: str, *statuses: str) -> list[str]:
    """Return the distinct ids of the pieces that claim ``code`` and have one of ``statuses``, in the file's order."""
    claiming = [piece for piece in evidence if code in {written.upper() for written in piece["ksbs"]}]
    found = {piece["id"] for piece in claiming if piece.get("status", "submitted") in statuses}
    return sorted(found, key=[piece["id"] for piece in claiming].index)


def counted(evidence: list[Piece], code: str) -> list[str]:
    return ids(evidence, code, "submitted", "accepted")


def state(evidence: list[Piece], code: str) -> str:
    groups = {"accepted": ["accepted"], "claimed": ["submitted"], "planned": ["planned", "draft"]}
    return next((name for name, statuses in groups.items() if ids(evidence, code, *statuses)), "missing")


def percent(covered: int, required: int) -> float:
    return float((Decimal(100 * covered) / required).quantize(Decimal("0.1"), ROUND_DOWN))


@given(portfolios, options, minima, st.booleans())
@usual
def test_ksbs(evidence: list[Piece], option: str, minimum: int, asked: bool) -> None:
    coverage = report(evidence, option, minimum, asked=asked).coverage
    required = [code for code in CODES if code in scope(option)]
    pieces = {code: counted(evidence, code) for code in required}
    assert [entry.ksb.code for entry in coverage.ksbs] == required
    assert [entry.ksb.code for entry in coverage.gaps] == [code for code in required if len(pieces[code]) < minimum]
    for entry in coverage.ksbs:
        code = entry.ksb.code
        assert entry.state == state(evidence, code)
        assert entry.pieces == len(pieces[code])
        assert entry.accepted == len(ids(evidence, code, "accepted"))
        assert entry.is_thin == (len(pieces[code]) in range(1, minimum))
        assert list(entry.evidence) == (pieces[code] or ids(evidence, code, "planned", "draft"))


@given(portfolios, options, minima)
@usual
def test_shares(evidence: list[Piece], option: str, minimum: int) -> None:
    coverage = report(evidence, option, minimum).coverage
    covered = {code for code in scope(option) if len(counted(evidence, code)) >= minimum}
    assert coverage.total == (len(scope(option)), len(covered))
    assert coverage.total.percent == percent(len(covered), len(scope(option)))
    for kind, share in coverage.by_kind.items():
        required = {code for code in scope(option) if code.startswith(LETTERS[kind])}
        assert share == (len(required), len(required & covered))
        assert share.percent == (percent(len(required & covered), len(required)) if required else 100)


@given(portfolios, options, st.integers(1, 5))
@usual
def test_what_is_only_counted(evidence: list[Piece], option: str, minimum: int) -> None:
    coverage = report(evidence, option, minimum).coverage
    required = [code for code in CODES if code in scope(option)]
    pieces = {code: len(counted(evidence, code)) for code in required}
    accepted = [code for code in required if len(ids(evidence, code, "accepted")) >= minimum]
    gap_codes = [code for code in required if pieces[code] < minimum]
    assert coverage.accepted == (len(required), len(accepted))
    assert coverage.thin == len([code for code in required if 0 < pieces[code] < minimum])
    assert list(coverage.gap_codes) == gap_codes
    duties = [
        number for number, (owner, codes) in DUTIES.items() if owner in (None, option) and {*codes} & {*gap_codes}
    ]
    assert list(coverage.open_duties) == duties


@given(portfolios, options)
@usual
def test_accepted_pieces_are_counted_for_each_ksb(evidence: list[Piece], option: str) -> None:
    for entry in report(evidence, option).coverage.ksbs:
        assert entry.accepted == len(ids(evidence, entry.ksb.code, "accepted"))


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    """Draw a standard of any shape: duties that overlap, name a KSB twice or one that is not there, or no duties."""
    kinds = {"knowledge": "K", "skills": "S", "behaviours": "B"}
    texts = {
        field: {f"{letter}{number}": "A text." for number in range(1, draw(st.integers(0, 4)) + 1)}
        for field, letter in kinds.items()
    }
    codes = st.lists(st.sampled_from([f"{letter}{number}" for letter in "KSB" for number in range(1, 6)]), max_size=5)
    keys = draw(st.sampled_from([[], ["one"], ["one", "two"]]))
    owners = st.lists(st.sampled_from(keys), unique=True, max_size=2) if keys else st.just([])
    duties = [
        {"number": number, "text": "A duty.", "ksbs": draw(codes), "options": draw(owners)}
        for number in range(1, draw(st.integers(0, 4)) + 1)
    ]
    options = [{"key": key, "title": f"Option {key}"} for key in keys]
    named = {"reference": "ST0001", "version": "1.0", "title": "Any"}
    return Standard.model_validate({**named, **texts, "options": options, "duties": duties})


@given(standards(), portfolios, minima)
@usual
def test_any_standard(standard: Standard, evidence: list[Piece], minimum: int) -> None:
    portfolio = Portfolio.model_validate({"standard": "ST0001", "evidence": evidence})
    for option in standard.options or (None,):
        held = scope_of(standard, option)
        coverage = cover(standard, held, portfolio, minimum)
        covered = {code for code in held.codes if len(counted(evidence, code)) >= minimum}
        assert coverage.total == (len(held.codes), len(covered))
        assert list(coverage.gap_codes) == [code for code in held.codes if code not in covered]
        assert [entry.ksb for entry in coverage.ksbs] == [standard.ksbs[code] for code in held.codes]
        for kind, share in coverage.by_kind.items():
            required = {code for code in held.codes if standard.ksbs[code].kind is kind}
            assert share == (len(required), len(required & covered))
        needed = {duty.number: {*duty.ksbs} & {*held.codes} for duty in held.duties}
        assert list(coverage.open_duties) == [number for number, codes in needed.items() if codes - covered]
        for duty in coverage.duties:
            codes = needed[duty.duty.number]
            assert duty.share == (len(codes), len(codes & covered))
            assert list(duty.gaps) == [code for code in held.codes if code in codes - covered]
        for entry in coverage.ksbs:
            assert list(entry.duties) == [number for number, codes in needed.items() if entry.ksb.code in codes]


@given(portfolios, options, minima)
@usual
def test_duties(evidence: list[Piece], option: str, minimum: int) -> None:
    coverage = report(evidence, option, minimum).coverage
    open_codes = {code for code in scope(option) if len(counted(evidence, code)) < minimum}
    duties = {number: set(codes) for number, (owner, codes) in DUTIES.items() if owner in (None, option)}
    assert {entry.duty.number: entry.share for entry in coverage.duties} == {
        number: (len(codes), len(codes - open_codes)) for number, codes in duties.items()
    }
    assert [entry.gaps for entry in coverage.duties] == [
        tuple(code for code in CODES if code in codes & open_codes) for codes in duties.values()
    ]
    most = max(len(codes & open_codes) for codes in duties.values())
    first = min(number for number, codes in duties.items() if len(codes & open_codes) == most)
    assert (coverage.next_duty and coverage.next_duty.duty.number) == (first if most else None)


@given(portfolios, options, minima)
@usual
def test_findings_are_as_many_as_there_are_reasons(evidence: list[Piece], option: str, minimum: int) -> None:
    claims = [(index, code.upper()) for index, piece in enumerate(evidence) for code in piece["ksbs"]]
    pieces = [len(counted(evidence, code)) for code in scope(option)]
    reasons = {
        "KSB101": pieces.count(0),
        "KSB102": sum(0 < count < minimum for count in pieces),
        "KSB201": sum(code not in CODES for _, code in claims),
        "KSB202": sum(code in set(CODES) - scope(option) for _, code in claims),
        "KSB203": len(evidence) - len({piece["id"] for piece in evidence}),
        "KSB204": len(claims) - len(set(claims)),
        "KSB205": sum(not piece["ksbs"] for piece in evidence),
    }
    found = Counter(diagnostic.code for diagnostic in report(evidence, option, minimum).diagnostics)
    assert found == {code: count for code, count in reasons.items() if count}


@given(portfolios, pieces(), st.integers(0, 6), options, minima)
@usual
def test_another_piece_never_opens_a_gap(
    evidence: list[Piece], piece: Piece, at: int, option: str, minimum: int
) -> None:
    more = [*evidence[:at], piece, *evidence[at:]]
    assert gaps(more, option, minimum) <= gaps(evidence, option, minimum)


@given(portfolios, options, minima, minima)
@usual
def test_a_higher_minimum_never_closes_a_gap(evidence: list[Piece], option: str, one: int, other: int) -> None:
    assert gaps(evidence, option, min(one, other)) <= gaps(evidence, option, max(one, other))


@given(st.data(), portfolios, options, minima)
@usual
def test_the_order_of_the_pieces_does_not_matter(
    data: st.DataObject, evidence: list[Piece], option: str, minimum: int
) -> None:
    shuffled = data.draw(st.permutations(evidence))
    assert gaps(shuffled, option, minimum) == gaps(evidence, option, minimum)


@given(st.lists(st.sampled_from(CODES), max_size=2), options)
@usual
def test_percent_is_100_only_without_gaps(left_out: list[str], option: str) -> None:
    coverage = report([{"id": "E1", "title": "A piece", "ksbs": sorted(scope(option) - {*left_out})}], option).coverage
    assert (coverage.total.percent == 100) == (not coverage.gaps) == (not scope(option) & {*left_out})
    assert coverage.total.reaches(Fraction(100)) == (not coverage.gaps)
