"""From a report to its summary."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, report, small

from ksbcheck.config.policy import Policy
from ksbcheck.standards.ksb import Kind
from ksbcheck.summary.build import summarise
from ksbcheck.summary.model import Answer, Many

if TYPE_CHECKING:
    from pathlib import Path

    from ksbcheck import Standard
    from ksbcheck.summary.model import Summary

TODAY = date(2025, 3, 1)


def knowledge(count: int) -> Standard:
    return small(knowledge={f"K{number}": "How to test." for number in range(1, count + 1)})


def summary(*evidence: dict[str, Any], policy: dict[str, Any] | None = None, **fields: Any) -> Summary:
    folder = fields.get("folder")
    made = report(*evidence, **fields)
    return summarise(made, TODAY, policy=None if policy is None else Policy.model_validate(policy), folder=folder)


def safe(folder: Path | None, *names: str) -> list[bool]:
    """Return which files of a piece are safe."""
    (entry,) = summary(piece("E1", ["K1"], files=list(names)), of=small(), folder=folder).pieces
    assert [file.name for file in entry.files] == list(names)
    return [file.is_safe for file in entry.files]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portfolio's folder, with files in it and beside it."""
    folder = tmp_path / "portfolio"
    (folder / "evidence" / "deeper").mkdir(parents=True)
    for name in ("a.pdf", "evidence/b.pdf", "evidence/deeper/c d.pdf", "../outside.pdf"):
        (folder / name).write_text("x")
    return folder


def test_files_inside_the_folder_and_there_are_safe(folder: Path) -> None:
    assert all(safe(folder, "a.pdf", "evidence/b.pdf", "evidence/deeper/c d.pdf", "./a.pdf", "evidence/./b.pdf"))


@pytest.mark.parametrize(
    "name",
    [
        "missing.pdf",
        "evidence",
        "evidence/",
        ".",
        "../outside.pdf",
        "evidence/../a.pdf",
        "evidence/../../outside.pdf",
        "evidence\\..\\a.pdf",
        "/etc/hostname",
        "\\windows\\win.ini",
        "C:/windows/win.ini",
        "C:a.pdf",
        "//server/share/a.pdf",
        "\\\\server\\share\\a.pdf",
        "https://example.org/a.pdf",
        "file:///etc/hostname",
        "file://a.pdf",
        "a.pdf/x",
        "x" * 5000,
    ],
)
def test_no_others_are(folder: Path, name: str) -> None:
    assert safe(folder, name) == [False]


def test_a_name_that_no_file_can_have_is_not_safe(folder: Path) -> None:
    made = report(piece("E1", ["K1"], files=["a.pdf"]), of=small(), folder=folder)
    (evidence,) = made.portfolio.evidence
    # The reader writes such a sign out; nothing here relies on it.
    named = made.portfolio.model_copy(update={"evidence": (evidence.model_copy(update={"files": ("a\0.pdf",)}),)})
    (entry,) = summarise(made._replace(portfolio=named), TODAY, folder=folder).pieces
    assert [file.is_safe for file in entry.files] == [False]


def test_an_absolute_path_is_not_safe_even_inside(folder: Path) -> None:
    assert safe(folder, str(folder / "a.pdf")) == [False]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX links")
def test_links_are_safe_where_they_lead_inside(folder: Path) -> None:
    for name, target in {
        "in.pdf": "evidence/b.pdf",
        "out.pdf": "../outside.pdf",
        "loop.pdf": "loop.pdf",
        "none.pdf": "missing.pdf",
        "evidence/up": "..",
        "away": "..",
    }.items():
        (folder / name).symlink_to(target)
    assert safe(folder, "in.pdf", "out.pdf", "loop.pdf", "none.pdf") == [True, False, False, False]
    assert safe(folder, "evidence/up/a.pdf", "away/outside.pdf", "away/portfolio/a.pdf") == [True, False, True]
    (folder.parent / "link").symlink_to("portfolio")
    assert safe(folder.parent / "link", "a.pdf", "out.pdf") == [True, False]


def test_without_a_folder_none_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert safe(None, "a.pdf", "missing.pdf") == [False, False]


def test_a_folder_may_be_the_working_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert safe(type(folder)(), "a.pdf", "missing.pdf") == [True, False]


@pytest.mark.parametrize(("in_scope", "most"), [(1, 12), (48, 12), (51, 12), (52, 13), (71, 17), (331, 82)])
def test_many_are_more_than_a_quarter_and_more_than_twelve(in_scope: int, most: int) -> None:
    standard = knowledge(in_scope)
    codes = [f"K{number}" for number in range(1, most + 2)]  # some may be unknown: they are claims all the same
    made = summary(piece("E1", codes[:most]), piece("E2", codes), piece("E3", [*codes[:most], "k1"]), of=standard)
    assert made.many == Many(most, is_asked=False)
    assert [entry.evidence.id for entry in made.carrying_many] == ["E2"]


@pytest.mark.parametrize(
    ("policy", "many"),
    [
        ({"max_ksbs_per_piece": 2}, Many(2, is_asked=True)),
        ({"max_ksbs_per_piece": 400}, Many(400, is_asked=True)),
        ({}, Many(12, is_asked=False)),
    ],
)
def test_a_policy_says_how_many_are_many(policy: dict[str, Any], many: Many) -> None:
    made = summary(piece("E1", ["K1", "K2", "K3"]), piece("E2", ["K1", "K2"]), of=knowledge(4), policy=policy)
    assert made.many == many
    assert [entry.has_many for entry in made.pieces] == [many.most == 2, False]


