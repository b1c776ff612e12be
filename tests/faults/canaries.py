#!/usr/bin/env python3
"""What is known of persons is where it belongs and nowhere else. Persons with names, numbers and
addresses that stand out are registered, lend, are written about, and stand in requests that are
refused; then everything that the programs leave behind is searched: the database, its log and key
file, what they print, /metrics, refusals, labels, the scanner's outbox, temporary files. At last the
persons are erased, and nothing of them may be left in any file."""

import argparse
import datetime
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from depot import DEFAULT_SERVER, Client, Failed, Server
from desk import DEFAULT_SCANNER, Scanner
from postgresql import Cluster, programs
from trial import main, raise_if

# What is known of a person, each as it is typed, and as it may be kept for searching.
CANARIES = {
    "name": ["Zzqvanda Kanarisen"],
    "street": ["Zzqveien 417"],
    "phone": ["91 73 52 84"],
    "email": ["zzqvanda@zzqpost.example"],
    "contact": ["Zzqpernille Verge"],
    "contact phone": ["91 73 52 85"],
    "national number": ["02013299997"],
    "birth date": ["1938-11-29"],
    "note": ["Zzqnotat"],
    "why": ["Zzqgrunn"],
}
# As they are written, folded and stripped by any program that keeps them.
TRACES = {kind: [trace for text in texts for trace in {text, text.lower(), text.replace(" ", "")}]
          for kind, texts in CANARIES.items()}
TRACES["name"] += ["Zzqvanda", "zzqvanda", "Kanarisen", "kanarisen"]
# The e-mail's begins like the name: told apart by its end.
TRACES["email"] = ["@zzqpost"]

# The columns that are for it.
PLACES = {
    ("borrower", "name"): {"name"},
    ("borrower", "name_key"): {"name"},
    ("borrower_word", "word"): {"name"},
    ("borrower", "phone"): {"phone"},
    ("borrower", "phone_key"): {"phone"},
    ("borrower", "email"): {"email", "name"},
    ("borrower", "street"): {"street"},
    ("borrower", "birth_date"): {"birth date"},
    # Until it is sealed; then no column is for it.
    ("borrower", "contact_name"): {"contact"},
    ("borrower", "contact_phone"): {"contact phone"},
    ("pickup", "street"): {"street"},
    ("pickup", "note"): {"note"},
    ("pickup", "done_note"): {"note"},
    ("note", "text"): {"note"},
    ("extension", "reason"): {"note"},
    ("training", "given_to"): {"contact"},
    ("contact", "said"): {"note"},
    ("candidate_decision", "note"): {"note"},
    ("notice_item", "note"): {"note"},
    # Why somebody looked stays as long as the access log does.
    ("access_log", "why"): {"why"},
}


def found_in(data):
    """The kinds of what is there."""
    return {kind for kind, traces in TRACES.items() if any(t.encode() in data for t in traces)}


def search(folder, but=()):
    """'FILE: KIND' of every trace in the files below it, but in these."""
    found = []
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and path not in but:
            found += [f"{path.relative_to(folder)}: {kind}"
                      for kind in sorted(found_in(path.read_bytes()))]
    return found


def misplaced(columns):
    """Of [(table, column, text)]: what stands where it does not belong."""
    wrong = set()
    for table, column, text in columns:
        for kind in found_in(text.encode()) - PLACES.get((table, column), set()):
            wrong.add(f"{table}.{column}: {kind}")
    return sorted(wrong)


class File:
    """A SQLite database."""

    def __init__(self, folder):
        self.url = f"sqlite://{folder}/data/depot.db"
        self._file = folder / "data" / "depot.db"

    def columns(self):
        connection = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)
        try:
            for (table,) in connection.execute(
                    "select name from sqlite_master where type = 'table'").fetchall():
                rows = connection.execute(f"select * from {table}")  # our own names
                names = [column[0] for column in rows.description]
                for row in rows.fetchall():
                    yield from ((table, name, str(value)) for name, value in zip(names, row)
                                if value is not None)
        finally:
            connection.close()

    def bytes(self):
        """As they lie on the disk, the log with them."""
        return b"".join(path.read_bytes()
                        for path in [self._file, Path(f"{self._file}-wal")] if path.exists())

    def remove(self):
        pass


