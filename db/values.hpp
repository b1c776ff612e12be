#pragma once
// The domain's enumerations as columns.

#include "db/columns.hpp"
#include "domain/booking.hpp"
#include "domain/borrower.hpp"
#include "domain/candidate.hpp"
#include "domain/count.hpp"
#include "domain/event.hpp"
#include "domain/loan.hpp"
#include "domain/message.hpp"
#include "domain/notice.hpp"
#include "domain/photo.hpp"
#include "domain/pickup.hpp"
#include "domain/product.hpp"
#include "domain/readiness.hpp"
#include "domain/reminder.hpp"
#include "domain/repair.hpp"
#include "domain/role.hpp"
#include "domain/scan.hpp"
#include "domain/stock.hpp"
#include "domain/talk.hpp"
#include "domain/weekly_list.hpp"

namespace db {

template <auto Parse>
struct ParsedBy {
    static auto parse(std::string_view text) { return Parse(text); }
};

template <>
struct EnumColumn<domain::State> : ParsedBy<domain::parse_state> {};
template <>
struct EnumColumn<domain::Owner> : ParsedBy<domain::parse_owner> {};
template <>
struct EnumColumn<domain::WashClass> : ParsedBy<domain::parse_wash_class> {};
template <>
struct EnumColumn<domain::Stock> : ParsedBy<domain::parse_stock> {};
template <>
struct EnumColumn<domain::Expected> : ParsedBy<domain::parse_expected> {};
template <>
struct EnumColumn<domain::EndReason> : ParsedBy<domain::parse_end_reason> {};
template <>
struct EnumColumn<domain::Role> : ParsedBy<domain::parse_role> {};
template <>
struct EnumColumn<domain::Tracking> : ParsedBy<domain::parse_tracking> {};
template <>
struct EnumColumn<domain::BorrowerKind> : ParsedBy<domain::parse_borrower_kind> {};
template <>
struct EnumColumn<domain::Protection> : ParsedBy<domain::parse_protection> {};
template <>
struct EnumColumn<domain::PickupKind> : ParsedBy<domain::parse_pickup_kind> {};
template <>
struct EnumColumn<domain::PickupReason> : ParsedBy<domain::parse_pickup_reason> {};
template <>
struct EnumColumn<domain::PickupOutcome> : ParsedBy<domain::parse_pickup_outcome> {};
template <>
struct EnumColumn<domain::EventKind> : ParsedBy<domain::parse_event_kind> {};
template <>
struct EnumColumn<domain::WorkOutcome> : ParsedBy<domain::parse_work_outcome> {};
template <>
struct EnumColumn<domain::ScanMode> : ParsedBy<domain::parse_scan_mode> {};
template <>
struct EnumColumn<domain::FindingKind> : ParsedBy<domain::parse_finding_kind> {};
template <>
struct EnumColumn<domain::NoticeOutcome> : ParsedBy<domain::parse_notice_outcome> {};
template <>
struct EnumColumn<domain::MovementKind> : ParsedBy<domain::parse_movement_kind> {};
template <>
struct EnumColumn<domain::BookingState> : ParsedBy<domain::parse_booking_state> {};
template <>
struct EnumColumn<domain::PhotoKind> : ParsedBy<domain::parse_photo_kind> {};
template <>
struct EnumColumn<domain::ListChange> : ParsedBy<domain::parse_list_change> {};
template <>
struct EnumColumn<domain::CandidateState> : ParsedBy<domain::parse_candidate_state> {};
template <>
struct EnumColumn<domain::TalkHow> : ParsedBy<domain::parse_talk_how> {};
template <>
struct EnumColumn<domain::TalkOutcome> : ParsedBy<domain::parse_talk_outcome> {};
template <>
struct EnumColumn<domain::Handover> : ParsedBy<domain::parse_handover> {};
template <>
struct EnumColumn<domain::ReminderStep> : ParsedBy<domain::parse_reminder_step> {};
template <>
struct EnumColumn<domain::MessageKind> : ParsedBy<domain::parse_message_kind> {};
template <>
struct EnumColumn<domain::MessageState> : ParsedBy<domain::parse_message_state> {};
template <>
struct EnumColumn<domain::Medium> : ParsedBy<domain::parse_medium> {};
template <>
struct EnumColumn<domain::Unsent> : ParsedBy<domain::parse_unsent> {};
template <>
struct EnumColumn<domain::AttemptResult> : ParsedBy<domain::parse_attempt_result> {};

}  // namespace db
