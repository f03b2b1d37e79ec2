"""What a portfolio is checked for: the command line over the environment over the configuration's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ksbcheck.cli.reading import relative_path
from ksbcheck.config.find import find_config
from ksbcheck.configured import as_asked, config_file, policy_file, rule_codes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ksbcheck.cli.settings import CheckSettings, GapsSettings, SummarySettings
    from ksbcheck.config.model import Config
    from ksbcheck.config.policy import Policy
    from ksbcheck.config.read import ConfigFile

BELOW, BEHIND, LOST = "KSB104", "KSB105", "KSB106"
"""The rules that ``--fail-under``, ``--on-track`` and ``--no-regress`` ask for."""


class Configurations:
    """What the portfolios of a run are checked for; each file is read once.

    Raises UnusableFileError with all that is wrong with a file that the command line names.
    """

    def __init__(self, settings: CheckSettings) -> None:
        self._settings = settings
        self._policy = _policy(settings.policy)
        self._read: dict[Path | None, ConfigFile] = {}
        self._asked = self._at(settings.config) if settings.config else None

    def of(self, folder: Path | None) -> ConfigFile:
        """Return the configuration of a portfolio in ``folder``, with what the command line says in its place.

        Raises UnusableFileError with all that is wrong with its file.
        """
        return self._asked or self._at(find_config(folder or Path()))

    def _at(self, path: Path | None) -> ConfigFile:
        if path not in self._read:
            file = _config_file(path)
            self._read[path] = file._replace(config=_with_settings(file.config, self._settings, self._policy))
        return self._read[path]


def config_for_gaps(folder: Path | None, settings: GapsSettings | SummarySettings, today: date) -> ConfigFile | None:
    """Return the configuration of a portfolio in ``folder``, without the waivers that have expired.

    Most portfolios have none, which costs nothing. Raises UnusableFileError with all that is wrong with its file.
    """
    path = settings.config or find_config(folder or Path())
    if path is None and settings.policy is None:
        return None
    file = _config_file(path)
    return file._replace(config=as_asked(file.config, _policy(settings.policy), today))


def _config_file(path: Path | None) -> ConfigFile:
    return config_file(path, relative_path(str(path)))


def _policy(path: Path | None) -> Policy | None:
    return policy_file(path, relative_path(str(path)))


def _with_settings(config: Config, settings: CheckSettings, policy: Policy | None) -> Config:
    asked = {
        "min_evidence": settings.min_evidence,
        "fail_under": settings.fail_under,
        "on_track": settings.on_track or None,
        "tolerance": settings.tolerance,
    }
    changed = {name: value for name, value in asked.items() if value is not None}
    kept = _kept(settings)
    return config.model_copy(
        update={
            "policy": (policy or config.policy).model_copy(update=changed),
            "select": (*(settings.select or config.select), *kept),
            "ignore": tuple(_ignored((*config.ignore, *settings.ignore), kept)),
            "severity": {**config.severity, **dict.fromkeys(kept, "error")},
        }
    )


def _kept(settings: CheckSettings) -> list[str]:
    """Return the rules of what the command line asks for: no file, which may be a stranger's, takes that back."""
    asked = {
        BELOW: settings.fail_under is not None or settings.policy,
        BEHIND: settings.on_track or settings.policy,
        LOST: settings.no_regress,
    }
    return [code for code, is_asked in asked.items() if is_asked]


def _ignored(selectors: Iterable[str], kept: list[str]) -> Iterable[str]:
    """Yield selectors that ignore all that ``selectors`` do, but for the rules ``kept``."""
    for selector in selectors:
        if any(code.startswith(selector) for code in kept):
            yield from (code for code in rule_codes() if code.startswith(selector) and code not in kept)
        else:
            yield selector
