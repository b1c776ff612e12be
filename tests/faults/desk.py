"""A korttidslager-scanner at work: one line in, one answer out; killed and started again."""

import json
import os
import queue
import sqlite3
import subprocess
import threading
import time
from collections import Counter

from depot import ROOT, Client, Failed, Gone, Program

DEFAULT_SCANNER = ROOT / "build" / "bin" / "korttidslager-scanner"


class Scanner(Program):
    """The program with its outbox; any number of processes one after the other."""

    def __init__(self, program, outbox, token_file, log, environment=None):
        self._program = str(program)
        self._outbox = str(outbox)
        self._token_file = str(token_file)
        self._log = log
        self._environment = dict(os.environ, **(environment or {}))
        self._answers = None
        self.notices = []

    def start(self, port, more=()):
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(
                [self._program, "--server", f"http://127.0.0.1:{port}", "--token-file",
                 self._token_file, "--depot", "SMS", "--device", "skranke", "--line", "--json",
                 "--outbox", self._outbox, *more],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, bufsize=1,
                env=self._environment)
        # Read from a thread, so that an answer that does not come can be waited for in vain.
        self._answers = queue.Queue()
        threading.Thread(target=self._read, args=(self._process.stdout, self._answers),
                         daemon=True).start()

    @staticmethod
    def _read(stream, answers):
        for line in stream:
            answers.put(line)
        answers.put(None)

    def say(self, line):
        """The answer as a dict; Gone when the program ended before it."""
        process = self._process  # another thread may be killing it
        if process is None:
            raise Gone("the scanner was killed")
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
        except (OSError, ValueError) as error:
            raise Gone(str(error)) from error
        try:
            answer = self._answers.get(timeout=30)
        except queue.Empty as error:
            raise Failed(f"no answer to {line!r} in 30 s") from error
        if answer is None or not answer.endswith("\n"):
            raise Gone("the scanner has ended")
        return json.loads(answer)

    def finish(self):
        """End of input; it sends what it can. Its exit status."""
        self._process.stdin.close()
        status = self._process.wait(timeout=60)
        self._process = None
        return status

    def drain(self, port, within):
        """Starts it and waits until nothing waits; the seconds that took. What it was told of the
        scans meanwhile is in notices."""
        began = time.monotonic()
        self.start(port)
        self.notices = []
        while time.monotonic() - began < within:
            answer = self.say("?")
            self.notices += answer["attention"]
            if answer["waiting"] == 0:
                self.notices += self.say("?")["attention"]
                took = time.monotonic() - began
                if self.finish() != 0:
                    raise Failed("the scanner does not end well")
                return took
            time.sleep(0.02)
        raise Failed(f"the outbox is not empty after {within} s")


def prepare(server, folder, items):
    """A database with so many inspected aids; (token, file with it, codes, borrower's id)."""
    token = server.make_token()
    token_file = folder / "token"
    token_file.write_text(token + "\n", encoding="ascii")
    server.start()
    client = Client(server.port, token)

    def post(path, body, expected):
        status, text = client.ask("POST", f"/api/v1{path}", json.dumps(body))
        if status != expected:
            raise Failed(f"POST {path} answers {status}: {text[:300]}")
        return json.loads(text)

    product = post("/products", {"name": "Rullator Prøve", "iso": "12060602",
                                 "tracking": "serial"}, 201)["id"]
    codes = []
    for _ in range(items):
        code = post("/items", {"product_id": product, "depot": "SMS", "shelf": "B3"}, 201)["code"]
        post(f"/items/{code}/inspect", {"ok": True}, 200)
        codes.append(code)
    borrower = post("/borrowers", {"kind": "person", "name": "Kari Prøve",
                                   "phone": "44 44 44 44"}, 201)["id"]
    client.close()
    return token, token_file, codes, borrower


def stored_scans(database):
    """How often each scan is on the server, from its file; the server has ended."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return Counter(row[0] for row in connection.execute("select scan_id from scan"))
    finally:
        connection.close()


def doubled_effects(database):
    """Scans with more than one event; the server has ended."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return [f"scan {scan} has {count} events" for scan, count in connection.execute(
            "select scan_id, count(*) from event where scan_id is not null and undoes is null"
            " group by scan_id having count(*) > 1")]
    finally:
        connection.close()


def compare(acknowledged, stored):
    """What is lost or there twice."""
    violations = [f"acknowledged scan {scan} is there {stored[scan]} times"
                  for scan in acknowledged if stored[scan] != 1]
    violations += [f"scan {scan} is there {count} times" for scan, count in stored.items()
                   if count > 1]
    return violations


def prove(acknowledged, stored):
    """A comparison that never complains proves nothing."""
    if not compare(acknowledged + ["00000000-0000-7000-8000-000000000000"], stored):
        raise Failed("negative control: a made-up acknowledged scan is not noticed")
    one = Counter(stored)
    one[next(iter(acknowledged))] += 1
    if not compare(acknowledged, one):
        raise Failed("negative control: a doubled scan is not noticed")
