"""Clients at work: each has aids of its own, sends one request after another and writes every
answer into the ledger. What got no answer is sent again, the same, before anything else."""

import json
import random
import threading
import time
import uuid
from collections import namedtuple
from datetime import datetime, timezone

import ledger as book
from depot import Client, Failed, Gone

CLIENTS = 8
MOST_ITEMS = 12  # per client; old ones rest from then on
UNKNOWN_CODE = "ZZZ-ZZZ"
PATIENCE = 15.0  # s, for an answer: a server answers long before, of a database that hangs as well
PAUSE = 0.1  # s, before a request that the server could not serve is sent again
BREATH = 0.01  # s, between the requests of a client that goes on for minutes
SETTLE_TRIES = 200

# A request without a whole answer (status 0), or with 5xx; began and ended as time.time() says.
Failure = namedtuple("Failure", "began ended status text kind local_port")


def uuid7():
    value = (time.time_ns() // 1_000_000) << 80 | random.getrandbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return str(uuid.UUID(int=value & (1 << 128) - 1))


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def same_answer(entry, status, answer):
    """What a repeat must get: the same bytes. Of a borrower only status and id are kept."""
    if entry["kind"] == "borrower":
        return status == entry["status"] and json.loads(answer).get("id") == json.loads(entry["answer"])["id"]
    return (status, answer) == (entry["status"], entry["answer"])


class Worker:
    def __init__(self, number, seed, ledger):
        self.name = f"desk-{number}"
        self._random = random.Random(seed * 1000 + number)
        self._ledger = ledger
        self._pending = None  # an operation whose outcome nobody knows
        self._acknowledged = {}  # the last ones, by operation
        self._products = []
        self._borrowers = []
        self._items = {}  # code: (state, on_loan)
        self._seq = 0
        self.wrong = []  # answers that should not be
        self.broken = []  # answers that should not be while the disk is in order
        self.failures = []
        self.answered = 0

    def run(self, client):
        """Until the server is gone."""
        try:
            while True:
                self._send(client, self._pending or self._choose())
        except Gone:
            client.close()

    def run_on(self, port, token, stop):
        """Until told to stop. After a failure the same again, where there is no connection any more
        on a new one."""
        client = None
        while not stop.is_set():
            failed = len(self.failures)
            try:
                client = client or Client(port, token, timeout=PATIENCE)
                self._send(client, self._pending or self._choose())
            except Gone as gone:
                if client:
                    client.close()
                else:
                    self._fail(time.time(), 0, f"no connection: {gone}", "connect", 0)
                client = None
            stop.wait(PAUSE if len(self.failures) > failed else BREATH)
        if client:
            client.close()

    def settle(self, client):
        """Sends what got no answer again; afterwards everything is known."""
        for _ in range(SETTLE_TRIES):
            if not self._pending:
                return
            self._send(client, self._pending)
            if self._pending:
                time.sleep(PAUSE)
        raise Failed(f"{self.name} gets no answer to {self._pending['kind']}")

    def _send(self, client, operation):
        self._pending = operation
        sent = time.monotonic()
        began = time.time()
        try:
            status, answer = client.ask("POST", operation["path"], operation["body"],
                                        operation["key"])
            if self._ledger.doubted():
                raise Gone("answered while the disk dies")
        except Gone as gone:
            self._ledger.write(operation, book.UNKNOWN)
            self._fail(began, 0, str(gone), operation["kind"], client.local_port)
            raise
        if status >= 500:
            self._fail(began, status, answer, operation["kind"], client.local_port)
            # It says that nothing is stored; a client that needs to know sends it again.
            self._ledger.write(operation, book.UNKNOWN, status, answer, sent)
            if status not in (503, 507):
                self.broken.append(f"{operation['kind']} got {status}: {answer[:300]}")
            time.sleep(PAUSE)
            return
        self._pending = None
        self.answered += 1
        state = book.OK if 200 <= status < 300 else book.REFUSED
        entry = self._ledger.write(operation, state, status, answer, sent)
        before = self._acknowledged.get(entry["op"])
        if before is not None:
            if not same_answer(before, status, answer):
                self.wrong.append(f"sent again: {answer}, not {before['answer']}")
        elif status != operation["expect"]:
            self.wrong.append(f"{operation['kind']} got {status}, not {operation['expect']}: "
                              f"{operation['body']} -> {answer[:300]}")
        elif state == book.OK:
            self._learn(entry)

    def _fail(self, began, *what):
        self.failures.append(Failure(began, time.time(), *what))

    def _learn(self, entry):
        answer = json.loads(entry["answer"])
        kind = entry["kind"]
        if kind == "product":
            self._products.append(answer["id"])
        elif kind == "borrower":
            self._borrowers.append(answer["id"])
        elif kind in ("item", "inspect"):
            self._items[answer["code"]] = (answer["state"], answer["on_loan"])
        elif kind == "loan":
            for line in answer["lines"]:
                self._items[line["item"]] = ("ready", True)
        elif kind == "scan" and answer["item"]:
            item = answer["item"]
            self._items[item["code"]] = (item["state"], item["on_loan"])
        if len(self._items) > MOST_ITEMS:
            del self._items[next(iter(self._items))]
        self._acknowledged[entry["op"]] = entry
        if len(self._acknowledged) > 50:
            del self._acknowledged[next(iter(self._acknowledged))]

    # ---- what to do next -------------------------------------------------------------------

    def _choose(self):
        if not self._products:
            return self._product()
        if not self._borrowers:
            return self._borrower()
        if len(self._items) < 3:
            return self._item()
        chance = self._random.random()
        for share, make in ((0.03, self._product), (0.02, self._borrower), (0.06, self._item),
                            (0.03, self._bad_product), (0.02, self._item_of_no_product),
                            (0.03, self._scan_of_nothing), (0.04, self._repeat)):
            if chance < share:
                return make()
            chance -= share
        return self._next_of_an_item()

    def _post(self, kind, path, body, expect, keyed=True):
        name = uuid7()
        fields = json.dumps(body(name), ensure_ascii=False)
        return {"op": name, "by": self.name, "kind": kind, "path": f"/api/v1/{path}", "body": fields,
                "key": f"{self.name}-{name}" if keyed else None, "expect": expect}

    def _scan(self, code, mode, details=None, shelf=None):
        self._seq += 1
        return self._post("scan", "scans", lambda name: {
            "id": name, "device": self.name, "seq": self._seq, "happened_at": now(),
            "operator": None, "mode": mode, "code": code, "depot": "SMS", "shelf": shelf,
            "loan": None, "details": details}, 200, keyed=False)

    def _product(self):
        return self._post("product", "products", lambda name: {
            "name": name, "iso": "12060602", "tracking": "serial"}, 201)

    def _bad_product(self):
        return self._post("bad_product", "products", lambda name: {
            "name": name, "iso": "1206", "tracking": "serial"}, 400)

    def _borrower(self):
        return self._post("borrower", "borrowers", lambda name: {"kind": "unit", "name": name}, 201)

    def _item(self):
        return self._post("item", "items", lambda name: {
            "product_id": self._random.choice(self._products), "depot": "SMS",
            "serial": name}, 201)

    def _item_of_no_product(self):
        return self._post("bad_item", "items", lambda name: {
            "product_id": 987654321, "depot": "SMS", "serial": name}, 409)

    def _scan_of_nothing(self):
        return self._scan(UNKNOWN_CODE, "in")

    def _repeat(self):
        entry = self._random.choice(list(self._acknowledged.values()))
        return {name: entry[name] for name in ("op", "by", "kind", "path", "body", "key", "expect")}

    def _loan(self, code, expect):
        return self._post("loan" if expect == 201 else "bad_loan", "loans", lambda name: {
            "borrower_id": self._random.choice(self._borrowers), "depot": "SMS",
            "requested_by": name, "lines": [{"item": code}]}, expect)

    def _next_of_an_item(self):
        code = self._random.choice(list(self._items))
        state, on_loan = self._items[code]
        chance = self._random.random()
        borrower = {"borrower": self._random.choice(self._borrowers)}
        if on_loan:
            if chance < 0.1:
                return self._loan(code, 409)
            return self._scan(code, "in", {"infectious": False}, "B3")
        if chance < 0.15:
            return self._scan(code, "move", shelf=f"C{self._random.randrange(100)}")
        if state == "to_clean":
            return self._scan(code, "washed", {"method": "machine"})
        if state == "to_inspect":
            if chance < 0.4:
                return self._post("inspect", f"items/{code}/inspect",
                                  lambda name: {"ok": True, "findings": name}, 200)
            return self._scan(code, "inspected", {"ok": True, "checklist": {"brakes": True}})
        if chance < 0.2:
            return self._scan(code, "washed", {"method": "machine"})  # refused: it is ready
        if chance < 0.4:
            return self._loan(code, 201)
        return self._scan(code, "out", borrower)


def start(workers, port, token, stop=None):
    """Every worker on a thread and a connection of its own, until the server is gone or, when there
    is such an event, until stop is set."""
    threads = []
    for worker in workers:
        job, words = (worker.run_on, (port, token, stop)) if stop else (
            worker.run, (Client(port, token),))
        threads.append(threading.Thread(target=job, args=words, daemon=True))
    for thread in threads:
        thread.start()
    return threads


def start_on(workers, port, token, stop):
    """As start, until stop is set."""
    threads = [threading.Thread(target=worker.run_on, args=(port, token, stop), daemon=True)
               for worker in workers]
    for thread in threads:
        thread.start()
    return threads


def join(threads):
    for thread in threads:
        thread.join(30)
        if thread.is_alive():
            raise RuntimeError("a client does not end")


def settle(workers, port, token):
    for worker in workers:
        client = Client(port, token)
        worker.settle(client)
        client.close()
