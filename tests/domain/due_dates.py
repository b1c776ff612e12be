#!/usr/bin/env python3
"""Writes due_dates.csv and extensions.csv: due days computed without the code under test.

The way is another one on purpose. Easter comes from the printed table of the ecclesiastical full
moons of 1900 to 2199, by golden number, and not from a formula; the end of a month is found by
walking days; the open day is the smallest one left of a set. Python's date gives the weekdays.

    python3 due_dates.py            writes both beside this file
    python3 due_dates.py --check    fails when a file differs from what would be written
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


# Extensions: where the loan begins, and on which days it is extended by how many months.
def longer(start, extensions, months=3, closed="", extra="", weekdays=MON_FRI):
    return start, months, extensions, closed, extra, weekdays


YULE = "2026-12-24 2026-12-28 2026-12-29 2026-12-30 2026-12-31"

EXTENSIONS = [
    # one, in good time and on the due day itself
    longer("2026-11-30", "2027-02-20+3"), longer("2026-11-30", "2027-03-01+3"),
    longer("2026-06-10", "2026-09-01+3"), longer("2026-06-10", "2026-09-10+3"),
    longer("2026-06-10", "2026-09-01+1"), longer("2026-06-10", "2026-09-01+2"),
    longer("2026-06-10", "2026-06-10+3"), longer("2026-08-18", "2026-11-18+2", 3),
    # the day after it: from that day on
    longer("2026-06-10", "2026-09-11+3"), longer("2026-06-10", "2026-09-11+1"),
    longer("2026-11-30", "2027-03-02+3"), longer("2026-11-30", "2027-03-31+3"),
    longer("2026-11-30", "2027-08-31+3"), longer("2026-07-10", "2026-10-13+3"),
    longer("2026-07-10", "2026-10-12+3"), longer("2026-07-10", "2027-11-30+3"),
    # two and three: the months add up, and no day of the month is lost
    longer("2026-11-30", "2027-02-20+3 2027-05-30+3"),
    longer("2026-11-30", "2027-02-20+3 2027-05-31+3 2027-08-30+3"),
    longer("2026-08-31", "2026-11-20+3 2027-02-20+3 2027-05-20+3"),
    longer("2026-12-31", "2027-03-20+3 2027-06-20+3 2027-09-20+3"),
    longer("2026-10-31", "2026-11-20+1 2026-12-20+1 2027-01-20+1", 1),
    longer("2027-01-31", "2027-02-20+1 2027-03-20+1 2027-04-20+1", 1),
    longer("2026-03-31", "2026-04-15+1 2026-05-15+1 2026-06-15+1", 1),
    longer("2026-01-30", "2026-02-15+1 2026-03-15+1 2026-04-15+1", 1),
    longer("2026-11-29", "2027-01-15+3 2027-05-01+3"),
    longer("2026-09-15", "2026-12-01+3 2026-12-02+3 2026-12-03+3"),
    # overdue between two: the anchor moves once, and stays there
    longer("2026-08-31", "2026-12-01+3 2027-02-15+3"),
    longer("2026-08-31", "2026-12-31+3 2027-03-20+3 2027-06-20+3"),
    longer("2026-06-10", "2026-09-01+3 2026-12-31+3"),
    longer("2026-06-10", "2026-09-01+3 2026-12-31+2 2027-02-15+3"),
    longer("2026-06-10", "2026-10-31+1 2026-12-31+2 2027-03-02+1"),
    longer("2026-06-10", "2026-10-31+3 2027-02-28+3 2027-08-31+3"),
    longer("2025-11-28", "2026-03-31+1 2026-05-02+1 2026-06-03+1"),
    # leap days
    longer("2027-08-31", "2027-11-01+3"), longer("2027-08-29", "2027-11-01+3"),
    longer("2027-11-29", "2028-02-01+3 2028-05-01+3"), longer("2027-08-30", "2027-11-01+3"),
    longer("2028-02-29", "2028-05-01+3 2028-08-01+3 2028-11-01+3"),
    longer("2026-02-28", "2026-05-01+3"), longer("2027-02-10", "2028-02-29+12"),
    longer("2027-05-31", "2027-08-30+6"),
    # Easter weeks
    longer("2026-10-01", "2026-12-20+3"), longer("2026-09-25", "2026-12-20+3"),
    longer("2026-09-26", "2026-12-20+3"), longer("2025-10-02", "2025-12-20+3"),
    longer("2025-10-03", "2025-12-20+3"), longer("2025-10-06", "2026-01-02+3"),
    longer("2026-01-02", "2026-04-07+3"), longer("2026-01-02", "2026-04-08+3"),
    longer("2027-10-13", "2028-01-10+3"), longer("2026-06-01", "2026-12-29+3"),
    longer("2029-10-18", "2030-01-15+3"), longer("2028-12-01", "2029-01-15+1 2029-02-15+1"),
    # 1 May, Ascension, 17 May and Whitsun
    longer("2026-11-01", "2027-01-15+3"), longer("2026-11-06", "2027-01-15+3"),
    longer("2026-11-17", "2027-02-01+3"), longer("2026-11-15", "2027-02-01+3"),
    longer("2026-08-17", "2026-11-01+3 2027-02-01+3"), longer("2025-11-14", "2026-02-01+3"),
    longer("2025-11-17", "2026-02-17+3"), longer("2025-11-25", "2026-02-20+3"),
    longer("2025-08-24", "2026-02-24+3"), longer("2027-03-05", "2028-03-05+3"),
    longer("2031-11-16", "2032-02-01+3"),
    # the turn of the year
    longer("2026-06-25", "2026-09-01+3"), longer("2026-06-24", "2026-09-01+3"),
    longer("2026-07-01", "2026-09-01+3"), longer("2026-09-30", "2026-12-31+3"),
    longer("2026-09-25", "2026-12-28+3"), longer("2026-09-25", "2026-12-29+3"),
    longer("2026-06-30", "2026-10-01+3 2027-01-01+3"), longer("2099-08-30", "2099-11-01+3"),
    # closed days in a row; on the day to which they moved the due day it is not overdue
    longer("2026-06-24", "2026-09-01+3", 3, YULE),
    longer("2026-09-24", "2027-01-04+3", 3, YULE),
    longer("2026-09-24", "2027-01-05+3", 3, YULE),
    longer("2026-01-13", "2026-04-01+3", 3, " ".join(f"2026-07-{d}" for d in range(13, 32))),
    longer("2026-01-13", "2026-04-01+3 2026-08-03+3", 3,
           " ".join(f"2026-07-{d}" for d in range(13, 32))),
    longer("2026-01-13", "2026-04-01+3 2026-08-04+3", 3,
           " ".join(f"2026-07-{d}" for d in range(13, 32))),
    longer("2026-08-22", "2026-11-01+3", 3, "2027-02-22 2027-02-23 2027-02-24"),
    # extra open days
    longer("2026-11-17", "2027-02-01+3", 3, "", "2027-05-17"),
    longer("2025-10-04", "2026-01-02+3", 3, "", "2026-04-04"),
    longer("2026-09-20", "2026-12-01+3", 3, "2027-03-22", "2027-03-20"),
    longer("2026-03-20", "2026-06-01+3", 3, "", "2026-09-20"),
    longer("2026-09-27", "2026-12-26+3", 3, "", "2026-12-27"),
    longer("2026-09-27", "2026-12-28+3", 3, "", "2026-12-27"),
    # other opening weekdays
    longer("2026-06-11", "2026-09-01+3", 3, "", "", "1010100"),
    longer("2026-06-12", "2026-09-20+3", 3, "", "", "0100000"),
    longer("2026-06-12", "2026-09-15+3", 3, "", "", "0100000"),
    longer("2026-06-12", "2026-09-16+3", 3, "", "", "0100000"),
    longer("2026-06-20", "2026-09-20+3", 3, "", "", "1111111"),
]

# Worked out by hand: the sums of months, and the days after which today counts.
KNOWN_EXTENSIONS = {
    ("2026-11-30", "2027-02-20+3"): "2027-03-01 2027-05-31",
    ("2026-11-30", "2027-03-01+3"): "2027-03-01 2027-05-31",
    ("2026-11-30", "2027-03-02+3"): "2027-03-01 2027-06-02",
    ("2026-11-30", "2027-02-20+3 2027-05-30+3"): "2027-03-01 2027-05-31 2027-08-30",
    ("2026-11-17", "2027-02-01+3"): "2027-02-17 2027-05-18",
    ("2027-11-29", "2028-02-01+3 2028-05-01+3"): "2028-02-29 2028-05-29 2028-08-29",
    ("2026-10-01", "2026-12-20+3"): "2027-01-04 2027-04-01",
}


def extended(start, months, extensions, closed, extra, weekdays):
    anchor, sum_of_months = date.fromisoformat(start), months
    nominal, last = due(anchor, sum_of_months, days(closed), days(extra), weekdays)
    dues = [last]
    for extension in extensions.split():
        today = date.fromisoformat(extension[:10])
        more = int(extension[11:])
        if (today - last).days >= 1:
            anchor, sum_of_months = today, more
        else:
            sum_of_months += more
        nominal, last = due(anchor, sum_of_months, days(closed), days(extra), weekdays)
        dues.append(last)
    return " ".join(d.isoformat() for d in dues), nominal.isoformat()


def extension_table():
    lines = ["start,months,extensions,closed_days,extra_open_days,open_weekdays,dues,last_nominal"]
    seen, known = set(), set()
    for row in EXTENSIONS:
        assert row not in seen, row
        seen.add(row)
        dues, nominal = extended(*row)
        if row[3:] == ("", "", MON_FRI) and row[1] == 3:
            known.add((row[0], row[2]))
            assert KNOWN_EXTENSIONS.get((row[0], row[2]), dues) == dues, (row, dues)
        start, months, extensions, closed, extra, weekdays = row
        lines.append(",".join([start, str(months), extensions, closed, extra, weekdays, dues,
                               nominal]))
    assert set(KNOWN_EXTENSIONS) <= known
    return "\n".join(lines) + "\n"


def main():
    for text in PUBLISHED_EASTER:
        published = date.fromisoformat(text)
        assert easter(published.year) == published, text
    assert len(PASCHAL_MOON) == 19
    folder = pathlib.Path(__file__).parent
    tables = {"due_dates.csv": table(), "extensions.csv": extension_table()}
    if sys.argv[1:] == ["--check"]:
        old = [name for name, text in tables.items()
               if (folder / name).read_text(encoding="ascii") != text]
        sys.exit(f"out of date: {', '.join(old)}" if old else 0)
    for name, text in tables.items():
        (folder / name).write_text(text, encoding="ascii")


if __name__ == "__main__":
    main()
