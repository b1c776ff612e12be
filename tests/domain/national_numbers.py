#!/usr/bin/env python3
"""Writes national_numbers.csv: which numbers are valid, found without the code under test.

The way is another one on purpose. Control digits are not checked but made, as Skatteetaten's page on
the numbers of 2032 says it: for each remainder 0 to 3 the first digit that it gives, or none, and
from each of these the second one. A day is one when Python's calendar has it in a leap year; what
stands in its place is subtracted from a list of the series. No number can belong to a person: the
series are synthetic, or the control digits are of the rule of 2032.

    python3 national_numbers.py            writes it beside this file
    python3 national_numbers.py --check    fails when the file differs from what would be written
"""
import datetime
import pathlib
import random
import sys

# Published: the four examples of 2032, D-numbers of the extended series, synthetic persons.
PUBLISHED = """02013299997 02013299903 30108299920 30108299939
               41814061033 41814065640 41810021827
               13820599335 26848497710 26928698180 41814075603 41810025091 41810034422""".split()

# What is added to the day and to the month: ordinary, D, H, synthetic, and the two of a D-number.
SERIES = {"ordinary": (0, 0), "D": (40, 0), "H": (0, 40), "synthetic": (0, 80), "D and H": (40, 40),
          "synthetic D": (40, 80)}


def endings(nine):
    """All pairs of control digits that these nine digits may be followed by."""
    digits = [int(c) for c in nine]
    total = sum(w * d for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), digits))
    found = {}
    for remainder in range(4):
        first = (11 + remainder - total % 11) % 11
        if first == 10:
            continue
        again = sum(w * d for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), digits + [first]))
        second = (11 - again % 11) % 11
        if second < 10:
            found[f"{first}{second}"] = remainder
    return found


def is_day(six):
    day, month = int(six[:2]), int(six[2:4])
    for plus_day, plus_month in SERIES.values():
        try:
            datetime.date(2000, month - plus_month, day - plus_day)
            return True
        except ValueError:
            pass
    return False


def is_valid(number):
    return is_day(number[:6]) and number[9:] in endings(number[:9])


def rows():
    chance = random.Random(2032)
    numbers = {}

    def add(number, what):
        numbers.setdefault(number, what)

    for number in PUBLISHED:
        assert is_valid(number), number
        add(number, "published")
        for place in range(11):
            for digit in "0123456789":
                if digit != number[place]:
                    add(number[:place] + digit + number[place + 1:], "one digit of a published one")
    for name, (plus_day, plus_month) in SERIES.items():
        for _ in range(250):
            born = datetime.date(2000, 1, 1) + datetime.timedelta(days=chance.randrange(366))
            nine = (f"{born.day + plus_day:02}{born.month + plus_month:02}"
                    f"{chance.randrange(100):02}{chance.randrange(1000):03}")
            for ending, remainder in endings(nine).items():
                # An ordinary number of today's rule could be somebody's.
                if remainder or name not in ("ordinary", "D", "H"):
                    add(nine + ending, f"{name} remainder {remainder}")
            add(nine + f"{chance.randrange(100):02}", f"{name} with any ending")
    # Days that no year has, days of leap years, months between the series.
    for day, month in [(30, 2), (31, 4), (31, 6), (31, 9), (31, 11), (32, 1), (0, 1), (1, 0), (1, 13),
                       (29, 2), (31, 12), (39, 5), (40, 5), (72, 5), (99, 5)]:
        for plus_month in (0, 40, 65, 80):
            for year in (0, 1, 99):
                six = f"{day:02}{month + plus_month:02}{year:02}"
                for individual in (100, 750, 998):
                    for ending, remainder in endings(f"{six}{individual}").items():
                        if remainder or plus_month > 40:
                            add(f"{six}{individual}{ending}", "a day at the edge")
    lines = ["number,valid,what"]
    valid = 0
    for number, what in numbers.items():
        lines.append(f"{number},{'yes' if is_valid(number) else 'no'},{what}")
        valid += is_valid(number)
    assert len(lines) > 4000 and 1000 < valid < len(lines) - 1000
    return "\n".join(lines) + "\n"


def main():
    file = pathlib.Path(__file__).with_name("national_numbers.csv")
    if "--check" in sys.argv:
        sys.exit(0 if file.read_text() == rows() else f"{file} is not what this script writes")
    file.write_text(rows())


if __name__ == "__main__":
    main()
