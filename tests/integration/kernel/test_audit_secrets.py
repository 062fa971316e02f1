"""Nothing secret is written into the trail for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import Settings
from structlog.testing import capture_logs

from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.audit.errors import SecretRefused
from ipmarket.kernel.audit.models import Entry, PersonalValues
from ipmarket.kernel.audit.services import record

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def write(**values: Any) -> Entry:
    entry_id = record(actor=SYSTEM, at=AT, action="a", target_type="t", target_id="1", **values)
    return Entry.objects.get(pk=entry_id)


@pytest.mark.parametrize(
    "name",
    [
        "password", "Password", "newPassword", "old_password", "secret", "client_secret", "token", "access_token", "tokens", "refreshToken",
        "otp", "totp", "code", "login_code", "verificationCode", "recovery_codes", "email_code", "api_key", "privateKey", "cookie", "pin",
        "credentials",
    ],
)  # fmt: skip
@pytest.mark.parametrize("part", ["before", "after", "personal"])
def test_a_value_under_the_name_of_a_secret_is_refused(name: str, part: str) -> None:
    with pytest.raises(SecretRefused) as refused:
        write(**{part: {"kind": "x", "inner": [{name: "hunter-2-hunter"}]}})
    assert refused.value.params == {"names": [f"{part}.inner[0].{name}"]}
    assert "hunter" not in str(refused.value)
    assert (Entry.objects.count(), PersonalValues.objects.count()) == (0, 0)


def test_facts_about_a_secret_may_be_recorded() -> None:
    after = {
        "token_id": "0199", "tokenIds": ["0199"], "token_kind": "api", "token_prefix": "ipm_ab", "secret_version": 2, "has_password": True,
        "password": None, "is_totp": False, "credential_type": "passkey", "token_expires_at": "2026-01-02", "totp": True,
        "country_code": "HK", "class_code": "B29C", "error_code": "late", "key": "value", "passkey": "words", "encoding": "utf-8",
        "registration_code": "x", "codec": "y", "session_count": 3, "keyword": "z",
    }  # fmt: skip
    assert write(after=after).after == after


def test_in_production_the_value_is_left_out_and_the_name_is_logged(settings: Settings) -> None:
    settings.AUDIT_REDACTS_SECRETS = True
    with capture_logs() as logged:
        row = write(after={"name": "Door", "password": "hunter-2-hunter"}, personal={"login_code": 123456})
    assert row.after == {"name": "Door", "password": "[not recorded]"}
    assert PersonalValues.objects.get(entry=row).values == {"login_code": "[not recorded]"}
    assert [(line["event"], line["log_level"], line["names"]) for line in logged] == [
        ("audit.secret_redacted", "error", ["after.password"]),
        ("audit.secret_redacted", "error", ["personal.login_code"]),
    ]
