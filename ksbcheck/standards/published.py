"""Who publishes the standards, where, and under which terms."""

PUBLISHER = "Skills England, formerly the Institute for Apprenticeships and Technical Education"
LICENCE = {
    "name": "Open Government Licence v3.0",
    "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "attribution": "Crown copyright. Contains public sector information licensed under this licence.",
}
API = "https://skillsengland.education.gov.uk/api/apprenticeshipstandards/"
"""Where the JSON of a standard is: this, and the reference."""
PAGES = "https://skillsengland.education.gov.uk/apprenticeships/"
"""Where the page of a standard's version is: this, and reference and version as in ``st0792-v1-1``."""
