//! What other errors are to whoever asked.

use domain::mfa::WhyAlways;

use super::ApiError;
use crate::{
    directory::{graph::sign_ins::SignInsError, log_ons::LogOnsError},
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
            SignInsError::Graph(error) => {
                // It names no person.
                tracing::warn!(%error, "log-ons could not be read");
                Self::DirectoryNotReady
            }
        }
    }
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
