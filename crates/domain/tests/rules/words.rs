//! The words that screens show and the codes that travel: each says something, in the way that labels and codes are
//! written, and no two of a kind say the same.

use std::collections::BTreeSet;

use domain::{
    account_status::AccountStatus,
    article_report::{ArticleAddressError, ArticleDetailsError, ArticleFault},
    community::{EntryKind, Topic, road_map},
    help::Need,
    history::HistoryAction,
    import::{
        report::{FileKind, SheetError, SheetsOnly},
        results::ResultKind,
        row::RowKind,
    },
    job::{JobFailure, JobKind, JobState},
    leaver::{NotAJoiner, NotALeaver},
    licensing::{Fixer, LicenceState, LicensingErrorCode},
    log_on::{LogOnResult, Risk},
    mfa::WhyAlways,
    organisation::ServiceLevel,
    outcome_kind::OutcomeKind,
    policy::{SortBy, SortOrder},
    session::Role,
    shared_mailbox::Lost,
    sign_in_method::SignInMethod,
};
use jiff::{Timestamp, civil::date};

const STATUSES: [AccountStatus; 5] = [
    AccountStatus::Active,
    AccountStatus::Leaver { until: date(2026, 12, 1) },
    AccountStatus::Disabled,
    AccountStatus::Compromised { since: Timestamp::UNIX_EPOCH },
    AccountStatus::Remediated { since: Timestamp::UNIX_EPOCH },
];

const NOT_LEAVERS: [NotALeaver; 4] = [
    NotALeaver::Already { until: date(2026, 12, 1) },
    NotALeaver::Disabled,
    NotALeaver::Compromised,
    NotALeaver::Oneself,
];

const NOT_JOINERS: [NotAJoiner; 7] = [
    NotAJoiner::AlreadyHere,
    NotAJoiner::LeaverHere,
    NotAJoiner::ActiveElsewhere,
    NotAJoiner::StillLeaving,
    NotAJoiner::NotInUse,
    NotAJoiner::OrganisationClosed,
    NotAJoiner::NotFoundOrAupNotAccepted,
];

const JOB_STATES: [JobState; 5] = [
    JobState::Queued,
    JobState::Running,
    JobState::Finished,
    JobState::Cancelled,
    JobState::Failed,
];

const ROLES: [Role; 4] =
    [Role::PrimaryLocalAdministrator, Role::LocalAdministrator, Role::LicenceAdmin, Role::Helpdesk];

fn result_kinds() -> impl Iterator<Item = ResultKind> {
    let others = [ResultKind::LeftOut, ResultKind::Duplicate, ResultKind::NotAnAddress];
    OutcomeKind::ALL.into_iter().map(ResultKind::Outcome).chain(others)
}

/// What a table, a tag or a menu calls things: short, and no two the same.
fn assert_labels<T: AsRef<str>>(labels: impl IntoIterator<Item = T>) {
    let labels = texts(labels);
    for label in &labels {
        assert!(label.starts_with(|first: char| first.is_ascii_uppercase()), "{label:?}");
        assert!(!label.ends_with('.') && label.len() < 80, "{label:?}");
    }
    assert_different(&labels);
}

/// What says more, in whole sentences: no two the same.
fn assert_sentences<T: AsRef<str>>(sentences: impl IntoIterator<Item = T>) {
    let sentences = texts(sentences);
    for sentence in &sentences {
        assert!(sentence.starts_with(|first: char| first.is_ascii_uppercase()), "{sentence:?}");
        assert!(sentence.split(' ').count() >= 3, "{sentence:?}");
        assert!(!sentence.contains("  "), "{sentence:?}");
    }
    assert_different(&sentences);
}

/// What programs know things by, on the wire and in addresses: no two the same.
fn assert_codes<T: AsRef<str>>(codes: impl IntoIterator<Item = T>) {
    let codes = texts(codes);
    for code in &codes {
        let is_code = code.starts_with(|first: char| first.is_ascii_alphabetic())
            && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        assert!(is_code, "{code:?}");
    }
    assert_different(&codes);
}

fn texts<T: AsRef<str>>(all: impl IntoIterator<Item = T>) -> Vec<String> {
    all.into_iter().map(|text| text.as_ref().to_owned()).collect()
}

fn assert_different(texts: &[String]) {
    assert!(texts.len() > 1, "{texts:?}");
    assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), texts.len(), "{texts:?}");
}

