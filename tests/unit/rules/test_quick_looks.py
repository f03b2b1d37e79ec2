"""Rules that look quickly whether there is anything to find tell what they would without that look."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from checking import as_yaml, found, small
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ksbcheck.rules import not_evidence_yet, personal_data

usual = settings(max_examples=300)

PERSONAL = (
    *(
        "1234567899",
        "AB123456C",
        "ab 12 34 56 c",
        "AB12\n34\n56C",
        "AB-12-34-56-A",
        "a@example.org",
        "é.x@test.example",
    ),
    *(
        "07700 900123",
        "+44 7700 900123",
        "0044 (0)20 7946 0123",
        "0161 496 0000",
        "@",
        "12345",
        "123456",
        "1 2 3 4 5 6",
    ),
    *("٠٧٧٠٠٩٠٠١٢٣", "１２３４５６７８９９", "a＠example.org", "AB12 3456C"),
)
NOTES_TO_ONESELF = (
    *(
        "evidence needed",
        "EVIDENCE\nNEEDED",
        "todo",
        "TBC",
        "tbd",
        "fixme",
        "F\u0130XME",
        "f\u0131xme",
        "under construction",
    ),
    *("UNDER CON\u017fTRUCTION", "under con\u017ftruct\u0131on", "lorem ip\u017fum", "to be added", "to-be_confirmed"),
    *(
        "to be conf\u0130rmed",
        "to be completed",
        "TO BE UPLOADED",
        "placeholder",
        "Placeholders",
        "xxx",
        "XXXX",
        "ToDo2",
    ),
    *("needed", "added", "\N{KELVIN SIGN}1", "ﬁxme", "ß", "Σ", "İ"),
)
texts = st.lists(
    st.one_of(
        st.sampled_from([*PERSONAL, *NOTES_TO_ONESELF]),
        st.sampled_from([" ", "\n", "-", "_", ".", "/", "x", "1", "12", "E0", "日本", "İ"]),
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "Lm"]), max_size=4),
    ),
    min_size=1,
    max_size=4,
).map("".join)
sound = texts.filter(lambda text: text.strip() != "")


@st.composite
def portfolios(draw: st.DrawFn) -> dict[str, Any]:
    """Draw portfolios with such texts in any field, and none in most."""

    def text(usual: str) -> str:
        return draw(sound) if draw(st.integers(0, 5)) == 0 else usual

    evidence = []
    for number in range(draw(st.integers(0, 3))):
        codes = [text("K1"), text(f"S{number + 1}")]
        piece = {
            "id": text(f"E{number + 1}"),
            "title": text("Call sheets for 3 days"),
            "status": draw(st.sampled_from(["submitted", "accepted", "draft", "planned", "referred"])),
            "ksbs": codes if draw(st.booleans()) else dict.fromkeys(codes, text("p. 2")),
            "files": [text("evidence/e01.pdf"), text("b")],
        }
        optional = {"type": text("observation"), "notes": text("See piece 2")}
        evidence.append(piece | {name: value for name, value in optional.items() if draw(st.booleans())})
    gateway = {"english": f"yes, {text('2019')}"} if draw(st.booleans()) else {}
    return {"standard": "ST0001", "evidence": evidence, "gateway": gateway}


def with_notes(text: str) -> dict[str, Any]:
    return {"standard": "ST0001", "evidence": [{"id": "E1", "title": "T", "ksbs": [], "notes": text}]}


def without_quick_looks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(personal_data, "_SIX_DIGITS", b"")
    patch.setattr(not_evidence_yet, "_RARE", ("",))


@given(portfolios())
@example(with_notes("AB12\n34\n56C"))
@example(with_notes("under con\u017ftruction"))
@example(with_notes("F\u0130XME"))
@usual
def test_all_is_found_that_is_there(portfolio: dict[str, Any]) -> None:
    content = as_yaml(portfolio).decode()
    quick = [found(code, content, of=small()) for code in ("KSB217", "KSB218")]
    with pytest.MonkeyPatch.context() as patch:
        without_quick_looks(patch)
        assert [found(code, content, of=small()) for code in ("KSB217", "KSB218")] == quick


@pytest.mark.parametrize("text", ["AB12\n34\n56C", "a@example.org", "07700 900123", "1234567899"])
@pytest.mark.parametrize("field", ["id", "title", "type", "notes", "code", "locator", "file"])
def test_personal_data_is_found_in_every_text_of_a_piece(field: str, text: str) -> None:
    piece: dict[str, Any] = {"id": "E1", "title": "T", "ksbs": [], field: text}
    more: dict[str, dict[str, Any]] = {
        "code": {"ksbs": [text]},
        "locator": {"ksbs": {"K1": text}},
        "file": {"files": [text]},
    }
    piece = {name: value for name, value in (piece | more.get(field, {})).items() if name not in more}
    content = {"standard": "ST0001", "evidence": [{"id": "E0", "title": "T", "ksbs": []}, piece]}
    assert len(found("KSB218", as_yaml(content).decode(), of=small())) == 1


def test_digits_of_several_texts_are_no_number() -> None:
    pieces = [{"id": f"E{number}", "title": "12345", "ksbs": {"K1": "12345"}} for number in range(9)]
    assert found("KSB218", as_yaml({"standard": "ST0001", "evidence": pieces}).decode(), of=small()) == []


PHRASES = (
    *("evidence needed", "todo", "tbc", "tbd", "fixme", "under construction", "lorem ipsum", "to be added"),
    *("to be confirmed", "to be completed", "to be uploaded", "placeholder", "xxx"),
)


def test_each_phrase_has_a_rare_word_in_it() -> None:
    for phrase in PHRASES:
        assert re.fullmatch("|".join(not_evidence_yet._PHRASES), phrase)
        assert any(rare in phrase.split() for rare in not_evidence_yet._RARE), phrase
    assert len(PHRASES) == len(not_evidence_yet._PHRASES) + 3  # one of them stands for four


def test_every_letter_that_a_pattern_takes_for_another_is_one_for_the_quick_look_too() -> None:
    letters = sorted({letter for word in not_evidence_yet._RARE for letter in word})
    others = "".join(map(chr, range(0x80, sys.maxunicode + 1)))
    alike = {letter: re.findall(letter, others, re.IGNORECASE) for letter in letters}
    assert {other for found in alike.values() for other in found} >= {"\u0130", "\u0131", "\u017f"}
    for letter, found_alike in alike.items():
        for other in found_alike:
            for word in [word for word in not_evidence_yet._RARE if letter in word]:
                phrase = next(each for each in PHRASES if word in each.split())
                written = phrase.replace(word, word.replace(letter, other))
                assert len(found("KSB217", as_yaml(with_notes(written)).decode(), of=small())) == 1, written
