"""A genuine Elasticsearch for development and tests, put together from the jars on Maven Central and started on the loopback interface.

The jars are Elastic's (Elastic License 2.0, SSPL or AGPLv3): they run tests and demonstrations here and are never shipped.
That this server answers like an official distribution follows from its parts, the same Lucene classes under the same names;
it was not compared with one.

Run as a script it builds what is missing and serves until it is interrupted:
    python infra/elasticsearch/server.py [--port 9200] [--home FOLDER]
"""

import argparse
import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE / "target"
_SHARED = "ipmarket-elasticsearch-"
LEFT_OUT = "Elasticsearch left out: no JDK/Maven"

_BUILD_TIMEOUT_SECONDS = 600
_START_TIMEOUT_SECONDS = 120
_HEAP = ("-Xms256m", "-Xmx512m", "-XX:TieredStopAtLevel=1")


class ServerFailedError(Exception):
    """The server could not be built or did not start; the message holds the end of its output."""


def is_possible() -> bool:
    """Whether a JDK and Maven are on the path. A runtime alone does not compile."""
    return all(shutil.which(program) for program in ("java", "javac", "mvn"))


def build() -> None:
    """Fetch the jars and compile our two classes, once; several processes may ask at the same time."""
    TARGET.mkdir(exist_ok=True)
    with (TARGET / "build.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        sources = [HERE / "pom.xml", HERE / "Launcher.java", *sorted((HERE / "src").rglob("*.java"))]
        wanted = str(max(source.stat().st_mtime_ns for source in sources))
        built = TARGET / "built.txt"
        if built.exists() and built.read_text(encoding="utf-8") == wanted:
            return
        _run(["mvn", "--quiet", "--batch-mode", "package"])
        _run(["javac", "-cp", str(TARGET / "dist" / "lib" / "*"), "-d", str(TARGET / "launcher"), str(HERE / "Launcher.java")])
        built.write_text(wanted, encoding="utf-8")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=_BUILD_TIMEOUT_SECONDS, check=False)
    if done.returncode != 0:
        raise ServerFailedError(f"{command[0]} failed:\n{(done.stdout + done.stderr)[-3000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path, *, port: int, watched_pid: int | None = None) -> "subprocess.Popen[bytes]":
    """Start a node whose data is in ``home``. It ends by itself when the watched process is gone."""
    home.mkdir(parents=True, exist_ok=True)
    class_path = os.pathsep.join((str(TARGET / "launcher"), str(TARGET / "dist" / "lib" / "*")))
    properties = [f"-Ddist={TARGET / 'dist'}"] + ([f"-Dwatched.pid={watched_pid}"] if watched_pid else [])
    settings = [f"http.port={port}", f"transport.port={free_port()}"]
    with (home / "output.log").open("wb") as output:
        return subprocess.Popen(
            ["java", *_HEAP, *properties, "-cp", class_path, "Launcher", str(home), *settings],
            cwd=HERE,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=watched_pid is not None,
        )


def wait_until_green(url: str, process: "subprocess.Popen[bytes] | None", home: Path) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=green&timeout=5s", timeout=10) as answer:
                if json.load(answer)["status"] == "green":
                    return
        except (urllib.error.URLError, OSError, ValueError):
            pass
        if process is not None and process.poll() is not None:
            break
        time.sleep(0.1)
    log = home / "output.log"
    tail = log.read_text(encoding="utf-8", errors="replace")[-3000:] if log.exists() else ""
    raise ServerFailedError(f"Elasticsearch did not start:\n{tail}")


def _sweep() -> None:
    """Remove what earlier runs left: their nodes have ended with them."""
    for home in Path(tempfile.gettempdir()).glob(f"{_SHARED}*"):
        try:
            os.kill(int(home.name.removeprefix(_SHARED)), 0)
        except ProcessLookupError:
            shutil.rmtree(home, ignore_errors=True)
        except (ValueError, PermissionError):
            continue


def shared_url(watched_pid: int) -> str:
    """The address of the one server of a test run, started by whoever comes first."""
    build()
    _sweep()
    home = Path(tempfile.gettempdir()) / f"{_SHARED}{watched_pid}"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "start.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        state = home / "state.json"
        if state.exists():
            return str(json.loads(state.read_text(encoding="utf-8"))["url"])
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        process = start(home / "node", port=port, watched_pid=watched_pid)
        wait_until_green(url, process, home / "node")
        state.write_text(json.dumps({"url": url, "pid": process.pid}), encoding="utf-8")
        return url


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--home", type=Path, default=HERE.parent.parent / "var" / "elasticsearch")
    options = parser.parse_args()
    if not is_possible():
        print(LEFT_OUT, file=sys.stderr)
        return 2
    try:
        build()
        process = start(options.home.resolve(), port=options.port, watched_pid=os.getpid())
        url = f"http://127.0.0.1:{options.port}"
        wait_until_green(url, process, options.home)
    except ServerFailedError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Elasticsearch answers at {url}; set ELASTICSEARCH_URL={url}. Ctrl-C stops it.", flush=True)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        return process.wait()


if __name__ == "__main__":
    raise SystemExit(main())
