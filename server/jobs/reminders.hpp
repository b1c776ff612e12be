#pragma once
// Reminders: the ladder once an hour, and what waits in the outbox, each medium by itself.

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
    // Those who are told of the weekly list by e-mail, and where they read it: the week's name
    // comes behind. Empty: it is not said.
    std::vector<std::string> weekly_to;
    std::string weekly_link;

    domain::Media media() const;
};

// Takes the steps of the ladder.
Job planning(const Post& post);
// Tells of the latest weekly list once it has been kept.
Job telling(const Post& post);
// Sends what waits for this medium, one after another. A channel that fails rests for a minute, or
// as long as it asks. For a scheduler of its own, so that nobody waits for a channel that hangs.
Job sending(const Post& post, domain::Medium medium);

}  // namespace jobs
