#pragma once
// What the configuration of the host says to handlers.

#include <memory>
#include <string>

#include "domain/message.hpp"
#include "domain/password_cost.hpp"
#include "domain/reminder_text.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace identity {
class OpenidClients;
}

namespace routing {

// What reminders can be sent by, and in whose name.
struct ReminderSettings {
    domain::Media media = {};
    domain::ReminderSender sender = {};
};

struct Settings {
    // On the labels that POST /labels makes: labels/label.hpp says how each is used.
    std::string label_host;
    std::string label_owner;
    std::string label_return_to;
    ReminderSettings reminders = {};
    // Of the hash of a new password.
    domain::PasswordCost password_cost = {};
    // The providers that people may sign in with; null: none. Routing only hands them on.
    std::shared_ptr<const identity::OpenidClients> openid = {};
    // Makes a page of what is wrong, for people; null: problems stay JSON.
    Reply (*problem_page)(const Request&, const Reply& problem) = nullptr;
};

}  // namespace routing
