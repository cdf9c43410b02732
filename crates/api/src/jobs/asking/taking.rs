//! Taking the next people of a job, and the seats for them.

use std::time::Duration;

use domain::{member::Outcome, policy::Policy};

use super::{Asked, LEASE, SHORTEST_PAUSE, Turn, put_off};
use crate::{
    app::App,
    clock,
    directory::{
        embedded::{Lacking, Supply},
        graph, policy_licences,
    },
    jobs::{
        apply::Progress,
        licences::{licences_of, outcome, seats_left},
    },
    store::{
        Connection, StoreError,
        directory_turns::{self, Waiting},
        job_put_off,
        job_queue::{self, Ending, MemberDone, PendingMember, QueuedJob},
        leaving_licences,
        licences::{self, Recipient, Settled},
        locks, policies,
    },
};

/// How long a job is put off that waits for another one to have asked for somebody.
const FOR_ANOTHER: Duration = Duration::from_secs(1);

/// What came of looking for people to ask for.
pub(super) enum Taken {
    Turn(Turn),
    /// There is nobody just now.
    Nobody(Progress),
}

/// Takes the next people, and seats for them. Who has left the policy, or for whom there is no seat, is not asked for.
pub(super) async fn take(app: &App, owner: &str, job: &QueuedJob) -> Result<Taken, StoreError> {
    let mut transaction = app.store.write().await?;
    let connection = &mut transaction;
    let now = clock::now();
    locks::owner_of(connection, &job.policy).await?;
    if !job_queue::keep_for(connection, &job.id, owner, now, LEASE).await? {
        return Ok(Taken::Nobody(Progress::Ended));
    }
    let Some(policy) = policies::of_job(connection, job).await? else {
        job_queue::end(connection, job, Ending::Cancelled, now).await?;
        transaction.commit().await?;
        return Ok(Taken::Nobody(Progress::Ended));
    };
    let limit = u32::try_from(graph::LARGEST).unwrap_or(u32::MAX);
    let pending = directory_turns::pending(connection, &job.id, now, limit).await?;
    if pending.is_empty() {
        let progress = end_or_wait(connection, owner, job).await?;
        transaction.commit().await?;
        return Ok(Taken::Nobody(progress));
    }
    let (turn, done) = sort_out(app, connection, job, &policy, pending).await?;
    licences::reserve(connection, turn.people()).await?;
    directory_turns::hold(connection, &job.id, turn.people(), now, LEASE).await?;
    job_queue::record(connection, &job.id, &done).await?;
    if !done.is_empty() {
        job_put_off::forget(connection, &job.id).await?;
    }
    transaction.commit().await?;
    Ok(if turn.asked.is_empty() { Taken::Nobody(Progress::More) } else { Taken::Turn(turn) })
}

/// Ends a job of which everybody has an outcome; one that waits for somebody is put off until then.
async fn end_or_wait(
    connection: &mut Connection,
    owner: &str,
    job: &QueuedJob,
) -> Result<Progress, StoreError> {
    let now = clock::now();
    let Some(waiting) = directory_turns::waiting(connection, &job.id).await? else {
        job_queue::end(connection, job, Ending::Finished, now).await?;
        return Ok(Progress::Ended);
    };
    let pause = match waiting {
        Waiting::ForAnother => FOR_ANOTHER,
        Waiting::Until(until) => {
            let pause = u64::try_from(until.saturating_sub(now.as_millisecond()));
            Duration::from_millis(pause.unwrap_or_default()).max(SHORTEST_PAUSE)
        }
    };
    put_off(connection, owner, job, pause).await
}

/// Those for whom the directory is to be asked, and what became of the others.
async fn sort_out(
    app: &App,
    connection: &mut Connection,
    job: &QueuedJob,
    policy: &Policy,
    pending: Vec<PendingMember>,
) -> Result<(Turn, Vec<MemberDone>), StoreError> {
    let emails = pending.iter().map(|member| &member.assignment.email);
    locks::people(connection, emails.clone()).await?;
    let members = licences::members(connection, job, emails).await?;
    let leaving =
        leaving_licences::of(connection, members.values().map(|member| &member.id)).await?;
    let licences = policy_licences(&app.catalogue, policy);
    if let Err(error) = &licences {
        tracing::warn!(job = %job.id, %error, "nobody can be asked for the licences of a policy");
    }
    let mut supply = Supply::new(seats_left(connection, &app.catalogue, policy).await?, Vec::new());
    let mut turn = Turn {
        skus: licences_of(policy),
        licences: licences.clone().unwrap_or_default(),
        asked: Vec::new(),
    };
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for PendingMember { position, assignment } in pending {
        let email = assignment.email;
        if let Some(asked) = turn.asked.iter_mut().find(|asked| asked.wanted.email == email) {
            asked.positions.push(position);
            continue;
        }
        let outcome = match members.get(&email) {
            None => Outcome::NotFoundOrAupNotAccepted,
            Some(Recipient { elsewhere: Some(elsewhere), .. }) => elsewhere.clone(),
            Some(Recipient { id, lacking, elsewhere: None }) => {
                let errors = match &licences {
                    Ok(_) => supply.give(&untried(lacking)),
                    Err(_) => turn.all_lacking(app),
                };
                if errors.is_empty() {
                    let leaving = leaving.get(id).cloned().unwrap_or_default();
                    turn.asked.push(Asked::new(app, id.clone(), position, email, leaving));
                    continue;
                }
                failed.push((id, errors.clone()));
                outcome(errors)
            }
        };
        done.push(MemberDone { position, outcome });
    }
    let failed = failed.iter().map(|(person, errors)| Settled { person, errors });
    licences::settle(connection, &failed.collect::<Vec<_>>()).await?;
    Ok((turn, done))
}

/// What is wrong with an account is the directory's to say, each time anew; here only seats are counted.
fn untried(lacking: &[Lacking]) -> Vec<Lacking> {
    lacking.iter().map(|lacking| Lacking { sku: lacking.sku.clone(), code: None }).collect()
}