class Dumped:
    """A PostgreSQL database."""

    def __init__(self, folder):
        self._cluster = Cluster()
        self._cluster.start()
        self._cluster.sql("create database depot encoding 'UTF8' template template0")
        self.url = self._cluster.url("depot")
        self._dump = folder / "dump"

    def bytes(self):
        done = subprocess.run([str(programs() / "pg_dump"), "-d", self.url],
                              stdout=subprocess.PIPE, check=True)
        return done.stdout

    def columns(self):
        table, names = None, []
        for line in self.bytes().decode().splitlines():
            head = re.match(r"COPY public\.(\w+) \((.*)\) FROM stdin;", line)
            if head:
                table, names = head[1], head[2].replace('"', "").split(", ")
            elif line == "\\.":
                table = None
            elif table:
                yield from ((table, name, value)
                            for name, value in zip(names, line.split("\t")) if value != "\\N")

    def remove(self):
        self._cluster.remove()


class Day:
    """What is done with the persons; each answer that refuses something is kept."""

    def __init__(self, server, folder):
        self._server = server
        self.refusals = []
        self.folder = folder
        self._clients = {}
        for role in ("lager", "ergo", "leder"):
            status, token = server.command("token", "add", f"kontor-{role}", "--role", role,
                                           "--depot", "SMS")
            if status != 0:
                raise Failed(f"token add ends with {status}: {token}")
            (folder / f"token-{role}").write_text(token.strip() + "\n", encoding="ascii")
            self._clients[role] = Client(server.port, token.strip())

    def ask(self, role, method, path, body=None, expected=None, key=None):
        text = json.dumps(body) if isinstance(body, dict) else body
        status, answer = self._clients[role].ask(method, f"/api/v1{path}", text, key)
        if expected is not None and status != expected:
            raise Failed(f"{method} {path} answers {status}: {answer[:300]}")
        if status >= 400:
            self.refusals.append(answer)
        return json.loads(answer) if answer.startswith(("{", "[")) else answer

    def post(self, path, body, expected=201, role="lager", key=None):
        return self.ask(role, "POST", path, body, expected, key)

    def register(self):
        person = {"kind": "person", "name": CANARIES["name"][0], "phone": CANARIES["phone"][0],
                  "email": CANARIES["email"][0], "birth_date": CANARIES["birth date"][0],
                  "national_number": CANARIES["national number"][0],
                  "address": {"street": CANARIES["street"][0], "postal_code": "3210",
                              "city": "Sandefjord"},
                  "contact": {"name": CANARIES["contact"][0],
                              "phone": CANARIES["contact phone"][0]}}
        self.person = person
        self.borrower = self.post("/borrowers?why=Zzqgrunn", person, key="register")["id"]
        self.post("/borrowers?why=Zzqgrunn", person, key="register")

    def lend(self):
        training = {"given_by": "Per", "given_to": CANARIES["contact"][0], "day": "2026-01-01"}
        hoist = self.post("/products", {"name": "Personløfter", "iso": "12360301",
                                        "tracking": "serial", "needs_training": True})["id"]
        self.codes = []
        for _ in range(3):
            code = self.post("/items", {"product_id": hoist, "depot": "SMS", "shelf": "B3"})["code"]
            self.post(f"/items/{code}/inspect", {"ok": True}, 200)
            self.codes.append(code)
        lines = [{"item": code, "training": training} for code in self.codes[:2]]
        loan = self.post("/loans", {"borrower_id": self.borrower, "depot": "SMS", "lines": lines},
                         key="lend")["id"]
        time.sleep(0.01)
        self._lent_at = f"{datetime.datetime.utcnow().isoformat(timespec='milliseconds')}Z"
        self.post(f"/loans/{loan}/extensions", {"months": 1, "reason": "Zzqnotat om bruken"},
                  role="ergo")
        self.post(f"/borrowers/{self.borrower}/contacts",
                  {"outcome": "will_return", "said": "Zzqnotat på telefon"}, role="ergo", key="talk")
        task = self.ask("ergo", "GET", "/candidates?why=Zzqgrunn", expected=200)["items"][0]["id"]
        self.post(f"/candidates/{task}/decide", {"to": "assessing", "note": "Zzqnotat"}, 200,
                  role="ergo")
        pickup = self.post("/pickups", {"kind": "fetch", "loan_id": loan, "day": "2099-01-01",
                                        "note": "Zzqnotat ved porten"}, key="pickup")["id"]
        self.post(f"/pickups/{pickup}/done", {"outcome": "collected", "note": "Zzqnotat"}, 200)
        notice = self.post("/notices", {"title": "Bremser", "product_id": hoist,
                                        "block": False})["id"]
        self.post(f"/notices/{notice}/accounted", {"item": self.codes[0], "outcome": "informed",
                                                   "note": "Zzqnotat på telefon"}, 200)
        self.ask("leder", "GET", f"/notices/{notice}/contacts?why=Zzqgrunn", expected=200)
        self.ask("leder", "GET", f"/borrowers/{self.borrower}/report?why=Zzqgrunn", expected=200)
        self.ask("lager", "GET", "/borrowers?q=zzqvanda", expected=200)

    def scan(self, scanner_program):
        """At the desk: lent to the person by name, and given back while no server answers."""
        environment = {"TMPDIR": str(self.folder / "tmp")}
        scanner = Scanner(scanner_program, self.folder / "outbox" / "outbox",
                          self.folder / "token-lager", self.folder / "scanner.log", environment)
        scanner.start(self._server.port)
        for line in ("%UT", CANARIES["name"][0], self.codes[2], "%FERDIG", "%INN"):
            scanner.say(line)
        self._server.kill()
        for code in self.codes[:2]:
            scanner.say(code)
        kept = search(self.folder / "outbox")
        scanner.finish()
        self._server.start()
        scanner.drain(self._server.port, 20)
        self._clients = {role: Client(self._server.port,
                                      (self.folder / f"token-{role}").read_text().strip())
                         for role in self._clients}
        # Of an aid that is back already: it says something, and no event takes it.
        self.post("/scans", {"id": "01932f00-0000-7000-8000-000000000001", "device": "d",
                             "happened_at": self._lent_at, "mode": "in",
                             "code": self.codes[0], "depot": "SMS",
                             "details": {"note": "Zzqnotat i hast"}}, 200)
        return kept

    def go_wrong(self):
        """Whatever is sent, no refusal says it again, and no log keeps it."""
        number = CANARIES["national number"][0]
        person = dict(self.person)
        self.post("/borrowers", dict(person, name="En annen"), 409)
        for change in ({"phone": "Zzqveien 417"}, {"email": "Zzqvanda Kanarisen"},
                       {"national_number": "02013299998"}, {"birth_date": "Zzqnotat"},
                       {"kind": "Zzqnotat"}, {"language": "Zz"}, {"protection": "Zzqnotat"},
                       {"address": "Zzqveien 417"}, {"name": ["Zzqvanda Kanarisen"]},
                       {"address": {"street": "Zzqveien 417", "postal_code": "91 73 52 84",
                                    "city": "x"}}):
            self.post("/borrowers", dict(person, **change), 400)
        self.post("/borrowers", dict(person, protection="fortrolig"), 403)
        self.post("/borrowers", dict(person, protection="strengt_fortrolig"), 409, role="leder")
        self.ask("lager", "POST", "/borrowers", '{"name": "Zzqvanda Kanarisen", "x": ', 400)
        self.ask("lager", "POST", "/borrowers", '{"name": "Zzqvanda Kanarisen\x01"}', 400)
        self.ask("lager", "GET", f"/borrowers/{number}", expected=404)
        self.ask("lager", "GET", "/borrowers/Zzqvanda%20Kanarisen", expected=404)
        self.ask("lager", "GET", "/Zzqvanda", expected=404)
        self.ask("lager", "GET", "/borrowers?limit=Zzqvanda", expected=400)
        self.ask("lager", "GET", "/borrowers?cursor=Zzqvanda", expected=400)
        self.ask("lager", "GET", f"/items?q={number}&state=Zzqnotat", expected=400)
        self.ask("lager", "GET", "/items/Zzqveien417", expected=404)
        self.ask("lager", "PATCH", f"/borrowers/{self.borrower}", dict(person), 428)
        self.ask("lager", "DELETE", "/borrowers/Zzqvanda", expected=405)
        self.post("/loans", {"borrower_id": "Zzqvanda", "depot": "Zzqveien 417", "lines": []}, 400)
        self.post("/loans", {"borrower_id": self.borrower, "depot": "Zzqveien 417",
                             "lines": [{"item": "Zzqvanda"}]}, None)
        for text in (f"GET /api/v1/borrowers?q={number} HTTP/9.9\r\nHost: x\r\n\r\n",
                     f"GET /{CANARIES['email'][0]} HTTP/1.1\r\nHost: Zzqvanda Kanarisen\r\n\r\n",
                     "Zzqvanda Kanarisen\r\n\r\n",
                     f"GET / HTTP/1.1\r\nHost: localhost\r\nX-Name: {number}\r\n"
                     "Transfer-Encoding: Zzqnotat\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", self._server.port), 5) as raw:
                raw.sendall(text.encode())
                raw.settimeout(5)
                try:
                    self.refusals.append(raw.recv(65536).decode("latin-1"))
                except OSError:
                    pass

    def print_labels(self):
        for stock, format_ in (("L7160", "pdf"), ("zebra-50x25", "zpl"), ("zebra-50x25", "svg")):
            status, answer = self._raw("/api/v1/labels", {"format": format_, "stock": stock,
                                                          "codes": self.codes[:1]})
            if status != 200:
                raise Failed(f"labels answer {status}")
            (self.folder / "labels" / f"label.{format_}").write_bytes(answer)

    def _raw(self, path, body):
        token = (self.folder / "token-lager").read_text().strip()
        done = subprocess.run(
            ["curl", "-sS", "-w", "\n%{http_code}", "-H", f"Authorization: Bearer {token}", "-H",
             "Content-Type: application/json", "-d", json.dumps(body),
             f"http://127.0.0.1:{self._server.port}{path}"], stdout=subprocess.PIPE, check=True)
        answer, status = done.stdout.rsplit(b"\n", 1)
        return int(status), answer

    def metrics(self):
        client = Client(self._server.port, "")
        status, text = client.ask("GET", "/metrics")
        client.close()
        if status != 200:
            raise Failed(f"/metrics answers {status}")
        return text

    def erase(self):
        for code in self.codes:
            item = self.ask("lager", "GET", f"/items/{code}", expected=200)
            if item["on_loan"]:
                self.post(f"/loans/{item['loan']}/lines/{item['loan_line']}/end",
                          {"reason": "returned"}, 200)
        self.post(f"/borrowers/{self.borrower}/erase", {}, 200, role="leder", key="erase")


