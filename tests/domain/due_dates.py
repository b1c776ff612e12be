#!/usr/bin/env python3
"""Writes due_dates.csv: due dates computed without the code under test.

The way is another one on purpose. Easter comes from the printed table of the ecclesiastical full
moons of 1900 to 2199, by golden number, and not from a formula; the end of a month is found by
walking days; the open day is the smallest one left of a set. Python's date gives the weekdays.

    python3 due_dates.py            writes due_dates.csv beside this file
    python3 due_dates.py --check    fails when the file differs from what would be written
"""
import pathlib
import sys
from datetime import date, timedelta

DAY = timedelta(days=1)

# Ecclesiastical full moon by golden number 1..19, valid 1900-2199 (month, day).
PASCHAL_MOON = [(4, 14), (4, 3), (3, 23), (4, 11), (3, 31), (4, 18), (4, 8), (3, 28), (4, 16),
                (4, 5), (3, 25), (4, 13), (4, 2), (3, 22), (4, 10), (3, 30), (4, 17), (4, 7),
                (3, 27)]

# Published dates that the table must give.
PUBLISHED_EASTER = """2000-04-23 2008-03-23 2011-04-24 2026-04-05 2027-03-28 2028-04-16 2029-04-01
                      2030-04-21 2038-04-25""".split()


def easter(year):
    assert 1900 <= year <= 2199
    month, day = PASCHAL_MOON[year % 19]
    sunday = date(year, month, day) + DAY  # the Sunday after the full moon, never on it
    while sunday.isoweekday() != 7:
        sunday += DAY
    return sunday


def holidays(year):
    e = easter(year)
    fixed = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 17), date(year, 12, 25),
             date(year, 12, 26)}
    return fixed | {e - 3 * DAY, e - 2 * DAY, e, e + DAY, e + 39 * DAY, e + 49 * DAY, e + 50 * DAY}


def plus_months(start, months):
    """Walks to the first of the month wanted, then on until the day of the month or its end."""
    first = start.replace(day=1)
    for _ in range(months):
        first += 31 * DAY
        first = first.replace(day=1)
    wanted = first
    while wanted.day < start.day and (wanted + DAY).month == first.month:
        wanted += DAY
    return wanted


def due(start, months, closed, extra_open, weekdays):
    nominal = plus_months(start, months)
    candidates = {nominal + i * DAY for i in range(400)}
    red = set().union(*(holidays(y) for y in range(nominal.year, nominal.year + 3) if y <= 2199))
    ordinary = {d for d in candidates if weekdays[d.weekday()] == "1"} - red
    is_open = (ordinary - set(closed)) | (candidates & set(extra_open))
    return nominal, min(is_open)


MON_FRI = "1111100"


def case(start, months=3, closed="", extra="", weekdays=MON_FRI):
    return start, months, closed, extra, weekdays


