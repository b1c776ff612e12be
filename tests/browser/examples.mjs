// One of each kind that a page is about, by the names that pages.json uses. What the demo has none of is
// made here: work that somebody has begun, and what went wrong.

import { randomUUID } from "node:crypto";

import { check, day } from "./depot.mjs";

// A UUID of version 7, as scans have.
export function scanId() {
    const time = Date.now().toString(16).padStart(12, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

function scan(depot, mode, code, more = {}) {
    const now = new Date().toISOString();
    return depot.send("lager", "/scans", { id: scanId(), device: "prove-1", happened_at: now, mode, code, depot: "SMS", ...more });
}

// One that came late and says what cannot be.
export function lateReturn(depot, code) {
    return scan(depot, "in", code, { happened_at: new Date(Date.now() - 600000).toISOString() });
}

// The server looks for whom to remind as soon as it has started.
async function reminder(depot) {
    for (let tries = 0; tries < 100; ++tries) {
        const [found] = (await depot.ask("leder", "/reminders")).items;
        if (found !== undefined) return found.id;
        await new Promise((done) => setTimeout(done, 200));
    }
    check(false, "/reminders: nobody was reminded");
}

export async function examples(depot) {
    const all = async (role, target) => (await depot.ask(role, target)).items;
    const first = async (role, target) => {
        const [found] = await all(role, target);
        check(found !== undefined, `${target}: there is none in the demo`);
        return found;
    };
    const ready = (await all("lager", "/items?state=ready&depot=SMS&limit=50")).filter((item) => !item.on_loan);
    const overdue = await first("lager", "/loans?state=overdue");
    const own = (await all("ergo", "/loans?state=due_soon&limit=50")).find((loan) => loan.lines.length === 1);
    const waiting = await first("lager", "/items?state=to_inspect&depot=SMS");
    const counted = (await all("lager", "/products?limit=200")).find((product) => product.tracking === "counted");
    const bookings = await all("lager", "/bookings?state=open&limit=50");

    await depot.send("ergo", `/loans/${own.id}/extensions`, { months: 2, reason: "venter på svar fra sykehuset" });
    const child = await depot.send("lager", "/borrowers", {
        kind: "person",
        name: "Ola Prøvebarn",
        contact: { name: "Kari Prøveforelder", phone: "99 99 00 01" },
    });
    const small = await depot.send("lager", "/products", { name: "Trehjulssykkel, prøve", iso: "12180601", tracking: "serial", children: true });
    const bike = await depot.send("lager", "/items", { product_id: small.id, depot: "SMS", shelf: "B3", stock: "barn" });
    await depot.send("lager", `/items/${bike.code}/inspect`, { ok: true });
    const childs = await depot.send("lager", "/loans", { borrower_id: child.id, depot: "SMS", lines: [{ item: bike.code }] });
    const lent = (await all("lager", "/loans?state=open&limit=50")).filter((loan) => ![overdue.id, own.id].includes(loan.id));
    const moved = lent[0];
    await depot.send("lager", "/pickups", { kind: "fetch", loan_id: moved.id, day: day(0), note: "ring på to ganger" });

    const count = await depot.send("lager", "/counts", { depot: "SMS", shelf: ready[0].shelf });
    await scan(depot, "count", ready[0].code, { shelf: ready[0].shelf });
    const stray = ready.find((item) => item.shelf !== ready[0].shelf);
    await scan(depot, "count", stray.code, { shelf: ready[0].shelf });
    await lateReturn(depot, ready[1].code);
    const blocked = ready.at(-1);
    await depot.send("lager", `/items/${blocked.code}/block`, { reason: "et hjul er løst" });
    const lost = ready.at(-2);
    await depot.send("lager", `/items/${lost.code}/missing`, { reason: "sto ikke på hylla" });
    const device = await depot.send("admin", "/tokens", { name: "sms-skranke-1", role: "lager", depot: "SMS" });
    // What comes in at the wrong depot waits to be sent home.
    const homes = await Promise.all(lent.slice(1, 10).map((loan) => depot.ask("lager", `/items/${loan.lines[0].item}`)));
    await scan(depot, "in", homes.find((item) => item.home_depot === "SMS").code, { depot: "ENGVEIEN" });
    const planned = (await all("lager", "/transfers?state=open&limit=50")).find((transfer) => transfer.state === "planned");
    await depot.send("lager", "/handouts", { product_id: counted.id, depot: "SMS", quantity: 2, shelf: "F1" });
    const photo = await depot.photograph("lager", waiting.code, { kind: "damage", note: "riper i lakken" });
    const unit = (await depot.send("lager", "/borrowers/search", { q: "Korttidsavdelingen" })).items[0];

    return {
        loan: overdue.id,
        line: overdue.lines[0].id,
        borrower: overdue.borrower_id,
        extended: own.id,
        childs: childs.id,
        candidate: (await first("ergo", "/candidates?state=candidate")).id,
        applied: (await first("ergo", "/candidates?state=applied")).id,
        granted: (await first("ergo", "/candidates?state=granted")).id,
        child: child.id,
        unit: unit.id,
        product: ready[0].product_id,
        counted: counted.id,
        code: waiting.code,
        ready: ready[3].code,
        lent: overdue.lines[0].item,
        dirty: (await first("lager", "/items?state=to_clean&depot=SMS")).code,
        broken: (await first("lager", "/items?state=to_repair")).code,
        blocked: blocked.code,
        missing: lost.code,
        booking: bookings.find((booking) => booking.state === "requested").id,
        held: bookings.find((booking) => booking.state === "allocated").id,
        order: (await first("lager", "/work-orders")).id,
        reminder: await reminder(depot),
        part: (await first("lager", "/parts")).id,
        transfer: (await first("lager", "/transfers")).id,
        planned: planned.id,
        count: count.id,
        discrepancy: (await first("lager", "/discrepancies")).id,
        photo: photo.id,
        notice: (await first("lager", "/notices")).id,
        user: (await first("admin", "/users")).id,
        device: device.id,
        shelf: ready[0].shelf,
        week: (await first("leder", "/overdue/weeks")).week,
        day: day(0),
        later: day(40),
    };
}
