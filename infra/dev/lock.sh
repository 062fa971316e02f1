#!/usr/bin/env bash
# Resolves the Python dependencies for every platform and writes them with hashes and without addresses.
set -euo pipefail
cd "$(dirname "$0")/../.."
uv=$(command -v uv || echo .venv/bin/uv)
common=(--universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet)
"$uv" pip compile pyproject.toml "${common[@]}" -o requirements/runtime.txt "$@"
"$uv" pip compile pyproject.toml --group train --group dev -c requirements/runtime.txt "${common[@]}" -o requirements/dev.txt "$@"
