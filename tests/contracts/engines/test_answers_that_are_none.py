"""A server that refuses, hangs, or answers with something else is an engine that is away: nothing else is raised, and soon."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

import pytest

from infra.elasticsearch.server import free_port
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.port import EngineUnavailableError, Query, Write
from search.engines.tantivy import TantivyEngine

_GARBAGE = [
    (200, b"", "application/json"),
    (200, b"<html>proxy</html>", "text/html"),
    (200, b"{", "application/json"),
    (200, b"[]", "application/json"),
    (200, b"{}", "application/json"),
    (200, b'{"hits": null, "timed_out": false, "_shards": {"failed": 0}}', "application/json"),
    (200, b'{"hits": {"hits": [], "total": {"value": 0}}, "timed_out": true, "_shards": {"failed": 0}}', "application/json"),
    (404, b"", "application/json"),
    (429, b"{}", "application/json"),
    (500, b"oops", "text/plain"),
    (503, b"{}", "application/json"),
]


@pytest.fixture
def double() -> Iterator[tuple[str, dict[str, object]]]:
    """A server whose answer the test sets."""
    behaviour: dict[str, object] = {"answer": _GARBAGE[0], "seconds": 0.0}
    released = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            status, body, kind = cast("tuple[int, bytes, str]", behaviour["answer"])
            if behaviour["seconds"]:
                released.wait(float(str(behaviour["seconds"])))
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("X-Elastic-Product", "Elasticsearch")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def __getattr__(self, name: str) -> object:
            if name.startswith("do_"):
                return self._answer
            raise AttributeError(name)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", behaviour
    released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("answer", _GARBAGE)
def test_garbage(double: tuple[str, dict[str, object]], answer: tuple[int, bytes, str]) -> None:
    url, behaviour = double
    behaviour["answer"] = answer
    engine = ElasticsearchEngine(url)
    for call in (
        lambda: engine.search("public", Query()),
        lambda: engine.frequencies("public", [("text", "a")]),
        lambda: engine.write("public", "1", [Write("a", 1, {"text": "a"})]),
        lambda: list(engine.entries("public", "1")),
    ):
        with pytest.raises(EngineUnavailableError):
            call()
    assert not engine.health().is_up


def test_a_server_that_hangs(double: tuple[str, dict[str, object]]) -> None:
    url, behaviour = double
    behaviour["seconds"] = 30.0
    begun = time.perf_counter()
    with pytest.raises(EngineUnavailableError):
        ElasticsearchEngine(url).search("public", Query())
    assert time.perf_counter() - begun < 3


def test_nobody_listens() -> None:
    engine = ElasticsearchEngine(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(EngineUnavailableError):
        engine.search("public", Query())
    assert not engine.health().is_up


def test_broken_folders(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path)
    (tmp_path / "public").mkdir()
    for content in ("", "{", "[]", "{}", '{"generation": "missing"}', '{"generation": 5}'):
        (tmp_path / "public" / "serving.json").write_text(content, encoding="utf-8")
        with pytest.raises(EngineUnavailableError):
            engine.search("public", Query())
