// What a task begins with, made for it alone, so that no task waits for another.

import { check, day, until } from "./depot.mjs";

let made = 0;

export class Supply {
    constructor(depot) {
        this.depot = depot;
    }

    ask(role, target) {
        return this.depot.ask(role, target);
    }

    // A walker at SMS, where nobody waits for one, brought so far.
    async aid(state = "ready", shelf = "T1") {
        this.walker ??= (await this.ask("lager", "/products?q=177946")).items[0].id;
        const { code } = await this.depot.send("lager", "/items", { product_id: this.walker, depot: "SMS", shelf });
        const path = `/items/${code}`;
        if (state !== "to_inspect") await this.depot.send("lager", `${path}/inspect`, { ok: true });
        if (state === "to_clean") {
            const { id, lines } = await this.loan(code);
            await this.depot.send("lager", `/loans/${id}/lines/${lines[0].id}/end`, { reason: "returned" });
        }
        await this.becomes(code, state);
        return code;
    }

    async person() {
        const address = { street: "Prøveveien 1", postal_code: "3210", city: "Sandefjord" };
        const known = { kind: "person", name: this.name("Prøve Tastatur"), phone: "99 99 00 02", address };
        return { ...known, ...(await this.depot.send("lager", "/borrowers", known)) };
    }

    async loan(code) {
        this.borrower = await this.person();
        const lines = [{ item: code ?? (await this.aid()) }];
        return this.depot.send("lager", "/loans", { borrower_id: this.borrower.id, depot: "SMS", lines });
    }

    async lent() {
        const code = await this.aid();
        await this.loan(code);
        return code;
    }

    // Held for somebody, and to be made ready.
    async booking() {
        const code = await this.aid();
        const { id } = await this.person();
        const wanted = { product_id: this.walker, depot: "SMS", from: day(0), to: day(30), borrower_id: id };
        const booking = await this.depot.send("ergo", "/bookings", wanted);
        check(booking.state === "allocated", `${code} stands there, and the booking is ${booking.state}`);
        return booking.id;
    }

    async becomes(code, state) {
        const now = async () => (await this.ask("lager", `/items/${code}`)).state;
        await until(async () => (await now()) === state, async () => `${code} is ${await now()}, not ${state}`);
    }

    // Whoever signed in long ago shows the password again.
    async prove(keys, role) {
        if (!(await keys.text()).includes("Skriv passordet ditt")) return;
        await keys.type("Passord", this.depot.users[role].password);
        await keys.leave("Enter", "Bekreft");
    }

    name(words) {
        return `${words} ${++made}`;
    }
}
