"""Sealed values: closed to other purposes, to other keys and to whoever changes a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from ipmarket.kernel.sealed import SealBroken, needs_resealing, seal, unseal

OLD, NEW, OTHER = "old" * 20, "new" * 20, "other" * 20


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []


@given(st.text(max_size=200))
def test_what_is_sealed_can_be_opened(text: str) -> None:
    sealed = seal(text, purpose="mail.values")
    assert unseal(sealed, purpose="mail.values") == text
    assert sealed.isascii()
    assert len(text) < 4 or text not in sealed


def test_the_same_text_is_never_sealed_alike() -> None:
    assert seal("a", purpose="p") != seal("a", purpose="p")


def test_another_purpose_does_not_open_it() -> None:
    sealed = seal("secret", purpose="mail.values")
    for purpose in ("mail.value", "mail.values ", "MAIL.VALUES", "totp"):
        with pytest.raises(SealBroken) as caught:
            unseal(sealed, purpose=purpose)
        assert "secret" not in str(caught.value)


def test_a_purpose_is_needed() -> None:
    with pytest.raises(ValueError, match="purpose"):
        seal("a", purpose="")


def test_a_changed_character_is_noticed() -> None:
    sealed = seal("secret", purpose="p")
    for position in range(0, len(sealed), 7):
        changed = sealed[:position] + ("A" if sealed[position] != "A" else "B") + sealed[position + 1 :]
        with pytest.raises(SealBroken):
            unseal(changed, purpose="p")
    for broken in ("", "x", "gAAAAA", sealed[:-1], sealed[1:], "密碼"):
        with pytest.raises(SealBroken):
            unseal(broken, purpose="p")


def test_a_changed_key_opens_what_was_sealed_before_while_it_is_a_fallback(settings: Settings) -> None:
    before = seal("secret", purpose="p")
    assert not needs_resealing(before, purpose="p")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OTHER, OLD]
    assert unseal(before, purpose="p") == "secret"
    assert needs_resealing(before, purpose="p")
    after = seal(unseal(before, purpose="p"), purpose="p")
    assert not needs_resealing(after, purpose="p")
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(after, purpose="p") == "secret"
    for question in (unseal, needs_resealing):
        with pytest.raises(SealBroken):
            question(before, purpose="p")
