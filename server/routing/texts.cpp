#include "routing/texts.hpp"

#include <algorithm>
#include <array>

namespace routing {
namespace {

struct Row {
    std::string_view code;
    std::string_view nb;
    std::string_view nn;
    std::string_view en;
};

// Sorted by code.
constexpr Row rows[] = {
    {"already_lent", "Hjelpemiddelet er allerede utlånt. Registrer innlevering først.",
     "Hjelpemiddelet er alt utlånt. Registrer innlevering først.",
     "The aid is already on loan; register its return first."},
    {"already_settled", "Avviket er alt behandlet.", "Avviket er alt handsama.",
     "The discrepancy has already been settled."},
    {"ambiguous_code", "Flere hjelpemidler har dette serienummeret. Skann etiketten i stedet.",
     "Fleire hjelpemiddel har dette serienummeret. Skann etiketten i staden.",
     "Several aids have this serial number; scan the label."},
    {"blocked", "Hjelpemiddelet er sperret. Bare lederen kan oppheve sperringen.",
     "Hjelpemiddelet er sperra. Berre leiaren kan oppheve sperringa.",
     "The aid is blocked; only the leader can lift it."},
    {"body_needed", "Innholdet mangler. Send JSON.", "Innhaldet manglar. Send JSON.",
     "The body is missing; send JSON."},
    {"body_too_large", "Innholdet er for stort. Grensen er 1 MiB.",
     "Innhaldet er for stort. Grensa er 1 MiB.", "The body is too large; the limit is 1 MiB."},
    {"borrower_needed", "Velg hvem som låner før du skanner ut.",
     "Vel kven som låner før du skannar ut.", "Choose the borrower before scanning out."},
    {"busy", "Systemet er opptatt. Prøv igjen om et øyeblikk.",
     "Systemet er oppteke. Prøv igjen om ei lita stund.", "Busy; try again in a moment."},
    {"by_arrangement", "Adressen avtales med låneren og lagres ikke her.",
     "Adressa blir avtalt med lånaren og blir ikkje lagra her.",
     "The address is by arrangement and is not stored here."},
    {"changed_meanwhile", "Noen har endret dette i mellomtiden. Hent siste utgave og prøv igjen.",
     "Nokon har endra dette i mellomtida. Hent siste utgåve og prøv igjen.",
     "It was changed in the meantime; fetch the latest version and try again."},
    {"conflict", "Noen andre endret det samme samtidig. Prøv igjen.",
     "Nokon andre endra det same samtidig. Prøv igjen.",
     "Somebody else changed the same at the same moment; try again."},
    {"counted_product", "Produktet telles i antall og har ingen egne etiketter.",
     "Produktet blir talt i tal og har ingen eigne etikettar.",
     "The product is counted and has no items of its own."},
    {"depot_exists", "Det finnes alt et depot med denne id-en.",
     "Det finst alt eit depot med denne id-en.", "A depot with this id exists."},
    {"duplicate_key", "Feltet står flere ganger. Oppgi det én gang.",
     "Feltet står fleire gonger. Oppgje det éin gong.", "The field is given more than once."},
    {"duplicate_parameter", "Parameteren står flere ganger. Oppgi den én gang.",
     "Parameteren står fleire gonger. Oppgje han éin gong.",
     "The parameter is given more than once."},
    {"hms_nr_taken", "Et annet produkt har dette HMS-nummeret.",
     "Eit anna produkt har dette HMS-nummeret.", "Another product has this HMS number."},
    {"id_reused", "Denne skanne-id-en er alt brukt for en annen skanning.",
     "Denne skanne-id-en er alt brukt for ei anna skanning.",
     "This scan id was used for another scan."},
    {"idempotency_key_reused",
     "Denne Idempotency-Key er alt brukt med et annet innhold. Bruk en ny.",
     "Denne Idempotency-Key er alt brukt med eit anna innhald. Bruk ein ny.",
     "This Idempotency-Key was used with other content; use a new one."},
    {"if_match_needed", "Hent siste utgave først og send If-Match med ETag-en derfra.",
     "Hent siste utgåve først og send If-Match med ETag-en derfrå.",
     "Fetch the latest version first and send If-Match with its ETag."},
    {"in_quarantine", "Hjelpemiddelet er i karantene. La det stå til karantenen er over.",
     "Hjelpemiddelet er i karantene. La det stå til karantenen er over.",
     "The aid is in quarantine."},
    {"in_the_future", "Datoen kan ikke være i framtiden.", "Datoen kan ikkje vere i framtida.",
     "The day must not be in the future."},
    {"incomplete", "Det mangler tilbehør. Finn det, eller registrer kontrollen som ikke godkjent.",
     "Det manglar tilbehøyr. Finn det, eller registrer kontrollen som ikkje godkjend.",
     "Accessories are missing; find them or register the inspection as failed."},
    {"inspection_due", "Periodisk kontroll er forfalt. Kontroller hjelpemiddelet før utlån.",
     "Periodisk kontroll er forfallen. Kontroller hjelpemiddelet før utlån.",
     "The periodic inspection is overdue; inspect the aid first."},
    {"internal_error",
     "Noe gikk galt hos oss. Ingenting er lagret. Prøv igjen, og si fra hvis det fortsetter.",
     "Noko gjekk gale hos oss. Ingenting er lagra. Prøv igjen, og sei frå om det held fram.",
     "Something went wrong; nothing was stored."},
    {"invalid_character", "Teksten har et tegn som ikke kan lagres.",
     "Teksten har eit teikn som ikkje kan lagrast.",
     "The text has a character that cannot be stored."},
    {"invalid_code", "Ikke en etikettkode. Den har sju tegn, som 7K3-QF2-7.",
     "Ikkje ein etikettkode. Han har sju teikn, som 7K3-QF2-7.",
     "Not a label code; it has seven symbols."},
    {"invalid_cursor", "Markøren gjelder ikke for denne listen. Begynn på nytt uten cursor.",
     "Markøren gjeld ikkje for denne lista. Byrj på nytt utan cursor.",
     "The cursor does not belong to this list."},
    {"invalid_date", "Datoen finnes ikke, eller er ikke skrevet som ÅÅÅÅ-MM-DD.",
     "Datoen finst ikkje, eller er ikkje skriven som ÅÅÅÅ-MM-DD.",
     "Not a date of the form YYYY-MM-DD."},
    {"invalid_email", "E-postadressen er ikke skrevet riktig.",
     "E-postadressa er ikkje rett skriven.", "Not a valid e-mail address."},
    {"invalid_hms_nr", "HMS-nummeret har nøyaktig seks sifre, også nullene foran.",
     "HMS-nummeret har nøyaktig seks siffer, òg nullane framfor.",
     "An HMS number has exactly six digits."},
    {"invalid_idempotency_key", "Idempotency-Key må være 1–200 synlige ASCII-tegn.",
     "Idempotency-Key må vere 1–200 synlege ASCII-teikn.",
     "Idempotency-Key must be 1 to 200 visible ASCII characters."},
    {"invalid_iso", "ISO-koden har nøyaktig åtte sifre.", "ISO-koden har nøyaktig åtte siffer.",
     "An ISO 9999 code has exactly eight digits."},
    {"invalid_json", "Innholdet er ikke gyldig JSON.", "Innhaldet er ikkje gyldig JSON.",
     "The body is not valid JSON."},
    {"invalid_national_number",
     "Fødselsnummeret, D-nummeret eller H-nummeret har feil kontrollsifre.",
     "Fødselsnummeret, D-nummeret eller H-nummeret har feil kontrollsiffer.",
     "The national number has wrong control digits."},
    {"invalid_phone", "Telefonnummeret har 5–15 sifre, gjerne med + foran.",
     "Telefonnummeret har 5–15 siffer, gjerne med + framfor.",
     "A phone number has 5 to 15 digits."},
    {"invalid_postal_code", "Postnummeret har fire sifre.", "Postnummeret har fire siffer.",
     "A postal code has four digits."},
    {"invalid_query", "Spørringen i adressen er ikke riktig kodet.",
     "Spørjinga i adressa er ikkje rett koda.",
     "The query of the address is not encoded correctly."},
    {"invalid_time", "Tidspunktet er ikke skrevet som 2026-11-22T09:30:00.000Z.",
     "Tidspunktet er ikkje skrive som 2026-11-22T09:30:00.000Z.",
     "Not an instant such as 2026-11-22T09:30:00.000Z."},
    {"invalid_uuid", "Må være en UUID, som 018f3c9e-5b7a-7c3d-9a1b-2f4e6d8c0a12.",
     "Må vere ein UUID, som 018f3c9e-5b7a-7c3d-9a1b-2f4e6d8c0a12.", "Must be a UUID."},
    {"invalid_value", "Verdien er ikke gyldig her.", "Verdien er ikkje gyldig her.",
     "The value is not valid here."},
    {"item_needed", "Oppgi hvilket hjelpemiddel det er, med koden på etiketten.",
     "Oppgje kva hjelpemiddel det er, med koden på etiketten.",
     "Say which aid it is, by its label code."},
    {"json_needed", "Innholdet må være JSON (content-type: application/json).",
     "Innhaldet må vere JSON (content-type: application/json).",
     "The body must be JSON (content-type: application/json)."},
    {"late_contradiction",
     "Skanningen ble gjort tidligere og stemmer ikke med det som er registrert siden. Et avvik er "
     "opprettet.",
     "Skanninga vart gjord tidlegare og stemmer ikkje med det som er registrert sidan. Eit avvik "
     "er oppretta.",
     "The late scan contradicts what has been recorded since; a discrepancy was opened."},
    {"likely_same", "Det finnes alt en låner som ligner. Sjekk at det ikke er den samme.",
     "Det finst alt ein lånar som liknar. Sjekk at det ikkje er den same.",
     "There is already a similar borrower; check that it is not the same."},
    {"line_ended", "Denne delen av lånet er alt avsluttet.",
     "Denne delen av lånet er alt avslutta.", "This loan line has already ended."},
    {"loan_ended", "Lånet er alt avsluttet. Start et nytt.",
     "Lånet er alt avslutta. Start eit nytt.", "The loan has ended; start a new one."},
    {"local_nr_taken", "Et annet produkt har dette lokale nummeret.",
     "Eit anna produkt har dette lokale nummeret.", "Another product has this local number."},
    {"method_not_allowed", "Denne adressen kan ikke brukes slik.",
     "Denne adressa kan ikkje brukast slik.", "This address cannot be used that way."},
    {"more_than_a_page", "PNG og SVG rommer én side. Velg PDF eller ZPL for så mange etiketter.",
     "PNG og SVG rommar éi side. Vel PDF eller ZPL for så mange etikettar.",
     "PNG and SVG hold one page; choose PDF or ZPL for that many labels."},
    {"national_number_taken",
     "En annen låner er registrert med dette nummeret. Søk opp vedkommende i stedet.",
     "Ein annan lånar er registrert med dette nummeret. Søk opp vedkomande i staden.",
     "Another borrower has this national number."},
    {"no_room", "Det er ikke mer plass på tjeneren. Ingenting er lagret. Si fra til drift.",
     "Det er ikkje meir plass på tenaren. Ingenting er lagra. Sei frå til drift.",
     "No room left on the server; nothing was stored."},
    {"not_allowed", "Rollen din har ikke lov til dette. Spør lederen eller administrator.",
     "Rolla di har ikkje lov til dette. Spør leiaren eller administrator.",
     "Your role may not do this."},
    {"not_found", "Fant ikke det du ba om.", "Fann ikkje det du bad om.", "Not found."},
    {"not_lendable", "Hjelpemiddelet er ikke kommunens eget og lånes ikke ut herfra.",
     "Hjelpemiddelet er ikkje kommunen sitt eige og blir ikkje lånt ut herifrå.",
     "The aid is not the municipality's own and is not lent."},
    {"not_on_loan", "Hjelpemiddelet er ikke utlånt.", "Hjelpemiddelet er ikkje utlånt.",
     "The aid is not on loan."},
    {"not_ready", "Hjelpemiddelet er ikke klart for utlån. Vask og kontroller det først.",
     "Hjelpemiddelet er ikkje klart for utlån. Vask og kontroller det først.",
     "The aid is not ready; wash and inspect it first."},
    {"not_signed_in",
     "Du er ikke logget inn, eller enhetens nøkkel gjelder ikke. Be administrator om en ny nøkkel.",
     "Du er ikkje logga inn, eller nøkkelen til eininga gjeld ikkje. Be administrator om ein ny "
     "nøkkel.",
     "Not signed in, or the device token is not valid."},
    {"not_unique", "Verdien står flere ganger i listen.", "Verdien står fleire gonger i lista.",
     "The value stands more than once in the list."},
    {"one_of_two", "Oppgi enten hjelpemiddel (item) eller produkt (product_id), ikke begge.",
     "Oppgje anten hjelpemiddel (item) eller produkt (product_id), ikkje begge.",
     "Give either item or product_id, not both."},
    {"other_borrower",
     "Lånet tilhører en annen låner. Velg låneren på nytt, eller start et nytt lån.",
     "Lånet tilhøyrer ein annan lånar. Vel lånaren på nytt, eller start eit nytt lån.",
     "The loan is another borrower's; choose the borrower again."},
    {"owner_is_municipality",
     "Hjelpemiddelet er kommunens eget og skal ikke leveres til noen eier.",
     "Hjelpemiddelet er kommunen sitt eige og skal ikkje leverast til nokon eigar.",
     "The aid is the municipality's own."},
    {"person_only", "Feltet gjelder bare personer, ikke avdelinger.",
     "Feltet gjeld berre personar, ikkje avdelingar.", "The field is for persons, not for units."},
    {"product_code", "Dette er et HMS-nummer. Skann etiketten på selve hjelpemiddelet.",
     "Dette er eit HMS-nummer. Skann etiketten på sjølve hjelpemiddelet.",
     "This is a product number; scan the label on the aid itself."},
    {"required", "Feltet må fylles ut.", "Feltet må fyllast ut.", "The field is required."},
    {"start_before_return",
     "Hjelpemiddelet var utlånt til en annen på den datoen. Velg en senere start.",
     "Hjelpemiddelet var utlånt til ein annan på den datoen. Vel ein seinare start.",
     "The aid was lent to somebody else on that day; choose a later start."},
    {"storage_failed", "Lageret på tjeneren svarer ikke. Ingenting er lagret. Prøv igjen.",
     "Lageret på tenaren svarer ikkje. Ingenting er lagra. Prøv igjen.",
     "The storage failed; nothing was stored. Try again."},
    {"symbol_too_large",
     "Nettadressen i symbolet er for lang for denne etiketten. Velg en større etikett, eller be "
     "administrator om en kortere adresse.",
     "Nettadressa i symbolet er for lang for denne etiketten. Vel ein større etikett, eller be "
     "administrator om ei kortare adresse.",
     "The address in the symbol is too long for this label; choose a larger one or a shorter "
     "host."},
    {"too_deep", "Innholdet er nøstet for dypt. Grensen er 32 nivåer.",
     "Innhaldet er nøsta for djupt. Grensa er 32 nivå.",
     "The body is nested too deeply; the limit is 32."},
    {"too_few", "Listen kan ikke være tom.", "Lista kan ikkje vere tom.",
     "The list must not be empty."},
    {"too_large", "Tallet er for stort.", "Talet er for stort.", "The number is too large."},
    {"too_long", "Teksten er for lang.", "Teksten er for lang.", "The text is too long."},
    {"too_long_ago", "Datoen ligger for langt tilbake. Grensen er ett år.",
     "Datoen ligg for langt tilbake. Grensa er eitt år.",
     "The day is too long ago; the limit is one year."},
    {"too_many", "Listen har for mange elementer.", "Lista har for mange element.",
     "The list has too many entries."},
    {"too_short", "Feltet kan ikke være tomt.", "Feltet kan ikkje vere tomt.",
     "The field must not be empty."},
    {"too_small", "Tallet er for lite.", "Talet er for lite.", "The number is too small."},
    {"too_wide", "Tidsrommet er for langt. Grensen er to år.",
     "Tidsrommet er for langt. Grensa er to år.",
     "The period is too long; the limit is two years."},
    {"tracking_in_use", "Produktet har alt hjelpemidler eller utlån. Lag et nytt produkt i stedet.",
     "Produktet har alt hjelpemiddel eller utlån. Lag eit nytt produkt i staden.",
     "The product already has items or loans; make a new product."},
    {"training_required", "Opplæring må registreres før dette hjelpemiddelet lånes ut.",
     "Opplæring må registrerast før dette hjelpemiddelet blir lånt ut.",
     "Training must be recorded before this aid is lent."},
    {"undo_already_done", "Skanningen er alt angret.", "Skanninga er alt angra.",
     "The scan has already been undone."},
    {"undo_not_last",
     "Bare den siste skanningen kan angres, og bare når ingenting har skjedd siden.",
     "Berre den siste skanninga kan angrast, og berre når ingenting har skjedd sidan.",
     "Only the last scan can be undone, while nothing has happened since."},
    {"undo_nothing", "Skanningen endret ingenting, så det er ingenting å angre.",
     "Skanninga endra ingenting, så det er ingenting å angre.", "The scan changed nothing."},
    {"undo_other_device", "Skanningen ble gjort på en annen enhet. Angre der.",
     "Skanninga vart gjord på ei anna eining. Angre der.", "The scan was made on another device."},
    {"undo_too_late", "Det er mer enn 10 minutter siden. Registrer en ny skanning i stedet.",
     "Det er meir enn 10 minutt sidan. Registrer ei ny skanning i staden.",
     "More than 10 minutes have passed."},
    {"unknown_accessory", "Tilbehøret hører ikke til dette produktet. Sjekk navnet.",
     "Tilbehøyret høyrer ikkje til dette produktet. Sjekk namnet.",
     "The accessory does not belong to this product."},
    {"unknown_borrower", "Fant ikke låneren. Søk opp eller registrer låneren først.",
     "Fann ikkje lånaren. Søk opp eller registrer lånaren først.", "The borrower is not known."},
    {"unknown_code", "Koden er ikke kjent her. Skann en gang til, eller skriv koden på etiketten.",
     "Koden er ikkje kjend her. Skann ein gong til, eller skriv koden på etiketten.",
     "The code is not known here; scan again or type the code on the label."},
    {"unknown_depot", "Depotet finnes ikke. Sjekk skrivemåten.",
     "Depotet finst ikkje. Sjekk skrivemåten.", "The depot does not exist."},
    {"unknown_field", "Ukjent felt. Sjekk skrivemåten.", "Ukjent felt. Sjekk skrivemåten.",
     "Unknown field; check the spelling."},
    {"unknown_item", "Fant ikke hjelpemiddelet. Sjekk koden på etiketten.",
     "Fann ikkje hjelpemiddelet. Sjekk koden på etiketten.",
     "The aid is not known; check the code on the label."},
    {"unknown_loan", "Fant ikke lånet. Velg låneren på nytt.",
     "Fann ikkje lånet. Vel lånaren på nytt.", "The loan is not known."},
    {"unknown_parameter", "Ukjent parameter i adressen. Sjekk skrivemåten.",
     "Ukjend parameter i adressa. Sjekk skrivemåten.",
     "Unknown query parameter; check the spelling."},
    {"unknown_product", "Fant ikke produktet. Registrer det først.",
     "Fann ikkje produktet. Registrer det først.", "The product is not known."},
    {"unknown_scan", "Fant ikke skanningen.", "Fann ikkje skanninga.", "The scan is not known."},
    {"wash_required", "Dette hjelpemiddelet må vaskes.", "Dette hjelpemiddelet må vaskast.",
     "This aid must be washed."},
    {"wrong_check_symbol", "Koden er lest feil: kontrolltegnet stemmer ikke. Skann en gang til.",
     "Koden er lesen feil: kontrollteiknet stemmer ikkje. Skann ein gong til.",
     "The code was misread: its check symbol is wrong. Scan again."},
    {"wrong_order", "Den siste dagen er før den første.", "Den siste dagen er før den første.",
     "The last day is before the first."},
    {"wrong_state", "Det passer ikke med tilstanden hjelpemiddelet har nå.",
     "Det passar ikkje med tilstanden hjelpemiddelet har no.",
     "That does not fit the aid's present state."},
    {"wrong_type", "Feltet har feil type.", "Feltet har feil type.",
     "The field has the wrong type."},
};

static_assert(std::is_sorted(std::begin(rows), std::end(rows),
                             [](const Row& a, const Row& b) { return a.code < b.code; }));

}  // namespace

std::string_view text(std::string_view code, Language language) {
    const auto* row = std::lower_bound(
        std::begin(rows), std::end(rows), code,
        [](const Row& candidate, std::string_view wanted) { return candidate.code < wanted; });
    if (row == std::end(rows) || row->code != code) return {};
    switch (language) {
        case Language::nb:
            return row->nb;
        case Language::nn:
            return row->nn;
        case Language::en:
            return row->en;
    }
    return {};
}

Language language_of(std::string_view accept_language) {
    Language best = Language::nb;
    double best_weight = 0;
    while (!accept_language.empty()) {
        const auto comma = accept_language.find(',');
        std::string_view part = accept_language.substr(0, comma);
        accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                      : comma + 1);
        while (part.starts_with(' ')) part.remove_prefix(1);
        double weight = 1;
        // "q=0" is no, "q=0.7" less than yes; anything else counts as yes.
        if (const auto q = part.find("q=");
            q != std::string_view::npos && part.substr(q + 2, 1) == "0") {
            weight = 0;
            double place = 0.1;
            for (const char c : part.substr(std::min(q + 4, part.size())).substr(0, 3)) {
                if (c < '0' || c > '9') break;
                weight += place * (c - '0');
                place /= 10;
            }
        }
        if (weight <= best_weight) continue;
        if (part.starts_with("nn")) {
            best = Language::nn;
        } else if (part.starts_with("nb") || part.starts_with("no")) {
            best = Language::nb;
        } else if (part.starts_with("en")) {
            best = Language::en;
        } else {
            continue;
        }
        best_weight = weight;
    }
    return best;
}

}  // namespace routing
