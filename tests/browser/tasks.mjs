// The tasks of the depot in a real browser by keyboard alone, with JavaScript and without:
// node tasks.mjs SERVER [PART OF A TASK'S NAME]. Nothing is clicked. The last line is "ok …" or "failed: …".

import { Depot } from "./depot.mjs";
import { Keyboard } from "./keyboard.mjs";
import { Supply } from "./supply.mjs";
import { desk } from "./tasks/desk.mjs";
import { lending } from "./tasks/lending.mjs";
import { office } from "./tasks/office.mjs";
import { stock } from "./tasks/stock.mjs";
import { workshop } from "./tasks/workshop.mjs";

const [binary, part = ""] = process.argv.slice(2);
const tasks = [...desk, ...lending, ...workshop, ...stock, ...office].filter((task) => task.name.includes(part));
const depot = await Depot.start(binary);
const supply = new Supply(depot);
const faults = [];
for (const script of [true, false]) {
    for (const { name, role, run } of tasks) {
        const page = await depot.open(role, { script });
        try {
            await run(new Keyboard(depot, page, script), supply);
            faults.push(...page.faults.map((fault) => `${name}: ${fault}`));
        } catch (error) {
            faults.push(`${name}, ${script ? "with" : "without"} JavaScript: ${error.stack.slice(0, 1500)}`);
        }
        await page.context().close();
    }
}
await depot.stop();
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? `ok ${tasks.length} tasks by keyboard alone, with JavaScript and without` : `failed: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
