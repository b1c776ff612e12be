// Repairs, labels and what a safety notice asks for.

import { check } from "../depot.mjs";

export const workshop = [
    {
        name: "an inspection fails, and the repair uses a part",
        role: "lager",
        async run(keys, supply) {
            const code = await supply.aid("to_inspect");
            const stock = async () => (await supply.ask("lager", "/parts?q=Bremsevaier")).items[0].stock.find((at) => at.depot === "SMS").quantity;
            const before = await stock();
            await keys.open(`/hjelpemidler/${code}`);
            await keys.skip();
            await keys.unfold("Kontroll");
            await keys.pick("Ikke godkjent");
            await keys.type("Funn", "bremsen tar ikke");
            await keys.follow("Registrer kontroll");
            await supply.becomes(code, "to_repair");
            const [order] = (await supply.ask("lager", `/work-orders?item=${code}`)).items;
            await keys.open(`/arbeidsordrer/${order.id}`);
            await keys.shows("bremsen tar ikke");
            await keys.skip();
            await keys.type("Hva som ble gjort", "byttet vaieren");
            await keys.choose("Del (på lager)", "Bremsevaier");
            await keys.type("Antall av delen", "1");
            await keys.follow("Registrer som reparert");
            await supply.becomes(code, "to_inspect");
            check((await stock()) === before - 1, "the part is still in stock");
        },
    },
    {
        name: "a label",
        role: "lager",
        async run(keys, supply) {
            const code = await supply.aid();
            await keys.open(`/hjelpemidler/${code}`);
            await keys.skip();
            await keys.follow("Etikett");
            await keys.skip();
            await keys.choose("Etikettpapir", "Zebra 57");
            await keys.choose("Fil", "PDF");
            const file = keys.page.waitForEvent("download", { timeout: 15000 });
            await keys.press("Lag etiketten");
            check((await file).suggestedFilename().endsWith(".pdf"), `${(await file).suggestedFilename()} is no PDF`);
        },
    },
    {
        name: "a safety notice is made and answered",
        role: "leder",
        async run(keys, supply) {
            const code = await supply.aid();
            const serial = supply.name("PROVE");
            await supply.depot.ask("lager", `/items/${code}`, "PATCH", { serial });
            await keys.open("/meldinger/ny");
            await keys.skip();
            await keys.type("Hva meldingen gjelder", `Øvelse med ${serial}`);
            await keys.type("Serienummer fra", serial);
            await keys.type("Serienummer til og med", serial);
            await keys.follow("Finn og sperr");
            await keys.shows(`Øvelse med ${serial}`, "Sperret");
            await supply.becomes(code, "blocked");
            await keys.skip();
            await keys.type("Kode på etiketten", code);
            await keys.pick("Kontrollert");
            await keys.follow("Registrer");
            const { accounted, found } = await supply.ask("leder", `/notices/${keys.page.url().match(/meldinger\/(\d+)/)[1]}`);
            check(accounted === 1 && found === 1, `accounted for: ${accounted} of ${found}`);
        },
    },
    {
        name: "what is broken is blocked and set free again",
        role: "leder",
        async run(keys, supply) {
            const code = await supply.aid();
            await keys.open(`/hjelpemidler/${code}`);
            await keys.skip();
            await keys.unfold("Sperr");
            await keys.type("Hvorfor", "hjulet er løst");
            await keys.follow("Sperr");
            await supply.becomes(code, "blocked");
            await keys.skip();
            await keys.unfold("Opphev sperre");
            await keys.type("Hvorfor", "hjulet er skrudd fast");
            await keys.follow("Opphev sperren");
            await supply.becomes(code, "to_inspect");
        },
    },
];
