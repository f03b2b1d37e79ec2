"""Kept rows are those that a fresh look gives, whatever changed in between; and where nothing did, nobody looks."""

from __future__ import annotations

import json
import shutil
import sys
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from checking import as_yaml, piece

import ksbcheck
from ksbcheck.cohort import keep, places
from ksbcheck.cohort.cache import Cache
from ksbcheck.cohort.examine import examine_to_keep, places_of
from ksbcheck.cohort.keep import kept_rows
from ksbcheck.cohort.model import Asked
from ksbcheck.cohort.run import rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ksbcheck.cohort.examine import Examined
    from ksbcheck.cohort.model import Row

TODAY = date(2025, 1, 15)
ASKED = Asked(TODAY)
LATER = 10**19
"""A time at which all folders have been settled for long."""
STANDARD = {"reference": "ST0001", "version": "1.0", "title": "Tester", "knowledge": {"K1": "How.", "K2": "Why."}}


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cache]:
    found = Cache(tmp_path_factory.mktemp("cache") / "cohort.sqlite3")
    yield found
    found.close()
    assert found.problem is None


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The portfolios that are looked at anew."""
    names: list[str] = []

    def watched(paths: Iterable[str], asked: Asked) -> list[Examined]:
        paths = list(paths)
        names.extend(paths)
        return examine_to_keep(paths, asked)

    monkeypatch.setattr(keep, "examine_to_keep", watched)
    return names


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder that no configuration above it reaches."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def look(paths: Iterable[str], cache: Cache, asked: Asked = ASKED, now: int = LATER, **how: Any) -> list[Row]:
    """Look as a process of its own would."""
    places_of.cache_clear()
    return list(kept_rows(paths, asked, cache, now=now, **how))


def fresh(paths: Iterable[str], asked: Asked = ASKED) -> list[Row]:
    places_of.cache_clear()
    return list(rows(paths, asked))


def portfolio(path: Path, *evidence: dict[str, Any], **fields: Any) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_yaml({"standard": "ST0792 v1.1", "option": "post", "evidence": evidence, **fields}))
    return str(path)


@pytest.fixture
def paths(here: Path) -> list[str]:
    """Portfolios of which some cannot be used, and one is there twice."""
    found = []
    for number in range(150):
        found.append(f"{number:03}.yaml")
        if number % 7:
            portfolio(here / found[-1], piece("E1", [f"K{number % 5 + 1}"], files=[f"{number}.pdf"]))
    return [*found, found[1]]


# Where nothing changed.


def test_the_second_time_nobody_looks(paths: list[str], cache: Cache, examined: list[str]) -> None:
    known = fresh(paths)
    assert look(paths, cache) == known
    assert examined == paths[:-1], "the last is there twice"
    examined.clear()
    assert look(paths, cache) == known
    assert examined == paths[:-1:7], "what cannot be used is looked at again"


def test_what_is_known_comes_in_order_among_what_is_not(paths: list[str], cache: Cache, examined: list[str]) -> None:
    look(paths[::3], cache)
    examined.clear()
    assert look(paths, cache) == fresh(paths)
    assert set(examined) == set(paths) - set(paths[::3]) | set(paths[:-1:7])


def test_a_row_has_the_path_that_was_asked_for(here: Path, cache: Cache, examined: list[str]) -> None:
    odd = "a\nb \x1b[1m.yaml" if sys.platform != "win32" else "a b.yaml"
    first, *others = (portfolio(here / name, piece("E1", ["K1"])) for name in ("a.yaml", "b.yaml", odd))
    look([first], cache)
    same = [*others, "a.yaml", "./a.yaml", "b.yaml"]
    examined.clear()
    assert look(same, cache) == fresh(same)
    assert examined == []


def test_what_a_row_holds_is_kept(here: Path, cache: Cache, examined: list[str]) -> None:
    apprentice = {"name": "Ünïcode \N{PILE OF POO}", "start_date": "2024-01-15", "planned_gateway": "2025-07-15"}
    thin = [piece("E1", ["K1", "K99"], "accepted"), piece("E2", ["K2"], date="2020-01-01")]
    path = portfolio(here / "p.yaml", *thin, apprentice=apprentice)
    asked = ASKED._replace(min_evidence=1)
    (first,), (again,) = look([path], cache, asked), look([path], cache, asked)
    assert examined == [path]
    assert again == first == fresh([path], asked)[0]
    assert [type(value) for value in again] == [type(value) for value in first]
    assert (again.name, again.covered, again.accepted) == ("Ünïcode \N{PILE OF POO}", 2, 1)
    assert again.errors
    assert again.warnings


def test_another_day_moves_the_line_alone(here: Path, cache: Cache, examined: list[str]) -> None:
    dates = {"start_date": "2024-01-15", "planned_gateway": "2025-07-15"}
    path = portfolio(here / "p.yaml", piece("E1", ["K1"], date="2025-01-15"), apprentice=dates)
    look([path], cache)
    for days in (1, 400):
        asked = ASKED._replace(today=TODAY + timedelta(days))
        assert look([path], cache, asked) == fresh([path], asked)
    assert examined == [path]
    assert look([path], cache, ASKED._replace(today=date(2025, 1, 14)))[0].warnings == 1, "in the future"
    assert examined == [path, path]


def test_urls_are_not_kept(here: Path, cache: Cache, examined: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = portfolio(here / "p.yaml", piece("E1", ["K1"]))
    monkeypatch.setattr(keep, "read_content", None)
    for _ in range(2):
        assert look([f"file://{path}"], cache)[0].covered == 1
    assert examined == [f"file://{path}"] * 2


def test_a_folder_that_has_just_changed_may_change_again_unseen(here: Path, cache: Cache, examined: list[str]) -> None:
    path = portfolio(here / "p.yaml", piece("E1", ["K1"], files=["e.pdf"]))
    for now in (time.time_ns(), here.stat().st_mtime_ns + keep.SETTLED, LATER, LATER):
        look([path], cache, now=now)
    assert examined == [path] * 3


@pytest.mark.parametrize("value", [b"", b"[]", b"7", b"{}", b'"x"', b"\xff", b"[1,2,3,4,5,6]", b"[" * 100, b"[" * 8000])
def test_a_value_of_another_shape_is_none(
    here: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch, value: bytes
) -> None:
    path = portfolio(here / "p.yaml", piece("E1", ["K1"]))
    with monkeypatch.context() as patch:
        patch.setattr(keep, "_written", lambda _: value)
        look([path], cache)
    assert look([path], cache) == fresh([path])


# Who does the work.


class Slow(Executor):
    """An executor that does nothing before it is waited for."""

    def __init__(self) -> None:
        self.given: list[list[str]] = []
        self.left: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        class Waiting(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:  # noqa: ARG002
                return fn(*args, **kwargs)

        self.given.append(args[0])
        self.left.append(Waiting())
        return self.left[-1]


def test_workers_make_no_difference(paths: list[str], cache: Cache) -> None:
    look(paths[::2], cache)
    with ThreadPoolExecutor(2) as executor:
        assert look(paths, cache, start=lambda: executor, workers=2) == fresh(paths)
    assert look(paths, cache) == fresh(paths)


def test_workers_start_when_there_is_work_for_them(paths: list[str], cache: Cache) -> None:
    good = [path for number, path in enumerate(paths) if number % 7][:-1]
    look(good[:120], cache)
    executor = Slow()
    started: list[Executor] = []

    def start() -> Executor:
        started.append(executor)
        return executor

    few = [*good[:120], paths[0]]
    assert look(few, cache, start=start, workers=2) == fresh(few)
    assert started == []
    assert look(paths, cache, start=start, workers=2) == fresh(paths)
    assert started == [executor]
    assert all(executor.given)
    assert paths[-2] in executor.given[-1]


def test_without_workers_one_is_looked_at_when_it_is_asked_for(
    paths: list[str], cache: Cache, examined: list[str]
) -> None:
    places_of.cache_clear()
    found = kept_rows(paths, ASKED, cache, now=LATER)
    for _ in range(5):
        next(found)
    assert examined == paths[:5]
    found.close()  # type: ignore[attr-defined]
    examined.clear()
    look(paths[:5], cache)
    assert examined == paths[:1], "what was found before the end is kept"


def test_what_ends_the_work_takes_back_what_is_left(paths: list[str], cache: Cache) -> None:
    executor = Slow()
    found = kept_rows(paths, ASKED, cache, now=LATER, start=lambda: executor, workers=1)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert [future.cancelled() for future in executor.left] == [False, True, True]


def test_known_ones_that_wait_have_nothing_to_take_back(paths: list[str], cache: Cache) -> None:
    good = [path for number, path in enumerate(paths) if number % 7]
    look(good[64:], cache)
    executor = Slow()
    found = kept_rows(good, ASKED, cache, now=LATER, start=lambda: executor, workers=1)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert len(executor.given) == 1


def test_the_many_folders_are_forgotten(here: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep, "_MOST_FOLDERS", 2)
    monkeypatch.setattr(places, "_MOST_FOLDERS", 2)
    some = [portfolio(here / f"{number}" / "p.yaml", piece("E1", ["K1"])) for number in range(5)] * 2
    assert look(some, cache) == look(some, cache) == fresh(some)


# Whatever changes.


@pytest.mark.parametrize("named", ["ST0001", "ST0001 v1.0", "s/own.yaml"])
def test_a_standard_that_changes_goes_or_comes_nearer(
    named: str, here: Path, cache: Cache, examined: list[str]
) -> None:
    place = here / ("f/s/own.yaml" if "/" in named else "standards/ST0001_v1.0.yaml")
    path = portfolio(here / "f" / "p.yaml", piece("E1", ["K1"]), standard=named, option=None)
    place.parent.mkdir()
    for knowledge, gaps in (({"K1": "How."}, ()), ({"K1": "How.", "K2": "Why."}, ("K2",)), ({"K1": "New."}, ())):
        place.write_bytes(as_yaml({**STANDARD, "knowledge": knowledge}))
        for _ in range(2):
            (row,) = look([path], cache)
            assert (row.problem, row.gaps) == (None, gaps)
    assert examined == [path] * 3
    place.unlink()
    assert look([path], cache) == fresh([path])
    assert look([path], cache)[0].problem is not None
    if "/" not in named:
        nearer = here / "f" / place.relative_to(here)
        nearer.parent.mkdir()
        nearer.write_bytes(as_yaml(STANDARD))
        assert look([path], cache)[0].gaps == ("K2",)


def test_a_percentage_counts_to_its_last_digit(here: Path, cache: Cache, examined: list[str]) -> None:
    path = portfolio(here / "p.yaml", piece("E1", ["K1"]))
    for digits in ("50.00000000000000000001", "50.00000000000000000002"):
        (here / ".ksbcheck.toml").write_text(f'[policy]\nfail_under = "{digits}"\n')
        look([path], cache)
    assert examined == [path] * 2


def test_another_program_looks_anew(
    here: Path, cache: Cache, examined: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = portfolio(here / "p.yaml", piece("E1", ["K1"]))
    for version in ("1.0", "2.0"):
        monkeypatch.setattr(places, "__version__", version)
        look([path], cache)
    monkeypatch.setattr(places, "_program_changed", lambda: 1)
    look([path], cache)
    look([path], cache)
    assert examined == [path] * 3


def test_a_program_changes_with_each_of_its_modules() -> None:
    modules = Path(ksbcheck.__file__).parent.rglob("*.py")
    assert places._program_changed() == max(module.stat().st_mtime_ns for module in modules)


class World:
    """Portfolios, and everything that they rest on, which changes at random."""

    def __init__(self, folder: Path, random: Random, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.asked = ASKED
        self._random = random
        self._patch = monkeypatch
        for number in range(4):
            self._write(folder / f"f{number % 2}" / f"p{number}.yaml")

    @property
    def paths(self) -> list[str]:
        there = sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("p*.yaml"))
        return [*there, "gone.yaml", *there[:1]]

    def change(self) -> str:
        changes = [name for name in dir(self) if name.startswith("_change_")]
        name = self._random.choice(changes)
        getattr(self, name)()
        return name

    def _write(self, path: Path) -> None:
        pick = self._random.choice
        files = [pick(["e/a.pdf", "e/b.pdf", "a.pdf", "e/d/c.pdf", "e/d", "../x.pdf", "e/"]) for _ in range(3)]
        day = TODAY + timedelta(self._random.randrange(-30, 30))
        fields: dict[str, Any] = {"standard": pick(["ST0001", "ST0001 v1.0", "s/own.yaml", "ST0792"])}
        if pick([True, False]):
            fields["apprentice"] = {"start_date": "2024-09-01", "planned_gateway": "2025-06-01"}
        more = {"date": day.isoformat()} if pick([True, False]) else {}
        one = piece("E1", ["K1"], pick(["accepted", "submitted", "draft"]), files=files, **more)
        portfolio(path, one, piece(pick(["E1", "E2"]), ["K2", "K9"]), **fields)

    def _some(self) -> Path:
        return self._random.choice(sorted(self.folder.glob("f*/p*.yaml")))

    def _change_content(self) -> None:
        self._write(self._some())

    def _change_name(self) -> None:
        path = self._some()
        path.rename(path.with_name(f"p{self._random.randrange(9)}.yaml"))

    def _change_copy(self) -> None:
        content = self._some().read_bytes()
        self._some().with_name(f"p{self._random.randrange(9)}.yaml").write_bytes(content)

    def _change_folder(self) -> None:
        path = self._some().parent
        if not (self.folder / f"{path.name}x").exists():
            path.rename(self.folder / f"{path.name}x")

    def _change_standard(self) -> None:
        name = self._random.choice(["standards/ST0001_v1.0.yaml", "standards/ST0001_v1.1.yaml", "s/own.yaml"])
        near = self.folder if name.startswith("standards") and self._random.random() < 0.5 else self._some().parent
        path = near / name
        if path.is_file() and self._random.random() < 0.3:
            path.unlink()
            return
        path.parent.mkdir(exist_ok=True)
        version = "1.1" if "1.1" in name else "1.0"
        path.write_bytes(as_yaml({**STANDARD, "version": version, "title": self._random.choice("AB")}))

    def _change_configuration(self) -> None:
        path = self._random.choice([self.folder, self._some().parent]) / ".ksbcheck.toml"
        expires = (TODAY + timedelta(self._random.randrange(-5, 5))).isoformat()
        waiver = f'[[waivers]]\ncode = "KSB206"\nreason = "x"\nexpires = "{expires}"\n'
        texts = ["", waiver, "[policy]\non_track = true\n", "[policy]\nmin_evidence = 2\n", 'ignore = ["KSB206"]\n']
        texts += ['severity.KSB206 = "note"\n', 'option = "film"\n', "bad = 1\n", "[policy]\nmax_pieces = 1\n"]
        path.write_text(self._random.choice(texts))

    def _change_asked(self) -> None:
        policy = self.folder / "strict.toml"
        policy.write_text(f"min_evidence = {self._random.choice('123')}\n")
        given: dict[str, list[Any]] = {
            "option": [None, "post", "film"],
            "standard": [None, "ST0792", "f0/s/own.yaml"],
            "min_evidence": [None, 1, 2],
            "policy": [None, policy],
        }
        field = self._random.choice(sorted(given))
        self.asked = self.asked._replace(**{field: self._random.choice(given[field])})

    def _change_day(self) -> None:
        self.asked = self.asked._replace(today=TODAY + timedelta(self._random.randrange(-30, 30)))

    def _change_program(self) -> None:
        self._patch.setattr(places, "__version__", self._random.choice(["1", "2"]))

    def _change_evidence(self) -> None:
        """Put a file, a folder, a link or nothing in the place of a file or a folder of evidence."""
        base = self._some().parent
        path = base / self._random.choice(["e", "a.pdf", "e/a.pdf", "e/b.pdf", "e/d", "e/d/c.pdf"])
        elsewhere = self._random.choice([base.parent, base, base / "p1.yaml"])
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.is_dir() and self._random.random() < 0.3:
            moved = self.folder / f"moved {self._random.random()}"
            path.rename(moved)
            elsewhere = moved
        elif path.is_dir():
            shutil.rmtree(path)
        if path.parent.is_dir():
            make: list[Callable[[], object]] = [
                path.touch,
                path.mkdir,
                lambda: path.symlink_to(elsewhere),
                lambda: None,
            ]
            self._random.choice(make)()


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
@pytest.mark.parametrize("seed", range(8))
def test_kept_rows_are_those_of_a_fresh_look(
    seed: int, here: Path, cache: Cache, examined: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Short, for a test; but more than a tick of the file system's clock.
    monkeypatch.setattr(keep, "SETTLED", 40_000_000)
    random = Random(seed)
    looked_at = 0
    for number in range(4):
        (here / f"{number}").mkdir()
        monkeypatch.chdir(here / f"{number}")
        world = World(here / f"{number}", random, monkeypatch)
        for _ in range(10):
            done = [world.change() for _ in range(random.choice([0, 1, 1, 1, 5]))]
            if random.random() < 0.5:
                time.sleep(0.05)
            assert look(world.paths, cache, world.asked, time.time_ns()) == fresh(world.paths, world.asked), done
            looked_at += len(world.paths)
    assert len(examined) < looked_at, "some are known all the same"


def test_json_is_what_is_kept(here: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[tuple[bytes, bytes]] = []
    monkeypatch.setattr(cache, "put", kept.extend)
    look([portfolio(here / "p.yaml", piece("E1", ["K1"]))], cache)
    ((key, value),) = kept
    assert len(key) == 32
    assert len(value) < 1000
    day, is_timeless, named, _, folders, row = json.loads(value)
    assert (day, is_timeless, named, folders) == ("2025-01-15", True, "ST0792 v1.1", [])
    assert row[1:3] == ["ST0792 v1.1", "post"]
