//! Writing down what the directory said of people.

use std::{collections::HashMap, time::Duration};

use domain::{
    catalogue::Sku, email::EmailAddress, full_jitter::full_jitter, ids::UserId,
    licensing::LicensingError, member::Outcome,
};

use super::{
    Asked, FIRST_PAUSE, LEASE, LONGEST_PAUSE, SHORTEST_PAUSE, STRAY, Said, Turn, errors, put_off,
    signed,
};
use crate::{
    app::App,
    clock,
    directory::Answer,
    jobs::apply::Progress,
    store::{
        Connection, StoreError, directory_turns, job_put_off,
        job_queue::{self, MemberDone, QueuedJob},
        leaving_licences,
        licences::{self, Recipient, Settled},
        locks,
    },
};

/// Writes down what the directory said, of those who are still in the policy.
pub(super) async fn write_down(
    app: &App,
    owner: &str,
    job: &QueuedJob,
    turn: &Turn,
    said: Said,
) -> Result<Progress, StoreError> {
    let mut transaction = app.store.write().await?;
    let connection = &mut transaction;
    locks::owner_of(connection, &job.policy).await?;
    if !job_queue::keep_for(connection, &job.id, owner, clock::now(), LEASE).await? {
        // The policy has changed again, and another job asks for everyone.
        directory_turns::release(connection, &job.id, turn.people()).await?;
        transaction.commit().await?;
        return Ok(Progress::Ended);
    }
    let emails = turn.asked.iter().map(|asked| &asked.wanted.email);
    locks::people(connection, emails.clone()).await?;
    let members = licences::members(connection, job, emails).await?;
    let outcomes = match said {
        Said::Answers(answers) => Outcomes::new(app, turn, &members, answers),
        Said::Nothing(after) => Outcomes::of_nobody(turn, after, STRAY),
    };
    let progress = outcomes.write(connection, owner, job).await?;
    transaction.commit().await?;
    Ok(progress)
}

/// What is to be written.
#[derive(Default)]
struct Outcomes<'a> {
    settled: Vec<(&'a UserId, Vec<LicensingError>)>,
    gone: Vec<(&'a UserId, &'a [Sku])>,
    done: Vec<MemberDone>,
    /// Those of whom all is known.
    over: Vec<&'a UserId>,
    /// Those of whom nothing is known yet, and when to ask for them again, if that was said.
    open: Vec<&'a UserId>,
    after: Option<Duration>,
    /// At least so long nobody asks for those.
    stray: Duration,
}

impl<'a> Outcomes<'a> {
    fn new(
        app: &App,
        turn: &'a Turn,
        members: &HashMap<EmailAddress, Recipient>,
        answers: Vec<Answer>,
    ) -> Self {
        let mut outcomes = Self::default();
        for (asked, answer) in turn.asked.iter().zip(answers) {
            let outcome = match members.get(&asked.wanted.email) {
                None => Outcome::NotFoundOrAupNotAccepted,
                // What they were given meanwhile is written down as leaving them, and the job of the policy that
                // they are in now comes to them.
                Some(Recipient { elsewhere: Some(elsewhere), .. }) => elsewhere.clone(),
                Some(_) => match outcomes.settle(app, turn, asked, answer) {
                    Some(outcome) => outcome,
                    None => continue,
                },
            };
            outcomes.over.push(&asked.person);
            let done =
                |position: &i64| MemberDone { position: *position, outcome: outcome.clone() };
            outcomes.done.extend(asked.positions.iter().map(done));
        }
        outcomes
    }

    /// What became of a member, if that is known.
    fn settle(
        &mut self,
        app: &App,
        turn: &Turn,
        asked: &'a Asked,
        answer: Answer,
    ) -> Option<Outcome> {
        let (outcome, errors) = match answer {
            Answer::Has => {
                self.gone.push((&asked.person, &asked.leaving));
                (Outcome::Licensed, Vec::new())
            }
            Answer::Lacks(lacks) => {
                let errors = errors(app, lacks);
                (Outcome::LicensingFailed { errors: errors.clone() }, errors)
            }
            Answer::NotFound => (Outcome::NotFoundOrAupNotAccepted, turn.all_lacking(app)),
            Answer::NotYet(after) => {
                self.open.push(&asked.person);
                self.after = self.after.max(after);
                return None;
            }
        };
        self.settled.push((&asked.person, errors));
        Some(outcome)
    }

    fn of_nobody(turn: &'a Turn, after: Option<Duration>, stray: Duration) -> Self {
        Self { open: turn.people().collect(), after, stray, ..Self::default() }
    }

    async fn write(
        self,
        connection: &mut Connection,
        owner: &str,
        job: &QueuedJob,
    ) -> Result<Progress, StoreError> {
        let settled = self.settled.iter().map(|(person, errors)| Settled { person, errors });
        licences::settle(connection, &settled.collect::<Vec<_>>()).await?;
        leaving_licences::gone(connection, self.gone.into_iter()).await?;
        directory_turns::release(connection, &job.id, self.over.into_iter()).await?;
        job_queue::record(connection, &job.id, &self.done).await?;
        if !self.done.is_empty() {
            job_put_off::forget(connection, &job.id).await?;
        }
        let failures = job_put_off::times(connection, &job.id).await?.saturating_add(1);
        let pause = full_jitter(FIRST_PAUSE, LONGEST_PAUSE, failures, fastrand::f64());
        let pause = self.after.unwrap_or(pause).max(SHORTEST_PAUSE);
        let held = signed(pause.max(self.stray));
        directory_turns::hold(connection, &job.id, self.open.into_iter(), clock::now(), held)
            .await?;
        if self.done.is_empty() {
            return put_off(connection, owner, job, pause.max(self.stray)).await;
        }
        Ok(Progress::More)
    }
}
