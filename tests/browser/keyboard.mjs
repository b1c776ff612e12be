// A page worked by keyboard alone, as somebody does who has no mouse: Tab, arrows, letters, space, Enter.

import { until } from "./depot.mjs";

// What stands at the focus, as one hears it.
function heard() {
    const at = document.activeElement;
    if (at === null || at === document.body) return null;
    const words = (...parts) => parts.filter(Boolean).join(" ").replace(/\s+/g, " ").trim();
    const labels = [...(at.labels ?? [])].map((label) => label.innerText);
    const group = at.type === "radio" ? [...document.getElementsByName(at.name)].filter((each) => each.form === at.form) : [];
    return {
        words: words(at.getAttribute("aria-label"), ...labels, at.innerText, at.value),
        others: group.map((each) => words(...[...each.labels].map((label) => label.innerText))),
        value: at.value,
        unfolded: at.tagName === "SUMMARY" && at.parentElement.open,
        chosen: at.tagName === "SELECT" ? at.selectedOptions[0]?.text : "",
    };
}

export class Keyboard {
    constructor(depot, page, script) {
        this.depot = depot;
        this.page = page;
        this.script = script;
    }

    async open(target) {
        await this.page.goto(this.depot.base + target);
    }

    async focus() {
        return (await this.page.evaluate(heard)) ?? { words: "", others: [] };
    }

    async key(name) {
        await this.page.keyboard.press(name);
    }

    // By Tab to the first thing behind here that fits; by Shift+Tab to the first before.
    async to(fits, what, tab = "Tab") {
        for (let presses = 0; presses < 400; ++presses) {
            await this.key(tab);
            if (fits(await this.focus())) return;
        }
        throw new Error(`${this.page.url()}: Tab does not reach «${what}»`);
    }

    reach(words) {
        return this.to((at) => at.words.startsWith(words), words);
    }

    back(words) {
        return this.to((at) => at.words.startsWith(words), words, "Shift+Tab");
    }

    // Past the menu, as the first link of every page offers.
    async skip() {
        await this.reach("Til innholdet");
        await this.key("Enter");
    }

    // Enter on what leads to another page, which is there when this returns.
    async follow(words) {
        await this.reach(words);
        await this.leave("Enter", words);
    }

    // The same of what is called so and no more.
    async followJust(words) {
        await this.to((at) => at.words === words, words);
        await this.leave("Enter", words);
    }

    async leave(name, what) {
        const born = () => this.page.evaluate(() => document.readyState === "complete" && performance.timeOrigin).catch(() => false);
        const before = await born();
        await this.key(name);
        await until(
            async () => ![before, false].includes(await born()),
            () => `${this.page.url()}: «${what}» leads nowhere`,
        );
    }

    // Enter on what changes the page one is on.
    async press(words) {
        await this.reach(words);
        await this.key("Enter");
    }

    // What is folded in under these words; it may be unfolded already.
    async unfold(words) {
        await this.reach(words);
        if (!(await this.focus()).unfolded) await this.key("Enter");
    }

    // In the place of what stands in the field.
    async type(words, text) {
        await this.reach(words);
        await this.key("ControlOrMeta+a");
        await this.page.keyboard.type(text);
    }

    // A day, in the order that this browser has.
    async day(words, day) {
        await this.reach(words);
        const [year, month, date] = day.split("-");
        await this.page.keyboard.type((await this.monthFirst()) ? month + date + year : date + month + year);
        const { value } = await this.focus();
        if (value !== day) throw new Error(`${this.page.url()}: «${words}» became ${value}, not ${day}`);
    }

    async monthFirst() {
        if (this.depot.monthFirst === undefined) {
            const context = await this.depot.browser.newContext();
            const page = await context.newPage();
            await page.setContent("<input type=date autofocus>");
            await page.focus("input");
            await page.keyboard.type("02032026");
            this.depot.monthFirst = (await page.inputValue("input")) === "2026-02-03";
            await context.close();
        }
        return this.depot.monthFirst;
    }

    // An entry of a list by its first letters, as far as every keyboard has them.
    async choose(words, option) {
        await this.reach(words);
        await this.page.keyboard.type(option.match(/^[ -~]*/)[0]);
        const { chosen } = await this.focus();
        if (!chosen?.startsWith(option)) throw new Error(`${this.page.url()}: «${words}» became ${chosen}, not ${option}`);
    }

    // One of several, by the arrows.
    async pick(words) {
        await this.to((at) => at.others.some((each) => each.startsWith(words)), words);
        for (let presses = 0; presses < 20; ++presses) {
            const at = await this.focus();
            if (at.words.startsWith(words)) {
                await this.key("Space");
                return;
            }
            await this.key("ArrowDown");
        }
        throw new Error(`${this.page.url()}: the arrows do not reach «${words}»`);
    }

    async tick(words) {
        await this.reach(words);
        await this.key("Space");
    }

    // A scanner types where the page has put the focus; the browser does that a moment after the load.
    async scan(code) {
        await until(
            () => this.page.evaluate(() => document.activeElement?.name === "code"),
            () => `${this.page.url()}: the focus is not in the field for scans`,
        );
        await this.page.keyboard.type(code);
        await this.key("Enter");
    }

    text() {
        return this.page.innerText("main").catch(() => "");
    }

    async shows(...texts) {
        for (const text of texts) {
            await until(
                async () => (await this.text()).includes(text),
                async () => `${this.page.url()} does not say «${text}» but: ${(await this.text()).slice(0, 600)}`,
            );
        }
    }
}