#[test]
fn every_label_says_which_it_is() {
    assert_labels(STATUSES.map(AccountStatus::label));
    assert_labels(ArticleFault::ALL.map(ArticleFault::label));
    assert_labels(Topic::ALL.map(Topic::label));
    let standings = [road_map::Standing::Past, road_map::Standing::Next, road_map::Standing::Later];
    assert_labels(standings.map(road_map::Standing::label));
    assert_labels(Need::ALL.map(Need::label));
    assert_labels(HistoryAction::ALL.map(HistoryAction::label));
    assert_labels(JOB_STATES.map(JobState::label));
    assert_labels([JobKind::Members, JobKind::Licences].map(JobKind::label));
    assert_labels(LicenceState::ALL.map(LicenceState::label));
    assert_labels(Fixer::ALL.map(Fixer::heading));
    let risks = [Risk::NotKnown, Risk::None, Risk::Low, Risk::Medium, Risk::High];
    assert_labels(risks.map(Risk::label));
    assert_labels(LogOnResult::ALL.map(LogOnResult::label));
    assert_labels([ServiceLevel::Standard, ServiceLevel::Enhanced].map(ServiceLevel::label));
    assert_labels(OutcomeKind::ALL.map(OutcomeKind::label));
    assert_labels(ROLES.map(Role::label));
    assert_labels(result_kinds().map(ResultKind::label));
    assert_labels(RowKind::ALL.map(RowKind::label));
    assert_labels(SignInMethod::ALL.map(SignInMethod::label));
}

#[test]
fn every_explanation_says_something_of_its_own() {
    assert_eq!(AccountStatus::Active.meaning(), None);
    assert_sentences(STATUSES.into_iter().filter_map(AccountStatus::meaning));
    let failures = [JobFailure::Database, JobFailure::Fault, JobFailure::Interrupted];
    assert_sentences(failures.map(JobFailure::explain));
    let why = [WhyAlways::Compromised, WhyAlways::NotRemediated, WhyAlways::KeptElsewhere];
    assert_sentences(why.map(WhyAlways::explain));
    assert_sentences([Lost::Formatting, Lost::Ending].map(Lost::explain));
    assert_sentences(LicensingErrorCode::ALL.map(LicensingErrorCode::explain));
    assert_sentences(LogOnResult::ALL.into_iter().filter_map(LogOnResult::explain));
    let kinds = [
        FileKind::WebPage,
        FileKind::Pdf,
        FileKind::Document,
        FileKind::Presentation,
        FileKind::Picture,
        FileKind::Archive,
    ];
    assert_sentences(kinds.map(|kind| SheetError::OtherFile { kind }.to_string()));
    let only = [SheetsOnly::Macros, SheetsOnly::Charts, SheetsOnly::Hidden];
    assert_sentences(only.map(|only| SheetError::NoWorksheet { only }.to_string()));
    assert_sentences(NOT_LEAVERS.map(|why| why.to_string()));
    assert_sentences(NOT_JOINERS.map(|why| why.to_string()));
}

#[test]
fn every_code_is_one_of_a_kind() {
    assert_codes(STATUSES.map(AccountStatus::code));
    assert_codes(ArticleFault::ALL.map(ArticleFault::code));
    let details = [
        ArticleDetailsError::Missing,
        ArticleDetailsError::TooLong,
        ArticleDetailsError::NullCharacter,
    ];
    assert_codes(details.map(ArticleDetailsError::code));
    let addresses = [
        ArticleAddressError::Missing,
        ArticleAddressError::TooLong,
        ArticleAddressError::NoAddress,
    ];
    assert_codes(addresses.map(ArticleAddressError::code));
    assert_codes(Topic::ALL.map(Topic::code));
    assert_codes([EntryKind::Update, EntryKind::Release].map(EntryKind::folder));
    assert_codes(Need::ALL.map(Need::code));
    assert_codes(HistoryAction::ALL.map(HistoryAction::code));
    assert_codes(LicenceState::ALL.map(LicenceState::code));
    assert_codes(LicensingErrorCode::ALL.map(LicensingErrorCode::code));
    assert_codes(LogOnResult::ALL.map(LogOnResult::code));
    assert_codes(NOT_LEAVERS.map(NotALeaver::code));
    assert_codes(NOT_JOINERS.map(NotAJoiner::code));
    assert_codes(OutcomeKind::ALL.map(OutcomeKind::code));
    assert_codes(result_kinds().map(ResultKind::code));
    assert_codes(RowKind::ALL.map(RowKind::code));
    assert_codes(SortBy::ALL.map(SortBy::code));
    assert_codes([SortOrder::Ascending, SortOrder::Descending].map(SortOrder::code));
    let why = [WhyAlways::Compromised, WhyAlways::NotRemediated, WhyAlways::KeptElsewhere];
    assert_codes(why.map(WhyAlways::code));
}
