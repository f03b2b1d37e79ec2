"""Addresses on the summary's page, resolved as a browser does by the standard library."""

from __future__ import annotations

from urllib.parse import unquote, urljoin, urlsplit

import pytest

from ksbcheck.reporters.page.links import evidence_link, web_link
from ksbcheck.summary.model import FileSummary

PAGE = "file:///home/a/out/page.html"
NAMES = (
    "e01.pdf",
    "javascript:alert(1)",
    "data:text/html,x",
    "a b/ü?x#y.pdf",
    "100%25.pdf",
    "http:x",
    "'\"><b>",
    "c:x",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (".", "/home/a/out/"),
        ("..", "/home/a/"),
        ("sub", "/home/a/out/sub/"),
        ("../b", "/home/a/b/"),
        ("./c", "/home/a/out/c/"),
        ("..d", "/home/a/out/..d/"),
        ("a%3Ab", "/home/a/out/a:b/"),
        (".hidden", "/home/a/out/.hidden/"),
    ],
)
def test_a_link_leads_to_the_file_and_has_no_scheme(name: str, folder: str, path: str) -> None:
    link = evidence_link(FileSummary(name, is_safe=True), folder)
    assert link is not None
    assert link.startswith(("./", "../"))
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert unquote(urlsplit(urljoin(PAGE, link)).path) == path + name


@pytest.mark.parametrize(
    ("name", "is_safe", "folder"), [("e01.pdf", False, "."), ("e01.pdf", True, None), ("a\\b.pdf", True, ".")]
)
def test_what_is_not_safe_is_not_linked(name: str, is_safe: bool, folder: str | None) -> None:
    assert evidence_link(FileSummary(name, is_safe), folder) is None


@pytest.mark.parametrize("address", ["https://a.example/x", "HTTP://a.example"])
def test_addresses_of_the_web_are_links(address: str) -> None:
    assert web_link(address) == address


@pytest.mark.parametrize("address", [None, "", "javascript:alert(1)", " https://a.example", "//a.example", "httpsx"])
def test_other_addresses_are_none(address: str | None) -> None:
    assert web_link(address) is None
