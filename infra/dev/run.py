"""`make run`: prepares the product, then keeps web server, relay and import worker running until it is told to stop."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipmarket.settings.dev")

from ipmarket.kernel import embedded_postgres  # noqa: E402 - after the path is set
from ipmarket.kernel.embedded_postgres import EmbeddedPostgresFailed  # noqa: E402
from ipmarket.settings.env import EnvironmentRefused  # noqa: E402

GRACE_SECONDS = 20


def say(text: str) -> None:
    print(text, flush=True)


class Asked(Exception):
    """The supervisor was asked to stop."""


def _ask(signum: int, frame: FrameType | None) -> None:
    raise Asked


def supervise(port: int) -> int:
    """Starts the processes and waits. When one ends by itself the others are stopped too, and its exit code is ours."""
    python = sys.executable
    web = [python, "-m", "gunicorn", "ipmarket.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "2",
           "--threads", "8", "--preload", "--timeout", "60", "--log-level", "warning", "--keep-alive", "15"]  # fmt: skip
    relay = [python, "manage.py", "relay"]
    imports = [python, "manage.py", "import_worker"]
    children = [subprocess.Popen(command, start_new_session=True) for command in (web, relay, imports)]
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
        return next(child.returncode for child in children if child.poll() is not None) or 1
    except Asked:
        return 0
    finally:
        stop(children)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    # Links in messages lead to where this is served.
    os.environ.setdefault("PUBLIC_URL", f"http://localhost:{port}")
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _ask)
    started = False
    try:
        started = embedded_postgres.ensure_running()
        if subprocess.run([sys.executable, "manage.py", "prepare", "--port", str(port)], check=False).returncode != 0:
            return 1
        return supervise(port)
    except Asked:
        return 0
    except (EmbeddedPostgresFailed, EnvironmentRefused) as refusal:
        say(str(refusal))
        return 1
    finally:
        # Only who started the database stops it: a second terminal may be using one that was up already.
        if started:
            embedded_postgres.stop()


if __name__ == "__main__":
    sys.exit(main())
