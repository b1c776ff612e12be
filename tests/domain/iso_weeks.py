#!/usr/bin/env python3
"""Writes iso_weeks.csv: the week of each day around the turns of years, by Python's own calendar.

    python3 iso_weeks.py            writes it beside this file
    python3 iso_weeks.py --check    fails when the file differs from what would be written
"""
import datetime
import pathlib
import sys

FIRST, LAST = 1995, 2100


def rows():
    for year in range(FIRST, LAST + 1):
        begin = datetime.date(year, 12, 24)
        for offset in range(18):
            day = begin + datetime.timedelta(days=offset)
            week = day.isocalendar()
            monday = datetime.date.fromisocalendar(week.year, week.week, 1)
            yield f"{day},{week.year}-W{week.week:02},{monday}"


def main():
    path = pathlib.Path(__file__).with_suffix(".csv")
    text = "\n".join(["day,week,monday", *rows()]) + "\n"
    if sys.argv[1:] == ["--check"]:
        if path.read_text() != text:
            sys.exit(f"{path} is not what this script writes")
        return
    path.write_text(text)


if __name__ == "__main__":
    main()
