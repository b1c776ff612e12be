#include "outbox.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include <boost/crc.hpp>
#include <boost/json.hpp>
#include "files.hpp"
#include "json.hpp"

namespace scanner {
namespace {

namespace json = boost::json;

// A file of settled scans is begun anew when it is larger than this.
constexpr std::int64_t long_file = 256 * 1024;
constexpr std::size_t crc_digits = 8;

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& file) {
    throw OutboxError(what + " " + file.string() + ": " + std::strerror(errno));
}

std::string line_of(const std::string& record) {
    boost::crc_32_type crc;
    crc.process_bytes(record.data(), record.size());
    return fmt::format("{:08x} {}\n", crc.checksum(), record);
}

std::optional<std::string_view> record_of(std::string_view line) {
    if (line.size() <= crc_digits + 1) return std::nullopt;
    const std::string_view record = line.substr(crc_digits + 1);
    boost::crc_32_type crc;
    crc.process_bytes(record.data(), record.size());
    if (line.substr(0, crc_digits + 1) != fmt::format("{:08x} ", crc.checksum())) {
        return std::nullopt;
    }
    return record;
}

std::string scan_record(const std::string& body) { return R"({"scan":)" + body + "}"; }

void sync_folder(const std::filesystem::path& file) {
    const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) fail("cannot open the folder of", file);
    const bool synced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!synced) fail("cannot make durable", file);
}

std::filesystem::path beside(const std::filesystem::path& file, const std::string& ending) {
    std::filesystem::path other = file;
    other += ending;
    return other;
}

}  // namespace

Outbox::Outbox(std::filesystem::path file, Durability durability)
    : file_(std::move(file)), durability_(durability) {
    const auto lock_file = beside(file_, ".lock");
    lock_ = ::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) fail("cannot write", lock_file);
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw OutboxError("another scanner uses " + file_.string());
    }
    try {
        load();
        rewrite();
    } catch (...) {
        ::close(lock_);
        throw;
    }
}

Outbox::~Outbox() {
    if (descriptor_ >= 0) ::close(descriptor_);
    ::close(lock_);
}

void Outbox::load() {
    if (!std::filesystem::exists(file_)) return;
    std::ifstream in(file_, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (in.bad() || !in.is_open()) fail("cannot read", file_);
    bool whole = true;
    std::string_view rest = bytes;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        // A last line without its end was never answered.
        if (end == std::string_view::npos) break;
        const auto record = record_of(rest.substr(0, end));
        rest.remove_prefix(end + 1);
        if (!record) {
            // So was a last line whose blocks did not all reach the disk.
            if (!rest.empty()) whole = false;
            continue;
        }
        if (!take(*record)) whole = false;
    }
    if (!whole) {
        damaged_ = unused_name(beside(file_, ".damaged"));
        std::filesystem::copy_file(file_, damaged_);
    }
}

// Whether the record is one that this program writes.
bool Outbox::take(std::string_view record) {
    const auto object = parse_object(record);
    if (!object) return false;
    if (const auto* scan = inner(*object, "scan")) {
        const std::string id = text(*scan, "id");
        if (id.empty()) return false;
        scans_.push_back({id, json::serialize(*scan)});
        last_number_ = std::max(last_number_, number(*scan, "seq").value_or(0));
        return true;
    }
    if (const std::string done = text(*object, "done"); !done.empty()) {
        remove(done);
        return true;
    }
    const auto last = number(*object, "last");
    last_number_ = std::max(last_number_, last.value_or(0));
    return last.has_value();
}

// A new file takes the old one's place once it is on the disk, with what still waits.
void Outbox::rewrite() {
    const auto fresh = beside(file_, ".new");
    const int descriptor =
        ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0) fail("cannot write", fresh);
    std::string bytes = line_of(fmt::format(R"({{"last":{}}})", last_number_));
    for (const WaitingScan& scan : scans_) bytes += line_of(scan_record(scan.body));
    if (!write_all(descriptor, bytes) || ::fsync(descriptor) != 0 ||
        std::rename(fresh.c_str(), file_.c_str()) != 0) {
        ::close(descriptor);
        fail("cannot write", fresh);
    }
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = descriptor;
    size_ = static_cast<std::int64_t>(bytes.size());
    sync_folder(file_);
}

void Outbox::append(const std::string& record, bool durable) {
    if (broken_) throw OutboxError("the disk of " + file_.string() + " has failed");
    const std::string line = line_of(record);
    if (!write_all(descriptor_, line)) {
        const int why = errno;
        // Half a line would hide the next one.
        if (::ftruncate(descriptor_, size_) != 0) broken_ = true;
        errno = why;
        fail("cannot write", file_);
    }
    size_ += static_cast<std::int64_t>(line.size());
    if (durable && durability_ == Durability::full && ::fdatasync(descriptor_) != 0) {
        const int why = errno;
        // What of it is on the disk nobody can know now; the person is told that it is not there.
        broken_ = true;
        std::ignore = ::ftruncate(descriptor_, size_ - static_cast<std::int64_t>(line.size()));
        errno = why;
        fail("cannot make durable", file_);
    }
}

bool Outbox::remove(const std::string& id) {
    const auto found = std::find_if(scans_.begin(), scans_.end(),
                                    [&](const WaitingScan& scan) { return scan.id == id; });
    if (found == scans_.end()) return false;
    scans_.erase(found);
    return true;
}

void Outbox::add(const WaitingScan& scan) {
    const std::lock_guard guard(mutex_);
    append(scan_record(scan.body), true);
    scans_.push_back(scan);
}

void Outbox::settle(const std::string& id) {
    const std::lock_guard guard(mutex_);
    if (!remove(id)) return;
    try {
        // Not worth a sync: forgotten, it is only sent again.
        append(fmt::format(R"({{"done":"{}"}})", id), false);
        if (scans_.empty() && size_ > long_file) rewrite();
    } catch (const OutboxError&) {
        // The disk is full or worse; the next scan says so.
        return;
    }
}

void Outbox::withdraw(const std::string& id) {
    const std::lock_guard guard(mutex_);
    append(fmt::format(R"({{"done":"{}"}})", id), true);
    remove(id);
}

void Outbox::reject(const std::string& id, std::string_view why) {
    const std::lock_guard guard(mutex_);
    const auto found = std::find_if(scans_.begin(), scans_.end(),
                                    [&](const WaitingScan& scan) { return scan.id == id; });
    if (found == scans_.end()) return;
    const auto rejected = beside(file_, ".rejected");
    const int descriptor =
        ::open(rejected.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0) fail("cannot write", rejected);
    const std::string line =
        json::serialize(json::object{{"scan", json::parse(found->body)}, {"why", why}}) + "\n";
    const bool kept = write_all(descriptor, line) && ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!kept) fail("cannot write", rejected);
    append(fmt::format(R"({{"done":"{}"}})", id), false);
    scans_.erase(found);
}

std::size_t Outbox::waiting() const {
    const std::lock_guard guard(mutex_);
    return scans_.size();
}

std::vector<WaitingScan> Outbox::oldest(std::size_t most) const {
    const std::lock_guard guard(mutex_);
    const auto count = std::min(most, scans_.size());
    return {scans_.begin(), scans_.begin() + static_cast<std::ptrdiff_t>(count)};
}

std::int64_t Outbox::next_number() {
    const std::lock_guard guard(mutex_);
    return ++last_number_;
}

}  // namespace scanner
