#pragma once
// Reminders: the ladder once an hour, and what waits in the outbox, each medium by itself.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/message.hpp"
#include "domain/reminder_text.hpp"
#include "jobs/job.hpp"
#include "messages/message.hpp"

namespace jobs {

// What goes out: by what, in whose name.
struct Post {
    struct Way {
        std::shared_ptr<const messages::Channel> channel;
        std::string name;  // of the channel, in the log: "smtp"
    };
    std::map<domain::Medium, Way> ways;
    domain::ReminderSender sender;
    // Those whom the weekly list is told of, by e-mail.
    std::vector<std::string> weekly_to;
    // What there is to tell of the week; none: no list of it.
    std::function<std::optional<domain::WeeklyWords>(db::ReadTx& tx, const std::string& week)>
        weekly;

    domain::Media media() const;
};

// Takes the steps of the ladder.
Job planning(const Post& post);
// Sends what waits for this medium, one after another. A channel that fails rests for a minute, or
// as long as it asks. For a scheduler of its own, so that nobody waits for a channel that hangs.
Job sending(const Post& post, domain::Medium medium);

}  // namespace jobs
