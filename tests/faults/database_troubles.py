#!/usr/bin/env python3
"""What ails a PostgreSQL database, one trouble after the other, while a server works on it: it says
so in /readyz, answers 503 (507 when the disk is full) and acknowledges nothing that is not stored;
when the trouble is over it is ready again by itself. Where the trouble is there at the start, the
server ends with 1 and one line that says why and holds no password.

The full disk is a file system of its own, which only root may mount."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import ledger as book
import postgresql
import work
from depot import DEFAULT_SERVER, Client, Failed, Gone, Server
from power_cut import Disk, require_disk
from trial import Skipped, Trial, main, raise_if

PASSWORD = "hemmelig-ord-1"
OTHER_PASSWORD = "hemmelig-ord-2"
WRONG_PASSWORD = "hemmelig-ord-3"
NOTICED_WITHIN = 10.0
READY_WITHIN = 8.0  # after the end of the trouble
LASTS = 2.0
WORK_BEFORE = 20  # answers to each client
LONGEST_LIVEZ = 1.0
LONGEST_READYZ = 3.0  # a balancer does not wait for long
STARTS_FAIL_WITHIN = 20


class Depot:
    """A database whose owner signs in with a password, and the server's password file."""

    def __init__(self, cluster, folder):
        self.cluster = cluster
        self._passwords = folder / "passwords"
        self._hba = cluster.folder / "data" / "pg_hba.conf"
        self.set_password(PASSWORD, role="create")
        self.write_password(PASSWORD)
        cluster.sql("create database depot owner app")
        self._hba.write_text("local all app scram-sha-256\n" + self._hba.read_text())
        cluster.sql("select pg_reload_conf()")

    @property
    def url(self):
        return self.cluster.url("depot", user="app")

    @property
    def environment(self):
        return {"PGPASSFILE": str(self._passwords)}

    def write_password(self, password):
        """What our server will say."""
        self._passwords.write_text(f"*:*:*:app:{password}\n" if password else "")
        self._passwords.chmod(0o600)

    def set_password(self, password, role="alter"):
        """What the database wants to hear."""
        self.cluster.sql(f"{role} role app login password '{password}'")

    def end_sessions(self):
        self.cluster.sql("select pg_terminate_backend(pid) from pg_stat_activity"
                         " where usename = 'app'")

    def read_only(self, on):
        value = "on" if on else "off"
        self.cluster.sql(f"alter system set default_transaction_read_only = {value}")
        self.cluster.sql("select pg_reload_conf()")

    def rename(self, name, to):
        """As if it were not there. Nobody may be in it meanwhile."""
        self.cluster.sql(f"alter database {name} allow_connections false")
        for _ in range(50):
            self.end_sessions()
            try:
                self.cluster.sql(f"alter database {name} rename to {to}")
                break
            except OSError as error:  # somebody is still leaving
                failure = error
                time.sleep(0.1)
        else:
            raise failure
        self.cluster.sql(f"alter database {to} allow_connections true")


