#!/usr/bin/env python3
"""A PostgreSQL server of our own, in a temporary folder, on a socket there: nothing of the system is
touched, and nothing is left.

As a program: postgresql.py [--durable FOLDER] COMMAND … runs the command with KL_TEST_SERVER naming
such a server, its programs in PATH; durable: with fsync, on the disk of that folder."""

import glob
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

USER = "kl"


def programs():
    """The folder of initdb and pg_ctl of the newest version that is installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"),
                   key=lambda path: int(path.split("/")[4]))
    return Path(found[-1]).parent if found else None


def unprivileged():
    """What a command must stand behind: the server does not run as root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


class Cluster:
    """Made, started, stopped, killed and started again. `durable`: with fsync, on a real disk."""

    def __init__(self, folder=None, durable=False, port=5432, listen="", settings=()):
        memory = "/dev/shm" if not durable and os.path.isdir("/dev/shm") else None
        self._own = folder is None
        self.folder = Path(folder or tempfile.mkdtemp(prefix="kl-postgresql-", dir=memory))
        self.folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        os.chmod(self.folder, 0o755)
        self.port = port
        self._options = {"unix_socket_directories": str(self.folder), "listen_addresses": listen,
                         "port": str(port), "max_connections": "300",
                         "fsync": "on" if durable else "off", **dict(settings)}
        self._call("initdb", "-D", self._data, "-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8",
                   "--locale=C")

    @property
    def _data(self):
        return str(self.folder / "data")

    def _call(self, program, *words, check=True):
        with open(self.folder / "commands.log", "ab") as log:
            done = subprocess.run([*unprivileged(), str(programs() / program), *words],
                                  stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                  cwd=self.folder, check=False)
        if check and done.returncode != 0:
            raise OSError(f"{program} ends with {done.returncode}: "
                          f"{(self.folder / 'commands.log').read_text()[-2000:]}")

    def start(self):
        options = " ".join(f"-c {name}='{value}'" for name, value in self._options.items())
        self._call("pg_ctl", "-D", self._data, "-w", "-l", str(self.folder / "server.log"),
                   "-o", options, "start")

    def stop(self, how="fast"):
        """how: fast, or immediate: as a crash, its sessions cut off."""
        self._call("pg_ctl", "-D", self._data, "-w", "-m", how, "stop", check=False)

    def url(self, database="postgres", user=USER, more=""):
        return f"postgresql:///{database}?host={self.folder}&port={self.port}&user={user}{more}"

    def sql(self, text, database="postgres"):
        """The rows, as psql prints them bare."""
        done = subprocess.run(["psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-d",
                               self.url(database), "-c", text], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise OSError(done.stderr)
        return done.stdout.strip()

    def remove(self):
        self.stop("immediate")
        if self._own:
            shutil.rmtree(self.folder, ignore_errors=True)


def main():
    if programs() is None:
        print("skipped: PostgreSQL is not installed")
        return 77
    command, folder = sys.argv[1:], None
    if command[:1] == ["--durable"]:
        folder = tempfile.mkdtemp(prefix="kl-postgresql-", dir=os.path.abspath(command[1]))
        command = command[2:]
    cluster = Cluster(folder, durable=folder is not None)
    try:
        cluster.start()
        environment = dict(os.environ, KL_TEST_SERVER=cluster.url(),
                           STATE_DIRECTORY=str(Path(cluster.folder) / "host"),
                           PATH=f"{programs()}:{os.environ['PATH']}")
        done = subprocess.run(command, env=environment, check=False)
        return done.returncode
    finally:
        cluster.remove()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
