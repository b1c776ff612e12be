#!/usr/bin/env python3
"""Writes availability.csv: what is free in a window, counted day by day without the code under test.

Each aid and each booking is walked by itself: on a day it is there or it is not. Open days come from
the calendar of due_dates.py.

    python3 availability.py            writes it beside this file
    python3 availability.py --check    fails when the file differs from what would be written
"""
import pathlib
import sys
from datetime import date, timedelta

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from due_dates import holidays  # noqa: E402

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)  # a Monday
TURNAROUND = 2


def is_open(day):
    return day.isoweekday() < 6 and day not in holidays(day.year)


def d(text):
    return date.fromisoformat(text)


def is_there(thing, day):
    """Whether this aid can be lent on the day; bookings are counted apart."""
    kind, _, when = thing.partition(":")
    if kind == "ready":
        return True
    if kind in ("overdue", "review", "repair"):
        if kind == "repair" and when:
            back = d(when)
        else:
            return False
    elif kind in ("clean", "inspect", "uninspected"):
        back = TODAY
    elif kind in ("out", "quarantine"):
        back = d(when)
    else:
        return False  # blocked, missing …
    back = max(back, TODAY)
    washed = 0
    walk = back
    while washed < TURNAROUND:
        walk += DAY
        if is_open(walk):
            washed += 1
    return day > walk


def is_taken(booking, day):
    first, last, quantity = booking.split("/")
    walk, washed = d(last), 0
    while washed < TURNAROUND:
        walk += DAY
        if is_open(walk):
            washed += 1
    return int(quantity) if d(first) <= day <= walk else 0


def free(things, first, last):
    least = None
    day = first
    while day <= last:
        there = taken = 0
        for thing in things:
            if thing.startswith("book:"):
                taken += is_taken(thing[5:], day)
            elif thing.startswith("stock:"):
                there += int(thing[6:])
            elif thing.startswith("lent:"):
                quantity, due = thing[5:].split("@")
                there += int(quantity) if is_there("out:" + due, day) else 0
            elif is_there(thing, day):
                there += 1
        least = there - taken if least is None else min(least, there - taken)
        day += DAY
    return max(0, least)


