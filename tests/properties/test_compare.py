"""Comparing any two versions, against what must hold whatever they say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ksbcheck.standards.compare import Certainty, Change, KsbPair, Pair, compare, count_changes
from ksbcheck.standards.model import Standard

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

PREFIXES = {"knowledge": "K", "skills": "S", "behaviours": "B", "employability": "EB"}
OTHER_WAY = {Change.NEW: Change.GONE, Change.GONE: Change.NEW}

# Few words, so that texts often are equal or much alike.
texts = st.lists(st.sampled_from(["tools", "Tools", "birds", "of", "the", "trade", "sing"]), max_size=6).map(" ".join)
lists = st.lists(texts, max_size=7)


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    ksbs = {
        field: {f"{prefix}{number}": text for number, text in enumerate(draw(lists), 1)}
        for field, prefix in PREFIXES.items()
    }
    codes = [code for kind in ksbs.values() for code in kind]
    options = [{"key": f"o{n}", "title": f"Any {text}"} for n, text in enumerate(draw(lists), 1)]
    some_codes = st.lists(st.sampled_from(codes), unique=True, max_size=4) if codes else st.just([])
    some_keys = (
        st.lists(st.sampled_from([option["key"] for option in options]), unique=True) if options else st.just([])
    )
    duties = [
        {"number": n, "text": text, "ksbs": draw(some_codes), "options": draw(some_keys)}
        for n, text in enumerate(draw(lists), 1)
    ]
    return Standard.model_validate(
        {"reference": "ST0001", "version": "1.0", "title": "Any", **ksbs, "options": options, "duties": duties}
    )


usual = settings(max_examples=100)


def _names(pairs: Iterable[Pair], side: int) -> list[str]:
    return [named.label for pair in pairs if (named := pair.sides[side])]


@given(standards(), standards())
@usual
def test_everything_of_both_stands_exactly_once(old: Standard, new: Standard) -> None:
    made = compare(old, new)
    for side, standard in enumerate((old, new)):
        assert Counter(_names(made.ksbs, side)) == Counter(list(standard.ksbs))
        assert Counter(_names(made.duties, side)) == Counter(str(duty.number) for duty in standard.duties)
        assert Counter(_names(made.options, side)) == Counter(option.key for option in standard.options)
    assert all(pair.old or pair.new for pair in made.ksbs)
    assert all(pair.old.kind is pair.new.kind for pair in made.ksbs if pair.old and pair.new)


@given(standards(), standards())
@usual
def test_the_other_way_round_gives_the_same_pairs(old: Standard, new: Standard) -> None:
    there, back = compare(old, new), compare(new, old)
    for pairs, others in ((there.ksbs, back.ksbs), (there.duties, back.duties), (there.options, back.options)):
        assert Counter(pair.sides for pair in pairs) == Counter(pair.sides[::-1] for pair in others)
        counts = count_changes(others)
        assert count_changes(pairs) == {change: counts[OTHER_WAY.get(change, change)] for change in Change}


@given(standards(), standards())
@usual
def test_nothing_is_gone_that_is_also_new(old: Standard, new: Standard) -> None:
    """Equal texts are never left over on both sides."""
    pairs = compare(old, new).ksbs
    gone = {_key(pair) for pair in pairs if pair.change is Change.GONE}
    assert not gone & {_key(pair) for pair in pairs if pair.change is Change.NEW}


@given(standards(), standards())
@usual
def test_change_certainty_and_similarity_agree(old: Standard, new: Standard) -> None:
    for pair in compare(old, new).ksbs:
        equal = bool(pair.old and pair.new and _plain(pair.old.text) == _plain(pair.new.text))
        assert equal is (pair.similarity == 1) is (pair.change in {Change.SAME, Change.MOVED})
        assert (pair.certainty is Certainty.SURE) is (pair.similarity >= 0.9)
        assert (pair.certainty is Certainty.LIKELY) is (0.75 <= pair.similarity < 0.9)
        assert (pair.similarity == 0) is (pair.change in {Change.NEW, Change.GONE})


@given(standards())
@usual
def test_standard_is_the_same_as_itself(standard: Standard) -> None:
    made = compare(standard, standard)
    pairs: tuple[Pair, ...] = (*made.ksbs, *made.duties, *made.options)
    assert {pair.change for pair in pairs} <= {Change.SAME}
    assert not any(pair.has_other_ksbs or pair.has_other_options for pair in made.duties)
    assert made.is_reliable


@given(standards(), st.randoms(use_true_random=False))
@usual
def test_permuted_standard_is_all_same_or_moved(standard: Standard, random: Random) -> None:
    fields = {}
    for field in PREFIXES:
        texts: dict[str, str] = getattr(standard, field)
        shuffled = list(texts.values())
        random.shuffle(shuffled)
        fields[field] = dict(zip(texts, shuffled, strict=True))
    made = compare(standard, standard.model_copy(update=fields))
    assert {pair.change for pair in made.ksbs} <= {Change.SAME, Change.MOVED}
    assert made.is_reliable


@given(standards(), standards())
@usual
def test_reliable_is_half_of_the_old(old: Standard, new: Standard) -> None:
    assume(old.ksbs)
    made = compare(old, new)
    sure = {pair.old.code for pair in made.ksbs if pair.old and pair.certainty is Certainty.SURE}
    assert made.is_reliable is (len(old.ksbs.keys() - sure) <= len(old.ksbs) / 2)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _key(pair: KsbPair) -> tuple[str, str]:
    ksb = pair.old or pair.new
    assert ksb is not None
    return ksb.kind, _plain(ksb.text)
