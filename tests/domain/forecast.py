#!/usr/bin/env python3
"""Writes forecast.csv: what the months after some made-up ones are expected to hold.

    python3 forecast.py            writes it beside this file
    python3 forecast.py --check    fails when the file differs from what would be written

The method in words: each month of the year has a factor, its loans against those of the year around
them, with twelve loans' worth of belief that there is no season; the level is smoothed with a weight
of 0.3 for the newest month; the interval holds 80 % of a negative binomial distribution whose variance
comes from what the method missed by, grows with the months ahead, and has 10 % a year for what nobody
knows. Computed with decimals and logarithms, where the program multiplies.
"""
import math
import pathlib
import random
import statistics
import sys

AHEAD = 12


def distribution(mean, variance):
    """The chances of 0, 1, 2 …"""
    count = 0
    while True:
        if variance <= mean * 1.0001:
            log = count * math.log(mean) - mean - math.lgamma(count + 1)
        else:
            p = mean / variance
            r = mean * p / (1 - p)
            log = (math.lgamma(count + r) - math.lgamma(r) - math.lgamma(count + 1)
                   + r * math.log(p) + count * math.log1p(-p))
        yield math.exp(log)
        count += 1


def quantile(mean, variance, part):
    if mean > 300:
        return max(0, round(statistics.NormalDist(mean, math.sqrt(variance)).inv_cdf(part)))
    if mean == 0:
        return 0
    total = 0
    for count, chance in enumerate(distribution(mean, variance)):
        total += chance
        if total >= part:
            return count
    raise AssertionError


def factors(counts, first):
    if len(counts) < 24:
        return [1.0] * 12
    raw = []
    for month in range(12):
        own, usual = 12.0, 12.0
        for at, count in enumerate(counts):
            if (first - 1 + at) % 12 == month:
                begin = min(max(at - 6, 0), len(counts) - 12)
                own += count
                usual += statistics.fmean(counts[begin:begin + 12])
        raw.append(own / usual)
    return [factor / statistics.fmean(raw) for factor in raw]


def expected(counts, first):
    season = factors(counts, first)
    flat = [count / season[(first - 1 + at) % 12] for at, count in enumerate(counts)]
    level = statistics.fmean(flat[:12])
    missed = []
    for at, count in enumerate(counts):
        forecast = level * season[(first - 1 + at) % 12]
        if at >= 12:
            missed.append((count - forecast) ** 2 / max(forecast, 0.25))
        level = 0.7 * level + 0.3 * flat[at]
    if len(missed) < 6:
        level = statistics.fmean(counts)
        missed = [(count - level) ** 2 / max(level, 0.25) for count in counts]
    spread = max(1.0, (sum(missed) + 4) / (len(missed) + 4))
    for ahead in range(AHEAD):
        mean = level * season[(first - 1 + len(counts) + ahead) % 12]
        variance = spread * mean * (1.15 + 0.09 * ahead)
        variance += (0.1 * mean * (0.25 + (ahead + 1) / 12)) ** 2
        yield mean, quantile(mean, variance, 0.1), quantile(mean, variance, 0.9)


def histories():
    yield 1, [0] * 30
    yield 1, [5] * 36
    yield 7, [3, 4, 5, 4, 3, 4]
    yield 12, [1000 + 10 * at for at in range(40)]
    dice = random.Random(20261123)
    for length in (6, 7, 12, 17, 18, 23, 24, 25, 36, 60, 120):
        for level in (1, 6, 40, 250):
            first = dice.randint(1, 12)
            yield first, [
                max(0, round(dice.gauss(level * (1 + 0.4 * math.cos((first + at) * math.pi / 6)),
                                        math.sqrt(level))))
                for at in range(length)]


def rows():
    for first, counts in histories():
        likely, low, high = zip(*expected(counts, first))
        yield ",".join((str(first), " ".join(map(str, counts)),
                        " ".join(f"{value:.6f}" for value in likely),
                        " ".join(map(str, low)), " ".join(map(str, high))))


def main():
    path = pathlib.Path(__file__).with_suffix(".csv")
    text = "\n".join(["first,counts,likely,low,high", *rows()]) + "\n"
    if sys.argv[1:] == ["--check"]:
        if path.read_text() != text:
            sys.exit(f"{path} is not what this script writes")
        return
    path.write_text(text)


if __name__ == "__main__":
    main()
