"""How deep the long suites go: quick on every run, in full behind `make soak`."""

import os

IS_SOAK = bool(os.environ.get("IPMARKET_SOAK"))


def examples(*, quick: int, full: int) -> int:
    """Number of examples or steps: `quick` in `make test`, `full` in `make soak`."""
    return full if IS_SOAK else quick


def size(name: str, otherwise: int) -> int:
    """A size that a benchmark may ask for by an environment variable."""
    return int(os.environ.get(name) or otherwise)
