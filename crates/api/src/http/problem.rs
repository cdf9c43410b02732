//! Every error answer of the API: its status, stable code, title and words for the person.
//!
//! A handler returns an [`ApiError`]. Its response carries the [`Problem`](domain::problem::Problem) as an extension; the
//! outermost layer ([`super::observe`]) adds the request's id and writes the body, so that errors
//! made by layers and by handlers look the same.

mod from;
mod response;
mod words;

use axum::http::StatusCode;
use domain::{
    leaver::{NotAJoiner, NotALeaver},
    mfa::WhyAlways,
    problem::FieldError,
};
use jiff::Timestamp;

use self::words::{count, in_time, in_utc, people, summary};
use crate::{
    auth::{RoleLacking, token::TokenError},
    store::policies::StoredPolicy,
};

/// Why a request is not answered as hoped. Its display is the `detail` of the problem.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    #[error(transparent)]
    NotSignedIn(#[from] TokenError),
    #[error(
        "You are signed in, but you do not administer any organisation. \
         Ask your primary local administrator to add you"
    )]
    NotAnAdministrator,
    #[error(transparent)]
    RoleLacking(#[from] RoleLacking),
    #[error("National policies cannot be changed. Create a local policy instead")]
    NationalPolicyNotEditable,
    #[error("It does not exist, or belongs to an organisation that you do not administer")]
    NotFound,
    #[error("The API has no such address")]
    EndpointUnknown,
    #[error("The address does not allow this method")]
    MethodNotAllowed,
    #[error("The query is not valid: {0}")]
    QueryInvalid(String),
    #[error("The body must be JSON, sent as application/json")]
    MediaTypeUnsupported,
    #[error("The body must be 1 MB or smaller")]
    BodyTooLarge,
    #[error("The body could not be read to its end. Send it again")]
    BodyIncomplete,
    #[error("The body is not JSON: {0}")]
    BodyNotJson(String),
    #[error("{}", summary(.0))]
    Invalid(Vec<FieldError>),
    #[error("Your organisation already has a policy with this name. Enter another name")]
    PolicyNameTaken,
    #[error("{} would leave the policy they are in. Confirm the moves, or leave them out", people(*.0))]
    MovesNotConfirmed(usize),
    #[error(
        "The policy has already been changed, and its members are getting its licences. To undo \
         that, change the policy again"
    )]
    JobNotCancellable,
    #[error(
        "The members of this policy are already being given their licences. Wait until that is done"
    )]
    LicencesApplying,
    #[error(
        "Nobody lacks a licence of this policy any more. Reload the page to see how things are now"
    )]
    NoLicensingErrors,
    #[error("This service sends no emails. Download the CSV file instead")]
    MailNotSetUp,
    #[error("Reports of articles cannot be sent from here. Tell your helpdesk about the article")]
    SupportNotSetUp,
    #[error(
        "Someone has changed the members since then: {} match now. Check who they are, then move \
         them",
        count(*.0)
    )]
    MembersChanged(u64),
    #[error("Send an Idempotency-Key header, so that nothing is done twice if you send this again")]
    IdempotencyKeyMissing,
    #[error("The Idempotency-Key header must be 1 to 128 visible ASCII characters")]
    IdempotencyKeyMalformed,
    #[error("This Idempotency-Key was used for another request. Use a new one")]
    IdempotencyKeyReused,
    #[error("This very request is still being done. Wait a moment, then send it again as it is")]
    IdempotencyKeyInProgress,
    #[error(
        "This part of the import is here already. Read what became of it from the list of jobs, \
         and give what you send now the next number"
    )]
    ImportPartExists,
    #[error("Send an If-Match header with the ETag of the version you have changed")]
    PreconditionRequired,
    #[error(
        "Someone else has changed the policy since you opened it. \
         Compare their changes with yours, then save again"
    )]
    Stale(Box<StoredPolicy>),
    #[error(
        "Somebody else has changed this mailbox since you opened it, so your replies are not \
         saved. Look at theirs, then save yours instead or keep theirs"
    )]
    MailboxChanged { tag: String },
    #[error(
        "There have been too many requests in a short time. \
         Wait {}, then try again", if *.seconds == 1 { "a second".to_owned() } else { format!("{} seconds", .seconds) }
    )]
    TooManyRequests { seconds: u64 },
    #[error(transparent)]
    CannotLeave(#[from] NotALeaver),
    #[error("They are no longer a leaver. Reload the page to see how things are now")]
    NoLeaver,
    #[error(transparent)]
    CannotJoin(#[from] NotAJoiner),
    #[error(
        "Your organisation has no seat of {product} left, so they cannot go into its default policy. \
         Free up a seat, or choose another default policy"
    )]
    JoinerNoSeats { product: String },
    #[error("{}", .0.explain())]
    MfaEnforcedAlways(WhyAlways),
    #[error(
        "MFA is disabled already, until {}. You cannot extend this: wait until then, or enforce \
         MFA again now and give a new reason", in_utc(*.until)
    )]
    MfaAlreadyDisabled { until: Timestamp },
    #[error(
        "This person’s MFA is being changed at the moment. Wait a minute, then reload the page to \
         see how things are"
    )]
    MfaBeingChanged,
    #[error(
        "This service is not permitted to change MFA in Microsoft Entra. \
         Ask whoever runs it to grant GroupMember.ReadWrite.All; until then, ask the helpdesk"
    )]
    MfaNotPermitted,
    #[error(
        "Microsoft Entra does not let this service change MFA ({0}). \
         Ask whoever runs it to check the group that goes without MFA; until then, ask the helpdesk"
    )]
    MfaGroupRefused(String),
    #[error("MFA is no longer disabled. Reload the page to see how things are now")]
    MfaNotDisabled,
    #[error(
        "Microsoft tells when people signed in only where the tenant has Microsoft Entra ID P1 or P2. \
         Ask the helpdesk whether it has"
    )]
    LogOnsNotLicensed,
    #[error(
        "This service is not permitted to read when people signed in. \
         Ask whoever runs it to grant AuditLog.Read.All and Directory.Read.All"
    )]
    LogOnsNotPermitted,
    #[error(
        "This service is not permitted to read how people sign in. \
         Ask whoever runs it to grant UserAuthenticationMethod.Read.All"
    )]
    SignInMethodsNotPermitted,
    #[error(
        "Microsoft Entra has nobody with this address. Ask the helpdesk to look at the account"
    )]
    NotInDirectory,
    #[error(
        "Microsoft has no mailbox with this address, or cannot open it. \
         Ask whoever runs this service to check the address that was recorded"
    )]
    MailboxNotInDirectory,
    #[error(
        "This service is not permitted to read or change this mailbox. \
         Ask whoever runs it to grant MailboxSettings.ReadWrite, and to check which mailboxes it may use"
    )]
    MailboxNotPermitted,
    #[error(
        "Microsoft did not accept these replies ({0}), so nothing is saved. \
         Check the times, then try again, or change the replies in Outlook"
    )]
    MailboxRefused(String),
    #[error(
        "This mailbox uses a time zone that this service does not know. Change the replies in \
         Outlook"
    )]
    MailboxTimeZone,
    #[error("Microsoft is not answering at the moment. Try again {}", in_time(*.seconds))]
    DirectoryNotReady { seconds: u64 },
    #[error("It took too long. Try again")]
    TimedOut,
    #[error("The service is busy. Try again in a moment")]
    Busy,
    #[error(
        "Something went wrong on our side. Try again. If it happens again, give the helpdesk the request ID"
    )]
    Internal(String),
}