def visit(options, folder, database):
    """One database; what was found wrong."""
    for name in ("data", "tmp", "outbox", "labels"):
        (folder / name).mkdir(parents=True)
    server = Server(options.server, database.url, folder / "server.log",
                    {"TMPDIR": str(folder / "tmp"),
                     "KORTTIDSLAGER_KEY_FILE": str(folder / "data" / "keys")})
    server.start()
    day = Day(server, folder)
    day.register()
    day.lend()
    wrong = [f"the outbox: {one}" for one in day.scan(options.scanner)]
    day.go_wrong()
    day.print_labels()
    (folder / "metrics").write_text(day.metrics(), encoding="utf-8")
    (folder / "refusals").write_text("\n".join(day.refusals), encoding="utf-8")

    # Everything is in its place, and there: a search that finds nothing there proves nothing.
    columns = list(database.columns())
    wrong += misplaced(columns)
    there = set().union(*(found_in(text.encode()) for _, _, text in columns))
    missing = set(CANARIES) - there
    if missing - {"national number"} or not found_in(database.bytes()) >= {"name", "street"}:
        raise Failed(f"the search does not find what is there: {sorted(missing)}")
    data = [path for path in (folder / "data").iterdir() if path.name.startswith("depot.db")
            and path.suffix in (".db", ".db-wal", ".db-shm")]
    wrong += search(folder, but=data)

    day.erase()
    left = found_in(database.bytes()) - {"why"}
    wrong += [f"after the erasure the database holds: {kind}" for kind in sorted(left)]
    wrong += search(folder, but=data)
    server.kill()
    server.verify()
    return wrong


