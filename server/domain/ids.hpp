#pragma once
// Strong ids: two of them never mix by accident. Zero is "not stored yet".

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace domain {

template <class Tag>
struct Id {
    std::int64_t value = 0;
    auto operator<=>(const Id&) const = default;
};

using ProductId = Id<struct ProductTag>;
using ItemId = Id<struct ItemTag>;
using BorrowerId = Id<struct BorrowerTag>;
using LoanId = Id<struct LoanTag>;
using LoanLineId = Id<struct LoanLineTag>;
using EventId = Id<struct EventTag>;
using ActorId = Id<struct ActorTag>;
using DiscrepancyId = Id<struct DiscrepancyTag>;
using ExtensionId = Id<struct ExtensionTag>;
using PickupId = Id<struct PickupTag>;
using WorkOrderId = Id<struct WorkOrderTag>;
using PartId = Id<struct PartTag>;
using HandoutId = Id<struct HandoutTag>;
using TransferId = Id<struct TransferTag>;
using CountId = Id<struct CountTag>;
using NoticeId = Id<struct NoticeTag>;
using SessionId = Id<struct SessionTag>;
using BookingId = Id<struct BookingTag>;
using PhotoId = Id<struct PhotoTag>;
using SetId = Id<struct SetTag>;
using CandidateId = Id<struct CandidateTag>;
using TalkId = Id<struct TalkTag>;
using MessageId = Id<struct MessageTag>;

// A depot is named by people ("SMS"), so its id is text.
using DepotId = std::string;

}  // namespace domain
