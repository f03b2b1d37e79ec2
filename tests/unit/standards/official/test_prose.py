"""Prose: from HTML, however often it was escaped, to plain text."""

from __future__ import annotations

from html import escape

import pytest

from ksbcheck.standards.official.prose import one_paragraph, plain, table_rows, without_entities

CASES = {
    "nothing": ("", ""),
    "text": ("Just text.", "Just text."),
    "spaces": ("  Just \t  text.\N{NO-BREAK SPACE} ", "Just text."),
    "lines without html": ("One\ntwo\n\nthree\n\n\n\n four ", "One\ntwo\n\nthree\n\nfour"),
    "paragraphs": ("<p>One</p><p>two</p>", "One\n\ntwo"),
    "lines of the file": ("<p>One\n  goes\r\non</p>\n\n\n<p>two</p>", "One goes on\n\ntwo"),
    "empty paragraphs": ("<p>One</p><p></p><p>&nbsp;</p><p>two</p>", "One\n\ntwo"),
    "breaks": ("One<br>two<br/>three<BR />four", "One\ntwo\nthree\nfour"),
    "headings": ("<h2>Head</h2>text<h3>Next</h3>", "Head\n\ntext\n\nNext"),
    "div": ("<div><div>One</div></div><div>two</div>", "One\n\ntwo"),
    "list": ("<p>All:</p><ul>\n<li>one</li>\n<li>two</li>\n</ul>end", "All:\n\n- one\n- two\n\nend"),
    "list without ends": ("<ol><li>one<li>two</ol>", "- one\n- two"),
    "table": (
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>end",
        "A B\n1 2\n\nend",
    ),
    "inline": ("<p>So <strong>very</strong> <em>much</em>,<a href='x?a=1&amp;b'>here</a>.</p>", "So very much,here."),
    "attributes": ('<p class="a > b">One</p>', "One"),
    "comment": ("One<!-- <p>two -->three", "Onethree"),
    "entities": ("<p>Q&amp;A &pound;5 &#163;5 &nbsp;&lsquo;x&rsquo;</p>", "Q&A £5 £5 ‘x’"),
    "no entities": ("<p>see &notes, &copy 5, R&D, AT&T; &unknown;</p>", "see &notes, &copy 5, R&D, AT&T; &unknown;"),
    "bare less than": ("<p>if x < 3, 2<3 and 3 > x</p>", "if x < 3, 2<3 and 3 > x"),
    "bare greater than": ("(>7% alloy content)", "(>7% alloy content)"),
    "less than at the end": ("a <", "a <"),
    "script": ("One<script>if (a < b) alert('<p>')</script> two", "One two"),
    "style": ("<style>p {color: red}</style><p>One</p>", "One"),
    "head": ("<head><title>No</title></head><body>One</body>", "One"),
    "stray ends": ("</script></style></p>One</div></b>", "One"),
    "unclosed": ("<p>One<p><b>two<div>three", "One\n\ntwo\n\nthree"),
    "unseen characters": (
        "Co\N{SOFT HYPHEN}op\N{ZERO WIDTH SPACE}er\N{WORD JOINER}ate\N{ZERO WIDTH NO-BREAK SPACE}",
        "Cooperate",
    ),
    "marks of word processors": ("<p><![if !supportLists]>1.<![endif]> One</p>", "1. One"),
    "other marks": ("One <![CDATA[two]]> <![three> <![", "One"),
    "blockquote": ("One<blockquote>two</blockquote>three", "One\n\ntwo\n\nthree"),
    "definitions": ("<dl><dt>One</dt><dd>two</dd></dl>", "One\ntwo"),
}


@pytest.mark.parametrize(("written", "text"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("times", [0, 1, 2])
def test_plain(written: str, text: str, times: int) -> None:
    for _ in range(times):
        written = escape(written)
    assert plain(written) == text
    assert one_paragraph(written) == " ".join(text.split())


@pytest.mark.parametrize(("written", "text"), CASES.values(), ids=CASES)
def test_plain_text_stays_plain(written: str, text: str) -> None:
    assert plain(text) == text or "<" in text or written is None


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&amp;amp;amp;lt;", "<"),
        ("&lt; &LT; &#60; &#x3c; &#X3C;", "< < < < <"),
        ("&lt &notes &; &#; &#x; &a; & lt;", "&lt &notes &; &#; &#x; &a; & lt;"),
        ("&nosuchname;", "&nosuchname;"),
        ("&CounterClockwiseContourIntegral;", "\N{ANTICLOCKWISE CONTOUR INTEGRAL}"),
        ("&#0;&#xD800;&#x110000;", "\ufffd\ufffd\ufffd"),
        ("<p>&nbsp;</p>", "<p>\N{NO-BREAK SPACE}</p>"),
    ],
)
def test_entities_are_replaced_and_nothing_else(written: str, text: str) -> None:
    assert without_entities(written) == text


ROWS = {
    "two": ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>", [["A", "B"], ["1", "2"]]),
    "tables": ("<table><tr><td>1</td></tr></table>x<table><tr><td>2</td></tr></table>", [["1"], ["2"]]),
    "text around": ("a<tr>b<td>c</td>d</tr>e", [["c"]]),
    "paragraphs in a cell": (
        "<tr><td><p>K1</p><p>K2<br>K3</p>K4<ul><li>K5<li>K6</ul></td></tr>",
        [["K1 K2 K3 K4 K5 K6"]],
    ),
    "marks in a cell": ("<tr><td><b>A</b>O1 <i>x</i></td></tr>", [["AO1 x"]]),
    "unclosed": ("<tr><td>a<td>b<tr>c<td>d", [["a", "b"], ["d"]]),
    "a cell without a row": ("<td>a</td><tr><td>b</td></tr>", [["b"]]),
    "empty": ("<table><tr></tr><tr><td></td></tr></table>", [[], [""]]),
    "white space": ("<tr><td>\n a \N{NO-BREAK SPACE} b </td></tr>", [["a b"]]),
    "entities": ("<tr><td>a&ndash;b &amp;amp; c &notes</td></tr>", [["a–b & c &notes"]]),
    "none": ("no table", []),
}


@pytest.mark.parametrize(("written", "rows"), ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("times", [0, 1])
def test_rows_of_tables(written: str, rows: list[list[str]], times: int) -> None:
    assert table_rows(escape(written) if times else written) == rows


@pytest.mark.parametrize("piece", ["<a ", "<p>", "<!--", "</a ", "<![", "&lt;", "<script>", '< b=">'])
def test_hostile_prose_takes_no_longer_than_its_size(piece: str) -> None:
    """Quadratic, this would take minutes."""
    plain(piece * (500_000 // len(piece)))


@pytest.mark.parametrize("space", [" ", "\n", " \n", "\xa0", "\t"])
def test_any_amount_of_white_space_is_one_space(space: str) -> None:
    assert plain(f"<p>a{space * 500_000}b") == "a b"


@pytest.mark.parametrize(
    ("html", "text"),
    [("a <b c", "a <b c"), ("a <b <i>c</i>", "a <b c"), ("a <!-- b", "a <!-- b"), ("a<!-- <p> -->b<!-- -->c", "abc")],
)
def test_a_tag_or_comment_without_an_end_is_text(html: str, text: str) -> None:
    assert plain(html) == text
