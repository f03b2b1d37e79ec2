"""The report as a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from checking import piece, report, small
from facts import scope

from ksbcheck.reporters import REPORTERS

if TYPE_CHECKING:
    from ksbcheck import Report

NAMESPACE = "http://www.w3.org/2000/svg"
TAG = f"{{{NAMESPACE}}}"
PIECES = [piece("E1", ["K1", "K99"]), piece("E2", ["K2"], "draft")]


def _render(made: Report, width: int = 80) -> str:
    return REPORTERS["svg"](made, width)


def _texts(svg: str) -> list[str]:
    """Return the texts on the screen in the picture, without the spaces that fill it up."""
    (screen,) = ET.fromstring(svg).iterfind(f".//{TAG}g[@class='ksbcheck-matrix']")
    return [(text.text or "").strip("\u00a0") for text in screen.iter(f"{TAG}text")]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("width", [40, 80, 140])
def test_it_shows_the_text_report(width: int) -> None:
    made = report(*PIECES, option="post")
    assert _squeezed("".join(_texts(_render(made, width)))) == _squeezed(REPORTERS["text"](made, width))


def test_every_gap_is_in_it() -> None:
    assert scope("film") <= set(_texts(_render(report(option="film"))))


def test_it_is_drawn_with_what_is_in_it() -> None:
    svg = _render(report(*PIECES, option="post"))
    assert re.findall(r"\w+://[^\s\"'<)]*", svg) == [NAMESPACE]
    assert set(re.findall(r"url\((.)", svg)) == {"#"}
    elements = list(ET.fromstring(svg).iter())
    assert {element.tag.removeprefix(TAG) for element in elements} == {
        "svg",
        "title",
        "style",
        "defs",
        "clipPath",
        "circle",
        "rect",
        "g",
        "text",
    }
    assert not {name for element in elements for name in element.attrib if "href" in name or name.startswith("on")}


def test_the_same_report_gives_the_same_bytes() -> None:
    assert _render(report(*PIECES, option="post")) == _render(report(*PIECES, option="post"))


@pytest.mark.parametrize("width", [60, 80, 140])
def test_it_depends_on_nothing_around_it(
    width: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    made = report(*PIECES, option="post")
    before = _render(made, width)
    # With both columns and lines, Rich does not look at the rest.
    for name, value in {"TERM": "dumb", "NO_COLOR": "1", "FORCE_COLOR": "1", "COLUMNS": "33", "LINES": "5"}.items():
        monkeypatch.setenv(name, value)
        assert _render(made, width) == before
    assert capfd.readouterr() == ("", "")


def test_its_title_is_the_command() -> None:
    picture = ET.fromstring(_render(report(of=small())))
    assert picture.findtext(f"{TAG}title") == "ksbcheck gaps"
    assert picture.findtext(f".//{TAG}text[@class='ksbcheck-title']") == "ksbcheck\u00a0gaps"


def test_styles_are_those_of_the_lines() -> None:
    svg = _render(report(*PIECES, option="post"))
    weights = re.findall(r"\.ksbcheck-r\d+ \{ ([^}]*) \}", svg)
    assert sum("font-weight: bold" in weight for weight in weights) == 1
    assert len(set(weights)) == len(weights) >= 5


HOSTILE = {
    "tags": "</text></svg><script>alert(1)</script>",
    "entities": "&lt; &amp; &#60; ]]> <![CDATA[",
    "document type": "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///z'>]>&y;",
    "markup": "[bold red]markup[/] :smile: [link=https://a.example]x[/link]",
    "escape": "\x1b[31mred\x1b]8;;https://a.example\x07",
    "wide": "你好 🎬 👩\u200d🎬",
}


def _check_text(text: str) -> None:
    made = report(piece("E1", ["K1"]), of=small(), apprentice={"name": text})
    assert _squeezed("".join(_texts(_render(made, 120)))) == _squeezed(REPORTERS["text"](made, 120))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_from_a_file_comes_back_as_just_text(text: str) -> None:
    _check_text(text)


@pytest.mark.parametrize("text", ["\uffff", "\ufffe"], ids=ascii)
def test_noncharacter_leaves_it_xml(text: str) -> None:
    _check_text(text)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_picture_is_as_wide_as_asked_for(width: int) -> None:
    svg = _render(report(of=small()), width)
    _, _, across, _ = ET.fromstring(svg).attrib["viewBox"].split()
    assert float(across) == pytest.approx(width * 12.2, abs=20)  # Rich's width of a cell, and its frame


def test_narrow_picture_is_not_cut_off() -> None:
    made = report(of=small())
    assert _texts(_render(made, 20)) == _texts(_render(made, 40))
