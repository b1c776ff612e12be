#!/usr/bin/env python3
"""kill -9 of the scanner alone, and power cuts under its outbox: no acknowledged scan is lost, none is
sent twice. Without fsync the same power cut must lose something.

The power cuts need root, loop devices and mkfs.ext4."""

import argparse
import random
import shutil
import sys
import threading
import time
from pathlib import Path

from depot import DEFAULT_SERVER, Failed, Gone, Server
from desk import DEFAULT_SCANNER, Scanner, compare, prepare, prove, stored_scans
from power_cut import CONTROL_TRIES, ON_A_DEAD_DISK, WHILE_IT_DIES, Disk, require_disk
from trial import Skipped, main, raise_if

AIDS = 20


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--cuts", type=int, default=0)
    parser.add_argument("--server", type=Path, default=DEFAULT_SERVER)
    parser.add_argument("--scanner", type=Path, default=DEFAULT_SCANNER)
    parser.add_argument("--seed", type=int, default=None, help="of the moments")
    return parser.parse_args()


class Depot:
    """A server and what scanners were told of it."""

    def __init__(self, options, folder, seed):
        self._options = options
        self.folder = folder
        self._database = folder / "depot.db"
        self.server = Server(options.server, self._database, folder / "server.log")
        _, self.token_file, self._codes, _ = prepare(self.server, folder, AIDS)
        self.acknowledged = []
        self._random = random.Random(seed)

    def scanner(self, outbox, environment=None):
        return Scanner(self._options.scanner, outbox, self.token_file, self.folder / "scanner.log",
                       environment)

    def work_until(self, scanner, strike):
        """Scans as fast as they are answered, until strike() ends it at a random moment; when each
        answer came that says the scan is kept. Only those before the strike are owed."""
        acknowledged = []

        def work():
            try:
                scanner.say("%TELL")
                for number in range(1_000_000):
                    answer = scanner.say(self._codes[number % AIDS])
                    if answer["scan"] and answer["kind"] != "failed":
                        acknowledged.append((time.monotonic(), answer["scan"]))
            except Gone:
                return

        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(self._random.uniform(0.05, 0.3))
        struck = time.monotonic()
        strike()
        thread.join()
        self.acknowledged += [scan for when, scan in acknowledged if when < struck]
        return [when for when, _ in acknowledged]

    def toggle_server(self):
        """Now with the server, now without."""
        if self._random.random() < 0.5:
            self.server.kill()
        elif self.server.ended_with() is None:
            self.server.kill()
            self.server.start()

    def lost(self):
        """After everything has been sent: what is not as acknowledged."""
        self.server.kill()
        stored = stored_scans(self._database)
        violations = compare(self.acknowledged, stored)
        if not violations:
            prove(self.acknowledged, stored)
            self.server.verify()
        return violations


def must_be_killed(scanner):
    if not scanner.kill():
        raise Failed("the scanner ended by itself")


def kills(options, folder, seed):
    depot = Depot(options, folder, seed)
    scanner = depot.scanner(folder / "outbox")
    try:
        for _ in range(options.kills):
            depot.toggle_server()
            scanner.start(depot.server.port)
            depot.work_until(scanner, lambda: must_be_killed(scanner))
        depot.server.kill()
        depot.server.start()
        scanner.drain(depot.server.port, 60)
        raise_if(depot.lost())
    finally:
        scanner.kill()
        depot.server.kill()
    return f"{options.kills} kills: {len(depot.acknowledged)} acknowledged, none lost, none twice"


def cuts(options, folder, seed, how_many, environment=None):
    """What was lost; the server is away all the while, so that the outbox alone keeps the scans."""
    disk = Disk(folder, "disk")
    depot = None
    scanner = None
    try:
        disk.mount()
        depot = Depot(options, folder, seed)
        depot.server.kill()
        scanner = depot.scanner(disk.mount_point / "outbox", environment)
        for _ in range(how_many):
            scanner.start(depot.server.port)

            dead = []

            def strike():
                disk.cut()
                dead.append(time.monotonic() + WHILE_IT_DIES)
                time.sleep(ON_A_DEAD_DISK)
                scanner.kill()

            answered = depot.work_until(scanner, strike)
            if answered and answered[-1] > dead[0]:
                raise Failed("on a dead disk the scanner says that a scan is kept")
            disk.unmount()
            disk.mount()
        depot.server.start()
        scanner.drain(depot.server.port, 60)
        return depot.lost(), len(depot.acknowledged)
    finally:
        if scanner is not None:
            scanner.kill()
        if depot is not None:
            depot.server.kill()
        disk.remove()


def all_cuts(options, folder, seed):
    (folder / "full").mkdir()
    violations, acknowledged = cuts(options, folder / "full", seed, options.cuts)
    raise_if(violations)
    said = f"{options.cuts} cuts: {acknowledged} acknowledged, none lost"
    for number in range(1, CONTROL_TRIES + 1):
        control = folder / f"control-{number}"
        control.mkdir()
        lost, _ = cuts(options, control, seed + number, 1, {"KL_TEST_SYNCHRONOUS": "normal"})
        shutil.rmtree(control)
        if lost:
            return f"{said}; without fsync {len(lost)} lost by cut {number}"
    raise Failed(f"negative control: without fsync nothing was lost in {CONTROL_TRIES} cuts")


def run(folder):
    options = parse()
    seed = options.seed if options.seed is not None else time.time_ns() % 1_000_000
    if options.cuts:
        require_disk(folder)
    print(f"{options.kills} kills, {options.cuts} cuts, seed {seed}", flush=True)
    said = []
    if options.kills:
        (folder / "kills").mkdir()
        said.append(kills(options, folder / "kills", seed))
        print(said[-1], flush=True)
    if options.cuts:
        (folder / "cuts").mkdir()
        said.append(all_cuts(options, folder / "cuts", seed))
    if not said:
        raise Skipped("neither kills nor cuts were asked for")
    return "; ".join(said)


if __name__ == "__main__":
    sys.exit(main(run))
