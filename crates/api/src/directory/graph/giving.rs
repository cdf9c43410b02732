//! Giving some people the licences of a policy. Each goes through the same steps: looked up, asked for where something
//! differs, read back. The next step of everybody is one batch.

use std::time::Duration;

use axum::http::StatusCode;
use domain::{full_jitter::full_jitter, licensing::LicensingErrorCode};
use serde_json::Value;

use super::{
    Graph, GraphError, assign,
    batch::{BatchRequest, Reply},
    refusals,
    users::{self, Found, GraphUser},
};
use crate::directory::{Answer, Lack, PolicyLicence, Wanted};

/// How often it is looked whether Microsoft Graph shows what it has accepted, and how long between.
const READS: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(300);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// What is next for somebody.
enum Step {
    /// To look for them by the name they sign in with.
    LookUp,
    /// To look for them by their address.
    LookUpByMail,
    /// To ask for this.
    Change { user: GraphUser, body: Value },
    /// To see what has become of it, so many times yet, of which this was shown before.
    ReadBack { before: GraphUser, reads: u32 },
    /// Nothing.
    Over(Answer),
}

/// Somebody on their way.
struct Person<'a> {
    wanted: &'a Wanted,
    licences: &'a [PolicyLicence],
    step: Step,
}

impl Graph {
    /// Gives people the licences of a policy, at most [`LARGEST`](super::LARGEST) of them, and takes away what is to
    /// leave them. Says of each what has come of it, in their order. To ask twice is as good as to ask once.
    pub(crate) async fn give(
        &self,
        licences: &[PolicyLicence],
        people: &[Wanted],
    ) -> Result<Vec<Answer>, GraphError> {
        let begin = |wanted| Person { wanted, licences, step: Step::LookUp };
        let mut people = people.iter().map(begin).collect::<Vec<_>>();
        loop {
            let open = people.iter_mut().filter(|person| !matches!(person.step, Step::Over(_)));
            let mut open = open.collect::<Vec<_>>();
            if open.is_empty() {
                break;
            }
            tokio::time::sleep(pause_before(&open)).await;
            let requests = open.iter().filter_map(|person| person.request()).collect::<Vec<_>>();
            let replies = self.batch(&requests).await?;
            check_permission(&replies)?;
            for (person, reply) in open.iter_mut().zip(replies) {
                person.step = match reply {
                    Reply::Answered { status, body } => person.after(status, body),
                    Reply::NotNow(after) => Step::Over(Answer::NotYet(after)),
                };
            }
        }
        let answers = people.into_iter().map(|person| match person.step {
            Step::Over(answer) => answer,
            _ => Answer::NotYet(None),
        });
        Ok(answers.collect())
    }
}