CASES = [
    # name, things, windows
    ("one ready", "ready", ["2026-11-23 2026-11-23", "2026-11-23 2027-02-23"]),
    ("nothing", "", ["2026-11-23 2026-11-24"]),
    ("three ready", "ready ready ready", ["2026-12-01 2026-12-31"]),
    ("on loan", "out:2026-12-04",  # a Friday: out until Tuesday the 8th
     ["2026-11-23 2026-12-04", "2026-12-05 2026-12-06", "2026-12-07 2026-12-08", "2026-12-08 2026-12-08",
      "2026-12-09 2026-12-09", "2026-12-08 2026-12-10", "2026-12-09 2027-03-09"]),
    ("due today", "out:2026-11-23", ["2026-11-23 2026-11-25", "2026-11-26 2026-11-26"]),
    ("due before Christmas", "out:2026-12-23",  # the 24th is open, 25 and 26 are not
     ["2026-12-24 2026-12-24", "2026-12-25 2026-12-28", "2026-12-28 2026-12-28", "2026-12-29 2026-12-30"]),
    ("due before Easter", "out:2027-03-24",  # Maundy Thursday is the 25th
     ["2027-03-25 2027-03-29", "2027-03-30 2027-03-31", "2027-03-31 2027-03-31", "2027-04-01 2027-04-01"]),
    ("overdue", "overdue ready", ["2026-11-23 2026-11-30", "2028-01-01 2028-01-31"]),
    ("overdue alone", "overdue", ["2026-11-23 2026-11-23", "2030-01-01 2030-01-02"]),
    ("of a child", "review ready", ["2026-12-01 2027-12-01"]),
    ("to clean", "clean", ["2026-11-23 2026-11-23", "2026-11-25 2026-11-25", "2026-11-26 2026-11-26"]),
    ("to inspect", "inspect ready", ["2026-11-25 2026-11-25", "2026-11-26 2026-11-27"]),
    ("inspection overdue", "uninspected", ["2026-11-25 2026-11-25", "2026-11-26 2026-11-27"]),
    ("quarantine", "quarantine:2026-11-28",  # a Saturday: out until Tuesday 1 December
     ["2026-11-28 2026-11-30", "2026-12-01 2026-12-01", "2026-12-02 2026-12-02"]),
    ("quarantine over", "quarantine:2026-11-20", ["2026-11-25 2026-11-25", "2026-11-26 2026-11-26"]),
    ("repair promised", "repair:2026-12-01", ["2026-12-03 2026-12-03", "2026-12-04 2026-12-04"]),
    ("repair unpromised", "repair ready", ["2027-06-01 2027-06-30"]),
    ("gone", "blocked missing lost scrapped handed_over ready", ["2026-11-23 2027-11-23"]),
    ("booked", "ready book:2026-12-01/2026-12-04/1",
     ["2026-11-23 2026-11-30", "2026-11-30 2026-12-01", "2026-12-01 2026-12-04", "2026-12-04 2026-12-08",
      "2026-12-08 2026-12-08", "2026-12-09 2026-12-09", "2026-11-23 2026-12-09"]),
    ("two touch", "ready ready book:2026-12-01/2026-12-04/1 book:2026-12-09/2026-12-11/1",
     ["2026-12-01 2026-12-08", "2026-12-08 2026-12-09", "2026-12-09 2026-12-15", "2026-12-16 2026-12-16"]),
    ("two overlap", "ready ready ready book:2026-12-01/2026-12-10/1 book:2026-12-08/2026-12-20/1",
     ["2026-12-01 2026-12-07", "2026-12-08 2026-12-08", "2026-12-14 2026-12-15", "2026-12-22 2026-12-23"]),
    ("more than there is", "ready book:2026-12-01/2026-12-10/1 book:2026-12-01/2026-12-10/1",
     ["2026-12-01 2026-12-10", "2026-11-25 2026-11-30"]),
    ("book behind a loan", "out:2026-12-04 book:2026-12-14/2026-12-18/1",
     ["2026-12-09 2026-12-13", "2026-12-09 2026-12-14", "2026-12-22 2026-12-22", "2026-12-23 2026-12-23"]),
    ("several at once", "ready ready ready ready book:2026-12-01/2026-12-04/3",
     ["2026-12-01 2026-12-01", "2026-12-08 2026-12-08", "2026-12-09 2026-12-09"]),
    ("counted", "stock:10 lent:4@2026-12-04 lent:2@2026-12-11 book:2026-12-07/2026-12-08/5",
     ["2026-11-23 2026-12-06", "2026-12-07 2026-12-08", "2026-12-09 2026-12-09", "2026-12-10 2026-12-10",
      "2026-12-11 2026-12-15", "2026-12-16 2026-12-16", "2026-11-23 2027-01-31"]),
    ("all at once", "ready out:2026-12-04 overdue clean quarantine:2026-11-28 review book:2026-12-01/2026-12-31/2",
     ["2026-11-23 2026-11-25", "2026-11-26 2026-11-30", "2026-12-01 2026-12-01", "2026-12-02 2026-12-08",
      "2026-12-09 2026-12-31", "2027-01-05 2027-01-05", "2027-01-06 2027-01-06"]),
]


def table():
    lines = ["case,things,first,last,free"]
    for name, things, windows in CASES:
        for window in windows:
            first, last = map(d, window.split())
            lines.append(f"{name},{things},{first},{last},{free(things.split(), first, last)}")
    return "\n".join(lines) + "\n"


def main():
    file = pathlib.Path(__file__).with_suffix(".csv")
    if "--check" in sys.argv[1:]:
        sys.exit(0 if file.read_text() == table() else f"{file.name} is not what {__file__} writes")
    file.write_text(table())


if __name__ == "__main__":
    main()
