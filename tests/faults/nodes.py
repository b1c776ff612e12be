"""A pg_auto_failover cluster of one monitor and three nodes, each in a network namespace of its own
on a bridge. This process goes into namespaces of its own first, so that nothing of the system is
touched, and what is made here is gone with the last process in it."""

import ctypes
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import postgresql
from depot import Failed

USER = "kl"
DATABASE = "postgres"  # pg_rewind may connect to this one alone
MONITOR = "mon"
NODES = ("n1", "n2", "n3")
NUMBERS = {name: number for number, name in enumerate((MONITOR, *NODES))}
HUB = "hub"
DATA = Path("/run/kl")  # in memory
SOCKETS = "/run/postgresql"  # not of the network: reaches a node that is cut off, too

CLONE_NEWNS = 0x00020000
CLONE_NEWIPC = 0x08000000
CLONE_NEWNET = 0x40000000

# Half a minute, by default, until a node counts as dead. (Milliseconds.)
MONITOR_SETTINGS = {
    "health_check_period": 1000,
    "health_check_timeout": 2000,
    "health_check_max_retries": 2,
    "health_check_retry_delay": 500,
    "node_considered_unhealthy_timeout": 5000,
    "primary_demote_timeout": 5000,
    "startup_grace_period": 2000,
}
PARTITION_TIMEOUT = 5  # s, after which a primary that sees nobody stops by itself
# A standby that cannot rewind is copied, which begins with a checkpoint: not one that takes minutes.
NODE_SETTINGS = {"checkpoint_timeout": "30s", "checkpoint_completion_target": "0.1"}


def missing():
    """Why there can be no cluster here; None when there can."""
    if os.geteuid() != 0:
        return "only root may make network namespaces"
    for program, package in (("ip", "iproute2"), ("nsenter", "util-linux"),
                             ("setpriv", "util-linux"), ("psql", "postgresql-client-15"),
                             ("pg_autoctl", "pg-auto-failover-cli")):
        if shutil.which(program) is None:
            return f"no {program} ({package})"
    if programs() is None:
        return "no extension pgautofailover (postgresql-15-auto-failover)"
    return None


def programs():
    """The folder of PostgreSQL's programs, of the newest version with the monitor's extension."""
    found = [version for version in Path("/usr/lib/postgresql").glob("*")
             if (version / "lib/pgautofailover.so").exists() and (version / "bin/pg_ctl").exists()]
    return max(found, key=lambda path: int(path.name)) / "bin" if found else None