impl ApiError {
    fn parts(&self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::NotSignedIn(error @ TokenError::NotChecked) => {
                (S::SERVICE_UNAVAILABLE, error.code(), "Sign-in not checked")
            }
            Self::NotSignedIn(error) => (S::UNAUTHORIZED, error.code(), "Not signed in"),
            Self::NotAnAdministrator => (S::FORBIDDEN, "notAnAdministrator", "No organisations"),
            Self::RoleLacking(_) => (S::FORBIDDEN, "roleLacking", "Not allowed"),
            Self::NationalPolicyNotEditable => {
                (S::FORBIDDEN, "nationalPolicyNotEditable", "Not editable")
            }
            Self::NotFound => (S::NOT_FOUND, "notFound", "Not found"),
            Self::EndpointUnknown => (S::NOT_FOUND, "endpointUnknown", "No such address"),
            Self::MethodNotAllowed => {
                (S::METHOD_NOT_ALLOWED, "methodNotAllowed", "Method not allowed")
            }
            Self::QueryInvalid(_) => (S::BAD_REQUEST, "queryInvalid", "Query not valid"),
            Self::MediaTypeUnsupported => {
                (S::UNSUPPORTED_MEDIA_TYPE, "mediaTypeUnsupported", "Not JSON")
            }
            Self::BodyTooLarge => (S::PAYLOAD_TOO_LARGE, "bodyTooLarge", "Body too large"),
            Self::BodyIncomplete => (S::BAD_REQUEST, "bodyIncomplete", "Body not complete"),
            Self::BodyNotJson(_) => (S::BAD_REQUEST, "bodyNotJson", "Not JSON"),
            Self::Invalid(_) => (S::UNPROCESSABLE_ENTITY, "validationFailed", "There is a problem"),
            Self::PolicyNameTaken => (S::CONFLICT, "policyNameTaken", "Name taken"),
            Self::MovesNotConfirmed(_) => {
                (S::UNPROCESSABLE_ENTITY, "movesNotConfirmed", "Moves not confirmed")
            }
            Self::JobNotCancellable => (S::CONFLICT, "jobNotCancellable", "Cannot be stopped"),
            Self::LicencesApplying => (S::CONFLICT, "licencesApplying", "Under way already"),
            Self::NoLicensingErrors => (S::CONFLICT, "noLicensingErrors", "Nothing to try again"),
            Self::MailNotSetUp => (S::CONFLICT, "mailNotSetUp", "No emails"),
            Self::SupportNotSetUp => (S::CONFLICT, "supportNotSetUp", "Nobody to send it to"),
            Self::MembersChanged(_) => (S::CONFLICT, "membersChanged", "Members have changed"),
            Self::IdempotencyKeyMissing => {
                (S::BAD_REQUEST, "idempotencyKeyMissing", "Idempotency-Key missing")
            }
            Self::IdempotencyKeyMalformed => {
                (S::BAD_REQUEST, "idempotencyKeyMalformed", "Idempotency-Key not valid")
            }
            Self::IdempotencyKeyReused => {
                (S::UNPROCESSABLE_ENTITY, "idempotencyKeyReused", "Idempotency-Key used before")
            }
            Self::IdempotencyKeyInProgress => {
                (S::CONFLICT, "idempotencyKeyInProgress", "Still being done")
            }
            Self::ImportPartExists => (S::UNPROCESSABLE_ENTITY, "importPartExists", "Part exists"),
            Self::PreconditionRequired => {
                (S::PRECONDITION_REQUIRED, "preconditionRequired", "If-Match missing")
            }
            Self::MailboxChanged { .. } => {
                (S::PRECONDITION_FAILED, "mailboxChanged", "Changed by someone else")
            }
            Self::Stale(_) => (S::PRECONDITION_FAILED, "policyChanged", "Changed by someone else"),
            Self::TooManyRequests { .. } => {
                (S::TOO_MANY_REQUESTS, "tooManyRequests", "Too many requests")
            }
            Self::CannotLeave(why) => (S::CONFLICT, why.code(), "Cannot be a leaver"),
            Self::NoLeaver => (S::CONFLICT, "notALeaver", "Not a leaver"),
            Self::CannotJoin(why) => (S::CONFLICT, why.code(), "Cannot be taken over"),
            Self::JoinerNoSeats { .. } => (S::CONFLICT, "joinerNoSeats", "No seats left"),
            Self::MfaEnforcedAlways(why) => (S::CONFLICT, why.code(), "MFA stays enforced"),
            Self::MfaAlreadyDisabled { .. } => {
                (S::CONFLICT, "mfaAlreadyDisabled", "Disabled already")
            }
            Self::MfaBeingChanged => (S::CONFLICT, "mfaBeingChanged", "Being changed"),
            Self::MfaNotPermitted => (S::CONFLICT, "mfaNotPermitted", "Not permitted"),
            Self::MfaGroupRefused(_) => {
                (S::CONFLICT, "mfaGroupRefused", "Not accepted by Microsoft")
            }
            Self::MfaNotDisabled => (S::CONFLICT, "mfaNotDisabled", "Not disabled"),
            Self::LogOnsNotLicensed => (S::CONFLICT, "logOnsNotLicensed", "Not licensed"),
            Self::LogOnsNotPermitted => (S::CONFLICT, "logOnsNotPermitted", "Not permitted"),
            Self::SignInMethodsNotPermitted => {
                (S::CONFLICT, "signInMethodsNotPermitted", "Not permitted")
            }
            Self::NotInDirectory => (S::CONFLICT, "notInDirectory", "Not in the directory"),
            Self::MailboxNotInDirectory => {
                (S::CONFLICT, "mailboxNotInDirectory", "Not in the directory")
            }
            Self::MailboxNotPermitted => (S::CONFLICT, "mailboxNotPermitted", "Not permitted"),
            Self::MailboxRefused(_) => (S::CONFLICT, "mailboxRefused", "Not accepted by Microsoft"),
            Self::MailboxTimeZone => (S::CONFLICT, "mailboxTimeZone", "Time zone not known"),
            Self::DirectoryNotReady { .. } => {
                (S::SERVICE_UNAVAILABLE, "directoryNotReady", "Microsoft is not answering")
            }
            Self::TimedOut => (S::SERVICE_UNAVAILABLE, "timedOut", "Took too long"),
            Self::Busy => (S::SERVICE_UNAVAILABLE, "busy", "Busy"),
            Self::Internal(_) => (S::INTERNAL_SERVER_ERROR, "internal", "Something went wrong"),
        }
    }
}
