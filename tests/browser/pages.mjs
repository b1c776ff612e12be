// Every page in a real browser: node pages.mjs SERVER [--all] [--shots FOLDER]. At 390 px, light; with --all
// at 320, 390 and 1366 px, light and dark, and in a depot that has nothing yet as well. Each page filled, and
// each form sent with what is wrong, or to where it leads. No fault of axe's, nothing from another host, no
// breach of the policy, nothing to be scrolled sideways. The last line is "ok …" or "failed: …".

import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { Depot, check, roles, violations } from "./depot.mjs";
import { examples } from "./examples.mjs";
import { missing } from "./routes.mjs";

const [binary, ...options] = process.argv.slice(2);
const all = options.includes("--all");
const shots = options.includes("--shots") ? options[options.indexOf("--shots") + 1] : null;
const looks = [];
for (const width of all ? [320, 390, 1366] : [390]) {
    for (const scheme of all ? ["light", "dark"] : ["light"]) looks.push({ width, scheme });
}

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const pages = read("pages.json");
const forms = read("forms.json");
const faults = missing(pages.map((entry) => entry.path));
let seen = 0;

// The entry with the examples in the place of their names.
function filled(text, named) {
    return text.replace(/\{(\w+)\}/g, (_, name) => {
        check(named[name] !== undefined, `${text}: no example of ${name}`);
        return named[name];
    });
}

// With what is folded in unfolded: a fault may hide there.
async function wrong(page) {
    await page.evaluate(() => {
        const still = new CSSStyleSheet();
        still.replaceSync("*, ::details-content { transition: none !important; }");
        document.adoptedStyleSheets.push(still);
        for (const folded of document.querySelectorAll("main details")) folded.open = true;
    });
    const found = [...page.faults, ...(await violations(page))];
    const twice = await page.evaluate(() => {
        const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
        return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
    });
    if (twice.length > 0) found.push(`has twice the id ${twice.join(", ")}`);
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push("is scrolled sideways");
    return found;
}

// One page as a role sees it at that look: `prepare` brings the page there and says what is wrong on the way.
// A picture of it is kept under that name, if any, for a person to look at.
async function look(page, what, { width, scheme }, picture, prepare) {
    page.faults.length = 0;
    const file = () => path.join(shots, `${picture.replace(/\W+/g, "_")}-${width}-${scheme}.png`);
    let found;
    try {
        found = await prepare();
        if (shots && picture) await page.screenshot({ path: file(), fullPage: true });
        found.push(...(await wrong(page)));
    } catch (error) {
        found = [error.stack];
    }
    for (const fault of found) faults.push(`${what} ${width} ${scheme}: ${fault}`);
    ++seen;
}

async function show(page, target, status = 200) {
    const answer = await page.goto(target);
    return answer.status() === status ? [] : [`answers ${answer.status()}`];
}

// What the desk said at one look stands there at the next.
const sent = new Set();

// Fills the form in and sends it: with what is wrong, unless it is said what it then says.
async function send(depot, page, { path: target, action, fill, press, says }) {
    const where = action ?? target.split("?")[0];
    const found = await show(page, depot.base + target);
    const again = sent.has(target);
    sent.add(target);
    check(!says || again || !(await page.innerText("main")).includes(says), `${target} says «${says}» before anything is sent`);
    await page.evaluate(
        ({ where, fill, press }) => {
            const fits = (form) => new URL(form.action).pathname === where && Object.keys(fill).every((name) => form.elements.namedItem(name));
            const form = [...document.forms].find((each) => each.method === "post" && fits(each));
            if (!form) throw new Error(`there is no form ${where} with ${Object.keys(fill)}`);
            for (const [name, value] of Object.entries(fill)) form.elements.namedItem(name).value = value;
            const buttons = [...form.querySelectorAll("button")];
            const button = press ? buttons.find((each) => each.textContent.startsWith(press)) : buttons.at(-1);
            setTimeout(() => form.requestSubmit(button));
        },
        { where, fill, press },
    );
    if (says) {
        await page.waitForFunction((text) => document.querySelector("main")?.innerText.includes(text) && document.readyState === "complete", says, { timeout: 15000 });
        return found;
    }
    await page.waitForSelector("[role=alert]", { timeout: 15000 });
    await page.waitForLoadState();
    // What was typed is there to be put right; a password is not sent back.
    const lost = await page.evaluate(
        ({ where, fill }) => {
            const fits = (form) => new URL(form.action).pathname === where && Object.keys(fill).every((name) => form.elements.namedItem(name));
            const form = [...document.forms].find((each) => each.method === "post" && fits(each));
            const field = (name) => form?.elements.namedItem(name);
            return Object.keys(fill).filter((name) => field(name)?.type !== "password" && field(name)?.value !== fill[name]);
        },
        { where, fill },
    );
    return [...found, ...lost.map((name) => `what was typed into ${name} is not there any more`)];
}

async function walk(depot, entries, each) {
    for (const at of looks) {
        for (const role of [...roles, "nobody"]) {
            const mine = entries.filter((entry) => (entry.roles ?? [entry.role]).includes(role));
            if (mine.length === 0) continue;
            const page = await depot.open(role === "nobody" ? null : role, at);
            for (const entry of mine) await each(page, role, entry, at);
            await page.context().close();
        }
    }
}

async function visit(start, watch) {
    const depot = await Depot.start(binary, start);
    try {
        await watch(depot);
    } catch (error) {
        faults.push(error.stack);
    } finally {
        await depot.stop();
    }
}

// What looks for faults is first shown some.
async function seesFaults(depot) {
    check(missing([]).includes("/lanere/{id} is in who_may_what.csv and not in pages.json"), "a page left out is not missed");
    const page = await depot.open(null, { width: 390 });
    await page.route("**/*", (route) =>
        route.fulfill({
            contentType: "text/html",
            headers: { "content-security-policy": "script-src 'none'" },
            body: "<html><title>x</title><img src='https://example.org/a.png'><script>1</script><p style='width:2000px' id='a'>a<p id='a'>",
        }),
    );
    await page.goto(depot.base);
    const found = (await wrong(page)).join("\n");
    for (const fault of ["axe image-alt", "asks another host", "policy", "twice the id a", "scrolled sideways"]) {
        check(found.includes(fault), `no «${fault}» is seen on a page that has it, but: ${found}`);
    }
    await page.context().close();
}

if (shots) mkdirSync(shots, { recursive: true });
await visit({}, async (depot) => {
    await seesFaults(depot);
    const named = await examples(depot);
    await walk(depot, pages, (page, role, entry, at) => {
        const target = filled(entry.path, named);
        return look(page, `${role} ${target}`, at, entry.picture && `${role} ${entry.path}`, () => show(page, depot.base + target, entry.status));
    });
    await walk(depot, forms, (page, role, entry, at) => {
        const form = JSON.parse(filled(JSON.stringify(entry), named));
        return look(page, `${role} ${form.path} sent to ${form.action ?? "itself"}`, at, null, () => send(depot, page, form));
    });
});
if (all) {
    await visit({ empty: true }, (depot) =>
        walk(
            depot,
            pages.filter((entry) => !entry.path.includes("{")),
            (page, role, entry, at) => look(page, `nothing yet, ${role} ${entry.path}`, at, null, () => show(page, depot.base + entry.path, entry.status)),
        ),
    );
}
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? `ok ${seen} pages looked at` : `failed: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
