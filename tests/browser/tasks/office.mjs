// Users, settings, the calendar, one's own account, and how to find one's way.

import { check } from "../depot.mjs";

export const office = [
    {
        name: "a user is made and gets a new password",
        role: "admin",
        async run(keys, supply) {
            const name = supply.name("prøve-sjåfør");
            await keys.open("/brukere/ny");
            await keys.skip();
            await keys.type("Navn", name);
            await keys.choose("Rolle", "Sjåfør");
            await keys.follow("Opprett bruker");
            await supply.prove(keys, "admin");
            await keys.shows("Midlertidig passord");
            const user = (await supply.ask("admin", "/users?limit=200")).items.find((each) => each.name === name);
            check(user?.role === "sjafor", `${name} is ${JSON.stringify(user)}`);
            await keys.open(`/brukere/${user.id}`);
            await keys.skip();
            await keys.unfold("Nytt passord");
            await keys.follow("Lag nytt midlertidig passord");
            await supply.prove(keys, "admin");
            await keys.shows("Midlertidig passord");
        },
    },
    {
        name: "a new user signs in and chooses another password",
        role: null,
        async run(keys, supply) {
            const name = supply.name("prøve-ny");
            const { password } = await supply.depot.send("admin", "/users", { name, role: "ergo", depot: "SMS" });
            await keys.open("/logg-inn");
            await keys.type("Navn", name);
            await keys.type("Passord", password);
            await keys.leave("Enter", "Logg inn");
            await keys.shows("I dag");
            await keys.open("/konto");
            await keys.skip();
            await keys.follow("Bytt passord");
            await keys.skip();
            await keys.type("Passordet du har nå", password);
            await keys.type("Nytt passord", "en ganske lang setning");
            await keys.follow("Bytt passord");
            await keys.open("/konto/passord");
            await keys.skip();
            await keys.type("Passordet du har nå", password);
            await keys.type("Nytt passord", "en helt annen setning");
            await keys.follow("Bytt passord");
            await keys.shows("Noe må rettes");
        },
    },
    {
        name: "a day is closed",
        role: "admin",
        async run(keys, supply) {
            const day = keys.script ? "2027-06-15" : "2027-06-16";
            await keys.open("/depoter/SMS?maned=2027-06");
            await keys.skip();
            await keys.unfold("Steng eller åpne flere dager");
            await keys.day("Fra", day);
            await keys.day("Til", day);
            await keys.pick("Stengt");
            await keys.type("Hvorfor", "planleggingsdag");
            await keys.follow("Lagre");
            await keys.open(`/depoter/SMS/dager/${day}`);
            await keys.shows("planleggingsdag", "Stengt");
        },
    },
    {
        name: "a setting is changed",
        role: "admin",
        async run(keys, supply) {
            const days = (await supply.ask("admin", "/settings")).hold_days + 1;
            await keys.open("/innstillinger");
            await keys.skip();
            await keys.type("Dager en bestilling holdes av", String(days));
            await keys.follow("Lagre");
            check((await supply.ask("admin", "/settings")).hold_days === days, await keys.text());
        },
    },
    {
        name: "an aid is found from any page",
        role: "leder",
        async run(keys, supply) {
            const code = await supply.aid();
            await keys.open("/mer");
            if (keys.script) await keys.key("/");
            else await keys.reach("Søk etter hjelpemiddel, produkt eller lån");
            await keys.page.keyboard.type(code);
            await keys.leave("Enter", "Søk");
            await keys.shows("Om hjelpemiddelet");
        },
    },
    {
        name: "every place of the menu is a key away",
        role: "lager",
        async run(keys) {
            await keys.open("/");
            if (keys.script) {
                await keys.key("g");
                await keys.leave("v", "g v");
            } else await keys.follow("Vask");
            await keys.shows("Til rengjøring");
            if (keys.script) await keys.leave("?", "?");
            else await keys.follow("Hurtigtaster");
            await keys.shows("Tastene virker når du ikke skriver i et felt.");
        },
    },
];
