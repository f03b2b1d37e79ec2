"""Who could read and write the old file can do so with the new one, and nobody else."""

from __future__ import annotations

import errno
import os
import stat
import struct
from typing import TYPE_CHECKING

import pytest

from ksbcheck.cli.saving import create, replace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX modes")

OTHER = 54321
"""A user and a group that this machine does not have."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "portfolio.yaml"
    path.write_text("old")
    path.chmod(0o640)
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name != "nt" and os.geteuid() != 0, reason="only root gives files away")
def test_root_leaves_a_file_to_its_owner(path: Path) -> None:
    os.chown(path, OTHER, OTHER + 1)
    replace(path, "new")
    create(path.with_name("beside.yaml"), "new", like=path)
    for written in (path, path.with_name("beside.yaml")):
        status = written.stat()
        assert (status.st_uid, status.st_gid, mode(written)) == (OTHER, OTHER + 1, 0o640)
        assert written.read_text() == "new"


@pytest.mark.skipif(os.name != "nt" and os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_another_owner_stays_with_its_group(path: Path) -> None:
    os.chown(path, OTHER, os.getegid())
    replace(path, "new")
    assert (path.stat().st_uid, path.stat().st_gid) == (OTHER, os.getegid())


@pytest.mark.parametrize(
    ("old", "new"), [(0o640, 0o600), (0o664, 0o644), (0o660, 0o600), (0o777, 0o777), (0o604, 0o644)], ids=oct
)
def test_a_group_that_cannot_be_kept_leaves_no_rights_to_another(
    old: int, new: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.chmod(old)
    status = path.stat()

    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    real = os.fstat

    def as_of_another_group(descriptor: int) -> os.stat_result:
        found = list(real(descriptor))
        if found[stat.ST_INO] != status.st_ino:
            found[stat.ST_UID] = found[stat.ST_GID] = OTHER
        return os.stat_result(found)

    monkeypatch.setattr(os, "fchown", refused)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fstat", as_of_another_group)
        patch.setattr("ksbcheck.cli.saving.temporary.is_at", lambda *_: True)
        replace(path, "new")
    assert (path.read_text(), mode(path)) == ("new", new)


def test_an_owner_and_a_group_that_are_the_same_are_not_set(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(path, os.geteuid(), os.getegid())
    monkeypatch.setattr(os, "fchown", lambda *_: pytest.fail("changed"))
    replace(path, "new")
    assert mode(path) == 0o640


def test_where_there_are_no_owners_the_mode_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("fchown", "fchmod"):
        monkeypatch.delattr(os, name)
    monkeypatch.delattr(os, "getxattr", raising=False)
    replace(path, "new")
    assert (path.read_text(), mode(path)) == ("new", 0o640)


ACCESS_LIST = "system.posix_acl_access"


def entry(tag: int, rights: int, who: int = 0xFFFFFFFF) -> bytes:
    return struct.pack("<HHI", tag, rights, who)


def test_an_access_list_is_kept(path: Path) -> None:
    if not hasattr(os, "setxattr"):
        pytest.skip("access lists are set as Linux does it")
    # The owner and one other person may read and write, as ``setfacl -m u:54321:rw`` says it.
    access = struct.pack("<I", 2) + b"".join(
        [entry(0x01, 6), entry(0x02, 6, OTHER), entry(0x04, 0), entry(0x10, 6), entry(0x20, 0)]
    )
    try:
        os.setxattr(path, ACCESS_LIST, access)
    except OSError:
        pytest.skip("the file system of temporary files has no access lists")
    assert mode(path) == 0o660  # the mask, which without the list would be the group's rights
    replace(path, "new")
    assert os.getxattr(path, ACCESS_LIST) == access
    assert mode(path) == 0o660


def test_a_file_without_an_access_list_gets_none(path: Path) -> None:
    replace(path, "new")
    assert not hasattr(os, "listxattr") or ACCESS_LIST not in os.listxattr(path)
