#!/usr/bin/env python3
"""Writes days_on_loan.csv: on how many days of the last twelve months something was on loan, and
whether that is as many as the last so many months have. Each day is looked at by itself, with the
calendar of Python and nothing of the code under test.

    python3 days_on_loan.py            writes it beside this file
    python3 days_on_loan.py --check    fails when the file differs from what would be written
"""
import pathlib
import random
import sys
from datetime import date, timedelta

DAY = timedelta(days=1)


def months_before(day, months):
    """The same day of that month, or its last."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue


def days_on_loan(periods, today):
    lent = set()
    for first, last in periods:
        day = first
        while day <= last:
            lent.add(day)
            day += DAY
    day, count = today, 0
    while day > months_before(today, 12):
        count += day in lent
        day -= DAY
    return count


def enough(today, months):
    day, count = today, 0
    while day > months_before(today, months):
        count += 1
        day -= DAY
    return count


def rows():
    d = date.fromisoformat
    out = []

    def row(today, *periods, months=6):
        days = days_on_loan(periods, today)
        text = " ".join(f"{a}/{b}" for a, b in periods)
        out.append(f"{today},{months},{text},{days},{'yes' if days >= enough(today, months) else 'no'}")

    row(d("2026-11-23"))
    # One loan without a break, up to the day and over it.
    for today in ("2026-07-13", "2026-07-14", "2026-07-15"):
        row(d(today), (d("2026-01-15"), d(today)))
    # Half years of 181, 182 and 184 days, ends of months, the leap day.
    for first, last in (("2026-01-01", "2026-06-30"), ("2026-07-01", "2026-12-31"),
                        ("2028-01-01", "2028-06-30"), ("2027-08-31", "2028-02-29"),
                        ("2027-08-30", "2028-02-28"), ("2026-03-01", "2026-08-31")):
        for off in (-1, 0, 1):
            today = d(last) + off * DAY
            row(today, (d(first), today))
    # Two that follow each other, that overlap, that are the same; a gap of a day.
    today = d("2026-11-23")
    half = months_before(today, 6) + DAY
    row(today, (half, d("2026-08-31")), (d("2026-09-01"), today))
    row(today, (half, d("2026-08-31")), (d("2026-08-31"), today))
    row(today, (half, d("2026-09-30")), (d("2026-08-01"), today))
    row(today, (half, today), (half, today))
    row(today, (half, d("2026-08-30")), (d("2026-09-01"), today))
    row(today, (half - DAY, d("2026-08-30")), (d("2026-09-01"), today))
    row(today, (d("2026-09-01"), today), (half - DAY, d("2026-08-30")), (d("2026-03-01"), d("2026-03-01")))
    # One within another.
    row(today, (half, today), (d("2026-09-01"), d("2026-09-10")))
    # What was before the twelve months does not count, and its first day does.
    year = months_before(today, 12)
    row(today, (year - 200 * DAY, year))
    row(today, (year - 200 * DAY, year + DAY))
    row(today, (year - 200 * DAY, year + 184 * DAY))
    row(today, (year - 200 * DAY, year + 183 * DAY))
    row(today, (year - 200 * DAY, year + 182 * DAY), (today, today))
    # Another number of months.
    for months in (1, 3, 12):
        for off in (0, 1):
            row(today, (months_before(today, months) + DAY + off * DAY, today), months=months)
    dice = random.Random(20261127)
    for _ in range(60):
        today = d("2026-01-01") + dice.randrange(1200) * DAY
        periods = []
        for _ in range(dice.randrange(1, 5)):
            last = today - dice.randrange(400) * DAY
            periods.append((last - dice.randrange(150) * DAY, last))
        row(today, *periods)
    return "today,months,periods,days,repeated\n" + "\n".join(out) + "\n"


path = pathlib.Path(__file__).with_suffix(".csv")
if "--check" in sys.argv:
    sys.exit(0 if path.read_text() == rows() else f"{path} is not what would be written")
path.write_text(rows())
