#!/usr/bin/env python3
"""kill -9 of a working server, again and again: what it acknowledged is there exactly once, what it
refused has no effect, and the database stays sound."""

import argparse
import sys
import time
from pathlib import Path

from depot import DEFAULT_SERVER, Failed, Server
from trial import Trial, main, raise_if, start_figures

VERIFY_EVERY = 10


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--server", type=Path, default=DEFAULT_SERVER)
    parser.add_argument("--seed", type=int, default=None, help="of the work and the moments")
    return parser.parse_args()


def run(folder):
    options = parse()
    seed = options.seed if options.seed is not None else time.time_ns() % 1_000_000
    data = folder / "data"
    data.mkdir()
    print(f"{options.kills} kills, seed {seed}", flush=True)
    server = Server(options.server, data / "depot.db", folder / "server.log")

    def kill():
        if not server.kill():
            raise Failed(f"the server ended by itself: {server.last_words()}")

    trial = Trial(server, folder / "ledger.jsonl", seed)
    try:
        server.start()
        for number in range(1, options.kills + 1):
            trial.work_until(0.02, 0.4, kill)
            raise_if(trial.recover(verify=number % VERIFY_EVERY == 0))
        raise_if(trial.check_all())
        trial.prove_checker()
        kill()
        server.verify()
    finally:
        server.kill()
    return f"{options.kills} kills: {trial.counts()}; {start_figures(server.start_times)}"


if __name__ == "__main__":
    sys.exit(main(run))
