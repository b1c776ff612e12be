#include "api/access_texts.hpp"

#include <algorithm>
#include <string>

#include "routing/texts.hpp"

namespace api {
namespace {

struct Row {
    std::string_view action;
    std::string_view nb;
    std::string_view nn;
    std::string_view en;
};

constexpr Row general{"", "Så eller behandlet opplysninger om personen",
                      "Såg eller behandla opplysningar om personen",
                      "Saw or handled information about the person"};

// Sorted by action; a refusal has its status behind it.
constexpr Row rows[] = {
    {"GET /api/v1/access-log", "Så hvem som har sett personen", "Såg kven som har sett personen",
     "Saw who has seen the person"},
    {"GET /api/v1/access-log/review", "Gikk gjennom loggen over oppslag",
     "Gjekk gjennom loggen over oppslag", "Looked through the log of look-ups"},
    {"GET /api/v1/borrowers", "Søkte blant lånerne og så personen i listen",
     "Søkte blant lånarane og såg personen i lista",
     "Searched among the borrowers and saw the person in the list"},
    {"GET /api/v1/borrowers/{id}", "Slo opp personen", "Slo opp personen", "Looked up the person"},
    {"GET /api/v1/borrowers/{id}/contacts", "Leste hva som er sagt i samtaler med personen",
     "Las kva som er sagt i samtalar med personen", "Read what was said in talks with the person"},
    {"GET /api/v1/borrowers/{id}/contacts/{contact}",
     "Leste hva som ble sagt i en samtale med personen",
     "Las kva som vart sagt i ein samtale med personen",
     "Read what was said in a talk with the person"},
    {"GET /api/v1/borrowers/{id}/duplicates", "Undersøkte om personen er registrert to ganger",
     "Undersøkte om personen er registrert to gonger",
     "Looked whether the person is registered twice"},
    {"GET /api/v1/borrowers/{id}/report", "Hentet alt som er lagret om personen",
     "Henta alt som er lagra om personen", "Fetched all that is stored about the person"},
    {"GET /api/v1/borrowers/{id}/seen-by", "Så hvem som har sett personen",
     "Såg kven som har sett personen", "Saw who has seen the person"},
    {"GET /api/v1/calls", "Så personen i listen over hvem som skal ringes",
     "Såg personen i lista over kven som skal ringjast",
     "Saw the person in the list of whom to call"},
    {"GET /api/v1/candidates", "Så personen i listen over kandidater for varig behov",
     "Såg personen i lista over kandidatar for varig behov",
     "Saw the person in the list of candidates for permanent need"},
    {"GET /api/v1/candidates/{id}", "Så personens sak om varig behov",
     "Såg saka til personen om varig behov", "Saw the person's case of permanent need"},
    {"GET /api/v1/loans/{id}/extensions", "Så hvorfor personens lån er forlenget",
     "Såg kvifor lånet til personen er forlengt", "Saw why the person's loan was extended"},
    {"GET /api/v1/loans/{id}/reminders/preview", "Så teksten til en påminnelse til personen",
     "Såg teksten til ei påminning til personen", "Saw the text of a reminder to the person"},
    {"GET /api/v1/notices/{id}/contacts", "Så hvem som må kontaktes om en sikkerhetsmelding",
     "Såg kven som må kontaktast om ei tryggleiksmelding",
     "Saw whom to contact about a safety notice"},
    {"GET /api/v1/overdue", "Så personen i listen over det som er over fristen",
     "Såg personen i lista over det som er over fristen",
     "Saw the person in the list of what is overdue"},
    {"GET /api/v1/pickups", "Så listen over hentinger og leveringer",
     "Såg lista over hentingar og leveringar", "Saw the list of pick-ups and deliveries"},
    {"GET /api/v1/pickups/{id}", "Så en henting eller levering hos personen",
     "Såg ei henting eller levering hos personen", "Saw a pick-up or delivery at the person's"},
    {"GET /api/v1/reminders", "Så listen over påminnelser", "Såg lista over påminningar",
     "Saw the list of reminders"},
    {"GET /api/v1/reminders/{id}", "Så en påminnelse til personen", "Såg ei påminning til personen",
     "Saw a reminder to the person"},
    {"GET /bestill", "Så personen i en bestilling som ble skrevet",
     "Såg personen i ei bestilling som vart skriven", "Saw the person in a booking in the making"},
    {"GET /bestillinger", "Så personen i listen over bestillinger",
     "Såg personen i lista over bestillingar", "Saw the person in the list of bookings"},
    {"GET /bestillinger/{id}", "Så en bestilling for personen", "Såg ei bestilling for personen",
     "Saw a booking for the person"},
    {"GET /innsyn/gjennomgang", "Gikk gjennom loggen over oppslag",
     "Gjekk gjennom loggen over oppslag", "Looked through the log of look-ups"},
    {"GET /innsyn/person/{id}", "Så hvem som har sett personen", "Såg kven som har sett personen",
     "Saw who has seen the person"},
    {"GET /lan", "Så personen i listen over lån", "Såg personen i lista over lån",
     "Saw the person in the list of loans"},
    {"GET /lan/{id}", "Så et lån personen har eller har hatt",
     "Såg eit lån personen har eller har hatt", "Saw a loan that the person has or had"},
    {"GET /lan/{id}/kvittering", "Så kvitteringen for et lån", "Såg kvitteringa for eit lån",
     "Saw the receipt of a loan"},
    {"GET /lan/{id}/linje/{line}", "Så et lån personen har eller har hatt",
     "Såg eit lån personen har eller har hatt", "Saw a loan that the person has or had"},
    {"GET /lanere/{id}", "Slo opp personen", "Slo opp personen", "Looked up the person"},
    {"GET /lanere/{id}/duplikater", "Undersøkte om personen er registrert to ganger",
     "Undersøkte om personen er registrert to gonger",
     "Looked whether the person is registered twice"},
    {"GET /lanere/{id}/endre", "Slo opp personen for å endre opplysninger",
     "Slo opp personen for å endre opplysningar", "Looked up the person to change information"},
    {"GET /meldinger/{id}/kontakt", "Så hvem som må kontaktes om en sikkerhetsmelding",
     "Såg kven som må kontaktast om ei tryggleiksmelding",
     "Saw whom to contact about a safety notice"},
    {"GET /oppfolging", "Så personen i listen over hvem som skal ringes",
     "Såg personen i lista over kven som skal ringjast",
     "Saw the person in the list of whom to call"},
    {"GET /varig", "Så personen i listen over kandidater for varig behov",
     "Såg personen i lista over kandidatar for varig behov",
     "Saw the person in the list of candidates for permanent need"},
    {"GET /varig/{id}", "Så personens sak om varig behov", "Såg saka til personen om varig behov",
     "Saw the person's case of permanent need"},
    {"PATCH /api/v1/borrowers/{id}", "Endret opplysninger om personen",
     "Endra opplysningar om personen", "Changed information about the person"},
    {"PATCH /api/v1/borrowers/{id} 409",
     "Oppga fødselsnummeret for en annen og fikk vite at personen er registrert",
     "Oppgav fødselsnummeret for ein annan og fekk vite at personen er registrert",
     "Gave the national number for another person and was told that its person is registered"},
    {"POST /api/v1/borrowers", "Registrerte personen", "Registrerte personen",
     "Registered the person"},
    {"POST /api/v1/borrowers 409", "Oppga fødselsnummeret og fikk vite at personen er registrert",
     "Oppgav fødselsnummeret og fekk vite at personen er registrert",
     "Gave the national number and was told that the person is registered"},
    {"POST /api/v1/borrowers/search", "Søkte blant lånerne og så personen i listen",
     "Søkte blant lånarane og såg personen i lista",
     "Searched among the borrowers and saw the person in the list"},
    {"POST /api/v1/borrowers/{id}/contacts", "Skrev ned hva som ble sagt i en samtale med personen",
     "Skreiv ned kva som vart sagt i ein samtale med personen",
     "Wrote down what was said in a talk with the person"},
    {"POST /api/v1/borrowers/{id}/deceased", "Registrerte dødsfallet", "Registrerte dødsfallet",
     "Registered the death"},
    {"POST /api/v1/borrowers/{id}/erase", "Slettet opplysninger om personen",
     "Sletta opplysningar om personen", "Erased information about the person"},
    {"POST /api/v1/borrowers/{id}/merge", "Slo sammen to registreringer av personen",
     "Slo saman to registreringar av personen", "Merged two registrations of the person"},
    {"POST /api/v1/borrowers/{id}/moved", "Registrerte at personen har flyttet",
     "Registrerte at personen har flytta", "Registered that the person has moved"},
    {"POST /api/v1/candidates/{id}/decide", "Avgjorde noe i personens sak om varig behov",
     "Avgjorde noko i saka til personen om varig behov",
     "Decided on the person's case of permanent need"},
    {"POST /api/v1/loans/{id}/reminders", "Sendte personen en påminnelse",
     "Sende personen ei påminning", "Sent the person a reminder"},
    {"POST /api/v1/pickups", "Bestilte henting eller levering hos personen",
     "Bestilte henting eller levering hos personen",
     "Asked for a pick-up or delivery at the person's"},
    {"POST /api/v1/pickups/{id}/done", "Registrerte en henting eller levering som utført",
     "Registrerte ei henting eller levering som utført",
     "Registered a pick-up or delivery as done"},
    {"POST /bestill", "Bestilte for personen", "Bestilte for personen", "Booked for the person"},
    {"POST /bestill/vis", "Så personen i en bestilling som ble skrevet",
     "Såg personen i ei bestilling som vart skriven", "Saw the person in a booking in the making"},
    {"POST /bestillinger/{id}/avbestill", "Avbestilte for personen", "Avbestilte for personen",
     "Cancelled a booking for the person"},
    {"POST /bestillinger/{id}/hold-av", "Holdt av et hjelpemiddel til personen",
     "Heldt av eit hjelpemiddel til personen", "Held an aid for the person"},
    {"POST /bestillinger/{id}/klar", "Gjorde klar en bestilling for personen",
     "Gjorde klar ei bestilling for personen", "Made a booking for the person ready"},
    {"POST /bestillinger/{id}/lever-ut", "Leverte ut en bestilling til personen",
     "Leverte ut ei bestilling til personen", "Handed out a booking to the person"},
    {"POST /innsyn/finn", "Søkte blant lånerne og så personen i listen",
     "Søkte blant lånarane og såg personen i lista",
     "Searched among the borrowers and saw the person in the list"},
    {"POST /lanere", "Søkte blant lånerne og så personen i listen",
     "Søkte blant lånarane og såg personen i lista",
     "Searched among the borrowers and saw the person in the list"},
    {"POST /lanere/ny", "Registrerte personen", "Registrerte personen", "Registered the person"},
    {"POST /lanere/{id}/dod", "Registrerte dødsfallet", "Registrerte dødsfallet",
     "Registered the death"},
    {"POST /lanere/{id}/duplikater", "Slo sammen to registreringer av personen",
     "Slo saman to registreringar av personen", "Merged two registrations of the person"},
    {"POST /lanere/{id}/endre", "Endret opplysninger om personen", "Endra opplysningar om personen",
     "Changed information about the person"},
    {"POST /lanere/{id}/flyttet", "Registrerte at personen har flyttet",
     "Registrerte at personen har flytta", "Registered that the person has moved"},
    {"POST /lanere/{id}/innsyn", "Så hvem som har sett personen", "Såg kven som har sett personen",
     "Saw who has seen the person"},
    {"POST /lanere/{id}/rapport", "Hentet alt som er lagret om personen",
     "Henta alt som er lagra om personen", "Fetched all that is stored about the person"},
    {"POST /lanere/{id}/slaa-sammen", "Slo sammen to registreringer av personen",
     "Slo saman to registreringar av personen", "Merged two registrations of the person"},
    {"POST /lanere/{id}/slett", "Slettet opplysninger om personen",
     "Sletta opplysningar om personen", "Erased information about the person"},
    {"POST /lanere/{id}/vern", "Endret opplysninger om personen", "Endra opplysningar om personen",
     "Changed information about the person"},
    {"anonymise", "Anonymiserte personen fordi lagringstiden var ute",
     "Anonymiserte personen fordi lagringstida var ute",
     "Anonymised the person because the time of storage was over"},
    {"reminders begin again", "Lånte ut på nytt, slik at påminnelser sendes igjen",
     "Lånte ut på nytt, slik at påminningar blir sende igjen",
     "Lent anew, so that reminders are sent again"},
};

static_assert(std::is_sorted(std::begin(rows), std::end(rows),
                             [](const Row& a, const Row& b) { return a.action < b.action; }));

const Row* find(std::string_view action) {
    const auto* row = std::lower_bound(
        std::begin(rows), std::end(rows), action,
        [](const Row& candidate, std::string_view wanted) { return candidate.action < wanted; });
    return row == std::end(rows) || row->action != action ? nullptr : row;
}

}  // namespace

std::string_view access_text(std::string_view action, std::optional<int> status,
                             routing::Language language) {
    const Row* found = status.value_or(0) < 400
                           ? find(action)
                           : find(std::string(action) + " " + std::to_string(*status));
    return routing::in(found == nullptr ? general : *found, language);
}

bool has_access_text(std::string_view action) { return find(action) != nullptr; }

}  // namespace api
