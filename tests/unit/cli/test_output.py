"""Where results go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ksbcheck.cli.entry import run

if TYPE_CHECKING:
    from pathlib import Path

PORTFOLIO = "standard: ST0792 v1.1\noption: post\nevidence: []\n"


@pytest.mark.parametrize("command", ["gaps", "check", "summary"])
@pytest.mark.parametrize("name", ["portfolio.yaml", "./portfolio.yaml", "link.yaml"])
def test_no_output_goes_over_the_portfolio(
    command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    portfolio = tmp_path / "portfolio.yaml"
    portfolio.write_text(PORTFOLIO)
    (tmp_path / "link.yaml").symlink_to(portfolio)
    assert run([command, "portfolio.yaml", "-f", "json", "-o", name]) == 2
    assert f"'{name.removeprefix('./')}' is the portfolio itself" in capsys.readouterr().err
    assert portfolio.read_text() == PORTFOLIO


@pytest.mark.parametrize("command", ["gaps", "check", "summary"])
def test_another_file_is_written(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "portfolio.yaml").write_text(PORTFOLIO)
    assert run([command, "portfolio.yaml", "-f", "json", "-o", "other.yaml"]) in {0, 1}
    assert (tmp_path / "other.yaml").read_text().startswith("{")


def test_who_wants_a_pdf_is_told_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["summary", "examples/minimal.yaml", "-o", str(tmp_path / "summary.PDF")]) == 2
    assert "write .html and print it" in " ".join(capsys.readouterr().err.replace("│", " ").split())
