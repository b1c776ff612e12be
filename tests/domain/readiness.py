#!/usr/bin/env python3
"""Writes readiness.csv: every state, trigger and loan, and what DOMAIN.md section 3 says of it.

Written from the table of the document, sentence by sentence, and not from the code: what is allowed
stands as a set of states per trigger, and everything else is refused.

    python3 readiness.py            writes readiness.csv beside this file
    python3 readiness.py --check    fails when the file differs from what would be written
"""
import pathlib
import sys

STATES = "ready to_clean to_inspect to_repair quarantine blocked missing lost scrapped handed_over".split()
AT_DEPOT = set("ready to_clean to_inspect to_repair quarantine blocked".split())

# Without an open loan: trigger -> (states it may start from, state after).
ON_SHELF = {
    "hand_out": ({"ready"}, "ready"),
    "cleaned": ({"to_clean"}, "to_inspect"),  # quarantine: see below
    "inspected_ok": ({"to_inspect", "ready"}, "ready"),
    "inspected_failed": ({"to_inspect", "ready"}, "to_repair"),
    "repaired": ({"to_repair"}, "to_inspect"),
    "scrap": (set("to_clean to_inspect to_repair ready quarantine missing".split()), "scrapped"),
    "block": (set(STATES) - {"scrapped", "handed_over", "lost"}, "blocked"),
    "report_missing": (AT_DEPOT, "missing"),
    "found": ({"missing", "lost"}, "to_clean"),
    "give_up": ({"missing"}, "lost"),
}
# With an open loan, which an item has while it is ready or blocked.
LENT = {
    "return": {"ready": "to_clean", "blocked": "blocked"},
    "return_infectious": {"ready": "quarantine", "blocked": "blocked"},
    "block": {"ready": "blocked", "blocked": "blocked"},
    "unblock": {"blocked": "ready"},
    "give_up_lent": {"ready": "lost", "blocked": "lost"},
    "scrap_at_borrower": {"ready": "scrapped"},  # a blocked item is never scrapped
    "hand_over_lent": {"ready": "handed_over"},
}
TRIGGERS = list(ON_SHELF) + ["return", "return_infectious", "unblock", "hand_over", "skip_wash",
                             "give_up_lent", "scrap_at_borrower", "hand_over_lent", "take_over"]


def at_depot(trigger, state, standing):
    """Result for an item without an open loan."""
    if trigger in LENT and trigger not in ("block", "unblock"):
        return "not_on_loan"
    if trigger == "cleaned" and state == "quarantine":
        return "to_inspect" if standing["quarantine_over"] else "in_quarantine"
    if trigger == "unblock" and state == "blocked":
        if not standing["quarantine_over"]:
            return "quarantine"
        return "to_clean" if standing["dirty"] else "to_inspect"
    if trigger == "hand_over" and state in AT_DEPOT:
        return "owner_is_municipality" if standing["municipal"] else "handed_over"
    # Of an aid that is here already; blocked, in quarantine or gone it is not taken over.
    if trigger == "take_over" and state in {"ready", "to_clean", "to_inspect", "to_repair"}:
        return "owner_not_nav" if standing["municipal"] else "to_clean"
    if trigger == "skip_wash" and state == "to_clean":
        return "ready" if standing["no_wash"] else "wash_required"
    allowed, after = ON_SHELF.get(trigger, (set(), ""))
    if state in allowed:
        return after
    if state == "blocked":
        return "blocked"
    if trigger == "hand_out":
        return "in_quarantine" if state == "quarantine" else "not_ready"
    return "wrong_state"


def lent(trigger, state):
    """Only return, block, unblock and the ways a line ends are allowed; all else is already_lent."""
    if trigger not in LENT:
        return "already_lent"
    if state in LENT[trigger]:
        return LENT[trigger][state]
    return "blocked" if state == "blocked" else "wrong_state"


def rows():
    yield "trigger,state,on_loan,dirty,quarantine_over,municipal,no_wash,allowed,result"
    for trigger in TRIGGERS:
        for state in STATES:
            for on_loan in (False, True):
                if on_loan and state not in ("ready", "blocked"):
                    continue  # an item is lent while it is ready, and may be blocked then
                for bits in range(16):
                    standing = {"dirty": bool(bits & 1), "quarantine_over": bool(bits & 2),
                                "municipal": bool(bits & 4), "no_wash": bool(bits & 8)}
                    result = lent(trigger, state) if on_loan else at_depot(trigger, state, standing)
                    yield ",".join([trigger, state, str(int(on_loan))] +
                                   [str(int(v)) for v in standing.values()] +
                                   [str(int(result in STATES and result != "blocked" or
                                            (result == "blocked" and
                                             (trigger == "block" or on_loan and
                                              trigger in ("return", "return_infectious"))))),
                                    result])


def main():
    text = "\n".join(rows()) + "\n"
    path = pathlib.Path(__file__).with_suffix(".csv")
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if path.read_text() == text else "readiness.csv is not what the rules give")
    path.write_text(text)


main()
