"""The types of evidence."""

from __future__ import annotations

import pytest

from ksbcheck.portfolios.evidence_type import is_testimony, plain_type
from ksbcheck.portfolios.model import Evidence


@pytest.mark.parametrize(
    "text",
    [
        "work product",
        "Work Product",
        "work-product",
        "WORK  -  product ",
        "work\u2011product",
        "work\u00a0product",
        "_work_product",
    ],
)
def test_spellings_of_one_type(text: str) -> None:
    assert plain_type(text) == "work product"


@pytest.mark.parametrize("text", ["workproduct", "work products", "product work", "work/product"])
def test_other_types(text: str) -> None:
    assert plain_type(text) != "work product"


@pytest.mark.parametrize(
    ("type", "testimony"),
    [("witness testimony", True), ("WITNESS", True), ("client testimony", True), ("statement", False), (None, False)],
)
def test_testimony(type: str | None, testimony: bool) -> None:  # noqa: A002
    piece = Evidence.model_validate({"id": "E1", "title": "T", "type": type, "ksbs": []})
    assert is_testimony(piece) is testimony
