"""Mail domains have one notation, and some can stand for nobody alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipmarket.accounts.mail_domains import domain_of, read_domain, require_own_domain
from ipmarket.kernel.errors import Unprocessable


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Sample-Mould.example", "sample-mould.example"),
        (" @mail.sample.com.hk. ", "mail.sample.com.hk"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("ＳＡＭＰＬＥ.example", "sample.example"),
    ],
)
def test_one_notation(text: str, domain: str) -> None:
    assert read_domain(text) == domain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example",
        "a..b",
        "-a.example",
        "a-.example",
        "a b.example",
        "a@b.example",
        "192.0.2.1",
        "x" * 64 + ".example",
        "a.example/b",
        "a_b.example",
    ],
)
def test_what_is_no_domain(text: str) -> None:
    with pytest.raises(Unprocessable) as caught:
        read_domain(text)
    assert caught.value.code == "domain_refused"


@given(st.text(max_size=80))
def test_what_is_read_is_a_fixed_point(text: str) -> None:
    try:
        domain = read_domain(text)
    except Unprocessable:
        return
    assert read_domain(domain) == domain == domain.lower()
    assert domain.isascii()


def test_the_domain_of_an_address() -> None:
    assert domain_of("lam@Sample.example") == "sample.example"
    assert domain_of("lam") == ""


@pytest.mark.parametrize("domain", ["gmail.com", "com.hk"])
def test_a_domain_of_many_stands_for_nobody(domain: str) -> None:
    with pytest.raises(Unprocessable):
        require_own_domain(domain, free_mail={"gmail.com"}, suffixes={"com.hk"})
    require_own_domain(f"sample.{domain}", free_mail={"gmail.com"}, suffixes={"com.hk"})
