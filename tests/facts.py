"""Facts and figures of the official page of ST0792 v1.1, taken from the page itself and not from ksbcheck's data.

A digest is the first 16 hexadecimal digits of the SHA-256 of a KSB's text in UTF-8, without code and links.
"""

from __future__ import annotations

from hashlib import sha256

OPTIONS = ("film", "post")

# Number -> the option, None for a core duty, and the codes in the page's order.
DUTIES: dict[int, tuple[str | None, tuple[str, ...]]] = {
    number: (option, tuple(codes.split()))
    for number, option, codes in (
        (1, None, "K1 K2 K3 K6 K31 S1 S2 S3 S5 B1 B2"),
        (2, None, "K4 K5 K6 K7 K8 K9 S1 S7 S8 S10 B1 B3"),
        (3, None, "K9 K10 K11 K12 S6 S9 S10 S17 B1 B6"),
        (4, None, "K13 S1 S10 S11 S36 B4"),
        (5, None, "K3 K9 K14 K27 S1 S9 S10 B4"),
        (6, None, "K19 K20 K21 K24 K41 K42 S4 S5 S18 S19 S21 S22 S23 S24 S25 S37 S38"),
        (7, None, "K1 K21 K22 K23 K24 S4 S5 S18 S19 S20 S21 S22 S23 S25 B3 B5"),
        (8, None, "K1 K6 K25 K26 K28 K35 K43 S1 S4 S19 S26 S28 S31 S35 S36 B1 B3"),
        (9, "film", "K34 K35 K36 K37 K38 K42 S28 S29 S30 S33 B1 B3"),
        (10, "post", "K30 K31 K32 K39 K40 S27 S32 S34 B1 B3"),
        (11, "post", "K32 K33 K34 K40 K43 S28 S31 S32 B1 B3"),
        (12, "film", "K15 K16 K17 K18 K29 S12 S13 S14 S15 S16 B1 B4"),
    )
}

KIND_COUNTS = {"knowledge": 43, "skill": 38, "behaviour": 6}
CORE_COUNT = 62
SCOPE_COUNTS = {"film": 79, "post": 71}

_DIGESTS = {
    "K": """
        44ccba4b7e7dc18c 8ef1381017a2049b 4137f657c5d8c934 cd366e4a3fdd03cb 36f53499cc2cd77f 200e5df5d3fb501b
        acec0482a498e3e9 59d8fa28770d1711 c486996fe0404852 8eea48e3067a439a 2ca08c9746c03659 d1a08964758278f7
        67d4a92bb55074be ccff7d96d3c60314 a31c7fc601f51f51 227b279a8efc98e1 35d771efe9f54c45 70ad747bc02c4d7c
        396d1e6eca4c8b78 66c7d1298b9796bf 31088851f402b6bb 2001bff6aa58697a 3977a3de7b2ddae4 dc16c02012beb662
        190bb23c317203d9 0b34d3f983dcb7de 495506115f122c20 bccded3ad641f0f8 aae2271b77bd169f 081511a8f71f6fa4
        49474f75a7dbda98 0f4d6c4ea956b48b 3545de609282cf92 5db8dc7ad10d106e f6078a0980d9a61d 87dfffece98bc5ee
        684cccff8cabc003 57385b1ea97bbdf9 8595f8bc09a499c2 dbd6deb96ec24417 2c65cfc50258cedf 6c58d60c78db8119
        d2a400c9a4297750
    """,
    "S": """
        4c4efe199ae2cd55 02696f24fd3cf3a3 1d9627adebe3708b 1accb32c06429728 3ac00deb4a20f6cb 22afbc1481ff3049
        b76e07afc4c36c73 a72c24d614d97a84 dc7e36fcabc2bac2 6366c686621cb6cb a2d8ac930caa2a80 b681c65b13468651
        42ea4ac0faabcf1f 78a49780e0ec374e eac6cc441779c08b e9da85ac8c9886df 5dde189222d5fe18 278b48c0cf572616
        906db455c0a16125 e315c8ad77a3b0b2 4597612516f045fc f1e5b5d872a8040e 7e06c7831a77c62c 47f1dcf42f12f449
        9f6fca91e44f2602 127fd83442a05abb bbd21190e6a344ee baf86737e895de95 45077c8a9c89f8d3 15374c5da1b05e43
        3bdf503ce93da71e 67aef105ca695e30 2e48beb17c2c9268 87a1429f05e15fac cbd77f127467b4ab 0f53a433099daf17
        d4cd43f3b9f16227 a07e2d343a04c91a
    """,
    "B": """
        620aafbf82107f5a e0e5563c3135e3f9 844a5a86b4c36540 4d980132a8298739 aaf12462ed18fb4d 14b537a44c607154
    """,
}
DIGESTS: dict[str, str] = {
    f"{prefix}{number}": digest
    for prefix, digests in _DIGESTS.items()
    for number, digest in enumerate(digests.split(), start=1)
}


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def core() -> set[str]:
    """Return the codes that core duties name."""
    return {code for option, codes in DUTIES.values() if option is None for code in codes}


def scope(option: str) -> set[str]:
    """Return the codes of the core and of ``option``."""
    return core() | {code for named, codes in DUTIES.values() if named == option for code in codes}
