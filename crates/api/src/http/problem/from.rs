//! What other errors are to whoever asked.

use std::time::Duration;

use domain::mfa::WhyAlways;

use super::ApiError;
use crate::{
    directory::{
        graph::{
            GraphError, mfa_group::MfaGroupError, sign_in_methods::MethodsError,
            sign_ins::SignInsError,
        },
        log_ons::LogOnsError,
        replies::RepliesError,
        sign_in_methods::SignInMethodsError,
    },
    store::{StoreError, job_requests::InsertJobError},
};

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        if error.is_transient() { Self::Busy } else { Self::Internal(error.to_string()) }
    }
}

impl From<WhyAlways> for ApiError {
    fn from(why: WhyAlways) -> Self {
        Self::MfaEnforcedAlways(why)
    }
}

impl From<LogOnsError> for ApiError {
    fn from(error: LogOnsError) -> Self {
        let error = match error {
            LogOnsError::Store(error) => return error.into(),
            LogOnsError::Directory(error) => error,
        };
        match error {
            SignInsError::Nobody => Self::NotInDirectory,
            SignInsError::NotLicensed => Self::LogOnsNotLicensed,
            SignInsError::NotPermitted => Self::LogOnsNotPermitted,
            SignInsError::Graph(error) => not_ready(&error, "log-ons could not be read"),
        }
    }
}

impl From<SignInMethodsError> for ApiError {
    fn from(error: SignInMethodsError) -> Self {
        match error {
            SignInMethodsError::Store(error) => error.into(),
            SignInMethodsError::Directory(MethodsError::Nobody) => Self::NotInDirectory,
            SignInMethodsError::Directory(MethodsError::NotPermitted) => {
                Self::SignInMethodsNotPermitted
            }
            SignInMethodsError::Directory(MethodsError::Graph(error)) => {
                not_ready(&error, "sign-in methods could not be read")
            }
        }
    }
}

impl From<RepliesError> for ApiError {
    fn from(error: RepliesError) -> Self {
        match error {
            RepliesError::NoMailbox => Self::MailboxNotInDirectory,
            RepliesError::NotPermitted => Self::MailboxNotPermitted,
            RepliesError::Refused { code } => Self::MailboxRefused(code),
            RepliesError::TimeZone => Self::MailboxTimeZone,
            RepliesError::Graph(error) => not_ready(&error, "a shared mailbox cannot be used"),
        }
    }
}

impl From<MfaGroupError> for ApiError {
    fn from(error: MfaGroupError) -> Self {
        match error {
            MfaGroupError::Nobody => Self::NotInDirectory,
            MfaGroupError::NotPermitted => Self::MfaNotPermitted,
            MfaGroupError::Refused { status, code } => {
                Self::MfaGroupRefused(format!("{} {code}", status.as_u16()))
            }
            MfaGroupError::Graph(error) => not_ready(&error, "MFA cannot be changed"),
        }
    }
}

/// When to come again, where nobody said so.
const A_MINUTE: Duration = Duration::from_mins(1);

/// What Microsoft Graph says names no person, so it can be logged.
fn not_ready(error: &GraphError, what: &'static str) -> ApiError {
    tracing::warn!(%error, "{what}");
    let seconds = error.after().unwrap_or(A_MINUTE).as_secs().max(1);
    ApiError::DirectoryNotReady { seconds }
}

impl From<InsertJobError> for ApiError {
    fn from(error: InsertJobError) -> Self {
        match error {
            InsertJobError::PartExists => Self::ImportPartExists,
            InsertJobError::Store(error) => error.into(),
        }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        StoreError::from(error).into()
    }
}
