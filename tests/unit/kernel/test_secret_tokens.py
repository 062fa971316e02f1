"""Tokens that are shown once and kept as a digest."""

import hashlib

import pytest

from ipmarket.kernel.secret_tokens import digest_of, matches, new_token


def test_tokens_differ_and_fit_into_an_address() -> None:
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 43 and token.replace("-", "").replace("_", "").isalnum() and token.isascii() for token in tokens)
    assert len(new_token(16)) == 22


@pytest.mark.parametrize("nbytes", [15, 1, 0])
def test_short_tokens_are_refused(nbytes: int) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        new_token(nbytes)


def test_the_digest_is_kept_and_compared() -> None:
    token = new_token()
    digest = digest_of(token)
    assert digest == hashlib.sha256(token.encode()).hexdigest()
    assert matches(token, digest)
    for other in (token[:-1], token + "x", "", "密碼", "\ud800"):
        assert not matches(other, digest)
    for broken in ("", digest[:-1], digest.upper(), "密碼"):
        assert not matches(token, broken)
