"""Standards at a screen."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from checking import small, st0792
from facts import DIGESTS, DUTIES, SCOPE_COUNTS, digest
from rich.cells import cell_len

from ksbcheck.reporters.layout import Line, plain
from ksbcheck.reporters.standard_page import lay_out, lay_out_list
from ksbcheck.standards.listing import Listed

WIDE = 5000


def _page(width: int = WIDE) -> str:
    return plain(lay_out(st0792(), width))


def test_list() -> None:
    expected = f"""\
ST0792 v1.1  Media production co-ordinator (Retired; 87 KSBs, 12 duties)
             film: Film, TV, Commercial, Short Form, Radio and Audio Production,
             {SCOPE_COUNTS["film"]} KSBs with the core
             post: Post Production, VFX and Animation Production, {SCOPE_COUNTS["post"]} KSBs with
             the core
             bundled
ST0001 v1.0  Tester (status not known; 1 KSB, 0 duties)
             standards/tester.yaml
ST0001 v1.0  bundled: not used, as standards/tester.yaml comes first
ST0002 v1    cannot be used: standards/a.yaml: KSB001 the file is empty
cannot be used: standards/b.yaml:1:2: KSB002 not valid YAML
"""
    listed = [
        Listed("ST0792 v1.1", "bundled", st0792()),
        Listed("ST0001 v1.0", "standards/tester.yaml", small()),
        Listed("ST0001 v1.0", "bundled", hidden_by="standards/tester.yaml"),
        Listed("ST0002 v1", "standards/a.yaml", problem="standards/a.yaml: KSB001 the file is empty"),
        Listed("", "standards/b.yaml", problem="standards/b.yaml:1:2: KSB002 not valid YAML"),
    ]
    assert plain(lay_out_list(listed, 80)) == expected


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    listed = [
        Listed("ST0792 v1.1", "/home/a/person/.local/share/ksbcheck/standards/standard_st0792_v1_1.yaml", st0792()),
        Listed("ST0792 v1.1", "bundled", hidden_by=f"/home/a/{'long' * 30}/standards/standard_st0792_v1_1.yaml"),
    ]
    lines = [*_page(width).splitlines(), *plain(lay_out_list(listed, width)).splitlines()]
    assert max(map(cell_len, lines)) <= width


def test_every_ksb_is_there_with_its_text() -> None:
    told = dict(re.findall(r"^([KSB]\d+) +(.+)$", _page(), re.MULTILINE))
    assert {code: digest(text) for code, text in told.items()} == DIGESTS


def test_every_duty_is_there_with_its_option_and_ksbs() -> None:
    told = re.findall(r"^(\d+) +.+ \((\w+)\)\n +(.+)$", _page(), re.MULTILINE)
    assert told == [(str(number), option or "core", " ".join(codes)) for number, (option, codes) in DUTIES.items()]


def _sections() -> dict[str, str]:
    """Return title -> all that stands below it; the heading has none."""
    sections: dict[str, list[Line]] = {"": []}
    title = ""
    for before, line in pairwise([(), *lay_out(st0792(), WIDE)]):
        if before == () and line and line[-1].style == "strong" and line[0].style != "code":
            title = line[-1].text
        sections.setdefault(title, []).append(line)
    return {title: plain(lines[bool(title) :]).rstrip("\n") for title, lines in sections.items()}


def test_sections_are_in_order() -> None:
    assert list(_sections()) == [
        "",
        "Options",
        "Duties",
        "Knowledge",
        "Skills",
        "Behaviours",
        "Overview of the role",
        "Occupation summary",
        "English and Maths",
        "Review",
        "Employers involved in creating the standard",
        "Versions",
        "Source and licence",
    ]


def test_heading_has_the_facts() -> None:
    assert _sections()[""].splitlines() == [
        "ST0792 v1.1  Media production co-ordinator",
        "This is not the latest approved version of this apprenticeship.",
        "This apprenticeship has been retired",
        "Status: Retired",
        "Level: 4",
        "Route: Creative and design",
        "LARS code: 598",
        "Typical duration to gateway: 18 months",
        "Maximum funding: £8,000",
        "EQA provider: Ofqual",
        "Updated: 2024-09-02",
        "Job titles: Booking co-ordinator, Junior booking producer, Production co-ordinator",
    ]


def test_options_are_told_with_their_counts_and_summaries() -> None:
    film, film_summary, post, _ = _sections()["Options"].splitlines()
    assert film == "film  Film, TV, Commercial, Short Form, Radio and Audio Production (79 KSBs)"
    assert film_summary == f"      {st0792().options[0].summary}"
    assert post == "post  Post Production, VFX and Animation Production (71 KSBs)"


def test_texts_keep_their_paragraphs() -> None:
    sections = _sections()
    assert sections["Overview of the role"] == st0792().overview
    assert sections["Occupation summary"] == st0792().occupation_summary
    assert "\n\n" in sections["Occupation summary"]
    assert sections["English and Maths"] == st0792().qualifications[0].text
    assert sections["Review"] == st0792().review


def test_employers_are_in_one_line() -> None:
    employers = _sections()["Employers involved in creating the standard"]
    assert employers.startswith("All Spring Media, BBC, Bauer Media, ")


def test_versions() -> None:
    assert _sections()["Versions"].splitlines() == [
        "1.2    Occupational standard, end-point assessment plan and funding band revised, starts from 2024-08-15",
        "1.1    Standard and end-point assessment plan revised, starts from 2023-06-08, until 2024-09-01",
        "1.0    Approved for delivery, starts from 2020-08-24, until 2023-06-07",
    ]


def test_source_and_licence() -> None:
    source, licence, attribution = _sections()["Source and licence"].splitlines()
    publisher = "Skills England, formerly the Institute for Apprenticeships and Technical Education"
    assert source == f"{publisher}, https://skillsengland.education.gov.uk/apprenticeships/st0792-v1-1"
    page = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    assert licence == f"Open Government Licence v3.0, {page}"
    assert attribution.startswith("Crown copyright © 2024. ")


def test_what_a_standard_does_not_have_is_left_out() -> None:
    expected = """\
