// Every page in a real browser: node pages.mjs SERVER [--all] [--shots FOLDER]. At 390 px, light; with --all
// at 320, 390 and 1366 px, light and dark. No fault of axe's, nothing from another host, no breach of the
// policy, nothing to be scrolled sideways. The last line is "ok …" or "failed: …".

import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { Depot, check, violations } from "./depot.mjs";

const [binary, ...options] = process.argv.slice(2);
const all = options.includes("--all");
const shots = options.includes("--shots") ? options[options.indexOf("--shots") + 1] : null;
const looks = [];
for (const width of all ? [320, 390, 1366] : [390]) {
    for (const scheme of all ? ["light", "dark"] : ["light"]) looks.push({ width, scheme });
}

// One of each kind that a page is about, from the demo.
async function examples(depot) {
    const first = async (role, target) => (await depot.ask(role, target)).items[0];
    const loan = await first("lager", "/loans?state=overdue");
    return {
        loan: loan.id,
        line: loan.lines[0].id,
        borrower: loan.borrower_id,
        code: (await first("lager", "/items?state=to_inspect")).code,
        order: (await first("lager", "/work-orders")).id,
        transfer: (await first("lager", "/transfers")).id,
        notice: (await first("lager", "/notices")).id,
        user: (await first("admin", "/users")).id,
    };
}

const listed = JSON.parse(readFileSync(new URL("pages.json", import.meta.url), "utf8"));
const depot = await Depot.start(binary);
const faults = [];
let seen = 0;
try {
    const named = await examples(depot);
    if (shots) mkdirSync(shots, { recursive: true });
    for (const look of looks) {
        for (const role of ["lager", "ergo", "sjafor", "leder", "admin"]) {
            const page = await depot.open(role, look);
            for (const entry of listed.filter((each) => each.roles.includes(role))) {
                const target = entry.path.replace(/\{(\w+)\}/g, (_, name) => {
                    check(named[name] !== undefined, `${entry.path}: no example of ${name}`);
                    return named[name];
                });
                page.faults.length = 0;
                await page.goto(depot.base + target);
                const found = [...page.faults, ...(await violations(depot, page))];
                if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) found.push("is scrolled sideways");
                for (const fault of found) faults.push(`${role} ${target} ${look.width} ${look.scheme}: ${fault}`);
                const name = `${entry.path.replace(/\W+/g, "_")}-${role}-${look.width}-${look.scheme}.png`;
                if (shots) await page.screenshot({ path: path.join(shots, name), fullPage: true });
                ++seen;
            }
            await page.context().close();
        }
    }
} catch (error) {
    faults.push(error.stack);
} finally {
    await depot.stop();
}
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? `ok ${seen} pages looked at` : `failed: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
