#!/bin/sh
# Builds what is missing and serves a genuine Elasticsearch on 127.0.0.1:9200 until it is interrupted. Options are those of server.py.
here=$(dirname "$0")
python="$here/../../.venv/bin/python"
[ -x "$python" ] || python=python3
exec "$python" "$here/server.py" "$@"
