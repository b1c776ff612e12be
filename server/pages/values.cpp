// The values of the API as people read them.

#include <algorithm>
#include <array>
#include <tuple>

#include "pages/words.hpp"

namespace pages {
namespace {

struct Row {
    std::string_view field;
    std::string_view value;
    Words words;
};

// Sorted by field and value.
constexpr Row rows[] = {
    {"arena", "after_school", {"SFO"}},
    {"arena", "institution", {"Institusjon"}},
    {"arena", "kindergarten", {"Barnehage"}},
    {"arena", "other", {"Annet sted"}},
    {"arena", "own_home", {"Eget hjem"}},
    {"arena", "school", {"Skole"}},
    {"arena", "work", {"Arbeidsplass"}},
    {"booking_state", "allocated", {"Holdes av", "info"}},
    {"booking_state", "cancelled", {"Avbestilt", "neutral"}},
    {"booking_state", "expired", {"Ikke hentet", "neutral"}},
    {"booking_state", "handed_out", {"Utlevert", "success"}},
    {"booking_state", "picked", {"Klar til henting", "success"}},
    {"booking_state", "requested", {"I kø", "warning"}},
    {"day_name", "fri", {"fredag"}},
    {"day_name", "mon", {"mandag"}},
    {"day_name", "sat", {"lørdag"}},
    {"day_name", "sun", {"søndag"}},
    {"day_name", "thu", {"torsdag"}},
    {"day_name", "tue", {"tirsdag"}},
    {"day_name", "wed", {"onsdag"}},
    {"end_reason", "estate_settled", {"Boet er gjort opp"}},
    {"end_reason", "lost", {"Tapt"}},
    {"end_reason", "moved_to_institution", {"Flyttet til institusjon"}},
    {"end_reason", "permanent", {"Blitt varig"}},
    {"end_reason", "returned", {"Levert inn"}},
    {"end_reason", "scrapped_at_borrower", {"Kassert hos låner"}},
    {"end_reason", "swapped", {"Byttet"}},
    {"end_reason", "undone", {"Angret"}},
    {"event", "accessories_noted", {"Manglende tilbehør notert"}},
    {"event", "accessories_settled", {"Tilbehør avklart"}},
    {"event", "blocked", {"Sperret"}},
    {"event", "changed", {"Opplysninger endret"}},
    {"event", "cleaned", {"Rengjort"}},
    {"event", "extended", {"Lån forlenget"}},
    {"event", "found", {"Funnet"}},
    {"event", "given_up", {"Oppgitt som tapt"}},
    {"event", "given_up_lent", {"Oppgitt som tapt hos låner"}},
    {"event", "handed_over", {"Overlevert eieren"}},
    {"event", "handed_over_lent", {"Overlevert eieren hos låner"}},
    {"event", "inspected_failed", {"Kontroll ikke godkjent"}},
    {"event", "inspected_ok", {"Kontroll godkjent"}},
    {"event", "late_scan", {"Skanning kom i ettertid"}},
    {"event", "lent", {"Lånt ut"}},
    {"event", "loan_corrected", {"Lån rettet"}},
    {"event", "missing", {"Meldt savnet"}},
    {"event", "moved", {"Flyttet"}},
    {"event", "moved_to_institution", {"Flyttet til institusjon"}},
    {"event", "received", {"Mottatt fra annet depot"}},
    {"event", "relabelled", {"Ny etikett"}},
    {"event", "repaired", {"Reparert"}},
    {"event", "returned", {"Levert inn"}},
    {"event", "returned_infectious", {"Levert inn, smitte"}},
    {"event", "reviewed", {"Vurdert på nytt"}},
    {"event", "scrapped", {"Kassert"}},
    {"event", "scrapped_at_borrower", {"Kassert hos låner"}},
    {"event", "sent", {"Sendt til annet depot"}},
    {"event", "taken_in", {"Tatt inn"}},
    {"event", "taken_over", {"Overtatt fra NAV"}},
    {"event", "transfer_cancelled", {"Overføring avbrutt"}},
    {"event", "unblocked", {"Sperre opphevet"}},
    {"event", "undone", {"Angret"}},
    {"event", "wash_skipped", {"Vask ikke nødvendig"}},
    {"expected", "over_2_years", {"Mer enn 2 år"}},
    {"expected", "under_2_years", {"Under 2 år"}},
    {"expected", "unknown", {"Vet ikke"}},
    {"handover", "delivery", {"Kjøres ut"}},
    {"handover", "pickup", {"Hentes på depotet"}},
    {"kind", "deliver", {"Levere"}},
    {"kind", "fetch", {"Hente"}},
    {"kind", "person", {"Person"}},
    {"kind", "unit", {"Enhet"}},
    {"language", "nb", {"Bokmål"}},
    {"language", "nn", {"Nynorsk"}},
    {"loan_reason", "hospital", {"Hjem fra sykehus"}},
    {"loan_reason", "other", {"Annet"}},
    {"loan_reason", "rehab", {"Rehabilitering"}},
    {"loan_reason", "trial", {"Utprøving"}},
    {"loan_reason", "visit", {"Besøk eller ferie"}},
    {"loan_state", "ended", {"Avsluttet", "neutral"}},
    {"loan_state", "open", {"Pågår", "info"}},
    {"loan_state", "overdue", {"Over fristen", "danger"}},
    {"method", "disinfect", {"Desinfisert"}},
    {"method", "hand", {"For hånd"}},
    {"method", "machine", {"Maskin"}},
    {"method", "machine_60", {"Maskin 60 °C"}},
    {"method", "machine_85", {"Maskin 85 °C"}},
    {"method", "none", {"Ingen vask"}},
    {"outcome", "collected", {"Hentet", "success"}},
    {"outcome", "delivered", {"Levert", "success"}},
    {"outcome", "dropped", {"Henlagt", "neutral"}},
    {"outcome", "nobody_home", {"Ingen hjemme", "warning"}},
    {"outcome", "refused", {"Ville ikke", "warning"}},
    {"outcome", "repaired", {"Reparert", "success"}},
    {"outcome", "scrapped", {"Kassert", "neutral"}},
    {"owner", "helseforetak", {"Helseforetak"}},
    {"owner", "kommune", {"Kommunen"}},
    {"owner", "leverandor", {"Leverandør"}},
    {"owner", "nav", {"NAV"}},
    {"owner", "overtatt_fra_nav", {"Kommunen (fra NAV)"}},
    {"owner", "privat", {"Privat"}},
    {"priority", "hast", {"Hast", "danger"}},
    {"priority", "normal", {"Vanlig", "neutral"}},
    {"protection", "fortrolig", {"Fortrolig adresse", "danger"}},
    {"protection", "none", {"Ingen"}},
    {"protection", "strengt_fortrolig", {"Strengt fortrolig adresse", "danger"}},
    {"role", "admin", {"Administrator"}},
    {"role", "ergo", {"Ergoterapeut"}},
    {"role", "lager", {"Lager"}},
    {"role", "leder", {"Leder"}},
    {"role", "sjafor", {"Sjåfør"}},
    {"state", "blocked", {"Sperret", "danger"}},
    {"state", "closed", {"Lukket", "neutral"}},
    {"state", "done", {"Utført", "success"}},
    {"state", "ended", {"Avsluttet", "neutral"}},
    {"state", "handed_over", {"Overlevert eieren", "neutral"}},
    {"state", "lent", {"Utlånt", "info"}},
    {"state", "lost", {"Tapt", "neutral"}},
    {"state", "missing", {"Savnet", "danger"}},
    {"state", "open", {"Åpen", "info"}},
    {"state", "quarantine", {"Karantene", "danger"}},
    {"state", "ready", {"Klar", "success"}},
    {"state", "scrapped", {"Kassert", "neutral"}},
    {"state", "to_clean", {"Til rengjøring", "warning"}},
    {"state", "to_inspect", {"Til kontroll", "warning"}},
    {"state", "to_repair", {"Til reparasjon", "warning"}},
    {"stock", "barn", {"Barn"}},
    {"stock", "korttid", {"Korttid"}},
    {"stock", "transitt", {"Transitt"}},
    {"tracking", "counted", {"Telles"}},
    {"tracking", "serial", {"Enkeltvis"}},
    {"wash_class", "disinfect", {"Desinfiseres"}},
    {"wash_class", "hand", {"Vaskes for hånd"}},
    {"wash_class", "machine", {"Vaskes i maskin"}},
    {"wash_class", "none", {"Ingen vask"}},
};

constexpr auto key_of(const Row& row) { return std::pair(row.field, row.value); }
constexpr bool before(const Row& a, const Row& b) { return key_of(a) < key_of(b); }
static_assert(std::is_sorted(std::begin(rows), std::end(rows), before));

}  // namespace

Words words_of(std::string_view field, std::string_view value) {
    const Row wanted{field, value, {}};
    const auto* found = std::lower_bound(std::begin(rows), std::end(rows), wanted, before);
    if (found == std::end(rows) || key_of(*found) != key_of(wanted)) return {};
    return found->words;
}

}  // namespace pages
