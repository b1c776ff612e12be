#!/usr/bin/env python3
"""Writes mangled_codes.csv: what scanners send, and what it means, without the code under test.

Nothing here parses a scan. Each row starts from what is meant, is written down the way a label
holds it, and then goes through what happens to it on its way: the Norwegian keyboard layout, Caps
Lock, the dead key, blanks. The check symbol is computed from logarithms in GF(32).

    python3 mangled_codes.py            writes mangled_codes.csv beside this file
    python3 mangled_codes.py --check    fails when the file differs from what would be written
"""
import pathlib
import sys

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# Powers of 2 in GF(32): x^5 = x^2 + 1, written out.
ANTILOG = [1, 2, 4, 8, 16, 5, 10, 20, 13, 26, 17, 7, 14, 28, 29, 31, 27, 19, 3, 6, 12, 24, 21, 15,
           30, 25, 23, 11, 22, 9, 18]
LOG = {value: power for power, value in enumerate(ANTILOG)}


def times(a, b):
    return ANTILOG[(LOG[a] + LOG[b]) % 31] if a and b else 0


def code(data):
    """Six symbols and the check: the sum of x_i * 2^(7-i), i from 1."""
    total = 0
    for i, symbol in enumerate(data, start=1):
        total ^= times(ALPHABET.index(symbol), ANTILOG[7 - i])
    return data + ALPHABET[total]


def wrong(data):
    """The same with another check symbol."""
    good = code(data)
    return data + ALPHABET[(ALPHABET.index(good[-1]) + 1) % 32]


def printed(text):
    return f"{text[:3]}-{text[3:6]}-{text[6:]}"


def gs1_check(digits):
    """The digit that makes the weighted sum (3 for the last of the others) a multiple of ten."""
    odd, even = digits[-1::-2], digits[-2::-2]
    return str(-(3 * sum(map(int, odd)) + sum(map(int, even))) % 10)


def gtin(digits13):
    assert len(digits13) == 13
    return digits13 + gs1_check(digits13)


# US key -> what the same key gives on a Norwegian PC.
US = "-/?=+_&*()" + ":;'\"[{<>@$\\|^`~]}"
NO = "+-_\\`?/()=" + "ØøæÆåÅ;:\"¤'*&|§¨^"
TO_NORWEGIAN = str.maketrans(US, NO)


def norwegian(text):
    return text.translate(TO_NORWEGIAN)


def caps_lock(shown):
    """Caps Lock flips letters; on a Norwegian PC the keys of Ø, Æ and Å are letters as well."""
    return shown.swapcase()


JOINED = dict(zip("AEIOUaeiou", "ÄËÏÖÜäëïöü"))


def dead_key(shown):
    """The dead ¨ joins the letter behind it where the code page has such a letter."""
    assert shown[0] == "¨"
    return JOINED.get(shown[1], "¨" + shown[1]) + shown[2:]


def combining(shown):
    assert shown[0] == "¨"
    return shown[1] + "\u0308" + shown[2:]


def address(text, host="KL.SANDEFJORD.KOMMUNE.NO", scheme="HTTPS"):
    return f"{scheme}://{host}/E/{text}"


ROWS = {}  # what arrives -> (kind, value)


def row(raw, kind, value, encoding="utf-8"):
    """`raw` and `value` are text, or bytes where no text could be."""
    data = raw if isinstance(raw, bytes) else raw.encode(encoding)
    meaning = (kind, value if isinstance(value, bytes) else value.encode("utf-8"))
    # Some ways lead to the same text, as lower case does with a code of digits only.
    assert ROWS.setdefault(data, meaning) == meaning, data


def own_codes():
    codes = [code(d) for d in ("7K3QF2", "000000", "ZZZZZZ", "A1B2C3", "10XY0Z", "HJKMNP")]
    assert codes[0] == "7K3QF27"
    for c in codes:
        row(c, "own", c)
        row(c.lower(), "own", c)
        row(printed(c), "own", c)
        row(norwegian(printed(c)), "own", c)
    first = codes[0]
    row(f"  {first}\r\n", "own", first)
    row(f"\t{printed(first).lower()}\t", "own", first)
    row(f"{first}\n", "own", first)
    row("-".join(first), "own", first)
    row(caps_lock(norwegian(printed(first))), "own", first)
    # What people read and type for 0 and 1.
    row(code("10XY0Z").replace("0", "O").replace("1", "I"), "own", code("10XY0Z"))
    row(code("10XY0Z").replace("0", "o").replace("1", "l"), "own", code("10XY0Z"))
    row(code("A1B2C3").replace("1", "L"), "own", code("A1B2C3"))
    row(code("A1B2C3").lower().replace("1", "i"), "own", code("A1B2C3"))


