//! An error as an answer: its problem, and the headers that go with it.

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    policy::Policy,
    problem::{FieldError, Problem},
};

use super::ApiError;
use crate::{auth::token::TokenError, http::etag};

impl ApiError {
    fn into_problem(self, code: &'static str, title: &'static str, status: u16) -> Problem {
        let detail = self.to_string();
        let mut errors = Vec::new();
        let mut current: Option<Box<Policy>> = None;
        match self {
            Self::Invalid(found) => errors = found,
            Self::PolicyNameTaken => errors.push(FieldError::new("/name", code, &detail)),
            Self::MovesNotConfirmed(_) => errors.push(FieldError::new("/moves", code, &detail)),
            Self::MembersChanged(_) => errors.push(FieldError::new("/expected", code, &detail)),
            Self::ImportPartExists => errors.push(FieldError::new("/import/part", code, &detail)),
            Self::Stale(stored) => current = Some(Box::new(stored.policy)),
            _ => {}
        }
        Problem {
            status,
            code: code.into(),
            title: title.into(),
            detail,
            request_id: String::new(),
            errors,
            current,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, title) = self.parts();
        if let Self::Internal(reason) = &self {
            tracing::error!(reason, "a request failed");
        }
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        let header = match &self {
            Self::NotSignedIn(TokenError::NotChecked) => {
                Some((header::RETRY_AFTER, "10".to_owned()))
            }
            Self::NotSignedIn(_) => Some((header::WWW_AUTHENTICATE, "Bearer".to_owned())),
            Self::TimedOut | Self::Busy | Self::IdempotencyKeyInProgress => {
                Some((header::RETRY_AFTER, "1".to_owned()))
            }
            Self::TooManyRequests { seconds } | Self::DirectoryNotReady { seconds } => {
                Some((header::RETRY_AFTER, seconds.to_string()))
            }
            Self::MailboxChanged { tag } => Some((header::ETAG, tag.clone())),
            Self::Stale(stored) => Some((header::ETAG, etag::of(stored.version))),
            _ => None,
        };
        if let Some((name, value)) = header
            && let Ok(value) = HeaderValue::try_from(value)
        {
            response.headers_mut().insert(name, value);
        }
        let problem = self.into_problem(code, title, status.as_u16());
        response.extensions_mut().insert(problem);
        response
    }
}
