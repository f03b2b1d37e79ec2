"""The text of a standard's public page."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from textwrap import dedent

import pytest
from conftest import ROOT, source

from ksbcheck import UnusableFileError
from ksbcheck.standards.official import Imported, import_official
from ksbcheck.standards.scope import scope_of

BUNDLED = ROOT / "data" / "standard_st0792_v1_1.yaml"
TITLE = "Media production co-ordinator"
PAGE = dedent("""\
    This is old. View the latest version
    Overview of the role
    Tests tools.
    Details of standard
    Occupation summary
    Testers test.
    Option 1: Left - They go left.
    Option 2: Right - They go right.
    Typical job titles include:
    Chief tester Tester (tools) Toolsmith
    Core occupation duties
    Duty KSBs
    Duty 1 Plan: the tests.
    K1 K2
    S1
    Option duties
    Left hand duties
    Duty 3 Go left.
    K3, B1
    Right hand duties
    Duty 2 Go right.
    S2
    KSBs
    Knowledge
    K1: Tools. Back to Duty
    K2:Methods: all. Back to Duty Back to Duty
    K3: Left. Back to Duty
    Skills
    S1: Testing. Back to Duty
    S2: Right. Back to Duty
    Behaviours
    B1: Care. Back to Duty
    Qualifications
    English and Maths
    By law.
    As it says.
    Additional details
    Review
    After a year.
    Status: Retired
    Level: 4
    Reference: ST0001
    Version: 1.2
    Date updated: 02/09/2024
    Route: Testing
    Typical duration to gateway: 18 months (this does not include EPA period)
    Maximum funding: £8000
    Options: Left hand, Right hand
    LARS Code: 598
    EQA Provider: Ofqual
    Employers involved in creating the standard: A, B & Co
    Version log
    Version Change detail Earliest start date Latest start date
    1.2 All new 08/06/2023 Not set
    1.1 Made 31/02/2020 07/06/2023
    Crown copyright 2024.
    """)
WITHOUT_OPTIONS = dedent("""\
    Duties
    Duty 1 Plan.
    K1
    KSBs
    Knowledge
    K1: Tools.
    K2: Methods.
    Reference: ST0001
    Version: 1
    """)


def imported(text: str, title: str | None = "Tester") -> Imported:
    return import_official(source(text, "page.txt"), title)


def told(text: str) -> list[str]:
    """Return the defects, which the file's warnings tell, too."""
    read = imported(text)
    assert [
        f"page.txt:{(warning.place or '')[5:]}:1: {warning.code} {warning.message}"
        for warning in read.standard.warnings
    ] == [str(defect) for defect in read.defects]
    return [str(defect) for defect in read.defects]


def refusal(text: str, title: str | None = "Tester") -> str:
    with pytest.raises(UnusableFileError) as caught:
        imported(text, title)
    return str(caught.value)


# --- the official page


def test_the_official_page_gives_the_bundled_standard_byte_for_byte(page: str) -> None:
    assert imported(page, TITLE).text.encode() == BUNDLED.read_bytes()
    assert imported(page, TITLE).defects == ()


@pytest.mark.parametrize("way", ["crlf", "trailing spaces", "indented", "no empty lines", "more empty lines", "marked"])
def test_layout_of_the_page_is_of_no_account(page: str, way: str) -> None:
    text = {
        "crlf": page.replace("\n", "\r\n"),
        "trailing spaces": page.replace("\n", "  \N{NO-BREAK SPACE}\n"),
        "indented": page.replace("\n", "\n\t"),
        "no empty lines": "\n".join(filter(None, page.split("\n"))),
        "more empty lines": page.replace("\n", "\n\n"),
        "marked": f"\ufeff{page}",
    }[way]
    assert imported(text, TITLE).text.encode() == BUNDLED.read_bytes()


# --- small pages


