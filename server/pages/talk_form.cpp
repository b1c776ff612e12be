#include "pages/talk_form.hpp"

#include "pages/words.hpp"

namespace pages {

Form talk_form(Page& page, std::string_view action, std::string name) {
    // A week is what people promise.
    const domain::Day next = page.request().now.today + std::chrono::days(7);
    Form form = page.form(action, "Lagre samtalen");
    form.named(std::move(name))
        .heading(page.say("Skriv ned en samtale"))
        .radio("outcome", page.say("Hva ble avtalt"),
               options_of("talk_outcome",
                          {"will_return", "needs_longer", "needs_permanently", "is_returned",
                           "not_reached", "other"},
                          page.language()))
        .area("said", page.say("Hva ble sagt"))
        .with("rows", 2)
        .hint(page.say("Kort, og uten opplysninger om helse."))
        .choice("how", page.say("Hvordan"),
                options_of("talk_how", {"phone", "visit", "message", "other"}, page.language()),
                "phone")
        .day("next_day", page.say("Ny samtale"), domain::to_text(next))
        .hint(page.say("Tøm feltet hvis det ikke er avtalt noe. Da står låneren i listen til alt "
                       "er levert."));
    return form;
}

}  // namespace pages