ST0001 v1.0  Tester

Knowledge
K1     How to test.

Source and licence
The file names neither.
"""
    assert plain(lay_out(small(), 80)) == expected


def test_split_that_is_not_published_is_told() -> None:
    standard = small(
        options=[{"key": "a", "title": "Anything"}],
        version_log=[{"version": "1.0"}],
        source={"url": "https://a.example"},
    )
    expected = """\
ST0001 v1.0  Tester

Options
Which KSBs belong to which option is not published.
a  Anything (1 KSB)

Knowledge
K1     How to test.

Versions
1.0

Source and licence
https://a.example
"""
    assert plain(lay_out(standard, 80)) == expected


def test_licence_without_attribution_and_source() -> None:
    text = plain(lay_out(small(licence={"name": "Some licence"}), 80))
    assert text.endswith("Source and licence\nSome licence\n\n")


def test_what_only_imported_standards_have() -> None:
    standard = small(
        knowledge={"K1": "How to test.", "K2": "Law."},
        unassigned=["K2"],
        duties=[{"number": 1, "text": "Plan", "ksbs": ["K1"]}],
        assessment_outcomes=[{"code": "AO1", "title": "Safety", "text": "Works safely.", "ksbs": ["K1"]}],
        qualifications=[{"title": "First aid"}],
        occupation_summary="Found on canals.\n\n- Steel\n- Wood",
        warnings=[
            {"code": "KSB312", "place": "/knowledges/1", "message": "no duty names K2"},
            {"code": "KSB326", "message": "no place is known"},
        ],
    )
    lines = plain(lay_out(standard, 80)).splitlines()
    assert lines[lines.index("Assessment outcomes") :][1:3] == ["AO1    Safety. Works safely.", "       K1"]
    assert "K2     Law. (unassigned: no duty names it)" in lines
    assert lines[lines.index("First aid") + 1] == "Required"
    assert lines[lines.index("Occupation summary") :][1:5] == ["Found on canals.", "", "- Steel", "- Wood"]
    assert lines[-2:] == ["KSB312  no duty names K2 (/knowledges/1)", "KSB326  no place is known"]
