#!/usr/bin/env python3
"""Power cuts of a working server: its database is on a file system of its own, whose unwritten
data is thrown away in the middle of the work. Nothing acknowledged is lost. The same with
synchronous=NORMAL must lose something, or the cut is none.

Needs root, loop devices and mkfs.ext4."""

import argparse
import fcntl
import os
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path

from depot import DEFAULT_SERVER, Failed, Server
from trial import Skipped, Trial, main, raise_if, start_figures

FS_IOC_SHUTDOWN = 0x8004587D  # _IOR('X', 125, __u32)
NO_LOG_FLUSH = 2
IMAGE_SIZE = 512 * 1024 * 1024
CONTROL_TRIES = 5
ON_A_DEAD_DISK = 0.05
# Shutting an ext4 file system down takes some milliseconds, in which fdatasync still says yes to
# what is never written, to any program. With real power no such answer would be heard.
WHILE_IT_DIES = 0.02


def call(*words):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    if done.returncode != 0:
        raise OSError(f"{' '.join(words)}: {done.stdout.strip()}")


class Disk:
    """An ext4 file system in a file, whose power can be cut."""

    def __init__(self, folder, name):
        self._image = folder / f"{name}.img"
        self.mount_point = folder / name
        self.mounted = False
        with open(self._image, "wb") as image:
            image.truncate(IMAGE_SIZE)
        self.mount_point.mkdir()
        call("mkfs.ext4", "-q", "-F", str(self._image))

    def mount(self):
        # The journal is not written by time alone, only when somebody asks for it.
        call("mount", "-o", "loop,commit=600", str(self._image), str(self.mount_point))
        self.mounted = True

    def unmount(self):
        """Patient: whoever was killed may be dying still."""
        if not self.mounted:
            return
        for _ in range(100):
            try:
                call("umount", str(self.mount_point))
                self.mounted = False
                return
            except OSError as error:
                failure = error
                time.sleep(0.05)
        raise failure

    def cut(self):
        root = os.open(self.mount_point, os.O_RDONLY)
        try:
            fcntl.ioctl(root, FS_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        finally:
            os.close(root)

    def remove(self):
        try:
            self.unmount()
        except OSError:
            subprocess.run(["umount", "-l", str(self.mount_point)], check=False)
        self._image.unlink(missing_ok=True)


def require_disk(folder):
    """Tries once what the test needs."""
    if os.geteuid() != 0:
        raise Skipped("only root may mount")
    if shutil.which("mkfs.ext4") is None:
        raise Skipped("no mkfs.ext4 (e2fsprogs)")
    try:
        disk = Disk(folder, "probe")
    except OSError as error:
        raise Skipped(f"no ext4 image: {error}") from error
    try:
        disk.mount()
        disk.cut()
    except OSError as error:
        raise Skipped(f"no loop mounts or no shutdown ioctl here: {error}") from error
    finally:
        disk.remove()


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=10)
    parser.add_argument("--server", type=Path, default=DEFAULT_SERVER)
    parser.add_argument("--seed", type=int, default=None, help="of the work and the moments")
    return parser.parse_args()


class CutTrial:
    """A server on a disk of its own."""

    def __init__(self, options, seed, folder, name, environment=None):
        self._disk = Disk(folder, name)
        self._server = None
        try:
            self._disk.mount()
            self._server = Server(options.server, self._disk.mount_point / "depot.db",
                                  folder / f"{name}.log", environment)
            self.trial = Trial(self._server, folder / f"{name}.jsonl", seed, disk_fails=True)
            # Made by a server that syncs, and long ago.
            os.sync()
            self._server.start()
        except BaseException:
            self.end()
            raise

    def cut(self):
        """Work, a power cut, and the power is back: the server is not started yet."""
        self.trial.work_until(0.1, 0.6, self._cut_and_kill)
        self._disk.unmount()
        self._disk.mount()

    def _cut_and_kill(self):
        self.trial.ledger.doubt()
        self._disk.cut()
        time.sleep(WHILE_IT_DIES)
        self.trial.must_not_store()
        time.sleep(ON_A_DEAD_DISK)
        status = self._server.ended_with()
        self._server.kill()
        if status is not None and status < 0:
            raise Failed(f"a dead disk crashes the server ({status}): {self._server.last_words()}")

    def end(self):
        if self._server is not None:
            self._server.kill()
        self._disk.remove()


def cut_durable(options, seed, folder):
    cutter = CutTrial(options, seed, folder, "full")
    trial = cutter.trial
    try:
        for _ in range(options.cuts):
            cutter.cut()
            raise_if(trial.recover(verify=True))
        raise_if(trial.check_all())
        trial.prove_checker()
    finally:
        cutter.end()
    return f"{options.cuts} cuts: {trial.counts()}; {start_figures(trial.server.start_times)}"


def cut_control(options, seed, folder):
    """How many violations a server has that does not sync, and after how many cuts."""
    cutter = CutTrial(options, seed, folder, "normal", {"KL_TEST_SYNCHRONOUS": "normal"})
    try:
        for number in range(1, CONTROL_TRIES + 1):
            cutter.cut()
            lost = cutter.trial.recover()
            if lost:
                print(f"synchronous=NORMAL, for example: {lost[0][:200]}")
                return f"synchronous=NORMAL lost {len(lost)} of it by cut {number}"
    finally:
        cutter.end()
    raise Failed(f"negative control: synchronous=NORMAL lost nothing in {CONTROL_TRIES} cuts")


def run(folder):
    options = parse()
    seed = options.seed if options.seed is not None else time.time_ns() % 1_000_000
    require_disk(folder)
    print(f"{options.cuts} cuts, seed {seed}", flush=True)
    durable = cut_durable(options, seed, folder)
    print(durable, flush=True)
    return f"{durable}; {cut_control(options, seed, folder)}"


if __name__ == "__main__":
    sys.exit(main(run))
