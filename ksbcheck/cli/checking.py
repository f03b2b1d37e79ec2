"""Checking all the portfolios that the command line names, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ksbcheck.cli.configuration import Configurations
from ksbcheck.cli.reading import given_source, relative_path
from ksbcheck.cli.store import store_near
from ksbcheck.diagnostic import UnusableFileError
from ksbcheck.gate import Gate, Outcome
from ksbcheck.load import load_portfolio, standard_for
from ksbcheck.printable import printable
from ksbcheck.report import check
from ksbcheck.waivers import waiver_faults

if TYPE_CHECKING:
    from ksbcheck.cli.against import Against
    from ksbcheck.cli.settings import CheckSettings
    from ksbcheck.config.read import ConfigFile
    from ksbcheck.diagnostic import Diagnostic


COMPARING = ("KSB106", "KSB107")
"""The rules that compare with an earlier state."""


def check_all(settings: CheckSettings) -> Gate:
    """Return what became of each portfolio. One that cannot be used does not keep the others from being checked.

    Raises UnusableFileError where a configuration or a policy cannot be used that the command line names.
    """
    configurations = Configurations(settings)
    used: dict[str | None, tuple[ConfigFile, set[int]]] = {}
    against = _against(settings)
    outcomes = tuple(_check(argument, settings, configurations, used, against) for argument in settings.portfolios)
    faults: list[Diagnostic] = []
    all_checked = all(outcome.report for outcome in outcomes)
    for file, numbers in used.values():
        faults += waiver_faults(file, numbers, settings.today, all_checked=all_checked)
    return Gate(outcomes, tuple(faults))


def _against(settings: CheckSettings) -> Against | None:
    if settings.against is None:
        return None
    from ksbcheck.cli.against import Against  # which brings what runs git

    return Against(settings.against, len(settings.portfolios) == 1, {})


def _check(
    argument: str,
    settings: CheckSettings,
    configurations: Configurations,
    used: dict[str | None, tuple[ConfigFile, set[int]]],
    against: Against | None,
) -> Outcome:
    """Check one portfolio, and note in ``used`` which waivers of its configuration met a finding."""
    path = printable(relative_path(argument) if settings.for_machines else argument)
    try:
        source = given_source(argument, relative=settings.for_machines)
        path = source.name
        file = load_portfolio(source)
        config_file = configurations.of(file.folder)
        standard, origin = standard_for(file, settings.standard, store_near(file.folder))
        report = check(
            file,
            standard,
            option=settings.option,
            origin=origin,
            config=config_file.config,
            today=settings.today,
            every_rule=True,
            before=against and against.before(argument, path),
        )
    except UnusableFileError as error:
        return Outcome(path, None, error.diagnostics)
    _, numbers = used.setdefault(config_file.path, (config_file, set()))
    numbers.update(report.used_waivers)
    if against is None:
        # Their waivers could not meet anything.
        waivers = enumerate(config_file.config.waivers)
        numbers.update(number for number, waiver in waivers if waiver.code in COMPARING)
    return Outcome(path, report._replace(config_path=config_file.path), report.diagnostics)
