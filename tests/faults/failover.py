#!/usr/bin/env python3
"""A PostgreSQL cluster whose primary is killed and cut off under load: nothing acknowledged is lost,
and writes are back in seconds.

One monitor and three nodes of pg_auto_failover, each in a network namespace of its own; our server
and its clients in another. A kill is kill -9 of all that runs on the primary. A cut is the primary's
cable: it runs on, and so does a second server of ours beside it, with clients that see nobody else.

Needs root, iproute2, pg-auto-failover-cli and postgresql-15-auto-failover."""

import argparse
import random
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import ledger as book
import nodes
import work
from depot import DEFAULT_SERVER, Failed, Server
from trial import Skipped, Trial, main, raise_if

AFTER_A_KILL = 20  # s until writes are back, at most
AFTER_A_CUT = 30
REJOINED = 120  # s
GIVEN_UP = 90  # s: when they are not back, it is said how late
CUT_OFF = 2  # clients on the primary's side of a cut


def parse():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--cuts", type=int, default=2)
    parser.add_argument("--server", type=Path, default=DEFAULT_SERVER)
    parser.add_argument("--seed", type=int, default=None, help="of the work and the moments")
    return parser.parse_args()


class Failover:
    """The cluster, our server in front of it, and its clients."""

    def __init__(self, options, seed, folder, cluster):
        self._options = options
        self._folder = folder
        self._cluster = cluster
        self._random = random.Random(seed)
        self.server = Server(options.server, nodes.url(), folder / "server.log")
        self.trial = Trial(self.server, folder / "ledger.jsonl", seed)
        self.outages = []
        self.rejoins = []

    def kill(self):
        primary = self._cluster.primary()
        workers = self.trial.workers
        with self._at_work(workers, self.server):
            since = self._strike(lambda: self._cluster.kill_node(primary))
            self._await_writes(workers, since, f"{primary} killed", AFTER_A_KILL)
            self._cluster.start_node(primary)
            self._await_cluster(primary)
        raise_if(self.trial.check_round(verify=True))

    def cut(self):
        primary = self._cluster.primary()
        alone, others = self.trial.workers[:CUT_OFF], self.trial.workers[CUT_OFF:]
        beside = Server(self._options.server, nodes.url_beside(primary),
                        self._folder / "beside.log")
        try:
            beside.start()
            with self._at_work(alone, beside), self._at_work(others, self.server):
                since = self._strike(lambda: self._cluster.cut(primary))
                self._await_writes(others, since, f"{primary} cut off", AFTER_A_CUT)
                time.sleep(self._random.uniform(1, 5))
                self._cluster.heal(primary)
                self._await_cluster(primary)
        finally:
            beside.kill()
        length, _ = since
        names = {worker.name for worker in alone}
        if not any(entry["by"] in names for entry in self.trial.ledger.entries[length:]):
            raise Failed(f"nobody asked {primary} while it was cut off")
        stored = self._stored(alone, since)
        if stored:
            raise Failed(f"{primary}, cut off, acknowledges {len(stored)} requests, the first: "
                         f"{stored[0]}")
        raise_if(self.trial.check_round(verify=True))

    @contextmanager
    def _at_work(self, workers, server):
        stop = threading.Event()
        threads = work.start_on(workers, server.port, self.trial.token, stop)
        try:
            yield
        finally:
            stop.set()
        work.join(threads)

    def _strike(self, fault):
        """After some work. How long the ledger was then, and when the fault was complete."""
        time.sleep(self._random.uniform(1, 3))
        length = len(self.trial.ledger.entries)
        fault()
        return length, time.monotonic()

    def _stored(self, workers, since):
        """What these were told to be stored, of what was sent since then and is new."""
        length, moment = since
        entries = self.trial.ledger.entries[:]
        before = {entry["op"] for entry in entries[:length] if entry["state"] == book.OK}
        names = {worker.name for worker in workers}
        return [entry for entry in entries[length:]
                if entry["by"] in names and entry["state"] == book.OK and entry["sent"] > moment
                and entry["op"] not in before]

    def _await_writes(self, workers, since, what, at_most):
        _, moment = since
        while time.monotonic() - moment < GIVEN_UP:
            stored = self._stored(workers, since)
            if stored:
                break
            time.sleep(0.1)
        else:
            raise Failed(f"{what}: no writes after {GIVEN_UP} s; {self._cluster.states()}")
        outage = stored[0]["told"] - moment
        self.outages.append(outage)
        print(f"{what}: writes after {outage:.1f} s", flush=True)
        if outage > at_most:
            raise Failed(f"{what}: writes after {outage:.1f} s, not {at_most}")

    def _await_cluster(self, name):
        """Until that node is a standby; then some more work."""
        took = self._cluster.wait_until_whole(REJOINED)
        if self._cluster.states()[name] != "secondary":
            raise Failed(f"{name} is no standby: {self._cluster.states()}")
        self.rejoins.append(took)
        print(f"{name} is a standby again after {took:.1f} s", flush=True)
        time.sleep(self._random.uniform(1, 3))


def require_cluster():
    reason = nodes.missing()
    if reason:
        raise Skipped(reason)
    try:
        nodes.enter_namespaces()
    except OSError as error:
        raise Skipped(f"no network namespaces here: {error}") from error


def seconds(times):
    return "/".join(f"{time:.1f}" for time in times)


def run(folder):
    options = parse()
    seed = options.seed if options.seed is not None else time.time_ns() % 1_000_000
    require_cluster()
    print(f"{options.kills} kills, {options.cuts} cuts, seed {seed}", flush=True)
    began = time.monotonic()
    cluster = nodes.Cluster(folder)
    failover = None
    try:
        cluster.start()
        print(f"three nodes after {time.monotonic() - began:.0f} s", flush=True)
        failover = Failover(options, seed, folder, cluster)
        trial = failover.trial
        failover.server.start()
        for _ in range(options.kills):
            failover.kill()
        for _ in range(options.cuts):
            failover.cut()
        raise_if(trial.check_all())
        trial.prove_checker()
        failover.server.kill()
        failover.server.verify()
    finally:
        if failover is not None:
            failover.server.kill()
        cluster.remove()
    return (f"{options.kills} kills, {options.cuts} cuts: writes after {seconds(failover.outages)} s,"
            f" a standby again after {seconds(failover.rejoins)} s; {trial.counts()}")


if __name__ == "__main__":
    sys.exit(main(run))