def test_a_page_with_options() -> None:
    read = imported(PAGE).standard
    assert told(PAGE) == []
    assert (read.name, read.title, read.status, read.level, read.route) == (
        "ST0001 v1.2",
        "Tester",
        "Retired",
        4,
        "Testing",
    )
    assert (read.lars_code, read.typical_duration_months, read.maximum_funding_pounds) == (598, 18, 8000)
    assert (read.eqa_provider, read.date_updated) == ("Ofqual", date(2024, 9, 2))
    assert (read.notices, read.review, read.overview) == (("This is old.",), "After a year.", "Tests tools.")
    assert (
        read.occupation_summary == "Testers test.\n\nOption 1: Left - They go left.\n\nOption 2: Right - They go right."
    )
    assert read.job_titles == ("Chief tester", "Tester (tools)", "Toolsmith")
    assert read.employers == ("A", "B & Co")
    assert [(option.key, option.title, option.summary) for option in read.options] == [
        ("left", "Left hand", "They go left."),
        ("right", "Right hand", "They go right."),
    ]
    assert [(duty.number, duty.text, duty.options, duty.ksbs) for duty in read.duties] == [
        (1, "Plan: the tests.", (), ("K1", "K2", "S1")),
        (2, "Go right.", ("right",), ("S2",)),
        (3, "Go left.", ("left",), ("K3", "B1")),
    ]
    assert {code: ksb.text for code, ksb in read.ksbs.items()} == {
        "K1": "Tools.",
        "K2": "Methods: all.",
        "K3": "Left.",
        "S1": "Testing.",
        "S2": "Right.",
        "B1": "Care.",
    }
    assert [(found.title, found.text) for found in read.qualifications] == [
        ("English and Maths", "By law.\n\nAs it says.")
    ]
    assert [(log.version, log.change, log.earliest_start, log.latest_start) for log in read.version_log] == [
        ("1.2", "All new", date(2023, 6, 8), None),
        ("1.1", "Made", None, date(2023, 6, 7)),
    ]
    assert read.source
    assert read.licence
    assert (read.source.url, read.source.options_from) == (
        "https://skillsengland.education.gov.uk/apprenticeships/st0001-v1-2",
        "duties",
    )
    assert read.licence.attribution == "Crown copyright 2024."


def test_a_page_without_options() -> None:
    read = imported(WITHOUT_OPTIONS).standard
    assert read.options == ()
    assert read.source
    assert read.source.options_from is None
    assert read.licence
    assert (read.licence.attribution or "").startswith("Crown copyright. Contains")
    assert read.level is None
    assert read.date_updated is None


@pytest.mark.parametrize("heading", ["Core occupation duties", "Occupation duties", "Duties"])
def test_duties_stand_under_one_of_several_headings(heading: str) -> None:
    read = imported(WITHOUT_OPTIONS.replace("Duties", heading, 1)).standard
    assert [(duty.number, duty.ksbs) for duty in read.duties] == [(1, ("K1",))]


def test_a_ksb_that_no_duty_names_is_told_at_its_line() -> None:
    assert told(WITHOUT_OPTIONS) == ["page.txt:7:1: KSB312 no duty names K2; it is required of everybody"]
    read = imported(WITHOUT_OPTIONS).standard
    assert read.unassigned == ("K2",)
    assert scope_of(read, None).codes == ("K1", "K2")


@pytest.mark.parametrize("end", ["\x0c", "\x0b", "\x1e", "\x85", "\u2028", "\u2029", "\x0c\n"])
def test_lines_are_counted_as_editors_do(end: str) -> None:
    added = end.count("\n")
    text = WITHOUT_OPTIONS.replace("Duty 1 Plan.\n", f"Duty 1 Plan.{end}\n")
    assert told(text) == [f"page.txt:{7 + added}:1: KSB312 no duty names K2; it is required of everybody"]
    text = WITHOUT_OPTIONS.replace("Duty 1 Plan.\n", f"Duty 1 Plan.\n{end}")
    assert told(text) == [f"page.txt:{7 + added}:1: KSB312 no duty names K2; it is required of everybody"]


def test_where_duties_name_nothing_nothing_is_unassigned() -> None:
    text = WITHOUT_OPTIONS.replace("Plan.\nK1\n", "Plan.\n")
    assert told(text) == []
    assert imported(text).standard.unassigned == ()


def test_an_unknown_code_is_left_out() -> None:
    text = WITHOUT_OPTIONS.replace("Plan.\nK1\n", "Plan.\nK1 K9, K2\n")
    assert told(text) == ["page.txt:3:1: KSB321 there is no KSB K9; left out"]
    assert imported(text).standard.duties[0].ksbs == ("K1", "K2")


def test_a_line_of_codes_before_any_duty_is_none_of_a_duty() -> None:
    text = WITHOUT_OPTIONS.replace("Duty 1 Plan.\n", "K2\nDuty 1 Plan.\n")
    assert imported(text).standard.duties[0].ksbs == ("K1",)


def test_options_without_duties_of_their_own_are_told() -> None:
    number = PAGE[: PAGE.index("Options: ")].count("\n") + 1
    message = "KSB326 these are not the options that the headings of the duties name; only those are taken"
    assert told(PAGE.replace("Options: Left hand, Right hand", "Options: Left hand, Feet")) == [
        f"page.txt:{number}:1: {message}"
    ]
    assert told(PAGE.replace("Options: Left hand, Right hand\n", "")) == [f"page.txt:1:1: {message}"]


def test_a_ksb_under_the_heading_of_another_kind_is_none() -> None:
    text = WITHOUT_OPTIONS.replace("K2: Methods.", "B1: Care.")
    assert "B1" not in imported(text).standard.ksbs
    assert told(text) == ["page.txt:7:1: KSB330 a line under Knowledge that is no KSB; left out"]


