// What people write is text in a real browser as well: node hostile.mjs SERVER [--all]. Every field that takes
// text holds what would break out of its place; one page of each kind is opened, with each attack in turn, or
// with --all every page with each. No script of it runs, no dialog opens, nothing breaks the policy, nothing of
// it becomes an element; and it is there to be read. The last line is "ok …" or "failed: …". All 60 polyglots
// go over HTTP in pages/hostile_text_tests.cpp.

import { readFileSync } from "node:fs";

import { Depot, check, day, roles } from "./depot.mjs";
import { scanId } from "./examples.mjs";

const [binary, option] = process.argv.slice(2);
const all = option === "--all";

// Several ways out in each: of text, attributes, comments, scripts, titles and templates.
const attacks = [
    `"'></textarea></title></option><script>attack()</script><xss-a>`,
    `--></script><svg/onload=attack()><img src=x onerror=attack()>{{{item}}}{{/t}}`,
    `" autofocus onfocus=attack() a='><iframe srcdoc='<script>parent.attack()</script>'>`,
];

// Elements and attributes that no page of ours has.
const ours = `xss-a, iframe, svg[onload], img[onerror], [onfocus], a[href^="javascript:" i], script:not([src])`;

class World {
    constructor(depot, text) {
        this.depot = depot;
        this.text = text;
    }

    cut(longest) {
        return this.text.slice(0, longest);
    }

    async fill() {
        const { depot, text } = this;
        const send = (role, target, data) => depot.send(role, target, data);
        const point = this.cut(80);
        const product = await send("lager", "/products", {
            name: text, iso: "12060602", tracking: "serial", supplier: text, accessories: [point], checklist: [point],
        });
        const label = { product_id: product.id, depot: "SMS", shelf: this.cut(20), serial: this.cut(60), lot: this.cut(60), udi: text };
        const lent = await send("lager", "/items", label);
        await send("lager", `/items/${lent.code}/inspect`, { ok: true, checklist: { [point]: true } });
        const broken = await send("lager", "/items", label);
        await send("lager", `/items/${broken.code}/inspect`, { ok: false, findings: text, missing_accessories: [point], checklist: { [point]: false } });
        const person = await send("lager", "/borrowers", {
            kind: "person",
            name: text,
            contact: { name: text },
            address: { street: text, postal_code: "3210", city: text },
        });
        const lines = [{ item: lent.code }];
        const loan = await send("lager", "/loans", { borrower_id: person.id, depot: "SMS", requested_by: this.cut(60), partner: this.cut(60), lines });
        await send("ergo", `/loans/${loan.id}/extensions`, { months: 1, reason: text });
        const [task] = (await depot.ask("ergo", `/candidates?responsible=${encodeURIComponent(this.cut(60))}`)).items;
        await send("ergo", `/candidates/${task.id}/decide`, { to: "assessing", note: text });
        await send("ergo", `/borrowers/${person.id}/contacts`, { outcome: "other", said: text, next_day: day(7) });
        await send("lager", "/pickups", { kind: "fetch", loan_id: loan.id, day: day(0), note: text });
        const booking = await send("ergo", "/bookings", {
            product_id: product.id, depot: "SMS", from: day(5), to: day(9), priority: "hast", reason: text,
            needed_by: `${day(5)}T09:00:00.000Z`, borrower_id: person.id,
        });
        await send("lager", "/sets", { name: this.cut(100), lines: [{ product_id: product.id }] });
        const part = await send("lager", "/parts", { name: text, supplier: text });
        const notice = await send("leder", "/notices", { title: text, reference: this.cut(60), product_id: product.id, block: false });
        await send("leder", `/notices/${notice.id}/accounted`, { item: broken.code, outcome: "checked", note: text });
        await send("admin", "/terms", { nb: text, nn: text });
        await depot.ask("admin", "/depots/SMS", "PATCH", { name: this.cut(100) });
        const device = await send("admin", "/tokens", { name: this.cut(60), role: "lager", depot: "SMS" });
        const user = await send("admin", "/users", { name: this.cut(60), role: "lager", depot: "SMS" });
        await send("leder", "/access-log/reviews", { from: day(-2), to: day(-1), note: text });
        const photo = await depot.photograph("lager", lent.code, { note: text });
        const count = await send("lager", "/counts", { depot: "SMS", shelf: this.cut(20) });
        const scan = { id: scanId(), device: "prove-1", happened_at: new Date().toISOString(), mode: "in", code: text, depot: "SMS" };
        await depot.send("lager", "/scans", scan);
        const [order] = (await depot.ask("lager", `/work-orders?item=${broken.code}`)).items;
        return {
            product: product.id, counted: product.id, code: lent.code, lent: lent.code, ready: lent.code, dirty: broken.code, broken: broken.code,
            blocked: broken.code, missing: broken.code, borrower: person.id, child: person.id, unit: person.id, loan: loan.id,
            line: loan.lines[0].id, extended: loan.id, childs: loan.id, candidate: task.id, applied: task.id, granted: task.id, booking: booking.id, held: booking.id, part: part.id,
            notice: notice.id, device: device.id, user: user.id, count: count.id, order: order.id, transfer: 1, planned: 1, shelf: encodeURIComponent(this.cut(20)),
            photo: photo.id, day: day(0), later: day(1),
        };
    }
}

