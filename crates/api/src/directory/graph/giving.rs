//! Giving some people the licences of a policy: look them up, ask for what differs, read back what has become of it.

use std::time::Duration;

use axum::http::StatusCode;
use domain::{full_jitter::full_jitter, licensing::LicensingErrorCode};
use serde::de::DeserializeOwned;
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

/// How far it has come with somebody.
enum Step {
    /// They are looked for by the name they sign in with, then by their address.
    LookUp,
    LookUpByMail,
    /// This is what they have.
    Known(GraphUser),
    /// What was asked for was accepted: it is to be read back.
    Accepted {
        id: String,
    },
    Over(Answer),
}

impl Graph {
    /// Gives people the licences of a policy, at most [`LARGEST`](super::LARGEST) of them, and takes away what is to
    /// leave them. Says of each what has come of it, in their order. To ask twice is as good as to ask once.
    pub(crate) async fn give(
        &self,
        licences: &[PolicyLicence],
        people: &[Wanted],
    ) -> Result<Vec<Answer>, GraphError> {
        let mut steps = people.iter().map(|_| Step::LookUp).collect::<Vec<_>>();
        self.look_up(people, &mut steps, licences).await?;
        self.change(people, &mut steps, licences).await?;
        self.read_back(people, &mut steps, licences).await?;
        let answers = steps.into_iter().map(|step| match step {
            Step::Over(answer) => answer,
            _ => Answer::NotYet(None),
        });
        Ok(answers.collect())
    }

    async fn look_up(
        &self,
        people: &[Wanted],
        steps: &mut [Step],
        licences: &[PolicyLicence],
    ) -> Result<(), GraphError> {
        self.ask(
            people,
            steps,
            |person, step| {
                matches!(step, Step::LookUp).then(|| get(users::by_principal_name(&person.email)))
            },
            |_, _, status, body| match status {
                StatusCode::OK => read(body).map_or_else(not_understood, Step::Known),
                // A name that is none (400) may be an address all the same.
                _ => Step::LookUpByMail,
            },
        )
        .await?;
        self.ask(
            people,
            steps,
            |person, step| {
                matches!(step, Step::LookUpByMail).then(|| get(users::by_mail(&person.email)))
            },
            |_, _, status, body| match (status, read::<Found>(body)) {
                (StatusCode::OK, Some(Found { value })) => {
                    match <[GraphUser; 1]>::try_from(value) {
                        Ok([user]) => Step::Known(user),
                        Err(several) if several.is_empty() => Step::Over(Answer::NotFound),
                        // The address is more than one account's, so nobody knows whose it is.
                        Err(_) => {
                            Step::Over(lacks_all(licences, LicensingErrorCode::UniquenessViolation))
                        }
                    }
                }
                _ => not_understood(),
            },
        )
        .await
    }

    async fn change(
        &self,
        people: &[Wanted],
        steps: &mut [Step],
        licences: &[PolicyLicence],
    ) -> Result<(), GraphError> {
        self.ask(
            people,
            steps,
            |person, step| {
                let Step::Known(user) = step else { return None };
                let body = assign::change(user, licences, &person.leaving)?;
                Some(BatchRequest {
                    method: "POST",
                    url: users::assign_license(&user.id),
                    body: Some(body),
                })
            },
            |_, step, status, body| {
                let Step::Known(user) = step else { return not_understood() };
                match status {
                    StatusCode::OK => Step::Accepted { id: user.id.clone() },
                    StatusCode::BAD_REQUEST if refusals::is_outdated(&body) => {
                        Step::Over(Answer::NotYet(None))
                    }
                    StatusCode::BAD_REQUEST => {
                        Step::Over(Answer::Lacks(refusals::lacks(user, licences, &body)))
                    }
                    StatusCode::NOT_FOUND => Step::Over(Answer::NotFound),
                    _ => not_understood(),
                }
            },
        )
        .await?;
        // Whom nothing had to be asked for has it all.
        for (person, step) in people.iter().zip(steps) {
            if let Step::Known(user) = step {
                *step = Step::Over(assign::outcome(user, licences, &person.leaving));
            }
        }
        Ok(())
    }

    /// Microsoft Graph may show for a time what was true before: so it is looked again.
    async fn read_back(
        &self,
        people: &[Wanted],
        steps: &mut [Step],
        licences: &[PolicyLicence],
    ) -> Result<(), GraphError> {
        for reads in 1..=READS {
            self.ask(
                people,
                steps,
                |_, step| match step {
                    Step::Accepted { id } => Some(get(users::by_id(id))),
                    _ => None,
                },
                |person, step, status, body| {
                    let user =
                        if status == StatusCode::OK { read::<GraphUser>(body) } else { None };
                    let outcome =
                        user.map(|user| assign::outcome(&user, licences, &person.leaving));
                    match (outcome, step) {
                        (None | Some(Answer::NotYet(_)), Step::Accepted { id }) => {
                            Step::Accepted { id: id.clone() }
                        }
                        (Some(answer), _) => Step::Over(answer),
                        (None, _) => not_understood(),
                    }
                },
            )
            .await?;
            if reads == READS || !steps.iter().any(|step| matches!(step, Step::Accepted { .. })) {
                break;
            }
            let pause = full_jitter(FIRST_PAUSE, LONGEST_PAUSE, reads, fastrand::f64());
            tokio::time::sleep(FIRST_PAUSE + pause).await;
        }
        Ok(())
    }

    /// Asks for all of whom there is something to ask, and takes each on by what was answered.
    async fn ask(
        &self,
        people: &[Wanted],
        steps: &mut [Step],
        request: impl Fn(&Wanted, &Step) -> Option<BatchRequest>,
        next: impl Fn(&Wanted, &Step, StatusCode, Value) -> Step,
    ) -> Result<(), GraphError> {
        let asked = people.iter().zip(steps).filter_map(|(person, step)| {
            let request = request(person, step)?;
            Some((request, (person, step)))
        });
        let (requests, asked) = asked.unzip::<_, _, Vec<_>, Vec<_>>();
        if requests.is_empty() {
            return Ok(());
        }
        let replies = self.batch(&requests).await?;
        for ((person, step), reply) in asked.into_iter().zip(replies) {
            *step = match reply {
                // It is so for everyone, and whoever runs this has to see to it.
                Reply::Answered { status: status @ StatusCode::FORBIDDEN, body } => {
                    let code = super::code(body.to_string().as_bytes());
                    return Err(GraphError::Refused { status, code });
                }
                Reply::Answered { status, body } => next(person, step, status, body),
                Reply::NotNow(after) => Step::Over(Answer::NotYet(after)),
            };
        }
        Ok(())
    }
}

fn get(url: String) -> BatchRequest {
    BatchRequest { method: "GET", url, body: None }
}

fn read<T: DeserializeOwned>(body: Value) -> Option<T> {
    serde_json::from_value(body).ok()
}

fn not_understood() -> Step {
    tracing::warn!(
        "Microsoft Graph answers about somebody what is not understood; they are asked for again"
    );
    Step::Over(Answer::NotYet(None))
}

fn lacks_all(licences: &[PolicyLicence], code: LicensingErrorCode) -> Answer {
    Answer::Lacks(licences.iter().map(|licence| Lack { sku: licence.sku.clone(), code }).collect())
}
