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
    .mode_move = "Flytt. Skann hylleetiketten, eller skriv hylle B3, og skann det som settes der.",
    .mode_count =
        "Telling. Skann hylleetiketten, eller skriv hylle B3 (uten hylle: hele depotet). Skann så "
        "det som står der.",
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
    .training_needed = "Krever opplæring. Er den gitt: skann %OPPLÆRT og så hjelpemiddelet.",
    .checklist_ask =
        "Sjekk: {}. Er alt i orden: skann hjelpemiddelet en gang til. Er noe galt: skann %FEIL og "
        "så hjelpemiddelet.",
    .incomplete_ask = "Mangler: {}. Er det på plass nå: skann %KOMPLETT og så hjelpemiddelet.",
    .check_accessories = "Sjekk tilbehør: {}. Mangler noe: skann %MANGLER.",
    .pieces = "{} stk. {}",
    .pieces_left = "Igjen på lager: {}.",
    .pieces_in_stock = "{} på lager.",
    .pieces_not_counted = "Ingen har talt hvor mange som er på lager.",
    .how_many = "Hvor mange? Skriv for eksempel: antall 3. Skann så igjen.",
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
        "%FERDIG: ferdig med låneren, eller hvordan tellingen står; %AVSLUTT avslutter den. "
        "%ANGRE: ta tilbake den siste. %BYTT: bytt ett hjelpemiddel mot et annet. %MANGLER: det "
        "siste inn mangler tilbehør. %SMITTE, %FEIL, %KOMPLETT og %OPPLÆRT gjelder den neste. "
        "/navn søker etter låner, lån 17 velger et lån, hylle B3 en hylle, antall 3 gjelder varer "
        "uten egen etikett, opplæring NAVN sier hvem som fikk den. "
        "%ETIKETT, %SLIPP, %ARK, merke KARI7 og hylleetikett B3 skriver ut.",
    .operator_now = "Hei, {}. Det du skanner nå, står på deg.",
    .shelf_now = "Hylle {}.",
    .infectious_next = "Den neste som skannes inn, settes i karantene som smitte.",
    .failed_next = "Den neste som skannes, er ikke i orden og går til reparasjon.",
    .only_in = "%SMITTE gjelder det som kommer inn. Skann %INN først.",
    .only_inspected = "%FEIL gjelder kontroll. Skann %KONTROLL først.",
    .shelf_needed =
        "Hvilken hylle? Skann hylleetiketten, eller skriv for eksempel: hylle B3. Skann så igjen.",
    .shelf_too_long = "Navnet på en hylle har høyst 20 tegn.",
    .training_next = "Opplæring gitt til {}. Skann hjelpemiddelet.",
    .the_borrower = "låneren",
    .only_out = "Opplæring gjelder det som skal ut. Skann %UT først.",
    .name_too_long = "Navnet er for langt. Skriv høyst 100 tegn.",
    .quantity_next = "{} stk. Skann HMS-nummeret på varen.",
    .quantity_wrong = "Skriv et helt tall opp til 100000, for eksempel: antall 3.",
    .only_quantity =
        "Antall gjelder det som skal ut eller telles. Skann %UT eller %TELL først. Det som kommer "
        "inn, avsluttes på lånet.",
    .quantity_of_aid =
        "Et hjelpemiddel med egen etikett er alltid ett. Antallet er strøket; skann en gang til.",
    .complete_next = "Den neste som kontrolleres, har alt tilbehøret. Skann hjelpemiddelet.",
    .only_complete = "%KOMPLETT gjelder kontroll. Skann %KONTROLL først.",
    .nothing_missing_of =
        "%MANGLER gjelder det som sist kom inn, når det har tilbehør. Skann det inn først.",
    .which_missing = "Hva mangler på {}? Skriv numrene, for eksempel 1 3, eller 0 for alt.",
    .no_such_accessory = "Skriv numre fra listen, for eksempel 1 3, eller 0 for alt.",
    .noted_missing = "Notert: {} mangler {}. Be låneren om det.",
    .accessories_need_server =
        "Kan ikke registrere tilbehør nå: får ikke svar fra serveren. Prøv igjen om litt.",

    .undone = "Angret: {}.",
    .nothing_to_undo = "Det er ingenting å angre.",
    .undo_earlier =
        "Den siste skanningen endret ingenting. Skann %ANGRE en gang til for å ta tilbake "
        "den før: {}.",
    .undo_needs_server = "Kan ikke angre nå: får ikke svar fra serveren. Prøv igjen om litt.",
    .counting_shelf = "Teller hylle {}. Skann det som står der, og %FERDIG til slutt.",
    .on_shelf = "på hylle {}",
    .in_depot = "i {}",
    .count_not_open =
        "Tellingen er ikke åpnet: får ikke svar fra serveren. Skann dette igjen når den svarer",
    .count_other_open =
        "Hylle {} telles alt. Skriv hylle {} for å gå videre med den, og gjør den ferdig først.",
    .count_shelf_needed =
        "Hvilken hylle nå? Skann hylleetiketten, eller skriv for eksempel: hylle B4. Hele depotet: "
        "skann %TELL.",
    .count_none = "Ingenting telles her nå. Skann %TELL, og så det som står på hyllen.",
    .count_needs_server =
        "Kan ikke si hvordan tellingen står: får ikke svar fra serveren. Prøv igjen om litt.",
    .count_unsent = "{} skanninger er ikke sendt ennå. Prøv igjen om litt.",
    .count_stands = "Talt {} av {} {}.",
    .count_missing = "Mangler: {}.",
    .count_unexpected = "Skulle ikke vært her: {}.",
    .count_misplaced = "Hører hjemme et annet sted: {}.",
    .count_quantity = "Annet antall enn ventet: {}.",
    .and_more = "og {} til",
    .count_nothing_wrong = "Alt stemmer.",
    .count_close_next = "Skann %AVSLUTT for å avslutte tellingen.",
    .count_closed = "Tellingen {} er avsluttet.",
    .count_none_missing = "Ingenting mangler.",
    .count_now_missing = "{} er nå savnet: {}.",
    .count_ended_elsewhere = "Tellingen er avsluttet et annet sted. Skann %TELL for å telle igjen",
    .count_left_open = "Tellingen {} er ikke avsluttet",
    .only_count = "%AVSLUTT gjelder telling. Skann %TELL først.",
    .swap_first = "Bytte. Skann det som kommer tilbake.",
    .swap_second = "{} kommer tilbake. Skann det låneren får i stedet.",
    .swap_not_lent = "{} er ikke utlånt. Skann %BYTT og så det som kommer tilbake.",
    .swap_unknown = "{} finnes ikke. Skann en gang til.",
    .swap_same = "Det er det samme hjelpemiddelet. Skann det låneren får i stedet.",
    .swapped = "Byttet på lån {}: {} inn, {} ut.",
    .swap_next = "{} skal {}.",
    .swap_needs_server = "Bytte trenger serveren, og den gir ikke svar nå. Prøv igjen om litt.",
    .swap_unsure =
        "Får ikke svar fra serveren; byttet kan være gjort. Skann %SE og det nye hjelpemiddelet "
        "for å se det.",
    .swap_no_undo = "Et bytte angres ikke; bytt tilbake med %BYTT.",

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
    .shelf_label = "hylleetikett for {}",
    .shelf_label_title = "Hylle {}",
    .shelf_label_wrong =
        "En hylleetikett har bokstavene A–Z, sifre og bindestrek, høyst 20 tegn. Skriv for "
        "eksempel: hylleetikett B3.",
    .slip_due = "Frist {}",
    .slip_return = "Leveres til {}",
    .slip_more = "og {} til",

    .command_out = "Lån ut",
    .command_in = "Ta inn",
    .command_washed = "Vasket",
    .command_inspected = "Kontrollert, i orden",
    .command_move = "Flytt til hylle",
    .command_count = "Telling",
    .command_lookup = "Oppslag",
    .command_undo = "Angre den siste",
    .command_finish = "Ferdig med låneren eller hyllen",
    .command_infectious = "Neste inn: smitte",
    .command_failed = "Neste kontroll: ikke i orden",
    .command_label = "Ny etikett",
    .command_slip = "Skriv låneslipp",
    .command_trained = "Opplæring er gitt",
    .command_missing = "Sist inn: tilbehør mangler",
    .command_complete = "Neste kontroll: alt er på plass",
    .command_close_count = "Avslutt tellingen",
    .command_swap = "Bytt hjelpemiddel",

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
    .mode_move =
        "Flytt. Skann hylleetiketten, eller skriv hylle B3, og skann det som blir sett der.",
    .mode_count =
        "Teljing. Skann hylleetiketten, eller skriv hylle B3 (utan hylle: heile depotet). Skann så "
        "det som står der.",
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
    .training_needed = "Krev opplæring. Er ho gitt: skann %OPPLÆRT og så hjelpemiddelet.",
    .checklist_ask =
        "Sjekk: {}. Er alt i orden: skann hjelpemiddelet ein gong til. Er noko gale: skann %FEIL "
        "og så hjelpemiddelet.",
    .incomplete_ask = "Manglar: {}. Er det på plass no: skann %KOMPLETT og så hjelpemiddelet.",
    .check_accessories = "Sjekk tilbehøyr: {}. Manglar noko: skann %MANGLER.",
    .pieces = "{} stk. {}",
    .pieces_left = "Att på lager: {}.",
    .pieces_in_stock = "{} på lager.",
    .pieces_not_counted = "Ingen har talt kor mange som er på lager.",
    .how_many = "Kor mange? Skriv til dømes: antal 3. Skann så igjen.",
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
        "%FERDIG: ferdig med lånaren, eller korleis teljinga står; %AVSLUTT avsluttar ho. "
        "%ANGRE: ta tilbake den siste. %BYTT: byt eitt hjelpemiddel mot eit anna. %MANGLER: det "
        "siste inn manglar tilbehøyr. %SMITTE, %FEIL, %KOMPLETT og %OPPLÆRT gjeld den neste. "
        "/namn søkjer etter lånar, lån 17 vel eit lån, hylle B3 ei hylle, antal 3 gjeld varer "
        "utan eigen etikett, opplæring NAMN seier kven som fekk ho. "
        "%ETIKETT, %SLIPP, %ARK, merke KARI7 og hylleetikett B3 skriv ut.",
    .operator_now = "Hei, {}. Det du skannar no, står på deg.",
    .shelf_now = "Hylle {}.",
    .infectious_next = "Den neste som blir skanna inn, blir sett i karantene som smitte.",
    .failed_next = "Den neste som blir skanna, er ikkje i orden og går til reparasjon.",
    .only_in = "%SMITTE gjeld det som kjem inn. Skann %INN først.",
    .only_inspected = "%FEIL gjeld kontroll. Skann %KONTROLL først.",
    .shelf_needed =
        "Kva hylle? Skann hylleetiketten, eller skriv til dømes: hylle B3. Skann så igjen.",
    .shelf_too_long = "Namnet på ei hylle har høgst 20 teikn.",
    .training_next = "Opplæring gitt til {}. Skann hjelpemiddelet.",
    .the_borrower = "lånaren",
    .only_out = "Opplæring gjeld det som skal ut. Skann %UT først.",
    .name_too_long = "Namnet er for langt. Skriv høgst 100 teikn.",
    .quantity_next = "{} stk. Skann HMS-nummeret på vara.",
    .quantity_wrong = "Skriv eit heilt tal opp til 100000, til dømes: antal 3.",
    .only_quantity =
        "Antal gjeld det som skal ut eller blir talt. Skann %UT eller %TELL først. Det som kjem "
        "inn, blir avslutta på lånet.",
    .quantity_of_aid =
        "Eit hjelpemiddel med eigen etikett er alltid eitt. Antalet er stroke; skann ein gong til.",
    .complete_next = "Den neste som blir kontrollert, har alt tilbehøyret. Skann hjelpemiddelet.",
    .only_complete = "%KOMPLETT gjeld kontroll. Skann %KONTROLL først.",
    .nothing_missing_of =
        "%MANGLER gjeld det som sist kom inn, når det har tilbehøyr. Skann det inn først.",
    .which_missing = "Kva manglar på {}? Skriv numra, til dømes 1 3, eller 0 for alt.",
    .no_such_accessory = "Skriv nummer frå lista, til dømes 1 3, eller 0 for alt.",
    .noted_missing = "Notert: {} manglar {}. Be lånaren om det.",
    .accessories_need_server =
        "Kan ikkje registrere tilbehøyr no: får ikkje svar frå tenaren. Prøv igjen om litt.",

    .undone = "Angra: {}.",
    .nothing_to_undo = "Det er ingenting å angre.",
    .undo_earlier =
        "Den siste skanninga endra ingenting. Skann %ANGRE ein gong til for å ta tilbake "
        "den før: {}.",
    .undo_needs_server = "Kan ikkje angre no: får ikkje svar frå tenaren. Prøv igjen om litt.",
    .counting_shelf = "Tel hylle {}. Skann det som står der, og %FERDIG til slutt.",
    .on_shelf = "på hylle {}",
    .in_depot = "i {}",
    .count_not_open =
        "Teljinga er ikkje opna: får ikkje svar frå tenaren. Skann dette igjen når han svarer",
    .count_other_open =
        "Hylle {} blir alt talt. Skriv hylle {} for å gå vidare med ho, og gjer ho ferdig først.",
    .count_shelf_needed =
        "Kva hylle no? Skann hylleetiketten, eller skriv til dømes: hylle B4. Heile depotet: skann "
        "%TELL.",
    .count_none = "Ingenting blir talt her no. Skann %TELL, og så det som står på hylla.",
    .count_needs_server =
        "Kan ikkje seie korleis teljinga står: får ikkje svar frå tenaren. Prøv igjen om litt.",
    .count_unsent = "{} skanningar er ikkje sende enno. Prøv igjen om litt.",
    .count_stands = "Talt {} av {} {}.",
    .count_missing = "Manglar: {}.",
    .count_unexpected = "Skulle ikkje vore her: {}.",
    .count_misplaced = "Høyrer heime ein annan stad: {}.",
    .count_quantity = "Anna tal enn venta: {}.",
    .and_more = "og {} til",
    .count_nothing_wrong = "Alt stemmer.",
    .count_close_next = "Skann %AVSLUTT for å avslutte teljinga.",
    .count_closed = "Teljinga {} er avslutta.",
    .count_none_missing = "Ingenting manglar.",
    .count_now_missing = "{} er no sakna: {}.",
    .count_ended_elsewhere = "Teljinga er avslutta ein annan stad. Skann %TELL for å telje igjen",
    .count_left_open = "Teljinga {} er ikkje avslutta",
    .only_count = "%AVSLUTT gjeld teljing. Skann %TELL først.",
    .swap_first = "Byte. Skann det som kjem tilbake.",
    .swap_second = "{} kjem tilbake. Skann det lånaren får i staden.",
    .swap_not_lent = "{} er ikkje utlånt. Skann %BYTT og så det som kjem tilbake.",
    .swap_unknown = "{} finst ikkje. Skann ein gong til.",
    .swap_same = "Det er det same hjelpemiddelet. Skann det lånaren får i staden.",
    .swapped = "Bytt på lån {}: {} inn, {} ut.",
    .swap_next = "{} skal {}.",
    .swap_needs_server = "Byte treng tenaren, og han gjev ikkje svar no. Prøv igjen om litt.",
    .swap_unsure =
        "Får ikkje svar frå tenaren; bytet kan vere gjort. Skann %SE og det nye hjelpemiddelet for "
        "å sjå det.",
    .swap_no_undo = "Eit byte blir ikkje angra; byt tilbake med %BYTT.",

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
    .shelf_label = "hylleetikett for {}",
    .shelf_label_title = "Hylle {}",
    .shelf_label_wrong =
        "Ein hylleetikett har bokstavane A–Z, siffer og bindestrek, høgst 20 teikn. Skriv til "
        "dømes: hylleetikett B3.",
    .slip_due = "Frist {}",
    .slip_return = "Skal leverast til {}",
    .slip_more = "og {} til",

    .command_out = "Lån ut",
    .command_in = "Ta inn",
    .command_washed = "Vaska",
    .command_inspected = "Kontrollert, i orden",
    .command_move = "Flytt til hylle",
    .command_count = "Teljing",
    .command_lookup = "Oppslag",
    .command_undo = "Angre den siste",
    .command_finish = "Ferdig med lånaren eller hylla",
    .command_infectious = "Neste inn: smitte",
    .command_failed = "Neste kontroll: ikkje i orden",
    .command_label = "Ny etikett",
    .command_slip = "Skriv låneslipp",
    .command_trained = "Opplæring er gitt",
    .command_missing = "Sist inn: tilbehøyr manglar",
    .command_complete = "Neste kontroll: alt er på plass",
    .command_close_count = "Avslutt teljinga",
    .command_swap = "Byt hjelpemiddel",

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
