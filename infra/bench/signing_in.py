"""Signing in by password over HTTP: percentiles, and whether a wrong password costs what an unknown address costs."""

import http.client
import http.cookies
import json
import sys
import threading
import time
from typing import Any
from urllib.parse import urlsplit

from infra.bench.measuring import Load, alternating, median, percentile, run_child, write_result
from tests.support.live_product import Product

PEOPLE = 40
PASSWORD = "bench-only-password-2026"
ROUNDS = 3
SIGN_INS = 120
CONNECTIONS = 2
_PREPARE = f"""
from ipmarket.accounts.services.register_person import register_person
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.clock import now
for number in range({PEOPLE}):
    email = f"person{{number}}@example.test"
    register_person(actor=SYSTEM, at=now(), email=email, name="Somebody", password="{PASSWORD}", is_confirmed=True)
"""


def measure(product: Product, *, sign_ins: int = SIGN_INS) -> dict[str, Any]:
    """The product must run with infra.bench.settings, whose limits a load does not run into."""
    run_child([sys.executable, "manage.py", "shell", "-v0", "-c", _PREPARE], environ=product.environ)
    _run(product.address, people=True, password=PASSWORD, status=200, count=20)
    right = [_run(product.address, people=True, password=PASSWORD, status=200, count=sign_ins) for _ in range(ROUNDS)]
    wrong, unknown = alternating(
        ROUNDS,
        lambda: _run(product.address, people=True, password="not-the-password", status=400, count=sign_ins // 2),
        lambda: _run(product.address, people=False, password="not-the-password", status=400, count=sign_ins // 2),
    )
    answers = _all(right)
    figures = {
        "people": PEOPLE,
        "connections": CONNECTIONS,
        "sign_ins_per_second": round(len(answers) / sum(run.seconds for run in right), 1),
        "p50_ms": round(median(answers), 1),
        "p99_ms": round(percentile(answers, 0.99), 1),
        "wrong_password_p50_ms": round(median(_all(wrong)), 1),
        "unknown_address_p50_ms": round(median(_all(unknown)), 1),
        "unknown_to_wrong_ratio": round(median(_all(unknown)) / median(_all(wrong)), 3),
        "failures": sum(run.failures for run in (*right, *wrong, *unknown)),
    }
    write_result(
        "sign-in",
        command="make bench BENCH=sign-in",
        figures=figures,
        samples={"right_ms": answers, "wrong_ms": _all(wrong), "unknown_ms": _all(unknown)},
        notes=[
            "Each sign-in is a new session with the password hasher of production (scrypt); the hash is most of the time, on purpose.",
            "Two connections on two cores, the load generator beside the server. Rate limits are off for the run.",
            "The last two figures are medians of alternating rounds: what a wrong password and an unknown address cost.",
        ],
    )
    return figures


def _run(address: str, *, people: bool, password: str, status: int, count: int) -> Load:
    """So many sign-ins, each by a browser that has no cookie yet; another status is a failure. No ``people``: unknown addresses."""
    where = urlsplit(address)
    tries, lock, numbers = Load(), threading.Lock(), iter(range(count))

    def client() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            connection = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=60)
            connection.request("GET", "/api/app/session")
            answer = connection.getresponse()
            token = json.loads(answer.read())["csrfToken"]
            cookies = http.cookies.SimpleCookie(answer.headers.get("Set-Cookie", ""))
            email = f"person{number % PEOPLE}@example.test" if people else f"nobody{number}@example.test"
            headers = {
                "Content-Type": "application/json",
                "X-CSRFToken": token,
                "Origin": address,
                "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items()),
            }
            began = time.perf_counter()
            connection.request("POST", "/api/auth/browser/v1/auth/login", json.dumps({"email": email, "password": password}), headers)
            given = connection.getresponse()
            given.read()
            elapsed = (time.perf_counter() - began) * 1000
            connection.close()
            with lock:
                tries.milliseconds.append(elapsed)
                tries.failures += given.status != status

    began = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tries.seconds = time.perf_counter() - began
    return tries


def _all(runs: list[Load]) -> list[float]:
    return [value for run in runs for value in run.milliseconds]