def addresses():
    first = code("7K3QF2")
    for c in (first, code("A1B2C3")):
        a = address(c)
        row(a, "own", c)
        row(a.lower(), "own", c)
        row(norwegian(a), "own", c)
        row(caps_lock(norwegian(a)), "own", c)
        row(norwegian(a.lower()), "own", c)
    row(norwegian(address(first)), "own", first, "latin-1")
    row(caps_lock(norwegian(address(first))), "own", first, "latin-1")
    row("HTTPSØ--HOST-E-7K3QF27", "own", first)
    row("httpsø--host-e-7k3qf27", "own", first)
    row(address(first, scheme="http"), "own", first)
    row(norwegian(address(first, scheme="HTTP")), "own", first)
    row(address(first, host="LOCALHOST:8443"), "own", first)
    row(norwegian(address(first, host="LOCALHOST:8443")), "own", first)
    row(caps_lock(norwegian(address(first, host="LOCALHOST:8443"))), "own", first)
    row(address(first, host="KL-TEST.EXAMPLE"), "own", first)
    row(norwegian(address(first, host="KL-TEST.EXAMPLE")), "own", first)
    row("HttpS://Kl.Example/e/7k3qF27\r", "own", first)
    row(address(printed(first)), "own", first)
    row(norwegian(address(printed(first))), "own", first)
    # Not ours: another path, nothing behind it, more behind it, no host.
    for other in ("HTTPS://HOST/F/7K3QF27", "HTTPS://HOST/E/", "HTTPS://HOST/E/7K3QF27/2",
                  "HTTPS:///E/7K3QF27", "HTTPS://HOST/X/E/7K3QF27", "FTP://HOST/E/7K3QF27",
                  "HTTPS://HOST:/E/7K3QF27", "HTTPS://HOST", "HTTPS://HOST-E-7K3QF27"):
        row(other, "unread", other)


def prefixes():
    first = code("7K3QF2")
    for prefix in ("]Q1", "]d1", "]C0", "]Q3", "]d2", "]C1", "]z0", "]A0", "]E0"):
        row(prefix + first, "own", first)
        row(prefix + address(first), "own", first)
    for prefix in ("]Q1", "]d1", "]E0", "]A0", "]e0"):
        row(dead_key(norwegian(prefix + address(first))), "own", first)
    row(combining(norwegian("]Q1" + address(first))), "own", first)
    row(combining(norwegian("]C0" + first)), "own", first)
    row(caps_lock(dead_key(norwegian("]Q1" + address(first)))), "own", first)
    row(dead_key(norwegian("]Q1" + printed(first))), "own", first)
    row(dead_key(norwegian("]E0" + first)), "own", first, "latin-1")
    row(dead_key(norwegian("]Q1" + first)), "own", first, "latin-1")
    row("åQ1" + norwegian(address(first)), "own", first)
    row("Åq1" + norwegian(address(first)), "own", first)
    row("]C0SN-4711", "unread", "SN-4711")
    row("¨C0SN4711", "unread", "SN4711")
    row("]E0" + gtin("0704626139857")[1:], "unread", gtin("0704626139857")[1:])
    row("]C0123456", "hms", "123456")
    row("]Q1%UT", "command", "UT")
    row("]Q1", "unread", "")
    row("åb1xyz", "unread", "åb1xyz")
    row("]1", "unread", "]1")


def gs1():
    g = gtin("0704626139857")
    assert g == "07046261398572"  # a published example
    unit = f"01={g};21=ABC123"
    plain = f"01{g}21ABC123"
    row("]d2" + plain, "gs1", unit)
    row("]C1" + plain, "gs1", unit)
    row("]Q3" + plain, "gs1", unit)
    row(plain, "gs1", unit)
    row(dead_key(norwegian("]d2" + plain)), "gs1", unit)
    row(combining(norwegian("]C1" + plain)), "gs1", unit)
    row("\x1d" + plain + "\r\n", "gs1", unit)
    row(f"(01){g}(21)ABC123", "gs1", unit)
    row(norwegian(f"(01){g}(21)ABC123"), "gs1", unit)
    full = f"01={g};10=LOT7;11=2024-02-29;17=2027-11-30;21=S/9"
    for mark in ("\x1d", "#", "^", "|", "~", "%", "<GS>", "{GS}", "␝"):
        row(f"]d201{g}11240229" + f"1727110010LOT7{mark}21S/9", "gs1", full)
    row(dead_key(norwegian(f"]d201{g}112402291727110010LOT7|21S/9")), "gs1", full)
    link = f"/01/{g}/21/ABC123"
    row("https://id.gs1.org" + link, "gs1", unit)
    row("https://example.com/some/where" + link, "gs1", unit)
    row(norwegian("HTTPS://ID.GS1.ORG" + link), "gs1", unit)
    row(norwegian("https://id.gs1.org" + link), "gs1", unit)
    row(caps_lock(norwegian("https://id.gs1.org") + norwegian(f"/01/{g}/21/123")), "gs1",
        f"01={g};21=123")
    row("]Q1https://id.gs1.org" + link, "gs1", unit)
    dated = f"https://id.gs1.org/01/{g}/10/L-7/21/A%2FB?17=271100&linkType=gs1:pip"
    row(dated, "gs1", f"01={g};10=L-7;17=2027-11-30;21=A/B")
    row(norwegian(dated), "gs1", f"01={g};10=L-7;17=2027-11-30;21=A/B")
    row("https://id.gs1.org/8004/7046261398A1", "gs1", "8004=7046261398A1")
    row(norwegian("https://id.gs1.org/8004/7046261398-1"), "gs1", "8004=7046261398-1")
    grai = "0" + "704626139857" + gs1_check("0704626139857")
    row(f"https://id.gs1.org/8003/{grai}X1", "gs1", f"8003={grai}X1")
    row("]C18004" + "7046261398A1", "gs1", "8004=7046261398A1")
    row(f"8003{grai}X1", "gs1", f"8003={grai}X1")
    row(f"]C1(240)X(01){g}", "gs1", f"01={g}")
    row("]C110ABCDE", "gs1", "10=ABCDE")  # after the prefix GS1 is tried before our own code
    # Not announced and without a check digit: a serial number may look like this.
    row("21ABC123", "unread", "21ABC123")
    row("80047046261398A1", "unread", "80047046261398A1")
    bad = g[:-1] + str((int(g[-1]) + 1) % 10)
    row(f"01{bad}21ABC123", "unread", f"01{bad}21ABC123")
    row(f"]d201{bad}21ABC123", "unread", f"01{bad}21ABC123")
    row(f"https://id.gs1.org/01/{bad}", "unread", f"https://id.gs1.org/01/{bad}")


