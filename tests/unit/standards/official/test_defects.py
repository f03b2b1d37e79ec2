"""Taking note of defects."""

from __future__ import annotations

import pytest
from conftest import source
from publishing import official, raw, read

from ksbcheck import UnusableFileError
from ksbcheck.standards.official import import_official
from ksbcheck.standards.official.defects import MOST_NOTED, Defect, Defects


def test_a_defect_is_told_in_one_printable_line() -> None:
    defects = Defects("file")
    defects.note("KSB321", "no\nKSB \x1b[31mhas::it", ("duties", 1))
    assert defects.noted == [Defect("KSB321", "no KSB \\x1b[31mhas: :it", ("duties", 1))]


def test_a_file_with_more_defects_than_are_kept_is_refused() -> None:
    def with_titles(count: int) -> bytes:
        return raw(official(typicalJobTitles=[1] * count)).encode()

    assert len(import_official(source(with_titles(MOST_NOTED), "file")).defects) == MOST_NOTED
    with pytest.raises(UnusableFileError) as caught:
        import_official(source(with_titles(MOST_NOTED + 1), "file"))
    assert str(caught.value) == "file: KSB003 has more than 1000 defects; no official standard has as many"


def test_the_defects_of_one_file_are_not_those_of_the_next() -> None:
    assert read(official(level="x")).defects
    assert not read(official()).defects
