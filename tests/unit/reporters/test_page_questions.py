"""What the summary's page asks about, and tells of the gateway, the smallest set and problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from checking import piece, small
from facts import DUTIES
from gates import held
from summary_pages import (
    TODAY,
    example,
    example_content,
    example_page,
    section_of,
    standings,
    summary_of,
)
from webpage import body_rows, cells

from ksbcheck.config.policy import Policy
from ksbcheck.summary.build import summarise

if TYPE_CHECKING:
    from webpage import Element


def _below(section: Element) -> dict[str, str]:
    """Return h3 -> the text below it, up to the next."""
    found: dict[str, list[str]] = {}
    name = ""
    for part in section.content:
        if isinstance(part, str):
            continue
        if part.tag == "h3":
            name = part.text
        found.setdefault(name, []).append(part.text if part.tag != "h3" else "")
    return {name: " ".join(filter(None, texts)) for name, texts in found.items()}


# What to ask about.


def test_questions_name_what_rests_on_little() -> None:
    expected = standings(1)
    counted: dict[str, list[str]] = {}
    for entry in example_content()["evidence"]:
        if entry["status"] in {"accepted", "submitted"}:
            for code in entry["ksbs"]:
                counted.setdefault(code, []).append(entry["id"])
    single = {code: pieces[0] for code, pieces in counted.items() if len(pieces) == 1}
    section = example_page().one("section", id="ask")
    below = _below(section)
    assert list(below)[1:] == [
        f"{sum(part not in {'accepted', 'claimed'} for part in expected.values())} gaps",
        f"{len(single)} KSBs on a single piece",
        "No KSB without a locator",
        "No piece with too many codes",
    ]
    told = {}
    for item in section.one("ul", class_="rows").all("li"):
        first, *codes = item.all("a")
        told.update({code.text: first.text for code in codes})
    assert told == single
    gaps = {item.one("a").text for item in section.one("ul", class_="columns").all("li")}
    assert gaps == {code for code, part in expected.items() if part not in {"accepted", "claimed"}}
    best = max(
        (number for number, (option, _) in DUTIES.items() if option != "film"),
        key=lambda number: (len(gaps & set(DUTIES[number][1])), -number),
    )
    callout = section.one("div", class_="callout")
    assert callout.one("b").text == f"Next: duty {best}"
    assert {link.text for link in callout.all("a")} == gaps & set(DUTIES[best][1])


def test_questions_where_there_is_nothing_to_ask() -> None:
    pieces = [piece(name, {"K1": "p. 1"}) for name in ("E1", "E2")]
    section = section_of(summary_of(*pieces, of=small()), "ask")
    assert _below(section) == {
        "": "What to ask about",
        "No gaps": "Every KSB in scope has the evidence asked for.",
        "No KSB on a single piece": "",
        "No KSB without a locator": "",
        "No piece with too many codes": "A hint where to look closer: more than 12 KSBs in one piece.",
    }


def test_questions_about_thin_and_unlocated_ksbs_and_crowded_pieces() -> None:
    standard = small(knowledge={"K1": "One.", "K2": "Two."})
    made = summary_of(
        piece("E1", ["K1", "K2"]),
        piece("E2", {"K2": "p. 4"}),
        of=standard,
        min_evidence=2,
        policy=Policy(max_ksbs_per_piece=1),
    )
    assert _below(section_of(made, "ask")) == {
        "": "What to ask about",
        "1 gap": "K1 One. thin 1 of 2 pieces",
        "1 KSB on a single piece": "If the piece does not hold, nothing else shows these. E1 Piece E1 K1",
        "1 KSB without a locator": "Pieces count for these, and none of them says where to look. K1",
        "1 piece with too many codes": "The policy allows 1 KSB in one piece. E1 Piece E1 2 codes",
    }


def test_pieces_with_one_id_are_one_in_the_questions() -> None:
    first, second = piece("E1", ["K1"], "planned"), piece("E1", {"K1": "p. 1"}, title="Done")
    section = section_of(summary_of(first, second, of=small()), "ask")
    (item,) = section.all("ul", class_="rows")[0].all("li")
    assert item.text == "E1 Done K1"
    assert item.all("a")[0]["href"] == "#piece-2"


def test_gateway_has_each_requirement() -> None:
    section = example_page().one("section", id="gateway")
    rows = [cells(row) for row in body_rows(section.one("table"))]
    made = example()
    assert rows == [[entry.name, entry.answer, entry.says or "–", entry.asks or "–"] for entry in made.gateway]
    assert rows[0][:3] == ["Coverage", "no", "47 of 71 KSBs (66.1 %), 31 of them accepted"]
    assert section.all("p")[0].text == "All that the gateway asks for is there: no"


# The smallest set, and the problems.


def _smallest(*evidence: dict[str, Any], policy: Policy | None = None, **changed: Any) -> str:
    made = summary_of(*evidence, of=small(knowledge={"K1": "One.", "K2": "Two."}), policy=policy)
    made = made._replace(smallest=made.smallest._replace(**changed))
    return " ".join(part.text for part in section_of(made, "smallest").all("p"))


def test_smallest_set_says_how_sure_it_is() -> None:
    one, both, two = piece("E1", ["K1"]), piece("E2", ["K1", "K2"]), piece("E3", ["K2"])
    assert _smallest(one) == "The only piece that counts is needed to keep today's coverage."
    assert _smallest(one, two) == "All 2 pieces that count are needed to keep today's coverage."
    assert _smallest(one, both) == "1 of the 2 pieces that count keeps today's coverage. No smaller set does."
    assert _smallest(one, two, piece("E4", ["K2"])) == (
        "2 of the 3 pieces that count keep today's coverage. No smaller set does."
    )
    assert _smallest(one, both, two, pieces=("E1", "E3"), at_least=1) == (
        "2 of the 3 pieces that count keep today's coverage. It takes at most 2 and at least 1."
    )


@pytest.mark.parametrize(
    ("most", "at_least", "says"),
    [
        (2, 2, "2 pieces: this set is within it."),
        (1, 2, "1 piece: today's coverage cannot be kept with as few."),
        (1, 1, "1 piece: whether as few can keep today's coverage is not known."),
    ],
)
def test_smallest_set_is_held_against_the_policy(most: int, at_least: int, says: str) -> None:
    pieces = [piece("E1", ["K1"]), piece("E2", ["K2"])]
    told = _smallest(*pieces, policy=Policy(max_pieces=most), at_least=at_least)
    assert told.endswith(f"The policy takes at most {says}")


def test_smallest_set_links_its_pieces() -> None:
    links = example_page().one("section", id="smallest").all("a")
    counted = [
        (entry["id"], f"#piece-{number}")
        for number, entry in enumerate(example_content()["evidence"], start=1)
        if entry["status"] in {"accepted", "submitted"}
    ]
    assert {(link.text, link["href"]) for link in links} <= set(counted)
    assert len(links) == len(example().smallest.pieces)


def test_problems_shortfalls_and_waived_findings_are_told() -> None:
    config = {
        "policy": {"min_pieces": 3},
        "waivers": [{"code": "KSB201", "ksb": "K9", "reason": "A misprint."}],
    }
    made = summarise(held(piece("E1", ["K1", "K8", "K9"]), config=config), TODAY)
    below = _below(section_of(made, "problems"))
    problems = len(made.report.problems)
    assert f"{problems} problem{'s' * (problems != 1)} in the file" in below
    assert "1 finding waived" in below
    assert below["1 finding waived"].endswith("A misprint.")
    assert "KSB201" in " ".join(below.values())
    assert ("Less than asked for" in below) == bool(made.report.shortfalls)


def test_no_problems_are_told_as_such() -> None:
    assert (
        section_of(summary_of(piece("E1", ["K1"]), of=small()), "problems").text == "Problems No problems in the file"
    )


@pytest.mark.parametrize("count", [50, 51])
def test_a_hundred_problems_are_told_and_the_rest_is_counted(count: int) -> None:
    section = section_of(summarise(held(piece("E1", ["K1", "K8", *["K9"] * count])), TODAY), "problems")
    problems = int(section.one("h3").text.split()[0])
    assert problems >= 2 * count
    assert len(section.all("li")) == min(problems, 100)
    assert (f"... and {problems - 100} more" in section.text) == (problems > 100)


def test_a_hundred_waived_findings_are_told_and_the_rest_is_counted() -> None:
    config = {"waivers": [{"code": "KSB204", "reason": "Known."}]}
    section = section_of(summarise(held(piece("E1", ["K1"] * 103), config=config), TODAY), "problems")
    assert section.all("h3")[-1].text == "102 findings waived"
    assert section.all("p")[-1].text == "... and 2 more; JSON has them."
