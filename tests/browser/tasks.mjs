// The day's tasks in a real browser by keyboard alone, with JavaScript and without: node tasks.mjs SERVER.
// Nothing is clicked; one reaches everything by Tab, types, and presses Enter. The last line is "ok …" or
// "failed: …".

import { Depot, check } from "./depot.mjs";

const depot = await Depot.start(process.argv[2]);

// What stands at the focus, for who cannot see it.
const focused = (page) =>
    page.evaluate(() => {
        const at = document.activeElement;
        if (at === null || at === document.body) return "";
        const labels = [...(at.labels ?? [])].map((label) => label.innerText);
        return [at.getAttribute("aria-label"), ...labels, at.innerText, at.value].filter(Boolean).join(" ").replace(/\s+/g, " ").trim();
    });

// Holds within five seconds, or what it is said to be is wrong.
async function until(holds, what) {
    for (let waited = 0; !(await holds()); waited += 50) {
        if (waited >= 5000) throw new Error(await what());
        await new Promise((done) => setTimeout(done, 50));
    }
}

// By Tab to the first thing behind here whose words begin so.
async function reach(page, words) {
    for (let presses = 0; presses < 400; ++presses) {
        await page.keyboard.press("Tab");
        if ((await focused(page)).startsWith(words)) return;
    }
    throw new Error(`${page.url()}: Tab does not reach «${words}»`);
}

async function press(page, words) {
    await reach(page, words);
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
    await page.waitForLoadState();
}

// Past the menu, as the first link of every page offers.
async function skip(page) {
    await reach(page, "Til innholdet");
    await page.keyboard.press("Enter");
}

async function type(page, words, text) {
    await reach(page, words);
    await page.keyboard.type(text);
}

// A scanner types where the page has put the focus; the browser does that a moment after the load.
async function scan(page, code) {
    await until(
        () => page.evaluate(() => document.activeElement?.name === "code"),
        () => `${page.url()}: the focus is not in the field for scans`,
    );
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await page.waitForTimeout(300);
}

async function shows(page, text) {
    await until(
        async () => (await page.innerText("main")).includes(text),
        async () => `${page.url()} does not say «${text}» but: ${(await page.innerText("main")).slice(0, 400)}`,
    );
}

async function becomes(code, state) {
    const asked = async () => (await depot.ask("lager", `/items/${code}`)).state;
    await until(async () => (await asked()) === state, async () => `${code} is ${await asked()}, not ${state}`);
}

async function day(script) {
    const base = depot.base;
    const waiting = (await depot.ask("lager", "/items?state=to_inspect&depot=SMS")).items[0].code;
    const desk = await depot.open(null, { script });
    await desk.goto(`${base}/logg-inn`);
    await type(desk, "Navn", depot.users.lager.name);
    await type(desk, "Passord", depot.users.lager.password);
    await desk.keyboard.press("Enter");
    await desk.waitForURL(`${base}/`, { timeout: 8000 });

    await desk.goto(`${base}/hjelpemidler/${waiting}`);
    await skip(desk);
    await press(desk, "Kontroll");
    await press(desk, "Registrer kontroll");
    await shows(desk, "Det er registrert.");
    await becomes(waiting, "ready");

    const borrower = (await depot.ask("lager", "/loans?state=open")).items[0].borrower_id;
    await desk.goto(`${base}/skranke?laner=${borrower}`);
    await scan(desk, waiting);
    await shows(desk, "Gi til låneren");
    check((await depot.ask("lager", `/items/${waiting}`)).on_loan, "it is not lent");
    await press(desk, "Ferdig");

    await desk.goto(`${base}/skranke?modus=inn`);
    await scan(desk, waiting);
    await shows(desk, "Til rengjøring");
    await becomes(waiting, "to_clean");

    await desk.goto(`${base}/hjelpemidler/${waiting}`);
    await skip(desk);
    await press(desk, "Rengjort");
    await press(desk, "Registrer vask");
    await becomes(waiting, "to_inspect");
    check(desk.faults.length === 0, desk.faults.join("\n"));
    await desk.context().close();

    const therapist = await depot.open("ergo", { script });
    const name = (await depot.ask("lager", `/borrowers/${borrower}`)).name;
    const before = (await depot.ask("ergo", "/bookings?limit=200")).items.length;
    await therapist.goto(`${base}/bestill?produkt=1`);
    await type(therapist, "Søk etter navn eller telefon", name);
    await press(therapist, "Finn");
    await until(
        async () => /Velg en annen|Fant ingen|Lånere/.test(await therapist.content()) && (await therapist.innerText("main")).includes(name),
        () => `${name} is not found`,
    );
    if (!(await therapist.innerText("main")).includes("Velg en annen")) {
        if (!script) await skip(therapist);
        await press(therapist, `Velg ${name}`);
    }
    await shows(therapist, "Velg en annen");
    if (!script) await skip(therapist);
    await press(therapist, "Bestill");
    const bookings = async () => (await depot.ask("ergo", "/bookings?limit=200")).items.length;
    await until(async () => (await bookings()) === before + 1, async () => `nothing was booked: ${await therapist.innerText("main")}`);
    check(therapist.faults.length === 0, therapist.faults.join("\n"));
    await therapist.context().close();
}

const faults = [];
for (const script of [true, false]) {
    try {
        await day(script);
    } catch (error) {
        faults.push(`${script ? "with" : "without"} JavaScript: ${error.stack}`);
    }
}
await depot.stop();
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? "ok the day's tasks by keyboard alone, with JavaScript and without" : `failed: ${faults.length} days`);
process.exitCode = faults.length === 0 ? 0 : 1;
