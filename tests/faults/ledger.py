"""The ledger: what was asked and what was answered, kept apart from the database that is tested."""

import json
import os
import threading
import time

OK = "ok"  # acknowledged: it must be there exactly once
REFUSED = "refused"  # answered with no: it must have no effect
UNKNOWN = "unknown"  # no whole answer: it may be there or not, once at most


class Ledger:
    """One JSON line per answer; a line is on its way to the disk before the next request."""

    def __init__(self, path):
        self.path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._lock = threading.Lock()
        self._doubted = threading.Event()
        self.entries = []

    def doubt(self, doubted=True):
        """From now on no answer counts: the disk is dying."""
        if doubted:
            self._doubted.set()
        else:
            self._doubted.clear()

    def doubted(self):
        return self._doubted.is_set()

    def write(self, operation, state, status=0, answer="", sent=0.0):
        """sent: when this attempt was, by time.monotonic."""
        entry = dict(operation, state=state, status=status, answer=answer, sent=sent,
                     told=time.monotonic())
        line = (json.dumps(entry, ensure_ascii=False) + "\n").encode()
        with self._lock:
            os.write(self._file, line)
            self.entries.append(entry)
        return entry

    def close(self):
        os.close(self._file)


def read(path):
    """The last word on each operation, in the order of the first ones. A request sent again counts
    as the same operation; once acknowledged it stays so."""
    latest = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            before = latest.get(entry["op"])
            if before is None or before["state"] != OK:
                latest[entry["op"]] = entry
    return list(latest.values())
