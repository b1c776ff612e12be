// At the desk: out, back, washed.

import { check } from "../depot.mjs";

export const desk = [
    {
        name: "sign in, choose nynorsk and dark colours, sign out",
        role: null,
        async run(keys, { depot }) {
            await keys.open("/logg-inn");
            await keys.type("Navn", depot.users.lager.name);
            await keys.type("Passord", depot.users.lager.password);
            await keys.leave("Enter", "Logg inn");
            await keys.shows("I dag");
            await keys.follow("Nynorsk");
            await keys.shows("Til reingjering");
            await keys.follow("Mørk");
            check(await keys.page.evaluate(() => document.documentElement.dataset.colorScheme === "dark"), "it is not dark");
            await keys.press(depot.users.lager.name);
            await keys.follow("Logg ut");
            check(keys.page.url().endsWith("/logg-inn"), `signed out, one is at ${keys.page.url()}`);
        },
    },
    {
        name: "register a borrower, lend to them by a scan, print the receipt",
        role: "lager",
        async run(keys, supply) {
            const code = await supply.aid();
            const name = supply.name("Prøve Skranke");
            await keys.open("/lanere/ny");
            await keys.skip();
            await keys.type("Navn", name);
            await keys.follow("Registrer");
            await keys.shows(name);
            await keys.follow("Nytt lån");
            await keys.scan(code);
            await keys.shows("Gi til låneren");
            check((await supply.ask("lager", `/items/${code}`)).on_loan, "it is not lent");
            await keys.follow("Ferdig");
            await keys.follow("Kvittering for lån");
            await keys.shows(name, "Underskrift");
        },
    },
    {
        name: "find the borrower at the desk, lend, undo the last scan",
        role: "lager",
        async run(keys, supply) {
            const code = await supply.aid();
            const { name } = await supply.person();
            await keys.open("/skranke");
            await keys.scan(name);
            await keys.shows(`Lånes ut til ${name}`);
            await keys.scan(code);
            await keys.shows("Gi til låneren");
            await keys.follow("Angre");
            await keys.shows("Angret");
            check(!(await supply.ask("lager", `/items/${code}`)).on_loan, "it is still lent");
        },
    },
    {
        name: "take back, wash and inspect at the desk",
        role: "lager",
        async run(keys, supply) {
            const code = await supply.lent();
            await keys.open("/skranke?modus=inn");
            await keys.scan(code);
            await keys.shows("Til rengjøring");
            await keys.skip();
            await keys.follow("Vask");
            await keys.scan(code);
            await keys.shows("Til kontroll");
            await keys.skip();
            await keys.follow("Kontroll");
            await keys.scan(code);
            await keys.shows("Klar");
            await supply.becomes(code, "ready");
        },
    },
    {
        name: "take back what has been with somebody infectious",
        role: "lager",
        async run(keys, supply) {
            const code = await supply.lent();
            await keys.open("/skranke?modus=inn");
            await keys.tick("Den neste har vært hos noen med smitte");
            await keys.back("Skann det som kommer inn");
            await keys.scan(code);
            await keys.shows("Karantene");
            await supply.becomes(code, "quarantine");
        },
    },
    {
        name: "wash what waits, from the list",
        role: "lager",
        async run(keys, supply) {
            const code = await supply.aid("to_clean");
            await keys.open("/ko/vask");
            await keys.to((at) => at.words.startsWith("Velg") && at.value === code, `Velg ${code}`);
            await keys.key("Space");
            await keys.follow("De jeg har valgt, er vasket");
            await supply.becomes(code, "to_inspect");
        },
    },
    {
        name: "wash and inspect on the page of the aid",
        role: "lager",
        async run(keys, supply) {
            const code = await supply.aid("to_clean");
            await keys.open(`/hjelpemidler/${code}`);
            await keys.skip();
            await keys.unfold("Rengjort");
            await keys.follow("Registrer vask");
            await keys.shows("Det er registrert.");
            await keys.skip();
            await keys.unfold("Kontroll");
            await keys.follow("Registrer kontroll");
            await supply.becomes(code, "ready");
        },
    },
];
