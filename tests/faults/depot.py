"""Starts, kills and asks a korttidslager-server."""

import hashlib
import json
import os
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_SERVER = ROOT / "build" / "bin" / "korttidslager-server"


class Gone(Exception):
    """The connection ended, or nothing came in time, before the answer was whole."""


class Failed(Exception):
    """The test has found what it looks for, or cannot go on."""


class Client:
    """One keep-alive connection; not for two threads at once."""

    def __init__(self, port, token, timeout=5.0):
        self._token = token
        self._rest = b""
        try:
            self._socket = socket.create_connection(("127.0.0.1", port), timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.local_port = self._socket.getsockname()[1]
        except OSError as error:
            raise Gone(str(error)) from error

    def close(self):
        self._socket.close()

    def ask(self, method, path, body=None, key=None):
        """(status, body as text); Gone when there is no whole answer."""
        data = b"" if body is None else body.encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n"
        if self._token:
            head += f"Authorization: Bearer {self._token}\r\n"
        if key:
            head += f"Idempotency-Key: {key}\r\n"
        if body is not None:
            head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        try:
            self._socket.sendall(head.encode() + b"\r\n" + data)
            return self._receive()
        except OSError as error:
            raise Gone(str(error)) from error

    def get(self, path):
        """The answer as JSON."""
        status, text = self.ask("GET", path)
        if status != 200:
            raise Failed(f"GET {path} answers {status}: {text[:300]}")
        return json.loads(text)

    def get_all(self, path):
        """Every entry of a list."""
        cursor = ""
        while cursor is not None:
            page = self.get(f"{path}?limit=200" + (f"&cursor={cursor}" if cursor else ""))
            yield from page["items"]
            cursor = page.get("next")

    def _more(self, data):
        part = self._socket.recv(65536)
        if not part:
            raise Gone("closed")
        return data + part

    def _receive(self):
        data = self._rest
        while b"\r\n\r\n" not in data:
            data = self._more(data)
        head, data = data.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(fields.get("content-length", "0"))
        while len(data) < length:
            data = self._more(data)
        self._rest = data[length:]
        return int(lines[0].split(" ")[1]), data[:length].decode()


class Program:
    """A process that can be started and killed any number of times."""

    _process = None

    def kill(self):
        """kill -9. False when it had ended by itself."""
        if self._process is None:
            return True
        ended = self._process.poll() is not None
        self._process.kill()
        self._process.wait()
        self._process = None
        return not ended


class Server(Program):
    """The program on one database, a file or a URL, started and killed any number of times.
    wrapper: what the program stands behind, as in ip netns exec NAME."""

    def __init__(self, program, database, log, environment=None, wrapper=()):
        self._program = [*wrapper, str(program)]
        self._database = str(database) if "://" in str(database) else f"sqlite://{database}"
        self._log = log
        # What a server of this database keeps on its host (keys, heads) is this run's alone.
        mark = hashlib.sha256(self._database.encode()).hexdigest()[:8]
        self._host = {"STATE_DIRECTORY": str(Path(log).absolute().parent / f"host-{mark}")}
        self._environment = dict(os.environ, **self._host, **(environment or {}))
        self.port = 0
        self.start_times = []

    def command(self, *words, plain=False):
        """(exit status, output) of an administrative command; what it logs, when it fails."""
        done = subprocess.run(
            [*self._program, *words, "--database", self._database],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120, check=False,
            env=dict(os.environ, **self._host) if plain else self._environment)
        return done.returncode, done.stdout if done.returncode == 0 else done.stdout + done.stderr

    def make_token(self):
        """Makes the database and a token for the desk."""
        status, output = self.command("token", "add", "desk", "--role", "lager", "--depot", "SMS",
                                      plain=True)
        if status != 0:
            raise Failed(f"token add ends with {status}: {output}")
        return output.strip()

    def verify(self):
        status, output = self.command("verify")
        if status != 0:
            raise Failed(f"verify ends with {status}: {output[-2000:]}")

    def start(self, ready_within=10.0):
        self.port = free_port()
        began = time.monotonic()
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(
                [*self._program, "serve", "--database", self._database,
                 "--listen", f"127.0.0.1:{self.port}"],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self._environment)
        while time.monotonic() - began < ready_within:
            if self._process.poll() is not None:
                raise Failed(f"the server ended with {self._process.returncode}: {self.last_words()}")
            try:
                client = Client(self.port, "")
                status, _ = client.ask("GET", "/readyz")
                client.close()
                if status == 200:
                    self.start_times.append(time.monotonic() - began)
                    return
            except Gone:
                pass
            time.sleep(0.002)
        raise Failed(f"not ready after {ready_within} s: {self.last_words()}")

    def ended_with(self):
        """Its exit status, or minus the signal, when it has ended by itself; else None."""
        return self._process.poll() if self._process is not None else None

    def last_words(self):
        with open(self._log, encoding="utf-8", errors="replace") as log:
            return log.read()[-2000:].strip()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
