"""The JSON that the public body publishes for a standard, as a standard of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ksbcheck.printable import shortened
from ksbcheck.standards.official import foundation
from ksbcheck.standards.official.fields import Fields
from ksbcheck.standards.official.ksbs import SOURCES, read_ksbs
from ksbcheck.standards.official.mapping import read_mapping, read_options
from ksbcheck.standards.official.summaries import option_summaries
from ksbcheck.standards.published import LICENCE, PUBLISHER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ksbcheck.standards.official.defects import Defects
    from ksbcheck.standards.official.json_file import JsonFile
    from ksbcheck.standards.official.ksbs import KsbTable
    from ksbcheck.standards.official.mapping import Options

READ_FROM = "the official JSON"
_REFERENCE = re.compile(r"[A-Z]{2}[0-9]{4}")
_VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")
_VERSION_IN_URL = re.compile(r"-v([0-9]+)-([0-9]+)$")
_NO_VERSION = "0.0"


def standard_fields(file: JsonFile, defects: Defects) -> dict[str, Any]:
    """Return the fields of the model of a standard. Every defect goes to ``defects``.

    Raises UnusableFileError: KSB308 (not a standard), KSB309 (no KSBs).
    """
    if not isinstance(file.value, dict) or "referenceNumber" not in file.value:
        raise file.unusable("KSB308", "not an official standard: it has no 'referenceNumber'", ())
    top = Fields(file.value, (), defects)
    reference = _reference(top, file)
    version = _version(top)
    is_foundation = any(source.key in top for source in foundation.SOURCES)
    tables = [read_ksbs(top, source) for source in (foundation.SOURCES if is_foundation else SOURCES)]
    if not any(table.texts for table in tables):
        message = f"{reference} v{version} publishes no KSBs; there is nothing to check a portfolio against"
        raise file.unusable("KSB309", message, ("referenceNumber",))
    occupation_summary = (
        top.prose("occupationalSummary") or top.prose("fullOverview") or top.prose("standardInformation")
    )
    options = read_options(top)
    mapping = read_mapping(top, options, tables)
    return {
        "reference": reference,
        "version": version,
        "title": _title(top, reference),
        "status": top.line("status"),
        "level": top.number("level"),
        "route": top.line("route"),
        "lars_code": top.number("larsCode"),
        "typical_duration_months": top.number("typicalDuration"),
        "maximum_funding_pounds": top.number("maxFunding"),
        "eqa_provider": top.part("eQAProvider").line("providerName") or top.part("eqaProvider").line("providerName"),
        "date_updated": top.day("lastUpdated"),
        "notices": _lines([top.line("banners")]),
        "review": top.line("reviewDetails"),
        "overview": top.prose("overviewOfRole"),
        "occupation_summary": occupation_summary,
        "job_titles": _lines(" ".join(title.split()) for _, title in top.texts("typicalJobTitles")),
        "entry_requirements": top.prose("entryRequirements"),
        "options": _options(options, occupation_summary),
        "duties": mapping.duties,
        "ksb_lists": mapping.ksb_lists,
        "unassigned": mapping.unassigned,
        "assessment_outcomes": foundation.assessment_outcomes(top, tables) if is_foundation else [],
        **_texts(tables),
        "qualifications": _qualifications(top),
        "professional_recognition": _recognition(top),
        "regulated_by": top.line("regulatedBody"),
        "employers": _lines(re.split(r",\s+", top.line("involvedEmployers") or "")),
        "version_log": _version_log(top, version),
        "source": {
            "publisher": PUBLISHER,
            "url": top.line("standardPageUrl") or top.line("foundationApprenticeshipUrl"),
            "read_from": READ_FROM,
            "options_from": mapping.options_from,
        },
        "licence": LICENCE,
    }


def _reference(top: Fields, file: JsonFile) -> str:
    text = top.text("referenceNumber")
    if not _REFERENCE.fullmatch(text.upper()):
        message = f"not an official standard: the reference '{shortened(text, 40)}' is not two letters and four digits"
        raise file.unusable("KSB308", message, ("referenceNumber",))
    if text.upper() != top.whole("referenceNumber"):
        message = f"white space around the reference, or small letters; taken as {text.upper()}"
        top.note("KSB334", message, "referenceNumber")
    return text.upper()


def _version(top: Fields) -> str:
    """Return the version; where it is not set, what else of the file says it."""
    text = top.text("version")
    if _VERSION.fullmatch(text):
        return text
    in_url = _VERSION_IN_URL.search(top.text("standardPageUrl"))
    others = (top.text("versionNumber"), f"{in_url[1]}.{in_url[2]}" if in_url else "")
    version = next((other for other in others if _VERSION.fullmatch(other)), _NO_VERSION)
    what = f"the version is '{text[:20]}'" if text else "the version is empty"
    top.note("KSB331", f"{what}; taken as {version}", "version")
    return version


def _title(top: Fields, reference: str) -> str:
    title = top.line("title")
    if title is None:
        top.note("KSB330", "there is no title; the reference stands for it", "title")
    return title or reference


def _options(options: Options, occupation_summary: str | None) -> list[dict[str, Any]]:
    summaries = option_summaries(list(options.titles.values()), occupation_summary)
    return [
        {"key": key, "title": title, "summary": summary}
        for (key, title), summary in zip(options.titles.items(), summaries, strict=True)
    ]


def _texts(tables: Iterable[KsbTable]) -> dict[str, dict[str, str]]:
    return {table.source.kind.plural: table.texts for table in tables}


def _qualifications(top: Fields) -> list[dict[str, str | None]]:
    english_and_maths = top.prose("englishAndMathsQualifications")
    licence_to_practise = top.prose("mandatoryQualificationsOrLicenceToPractice")
    found: list[dict[str, str | None]] = []
    if english_and_maths:
        found.append({"title": "English and Maths", "text": english_and_maths})
    if licence_to_practise:
        found.append({"title": "Mandatory qualifications or licence to practise", "text": licence_to_practise})
    for _, entry in top.objects("qualifications"):
        title, level = entry.line("title"), entry.line("level")
        more = (entry.prose("anyAdditionalInformation"), entry.prose("qualificationEpaIntegration"))
        options = [option.line("title") for _, option in entry.objects("mappedOptions")]
        whose = f"For the option {' and '.join(_lines(options))}" if _lines(options) else None
        text = "\n\n".join(filter(None, (level and f"Level {level}", whose, *more)))
        if title:
            found.append({"title": title, "text": text or None})
    return found


def _recognition(top: Fields) -> list[str]:
    entries = [entry for _, entry in top.objects("professionalRecognition")]
    return _lines(
        ", ".join(filter(None, (entry.line("bodyName"), entry.line("level"), entry.line("partialFreeText"))))
        for entry in entries
    )


def _version_log(top: Fields, version: str) -> list[dict[str, Any]]:
    """Return this version's entry, the only one that the JSON has; none if it says nothing."""
    entry = {
        "change": top.line("change"),
        "earliest_start": top.day("earliestStartDate"),
        "latest_start": top.day("latestStartDate"),
    }
    return [{"version": version, **entry}] if any(entry.values()) else []


def _lines(texts: Iterable[str | None]) -> list[str]:
    return [text for text in texts if text]
