"""The provider of `identity_provider` as a process of its own with a page that a person sees, for journeys in a browser.

    with identity_house() as environ:  # what the product's environment needs to offer it
        ...

The page asks who one is there, whether the address is confirmed, and what to answer. A second provider beside it never answers.
"""

import contextlib
import html
import json
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import urlsplit

from ipmarket.settings.env import ROOT
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider, ProviderHandler

HOUSE, QUIET_HOUSE = "Works ID", "Quiet ID"
QUIET = "/quiet"
STOP_SECONDS = 10
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{house}</title>
<link rel="icon" href="data:,"></head>
<body><main><h1>{house}</h1>
<form method="post" action="{action}">
<p><label>Address <input name="email" type="email" required></label></p>
<p><label>Name <input name="name" value="Ada Lam"></label></p>
<p><label><input name="verified" type="checkbox" checked> The address is confirmed</label></p>
<p><button name="answer" value="allow">Allow</button>
<button name="answer" value="silent">Allow, then say nothing</button>
<button name="answer" value="access_denied" formnovalidate>Cancel</button>
<button name="answer" value="login_required" formnovalidate>Refuse</button></p>
</form></main></body></html>
"""


class IdentityHouse(IdentityProvider):
    """One person at a time: who is there is what the form said last."""

    def handler(self) -> type[ProviderHandler]:
        """The provider's addresses, and the page between them."""
        return HouseHandler

    def decide(self, path: str, form: dict[str, str]) -> str:
        """Where the browser goes after the form."""
        answer = form.get("answer", "")
        if answer not in {"allow", "silent"}:
            return self.refuse(path, answer)
        email = form.get("email", "")
        self.person = {
            "sub": sha256(email.encode()).hexdigest()[:20],
            "email": email,
            "email_verified": "verified" in form,
            "name": form.get("name", ""),
        }
        self.instead.pop("/token", None)
        if answer == "silent":
            self.instead["/token"] = (0, None)
        return self.authorize(path)


class HouseHandler(ProviderHandler):
    """Shows the page, and sends the browser on with what was chosen there."""

    def do_GET(self) -> None:
        if urlsplit(self.path).path != "/authorize":
            super().do_GET()
            return
        page = PAGE.format(house=HOUSE, action=html.escape(self.path))
        self.send(200, page.encode(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        if urlsplit(self.path).path != "/authorize" or not isinstance(self.provider, IdentityHouse):
            super().do_POST()
            return
        self.send(303, b"", Location=self.provider.decide(self.path, self.form()))


def offered(address: str) -> str:
    """OIDC_PROVIDERS that name both houses."""
    houses = [("works-id", HOUSE, address), ("quiet-id", QUIET_HOUSE, f"{address}{QUIET}")]
    return json.dumps(
        [{"id": key, "name": name, "client_id": CLIENT_ID, "secret": CLIENT_SECRET, "server_url": url} for key, name, url in houses]
    )


@contextlib.contextmanager
def identity_house() -> Iterator[dict[str, str]]:
    """Start the process and yield the variables of the environment with which the product offers it."""
    command = [sys.executable, "-m", "tests.support.identity_house"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            address = child.stdout.readline().strip() if child.stdout else ""
            if not address:
                raise RuntimeError("The identity provider did not start.")
            yield {"OIDC_PROVIDERS": offered(address)}
        finally:
            child.terminate()
            child.wait(STOP_SECONDS)


if __name__ == "__main__":
    with IdentityHouse() as running:
        running.instead[f"{QUIET}/.well-known/openid-configuration"] = (0, None)
        print(running.address, flush=True)
        # Whoever started it holds the other end, so it ends with them, however they end.
        sys.stdin.read()
