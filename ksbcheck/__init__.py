"""Which Knowledge, Skills and Behaviours of an apprenticeship standard a portfolio does not evidence yet.

>>> portfolio = load_portfolio("examples/unfinished_post.yaml")
>>> report = check(portfolio, load_standard("ST0792"), option="post")
>>> [gap.ksb.code for gap in report.coverage.gaps][:4]
['K3', 'K5', 'K8', 'K9']
"""

from __future__ import annotations

TYPE_CHECKING = False  # that of ``typing``, which takes longer to import than all that is here: see ``cli``

__all__ = [
    "PortfolioFile",
    "Report",
    "Row",
    "Standard",
    "UnusableFileError",
    "check",
    "check_many",
    "load_portfolio",
    "load_standard",
]

if TYPE_CHECKING:
    from typing import Any

    from ksbcheck.cohort.model import Row
    from ksbcheck.cohort.run import check_many
    from ksbcheck.diagnostic import UnusableFileError
    from ksbcheck.load import load_portfolio, load_standard
    from ksbcheck.portfolios.read import PortfolioFile
    from ksbcheck.report import Report, check
    from ksbcheck.standards.model import Standard
    from ksbcheck.version import __version__ as __version__

# Where each name lives. They are imported when they are first used, so that `ksbcheck --help` need not wait for them.
_HOMES = {
    "PortfolioFile": "portfolios.read",
    "Report": "report",
    "Row": "cohort.model",
    "Standard": "standards.model",
    "UnusableFileError": "diagnostic",
    "__version__": "version",
    "check": "report",
    "check_many": "cohort.run",
    "load_portfolio": "load",
    "load_standard": "load",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # as above

    return getattr(import_module(f"ksbcheck.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
