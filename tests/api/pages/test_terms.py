"""The terms and the privacy notice as they are served, for readers and crawlers that run no scripts."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from ipmarket.accounts.services.load_terms import load_terms
from ipmarket.kernel.actor import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("segment", "kind", "heading", "sentence"),
    [
        ("en", "terms", "Terms of use", "What you mark as confidential is shown to nobody but"),
        ("zh-hant", "terms", "使用條款", "密碼和第二重驗證由你自己保管"),
        ("zh-hans", "privacy", "隐私声明", "不保存您的搜索"),
    ],
)
def test_the_text_is_in_the_served_page(client: Client, segment: str, kind: str, heading: str, sentence: str) -> None:
    load_terms(actor=SYSTEM, at=AT)
    answer = client.get(f"/{segment}/{kind}")
    assert answer.status_code == 200
    text = answer.content.decode()
    assert f"<h1>{heading}</h1>" in text
    assert sentence in text


def test_without_a_version_in_force_the_page_stands_all_the_same(client: Client) -> None:
    assert client.get("/en/terms").status_code == 200


@pytest.mark.parametrize("address", ["admin", "admin/people", "admin/roles", "admin/queues", "audit", "account/tokens", "farewell"])
def test_pages_behind_a_door_are_served_and_not_indexed(client: Client, address: str) -> None:
    answer = client.get(f"/en/{address}")
    assert answer.status_code == 200
    assert 'content="noindex"' in answer.content.decode()


def test_only_rows_with_a_page_of_their_own_have_an_address(client: Client) -> None:
    unknown = "00000000-0000-7000-8000-000000000000"
    assert client.get(f"/en/admin/people/{unknown}").status_code == 200
    assert client.get(f"/en/admin/roles/{unknown}").status_code == 404
