#!/usr/bin/env python
"""Django's command line. Starts the embedded database first, when it is the chosen one and a command may need it."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipmarket.settings.dev")
    from django.core.management import execute_from_command_line

    from ipmarket.kernel import embedded_postgres

    # These never open a connection; starting a server for them would only cost time.
    if len(sys.argv) > 1 and sys.argv[1] not in {"help", "version", "--version", "--help", "classify", "search_run"}:
        embedded_postgres.ensure_running()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
