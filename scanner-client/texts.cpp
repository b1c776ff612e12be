#include "texts.hpp"

namespace scanner {
namespace {

constexpr Texts nb{
    .sign_stored = "LAGRET",
    .sign_refused = "STOPP",
    .sign_unknown = "UKJENT",
    .sign_discrepancy = "AVVIK",
    .sign_failed = "FEIL",
    .waiting = "{} venter på serveren",

    .mode_out_no_loan =
        "Ut. Hvem låner? Skann låneslippen, eller skriv lånenummer (lån 17), "
        "telefonnummer eller navn.",
    .mode_out = "Ut. Skann det som skal ut.",
    .mode_in = "Inn. Skann det som kommer inn. Er det smitte: skann %SMITTE først.",
    .mode_washed = "Vask. Skann det som er vasket.",
    .mode_inspected = "Kontroll. Skann det som er i orden. Er noe galt: skann %FEIL først.",
    .mode_move = "Flytt. Skriv hyllen (hylle B3), og skann det som settes der.",
    .mode_count = "Telling. Skann det som står her.",
    .mode_lookup = "Oppslag. Skann for å se hva det er og hvor det skal.",

    .did_out = "Ut til {}: {}.",
    .did_in = "Inn: {}.",
    .did_washed = "Vasket: {}.",
    .did_inspected = "Kontrollert: {}.",
    .did_failed_inspection = "Ikke i orden: {}.",
    .did_move = "Flyttet: {}.",
    .did_count = "Talt: {}.",
    .did_nothing = "Var registrert fra før: {}.",

    .stored_offline = "Ikke sendt ennå; det skjer av seg selv.",
    .last_known = "Sist kjent: {}.",
    .last_known_on_loan = "Sist kjent: utlånt.",
    .days_overdue = "{} dager over fristen",
    .one_day_overdue = "1 dag over fristen",
    .blocked = "SPERRET. Skal ikke lånes ut",
    .infectious = "SMITTE. Bruk hansker, hold det for seg selv",
    .inspection_overdue = "Periodisk kontroll er forfalt",
    .belongs_to = "Hører til {}",
    .late_answer = "Tidligere skanning, {}: {}",

    .misread = "Koden «{}» er lest feil. Skann en gang til, eller skriv den.",
    .no_code = "Dette er ikke en kode. Skann hjelpemiddelet, eller søk etter låner med /navn.",
    .too_long = "Linjen er for lang til å være en kode. Skann en gang til.",
    .not_text = "Linjen kan ikke leses. Skann en gang til.",
    .unknown_command = "Kommandoen %{} finnes ikke. Skriv ? for hjelp.",
    .not_stored =
        "IKKE LAGRET: {}. Skriv ned koden på papir, og si fra til den som har ansvar for "
        "maskinen.",
    .unexpected =
        "Noe gikk galt her: {}. Prøv en gang til; blir det ikke bedre, si fra til "
        "administrator.",
    .untrusted =
        "Serverens sertifikat er ikke godkjent på denne maskinen. Alt lagres her; si fra til "
        "administrator",
    .token_ended =
        "Skannerens nøkkel gjelder ikke lenger. Alt lagres her til den er byttet; si "
        "fra til administrator",
    .not_allowed =
        "Skannerens nøkkel har ikke lov til å skanne. Alt lagres her; si fra til "
        "administrator",

    .choose_borrower =
        "Hvem låner? Skann låneslippen, eller skriv lånenummer (lån 17), "
        "telefonnummer eller navn. Skann så hjelpemiddelet igjen.",
    .chosen_borrower = "Nytt lån til {}. Skann det som skal ut, og %FERDIG til slutt.",
    .chosen_loan = "Lån {}, {}: {} ute{}. Skann det som skal ut, og %FERDIG til slutt.",
    .chosen_loan_unchecked =
        "Lån {}, ikke kontrollert: får ikke svar fra serveren. Skann det som skal "
        "ut, og %FERDIG til slutt.",
    .loan_ended = "Lån {} er avsluttet. Velg låneren med telefonnummer eller navn for et nytt lån.",
    .loan_unknown =
        "Lån {} finnes ikke. Se på låneslippen, eller søk med telefonnummer eller navn.",
    .loan_needs_server = "Får ikke kontrollert lånenummeret nå. Skann låneslippen.",
    .loan = "lån {}",
    .no_match = "Ingen treff på «{}». Prøv en annen del av navnet, eller registrer låneren først.",
    .many_matches = "Hvem? Skriv nummeret.",
    .too_many_matches = "Mange treff; her er de første. Skriv nummeret, eller mer av navnet.",
    .no_such_choice = "Skriv et nummer fra listen, eller søk på nytt.",
    .search_needs_server = "Søk trenger serveren, og den gir ikke svar nå. Skann låneslippen.",
    .finished = "Ferdig.",
    .finished_loan = "Ferdig. Lån {}: {} skannet ut{}. Skann %SLIPP for låneslipp.",
    .aids = "{} hjelpemidler",
    .one_aid = "1 hjelpemiddel",
    .due = ", frist {}",

    .hello =
        "Skann %UT, %INN, %VASK, %KONTROLL, %FLYTT, %TELL eller %SE, og så hjelpemidlene. "
        "%FERDIG: ferdig med låneren. %ANGRE: ta tilbake den siste. %SMITTE og %FEIL gjelder "
        "den neste. /navn søker etter låner, lån 17 velger et lån, hylle B3 en hylle. "
        "%ETIKETT, %SLIPP, %ARK og merke KARI7 skriver ut.",
    .operator_now = "Hei, {}. Det du skanner nå, står på deg.",
    .shelf_now = "Hylle {}.",
    .infectious_next = "Den neste som skannes inn, settes i karantene som smitte.",
    .failed_next = "Den neste som skannes, er ikke i orden og går til reparasjon.",
    .only_in = "%SMITTE gjelder det som kommer inn. Skann %INN først.",
    .only_inspected = "%FEIL gjelder kontroll. Skann %KONTROLL først.",
    .shelf_needed = "Hvilken hylle? Skriv for eksempel: hylle B3. Skann så igjen.",

    .undone = "Angret: {}.",
    .nothing_to_undo = "Det er ingenting å angre.",
    .undo_earlier =
        "Den siste skanningen endret ingenting. Skann %ANGRE en gang til for å ta tilbake "
        "den før: {}.",
    .undo_needs_server = "Kan ikke angre nå: får ikke svar fra serveren. Prøv igjen om litt.",

    .label_next = "Skann eller skriv koden som skal ha ny etikett.",
    .printed = "Skrevet ut: {}.",
    .no_printer = "Ingen skriver er valgt. Si fra til administrator (--printer).",
    .print_failed = "Utskriften mislyktes: {}. Se til skriveren, og prøv igjen.",
    .does_not_fit = "Det er ikke plass til dette på etiketten {}. Si fra til administrator.",
    .print_needs_server = "Kan ikke skrive ut nå: får ikke svar fra serveren. Prøv igjen om litt.",
    .no_loan_to_print = "Velg et lån først, så kan låneslippen skrives ut.",
    .sheet = "kommandoark",
    .slip = "låneslipp for lån {}",
    .slip_headline = "LÅN {}",
    .slip_title = "Låneslipp",
    .badge = "merke for {}",
    .badge_title = "Ansatt",

    .badge_wrong =
        "Et merke har bokstavene A–Z, sifre, punktum og bindestrek. Skriv for eksempel: "
        "merke KARI7.",
    .slip_due = "Frist {}",
    .slip_more = "og {} til",

    .command_out = "Lån ut",
    .command_in = "Ta inn",
    .command_washed = "Vasket",
    .command_inspected = "Kontrollert, i orden",
    .command_move = "Flytt til hylle",
    .command_count = "Telling",
    .command_lookup = "Oppslag",
    .command_undo = "Angre den siste",
    .command_finish = "Ferdig med låneren",
    .command_infectious = "Neste inn: smitte",
    .command_failed = "Neste kontroll: ikke i orden",
    .command_label = "Ny etikett",
    .command_slip = "Skriv låneslipp",

    .ready = "klar",
    .to_clean = "til rengjøring",
    .to_inspect = "til kontroll",
    .to_repair = "til reparasjon",
    .quarantine = "i karantene",
    .state_blocked = "sperret",
    .missing = "savnet",
    .lost = "tapt",
    .scrapped = "kassert",
    .handed_over = "levert eier",
};

constexpr Texts nn{
    .sign_stored = "LAGRA",
    .sign_refused = "STOPP",
    .sign_unknown = "UKJEND",
    .sign_discrepancy = "AVVIK",
    .sign_failed = "FEIL",
    .waiting = "{} ventar på tenaren",

    .mode_out_no_loan =
        "Ut. Kven låner? Skann låneslippen, eller skriv lånenummer (lån 17), "
        "telefonnummer eller namn.",
    .mode_out = "Ut. Skann det som skal ut.",
    .mode_in = "Inn. Skann det som kjem inn. Er det smitte: skann %SMITTE først.",
    .mode_washed = "Vask. Skann det som er vaska.",
    .mode_inspected = "Kontroll. Skann det som er i orden. Er noko gale: skann %FEIL først.",
    .mode_move = "Flytt. Skriv hylla (hylle B3), og skann det som blir sett der.",
    .mode_count = "Teljing. Skann det som står her.",
    .mode_lookup = "Oppslag. Skann for å sjå kva det er og kvar det skal.",

    .did_out = "Ut til {}: {}.",
    .did_in = "Inn: {}.",
    .did_washed = "Vaska: {}.",
    .did_inspected = "Kontrollert: {}.",
    .did_failed_inspection = "Ikkje i orden: {}.",
    .did_move = "Flytta: {}.",
    .did_count = "Talt: {}.",
    .did_nothing = "Var registrert frå før: {}.",

    .stored_offline = "Ikkje sendt enno; det skjer av seg sjølv.",
    .last_known = "Sist kjent: {}.",
    .last_known_on_loan = "Sist kjent: utlånt.",
    .days_overdue = "{} dagar over fristen",
    .one_day_overdue = "1 dag over fristen",
    .blocked = "SPERRA. Skal ikkje lånast ut",
    .infectious = "SMITTE. Bruk hanskar, hald det for seg sjølv",
    .inspection_overdue = "Periodisk kontroll er forfallen",
    .belongs_to = "Høyrer til {}",
    .late_answer = "Tidlegare skanning, {}: {}",

    .misread = "Koden «{}» er lesen feil. Skann ein gong til, eller skriv han.",
    .no_code = "Dette er ikkje ein kode. Skann hjelpemiddelet, eller søk etter lånar med /namn.",
    .too_long = "Linja er for lang til å vere ein kode. Skann ein gong til.",
    .not_text = "Linja kan ikkje lesast. Skann ein gong til.",
    .unknown_command = "Kommandoen %{} finst ikkje. Skriv ? for hjelp.",
    .not_stored =
        "IKKJE LAGRA: {}. Skriv ned koden på papir, og sei frå til den som har ansvar for "
        "maskina.",
    .unexpected =
        "Noko gjekk gale her: {}. Prøv ein gong til; blir det ikkje betre, sei frå til "
        "administrator.",
    .untrusted =
        "Sertifikatet til tenaren er ikkje godkjent på denne maskina. Alt blir lagra her; sei "
        "frå til administrator",
    .token_ended =
        "Nøkkelen til skannaren gjeld ikkje lenger. Alt blir lagra her til han er bytt; "
        "sei frå til administrator",
    .not_allowed =
        "Nøkkelen til skannaren har ikkje lov til å skanne. Alt blir lagra her; sei frå "
        "til administrator",

    .choose_borrower =
        "Kven låner? Skann låneslippen, eller skriv lånenummer (lån 17), "
        "telefonnummer eller namn. Skann så hjelpemiddelet igjen.",
    .chosen_borrower = "Nytt lån til {}. Skann det som skal ut, og %FERDIG til slutt.",
    .chosen_loan = "Lån {}, {}: {} ute{}. Skann det som skal ut, og %FERDIG til slutt.",
    .chosen_loan_unchecked =
        "Lån {}, ikkje kontrollert: får ikkje svar frå tenaren. Skann det som skal "
        "ut, og %FERDIG til slutt.",
    .loan_ended = "Lån {} er avslutta. Vel lånaren med telefonnummer eller namn for eit nytt lån.",
    .loan_unknown =
        "Lån {} finst ikkje. Sjå på låneslippen, eller søk med telefonnummer eller namn.",
    .loan_needs_server = "Får ikkje kontrollert lånenummeret no. Skann låneslippen.",
    .loan = "lån {}",
    .no_match = "Ingen treff på «{}». Prøv ein annan del av namnet, eller registrer lånaren først.",
    .many_matches = "Kven? Skriv nummeret.",
    .too_many_matches = "Mange treff; her er dei første. Skriv nummeret, eller meir av namnet.",
    .no_such_choice = "Skriv eit nummer frå lista, eller søk på nytt.",
    .search_needs_server = "Søk treng tenaren, og han gjev ikkje svar no. Skann låneslippen.",
    .finished = "Ferdig.",
    .finished_loan = "Ferdig. Lån {}: {} skanna ut{}. Skann %SLIPP for låneslipp.",
    .aids = "{} hjelpemiddel",
    .one_aid = "1 hjelpemiddel",
    .due = ", frist {}",

    .hello =
        "Skann %UT, %INN, %VASK, %KONTROLL, %FLYTT, %TELL eller %SE, og så hjelpemidla. "
        "%FERDIG: ferdig med lånaren. %ANGRE: ta tilbake den siste. %SMITTE og %FEIL gjeld "
        "den neste. /namn søkjer etter lånar, lån 17 vel eit lån, hylle B3 ei hylle. "
        "%ETIKETT, %SLIPP, %ARK og merke KARI7 skriv ut.",
    .operator_now = "Hei, {}. Det du skannar no, står på deg.",
    .shelf_now = "Hylle {}.",
    .infectious_next = "Den neste som blir skanna inn, blir sett i karantene som smitte.",
    .failed_next = "Den neste som blir skanna, er ikkje i orden og går til reparasjon.",
    .only_in = "%SMITTE gjeld det som kjem inn. Skann %INN først.",
    .only_inspected = "%FEIL gjeld kontroll. Skann %KONTROLL først.",
    .shelf_needed = "Kva hylle? Skriv til dømes: hylle B3. Skann så igjen.",

    .undone = "Angra: {}.",
    .nothing_to_undo = "Det er ingenting å angre.",
    .undo_earlier =
        "Den siste skanninga endra ingenting. Skann %ANGRE ein gong til for å ta tilbake "
        "den før: {}.",
    .undo_needs_server = "Kan ikkje angre no: får ikkje svar frå tenaren. Prøv igjen om litt.",

    .label_next = "Skann eller skriv koden som skal ha ny etikett.",
    .printed = "Skrive ut: {}.",
    .no_printer = "Ingen skrivar er vald. Sei frå til administrator (--printer).",
    .print_failed = "Utskrifta mislukkast: {}. Sjå til skrivaren, og prøv igjen.",
    .does_not_fit = "Det er ikkje plass til dette på etiketten {}. Sei frå til administrator.",
    .print_needs_server = "Kan ikkje skrive ut no: får ikkje svar frå tenaren. Prøv igjen om litt.",
    .no_loan_to_print = "Vel eit lån først, så kan låneslippen skrivast ut.",
    .sheet = "kommandoark",
    .slip = "låneslipp for lån {}",
    .slip_headline = "LÅN {}",
    .slip_title = "Låneslipp",
    .badge = "merke for {}",
    .badge_title = "Tilsett",

    .badge_wrong =
        "Eit merke har bokstavane A–Z, siffer, punktum og bindestrek. Skriv til dømes: "
        "merke KARI7.",
    .slip_due = "Frist {}",
    .slip_more = "og {} til",

    .command_out = "Lån ut",
    .command_in = "Ta inn",
    .command_washed = "Vaska",
    .command_inspected = "Kontrollert, i orden",
    .command_move = "Flytt til hylle",
    .command_count = "Teljing",
    .command_lookup = "Oppslag",
    .command_undo = "Angre den siste",
    .command_finish = "Ferdig med lånaren",
    .command_infectious = "Neste inn: smitte",
    .command_failed = "Neste kontroll: ikkje i orden",
    .command_label = "Ny etikett",
    .command_slip = "Skriv låneslipp",

    .ready = "klar",
    .to_clean = "til reingjering",
    .to_inspect = "til kontroll",
    .to_repair = "til reparasjon",
    .quarantine = "i karantene",
    .state_blocked = "sperra",
    .missing = "sakna",
    .lost = "tapt",
    .scrapped = "kassert",
    .handed_over = "levert eigar",
};

}  // namespace

const Texts& texts_in(std::string_view language) { return language == "nn" ? nn : nb; }

}  // namespace scanner
