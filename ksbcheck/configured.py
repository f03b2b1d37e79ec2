"""Configurations and policies as portfolios are checked for them: read, and with no rule in them that there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from ksbcheck.config.model import Config
    from ksbcheck.config.policy import Policy
    from ksbcheck.config.read import ConfigFile


def unknown_rules(file: ConfigFile) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Yield where a configuration names a rule that there is not, and how it names it."""
    config, known = file.config, rule_codes()
    for field, codes in (("select", config.select), ("ignore", config.ignore)):
        for index, code in enumerate(codes):
            if not any(rule.startswith(code) for rule in known):
                yield (field, index), code
    for code in config.severity:
        if code not in known:
            yield ("severity", code), code
    for index, waiver in enumerate(config.waivers):
        if waiver.code not in known:
            yield ("waivers", index, "code"), waiver.code


def rule_codes() -> tuple[str, ...]:
    """Return the codes that can be selected: of the rules, and of what is said about waivers."""
    from ksbcheck.rules import RULES
    from ksbcheck.waivers import EXPIRED, UNUSED

    return (*RULES, UNUSED, EXPIRED)


def config_file(path: Path | None, shown: str = "") -> ConfigFile:
    """Read a configuration, which messages call ``shown``; the usual one where there is no file.

    Raises UnusableFileError with all that is wrong with it.
    """
    from ksbcheck.config.read import ConfigFile, read_config
    from ksbcheck.diagnostic import UnusableFileError
    from ksbcheck.suggest import did_you_mean

    if path is None:
        return ConfigFile()
    file = read_config(path, shown)
    document = file.document
    assert document
    faults = []
    for loc, code in unknown_rules(file):
        node = document.find_key(loc)
        assert node
        faults.append(document.fault("KSB007", f"there is no rule {code}{did_you_mean(code, rule_codes())}", node.at))
    if faults:
        raise UnusableFileError(faults)
    return file


def policy_file(path: Path | None, shown: str = "") -> Policy | None:
    """Read a file with a policy. Raises UnusableFileError with all that is wrong with it."""
    if path is None:
        return None
    from ksbcheck.config.read import read_policy
    from ksbcheck.source import read_source

    return read_policy(read_source(path, shown))


def as_asked(config: Config, policy: Policy | None, today: date) -> Config:
    """Return a configuration without the waivers that have expired, and with ``policy`` in place of its own, if any."""
    from ksbcheck.waivers import has_expired

    waivers = tuple(waiver for waiver in config.waivers if not has_expired(waiver, today))
    return config.model_copy(update={"policy": policy or config.policy, "waivers": waivers})
