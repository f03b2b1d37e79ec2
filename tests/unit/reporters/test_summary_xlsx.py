"""The summary as a workbook, read back by openpyxl and held against what the portfolio was made of."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING, Any, get_args

import pytest
from checking import piece, small
from facts import DIGESTS, DUTIES, scope
from large import TODAY as LARGE_DAY
from large import portfolio as large_portfolio
from large import standard as large_standard
from spreadsheets import (
    SHEETS,
    TABLES,
    TODAY,
    facts,
    headings,
    part,
    parts,
    plain,
    summary_of,
    table,
    workbook,
    xlsx,
)

from ksbcheck.coverage import State
from ksbcheck.diagnostic import Severity
from ksbcheck.portfolios.model import Status
from ksbcheck.reporters.workbook import styles
from ksbcheck.reporters.workbook.heights import height, lines_of
from ksbcheck.summary.model import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.workbook import Workbook

    from ksbcheck import Standard

COUNTED = {"submitted", "accepted"}
APPRENTICE = {"name": "A. N. Apprentice", "start_date": "2024-03-01", "planned_gateway": "2025-09-01"}
# K15 and K99 are out of the scope of the option post.
EVIDENCE: list[dict[str, Any]] = [
    piece("E1", {"K1": "p. 1", "K2": "p. 2", "S1": None, "K15": "p. 9"}, "accepted", date="2024-06-01", type="video"),
    piece("E2", ["K1", "S1", "B2", "K99"], date="2024-06-01", files=["a.pdf", "b.pdf"], notes="By the post house."),
    piece("E3", {"K30": "1:30", "B1": None}, "draft", date="2024-08-09"),
    piece("E4", ["K31", "K1"], "referred"),
    piece("E5", ["K2", "B1"], "accepted"),
    piece("E6", [], "planned"),
]


@pytest.fixture(scope="module")
def book(st0792: Standard) -> Workbook:
    return workbook(summary_of(*EVIDENCE, of=st0792, option="post", apprentice=APPRENTICE))


def _claimed(statuses: Iterable[str]) -> dict[str, set[str]]:
    """Return code -> the ids of the pieces with one of the statuses that claim it."""
    chosen = set(statuses)
    return {
        code: {entry["id"] for entry in EVIDENCE if code in entry["ksbs"] and entry["status"] in chosen}
        for code in scope("post")
    }


def test_sheets_are_set_up_to_be_read_and_printed(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert book.active is book["Summary"]
    for sheet in book:
        assert sheet.freeze_panes == {"Summary": "A2", "Evidence": "C2"}.get(sheet.title, "B2")
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # one page wide, by default
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert not sheet.merged_cells.ranges
        assert sheet.oddFooter
        assert "ST0792 v1.1 · A. N. Apprentice" in str(sheet.oddFooter.left.text)
    for name in TABLES:
        sheet = book[name]
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert all(cell.value for cell in sheet[1])


def test_properties_tell_what_it_is_and_no_clock(book: Workbook) -> None:
    assert book.properties.title == "KSB summary, ST0792 v1.1"
    assert book.properties.subject == "ST0792 v1.1 · A. N. Apprentice"
    assert book.properties.created.date() == book.properties.modified.date() == TODAY


def test_a_day_before_all_spreadsheets_spoils_nothing() -> None:
    made = workbook(summary_of(today=date(1, 1, 1)))
    assert made.properties.created.date() == date(1900, 3, 1)
    assert facts(made)["As of"] == "0001-01-01"


def test_the_same_summary_gives_the_same_bytes() -> None:
    first, second = (xlsx(summary_of(*EVIDENCE)) for _ in range(2))
    assert first == second
    later = parts(xlsx(summary_of(*EVIDENCE, today=date(2025, 3, 11))))
    assert {name for name, content in parts(first).items() if content != later[name]} == {
        "docProps/core.xml",
        "xl/worksheets/sheet1.xml",
    }


def test_mapping_has_a_row_for_each_ksb_and_claim(book: Workbook) -> None:
    rows = table(book, "KSB mapping")
    claims = {
        (code, entry["id"], entry["ksbs"][code] if isinstance(entry["ksbs"], dict) else None)
        for entry in EVIDENCE
        for code in entry["ksbs"]
        if code in scope("post")
    }
    claimed = {code for code, *_ in claims}
    unclaimed = {(code, None, None) for code in scope("post") - claimed}
    assert {(row["KSB"], row.get("Piece"), row.get("Locator") or None) for row in rows} == claims | unclaimed
    assert len(rows) == len(claims) + len(unclaimed)
    of_id = {entry["id"]: entry for entry in EVIDENCE}
    kinds = {"K": "knowledge", "S": "skill", "B": "behaviour"}
    for row in rows:
        code = row["KSB"]
        assert sha256(row["Definition"].encode()).hexdigest()[:16] == DIGESTS[code]
        assert row["Kind"] == kinds[code[0]]
        naming = [number for number, (option, codes) in DUTIES.items() if option in {None, "post"} and code in codes]
        assert row["Duties"] == "; ".join(map(str, naming))
        assert row["Thin"] == "no"
        if "Piece" in row:
            entry = of_id[row["Piece"]]
            assert [row.get(title) for title in ("Title", "Type", "Status")] == [
                entry.get(field) for field in ("title", "type", "status")
            ]
            assert str(row.get("Date")) == str(entry.get("date"))
            assert (row["Files"] or "") == "; ".join(entry.get("files", []))
    order = [row["KSB"] for row in rows]
    assert order == sorted(order, key=lambda code: ("KSB".index(code[0]), int(code[1:])))


def test_states_are_those_of_the_best_piece(book: Workbook) -> None:
    expected = dict.fromkeys(scope("post"), "missing")
    for state, statuses in (("planned", ["draft", "planned"]), ("claimed", ["submitted"]), ("accepted", ["accepted"])):
        expected |= {code: state for code, ids in _claimed(statuses).items() if ids}
    assert {row["KSB"]: row["State"] for row in table(book, "KSB mapping")} == expected
    assert {row["KSB"]: row["State"] for row in table(book, "Matrix")} == expected
    assert set(expected.values()) == {str(state) for state in State}


def test_matrix_has_the_status_where_a_piece_claims_a_ksb(book: Workbook) -> None:
    rows = table(book, "Matrix")
    assert [cell.value for cell in book["Matrix"][1]] == ["KSB", "Definition", "State", *(e["id"] for e in EVIDENCE)]
    found = {(row["KSB"], id, row[id]) for row in rows for id in row.keys() - {"KSB", "Definition", "State"}}  # noqa: A001
    assert found == {
        (code, entry["id"], entry["status"]) for entry in EVIDENCE for code in entry["ksbs"] if code in scope("post")
    }
    assert len(rows) == len(scope("post"))


def test_a_wide_matrix_is_printed_on_several_pages() -> None:
    sheet = workbook(summary_of(*(piece(f"E{number}", ["K1"]) for number in range(25))))["Matrix"]
    assert str(sheet.page_setup.fitToWidth) == "3"
    assert sheet.print_title_cols == "$A:$A"
    assert sheet.dimensions == "A1:AB2"


def test_evidence_has_a_row_for_each_piece(book: Workbook) -> None:
    rows = table(book, "Evidence")
    assert [row["No."] for row in rows] == list(range(1, len(EVIDENCE) + 1))
    for row, entry in zip(rows, EVIDENCE, strict=True):
        own = [code for code in entry["ksbs"] if code in scope("post")]
        assert (row["Piece"], row["Title"], row["Status"]) == (entry["id"], entry["title"], entry["status"])
        assert str(row.get("Date")) == str(entry.get("date"))
        assert row["Counts"] == ("yes" if entry["status"] in COUNTED else "no")
        assert row["KSBs in scope"] == len(own)
        assert set(row.get("KSBs", "").split("; ")) - {""} == set(own)
        assert row.get("Other codes", "").split("; ") == [c for c in entry["ksbs"] if c not in scope("post")] or [""]
        assert row.get("Files") == ("a.pdf; b.pdf" if entry["id"] == "E2" else None)
        assert row.get("Notes") == entry.get("notes")
        assert row["Too many codes"] == "no"
    # E1 alone shows K2 with S1, and E2 B2; B1 is shown by E5 only. With these, all that is covered stays so.
    assert {row["Piece"]: row["In the smallest set"] for row in rows} == {
        **dict.fromkeys(("E2", "E5"), "yes"),
        **dict.fromkeys(("E1", "E3", "E4", "E6"), "no"),
    }


def test_coverage_in_all_of_each_kind_and_of_each_duty(book: Workbook) -> None:
    counted, accepted, planned = map(_claimed, (COUNTED, ["accepted"], ["draft", "planned"]))

    def figures(codes: set[str]) -> list[float]:
        covered = {code for code in codes if counted[code]}
        by_accepted = {code for code in codes if accepted[code]}
        only_planned = {code for code in codes - covered if planned[code]}
        return [
            len(covered) * 1000 // len(codes) / 10,
            len(codes),
            len(covered),
            len(by_accepted),
            len(covered - by_accepted),
            0,
            len(only_planned),
            len(codes - covered - only_planned),
        ]

    header, *rows = part(book, "Coverage")
    assert header[2:] == ["Percent", "Required", "Covered", "Accepted", "Claimed", "Thin", "Planned", "Missing"]
    found = {row[0]: row[2:] for row in rows}
    every = scope("post")
    assert found == {
        "All": figures(every),
        "Knowledge": figures({code for code in every if code[0] == "K"}),
        "Skills": figures({code for code in every if code[0] == "S"}),
        "Behaviours": figures({code for code in every if code[0] == "B"}),
    }
    gaps = {row[0]: row[1] for row in rows}
    assert gaps["All"] == f"{len(every) - 5} gaps"
    assert set(gaps["Behaviours"].split("; ")) == {"B3", "B4", "B5", "B6"}
    _, *rows = part(book, "Coverage of each duty")
    assert {row[0]: row[2:] for row in rows} == {
        f"Duty {number}": figures(set(codes)) for number, (option, codes) in DUTIES.items() if option != "film"
    }


def test_who_and_what(book: Workbook) -> None:
    assert book["Summary"]["A1"].value == "ST0792 v1.1 Media production co-ordinator"
    assert facts(book) == {
        "Apprentice": "A. N. Apprentice",
        "Option": "Post Production, VFX and Animation Production (post)",
        "Start of programme": date(2024, 3, 1),
        "Planned gateway": date(2025, 9, 1),
        "As of": TODAY,
        "Portfolio": "portfolio.yaml",
        "Pieces of evidence": 6,
        "Pieces that count": 3,
        "Asked for each KSB": "1 piece",
        "Covered": "5 of 71 KSBs (7.0 %)",
        "Ready for gateway": "no",
        "Problems in the file": len(table(book, "Problems")),
    }


def test_what_is_not_stated_is_told_so() -> None:
    told = facts(workbook(summary_of()))
    assert (told["Apprentice"], told["Option"], told["Start of programme"]) == ("not stated", "none", "not stated")
    assert told["Planned gateway"] == "not stated"
    assert told["Problems in the file"] == 0


def test_where_no_option_is_split_off_this_is_told() -> None:
    standard = small(options=[{"key": key, "title": f"Option {key}"} for key in ("a", "b")])
    summary = summary_of(of=standard, option="a")
    told = facts(workbook(summary._replace(report=summary.report._replace(config_path="ksbcheck.toml"))))
    assert "not published" in told[""]
    assert told["Option"] == "Option a (a)"
    assert told["Configuration"] == "ksbcheck.toml"


def test_what_the_gateway_asks_for(st0792: Standard) -> None:
    gateway = {"english": "yes, GCSE grade 5", "maths": "no, booked"}
    made = workbook(summary_of(*EVIDENCE, of=st0792, option="post", apprentice=APPRENTICE, gateway=gateway))
    header, *rows = part(made, "Gateway")
    assert header == ["Requirement", "What is asked for", "What the portfolio says", "Answer"]
    answers = {row[0]: row[-1] for row in rows}
    assert answers == {
        "Coverage": "no",
        "English": "yes",
        "Maths": "no",
        "Time on programme": "no",
        "Employer's statement": "not stated",
    }
    says = {row[0]: row[2] for row in rows if len(row) == 4}
    assert (says["English"], says["Maths"]) == ("GCSE grade 5", "booked")


def test_ksbs_on_a_single_piece(book: Workbook) -> None:
    _, *rows = part(book, "KSBs that rest on a single piece")
    single = {code: ids for code, ids in _claimed(COUNTED).items() if len(ids) == 1}
    assert {row[0]: row[2] for row in rows} == {
        code: f"{id} Piece {id}"
        for code, ids in single.items()
        for id in ids  # noqa: A001
    }
    assert {row[0]: row[3] for row in rows} == {"B1": "accepted", "B2": "claimed"}


def test_what_to_ask_about(book: Workbook) -> None:
    told = dict(part(book, "What to ask about"))
    assert told["Evidence does not say where"] == "S1; B1; B2"
    gaps = scope("post") - {code for code, ids in _claimed(COUNTED).items() if ids}
    open_duties = {number: set(codes) & gaps for number, (option, codes) in DUTIES.items() if option != "film"}
    most = max(open_duties, key=lambda number: (len(open_duties[number]), -number))
    match = re.fullmatch(r"Duty (\d+) would close (\d+) of the (\d+) gaps: (.*)", told["Next duty"])
    assert match
    assert (int(match[1]), int(match[2]), int(match[3])) == (most, len(open_duties[most]), len(gaps))
    assert set(match[4].split("; ")) == open_duties[most]


@pytest.mark.parametrize(
    ("policy", "heading"),
    [
        ({"max_ksbs_per_piece": 3}, "Pieces with too many codes (more than 3, as the policy asks)"),
        ({}, "Pieces with too many codes (more than 12)"),
    ],
)
def test_pieces_with_too_many_codes(policy: dict[str, int], heading: str) -> None:
    standard = small(knowledge={f"K{number}": f"Text {number}." for number in range(1, 15)})
    pieces = [piece("E1", [f"K{number}" for number in range(1, 14)] + ["X1"]), piece("E2", ["K1", "K2", "K3"])]
    made = workbook(summary_of(*pieces, of=standard, config={"policy": policy}))
    _, row = part(made, heading)
    assert row == ["E1", "Piece E1", "; ".join([f"K{number}" for number in range(1, 14)] + ["X1"]), 14]
    assert [row["Too many codes"] for row in table(made, "Evidence")] == ["yes", "no"]


def test_smallest_set(book: Workbook) -> None:
    (label, sentence), _, *rows = part(book, "Smallest set of pieces that keeps what is covered")
    assert label == "In short"
    assert sentence.startswith("2 of the 3 pieces")
    assert rows == [
        ["E2", "Piece E2", "K1; S1; B2", "submitted"],
        ["E5", "Piece E5", "K2; B1", "accepted"],
    ]


def test_pieces_of_one_id_are_in_the_smallest_set_if_they_count() -> None:
    made = workbook(summary_of(piece("E1", ["K1"]), piece("E1", ["K1"], "draft")))
    assert [row["In the smallest set"] for row in table(made, "Evidence")] == ["yes", "no"]


def test_evidence_over_time(book: Workbook) -> None:
    (label, sentence), undated, _, *points = part(book, "Evidence over time")
    assert label == "In short"
    assert "2025-09-01" in sentence
    assert undated == ["Without a date", "1 piece"]
    assert points == [[date(2024, 6, 1), "E1; E2", 4 * 1000 // 71 / 10, 2, 4]]


def test_without_evidence_there_are_headers_only() -> None:
    made = workbook(summary_of())
    assert [table(made, name) for name in ("Evidence", "Problems")] == [[], []]
    assert [len(row) for row in part(made, "Evidence over time")] == [2]
    assert [len(row) for row in part(made, "Smallest set of pieces that keeps what is covered")] == [2]
    assert made["Evidence"].auto_filter.ref == "A1:N1"
    assert not {"Coverage of each duty", "KSBs that rest on a single piece", "Source of the standard"} & set(
        headings(made)
    )


def test_where_nothing_is_missing_there_is_no_next_duty() -> None:
    standard = small(duties=[{"number": 1, "text": "Test.", "ksbs": ["K1"]}])
    made = workbook(summary_of(piece("E1", {"K1": "p. 1"}), of=standard))
    assert part(made, "What to ask about") == [["Evidence does not say where", "none"]]
    assert [row[1] for row in part(made, "Coverage")[1:]] == ["0 gaps", "none"]


def test_source_and_licence_are_those_of_the_page(book: Workbook) -> None:
    told = dict(part(book, "Source of the standard"))
    assert told["Licence"] == "Open Government Licence v3.0"
    assert told["Attribution"].startswith("Crown copyright © 2024.")
    assert told["Terms"].startswith("https://www.nationalarchives.gov.uk/")
    assert told["At"].startswith("https://")


def test_problems_shortfalls_and_what_is_waived() -> None:
    pieces = [piece("E1", ["K9"]), piece("E2", ["K8"]), piece("E2", ["K1"], "draft")]
    config = {
        "policy": {"fail_under": "80", "locators": "true"},
        "waivers": [{"code": "KSB203", "reason": "Two halves.", "expires": "2026-01-31"}],
    }
    made = workbook(summary_of(*pieces, config=config))
    found = [
        (row["Code"], row["Severity"], row.get("KSB"), row.get("Piece"), row.get("Waived, and why"))
        for row in table(made, "Problems")
    ]
    waived = ("KSB203", "error", None, "E2", "Two halves., until 2026-01-31")
    assert found[0] == ("KSB104", "error", None, None, None)
    assert found[-1] == waived
    assert found.count(waived) == 1
    assert ("KSB201", "error", "K9", "E1", None) in found
    assert ("KSB201", "error", "K8", "E2", None) in found
    assert not [code for code, *_ in found if code in {"KSB101", "KSB102"}]
    assert facts(made)["Problems in the file"] == len(found) - 2
    assert all(re.fullmatch(r"portfolio\.yaml(:\d+:\d+)?", row["Place"]) for row in table(made, "Problems"))


def test_thin_ksbs_are_told_and_no_share_is_rounded_up() -> None:
    standard = small(knowledge={f"K{number}": f"Text {number}." for number in range(1, 72)})
    pieces = [piece(id, [f"K{number}" for number in range(1, 71)]) for id in ("E1", "E2")]  # noqa: A001
    made = workbook(summary_of(*pieces, piece("E3", ["K71"]), of=standard, config={"policy": {"min_evidence": 2}}))
    thin = {row["KSB"] for row in table(made, "KSB mapping") if row["Thin"] == "yes"}
    assert thin == {"K71"}
    sheet = made["Summary"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "All")
    assert [cell.value for cell in row[2:]] == [98.5, 71, 70, 0, 70, 1, 0, 0]
    assert row[2].number_format == '0.0" %"'
    assert facts(made)["Asked for each KSB"] == "2 pieces"


def test_days_are_days_where_a_spreadsheet_has_them() -> None:
    days = ["2024-03-02", "1900-03-01", "1900-02-28", "0001-01-01", "9999-12-31"]
    made = workbook(summary_of(*(piece(f"E{n}", ["K1"], date=day) for n, day in enumerate(days))))
    cells = [cell for (cell,) in made["Evidence"].iter_rows(min_row=2, min_col=4, max_col=4)]
    assert [str(plain(cell)) for cell in cells] == days
    assert [cell.data_type for cell in cells] == ["d", "d", "s", "s", "d"]
    assert {cell.number_format for cell in cells if cell.data_type == "d"} == {"yyyy-mm-dd"}


def test_every_word_that_may_stand_there_has_its_colours(book: Workbook) -> None:
    words = {
        ("KSB mapping", "State"): set(State),
        ("KSB mapping", "Thin"): {"yes"},
        ("KSB mapping", "Status"): set(get_args(Status)),
        ("Evidence", "Status"): set(get_args(Status)),
        ("Problems", "Severity"): set(Severity),
        ("Matrix", "E6"): set(get_args(Status)),
    }
    for (name, title), expected in words.items():
        sheet = book[name]
        (column,) = [cell.column_letter for cell in sheet[1] if cell.value == title]
        last = f"{column}{sheet.max_row}"
        rules = [
            rule
            for area in sheet.conditional_formatting
            if last in area
            for rule in area.rules
            if rule.type == "cellIs"
        ]
        assert {rule.formula[0].strip('"') for rule in rules} == expected
    assert {rule.type for area in book["Summary"].conditional_formatting for rule in area.rules} == {
        "cellIs",
        "dataBar",
    }


def _luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_can_be_read() -> None:
    groups = (styles.STATES, styles.STATUSES, styles.SEVERITIES, styles.ANSWERS, styles.CONCERN)
    looks = {styles.HEAD, *chain.from_iterable(group.values() for group in groups)}
    assert min(_contrast(*look) for look in looks) >= 7
    assert _contrast("#000000", styles.BAR) >= 7
    assert set(styles.ANSWERS) == set(Answer)


def test_rows_are_as_high_as_their_texts() -> None:
    made = workbook(summary_of(piece("E1", ["K1"], title="word " * 30), piece("E2", ["K1"], notes="1\n2\n3\n4\n5\n6")))
    heights = [made["Evidence"].row_dimensions[row].height for row in (2, 3)]
    assert heights == pytest.approx([5 * 13 + 3, 6 * 13 + 3], abs=0.5)  # whole pixels
    assert lines_of("a\n\nb", 10) == 3
    assert lines_of("x" * 50, 1) == 50
    assert height(1) == 16
    assert height(10_000) == 409


def test_a_large_portfolio_is_written_whole() -> None:
    content = large_portfolio()
    standard = small(**large_standard())
    evidence = content.pop("evidence")
    del content["standard"], content["option"]
    made = workbook(summary_of(*evidence, of=standard, option="trade-7", today=LARGE_DAY, **content))
    claims = {(code, entry["id"]) for entry in evidence for code in entry["ksbs"]}
    rows = table(made, "KSB mapping")
    assert {(row["KSB"], row["Piece"]) for row in rows if "Piece" in row} == claims
    assert len({row["KSB"] for row in rows}) == 331
    assert made["Matrix"].dimensions == "A1:KQ332"
    assert sum(len(row) - 3 for row in table(made, "Matrix")) == len(claims)
    assert len(table(made, "Evidence")) == 300
