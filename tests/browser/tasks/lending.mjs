// What becomes of bookings, loans and those who borrow.

import { check, day, until } from "../depot.mjs";

export const lending = [
    {
        name: "book for a borrower",
        role: "ergo",
        async run(keys, supply) {
            const { name } = await supply.person();
            const bookings = async () => (await supply.ask("ergo", "/bookings?limit=200")).items.length;
            const before = await bookings();
            await keys.open("/bestill?produkt=1");
            await keys.type("Søk etter navn eller telefon", name);
            if (!keys.script) await keys.follow("Finn");
            await keys.shows(name);
            if (!keys.script) await keys.skip();
            await keys.press(`Velg ${name}`);
            await keys.shows("Velg en annen");
            await keys.skip();
            await keys.followJust("Bestill");
            await until(async () => (await bookings()) === before + 1, async () => `nothing was booked: ${await keys.text()}`);
        },
    },
    {
        name: "make a booking ready and hand it out",
        role: "lager",
        async run(keys, supply) {
            const booking = await supply.booking();
            await keys.open(`/bestillinger/${booking}`);
            await keys.skip();
            await keys.follow("Står klar til utlevering");
            await keys.skip();
            await keys.follow("Lever ut");
            check((await supply.ask("lager", `/bookings/${booking}`)).state === "handed_out", await keys.text());
            await keys.follow("Til lånet");
            await keys.shows("Om lånet");
        },
    },
    {
        name: "change a booking",
        role: "ergo",
        async run(keys, supply) {
            const booking = await supply.booking();
            await keys.open(`/bestillinger/${booking}`);
            await keys.skip();
            await keys.follow("Endre");
            await keys.skip();
            await keys.type("Antall", "2");
            await keys.follow("Lagre");
            check((await supply.ask("ergo", `/bookings/${booking}`)).quantity === 2, await keys.text());
        },
    },
    {
        name: "cancel a booking",
        role: "ergo",
        async run(keys, supply) {
            const booking = await supply.booking();
            await keys.open(`/bestillinger/${booking}`);
            await keys.skip();
            await keys.follow("Avbestill");
            check((await supply.ask("ergo", `/bookings/${booking}`)).state === "cancelled", await keys.text());
        },
    },
    {
        name: "extend a loan",
        role: "ergo",
        async run(keys, supply) {
            const { id } = await supply.loan();
            await keys.open(`/lan/${id}`);
            await keys.skip();
            await keys.unfold("Forleng");
            await keys.type("Antall måneder", "2");
            await keys.type("Hvorfor", "venter på boligen");
            await keys.follow("Forleng lånet");
            await keys.shows("Lånet er forlenget.");
        },
    },
    {
        name: "what is needed for good goes over to NAV",
        role: "ergo",
        async run(keys, supply) {
            const loan = await supply.loan();
            await keys.open(`/lan/${loan.id}`);
            await keys.skip();
            await keys.follow("Avslutt eller bytt");
            await keys.skip();
            await keys.unfold("Blitt varig hos NAV");
            await keys.type("NAV", "N-12");
            await keys.pick("NAVs eget er levert");
            await keys.follow("Registrer som varig");
            check((await supply.ask("ergo", `/loans/${loan.id}`)).lines[0].end_reason === "permanent", await keys.text());
        },
    },
    {
        name: "a borrower has a new address",
        role: "lager",
        async run(keys, supply) {
            const { id } = await supply.person();
            await keys.open(`/lanere/${id}`);
            await keys.skip();
            await keys.follow("Endre");
            await keys.skip();
            await keys.type("Gateadresse", "Nyveien 12 B");
            await keys.follow("Lagre");
            await keys.shows("Nyveien 12 B");
        },
    },
    {
        name: "order a pick-up",
        role: "lager",
        async run(keys, supply) {
            const { id } = await supply.loan();
            await keys.open(`/lan/${id}`);
            await keys.skip();
            await keys.unfold("Bestill henting");
            await keys.day("Hvilken dag", day(0));
            await keys.type("Beskjed til sjåføren", "ring på to ganger");
            await keys.follow("Bestill henting");
            const stops = (await supply.ask("lager", `/pickups?day=${day(0)}&limit=200`)).items;
            check(stops.some((stop) => stop.borrower.id === supply.borrower.id && stop.note === "ring på to ganger"), await keys.text());
        },
    },
    {
        name: "the driver has fetched it",
        role: "sjafor",
        async run(keys, supply) {
            const loan = await supply.loan();
            const stop = await supply.depot.send("lager", "/pickups", { kind: "fetch", loan_id: loan.id, day: day(0) });
            await keys.open("/henting");
            await keys.skip();
            await keys.follow(`Hentet ${supply.borrower.name}`);
            check((await supply.ask("sjafor", `/pickups/${stop.id}`)).outcome === "collected", await keys.text());
        },
    },
];