class Watch:
    """Asks /livez and /readyz all the time."""

    def __init__(self, port):
        self.ready = []  # (when, status, checks.database)
        self.wrong = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(port, ask), daemon=True)
                         for ask in (self._ask_livez, self._ask_readyz)]
        for thread in self._threads:
            thread.start()

    def _run(self, port, ask):
        client = None
        while not self._stop.wait(0.05):
            try:
                client = client or Client(port, "", timeout=15)
                ask(client)
            except (Gone, ValueError, KeyError) as error:
                self.wrong.append(f"{ask.__name__}: {type(error).__name__} {error}")
                client = None
        if client:
            client.close()

    def _ask_livez(self, client):
        began = time.monotonic()
        status, text = client.ask("GET", "/livez")
        took = time.monotonic() - began
        if status != 200 or took > LONGEST_LIVEZ:
            self.wrong.append(f"/livez answers {status} after {took:.1f} s: {text[:200]}")

    def _ask_readyz(self, client):
        began = time.monotonic()
        status, text = client.ask("GET", "/readyz")
        took = time.monotonic() - began
        word = json.loads(text)["checks"]["database"]
        self.ready.append((time.monotonic(), status, word))
        if status not in (200, 503) or (status == 200) != (word == "ok") or took > LONGEST_READYZ:
            self.wrong.append(f"/readyz answers {status} after {took:.1f} s: {text[:200]}")

    def wait_for(self, words, within, what):
        """The seconds until /readyz says one of these."""
        began = time.monotonic()
        while time.monotonic() - began < within:
            if self.ready and self.ready[-1][0] > began and self.ready[-1][2] in words:
                return self.ready[-1][0] - began
            time.sleep(0.02)
        raise Failed(f"{what}: /readyz does not say {'/'.join(words)} within {within} s, but "
                     f"{[word for _, _, word in self.ready[-5:]]}")

    def end(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(20)


class Troubled:
    """A server and its clients, who live through one trouble after the other."""

    def __init__(self, options, depot, folder, name, seed):
        self._only = options.only
        self._log = folder / f"{name}.log"
        self.server = Server(options.server, depot.url, self._log, depot.environment)
        os.environ.update(depot.environment)  # for the commands that make a token
        self.trial = Trial(self.server, folder / f"{name}.jsonl", seed)
        self.server.start()
        self.lines = []

    def live_through(self, what, begin, word, end, nothing_stored=True, lasts=LASTS,
                     between=frozenset()):
        """word: what /readyz says; None when it may say whatever it wants. between: what it may say
        now and then beside it. nothing_stored: no request at all may be answered but with a
        failure."""
        if self._only not in what:
            return
        before = [len(worker.failures) for worker in self.trial.workers]
        stop = threading.Event()
        watch = Watch(self.server.port)
        threads = work.start(self.trial.workers, self.server.port, self.trial.token, stop)
        try:
            self._wait_for_answers(what, often=WORK_BEFORE)
            begin()
            noticed = watch.wait_for([word], NOTICED_WITHIN, what) if word else 0.0
            time.sleep(0.5)  # what was under way is answered
            entries = len(self.trial.ledger.entries)
            seen = len(watch.ready)
            time.sleep(lasts)
            during = self.trial.ledger.entries[entries:]
            words = {ready[2] for ready in watch.ready[seen:]}
            end()
            back = watch.wait_for(["ok"], READY_WITHIN, f"after {what}")
            self._wait_for_answers(f"after {what}")
        finally:
            stop.set()
            work.join(threads)
            watch.end()
        raise_if([f"{what}: {text}" for text in watch.wrong])
        if word and words - between != {word}:
            raise Failed(f"{what}: /readyz says {'/'.join(sorted(words)) or 'nothing'}, not {word}")
        answered = [entry for entry in during if entry["state"] != book.UNKNOWN]
        if nothing_stored and answered:
            raise Failed(f"{what}: {len(answered)} requests are answered, for example "
                         f"{answered[0]['status']}: {answered[0]['answer'][:300]}")
        failures = [failure for worker, first in zip(self.trial.workers, before)
                    for failure in worker.failures[first:]]
        self._judge(what, word, failures)
        raise_if(self.trial.check_round())
        longest = max((failure.ended - failure.began for failure in failures), default=0.0)
        self.lines.append(f"{what}: {word or 'ok'} after {noticed:.1f} s, {len(failures)} requests "
                          f"failed (longest {longest:.1f} s), ready again after {back:.1f} s")
        print(self.lines[-1], flush=True)

    def _wait_for_answers(self, what, often=1):
        """Until each client has been answered so often."""
        workers = self.trial.workers
        wanted = [worker.answered + often for worker in workers]
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until:
            if all(worker.answered >= least for worker, least in zip(workers, wanted)):
                return
            time.sleep(0.02)
        raise Failed(f"{what}: not every client is answered {often} times within {READY_WITHIN} s")

    def _judge(self, what, word, failures):
        # Before it falls a server may still say that it is full.
        allowed = (503, 507) if what.startswith("disk full") else (503,)
        raise_if([f"{what}: {failure.kind} gets {failure.status or 'no answer'} after "
                  f"{failure.ended - failure.began:.1f} s: {failure.text[:300]}"
                  for failure in failures if failure.status not in allowed])
        if word == "full" and not any(failure.status == 507 for failure in failures):
            raise Failed(f"{what}: nobody is told that the disk is full")

    def finish(self):
        if not self.lines:
            return
        raise_if(self.trial.check_all())
        self.trial.prove_checker()
        self.server.verify()
        must_be_secret(self._log.read_text(errors="replace"))

    def end(self):
        self.server.kill()


def must_be_secret(text):
    if any(word in text for word in (PASSWORD, OTHER_PASSWORD, WRONG_PASSWORD)):
        raise Failed(f"a password is shown: {text[-500:]}")


# ---- at the start ------------------------------------------------------------------------------


def must_not_start(options, depot, what, told, url=None, environment=None):
    """The server ends with 1, and says why in one line; told: words of it."""
    words = [str(options.server), "serve", "--listen", "127.0.0.1:0"]
    if not environment:
        words += ["--database", url or depot.url]
    surroundings = dict(os.environ, **depot.environment, **(environment or {}))
    try:
        done = subprocess.run(words, env=surroundings, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL,
                              timeout=STARTS_FAIL_WITHIN, check=False)
    except subprocess.TimeoutExpired as late:
        raise Failed(f"{what}: the server starts, or does not end: {late.stderr}") from late
    said = done.stdout + done.stderr
    must_be_secret(said)
    lines = done.stderr.splitlines()
    if done.returncode != 1 or len(lines) != 1 or told not in lines[0]:
        raise Failed(f"{what}: the server ends with {done.returncode} and says {said!r}")
    print(f"{what}: {lines[0]}", flush=True)


def start_in_trouble(options, depot):
    depot.write_password(WRONG_PASSWORD)
    must_not_start(options, depot, "wrong password", "password authentication failed")
    depot.write_password(None)
    must_not_start(options, depot, "no password", "no password supplied")
    depot.write_password(PASSWORD)
    must_not_start(options, depot, "wrong database name", "does not exist",
                   depot.cluster.url("depoet", user="app"))
    depot.read_only(True)
    must_not_start(options, depot, "read-only server", "read-only")
    depot.read_only(False)
    depot.cluster.stop("immediate")
    must_not_start(options, depot, "server gone", "cannot open the database")
    depot.cluster.start()


def start_with_bad_urls(options, depot):
    """A URL with a password that was not written as a URL wants it must not be shown."""
    where = f"localhost/depot?host={depot.cluster.folder}&user=app"
    for what, url in (
            ("a password with an at sign", f"postgresql://app:a@b:{PASSWORD}@{where}"),
            ("a password with a per cent sign", f"postgresql://app:100%{PASSWORD}@{where}"),
            ("a password that is wrong", f"postgresql://app:{WRONG_PASSWORD}@/depot?host="
                                         f"{depot.cluster.folder}&port={depot.cluster.port}"),
            ("a password in a wrong option", f"postgresql://{where}&passwort={PASSWORD}")):
        must_not_start(options, depot, what, "database",
                       environment={"KORTTIDSLAGER_DATABASE": url})


# ---- while it runs -----------------------------------------------------------------------------


def run_troubles(options, folder, seed):
    cluster = postgresql.Cluster(durable=True)
    troubled = None
    stop_killing = threading.Event()
    try:
        cluster.start()
        depot = Depot(cluster, folder)
        if not options.only:
            start_in_trouble(options, depot)
            start_with_bad_urls(options, depot)
        troubled = Troubled(options, depot, folder, "troubled", seed)

        def change_password():
            depot.set_password(OTHER_PASSWORD)
            depot.end_sessions()

        def go_read_only():
            depot.read_only(True)
            depot.end_sessions()

        def forget_password():
            depot.write_password(None)
            depot.end_sessions()

        def recall_password():
            depot.set_password(PASSWORD)
            depot.write_password(PASSWORD)

        def kill_sessions():
            def run():
                while not stop_killing.wait(0.2):
                    depot.end_sessions()
            threading.Thread(target=run, daemon=True).start()

        troubled.live_through("server gone", lambda: cluster.stop("immediate"), "unreachable",
                              cluster.start)
        troubled.live_through("server gone for long", cluster.stop, "unreachable", cluster.start,
                              lasts=8.0)
        troubled.live_through("server read-only", go_read_only, "read_only",
                              lambda: depot.read_only(False))
        # A repeat and a refusal write nothing, and may be answered.
        troubled.live_through("server read-only, same sessions", lambda: depot.read_only(True),
                              "read_only", lambda: depot.read_only(False), nothing_stored=False)
        troubled.live_through("database gone", lambda: depot.rename("depot", "elsewhere"),
                              "no_database", lambda: depot.rename("elsewhere", "depot"))
        troubled.live_through("password changed", change_password, "signed_out",
                              lambda: depot.write_password(OTHER_PASSWORD))
        troubled.live_through("password forgotten", forget_password, "signed_out", recall_password)
        troubled.live_through("sessions killed", kill_sessions, None, stop_killing.set,
                              nothing_stored=False, lasts=4.0)
        troubled.finish()
        return troubled
    finally:
        stop_killing.set()
        if troubled:
            troubled.end()
        cluster.remove()


def run_full_disk(options, folder, seed):
    require_disk(folder)
    disk = Disk(folder, "disk")
    cluster = troubled = None
    try:
        disk.mount()
        os.chmod(folder, 0o755)  # the user of the database comes through it
        cluster = postgresql.Cluster(Path(tempfile.mkdtemp(dir=disk.mount_point)))
        cluster.start()
        depot = Depot(cluster, folder)
        troubled = Troubled(options, depot, folder, "full", seed)
        filling = disk.mount_point / "filling"

        def fill():
            # What is written ahead has room, or the database itself falls.
            cluster.sql("select pg_switch_wal()")
            cluster.sql("create table room (x int); drop table room")
            with open(filling, "wb") as file:
                try:
                    while True:
                        file.write(b"x" * 65536)
                        file.flush()
                except OSError:
                    pass

        # A change that finds its place in a page that is there already is stored, and said to be.
        troubled.live_through("disk full", fill, "full", filling.unlink, nothing_stored=False,
                              between={"ok"})

        def fill_and_fall():
            fill()
            cluster.stop("immediate")

        def rise():
            filling.unlink()
            cluster.start()

        troubled.live_through("disk full, server fallen", fill_and_fall, "unreachable", rise)
        troubled.finish()
        return troubled
    finally:
        if troubled:
            troubled.end()
        if cluster:
            cluster.remove()
        disk.remove()


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", type=Path, default=DEFAULT_SERVER)
    parser.add_argument("--seed", type=int, default=None, help="of the work")
    parser.add_argument("--only", default="", metavar="WORDS",
                        help="of what happens while it runs: what these words stand in")
    return parser.parse_args()


def run(folder):
    options = parse()
    if postgresql.programs() is None:
        raise Skipped("PostgreSQL is not installed")
    seed = options.seed if options.seed is not None else time.time_ns() % 1_000_000
    print(f"seed {seed}", flush=True)
    troubled = [run_troubles(options, folder, seed)]
    skipped = ""
    try:
        troubled.append(run_full_disk(options, folder, seed))
    except Skipped as reason:
        skipped = f" (no full disk: {reason})"
    lived = sum(len(one.lines) for one in troubled)
    counts = "; ".join(one.trial.counts() for one in troubled if one.lines)
    return f"{lived} troubles lived through{skipped}: {counts}"


if __name__ == "__main__":
    sys.exit(main(run))
