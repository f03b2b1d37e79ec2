"""Who may read and write a file that takes the place of another."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Linux: what ``setfacl`` sets. Its mask is shown as the group's rights, and without it the group would have these.
_ACCESS_LIST = "system.posix_acl_access"


def give_rights(file: IO[bytes], like: Path) -> None:
    """Give an open file the owner, group, mode and access list of the file ``like``, or the mode of new files.

    Only root can give a file away. Where the group cannot be kept, the other one gets what everybody has. Raises
    OSError if the mode or the access list cannot be set.
    """
    try:
        old = like.stat()
    except OSError:
        _set_mode(file, _of_new_files())
        return
    mode = stat.S_IMODE(old.st_mode) & 0o777
    if hasattr(os, "fchown") and not _give_away(file, old):
        mode = mode & 0o707 | (mode & 0o007) << 3
    _set_mode(file, mode)
    if hasattr(os, "getxattr"):
        access = None
        with suppress(OSError):  # none, or a file system that knows none
            access = os.getxattr(like, _ACCESS_LIST)
        if access is not None:
            os.setxattr(file.fileno(), _ACCESS_LIST, access)


def _give_away(file: IO[bytes], old: os.stat_result) -> bool:
    """Give a file the owner and the group of another as far as this user may, and return if it has the group."""
    new = os.fstat(file.fileno())
    with suppress(PermissionError):
        if new.st_uid != old.st_uid:
            os.fchown(file.fileno(), old.st_uid, -1)
    with suppress(PermissionError):
        if new.st_gid != old.st_gid:
            os.fchown(file.fileno(), -1, old.st_gid)
    return os.fstat(file.fileno()).st_gid == old.st_gid


def _set_mode(file: IO[bytes], mode: int) -> None:
    # By the open file, and not by its name, at which somebody else may have put a link by now.
    if hasattr(os, "fchmod"):
        os.fchmod(file.fileno(), mode)
    else:
        os.chmod(file.name, mode)  # noqa: PTH101 - a name


def _of_new_files() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