// What of the attack has come alive on the page.
async function alive(page) {
    const found = await page.evaluate((ours) => {
        const elements = [...document.querySelectorAll(ours)].map((each) => `an element of it: ${each.outerHTML.slice(0, 120)}`);
        return [...(window.attacked ? ["its script has run"] : []), ...elements];
    }, ours);
    return [...found, ...page.faults];
}

async function watched(depot, role) {
    const page = await depot.open(role);
    await page.addInitScript(() => (window.attack = () => (window.attacked = true)));
    return page;
}

// The detector is first shown a page that each of the attacks has got into.
async function seesAttacks(depot) {
    for (const attack of attacks) {
        const page = await watched(depot, null);
        const body = `<!doctype html><title>x</title><p>${attack}</p><input value="${attack}">`;
        await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body }));
        await page.goto(depot.base);
        await page.waitForTimeout(200);
        check((await alive(page)).length > 0, `nothing is seen of ${attack}, which is there`);
        await page.context().close();
    }
}

// Each page once, as the first of those who may see it.
const pages = JSON.parse(readFileSync(new URL("pages.json", import.meta.url), "utf8")).filter((entry) => entry.status !== 404);
const typed = [
    ["lager", "/lanere/ny", "name"],
    ["lager", "/produkter/ny", "iso"],
    ["lager", "/deler/ny", "minimum"],
    ["leder", "/meldinger/ny", "serial_from"],
    ["lager", "/skranke?modus=inn", "code"],
    ["lager", "/skranke?modus=ut", "code"],
    ["lager", "/sok", "q"],
    ["lager", "/lanere", "q"],
    ["lager", "/overforinger/ny", "items"],
];
const faults = [];
let opened = 0;
let read = 0;
const depot = await Depot.start(binary);
try {
    await seesAttacks(depot);
    for (const [turn, attack] of attacks.entries()) {
        const named = await new World(depot, attack).fill();
        for (const role of roles) {
            const page = await watched(depot, role);
            const mine = pages.filter((entry, i) => entry.roles[0] === role && (all || i % attacks.length === turn));
            for (const entry of mine) {
                page.faults.length = 0;
                const target = entry.path.replace(/\{(\w+)\}/g, (_, name) => named[name] ?? 1);
                await page.goto(depot.base + target);
                ++opened;
                if ((await page.innerText("body")).includes(attack.slice(0, 60))) ++read;
                for (const fault of await alive(page)) faults.push(`${role} ${target}, ${attack}: ${fault}`);
            }
            for (const [, target, field] of typed.filter(([who]) => who === role)) {
                page.faults.length = 0;
                await page.goto(depot.base + target);
                await page.fill(`main [name="${field}"]`, attack);
                await page.press(`main [name="${field}"]`, "Enter");
                await page.waitForTimeout(300);
                await page.waitForLoadState();
                ++opened;
                for (const fault of await alive(page)) faults.push(`${role} ${target} sent, ${attack}: ${fault}`);
            }
            await page.context().close();
        }
    }
    check(read > opened / 2, `what was written is read on ${read} of ${opened} pages only`);
} catch (error) {
    faults.push(error.stack);
} finally {
    await depot.stop();
}
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? `ok ${opened} pages, and what was written is text on ${read} of them` : `failed: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
