//! Giving the members of a policy that has changed the licences it has now, or those who lack some another
//! try: begun in the transaction of the request, for few people done in it, for more by the runner. It is the
//! directory's own work: the change was allowed, so it does not depend on what its requester may do later.
//!
//! Here is how the embedded directory does it. One that is asked over the network is never asked in a request: there
//! the runner does it for few people too ([`super::asking`]).

use domain::{
    catalogue::{Catalogue, Sku},
    ids::JobId,
    licensing::LicensingError,
    member::{IMMEDIATE_LIMIT, Outcome},
    policy::Policy,
};
use jiff::Timestamp;

use super::apply::Progress;
use crate::{
    auth::{MayEditPolicies, MayMoveMembers},
    clock,
    directory::{
        Directory,
        embedded::{self, Supply},
    },
    store::{
        Connection, StoreError,
        job_queue::{self, Ending, MemberDone, QueuedJob},
        job_requests, leaving_licences,
        licences::{self, Recipient, Settled},
        locks, policies,
    },
};

/// What has been begun.
#[derive(Clone, Debug)]
pub(crate) struct Begun {
    pub(crate) job: JobId,
    /// Whether the runner has to see to it.
    pub(crate) is_open: bool,
}

/// Begins to give the members what a change of their policy means for them, if it means anything. What is
/// open of an earlier change is superseded: its people are in this one.
pub(crate) async fn begin(
    connection: &mut Connection,
    catalogue: &Catalogue,
    directory: &Directory,
    permit: &MayEditPolicies,
    before: &Policy,
    after: &Policy,
    now: Timestamp,
) -> Result<Option<Begun>, StoreError> {
    if after.member_count == 0 || !after.gives_other_than(before) {
        return Ok(None);
    }
    if let Some(earlier) = &before.applying
        && let Some(open) = job_queue::find_open(connection, earlier).await?
    {
        job_queue::end(connection, &open, Ending::Cancelled, now).await?;
    }
    let had = licences_of(before);
    let have = licences_of(after);
    let coming = have.iter().filter(|sku| !had.contains(sku)).cloned().collect::<Vec<_>>();
    locks::members_of(connection, &after.id).await?;
    let asks_later = directory.asked_by_jobs().is_some();
    if asks_later {
        let gone = had.iter().filter(|sku| !have.contains(sku)).cloned().collect::<Vec<_>>();
        leaving_licences::after_change(connection, &after.id, &gone, &have).await?;
    }
    licences::expect(connection, &after.id, &have, &coming).await?;
    let id = job_requests::new_id()?;
    job_requests::insert_licences(connection, permit, &id, after, now).await?;
    let is_open = asks_later || are_many(u64::from(after.member_count));
    if !is_open {
        give_at_once(connection, catalogue, &id).await?;
    }
    Ok(Some(Begun { job: id, is_open }))
}

/// Begins to give those who lack a licence of their policy another try: so many, as was found just now.
pub(crate) async fn begin_retry(
    connection: &mut Connection,
    catalogue: &Catalogue,
    directory: &Directory,
    permit: &MayMoveMembers,
    policy: &Policy,
    lacking: u64,
    now: Timestamp,
) -> Result<Begun, StoreError> {
    locks::members_of(connection, &policy.id).await?;
    let id = job_requests::new_id()?;
    job_requests::insert_retry(connection, permit, &id, policy, now).await?;
    licences::expect_retry(connection, &policy.id).await?;
    let is_open = directory.asked_by_jobs().is_some() || are_many(lacking);
    if !is_open {
        give_at_once(connection, catalogue, &id).await?;
    }
    Ok(Begun { job: id, is_open })
}

/// Works a job of few people off within the request's own transaction.
async fn give_at_once(
    connection: &mut Connection,
    catalogue: &Catalogue,
    id: &JobId,
) -> Result<(), StoreError> {
    if let Some(job) = job_queue::find_open(connection, id).await? {
        let limit = u32::try_from(IMMEDIATE_LIMIT).unwrap_or(u32::MAX);
        apply(connection, catalogue, &job, limit).await?;
    }
    Ok(())
}

fn are_many(people: u64) -> bool {
    usize::try_from(people).unwrap_or(usize::MAX) > IMMEDIATE_LIMIT
}

pub(super) fn licences_of(policy: &Policy) -> Vec<Sku> {
    policy.base_licence.iter().chain(&policy.add_ons).cloned().collect()
}

/// Gives the next members of a job, at most `limit`, their licences; ends the job after the last.
pub(crate) async fn apply(
    connection: &mut Connection,
    catalogue: &Catalogue,
    job: &QueuedJob,
    limit: u32,
) -> Result<Progress, StoreError> {
    locks::owner_of(connection, &job.policy).await?;
    let Some(policy) = policies::of_job(connection, job).await? else {
        job_queue::end(connection, job, Ending::Cancelled, clock::now()).await?;
        return Ok(Progress::Ended);
    };
    let clashing = embedded::clashing(catalogue, &policy);
    let mut supply = Supply::new(seats_left(connection, catalogue, &policy).await?, clashing);
    // One more than is done now tells whether anyone is left for later.
    let mut pending = job_queue::pending(connection, &job.id, limit.saturating_add(1)).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = pending.len() > limit;
    pending.truncate(limit);
    let emails = pending.iter().map(|member| &member.assignment.email);
    locks::people(connection, emails.clone()).await?;
    let members = licences::members(connection, job, emails).await?;
    let mut given = Vec::with_capacity(pending.len());
    let mut done = Vec::with_capacity(pending.len());
    for pending in &pending {
        let outcome = match members.get(&pending.assignment.email) {
            None => Outcome::NotFoundOrAupNotAccepted,
            Some(Recipient { elsewhere: Some(elsewhere), .. }) => elsewhere.clone(),
            Some(Recipient { id, lacking, elsewhere: None }) => {
                let errors = supply.give(lacking);
                given.push((id, errors.clone()));
                outcome(errors)
            }
        };
        done.push(MemberDone { position: pending.position, outcome });
    }
    let settled =
        given.iter().map(|(person, errors)| Settled { person, errors }).collect::<Vec<_>>();
    licences::settle(connection, &settled).await?;
    job_queue::record(connection, &job.id, &done).await?;
    if more {
        return Ok(Progress::More);
    }
    job_queue::end(connection, job, Ending::Finished, clock::now()).await?;
    Ok(Progress::Ended)
}

pub(super) fn outcome(errors: Vec<LicensingError>) -> Outcome {
    if errors.is_empty() { Outcome::Licensed } else { Outcome::LicensingFailed { errors } }
}

/// The licences of a policy, with the seats that its organisation has left of them.
pub(super) async fn seats_left(
    connection: &mut Connection,
    catalogue: &Catalogue,
    policy: &Policy,
) -> Result<Vec<embedded::Licence>, StoreError> {
    let mut seats = Vec::new();
    for sku in licences_of(policy) {
        let ods = &policy.organisation.ods;
        let left = licences::seats_left(connection, ods, &sku, clock::today()).await?;
        let product = licences::product_name(catalogue, &sku);
        seats.push(embedded::Licence { sku, product, left });
    }
    Ok(seats)
}
