"""KSB307."""

from __future__ import annotations

import pytest
from checking import small

from ksbcheck import load_portfolio
from ksbcheck.diagnostic import Diagnostic, Severity
from ksbcheck.load import Origin
from ksbcheck.report import check
from ksbcheck.source import Source


def _found(origin: Origin | None) -> list[Diagnostic]:
    file = load_portfolio(Source("portfolio.yaml", b"# mine\nstandard: ST0001\nevidence: []\n"))
    diagnostics = check(file, small(), origin=origin).diagnostics
    return [diagnostic for diagnostic in diagnostics if diagnostic.code == "KSB307"]


@pytest.mark.parametrize("origin", [None, Origin("standards/own.yaml", named=True, differs=False)])
def test_the_standard_that_ksbcheck_brings_or_one_of_another_name(origin: Origin | None) -> None:
    assert _found(origin) == []


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("path", "shown"),
    [("standards/own.yaml", "standards/own.yaml"), ("x" * 300, "x" * 199 + "…")],
    ids=["path", "long"],
)
def test_a_standard_in_place_of_that_which_ksbcheck_brings(path: str, shown: str, named: bool) -> None:
    message = f"this is against {shown}, which differs from the ST0001 v1.0 that ksbcheck brings"
    assert _found(Origin(path, named, differs=True)) == [
        Diagnostic("KSB307", Severity.NOTE, message, "portfolio.yaml", 2, 11)
    ]