def test_pieces_are_told_with_what_counts_and_what_does_not(st0792: Standard) -> None:
    made = summary(
        piece("E1", ["S2", "k2", "K15", "b1", "K99", "K2", "K1"], "accepted"),
        piece("E1", [], "draft"),
        piece("E3", ["nonsense"], "referred"),
        of=st0792,
        option="post",
    )
    assert [(entry.number, entry.evidence.id, entry.counts) for entry in made.pieces] == [
        (1, "E1", True),
        (2, "E1", False),
        (3, "E3", False),
    ]
    assert [(entry.codes, entry.other_codes) for entry in made.pieces] == [
        (("K1", "K2", "S2", "B1"), ("K15", "K99")),
        ((), ()),
        ((), ("NONSENSE",)),
    ]


def test_a_code_named_twice_has_all_its_locators_in_one_claim() -> None:
    made = summary(
        piece("E1", {"K1": "p. 1", "k1": "p. 2", " k1": None}),
        piece("E1", ["K1"]),
        piece("E3", {"K1": "p. 9"}, "planned"),
        of=small(),
    )
    (entry,) = made.ksbs
    assert [(claim.piece.number, claim.locators) for claim in entry.claims] == [
        (1, ("p. 1", "p. 2")),
        (2, ()),
        (3, ("p. 9",)),
    ]
    assert entry.only_piece == "E1"
    assert made.on_one_piece == (entry,)


@pytest.mark.parametrize(
    ("evidence", "lacks"),
    [
        ([], False),
        ([piece("E1", ["K1"])], True),
        ([piece("E1", {"K1": "p. 1"})], False),
        ([piece("E1", ["K1"]), piece("E2", {"K1": "p. 1"})], False),
        ([piece("E1", ["K1"]), piece("E2", {"K1": "p. 1"}, "draft")], True),
        ([piece("E1", ["K1"], "planned")], False),
    ],
)
def test_where_no_piece_that_counts_says_where(evidence: list[dict[str, Any]], lacks: bool) -> None:
    made = summary(*evidence, of=small())
    assert made.without_locator == (made.ksbs if lacks else ())


@pytest.mark.parametrize(
    ("statuses", "only"),
    [
        ([], None),
        (["planned"], None),
        (["submitted"], "E1"),
        (["planned", "accepted", "referred"], "E2"),
        (["submitted", "accepted"], None),
    ],
)
def test_what_rests_on_a_single_piece(statuses: list[str], only: str | None) -> None:
    evidence = [piece(f"E{number}", ["K1"], status) for number, status in enumerate(statuses, start=1)]
    made = summary(*evidence, of=small())
    assert [entry.only_piece for entry in made.ksbs] == [only]
    assert len(made.on_one_piece) == (only is not None)


def test_a_duty_s_tally_is_of_its_ksbs_in_scope() -> None:
    duties = [
        {"number": 1, "text": "One.", "ksbs": ["K1", "K2"]},
        {"number": 2, "text": "Two.", "ksbs": ["K2", "K3"]},
    ]
    standard = small(knowledge={f"K{number}": "A text." for number in range(1, 4)}, duties=duties)
    made = summary(piece("E1", ["K2"], "accepted"), piece("E2", ["K3"]), of=standard)
    assert [
        (duty.coverage.duty.number, duty.tally.accepted.covered, duty.tally.claimed, duty.tally.missing)
        for duty in made.duties
    ] == [(1, 1, 0, 1), (2, 1, 1, 0)]
    assert [duty.tally.covered for duty in made.duties] == [duty.coverage.share for duty in made.duties]


def test_kinds_without_ksbs_are_left_out() -> None:
    assert list(summary(of=small()).by_kind) == [Kind.KNOWLEDGE]
    made = summary(of=small(behaviours={"B1": "Care."}))
    assert {kind: tally.required for kind, tally in made.by_kind.items()} == {Kind.KNOWLEDGE: 1, Kind.BEHAVIOUR: 1}


def test_the_policy_s_most_pieces_are_told() -> None:
    assert summary(of=small()).smallest.most_allowed is None
    assert summary(of=small(), policy={}).smallest.most_allowed is None
    assert summary(of=small(), policy={"max_pieces": 0}).smallest.most_allowed == 0


@pytest.mark.parametrize(
    ("gateway", "start", "ready"),
    [
        (("yes", "yes", "yes"), "2024-03-01", Answer.YES),
        (("yes", "yes", "no"), "2024-03-01", Answer.NO),
        (("yes", None, "yes"), "2024-03-01", Answer.NOT_STATED),
        (("no", None, None), "2024-03-01", Answer.NO),
        (("yes", "yes", "yes"), None, Answer.NOT_STATED),
        (("yes", "yes", "yes"), "2024-03-02", Answer.NO),
    ],
)
def test_ready_is_when_all_is_there(gateway: tuple[str | None, ...], start: str | None, ready: Answer) -> None:
    stated = dict(zip(("english", "maths", "employer_statement"), gateway, strict=True))
    standard = small(typical_duration_months=12)
    made = summary(piece("E1", ["K1"]), of=standard, gateway=stated, apprentice={"start_date": start})
    assert made.is_ready is ready
    if ready is Answer.YES:
        assert summary(of=standard, gateway=stated, apprentice={"start_date": start}).is_ready is Answer.NO


def test_a_summary_knows_its_day_and_no_folder_yet() -> None:
    made = summary(of=small())
    assert (made.today, made.evidence_folder) == (TODAY, None)
