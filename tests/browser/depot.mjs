// A demo depot of its own, a real browser before it, and what every test in it watches for.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export function check(holds, what) {
    if (!holds) throw new Error(what);
}

export class Depot {
    static async start(binary) {
        const depot = new Depot();
        depot.folder = mkdtempSync(path.join(tmpdir(), "kl-browser-"));
        const words = ["serve", "--demo", "--database", `sqlite://${depot.folder}/demo.db`, "--listen", "127.0.0.1:0"];
        depot.server = spawn(binary, words, { env: { ...process.env, STATE_DIRECTORY: depot.folder } });
        let printed = "";
        let logged = "";
        depot.server.stdout.on("data", (data) => (printed += data));
        depot.server.stderr.on("data", (data) => (logged += data));
        for (let tenths = 0; !/event=ready .*port=(\d+)/.test(logged); ++tenths) {
            check(tenths < 600 && depot.server.exitCode === null, `the server does not start: ${logged}`);
            await new Promise((done) => setTimeout(done, 100));
        }
        depot.base = `http://localhost:${logged.match(/event=ready .*port=(\d+)/)[1]}`;
        depot.users = Object.fromEntries(
            [...printed.matchAll(/^demo-user (\S+) (\S+) (\S+)$/gm)].map(([, role, name, password]) => [role, { name, password }]),
        );
        depot.browser = await chromium.launch({
            executablePath: process.env.KL_CHROMIUM ?? "/usr/bin/chromium",
            args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
        depot.sessions = {};
        return depot;
    }

    async stop() {
        await this.browser?.close();
        this.server.kill("SIGTERM");
        rmSync(this.folder, { recursive: true, force: true });
    }

    // A page signed in as a user of that role, with the faults that it collects: requests to others,
    // breaches of the policy, errors of scripts.
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
            await page.waitForURL(`${this.base}/`);
            this.sessions[role] = await page.context().storageState();
            await page.context().close();
        }
        return this.sessions[role];
    }

    // What the API answers to the user of that role.
    async ask(role, target) {
        const page = await this.open(role);
        const answer = await page.request.get(`${this.base}/api/v1${target}`);
        check(answer.ok(), `${target}: ${answer.status()}`);
        const body = await answer.json();
        await page.context().close();
        return body;
    }
}

// What axe finds wrong. Its script runs past the policy, in a second look at the same page.
export async function violations(depot, page) {
    page.second ??= await secondLook(depot, page);
    const { second } = page;
    await second.unrouteAll();
    const body = await page.content();
    await second.route(page.url(), (route) => route.fulfill({ contentType: "text/html;charset=utf-8", body }));
    await second.goto(page.url());
    await second.addScriptTag({ content: axeSource });
    const result = await second.evaluate((runOnly) => axe.run({ runOnly }), rules);
    return result.violations.map((found) => `axe ${found.id}: ${found.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

async function secondLook(depot, page) {
    const context = await depot.browser.newContext({
        viewport: page.viewportSize(),
        colorScheme: await page.evaluate(() => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")),
        storageState: await page.context().storageState(),
        bypassCSP: true,
    });
    return context.newPage();
}
