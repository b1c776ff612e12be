"""What both fault tests have in common: rounds of work and faults, checked after each restart, and
the proof that the checker finds what it looks for."""

import json
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import ledger as book
import work
from checker import Checker
from depot import Client, Failed, Gone


class Trial:
    """One server, one ledger, and clients at work through any number of faults."""

    def __init__(self, server, ledger_path, seed, disk_fails=False):
        self.server = server
        self._disk_fails = disk_fails  # before the server is killed
        self.token = server.make_token()
        self.ledger = book.Ledger(ledger_path)
        self.workers = [work.Worker(n, seed, self.ledger) for n in range(work.CLIENTS)]
        self.checked = 0
        self._random = random.Random(seed)
        self._seen = 0  # entries of the ledger that were checked after a restart

    def work_until(self, shortest, longest, fault):
        """Lets the clients work for a random time, then fault() strikes and the server dies."""
        threads = work.start(self.workers, self.server.port, self.token)
        time.sleep(self._random.uniform(shortest, longest))
        fault()
        work.join(threads)

    def must_not_store(self):
        """Its disk is dead: it may answer, or have ended, but not say that something is done."""
        try:
            client = Client(self.server.port, self.token)
            status, answer = client.ask("POST", "/api/v1/borrowers",
                                        json.dumps({"kind": "unit", "name": "dead disk"}))
            client.close()
        except Gone:
            return
        if status < 500:
            raise Failed(f"on a dead disk the server answers {status}: {answer[:300]}")

    def recover(self, verify=False):
        """Starts the server again and checks what the last round acknowledged."""
        self.ledger.doubt(False)
        self.server.start()
        return self.check_round(verify)

    def check_round(self, verify=False):
        """Checks what the last round acknowledged; afterwards the outcome of every request is known.
        The clients are not at work."""
        fresh = self.ledger.entries[self._seen:]
        violations = self._check({entry["op"] for entry in fresh})
        if violations:
            return violations
        self._seen = len(self.ledger.entries)
        work.settle(self.workers, self.server.port, self.token)
        if verify:
            self.server.verify()
        wrong = [text for worker in self.workers
                 for text in worker.wrong + ([] if self._disk_fails else worker.broken)]
        return [f"wrong answer: {text}" for text in wrong]

    def check_all(self):
        return self._check(None)

    def _check(self, only):
        checker = Checker(self.server.port, self.token)
        violations = checker.check(book.read(self.ledger.path), only)
        self.checked += checker.checked
        return violations

    def prove_checker(self):
        """A checker that finds nothing in a false ledger would find nothing at all."""
        entries = book.read(self.ledger.path)
        scan = next(entry for entry in entries if entry["kind"] == "scan"
                    and entry["state"] == book.OK
                    and json.loads(entry["answer"])["result"] == "done")

        name = work.uuid7()
        made_up = dict(scan, op=name, body=scan["body"].replace(scan["op"], name),
                       answer=scan["answer"].replace(scan["op"], name))
        self._must_complain(entries + [made_up], name, "a made-up acknowledged scan")

        entries.remove(scan)
        self._must_complain(entries, scan["op"], "an effect that nobody acknowledged")

    def _must_complain(self, entries, name, what):
        found = Checker(self.server.port, self.token).check(entries)
        if not any(name in violation for violation in found):
            raise Failed(f"negative control: the checker does not notice {what}")

    def counts(self):
        states = [entry["state"] for entry in book.read(self.ledger.path)]
        unanswered = sum(entry["state"] == book.UNKNOWN for entry in self.ledger.entries)
        return (f"{states.count(book.OK)} acknowledged, {states.count(book.REFUSED)} refused, "
                f"{unanswered} without an answer, {self.checked} checks")


def start_figures(seconds):
    times = sorted(seconds)
    return (f"exec to ready p50 {times[len(times) // 2] * 1000:.0f} ms, "
            f"max {times[-1] * 1000:.0f} ms")


def raise_if(violations):
    if violations:
        for text in violations[:20]:
            print(text)
        raise Failed(f"{len(violations)} violations, the first: {violations[0][:300]}")


class Skipped(Exception):
    pass


def main(run):
    """Runs run(folder), which returns the closing words. The last line says how it ended."""
    # A time-out must not leave a server or a mount behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("failed: told to stop"))
    folder = Path(tempfile.mkdtemp(prefix="kl-faults-"))
    keep = False
    try:
        print(f"ok {run(folder)}")
        return 0
    except Skipped as reason:
        print(f"skipped: {reason}")
        return 77
    except (Failed, Gone) as failure:
        keep = True
        print(f"what it leaves is in {folder}")
        print(f"failed: {failure}")
        return 1
    except Exception as error:  # pylint: disable=broad-except
        keep = True
        traceback.print_exc(file=sys.stdout)
        print(f"what it leaves is in {folder}")
        print(f"failed: {type(error).__name__}: {error}")
        return 1
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
