"""What a portfolio is checked for: the command line over the environment over the configuration's file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ksbcheck.cli.settings import CheckSettings
    from ksbcheck.config.model import Config
    from ksbcheck.config.read import ConfigFile

LOST = "KSB106"
"""The rule that ``--no-regress`` asks for."""


def config_for(folder: Path | None, asked: Path | None = None) -> ConfigFile:
    """Return the configuration ``asked`` for, or that of a portfolio in ``folder``; an empty one if there is none.

    Raises UnusableFileError with all that is wrong with it.
    """
    from ksbcheck.cli.reading import relative_path
    from ksbcheck.config.find import find_config
    from ksbcheck.config.read import ConfigFile, read_config

    path = asked or find_config(Path() if folder is None else folder)
    return ConfigFile() if path is None else read_config(path, relative_path(str(path)))


def with_settings(config: Config, settings: CheckSettings) -> Config:
    """Return the configuration with what the command line says in its place."""
    from ksbcheck.config.read import read_policy
    from ksbcheck.source import read_source

    policy = read_policy(read_source(settings.policy)) if settings.policy else config.policy
    asked = {
        "min_evidence": settings.min_evidence,
        "fail_under": settings.fail_under,
        "on_track": settings.on_track or None,
        "tolerance": settings.tolerance,
    }
    policy = policy.model_copy(update={name: value for name, value in asked.items() if value is not None})
    select, severity = settings.select or config.select, config.severity
    if settings.no_regress:
        select, severity = (*select, LOST), {**severity, LOST: "error"}
    return config.model_copy(
        update={
            "policy": policy,
            "select": select,
            "ignore": (*config.ignore, *settings.ignore),
            "severity": severity,
        }
    )
