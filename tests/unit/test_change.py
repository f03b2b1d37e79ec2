"""What changed between two states of a portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, small, st0792
from repositories import portfolio

from ksbcheck.change import Before, Change, Pieces, Then, compare, pieces_between, steps_between
from ksbcheck.config.model import Config
from ksbcheck.diagnostic import Severity
from ksbcheck.load import load_portfolio
from ksbcheck.report import check
from ksbcheck.source import Source

if TYPE_CHECKING:
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.report import Report

KSBS = small(knowledge={"K1": "One.", "K2": "Two.", "K3": "Three."})


def file(*evidence: dict[str, Any], text: str | None = None) -> PortfolioFile:
    content = text or portfolio(*evidence, standard="ST0001 v1.0", option=None)
    return load_portfolio(Source("portfolio.yaml", content.encode()))


def held(now: PortfolioFile, before: Before, config: Config | None = None, minimum: int = 1) -> Report:
    return check(now, KSBS, before=before, every_rule=True, config=config, min_evidence=minimum)


def changed(then: list[dict[str, Any]], now: list[dict[str, Any]], minimum: int = 1) -> Change:
    change = held(file(*now), Before("HEAD~1", file=file(*then)), minimum=minimum).change
    assert change
    return change


def losses(report: Report) -> list[tuple[str | None, str]]:
    return [(found.ksb, found.message) for found in report.diagnostics if found.code == "KSB106"]


def test_a_report_that_is_compared_with_nothing_has_no_change() -> None:
    report = check(file(piece("E1", ["K1"])), KSBS, every_rule=True)
    assert report.change is None
    assert losses(report) == []


def test_nothing_changed() -> None:
    same = [piece("E1", ["K1", "K9"])]
    assert changed(same, same)[1:] == ((), (), (), Pieces(), (), ())


@pytest.mark.parametrize(
    ("then", "now", "minimum", "told"),
    [
        ([], [piece("E1", ["K1", "K2"])], 1, (("K1", "K2"), (), ())),
        ([piece("E1", ["K1", "K2"])], [], 1, ((), ("K1", "K2"), ())),
        ([piece("E1", ["K1"]), piece("E2", ["K1"])], [piece("E1", ["K1"])], 1, ((), (), ("K1",))),
        ([piece("E1", ["K1"]), piece("E2", ["K1"])], [piece("E1", ["K1"])], 2, ((), ("K1",), ())),
        ([piece("E1", ["K1"])], [], 2, ((), (), ("K1",))),
        ([piece("E1", ["K1"]), piece("E2", ["K1"])], [piece("E1", ["K1"])], 3, ((), (), ("K1",))),
        ([piece("E1", ["K1"])], [piece("E1", ["K1"]), piece("E2", ["K1"])], 1, ((), (), ())),
        ([piece("E1", ["K1"])], [piece("E1", ["K1"]), piece("E2", ["K1"])], 2, (("K1",), (), ())),
        ([piece("E1", ["K1"])], [piece("E9", ["K1"])], 1, ((), (), ())),
        ([piece("E1", ["K1"])], [piece("E1", ["K1"], "draft")], 1, ((), ("K1",), ())),
        ([piece("E1", ["K1"])], [piece("E1", ["K1"], "referred")], 1, ((), ("K1",), ())),
        ([piece("E1", ["K1"], "accepted")], [piece("E1", ["K1"])], 1, ((), (), ())),
        ([piece("E1", ["K1"], "planned")], [piece("E1", ["K1"])], 1, (("K1",), (), ())),
        ([piece("E1", ["K1"])], [piece("E1", ["K2"])], 1, (("K2",), ("K1",), ())),
        ([piece("E1", ["K9"])], [], 1, ((), (), ())),
    ],
    ids=[
        "added",
        "removed",
        "one of two removed",
        "one of two removed that are needed",
        "thin, and now none",
        "thin, and now thinner",
        "one more",
        "enough now",
        "another id",
        "a draft again",
        "referred",
        "accepted no more, but still counted",
        "planned, and now submitted",
        "another KSB",
        "no KSB of the standard",
    ],
)
def test_ksbs(
    then: list[dict[str, Any]], now: list[dict[str, Any]], minimum: int, told: tuple[tuple[str, ...], ...]
) -> None:
    change = changed(then, now, minimum)
    assert (change.gained, change.lost, change.thinner) == told


def test_ksbs_are_in_the_standard_s_order() -> None:
    then, now = check(file(), KSBS).coverage, check(file(piece("E1", ["K3", "K1"])), KSBS).coverage
    assert [(step.now.ksb.code, step.is_gain) for step in steps_between(then, now)] == [
        ("K1", True),
        ("K2", False),
        ("K3", True),
    ]


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ([], [piece("E1", []), piece("E2", [])], Pieces(added=("E1", "E2"))),
        ([piece("E1", []), piece("E2", [])], [], Pieces(removed=("E1", "E2"))),
        (
            [piece("E1", [], title="A  Plan")],
            [piece("E7", [], title="a plan")],
            Pieces(renamed=(("E1", "E7"),)),
        ),
        (
            [piece("E1", [], files=["a.txt", "b.txt"])],
            [piece("E7", [], files=["b.txt", "a.txt"])],
            Pieces(renamed=(("E1", "E7"),)),
        ),
        (
            [piece("E1", [], title="A", files=["a.txt"]), piece("E2", [], title="B")],
            [piece("E7", [], title="A"), piece("E8", [], title="B", files=["a.txt"])],
            Pieces(added=("E7",), removed=("E2",), renamed=(("E1", "E8"),)),
        ),
        (
            [piece("E1", [], title="A"), piece("E2", [], title="A"), piece("E3", [], title="A")],
            [piece("E7", [], title="A"), piece("E2", [], title="A"), piece("E9", [], title="A")],
            Pieces(renamed=(("E1", "E7"), ("E3", "E9"))),
        ),
        ([piece("E1", [], title="A")], [piece("E1", [], title="B")], Pieces()),
        ([piece("E1", []), piece("E1", [])], [piece("E1", [])], Pieces()),
    ],
    ids=["added", "removed", "same title", "same files", "files before titles", "each once", "same id", "id twice"],
)
def test_pieces(then: list[dict[str, Any]], now: list[dict[str, Any]], told: Pieces) -> None:
    assert pieces_between(file(*then).portfolio, file(*now).portfolio) == told


def test_findings_are_matched_without_their_lines() -> None:
    then = [piece("E1", ["K1"]), piece("E1", ["K8"]), piece("E2", ["K2", "K2"])]
    now = [piece("E0", ["K9"]), piece("E1", ["K1"]), piece("E1", ["K8"])]
    change = changed(then, now)
    assert [(found.code, found.ksb, found.line) for found in change.new] == [("KSB201", "K9", 4)]
    assert [(found.code, found.evidence, found.line) for found in change.fixed] == [("KSB204", "E2", 6)]


def test_findings_of_a_renamed_piece_are_the_same() -> None:
    then, now = piece("E1", ["K1", "K1"], title="A plan"), piece("E1b", ["K1", "K1"], title="A plan")
    change = changed([then], [now])
    assert (change.new, change.fixed) == ((), ())


def test_of_equal_findings_those_are_new_that_there_are_more_of() -> None:
    twice = piece("E1", ["K1", "K1", "K1"])
    change = changed([piece("E1", ["K1", "K1"])], [twice])
    assert [found.code for found in change.new] == ["KSB204"]
    assert change.new[0].column == max(
        found.column or 0 for found in check(file(twice), KSBS).diagnostics if found.code == "KSB204"
    )
    assert [found.code for found in changed([twice], [piece("E1", ["K1", "K1"])]).fixed] == ["KSB204"]


def test_a_threshold_that_was_missed_before_is_no_new_finding() -> None:
    config = Config.model_validate({"policy": {"fail_under": "90"}})
    then, now, full = (file(piece("E1", codes)) for codes in (["K1", "K2"], ["K1"], ["K1", "K2", "K3"]))

    def new(now: PortfolioFile, then: PortfolioFile) -> list[str]:
        change = held(now, Before("HEAD", file=then), config).change
        assert change
        return [found.code for found in change.new]

    assert new(now, then) == []
    assert new(now, full) == ["KSB104"]


def test_files_of_the_earlier_state_are_not_looked_for(tmp_path: Any) -> None:
    text = portfolio(piece("E1", ["K1"], files=["gone.txt"]), standard="ST0001 v1.0", option=None)
    now = load_portfolio(Source("portfolio.yaml", text.encode(), tmp_path))
    report = held(now, Before("HEAD", file=file(text=text)))
    assert report.change
    assert [found.code for found in report.diagnostics if found.severity is Severity.ERROR] == ["KSB206"]
    assert (report.change.new, report.change.fixed) == ((), ())


def test_the_earlier_state_is_held_against_what_the_later_is() -> None:
    film, post = (
        load_portfolio(Source("portfolio.yaml", portfolio(piece("E1", ["K36", "K1"]), option=option).encode()))
        for option in ("film", "post")
    )
    change = check(post, st0792(), before=Before("HEAD", file=film), every_rule=True).change
    assert change
    assert change[1:] == ((), (), (), Pieces(), (), ())


def test_waived_findings_are_not_compared() -> None:
    config = Config.model_validate({"waivers": [{"code": "KSB201", "ksb": "K9", "reason": "a typing error"}]})
    change = held(file(piece("E1", ["K8", "K9"])), Before("HEAD", file=file()), config).change
    assert change
    assert [found.ksb for found in change.new] == ["K8"]


def test_where_there_was_no_portfolio_all_is_gained() -> None:
    report = held(file(piece("E1", ["K1", "K9"])), Before("HEAD", Then.ABSENT))
    assert report.change
    assert report.change.gained == ("K1",)
    assert report.change.pieces == Pieces(added=("E1",))
    assert [found.code for found in report.change.new] == ["KSB201"]
    assert losses(report) == []


def test_where_it_could_not_be_read_nothing_is_compared() -> None:
    before = Before("HEAD", Then.UNREADABLE, fault="HEAD:portfolio.yaml:1:1: KSB002 no YAML")
    report = held(file(piece("E1", ["K1"])), before)
    assert report.change == Change(before) == compare(before, None, Any)  # type: ignore[arg-type]
    told = [(found.severity, found.message) for found in report.diagnostics if found.code == "KSB107"]
    message = "the portfolio could not be read in HEAD, so nothing is compared: HEAD:portfolio.yaml:1:1: KSB002 no YAML"
    assert told == [(Severity.NOTE, message)]
    assert losses(report) == []


def test_losses_are_findings() -> None:
    then = [piece("E1", ["K1", "K2"]), piece("E2", ["K1"]), piece("E3", ["K1"])]
    report = held(file(piece("E2", ["K1"])), Before("v1", file=file(*then)))
    assert losses(report) == [
        ("K1", "K1 had 3 pieces in v1 (E1, E2, E3) and has 1 now"),
        ("K2", "K2 was covered in v1 (E1) and is not any more"),
    ]
    report = held(file(), Before("v1", file=file(piece("E1", ["K1"]))), minimum=2)
    assert losses(report) == [("K1", "K1 had 1 piece in v1 (E1) and has none now")]


def test_a_loss_can_be_waived() -> None:
    config = Config.model_validate({"waivers": [{"code": "KSB106", "ksb": "K1", "reason": "referred"}]})
    then = file(piece("E1", ["K1", "K2"]))
    report = held(file(), Before("HEAD", file=then), config)
    assert [ksb for ksb, _ in losses(report)] == ["K2"]
    assert report.change
    assert report.change.lost == ("K1", "K2")
