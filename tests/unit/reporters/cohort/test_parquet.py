"""The cohort as Parquet, read back by pyarrow and held against JSON."""

from __future__ import annotations

import io
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from cohort_files import TODAY, as_json, file, mixed, pieces
from cohort_outputs import UNUSABLE, usable
from gates import HOSTILE

from ksbcheck import UnusableFileError
from ksbcheck.cohort.model import Row
from ksbcheck.printable import printable
from ksbcheck.reporters.cohort import parquet
from ksbcheck.reporters.cohort.csv import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'ksbcheck[parquet]'")
pq = pytest.importorskip("pyarrow.parquet")


def _read(made: bytes) -> Any:
    return pq.ParquetFile(io.BytesIO(made))


def _rows(made: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _read(made).read().to_pylist()
    return found


def test_columns_are_those_of_the_csv_with_types() -> None:
    counts = ("pieces", "required", "covered", "accepted", "thin", "errors", "warnings", "notes")
    types = {
        **dict.fromkeys(COLUMNS, pa.string()),
        **dict.fromkeys(counts, pa.int32()),
        **dict.fromkeys(("percent", "expected"), pa.float64()),
        **dict.fromkeys(("start", "gateway", "today"), pa.date32()),
        "gaps": pa.list_(pa.string()),
        "open_duties": pa.list_(pa.int32()),
    }
    for rows in (mixed(), []):
        schema = _read(file("parquet", rows)).schema_arrow
        assert schema.names == list(COLUMNS)
        assert {name: schema.field(name).type for name in schema.names} == types
        assert [name for name in schema.names if not schema.field(name).nullable] == ["portfolio"]


def test_each_portfolio_is_told_as_json_tells_it() -> None:
    given = mixed()
    told = as_json(given)["portfolios"]
    found = _rows(file("parquet", given))
    assert len(found) == len(told) == len(given)
    for row, entry in zip(found, told, strict=True):
        if entry["problem"] is not None:
            count = entry["problems"]
            more = f" (the first of {count} problems)" if count > 1 else ""
            known = {"portfolio": entry["path"], "problem": entry["problem"] + more}
            assert row == {**dict.fromkeys(COLUMNS), **known}
            continue
        same = set(COLUMNS) & set(entry) - {"start", "gateway"}
        assert {name: row[name] for name in same} == {name: entry[name] for name in same}
        assert (row["portfolio"], row["problem"], row["today"]) == (entry["path"], None, TODAY)
        counts = {name: row[name] for name in ("errors", "warnings", "notes")}
        assert counts == entry["findings"]
        days = [row[name] and row[name].isoformat() for name in ("start", "gateway")]
        assert days == [entry["start"], entry["gateway"]]


def test_any_day_of_a_calendar_is_a_day() -> None:
    days: dict[str, Any] = {"start": date(1, 1, 1), "gateway": date(9999, 12, 31), "today": date(1969, 12, 31)}
    (row,) = _rows(file("parquet", [usable(**days)]))
    assert {name: row[name] for name in days} == days


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_is_as_it_was_read(text: str) -> None:
    shown = printable(text)
    good, bad = _rows(file("parquet", [usable(shown, name=shown), Row(shown, shown, 1)]))
    assert [good["portfolio"], good["apprentice"], bad["portfolio"], bad["problem"]] == [shown] * 4


def test_the_file_tells_how_many_there_are_and_whether_they_are_all() -> None:
    def told(made: bytes) -> dict[str, str]:
        metadata = _read(made).metadata.metadata
        return {key.decode(): value.decode() for key, value in metadata.items() if key.startswith(b"ksbcheck.")}

    given = [usable("a"), usable("b"), UNUSABLE]
    counts = {"ksbcheck.portfolios": "3", "ksbcheck.unusable": "1"}
    assert told(file("parquet", given)) == {"ksbcheck.partial": "false", **counts}
    made = file("parquet", given, interrupted=True, only=lambda row: row.path == "b")
    assert told(made) == {"ksbcheck.partial": "true", **counts}
    assert [row["portfolio"] for row in _rows(made)] == ["b"]


def test_the_same_cohort_gives_the_same_bytes() -> None:
    assert file("parquet", mixed()) == file("parquet", mixed())


@pytest.mark.parametrize(("count", "groups"), [(0, []), (1, [1]), (10_000, [10_000]), (10_001, [10_000, 1])])
def test_there_are_ten_thousand_portfolios_in_a_row_group(count: int, groups: list[int]) -> None:
    metadata = _read(file("parquet", [UNUSABLE] * count)).metadata
    assert [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)] == groups


def test_a_row_group_is_passed_on_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 10)
    monkeypatch.setattr(parquet, "AT_ONCE", 5)
    given = 0

    def coming() -> Iterator[Row]:
        nonlocal given
        for row in mixed(40):
            given += 1
            yield row

    seen, sizes = [], []
    for piece in pieces("parquet", coming()):
        seen.append(given)
        sizes.append(len(piece))
    assert seen == [10, 20, 30, 40, 40]
    assert min(sizes) > 100


def test_without_pyarrow_it_says_at_once_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def coming() -> Iterator[Row]:
        pytest.fail("a portfolio was looked at for nothing")
        yield UNUSABLE

    for name in [name for name in sys.modules if name.partition(".")[0] == "pyarrow"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UnusableFileError) as caught:
        list(pieces("parquet", coming()))
    assert "\n" not in str(caught.value)
    assert "pip install 'ksbcheck[parquet]'" in str(caught.value)
