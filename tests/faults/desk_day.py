#!/usr/bin/env python3
"""A day at the desk through line mode: aids out, in, washed, inspected, wrong codes, undo, the server
stopped and started, the scanner killed. Every acknowledged scan is on the server once, every aid ends
where it should, and verify is clean."""

import argparse
import sys
import time
from pathlib import Path

from depot import DEFAULT_SERVER, Client, Failed, Server
from desk import DEFAULT_SCANNER, Scanner, compare, doubled_effects, prepare, prove, stored_scans
from trial import main, raise_if

AIDS = 50


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", type=Path, default=DEFAULT_SERVER)
    parser.add_argument("--scanner", type=Path, default=DEFAULT_SCANNER)
    parser.add_argument("--queued", type=int, default=1000,
                        help="scans made while the server is away, then synced")
    return parser.parse_args()


class Day:
    def __init__(self, scanner):
        self.scanner = scanner
        self.acknowledged = []
        self.times = []
        self.violations = []

    def say(self, line, *kinds):
        """Says a line, whose answer must be of one of the kinds."""
        began = time.monotonic()
        answer = self.scanner.say(line)
        if answer["scan"] and answer["kind"] in ("done", "nothing_to_do", "refused", "unknown"):
            self.times.append(time.monotonic() - began)
        if kinds and answer["kind"] not in kinds:
            self.violations.append(f"{line!r} is answered with {answer}, not {kinds}")
        if answer["scan"] and answer["kind"] != "failed":
            self.acknowledged.append(answer["scan"])
        return answer


def state_of(client, code):
    return client.get(f"/api/v1/items/{code}")


def expect_states(client, codes, state, on_loan, when):
    return [f"{when}: {code} is {item['state']}, on loan: {item['on_loan']}"
            for code in codes for item in [state_of(client, code)]
            if (item["state"], item["on_loan"]) != (state, on_loan)]


def mangled(code):
    """As a scanner with a US layout types the address on a Norwegian keyboard."""
    return f"HTTPSØ--KL.EXAMPLE-E-{code}"


def run(folder):
    options = parse()
    data = folder / "data"
    data.mkdir()
    database = data / "depot.db"
    server = Server(options.server, database, folder / "server.log")
    scanner = None
    try:
        token, token_file, codes, _ = prepare(server, folder, AIDS)
        scanner = Scanner(options.scanner, folder / "outbox", token_file, folder / "scanner.log")
        day = Day(scanner)

        scanner.start(server.port)
        day.say("%MEGKARI7", "info")
        day.say("%UT", "info")
        day.say(codes[0], "refused")
        loan = day.say("kari", "info")
        if "Kari Prøve" not in loan["text"]:
            day.violations.append(f"the borrower is not found: {loan}")
        for code in codes:
            out = day.say(mangled(code), "done")
            if out["server"]["loan"] != 1:
                day.violations.append(f"not joined to the same loan: {out}")
        day.say("7K3QF28", "unknown")
        day.say("%ANGRE", "done")
        day.say(codes[-1], "done")
        day.say("%FERDIG", "done")
        client = Client(server.port, token)
        day.violations += expect_states(client, codes, "ready", True, "after %UT")

        # Half of it comes back, then the server goes, and the scanner with it.
        day.say("%INN", "info")
        for code in codes[:20]:
            day.say(code, "done")
        client.close()
        server.kill()
        for code in codes[20:35]:
            day.say(code, "stored")
        day.say("%BYTT", "info")
        day.say(codes[35], "failed")  # both happen or none, so it is not kept
        day.say("%INN", "info")
        if not scanner.kill():
            raise Failed("the scanner ended by itself")
        scanner.start(server.port)
        day.say("%INN", "info")
        for code in codes[35:]:
            day.say(code, "stored")
        day.say("%ANGRE", "done")
        day.acknowledged.pop()  # taken back before it was ever sent
        day.say("123456", "stored")
        if not day.say(codes[-1], "stored")["waiting"] == 31:
            day.violations.append("31 scans should wait")
        scanner.kill()

        server.start()
        scanner.drain(server.port, 30)
        if not any("123456" in notice for notice in scanner.notices):
            day.violations.append(f"nobody is told of the unknown code: {scanner.notices}")
        client = Client(server.port, token)
        day.violations += expect_states(client, codes, "to_clean", False, "after %INN")

        scanner.start(server.port)
        day.say("%VASK", "info")
        for code in codes:
            day.say(code, "done")
        day.say(codes[0], "nothing_to_do")
        day.say("%KONTROLL", "info")
        for code in codes[:-1]:
            day.say(code, "done")
        day.say("%FEIL", "info")
        day.say(codes[-1], "done")
        day.say("%TELL", "info")
        day.say("%HYLLEB3", "info")
        for code in codes[:-1]:
            day.say(mangled(code), "done")
        stands = day.say("%FERDIG", "info")
        if f"Talt {AIDS - 1} av {AIDS} " not in stands["text"]:
            day.violations.append(f"the count stands at {stands}")
        day.say(codes[-1], "done")
        day.say("%AVSLUTT", "info")  # something was scanned since it was shown
        closed = day.say("%AVSLUTT", "done")
        if closed["server"]["missing"]["total"] != 0:
            day.violations.append(f"the count found {closed}")
        if scanner.finish() != 0:
            day.violations.append("the scanner does not end well")
        day.violations += expect_states(client, codes[:-1], "ready", False, "after %KONTROLL")
        day.violations += expect_states(client, codes[-1:], "to_repair", False, "after %FEIL")
        client.close()
        times = sorted(day.times)

        synced = queue_and_sync(options.queued, scanner, server, day, codes)

        server.kill()
        stored = stored_scans(database)
        raise_if(day.violations + compare(day.acknowledged, stored) + doubled_effects(database))
        prove(day.acknowledged, stored)
        server.verify()
    finally:
        if scanner is not None:
            scanner.kill()
        server.kill()
    p95 = times[int(len(times) * 0.95)] * 1000
    if p95 > 20:
        print(f"slower than the aim of 20 ms: p95 {p95:.1f} ms")
    return (f"{len(day.acknowledged)} scans acknowledged, all on the server once; enter to answer "
            f"p50 {times[len(times) // 2] * 1000:.1f} ms, p95 {p95:.1f} ms; {synced}")


def queue_and_sync(count, scanner, server, day, codes):
    """So many scans while the server is away, then how long until it has them."""
    server.kill()
    scanner.start(server.port)
    day.say("%TELL", "info")
    began = time.monotonic()
    for number in range(count):
        day.say(codes[number % len(codes)], "stored")
    made = time.monotonic() - began
    scanner.kill()
    server.start()
    took = scanner.drain(server.port, 60)
    return f"{count} scans made without a server in {made:.1f} s, synced in {took:.1f} s"


if __name__ == "__main__":
    sys.exit(main(run))
