"""Compares what a running server knows with a ledger."""

import json
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor

import ledger as book
from depot import Client, Failed
from work import same_answer

RETRIED = 8  # connections that send acknowledged requests again
SCANNED = "done"


class Checker:
    """Reads first: a repeat would put back what was lost."""

    def __init__(self, port, token):
        self._port = port
        self._token = token
        self.violations = []
        self.checked = 0

    def check(self, entries, only=None):
        """Everything, or the histories and repeats of the operations in only. All violations."""
        client = Client(self._port, self._token, timeout=30)
        self._check_named(client, entries, "product", "products", "name")
        self._check_named(client, entries, "borrower", "borrowers", "name")
        self._check_named(client, entries, "item", "items", "serial")
        self._check_loans(client, entries)
        self._check_histories(client, entries, only)
        client.close()
        # What is lost or doubled is found by now; repeats would only hide it.
        if not self.violations:
            self._check_repeats([e for e in entries if e["state"] == book.OK
                                 and (only is None or e["op"] in only)])
        return self.violations

    def _complain(self, text):
        self.violations.append(text)

    def _check_named(self, client, entries, kind, route, field):
        """Each thing that was made stands once under its operation's name, the refused ones never."""
        found = Counter(thing[field] for thing in client.get_all(f"/api/v1/{route}"))
        for entry in entries:
            if entry["kind"] == kind:
                least = 1 if entry["state"] == book.OK else 0
                most = 0 if entry["state"] == book.REFUSED else 1
            elif entry["kind"] == f"bad_{kind}":
                least = most = 0
            else:
                continue
            count = found.pop(entry["op"], 0)
            self.checked += 1
            if not least <= count <= most:
                self._complain(f"{kind} {entry['op']} is there {count} times: {entry['state']}")
        for name in found:
            self._complain(f"{kind} {name} was never asked for")

    def _check_loans(self, client, entries):
        there = {loan["id"]: loan["requested_by"] for loan in client.get_all("/api/v1/loans")}
        by_name = Counter(there.values())
        expected = set()
        maybe = 0
        for entry in entries:
            kind, state = entry["kind"], entry["state"]
            if state == book.UNKNOWN and kind in ("loan", "scan"):
                maybe += 1
            if kind in ("loan", "bad_loan"):
                least = 1 if state == book.OK else 0
                most = 1 if state != book.REFUSED and kind == "loan" else 0
                self.checked += 1
                if not least <= by_name[entry["op"]] <= most:
                    self._complain(f"loan {entry['op']} is there {by_name[entry['op']]} times: {state}")
            if state == book.OK and kind in ("loan", "scan"):
                answer = json.loads(entry["answer"])
                loan = answer["id"] if kind == "loan" else answer.get("loan")
                if loan is not None:
                    expected.add(loan)
        for loan in expected - there.keys():
            self._complain(f"loan {loan} is lost")
        extra = there.keys() - expected
        if len(extra) > maybe:
            self._complain(f"loans that nobody made: {sorted(extra)[:10]}")

    def _check_histories(self, client, entries, only):
        """Each acknowledged change is one event of its item, and every event is somebody's."""
        scans = defaultdict(set)  # by item: the scans that did something
        plain = defaultdict(Counter)  # by item: other events by kind
        maybe = defaultdict(set)
        maybe_plain = defaultdict(Counter)
        touched = set()
        for entry in entries:
            code, kind = self._item_of(entry)
            if code is None:
                continue
            if only is None or entry["op"] in only:
                touched.add(code)
            if entry["state"] == book.UNKNOWN:
                if entry["kind"] == "scan":
                    maybe[code].add(entry["op"])
                else:
                    maybe_plain[code][kind] += 1
            elif entry["state"] == book.OK:
                if entry["kind"] != "scan":
                    plain[code][kind] += 1
                elif json.loads(entry["answer"])["result"] == SCANNED:
                    scans[code].add(entry["op"])

        for code in sorted(touched):
            try:
                events = list(client.get_all(f"/api/v1/items/{code}/events"))
            except Failed as missing:
                self._complain(str(missing))
                continue
            if [event["seq"] for event in events] != list(range(1, len(events) + 1)):
                self._complain(f"item {code}: the numbers of its events have gaps")
            by_scan = Counter(event["scan"] for event in events if event["scan"])
            others = Counter(event["kind"] for event in events if not event["scan"])
            self.checked += len(scans[code]) + sum(plain[code].values())
            for scan in scans[code] - by_scan.keys():
                self._complain(f"item {code}: the event of scan {scan} is lost")
            for scan in by_scan.keys() - scans[code] - maybe[code]:
                self._complain(f"item {code}: scan {scan} has an event that was not acknowledged")
            for scan, count in by_scan.items():
                if count > 1:
                    self._complain(f"item {code}: scan {scan} has {count} events")
            for kind in plain[code] | others:
                count, least = others[kind], plain[code][kind]
                if not least <= count <= least + maybe_plain[code][kind]:
                    self._complain(f"item {code}: {count} times {kind}, acknowledged {least} times")

    @staticmethod
    def _item_of(entry):
        """The item an operation is about, and the event it writes; none when it is about none."""
        kind = entry["kind"]
        body = json.loads(entry["body"])
        if kind == "item":
            if entry["state"] != book.OK:
                return None, None
            return json.loads(entry["answer"])["code"], "taken_in"
        if kind == "inspect":
            return entry["path"].split("/")[4], "inspected_ok"
        if kind == "loan":
            return body["lines"][0]["item"], "lent"
        if kind == "bad_loan":
            return body["lines"][0]["item"], None
        if kind == "scan" and len(body["code"]) == 7 and "-" not in body["code"]:
            return body["code"], None
        return None, None

    def _check_repeats(self, entries):
        """The same request again: the same answer, byte for byte, and no second effect."""
        def send_again(part):
            client = Client(self._port, self._token, timeout=30)
            for entry in part:
                status, answer = client.ask("POST", entry["path"], entry["body"], entry["key"])
                if not same_answer(entry, status, answer):
                    self._complain(f"{entry['kind']} {entry['op']} sent again: {status} {answer}, "
                                   f"not {entry['status']} {entry['answer']}")
            client.close()

        with ThreadPoolExecutor(RETRIED) as pool:
            list(pool.map(send_again, [entries[i::RETRIED] for i in range(RETRIED)]))
        self.checked += len(entries)
