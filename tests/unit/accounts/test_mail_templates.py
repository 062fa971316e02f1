"""Every message of this app, in every language."""

import ast
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from pytest_django import Settings

from ipmarket.accounts.enums import MandateScope, MemberRole, PlatformRole, TokenScope
from ipmarket.kernel.mail.links import page_address
from ipmarket.kernel.mail.registry import Template, all_templates, template_named
from ipmarket.kernel.mail.rendering import sample
from ipmarket.kernel.text import LANGUAGES, Language
from ipmarket.pages.addresses import page_path
from ipmarket.pages.views import shell
from tests.support.source_tree import Module, product_modules

OURS = [template for template in all_templates() if template.name.startswith("accounts/")]
# The other address of the reader: 你 in Hong Kong, 您 on the mainland; and the letters of the other script in words that mail uses.
FOREIGN = {"zh-Hant": re.compile("您|[们户录码动]"), "zh-Hans": re.compile("你|[們戶錄碼動]"), "en": re.compile("[\u4e00-\u9fff]")}


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://market.example"


def test_every_message_that_the_code_sends_has_its_template() -> None:
    named = {name for module in product_modules() if module.rooms[:2] == ("ipmarket", "accounts") for name in _named(module)}
    assert len(named) >= 20
    assert named <= {template.name for template in OURS}


def _named(module: Module) -> Iterator[str]:
    texts = (node.value for node in ast.walk(module.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return (text for text in texts if re.fullmatch(r"accounts/[a-z_]+", text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", OURS, ids=lambda template: template.name)
def test_it_can_be_sent(template: Template, language: Language) -> None:
    message = sample(template, language=language, time_zone="Asia/Hong_Kong")
    assert 5 <= len(message.subject) <= 78
    assert "\n" not in message.subject
    for body in (message.text, message.html):
        assert not re.search(r"\{[a-z_]*\}", body.split("</style>")[-1])
        assert not FOREIGN[language].search(message.subject + body)
    told = unescape(message.html)
    lines = [line.strip() for line in message.text.split("\n-- \n")[0].splitlines() if line.strip()]
    for line in lines:
        # A fact is a line of its text and a row of its table.
        assert all(part in told for part in re.split(r": |：", line.removesuffix(":").removesuffix("："), maxsplit=1)), line
    if template.page or template.url:
        assert f"https://market.example/{language.lower()}/" in message.text


@pytest.mark.parametrize("template", OURS, ids=lambda template: template.name)
def test_the_languages_say_the_same_things(template: Template) -> None:
    shapes = {(len(text.paragraphs), len(text.facts), len(text.after), bool(text.action)) for text in template.texts.values()}
    assert len(shapes) == 1


@pytest.mark.parametrize("page", sorted({template.page for template in OURS if template.page}))
def test_a_button_leads_to_a_page_that_is_served(page: str) -> None:
    for language in LANGUAGES:
        address = page_address(page, language=language)
        assert address == f"https://market.example{page_path(language, *page.split('/'))}"
        assert resolve(urlsplit(address).path).func is not shell.missing


def test_no_subject_holds_a_code() -> None:
    """A subject shows on a locked screen."""
    assert [template.name for template in OURS if template.code and any("{" in text.subject for text in template.texts.values())] == []


def test_every_code_has_words() -> None:
    for name, key, codes in (
        ("invitation", "role", MemberRole.values),
        ("membership_role_changed", "old_role", MemberRole.values),
        ("platform_role_granted", "platform_role", PlatformRole.values),
        ("mandate_offered", "scopes", MandateScope.values),
        ("token_made", "scopes", TokenScope.values),
    ):
        template = template_named(f"accounts/{name}")
        assert template is not None
        assert set(codes) <= set(template.words[key])