def prove(folder):
    """A line in a log that should not be there is found, and so is a value in a wrong column."""
    (folder / "logs").mkdir()
    log = folder / "logs" / "server.log"
    log.write_text("level=info event=ready\n", encoding="utf-8")
    if search(folder / "logs"):
        raise Failed("negative control: the search finds what is not there")
    log.write_text(f"level=info who={CANARIES['name'][0]}\n", encoding="utf-8")
    if search(folder / "logs") != ["server.log: name"]:
        raise Failed("negative control: a name in a log is not found")
    if misplaced([("scan", "answer", "Zzqveien 417")]) != ["scan.answer: street"]:
        raise Failed("negative control: an address in a wrong column is not found")


def run(folder):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", type=Path, default=DEFAULT_SERVER)
    parser.add_argument("--scanner", type=Path, default=DEFAULT_SCANNER)
    options = parser.parse_args()
    prove(folder)
    kinds = {"file": File}
    if programs() is not None and shutil.which("psql"):
        kinds["server"] = Dumped
    for name, kind in kinds.items():
        place = folder / name
        place.mkdir()
        database = kind(place)
        try:
            raise_if([f"{name}: {one}" for one in visit(options, place, database)])
        finally:
            database.remove()
    return (f"{len(CANARIES)} kinds of traces, {', '.join(kinds)}: nothing outside its columns, "
            "nothing after the erasure")


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(run))
