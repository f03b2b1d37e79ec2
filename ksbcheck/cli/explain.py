"""``ksbcheck explain``: one KSB, or one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ksbcheck.cli import completing
from ksbcheck.cli.options import ColorOption, NamedStandardOption
from ksbcheck.cli.settings import DEFAULT_STANDARD, Color

if TYPE_CHECKING:
    from ksbcheck.reporters.layout import Line

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(short_help="One KSB: its text, duties and options; or one rule.")
def explain(
    code: Annotated[
        str,
        typer.Argument(
            help="The code of a KSB, such as K13, or of a finding, such as KSB206.",
            show_default=False,
            autocompletion=completing.codes,
        ),
    ],
    *,
    standard: NamedStandardOption = DEFAULT_STANDARD,
    color: ColorOption = Color.AUTO,
) -> None:
    """Explain a KSB: its text, the duties that need it, and the options it belongs to.

    Or a finding: what its rule looks for and why, with examples, and what in the configuration changes it.
    """
    from ksbcheck.cli import screen

    is_finding = code.strip().upper().startswith("KSB")
    screen.show(_finding(code) if is_finding else _ksb(code, standard), color)


def _ksb(code: str, name: str) -> list[Line]:
    from ksbcheck.cli import screen
    from ksbcheck.cli.store import store_near
    from ksbcheck.codes import MEANINGS
    from ksbcheck.load import load_standard
    from ksbcheck.printable import shortened
    from ksbcheck.reporters.ksb_page import lay_out
    from ksbcheck.rules import RULES
    from ksbcheck.suggest import did_you_mean

    read = load_standard(name, store_near())
    known = code.strip().upper()
    if known not in read.ksbs:
        meant = did_you_mean(known, (*read.ksbs, *RULES, *MEANINGS))
        raise typer.BadParameter(f"{read.name} has no KSB '{shortened(code)}'{meant}")
    return lay_out(read, read.ksbs[known], screen.width())


def _finding(code: str) -> list[Line]:
    from ksbcheck.cli import screen
    from ksbcheck.codes import MEANINGS
    from ksbcheck.printable import shortened
    from ksbcheck.reporters.rule_page import lay_out, lay_out_code
    from ksbcheck.rules import RULES
    from ksbcheck.suggest import did_you_mean

    known = code.strip().upper()
    if known in RULES:
        return lay_out(RULES[known], screen.width())
    if known in MEANINGS:
        return lay_out_code(known, MEANINGS[known], screen.width())
    codes = (*RULES, *MEANINGS)
    # All codes are alike; most often two digits changed places.
    turned = [other for other in codes if sorted(other) == sorted(known)]
    raise typer.BadParameter(f"no finding has the code '{shortened(code)}'{did_you_mean(known, turned or codes)}")
