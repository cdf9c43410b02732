//! Why a request gave no answer that can be used.

use domain::{import::machine::Failure, problem::Problem};

/// Why a request gave no answer that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No answer came: the connection, or the server, is down.
    #[error("The service could not be reached. Check your connection and try again")]
    Unreachable,
    /// The server answered with a problem.
    #[error("{}", problem.detail)]
    Problem {
        /// What it said.
        problem: Box<Problem>,
        /// After how many seconds to try again, where it said so.
        retry_after: Option<u32>,
    },
    /// The answer is not what the API promises: app and server do not fit, or something stands between them.
    #[error("The service’s answer could not be read. Reload the page")]
    Unreadable {
        /// The HTTP status it had.
        status: u16,
    },
}

impl ApiError {
    /// What the server would say to an address that can name nothing, without asking it.
    pub fn not_found() -> Self {
        let problem = made_up(404, "notFound", "There is nothing at this address".to_owned());
        Self::Problem { problem: Box::new(problem), retry_after: None }
    }

    /// What the server said, if it said anything.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem { problem, .. } => Some(problem),
            Self::Unreachable | Self::Unreadable { .. } => None,
        }
    }

    /// Whether the server said this of it.
    pub fn has_code(&self, code: &str) -> bool {
        self.problem().is_some_and(|problem| problem.code == code)
    }

    /// Whether the answer had this HTTP status.
    pub fn has_status(&self, status: u16) -> bool {
        self.problem().is_some_and(|problem| problem.status == status)
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Unreachable => Self::of(None, None),
            ApiError::Problem { problem, retry_after } => Self::of(Some(*problem), retry_after),
            ApiError::Unreadable { status } => {
                let detail = error.to_string();
                Self::of(Some(made_up(status, "unreadable", detail)), None)
            }
        }
    }
}

/// A problem that no server stated: in place of an answer without one, such as a proxy gives.
fn made_up(status: u16, code: &'static str, detail: String) -> Problem {
    Problem {
        status,
        code: code.into(),
        title: "".into(),
        detail,
        request_id: String::new(),
        errors: Vec::new(),
        current: None,
    }
}
