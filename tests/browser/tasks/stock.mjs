// What the depot has, and where it is.

import { check } from "../depot.mjs";
import { lateReturn } from "../examples.mjs";

export const stock = [
    {
        name: "a new product and its first aid",
        role: "lager",
        async run(keys, supply) {
            const name = supply.name("Prøverullator");
            await keys.open("/produkter/ny");
            await keys.skip();
            await keys.type("Navn", name);
            await keys.type("ISO-kode", "12060602");
            await keys.type("Eget nummer", supply.name("P").replace(" ", ""));
            await keys.follow("Registrer produktet");
            await keys.shows(name);
            await keys.skip();
            await keys.follow("Ta inn nytt");
            await keys.skip();
            await keys.type("Hylle", "T2");
            await keys.type("Serienummer", "SN 77");
            await keys.follow("Ta inn");
            await keys.shows(name, "Til kontroll", "SN 77");
        },
    },
    {
        name: "what came in at the wrong depot is sent home and received",
        role: "lager",
        async run(keys, supply) {
            const code = await supply.lent();
            await keys.open("/skranke?modus=inn&depot=ENGVEIEN");
            await keys.scan(code);
            await keys.shows("Til rengjøring");
            const [planned] = (await supply.ask("lager", "/transfers?state=open&depot=ENGVEIEN")).items.filter((each) => each.state === "planned");
            await keys.open(`/overforinger/${planned.id}`);
            await keys.skip();
            await keys.follow("Sendt av gårde");
            await keys.skip();
            await keys.follow("Alt er tatt imot");
            check((await supply.ask("lager", `/items/${code}`)).depot === "SMS", await keys.text());
        },
    },
    {
        name: "a transfer is made and some of it received",
        role: "lager",
        async run(keys, supply) {
            const [first, second] = [await supply.aid(), await supply.aid()];
            await keys.open("/overforinger/ny");
            await keys.skip();
            await keys.reach("Kodene på hjelpemidlene");
            await keys.page.keyboard.type(first);
            await keys.key("Enter");
            await keys.page.keyboard.type(second);
            await keys.follow("Lag overføring");
            await keys.skip();
            await keys.unfold("Bare noe av det kom");
            await keys.type("Kodene på det som kom", first);
            await keys.follow("Ta imot disse");
            check((await supply.ask("lager", `/items/${first}`)).depot === "ENGVEIEN", await keys.text());
            check((await supply.ask("lager", `/items/${second}`)).depot === "SMS", await keys.text());
        },
    },
    {
        name: "a shelf is counted",
        role: "lager",
        async run(keys, supply) {
            const shelf = supply.name("T").replace(" ", "");
            const there = await supply.aid("ready", shelf);
            const gone = await supply.aid("ready", shelf);
            await keys.open("/telling/ny");
            await keys.skip();
            await keys.type("Hylle", shelf);
            await keys.follow("Start telling");
            await keys.scan(there);
            await keys.shows("Sett 1 av 2", "Mangler");
            await keys.skip();
            await keys.unfold("Ferdig med å telle");
            await keys.follow("Lukk tellingen");
            await supply.becomes(gone, "missing");
            await supply.becomes(there, "ready");
        },
    },
    {
        name: "a discrepancy is settled",
        role: "leder",
        async run(keys, supply) {
            await lateReturn(supply.depot, await supply.aid());
            const open = async () => (await supply.ask("leder", "/discrepancies")).items.length;
            const before = await open();
            await keys.open("/avvik");
            await keys.skip();
            await keys.follow("Avklart");
            check((await open()) === before - 1, await keys.text());
        },
    },
    {
        name: "something is given out",
        role: "lager",
        async run(keys, supply) {
            const given = async () => (await supply.ask("lager", "/handouts?limit=200")).items.length;
            const before = await given();
            await keys.open("/utdeling/ny");
            await keys.skip();
            await keys.choose("Hva", "Krykkedupp");
            await keys.type("Antall", "1");
            await keys.type("Hylle", "F1");
            await keys.follow("Del ut");
            check((await given()) === before + 1, await keys.text());
        },
    },
];
