#!/usr/bin/env python3
"""Two servers on one PostgreSQL database, HAProxy in front of them, clients at work through it, and
kill -9 of one of the two, again and again: nothing acknowledged is lost, nothing is there twice,
and no request fails but those that the killed server had in its hands.

Also: the same request at both servers at the same moment has one effect and one answer, and of two
that hand out the same aid one wins."""

import argparse
import json
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict, namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import postgresql
import work
from depot import DEFAULT_SERVER, Client, Failed, Program, Server, free_port
from trial import Skipped, Trial, main, raise_if

CHECK_EVERY = 1  # seconds; HAProxy's
NOTICED_WITHIN = 10.0
NOTICED_BY_CLIENT = 1.0  # its connection ends with the server's
LONGEST_ABSENCE = 4.0  # before the killed one is started again: noticed as dead, or not yet
TOGETHER = 2  # requests at each server at the same moment

# Each request has a connection of its own to a server: that one has died while it was idle is
# found out only by a request that is already on its way. What cannot connect goes to the other
# server; what has been sent is never sent again by HAProxy, the client decides.
CONFIGURATION = """
global
    stats socket {folder}/haproxy.sock mode 600 level admin
    log stdout format raw local0
    hard-stop-after 5s
defaults
    mode http
    log global
    log-format "%cp %ST %s %rc"
    option http-server-close
    retries 3
    retry-on conn-failure
    option redispatch 1
    timeout connect 1s
    timeout client 30s
    timeout server 15s
    timeout check 5s
frontend desk
    bind 127.0.0.1:{port}
    default_backend servers
backend servers
    balance roundrobin
    option httpchk
    http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host localhost
    http-check expect status 200
    default-server check inter {every}s rise 2 fall 2
"""

Kill = namedtuple("Kill", "name before after")