def commands():
    for name in ("UT", "INN", "VASK", "KONTROLL", "FLYTT", "TELL", "ANGRE", "FERDIG"):
        row(norwegian("%" + name), "command", name)
    row("%ut\r", "command", "UT")
    row("%MEGKARI7", "badge", "KARI7")
    row(" %megkari7 ", "badge", "KARI7")
    row(norwegian("%MEGKARI-7"), "badge", "KARI-7")
    row(norwegian("%LAN17"), "slip", "17")
    row("]Q1%lan2000000 ", "slip", "2000000")
    row("%LAN", "command", "LAN")
    for other in ("%LAN0", "%LAN017", "%LAN1X", "%LAN-1", "%LAN1234567890123456789"):
        row(other, "unread", other)
    row("%HYLLEB3", "shelf", "B3")
    row(norwegian("%HYLLEB-12"), "shelf", "B-12")
    row("]Q1%hylleb3 ", "shelf", "B3")
    row("%HYLLE12345678901234567890", "shelf", "12345678901234567890")
    row("%HYLLE", "command", "HYLLE")
    for other in ("%HYLLE123456789012345678901", "%HYLLE B3", "%HYLLEB3.1", "%HYLLEBØ"):
        row(other, "unread", other)
    for other in ("%", "%MEG", "%UT1", "% UT", "UT%", "%MEG/7"):
        row(other, "unread", other)


def others():
    assert code("123456") != "1234567"
    for bad in (wrong("7K3QF2"), "1234567", wrong("ABCDEF")):
        row(bad, "wrong_check", bad)
    row(printed(wrong("7K3QF2")), "wrong_check", printed(wrong("7K3QF2")))
    row(address(wrong("7K3QF2")), "wrong_check", wrong("7K3QF2"))
    row(norwegian(address(wrong("7K3QF2"))), "wrong_check", wrong("7K3QF2"))
    row("]d2" + wrong("7K3QF2"), "wrong_check", wrong("7K3QF2"))
    row("123456", "hms", "123456")
    row(" 001234\r\n", "hms", "001234")
    for text in ("", "12345", "12345678", "7K3QF2", "7K3QF277", "7K3QFU7", "7K3 QF2 7", "7K3+QF2-7",
                 "SN-2041-88", "7K3QF2\u00d8", "HTTPS", "https://"):
        row(text, "unread", text)
    row("\r\n\t ", "unread", "")


def escaped(data):
    """ASCII without a comma; everything else, and the backslash, as \\xNN."""
    plain = {c for c in range(0x21, 0x7F)} - set(b'\\,"')
    named = {0x0D: "\\r", 0x0A: "\\n", 0x09: "\\t", 0x5C: "\\\\"}
    inner = range(1, len(data) - 1)
    return "".join(chr(b) if b in plain or (b == 0x20 and i in inner) else
                   named.get(b, f"\\x{b:02X}") for i, b in enumerate(data))


def table():
    ROWS.clear()
    for part in (own_codes, addresses, prefixes, gs1, commands, others):
        part()
    # What is not even text.
    for junk in (b"7K3QF27\x00", b"\x00", b"\xff\xfe\xfd", b"\xc3", b"%UT\x00", b"\xed\xa0\x80",
                 b"HTTPS\xc3--HOST-E-7K3QF27"):
        row(junk, "unread", junk)
    lines = ["raw,kind,value"]
    lines += [f"{escaped(raw)},{kind},{escaped(value)}" for raw, (kind, value) in ROWS.items()]
    return "\n".join(lines) + "\n"


def main():
    assert len(set(ANTILOG)) == 31 and len(US) == len(NO)
    target = pathlib.Path(__file__).with_name("mangled_codes.csv")
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if target.read_text(encoding="ascii") == table() else f"{target} is out of date")
    target.write_text(table(), encoding="ascii")


if __name__ == "__main__":
    main()