/// Microsoft Graph may show for a time what was true before: then it is looked again after a while.
fn pause_before(open: &[&mut Person<'_>]) -> Duration {
    let looked = open.iter().map(|person| match person.step {
        Step::ReadBack { reads, .. } => READS.saturating_sub(reads),
        _ => 0,
    });
    match looked.min() {
        None | Some(0) => Duration::ZERO,
        Some(looked) => {
            FIRST_PAUSE + full_jitter(FIRST_PAUSE, LONGEST_PAUSE, looked, fastrand::f64())
        }
    }
}

/// What nobody is permitted is what this program is not, and whoever runs it has to see to that.
fn check_permission(replies: &[Reply]) -> Result<(), GraphError> {
    let mut refused = None;
    for reply in replies {
        match reply {
            Reply::Answered { status, body } if *status == StatusCode::FORBIDDEN => {
                let code = super::code(body.to_string().as_bytes());
                refused = Some(GraphError::Refused { status: *status, code });
            }
            Reply::Answered { .. } | Reply::NotNow(_) => return Ok(()),
        }
    }
    refused.map_or(Ok(()), Err)
}

impl Person<'_> {
    fn request(&self) -> Option<BatchRequest> {
        let get = |url| Some(BatchRequest { method: "GET", url, body: None });
        match &self.step {
            Step::LookUp => get(users::by_principal_name(&self.wanted.email)),
            Step::LookUpByMail => get(users::by_mail(&self.wanted.email)),
            Step::Change { user, body } => Some(BatchRequest {
                method: "POST",
                url: users::assign_license(&user.id),
                body: Some(body.clone()),
            }),
            Step::ReadBack { before, .. } => get(users::by_id(&before.id)),
            Step::Over(_) => None,
        }
    }

    /// The step after the one that was answered.
    fn after(&self, status: StatusCode, body: Value) -> Step {
        match (&self.step, status) {
            // Of others it is permitted, so one that is forbidden is an account that is protected.
            (Step::Change { user, .. }, StatusCode::FORBIDDEN | StatusCode::BAD_REQUEST) => {
                self.refused(user, &body)
            }
            (_, StatusCode::FORBIDDEN) => self.lacks_all(LicensingErrorCode::Other),
            (Step::LookUp, StatusCode::OK) => with(body, |user| self.found(user)),
            // A name that is none (400) may be an address all the same.
            (Step::LookUp, _) => Step::LookUpByMail,
            (Step::LookUpByMail, StatusCode::OK) => match serde_json::from_value::<Found>(body) {
                Ok(Found { value }) => self.found_by_mail(value),
                Err(_) => not_understood(),
            },
            (Step::Change { user, .. }, StatusCode::OK) => {
                Step::ReadBack { before: user.clone(), reads: READS }
            }
            (Step::Change { .. } | Step::ReadBack { .. }, StatusCode::NOT_FOUND) => {
                Step::Over(Answer::NotFound)
            }
            (Step::ReadBack { before, reads }, StatusCode::OK) => {
                with(body, |user| self.read_back(&user, before, reads.saturating_sub(1)))
            }
            _ => not_understood(),
        }
    }

    fn found(&self, user: GraphUser) -> Step {
        match assign::change(&user, self.licences, &self.wanted.leaving) {
            Some(body) => Step::Change { user, body },
            None => Step::Over(self.outcome(&user)),
        }
    }

    fn found_by_mail(&self, found: Vec<GraphUser>) -> Step {
        match <[GraphUser; 1]>::try_from(found) {
            Ok([user]) => self.found(user),
            Err(several) if several.is_empty() => Step::Over(Answer::NotFound),
            // The address is more than one account's, so nobody knows whose it is.
            Err(_) => self.lacks_all(LicensingErrorCode::UniquenessViolation),
        }
    }

    fn refused(&self, user: &GraphUser, body: &Value) -> Step {
        Step::Over(if refusals::is_outdated(body) {
            Answer::NotYet(None)
        } else {
            Answer::Lacks(refusals::lacks(user, self.licences, body))
        })
    }

    /// An error that was there before may be shown of before, too, so it is not believed at once.
    fn read_back(&self, user: &GraphUser, before: &GraphUser, reads: u32) -> Step {
        let outcome = self.outcome(user);
        let is_shown = match &outcome {
            Answer::Has | Answer::NotFound => true,
            Answer::Lacks(_) => user != before,
            Answer::NotYet(_) => false,
        };
        if is_shown || reads == 0 {
            return Step::Over(outcome);
        }
        Step::ReadBack { before: before.clone(), reads }
    }

    fn outcome(&self, user: &GraphUser) -> Answer {
        assign::outcome(user, self.licences, &self.wanted.leaving)
    }

    fn lacks_all(&self, code: LicensingErrorCode) -> Step {
        let lacks = self.licences.iter().map(|licence| Lack { sku: licence.sku.clone(), code });
        Step::Over(Answer::Lacks(lacks.collect()))
    }
}

fn with(body: Value, next: impl Fn(GraphUser) -> Step) -> Step {
    serde_json::from_value(body).map_or_else(|_| not_understood(), next)
}

fn not_understood() -> Step {
    tracing::warn!(
        "Microsoft Graph answers about somebody what is not understood; they are asked for again"
    );
    Step::Over(Answer::NotYet(None))
}