class Balancer(Program):
    """HAProxy, with its own configuration and its own process."""

    def __init__(self, folder, servers):
        self._folder = folder
        self._log = folder / "haproxy.log"
        self.port = free_port()
        lines = CONFIGURATION.format(folder=folder, port=self.port, every=CHECK_EVERY)
        for name, server in servers.items():
            lines += f"    server {name} 127.0.0.1:{server.port}\n"
        (folder / "haproxy.cfg").write_text(lines)

    def start(self):
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(
                ["haproxy", "-db", "-f", str(self._folder / "haproxy.cfg")],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def _tell(self, words):
        with socket.socket(socket.AF_UNIX) as admin:
            admin.settimeout(5)
            admin.connect(str(self._folder / "haproxy.sock"))
            admin.sendall(f"{words}\n".encode())
            answer = b""
            while part := admin.recv(65536):
                answer += part
        return answer.decode()

    def moved(self, name, server):
        """A server that is started again has another port."""
        self._tell(f"set server servers/{name} addr 127.0.0.1 port {server.port}")

    def _up(self):
        rows = [line.split(",") for line in self._tell("show stat").splitlines()]
        status = rows[0].index("status")
        # "UP 1/2" has still to be good once more.
        return {row[1] for row in rows if row[0] == "servers" and row[status] == "UP"}

    def wait_for(self, names):
        """Until it holds all of these to be ready."""
        until = time.monotonic() + NOTICED_WITHIN
        while time.monotonic() < until:
            try:
                if self._up() >= set(names):
                    return
            except OSError:  # it is starting
                pass
            if self._process.poll() is not None:
                raise Failed(f"HAProxy ended: {self._log.read_text()[-2000:]}")
            time.sleep(0.05)
        raise Failed(f"HAProxy does not see that both servers are ready: {self._tell('show stat')}")

    def requests(self):
        """Those that were answered: (port of the client, status, server, how often it was sent to a
        server in vain)"""
        for line in self._log.read_text().splitlines():
            words = line.split()
            if len(words) == 4 and words[0].isdigit():
                yield int(words[0]), int(words[1]), words[2], words[3]


class Pair:
    """Two servers behind HAProxy; to a Trial they are one."""

    def __init__(self, options, url, folder):
        self.servers = {name: Server(options.server, url, folder / f"{name}.log")
                        for name in ("a", "b")}
        self._folder = folder
        self.balancer = None
        self.kills = []

    @property
    def port(self):
        return self.balancer.port

    def make_token(self):
        return self.servers["a"].make_token()

    def verify(self):
        self.servers["a"].verify()

    def start(self):
        for server in self.servers.values():
            server.start()
        self.balancer = Balancer(self._folder, self.servers)
        self.balancer.start()
        self.balancer.wait_for(self.servers)

    def kill_one(self, name):
        before = time.time()
        if not self.servers[name].kill():
            raise Failed(f"server {name} ended by itself: {self.servers[name].last_words()}")
        self.kills.append(Kill(name, before, time.time()))

    def bring_back(self, name):
        self.servers[name].start()
        self.balancer.moved(name, self.servers[name])
        self.balancer.wait_for(self.servers)

    def end(self):
        if self.balancer:
            self.balancer.kill()
        for server in self.servers.values():
            server.kill()


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--twins", type=int, default=50, help="of each kind, at the same moment")
    parser.add_argument("--server", type=Path, default=DEFAULT_SERVER)
    parser.add_argument("--seed", type=int, default=None, help="of the work and the moments")
    return parser.parse_args()


# ---- one after the other is killed -------------------------------------------------------------


def kill_in_turn(pair, trial, kills, chance):
    stop = threading.Event()
    threads = work.start(trial.workers, pair.port, trial.token, stop)
    try:
        for _ in range(kills):
            time.sleep(chance.uniform(0.3, 1.0))
            answered = sum(worker.answered for worker in trial.workers)
            name = chance.choice(sorted(pair.servers))
            pair.kill_one(name)
            time.sleep(chance.uniform(0.0, LONGEST_ABSENCE))
            pair.bring_back(name)
            if sum(worker.answered for worker in trial.workers) == answered:
                raise Failed(f"nobody is answered while server {name} is gone")
        time.sleep(0.5)
    finally:
        stop.set()
        work.join(threads)


def unexplained(pair, failures):
    """Failures that are not of a request that was under way when a server was killed, and ended by
    that: of those that HAProxy answers in its place it says at which server they were; another
    connection it just closes, as HTTP wants it when it was kept alive."""
    lost = defaultdict(set)  # by the client's port
    for client, status, server, _ in pair.balancer.requests():
        if status >= 500:
            lost[client].add(server)
    for failure in failures:
        killed = {kill.name for kill in pair.kills if failure.began <= kill.after
                  and kill.before <= failure.ended <= kill.after + NOTICED_BY_CLIENT}
        at = lost[failure.local_port] if failure.status else set()
        if not killed or not at <= killed or (failure.status and not at):
            yield (f"{failure.kind} failed with {failure.status or 'no answer'} after "
                   f"{(failure.ended - failure.began) * 1000:.0f} ms at server "
                   f"{'/'.join(at) or 'unknown'}, killed then: {'/'.join(killed) or 'none'}: "
                   f"{failure.text[:300]}")


def judge_failures(pair, trial):
    failures = [failure for worker in trial.workers for failure in worker.failures]
    raise_if(list(unexplained(pair, failures)))
    most = len(pair.kills) * work.CLIENTS
    if len(failures) > most:
        raise Failed(f"{len(failures)} requests failed, at once only {most} can be under way")
    for failure in failures[:1]:
        later = failure._replace(began=failure.began + 3600, ended=failure.ended + 3600)
        if not list(unexplained(pair, [later])):
            raise Failed("negative control: a failure without a kill is not noticed")
    answered = list(pair.balancer.requests())
    saved = sum(tries != "0" and 200 <= status < 500 for _, status, _, tries in answered)
    return failures, len(answered), saved


def run_kills(options, cluster, folder, seed):
    cluster.sql("create database depot")
    chance = random.Random(seed)
    pair = Pair(options, cluster.url("depot"), folder)
    try:
        trial = Trial(pair, folder / "ledger.jsonl", seed, disk_fails=True)
        pair.start()
        kill_in_turn(pair, trial, options.kills, chance)
        failures, requests, saved = judge_failures(pair, trial)
        raise_if(trial.check_round())
        raise_if(trial.check_all())
        trial.prove_checker()
        pair.verify()
    finally:
        pair.end()
    ways = Counter(str(failure.status or "no answer") for failure in failures)
    shown = ", ".join(f"{count} {way}" for way, count in sorted(ways.items())) or "none"
    return (f"{options.kills} kills: {requests} requests answered, failed: {shown}, all in flight "
            f"on the killed server; {saved} sent to the other one by HAProxy; {trial.counts()}")


# ---- the same at both servers, at the same moment ----------------------------------------------


class Twins:
    """Connections to both servers that send at the same moment."""

    def __init__(self, servers, token):
        self._clients = [Client(server.port, token, timeout=15)
                         for server in servers for _ in range(TOGETHER)]
        self._pool = ThreadPoolExecutor(len(self._clients))
        self._start = threading.Barrier(len(self._clients))

    def send(self, requests):
        """(path, body, key) for each connection; the answers, in the same order."""
        def one(client, request):
            path, body, key = request
            self._start.wait(15)
            return client.ask("POST", f"/api/v1/{path}", json.dumps(body), key)
        return list(self._pool.map(one, self._clients, requests))

    def send_same(self, *request):
        """The one answer that all of them get."""
        answers = set(self.send([request] * len(self._clients)))
        if len(answers) != 1:
            raise Failed(f"{request[0]} at both servers at once is answered differently: {answers}")
        return self.expect(answers.pop(), 200, 201)

    def alone(self, path, body):
        return self.expect(self._clients[0].ask("POST", f"/api/v1/{path}", json.dumps(body)),
                           200, 201)

    @staticmethod
    def expect(answer, *statuses):
        status, text = answer
        if status not in statuses:
            raise Failed(f"answered with {status}: {text[:300]}")
        return json.loads(text)

    def end(self):
        self._pool.shutdown()
        for client in self._clients:
            client.close()


def scan(code, mode, device, **more):
    return {"id": work.uuid7(), "device": device, "seq": time.time_ns(), "happened_at": work.now(),
            "operator": None, "mode": mode, "code": code, "depot": "SMS", "shelf": None,
            "loan": None, "details": None, **more}


def loan(borrower, code):
    return {"borrower_id": borrower, "depot": "SMS", "requested_by": work.uuid7(),
            "lines": [{"item": code}]}


def winner_of(answers):
    """Whether a request was the one that got the aid; the others must have been told why not."""
    won = 0
    for status, text in answers:
        shape = json.loads(text)
        if "result" in shape:  # of a scan
            code = shape.get("reason", {}).get("code") if status == 200 else status
            done = shape["result"] == "done"
        else:
            code, done = shape.get("code", status), status == 201
        won += done
        if not done and code != "already_lent":
            raise Failed(f"who comes too late is told {status}: {text[:400]}")
    return won


def run_twins(options, cluster, folder):
    cluster.sql("create database twins")
    servers = [Server(options.server, cluster.url("twins"), folder / f"twin-{name}.log")
               for name in ("a", "b")]
    twins = None
    try:
        token = servers[0].make_token()
        for server in servers:
            server.start()
        twins = Twins(servers, token)
        product = twins.alone("products", {"name": "rullestol", "iso": "12060602",
                                           "tracking": "serial"})["id"]
        borrowers = [twins.alone("borrowers", {"kind": "unit", "name": f"post {n}"})["id"]
                     for n in range(2 * TOGETHER)]
        for number in range(options.twins):
            run_one(twins, cluster, product, borrowers, number)
        servers[0].verify()
    finally:
        if twins:
            twins.end()
        for server in servers:
            server.kill()
    sent = options.twins * 2 * TOGETHER
    return (f"{sent} times the same key and {sent} times the same scan at both servers: one effect "
            f"and one answer each; {options.twins} aids handed out {2 * TOGETHER} times at once: "
            "one wins")


def run_one(twins, cluster, product, borrowers, number):
    def count(table, where):
        return int(cluster.sql(f"select count(*) from {table} where {where}", "twins"))

    def must_be_one(what, table, where):
        found = count(table, where)
        if found != 1:
            raise Failed(f"{what} is there {found} times")

    serial = work.uuid7()
    item = twins.send_same("items", {"product_id": product, "depot": "SMS", "serial": serial},
                           f"key-{serial}")
    must_be_one("an item", "item", f"serial = '{serial}'")
    if item["state"] != "ready":
        item = twins.send_same(f"items/{item['code']}/inspect", {"ok": True, "findings": None},
                               f"inspect-{serial}")
    if item["shelf"] is not None:
        raise Failed(f"an aid that nobody gave a shelf is on one: {item}")
    moved = scan(item["code"], "move", "desk", shelf="C1")
    said = twins.send_same("scans", moved, None)
    if said["result"] != "done":
        raise Failed(f"an aid cannot be moved: {said}")
    must_be_one("the event of a scan", "event", f"scan_id = '{moved['id']}'")

    # Loans, scans, or both, for as many borrowers.
    requests = []
    for place, borrower in enumerate(borrowers):
        if (number + place) % 3 == 0 or number % 3 == 1:
            requests.append(("loans", loan(borrower, item["code"]), f"loan-{serial}-{place}"))
        else:
            requests.append(("scans", scan(item["code"], "out", f"desk-{place}",
                                           details={"borrower": borrower}), None))
    won = winner_of(twins.send(requests))
    if won != 1:
        raise Failed(f"{won} of {len(requests)} get the aid {item['code']}")
    must_be_one("an open line", "loan_line",
                f"ended_at is null and item_id = (select id from item where serial = '{serial}')")


def run(folder):
    options = parse()
    if postgresql.programs() is None:
        raise Skipped("PostgreSQL is not installed")
    if shutil.which("haproxy") is None:
        raise Skipped("HAProxy is not installed")
    seed = options.seed if options.seed is not None else time.time_ns() % 1_000_000
    print(f"{options.kills} kills, seed {seed}", flush=True)
    cluster = postgresql.Cluster(durable=True)
    try:
        cluster.start()
        twins = run_twins(options, cluster, folder)
        print(twins, flush=True)
        return f"{run_kills(options, cluster, folder, seed)}; {twins}"
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main(run))
