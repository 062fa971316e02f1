"""EMAIL_URL and MAIL_FROM, taken apart."""

from pathlib import Path

import pytest

from ipmarket.settings.env import EnvironmentRefused, read
from ipmarket.settings.mail import MailServer


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtp://ip%40desk:p%2Fw%3F@mail.example:2525",
            MailServer("mail.example", 2525, "ip@desk", "p/w?", has_starttls=True),
        ),
        ("smtp://mail.example", MailServer("mail.example", 587, has_starttls=True)),
        ("smtp://mail.example/?tls=yes", MailServer("mail.example", 587, has_starttls=True)),
        ("smtp://127.0.0.1:1025?tls=no", MailServer("127.0.0.1", 1025)),
        ("smtps://u:p@mail.example", MailServer("mail.example", 465, "u", "p", has_tls_from_the_start=True)),
        ("smtps://mail.example:4650", MailServer("mail.example", 4650, has_tls_from_the_start=True)),
        ("folder:/tmp/some%20mail", MailServer(folder=Path("/tmp/some mail"))),
        (" folder:/tmp/mail ", MailServer(folder=Path("/tmp/mail"))),
    ],
)
def test_an_address_is_taken_apart(url: str, server: MailServer) -> None:
    assert read({"EMAIL_URL": url}).mail_server == server


def test_without_an_address_there_is_no_server() -> None:
    given = read({})
    assert (given.mail_server, given.mail_from) == (None, "IP Market <no-reply@localhost>")


@pytest.mark.parametrize(
    "url",
    [
        "http://me:hunter2@mail.example",
        "smtp://",
        "smtp:///path",
        "smtp://me:hunter2@mail.example/path",
        "smtp://me:hunter2@mail.example?tls=maybe",
        "smtp://me:hunter2@mail.example?ssl=yes",
        "folder:",
    ],
)
def test_other_addresses_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(EnvironmentRefused) as caught:
        read({"EMAIL_URL": url})
    assert str(caught.value) == "EMAIL_URL is smtp://user:password@host:587, smtps://user:password@host:465 or folder:/path/to/mail."


@pytest.mark.parametrize("url", ["mail.example", "smtp://me:hunter2@mail.example:port", "smtp://[::1"])
def test_what_is_no_address_at_all_is_named_once(url: str) -> None:
    with pytest.raises(EnvironmentRefused) as caught:
        read({"EMAIL_URL": url})
    assert str(caught.value) == "EMAIL_URL is not an address."


@pytest.mark.parametrize(
    ("environ", "sender"),
    [
        ({"PUBLIC_URL": "https://market.example:8443"}, "IP Market <no-reply@market.example>"),
        ({"PUBLIC_URL": "https://market.example", "MAIL_FROM": " Desk <desk@office.example> "}, "Desk <desk@office.example>"),
    ],
)
def test_whom_messages_come_from(environ: dict[str, str], sender: str) -> None:
    assert read(environ).mail_from == sender
