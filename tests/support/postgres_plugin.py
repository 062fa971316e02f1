"""A pytest plugin, named in pyproject.toml: the embedded database must listen before Django's settings are read."""

from ipmarket.kernel import embedded_postgres

embedded_postgres.ensure_running()
