// Whether every page of the program is looked at: the rows of GET in api/who_may_what.csv.

import { readFileSync } from "node:fs";

const noPages = ["/livez", "/readyz", "/metrics", "/live", "/assets/{file}", "/forfalt/fil", "/sign-in/{provider}", "/sign-in/{provider}/callback"];

function rows() {
    const text = readFileSync(new URL("../api/who_may_what.csv", import.meta.url), "utf8");
    const cells = text.split("\n").map((line) => line.split(","));
    const paths = cells.filter(([method, path]) => method === "GET" && !path.startsWith("/api/")).map(([, path]) => path);
    return [...new Set(paths)].filter((path) => !noPages.includes(path));
}

const literal = (row) => row.split("/").filter((part) => !part.startsWith("{")).length;

// The row that answers a path: what stands there in full before what stands for anything.
function rowOf(all, path) {
    const parts = path.split("?")[0].split("/");
    const fits = (row) => {
        const its = row.split("/");
        return its.length === parts.length && its.every((part, i) => part.startsWith("{") || part === parts[i]);
    };
    return all.filter(fits).sort((a, b) => literal(b) - literal(a))[0];
}

// What is wrong with that list of paths.
export function missing(paths) {
    const all = rows();
    const seen = new Set(paths.map((path) => rowOf(all, path)));
    const unseen = all.filter((row) => !seen.has(row));
    return unseen.map((row) => `${row} is in who_may_what.csv and not in pages.json`);
}