def test_a_text_before_the_first_title_of_a_qualification_belongs_to_none() -> None:
    text = PAGE.replace("Qualifications\n", "Qualifications\nAs the law says.\n")
    assert [found.title for found in imported(text).standard.qualifications] == ["English and Maths"]
    long = PAGE.replace("English and Maths", "x" * 80).replace("By law.", "x" * 81)
    assert [found.title for found in imported(long).standard.qualifications] == ["x" * 80]


# --- refusals and titles


@pytest.mark.parametrize(
    ("old", "new"), [("ST0001", "ST1"), ("ST0001", "st0001"), ("Version: 1\n", ""), (": 1\n", ": v1\n")]
)
def test_a_page_without_reference_or_version_is_refused(old: str, new: str) -> None:
    number = WITHOUT_OPTIONS[: WITHOUT_OPTIONS.index("Reference:")].count("\n") + 1
    assert refusal(WITHOUT_OPTIONS.replace(old, new)) == (
        f"page.txt:{number}:1: KSB308 not the text of a standard's page: it has no reference and version"
    )


def test_a_page_without_ksbs_is_refused() -> None:
    text = WITHOUT_OPTIONS.replace("K1: Tools.\nK2: Methods.\n", "")
    number = text[: text.index("Reference:")].count("\n") + 1
    assert refusal(text) == f"page.txt:{number}:1: KSB309 ST0001 v1 publishes no KSBs; there is nothing to check"


@pytest.mark.parametrize("title", [None, ""])
def test_a_page_needs_a_title(title: str | None) -> None:
    assert refusal(PAGE, title) == (
        "page.txt: KSB308 the text of a page does not have the standard's title; give it with --title"
    )


def test_the_title_of_another_version_will_do() -> None:
    file = source(PAGE)
    assert import_official(file, None, {"ST0001": "Known"}.get).standard.title == "Known"
    assert import_official(file, "Given", {"ST0001": "Known"}.get).standard.title == "Given"
    with pytest.raises(UnusableFileError):
        import_official(file, None, {"ST0002": "Known"}.get)


@pytest.mark.parametrize("missing", ["KSBs\n", "Reference: ST0001\n"])
def test_a_text_that_is_no_page_is_refused(missing: str) -> None:
    assert refusal(WITHOUT_OPTIONS.replace(missing, "")) == (
        "page.txt:1:1: KSB308 neither the official JSON of a standard nor the text of its page"
    )


@pytest.mark.parametrize("heading", ["Knowledge", "Qualifications", "Review", "Duties", "Version log", "KSBs"])
@pytest.mark.parametrize(
    "line",
    ["a" + " " * 500_000 + "b", "Back to Duty " * 40_000, "Back to Duty " * 40_000 + "x", "1.0 a" + " " * 500_000],
)
def test_a_hostile_line_takes_no_longer_than_its_length(heading: str, line: str) -> None:
    """Looked at again from each of its characters, it would take minutes."""
    with suppress(UnusableFileError):  # a qualification is to have a title and a text
        imported(f"{WITHOUT_OPTIONS}{heading}\n{line}\n")


def test_qualifications_of_many_lines_take_no_longer_than_their_size() -> None:
    read = imported(f"{WITHOUT_OPTIONS}Qualifications\nDegree\na.\n" + "a.\n" * 100_000).standard
    assert [(found.title, len(found.text or "")) for found in read.qualifications] == [("Degree", 4 * 100_001 - 2)]


def test_all_links_at_the_end_of_a_line_are_left_out() -> None:
    text = f"{WITHOUT_OPTIONS}Review\nSoon. Back to Duty  Back to Duty\nBack to Duty\nNot Back to Duty yet\n"
    assert imported(text).standard.review == "Soon.\n\n\n\nNot Back to Duty yet"


@pytest.mark.parametrize(("hidden", "told"), [("\x1b[31m", r"\x1b[31m"), ("\u202e", r"\u202e"), ("\0", r"\x00")])
def test_hidden_characters_are_written_out_in_the_file_too(hidden: str, told: str) -> None:
    read = imported(WITHOUT_OPTIONS.replace("Tools.", f"Too{hidden}ls."))
    assert all(line.isprintable() for line in read.text.splitlines())
    assert read.standard.knowledge["K1"] == f"Too{told}ls."


def test_empty_lines_mean_nothing() -> None:
    assert imported(WITHOUT_OPTIONS.replace("\n", "\n \n")).standard.model_copy(update={"warnings": ()}) == imported(
        WITHOUT_OPTIONS
    ).standard.model_copy(update={"warnings": ()})
