#pragma once
// One kept-alive connection to the server. An Http belongs to one thread at a time.

#include <chrono>
#include <memory>
#include <string>

namespace scanner {

struct Site {
    std::string url;       // "https://kl.example.no", without a slash at its end
    std::string token;     // the device's
    std::string language;  // "nb" or "nn": of the texts in the answers
};

struct HttpReply {
    long status = 0;      // 0: no answer at all
    bool reached = true;  // false: nothing of the request can have arrived
    bool trusted = true;  // false: its certificate is none that this machine trusts
    std::string body;
};

class Http {
public:
    // Gives up a request after the patience, and after two seconds on a server that does not even
    // connect.
    Http(const Site& site, std::chrono::milliseconds patience);
    ~Http();
    Http(const Http&) = delete;
    Http& operator=(const Http&) = delete;

    // The path begins behind /api/v1: "/scans".
    HttpReply get(const std::string& path);
    HttpReply post(const std::string& path, const std::string& body);

    // For a value inside a path's query.
    std::string escaped(const std::string& value) const;

private:
    struct Impl;
    HttpReply perform(const std::string& path);
    std::unique_ptr<Impl> impl_;
};

}  // namespace scanner
