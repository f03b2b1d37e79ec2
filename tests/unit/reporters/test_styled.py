"""Paragraphs in several styles, against those in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksbcheck.reporters.layout import Span, paragraph, plain
from ksbcheck.reporters.styled import styled_paragraph

texts = st.text("ab:#[ 你\n-", max_size=30)


@given(st.lists(st.tuples(texts, st.sampled_from(["", "good", "bad"])), min_size=1, max_size=6), st.integers(8, 40))
def test_lines_are_those_of_one_style(parts: list[tuple[str, str]], width: int) -> None:
    spans = [Span(text, style) for text, style in parts]
    lines = styled_paragraph(spans, width, first=(Span("K1  ", "code"),), indent=4)
    whole = " ".join(span.text for span in spans)
    assert plain(lines) == plain(paragraph(whole, width, first=(Span("K1  ", "code"),), indent=4))


@given(
    st.lists(st.tuples(st.text("ab", min_size=1, max_size=20), st.sampled_from("xyz")), min_size=1), st.integers(8, 40)
)
def test_every_word_keeps_its_style(parts: list[tuple[str, str]], width: int) -> None:
    spans = [Span(text, style) for text, style in parts]
    styled = [
        (character, span.style) for line in styled_paragraph(spans, width) for span in line for character in span.text
    ]
    assert [pair for pair in styled if pair[0] != " "] == [(char, span.style) for span in spans for char in span.text]


@pytest.mark.parametrize(
    ("spans", "lines"),
    [
        ([Span("")], [(Span(" " * 2), Span(""))]),
        ([Span("a b", "x"), Span("c", "y")], [(Span(" " * 2), Span("a b", "x"), Span(" "), Span("c", "y"))]),
        (
            [Span("a", "x"), Span("b cdefghij k", "y")],
            [
                (Span("  "), Span("a", "x"), Span(" "), Span("b", "y")),
                (Span("  "), Span("cdefghij", "y")),
                (Span("  "), Span("k", "y")),
            ],
        ),
    ],
)
def test_spans(spans: list[Span], lines: list[tuple[Span, ...]]) -> None:
    assert styled_paragraph(spans, 10, indent=2) == lines
