// Makes what browsers load: node build.mjs SOURCE OUT. Each file gets a name that its content decides, and
// is kept plain, gzip and brotli; assets.txt lists them: "name file type", one a line.

import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [source, out] = process.argv.slice(2).map((folder) => path.resolve(folder));
const modules = path.join(out, "node_modules");
const require = createRequire(path.join(out, "package.json"));
const esbuild = require("esbuild");
const target = ["chrome105", "firefox121", "safari15.4"];

const listed = [];
function keep(name, content, type) {
    const bytes = Buffer.from(content);
    const { name: base, ext } = path.parse(name);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
    const file = `${base}-${hash}${ext}`;
    const write = (ending, data) => writeFileSync(path.join(out, "assets", file + ending), data);
    write("", bytes);
    write(".gz", gzipSync(bytes, { level: 9 }));
    write(".br", brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    listed.push(`${name} ${file} ${type}`);
    return `/assets/${file}`;
}

function theme() {
    const cli = path.join(modules, "@digdir/designsystemet/dist/bin/designsystemet.js");
    const run = (...words) => execFileSync(process.execPath, [cli, "tokens", ...words], { cwd: out, stdio: "pipe" });
    const config = path.join(source, "theme.json");
    run("create", "--config", config, "--clean");
    run("build", "--tokens", "./tokens", "--out-dir", "./theme", "--config", config, "--clean");
    return readFileSync(path.join(out, "theme/kommune.css"), "utf8");
}

// One drawing of each icon, to be used by its name.
function icons() {
    const wanted = readFileSync(path.join(source, "icons.txt"), "utf8").trim().split("\n");
    const symbols = wanted.map((line) => {
        const [name, from] = line.split(" ");
        const svg = readFileSync(path.join(modules, "@navikt/aksel-icons/dist/svg", `${from}.svg`), "utf8");
        const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
        return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
    });
    return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

async function style(font) {
    const read = (name) => readFileSync(path.join(source, "styles", name), "utf8");
    const parts = readdirSync(path.join(source, "styles")).sort().map(read);
    const face = `@font-face{font-family:Inter;font-weight:100 900;font-display:swap;src:url("${font}") format("woff2")}`;
    const designsystemet = readFileSync(path.join(modules, "@digdir/designsystemet-css/dist/src/index.css"), "utf8");
    const all = [designsystemet, theme().replace('@charset "UTF-8";', ""), face, ...parts].join("\n");
    return (await esbuild.transform(all, { loader: "css", minify: true, target })).code;
}

async function script(name) {
    const built = await esbuild.build({
        entryPoints: [path.join(source, "scripts", name)],
        bundle: true,
        minify: true,
        write: false,
        target,
        legalComments: "none",
        nodePaths: [modules],
    });
    return built.outputFiles[0].contents;
}

rmSync(path.join(out, "assets"), { recursive: true, force: true });
mkdirSync(path.join(out, "assets"), { recursive: true });
const font = keep(
    "inter.woff2",
    readFileSync(path.join(modules, "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2")),
    "font/woff2",
);
keep("icons.svg", icons(), "image/svg+xml");
keep("page.css", await style(font), "text/css;charset=utf-8");
keep("page.js", await script("page.js"), "text/javascript;charset=utf-8");
keep("favicon.svg", readFileSync(path.join(source, "favicon.svg")), "image/svg+xml");
writeFileSync(path.join(out, "assets/assets.txt"), listed.join("\n") + "\n");
