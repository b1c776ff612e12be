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

async function shows(page, text) {
    const all = await page.innerText("main");
    check(all.includes(text), `${page.url()} does not say «${text}» but: ${all.slice(0, 400)}`);
}

async function state(code) {
    return (await depot.ask("lager", `/items/${code}`)).state;
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
    check((await state(waiting)) === "ready", "it is not ready after its inspection");

    const borrower = (await depot.ask("lager", "/loans?state=open")).items[0].borrower_id;
    await desk.goto(`${base}/skranke?laner=${borrower}`);
    await desk.keyboard.type(waiting);
    await desk.keyboard.press("Enter");
    await desk.waitForTimeout(300);
    await shows(desk, "Gi til låneren");
    check((await depot.ask("lager", `/items/${waiting}`)).on_loan, "it is not lent");
    await press(desk, "Ferdig");

    await desk.goto(`${base}/skranke?modus=inn`);
    await desk.keyboard.type(waiting);
    await desk.keyboard.press("Enter");
    await desk.waitForTimeout(300);
    await shows(desk, "Til rengjøring");
    check((await state(waiting)) === "to_clean", "it does not wait for the wash");

    await desk.goto(`${base}/hjelpemidler/${waiting}`);
    await skip(desk);
    await press(desk, "Rengjort");
    await press(desk, "Registrer vask");
    check((await state(waiting)) === "to_inspect", "it does not wait for its inspection");
    check(desk.faults.length === 0, desk.faults.join("\n"));
    await desk.context().close();

    const therapist = await depot.open("ergo", { script });
    const name = (await depot.ask("lager", `/borrowers/${borrower}`)).name;
    const before = (await depot.ask("ergo", "/bookings?limit=200")).items.length;
    await therapist.goto(`${base}/bestill?produkt=1`);
    await type(therapist, "Søk etter navn eller telefon", name);
    await press(therapist, "Finn");
    if (!(await therapist.innerText("main")).includes("Velg en annen")) {
        if (!script) await skip(therapist);
        await press(therapist, `Velg ${name}`);
    }
    await shows(therapist, "Velg en annen");
    if (!script) await skip(therapist);
    await press(therapist, "Bestill");
    await therapist.waitForTimeout(300);
    check((await depot.ask("ergo", "/bookings?limit=200")).items.length === before + 1, `nothing was booked: ${await therapist.innerText("main")}`);
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