def enter_namespaces():
    """OSError where this is not allowed. Before any thread is started."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    call("mount", "--make-rprivate", "/")
    for memory in ("/run", "/dev/shm"):
        call("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", memory)
    for folder in ("/run/netns", SOCKETS, str(DATA)):
        os.mkdir(folder)
    for folder in (SOCKETS, str(DATA)):
        shutil.chown(folder, "postgres")
    # The bridge, the clients and the nodes.
    call("ip", "link", "set", "lo", "up")
    call("ip", "netns", "add", HUB)
    call("ip", "-n", HUB, "link", "add", "bridge", "type", "bridge")
    call("ip", "-n", HUB, "link", "set", "bridge", "up")
    plug_in("clients", str(os.getpid()), ("ip",), "10.77.0.1/24")
    for name in NUMBERS:
        call("ip", "netns", "add", name)
        call("ip", "-n", name, "link", "set", "lo", "up")
        plug_in(name, name, ("ip", "-n", name), f"{address(name)}/24")


def plug_in(cable, where, ip, with_address):
    """A cable from the bridge to a namespace; its end at the bridge has the name."""
    call("ip", "-n", HUB, "link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", where)
    call("ip", "-n", HUB, "link", "set", cable, "master", "bridge", "up")
    call(*ip, "address", "add", with_address, "dev", "eth0")
    call(*ip, "link", "set", "eth0", "up")


def address(name):
    return f"10.77.0.{10 + NUMBERS[name]}"


def port(name):
    """One for each: all have their sockets in one folder."""
    return 6000 + NUMBERS[name]


def call(*words, **more):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, timeout=120, **more)
    if done.returncode != 0:
        raise OSError(f"{' '.join(words)}: {done.stdout.strip()[-2000:]}")
    return done.stdout


def url():
    """All nodes; libpq finds the one that takes writes."""
    hosts = ",".join(f"{address(name)}:{port(name)}" for name in NODES)
    return f"postgresql://{USER}@{hosts}/{DATABASE}"


def url_beside(name):
    """That node alone, past the network."""
    return f"postgresql:///{DATABASE}?host={SOCKETS}&port={port(name)}&user={USER}"


class Cluster:
    """In the namespaces of this process."""

    def __init__(self, logs):
        self._logs = logs
        self._keepers = {}

    def start(self):
        """Makes everything; it takes writes when this returns, and is whole."""
        self._autoctl(MONITOR, "create", "monitor", "--hostname", address(MONITOR),
                      "--pgport", str(port(MONITOR)), "--auth", "trust", "--no-ssl")
        self._configure(MONITOR, {f"pgautofailover.{name}": value
                                  for name, value in MONITOR_SETTINGS.items()})
        self.start_node(MONITOR)
        self._wait("the monitor", 30, lambda: self._ask("select 1"))
        for name in NODES:
            self._autoctl(
                name, "create", "postgres", "--name", name, "--hostname", address(name),
                "--pgport", str(port(name)), "--dbname", DATABASE, "--username", USER,
                "--monitor", f"postgres://autoctl_node@{address(MONITOR)}:{port(MONITOR)}/"
                "pg_auto_failover", "--auth", "trust", "--pg-hba-lan", "--no-ssl")
            self._autoctl(name, "config", "set", "timeout.network_partition_timeout",
                          str(PARTITION_TIMEOUT))
            if name == NODES[0]:  # of which the others are copies
                self._configure(name, NODE_SETTINGS)
            self.start_node(name)
            # One after the other: the first one is the primary.
            self._wait(name, 60, lambda: self.states().get(name, "")
                       in ("single", "secondary"))
        self.wait_until_whole(60)
        if self._ask("select number_sync_standbys from pgautofailover.formation") != "1":
            raise Failed("a commit does not wait for a standby")

    def start_node(self, name):
        """The keeper, which starts its PostgreSQL."""
        with open(self._logs / f"{name}.log", "ab") as log:
            self._keepers[name] = subprocess.Popen(
                self._words(name, "run"), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                cwd="/")

    def kill_node(self, name):
        """kill -9 of everything in its namespace."""
        for _ in range(100):
            processes = call("ip", "netns", "pids", name).split()
            if not processes:
                break
            for process in processes:
                try:
                    os.kill(int(process), signal.SIGKILL)
                except ProcessLookupError:
                    pass
        else:
            raise Failed(f"{name} does not die")
        if name in self._keepers:
            self._keepers.pop(name).wait()

    def cut(self, name):
        """Pulls its cable out, at the bridge."""
        call("ip", "-n", HUB, "link", "set", name, "down")

    def heal(self, name):
        call("ip", "-n", HUB, "link", "set", name, "up")

    def states(self):
        """What each node reports, if it is what it is meant to be."""
        rows = self._ask("select nodename, reportedstate, goalstate from pgautofailover.node")
        fields = [row.split("|") for row in rows.split("\n") if row]
        return {name: state if state == goal else f"{state}, to be {goal}"
                for name, state, goal in fields}

    def primary(self):
        return next(name for name, state in self.states().items() if state == "primary")

    def wait_until_whole(self, within):
        """A primary and two standbys in step with it; the seconds that took."""
        return self._wait("the cluster", within, lambda: sorted(self.states().values())
                          == ["primary", "secondary", "secondary"])

    def _wait(self, what, within, is_there):
        began = time.monotonic()
        while time.monotonic() - began < within:
            try:
                if is_there():
                    return time.monotonic() - began
            except OSError:
                pass
            time.sleep(0.2)
        try:
            states = self.states()
        except OSError as error:
            states = error
        raise Failed(f"{what} is not ready after {within} s: {states}")

    @staticmethod
    def _ask(sql):
        return call("psql", "-XAtq", "-h", SOCKETS, "-p", str(port(MONITOR)), "-U", "postgres",
                    "-d", "pg_auto_failover", "-c", sql, cwd="/").strip()

    @staticmethod
    def _words(name, *words):
        folder = DATA / name
        places = [f"{place}={folder}" for place in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                                                    "XDG_RUNTIME_DIR")]
        return ["nsenter", f"--net=/run/netns/{name}", *postgresql.unprivileged(), "env", *places,
                f"PATH={programs()}:{os.environ['PATH']}", "pg_autoctl", *words,
                "--pgdata", str(folder / "data")]

    @staticmethod
    def _configure(name, settings):
        with open(DATA / name / "data/postgresql.conf", "a", encoding="ascii") as conf:
            for setting, value in settings.items():
                conf.write(f"{setting} = {value}\n")

    def _autoctl(self, name, *words):
        folder = DATA / name
        folder.mkdir(exist_ok=True)
        shutil.chown(folder, "postgres")
        output = call(*self._words(name, *words), stdin=subprocess.DEVNULL, cwd="/")
        with open(self._logs / f"{name}.log", "a", encoding="utf-8") as log:
            log.write(output)

    def remove(self):
        """Keeps what the servers wrote into their logs. All else is gone with this process."""
        for name in NUMBERS:
            self.kill_node(name)
        for name in NUMBERS:
            for number, log in enumerate(sorted((DATA / name / "data/log").glob("*.log"))):
                shutil.copy(log, self._logs / f"{name}-postgresql-{number}.log")