CASES = [
    # an ordinary day
    case("2026-06-10"), case("2026-08-18"), case("2026-09-01", 1), case("2026-06-10", 0),
    # nominal on a Saturday or Sunday
    case("2026-07-10"), case("2026-06-19"), case("2026-06-20"), case("2026-08-22"),
    case("2026-11-07"), case("2026-11-08"),
    # clamped to the end of the month
    case("2026-11-30"), case("2027-11-30"), case("2026-11-29"), case("2027-11-29"),
    case("2026-12-31"), case("2026-08-31"), case("2026-03-31"), case("2026-05-31"),
    case("2026-01-31", 1), case("2028-01-31", 1), case("2027-12-30", 2), case("2027-12-31", 2),
    case("2026-10-31", 1), case("2026-03-31", 1), case("2026-08-30", 6), case("2026-08-31", 6),
    # an extension is counted from the start
    case("2026-11-30", 6), case("2026-11-30", 9), case("2026-05-31", 6), case("2027-08-31", 6),
    # leap days
    case("2027-11-28"), case("2028-02-29"), case("2028-02-29", 12), case("2028-02-29", 48),
    case("2024-02-29", 36), case("2024-02-29", 6), case("2027-02-28", 12), case("2023-11-30"),
    # Easter weeks: Maundy Thursday to Easter Monday
    case("2025-12-31"), case("2026-01-01"), case("2026-01-02"), case("2026-01-03"),
    case("2026-01-05"), case("2026-01-06"), case("2026-01-07"), case("2026-12-24"),
    case("2026-12-25"), case("2026-12-26"), case("2026-12-28"), case("2026-12-29"),
    case("2028-01-13"), case("2029-01-01"), case("2030-01-18"), case("2007-12-20"),
    case("2011-01-21"), case("2038-01-22"), case("2038-01-25"),
    # the first of May and Ascension, also both on one day
    case("2026-02-01"), case("2026-02-14"), case("2027-02-06"), case("2008-02-01"),
    case("2028-02-25"), case("2030-02-28"), case("2030-02-28", 3, "2030-05-31"),
    # 17 May and Whitsun, also both on one day
    case("2026-02-17"), case("2026-02-24"), case("2026-02-25"), case("2027-02-16"),
    case("2027-02-17"), case("2027-02-15"), case("2028-03-05"), case("2012-02-17"),
    case("2032-02-15"), case("2032-02-17"),
    # the turn of the year
    case("2026-09-24"), case("2026-09-25"), case("2026-09-26"), case("2026-09-30"),
    case("2026-10-01"), case("2027-09-25"), case("2027-09-30"), case("2027-10-01"),
    # several closed days in a row
    case("2026-09-24", 3, "2026-12-24 2026-12-28 2026-12-29 2026-12-30 2026-12-31"),
    case("2026-09-25", 3, "2026-12-28 2026-12-29 2026-12-30 2026-12-31"),
    case("2027-09-24", 3, "2027-12-24 2027-12-27 2027-12-28 2027-12-29 2027-12-30 2027-12-31"),
    case("2026-12-22", 3, "2027-03-22 2027-03-23 2027-03-24"),
    case("2026-04-13", 3, " ".join(f"2026-07-{d}" for d in range(13, 32))),
    case("2026-04-13", 3, "2026-07-14"), case("2026-04-13", 3, "2026-07-13"),
    # extra open days: a Saturday, a holiday, and one too early to matter
    case("2026-01-04", 3, "", "2026-04-04"), case("2026-01-02", 3, "", "2026-04-02"),
    case("2026-01-02", 3, "", "2026-04-04"), case("2026-06-19", 3, "", "2026-09-20"),
    case("2026-06-19", 3, "2026-09-21", "2026-09-12"), case("2027-02-17", 3, "", "2027-05-17"),
    case("2026-09-25", 3, "2026-12-28", "2026-12-27"),
    # other opening weekdays
    case("2026-06-10", 3, "", "", "1010100"), case("2026-06-11", 3, "", "", "1010100"),
    case("2026-06-12", 3, "", "", "0100000"), case("2026-06-19", 3, "", "", "1111110"),
    case("2026-06-20", 3, "", "", "1111111"), case("2026-01-05", 3, "", "", "1111111"),
    case("2026-01-01", 3, "", "", "0001000"), case("2027-02-17", 3, "", "", "1000000"),
    case("2026-06-19", 3, "", "2026-11-11", "0000000"),
    # century years: 2000 is a leap year, 1900 and 2100 are not
    case("1999-11-30"), case("1999-12-31", 2), case("2000-02-29"), case("2000-01-20"),
    case("2000-02-29", 12), case("2099-11-30"), case("2099-12-31", 2), case("2100-02-28", 1),
    case("2099-12-28"), case("2096-02-29", 48), case("1900-01-31", 1), case("2198-12-31"),
    # children's stock: six months
    case("2026-08-29", 6), case("2026-10-01", 6), case("2026-11-17", 6), case("2026-06-25", 6),
]

# Worked out by hand with a printed calendar.
KNOWN = {
    ("2026-11-30", 3, "", "", MON_FRI): ("2027-02-28", "2027-03-01"),
    ("2026-11-30", 6, "", "", MON_FRI): ("2027-05-30", "2027-05-31"),
    ("2026-01-02", 3, "", "", MON_FRI): ("2026-04-02", "2026-04-07"),
    ("2027-02-15", 3, "", "", MON_FRI): ("2027-05-15", "2027-05-18"),
    ("2026-09-25", 3, "", "", MON_FRI): ("2026-12-25", "2026-12-28"),
    ("2027-11-30", 3, "", "", MON_FRI): ("2028-02-29", "2028-02-29"),
}


def days(text):
    return [date.fromisoformat(part) for part in text.split()]


def table():
    lines = ["start,months,closed_days,extra_open_days,open_weekdays,nominal,due"]
    seen = set()
    for row in CASES:
        assert row not in seen, row
        seen.add(row)
        start, months, closed, extra, weekdays = row
        result = due(date.fromisoformat(start), months, days(closed), days(extra), weekdays)
        texts = tuple(d.isoformat() for d in result)
        assert KNOWN.get(row, texts) == texts, (row, texts)
        lines.append(",".join([start, str(months), closed, extra, weekdays, *texts]))
    assert set(KNOWN) <= seen
    return "\n".join(lines) + "\n"


def main():
    for text in PUBLISHED_EASTER:
        published = date.fromisoformat(text)
        assert easter(published.year) == published, text
    assert len(PASCHAL_MOON) == 19
    target = pathlib.Path(__file__).with_name("due_dates.csv")
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if target.read_text(encoding="ascii") == table() else f"{target} is out of date")
    target.write_text(table(), encoding="ascii")


if __name__ == "__main__":
    main()
