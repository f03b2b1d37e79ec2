"""``ksbcheck check``: every rule, for CI."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from ksbcheck.cli.options import (
    ColorOption,
    ConfigOption,
    ExitZeroOption,
    MinEvidenceOption,
    OptionOption,
    OutputOption,
    PolicyOption,
    QuietOption,
    ReportOption,
    StandardOption,
    TodayOption,
    percentage_option,
)
from ksbcheck.cli.settings import CheckFormat, CheckSettings, Color

if TYPE_CHECKING:
    from ksbcheck.gate import Gate
    from ksbcheck.reporters.layout import Line

# Thresholds: what fails a check that is asked not to mind anything else.
ASKED_FOR = ("KSB104", "KSB105", "KSB106")

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _selectors(values: list[str] | None) -> list[str]:
    """Read selectors in any case; one that means no rule is refused, so that nothing is left out by mistake."""
    if not values:
        return []
    from ksbcheck.configured import rule_codes
    from ksbcheck.printable import shortened
    from ksbcheck.suggest import did_you_mean

    known = rule_codes()
    for value in values:
        if not value or not any(code.startswith(value.upper()) for code in known):
            problem = f"{shortened(value)!r} is no rule, nor the start of one{did_you_mean(value, known)}"
            raise typer.BadParameter(problem)
    return [value.upper() for value in values]


@app.command(short_help="Every rule, for CI: problems in portfolios, and coverage against a threshold.")
def check(
    portfolios: Annotated[
        list[str], typer.Argument(help="The portfolios' files, or - for standard input.", show_default=False)
    ],
    *,
    option: OptionOption = None,
    standard: StandardOption = None,
    config: ConfigOption = None,
    policy: PolicyOption = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            callback=_selectors,
            help="Ask only these rules: a code, or the start of several. May be given again.",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", callback=_selectors, help="Leave these rules out, too. May be given again."),
    ] = None,
    min_evidence: MinEvidenceOption = None,
    fail_under: Annotated[
        Fraction | None,
        typer.Option(
            "--fail-under",
            parser=percentage_option,
            metavar="PERCENT",
            help="The least coverage in all. [default: the policy's]",
            envvar="KSBCHECK_FAIL_UNDER",
        ),
    ] = None,
    on_track: Annotated[
        bool,
        typer.Option("--on-track", help="Fail only if the coverage is behind the line from start to planned gateway."),
    ] = False,
    tolerance: Annotated[
        Fraction | None,
        typer.Option(
            "--tolerance", parser=percentage_option, metavar="PERCENT", help="How far behind the line is still on it."
        ),
    ] = None,
    today: TodayOption = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="REF", help="Compare with a git revision, or with an older copy (./old.yaml)."
        ),
    ] = None,
    no_regress: Annotated[
        bool, typer.Option("--no-regress", help="With --against: fail only if a KSB has less evidence than it had.")
    ] = False,
    format: Annotated[CheckFormat, typer.Option("-f", "--format", help="The format of the output.")] = CheckFormat.TEXT,
    output: OutputOption = None,
    report: ReportOption = None,
    exit_zero: ExitZeroOption = False,
    color: ColorOption = Color.AUTO,
    quiet: QuietOption = False,
) -> int:
    """Check portfolios with every rule, and tell what is wrong, line by line.

    Gaps alone are notes. Exits with 1 for an error, or if less is covered than was asked for; with 2 if a file cannot
    be used.
    """
    if no_regress and against is None:
        raise typer.BadParameter("it needs --against, to tell what is to be kept", param_hint="'--no-regress'")
    settings = CheckSettings(
        tuple(portfolios),
        option,
        standard,
        config,
        policy,
        tuple(select or ()),
        tuple(ignore or ()),
        min_evidence,
        fail_under,
        on_track,
        tolerance,
        today or date.today(),  # noqa: DTZ011 - the day where the user is
        against,
        no_regress,
        format,
        output,
        exit_zero,
        color,
        quiet,
    )
    if report:
        from ksbcheck.cli.reports import asked_reports

        settings = settings._replace(reports=asked_reports(report, CheckFormat, portfolios, output))
    return _run(settings)


def _run(settings: CheckSettings) -> int:
    from ksbcheck.cli.checking import check_all
    from ksbcheck.cli.entry import FINDINGS, FINE, UNUSABLE
    from ksbcheck.cli.output import keep_portfolios

    keep_portfolios(settings.portfolios, settings.output)
    gate = check_all(settings)
    _show(gate, settings)
    if settings.reports:
        from ksbcheck.cli.reports import write_reports
        from ksbcheck.reporters import GATE_REPORTERS

        write_reports(settings.reports, lambda _: gate, GATE_REPORTERS)
    if gate.is_unusable:
        if settings.format is CheckFormat.CSV:
            _complain(gate)
        return UNUSABLE
    return FINDINGS if _fails(gate, settings) and not settings.exit_zero else FINE


def _fails(gate: Gate, settings: CheckSettings) -> bool:
    """Whether there is an error; with ``--on-track`` or ``--no-regress``, one of those that were asked for."""
    return gate.has_errors_of(ASKED_FOR) if settings.on_track or settings.no_regress else gate.has_errors_of()


def _show(gate: Gate, settings: CheckSettings) -> None:
    from ksbcheck.cli.output import deliver
    from ksbcheck.reporters import GATE_REPORTERS

    deliver(
        gate,
        GATE_REPORTERS,
        _lay_out,
        format=settings.format,
        output=settings.output,
        color=settings.color,
        quiet=settings.quiet,
    )


def _lay_out(gate: Gate, width: int) -> list[Line]:
    from ksbcheck.reporters.gate_text import lay_out  # only a screen needs it

    return lay_out(gate, width)


def _complain(gate: Gate) -> None:
    """Tell what cannot be used where the output has no place for it."""
    from ksbcheck.cli import screen
    from ksbcheck.diagnostic import UnusableFileError

    for outcome in gate.outcomes:
        if outcome.report is None:
            screen.complain(UnusableFileError(outcome.diagnostics))
