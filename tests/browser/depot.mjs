// A depot of its own, a real browser before it, and what every test in it watches for.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import { chromium } from "playwright-core";

import { totp } from "./totp.mjs";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export const roles = ["lager", "ergo", "sjafor", "leder", "admin"];

export function check(holds, what) {
    if (!holds) throw new Error(what);
}

// The day so many days from today, as it is in Oslo: late in the evening UTC has another.
export function day(days) {
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Oslo" }).format();
    return new Date(Date.parse(`${today}T12:00Z`) + days * 86400000).toISOString().slice(0, 10);
}

// Holds within that time, or what it is said to be is wrong.
export async function until(holds, what, milliseconds = 15000) {
    for (const end = Date.now() + milliseconds; !(await holds()); ) {
        if (Date.now() > end) throw new Error(await what());
        await new Promise((done) => setTimeout(done, 50));
    }
}

export class Depot {
    // With the demo; { empty: true }: with nothing but its users.
    static async start(binary, { empty = false } = {}) {
        const depot = new Depot();
        depot.folder = mkdtempSync(path.join(tmpdir(), "kl-browser-"));
        depot.sessions = {};
        depot.shown = {};
        depot.asking = {};
        const database = ["--database", `sqlite://${depot.folder}/depot.db`];
        if (empty) {
            depot.users = Object.fromEntries(
                roles.map((role) => {
                    const words = ["user", "add", `tom-${role}`, "--role", role, "--depot", "SMS", ...database];
                    return [role, { name: `tom-${role}`, password: execFileSync(binary, words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() }];
                }),
            );
        }
        const words = ["serve", ...(empty ? [] : ["--demo"]), ...database, "--listen", "127.0.0.1:0"];
        depot.server = spawn(binary, words, { env: { ...process.env, STATE_DIRECTORY: depot.folder } });
        let printed = "";
        let logged = "";
        depot.server.stdout.on("data", (data) => (printed += data));
        depot.server.stderr.on("data", (data) => (logged += data));
        await until(
            () => {
                check(depot.server.exitCode === null, `the server does not start: ${logged}`);
                return /event=ready .*port=(\d+)/.test(logged);
            },
            () => `the server does not start: ${logged}`,
            60000,
        );
        depot.base = `http://localhost:${logged.match(/event=ready .*port=(\d+)/)[1]}`;
        depot.users ??= Object.fromEntries(
            [...printed.matchAll(/^demo-user (\S+) (\S+) (\S+)$/gm)].map(([, role, name, password]) => [role, { name, password }]),
        );
        depot.browser = await chromium.launch({
            executablePath: process.env.KL_CHROMIUM ?? "/usr/bin/chromium",
            args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
        return depot;
    }

    async stop() {
        await this.browser?.close();
        this.server.kill("SIGTERM");
        rmSync(this.folder, { recursive: true, force: true });
    }

    // A page signed in as a user of that role, with the faults that it collects: requests to others,
    // breaches of the policy, errors of scripts, dialogs.
    async open(role, options = {}) {
        const context = await this.browser.newContext({
            viewport: { width: options.width ?? 1366, height: 900 },
            colorScheme: options.scheme ?? "light",
            javaScriptEnabled: options.script ?? true,
            storageState: role === null ? undefined : await this.session(role),
        });
        const page = await context.newPage();
        page.faults = [];
        page.on("request", (request) => {
            const url = request.url();
            if (!url.startsWith(this.base) && !url.startsWith("data:")) page.faults.push(`asks another host: ${url}`);
        });
        page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
        page.on("dialog", (dialog) => {
            page.faults.push(`dialog: ${dialog.message()}`);
            dialog.dismiss();
        });
        page.on("console", (message) => {
            const text = message.text();
            if (/Content Security Policy|Refused to/.test(text)) page.faults.push(`policy: ${text}`);
        });
        return page;
    }

    // Each role signs in once: a hash takes its time.
    async session(role) {
        if (!this.sessions[role]) {
            const page = await this.open(null);
            await page.goto(`${this.base}/logg-inn`);
            await page.fill("#f-name", this.users[role].name);
            await page.fill("#f-password", this.users[role].password);
            await page.press("#f-password", "Enter");
            await page.waitForURL(/\/(konto\/passord.*)?$/);
            if (page.url().includes("/konto/passord")) await this.begin(page, role);
            this.sessions[role] = await page.context().storageState();
            await page.context().close();
        }
        // What is more than everyday work wants the password again after five minutes; the users of
        // the demo need none.
        if (Date.now() - this.shown[role] > 4 * 60 * 1000) await this.showAgain(role);
        return this.sessions[role];
    }

    async showAgain(role) {
        this.shown[role] = Date.now();
        const page = await this.open(role);
        const { password } = this.users[role];
        const answer = await page.request.post(`${this.base}/api/v1/session/again`, { data: { password } });
        check(answer.ok(), `the password again: ${answer.status()} ${await answer.text()}`);
        this.sessions[role] = await page.context().storageState();
        delete this.asking[role];
        await page.context().close();
    }

    // Who signs in for the first time: a password of one's own, and a second factor.
    async begin(page, role) {
        const password = `en lang setning for ${role}`;
        await page.fill("#f-old", this.users[role].password);
        await page.fill("#f-new", password);
        await page.press("#f-new", "Enter");
        await page.waitForURL((url) => !url.pathname.startsWith("/konto/passord"));
        this.users[role].password = password;
        const post = async (target, data) => {
            const answer = await page.request.post(`${this.base}/api/v1/session/enrolment${target}`, { data });
            check(answer.ok(), `${target}: ${answer.status()} ${await answer.text()}`);
            return answer.json();
        };
        const { secret } = await post("");
        await post("/confirm", { code: totp(secret) });
        this.shown[role] = Date.now();
    }

    // What the API answers to the user of that role.
    async ask(role, target, method = "GET", data = undefined) {
        this.asking[role] ??= this.open(role);
        const page = await this.asking[role];
        const headers = method === "PATCH" ? { "if-match": "*" } : {};
        const answer = await page.request.fetch(`${this.base}/api/v1${target}`, { method, data, headers });
        check(answer.ok(), `${method} ${target}: ${answer.status()} ${await answer.text()}`);
        return answer.json();
    }

    send(role, target, data) {
        return this.ask(role, target, "POST", data);
    }

    // A photo of the aid: of the page that this takes.
    async photograph(role, code, fields) {
        const page = await this.open(role, { width: 320 });
        const photo = { name: "bilde.png", mimeType: "image/png", buffer: await page.screenshot() };
        const options = { multipart: { photo, ...fields }, headers: { origin: this.base } };
        const answer = await page.request.post(`${this.base}/api/v1/items/${code}/photos`, options);
        check(answer.ok(), `photo of ${code}: ${answer.status()} ${await answer.text()}`);
        const made = await answer.json();
        await page.context().close();
        return made;
    }
}

// What axe finds wrong. It looks from a world of its own, past the policy.
export async function violations(page) {
    page.devtools ??= await page.context().newCDPSession(page);
    const { frameTree } = await page.devtools.send("Page.getFrameTree");
    const world = await page.devtools.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "axe" });
    const run = async (expression) => {
        const there = { contextId: world.executionContextId, awaitPromise: true, returnByValue: true };
        const answer = await page.devtools.send("Runtime.evaluate", { expression, ...there });
        check(!answer.exceptionDetails, `axe: ${answer.exceptionDetails?.exception?.description}`);
        return answer.result.value;
    };
    await run(`${axeSource}; null`);
    const options = { runOnly: rules, resultTypes: ["violations"] };
    const found = await run(
        `axe.run(${JSON.stringify(options)}).then((result) => result.violations.map((each) => [each.id, each.nodes.map((node) => node.html.slice(0, 160))]))`,
    );
    return found.map(([id, nodes]) => `axe ${id}: ${nodes.join(" | ")}`);
}
