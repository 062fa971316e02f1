"""Pages translate by code, so every code that docs/sign-in.md promises exists in the library, in Django or in our adapters."""

import re
from pathlib import Path

from allauth.headless.adapter import DefaultHeadlessAdapter
from django.conf import settings
from django.forms import CharField

from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.sign_in.adapter import AccountAdapter
from ipmarket.accounts.sign_in.provider_adapter import ProviderAdapter
from ipmarket.accounts.sign_in.second_factor import SecondFactorAdapter

PAGE = Path(settings.BASE_DIR) / "docs" / "sign-in.md"
OURS = {"password_too_long", "invalid_name", "max_length", "terms_not_accepted", AccountsError.TERMS_NOT_CURRENT}
DJANGO = {"password_too_short", "password_too_common", "invalid_choice", "null_characters_not_allowed", "invalid"}


def documented() -> set[str]:
    table = PAGE.read_text(encoding="utf-8").split("## Codes")[1]
    return {code for line in table.splitlines() if line.startswith("| `") for code in re.findall(r"`([a-z_]+)`", line.split("|")[1])}


def test_every_documented_code_exists() -> None:
    known = OURS | DJANGO | set(CharField.default_error_messages)
    for adapter in (AccountAdapter, ProviderAdapter, SecondFactorAdapter, DefaultHeadlessAdapter):
        known |= set(adapter.error_messages)
    assert documented() - known == set()
    assert len(documented()) > 20
