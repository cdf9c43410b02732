//! Applying assignments: one rule ([`domain::member::decide`]) and one place, for requests that
//! wait and for jobs alike. Everything is decided on what is true inside the transaction.

use std::time::Duration;

use domain::{
    catalogue::{Catalogue, Sku},
    licensing::{LicenceState, LicensingError},
    member::{Account, Outcome, decide},
    organisation::Organisation,
    policy::{Policy, PolicyLicences, PolicyRef},
};
use jiff::civil::Date;

use crate::{
    auth::{MayMoveMembers, Scope},
    clock,
    directory::{Directory, embedded},
    store::{
        Connection, StoreError,
        accounts::{self, Person, Seen},
        job_queue::{self, Ending, MemberDone, PendingMember, QueuedJob},
        job_requests,
        leaving_licences::{self, Moved},
        licences::{self, Settled},
        locks, organisations, policies,
    },
};

/// Whether a job needs another batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// There may be people without an outcome.
    More,
    /// There are, but nothing can be done for them for so long: it has been given back.
    PutOff(Duration),
    /// It has ended.
    Ended,
}

/// Gives the next people of a job, at most `limit`, their outcome; ends the job after the last.
///
/// What the administrator may do is asked anew: a job does not outlive the role it was asked with.
pub(crate) async fn apply(
    connection: &mut Connection,
    catalogue: &Catalogue,
    directory: &Directory,
    scope: &Scope,
    job: &QueuedJob,
    limit: u32,
) -> Result<Progress, StoreError> {
    locks::owner_of(connection, &job.policy).await?;
    let Some(mut target) = Target::find(connection, catalogue, directory, scope, job).await? else {
        job_queue::end(connection, job, Ending::Cancelled, clock::now()).await?;
        return Ok(Progress::Ended);
    };
    // One more than is done now tells whether anyone is left for later.
    let mut pending = job_queue::pending(connection, &job.id, limit.saturating_add(1)).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = pending.len() > limit;
    pending.truncate(limit);
    let emails = pending.iter().map(|member| &member.assignment.email);
    locks::people(connection, emails.clone()).await?;
    let mut seen = accounts::seen(connection, scope, emails).await?;
    let mut done = Vec::with_capacity(pending.len());
    let mut changed = Vec::with_capacity(pending.len());
    for PendingMember { position, assignment } in &pending {
        let outcome = match seen.get_mut(&assignment.email) {
            Some(seen) => {
                let expected = assignment.expected_policy_id.as_ref();
                let wanted = decide(&seen.account, expected, &target.policy.id);
                target.carry_out(seen, wanted, &mut changed)
            }
            None => Outcome::NotFoundOrAupNotAccepted,
        };
        done.push(MemberDone { position: *position, outcome });
    }
    target.put_in(connection, directory, changed).await?;
    job_queue::record(connection, &job.id, &done).await?;
    if more {
        return Ok(Progress::More);
    }
    job_queue::end(connection, job, Ending::Finished, clock::now()).await?;
    Ok(Progress::Ended)
}

/// The policy that people are put into, with what is left of its seats.
struct Target {
    policy: Policy,
    permit: MayMoveMembers,
    licences: PolicyLicences,
    /// What nobody can have together, an error for each licence then.
    clashing: Vec<LicensingError>,
    seats: Vec<SeatsLeft>,
}

struct SeatsLeft {
    sku: Sku,
    product: String,
    left: u32,
}

impl Target {
    /// The target of a job, unless the administrator may not put people there any more.
    async fn find(
        connection: &mut Connection,
        catalogue: &Catalogue,
        directory: &Directory,
        scope: &Scope,
        job: &QueuedJob,
    ) -> Result<Option<Self>, StoreError> {
        let Some(stored) = policies::find(connection, scope, &job.policy).await? else {
            return Ok(None);
        };
        let policy = stored.policy;
        let ods = &policy.organisation.ods;
        let Ok(permit) = scope.may_move_members(ods) else { return Ok(None) };
        let today = clock::today();
        let Some(owner) = organisations::find(connection, scope, catalogue, today, ods).await?
        else {
            return Ok(None);
        };
        let licences = PolicyLicences::from(&policy);
        let clashing = match directory {
            Directory::Embedded => embedded::clashing(catalogue, &policy),
            // It says so itself.
            Directory::Graph(_) => Vec::new(),
        };
        let seats = seats_left(catalogue, &owner, &licences, today);
        Ok(Some(Self { policy, permit, licences, clashing, seats }))
    }

    /// Sees to what was decided, if there are seats for it: whoever changes is added to `changed`.
    /// Says what becomes of the person.
    fn carry_out(&mut self, seen: &mut Seen, wanted: Outcome, changed: &mut Vec<Moved>) -> Outcome {
        let Seen { account: Account::Found { current_policy, .. }, person: Some(person) } = seen
        else {
            return wanted;
        };
        if !wanted.is_change() {
            return wanted;
        }
        if let Err(product) = self.take_seats(person) {
            return Outcome::NoSeats { product };
        }
        let had = person.holding().map(|holding| holding.licences).unwrap_or_default();
        changed.push(Moved { person: person.id.clone(), had });
        // The same address may come again in this batch.
        *current_policy = Some(PolicyRef::from(&self.policy));
        person.current = Some(self.licences.clone());
        person.lacking = self.clashing.iter().map(|error| error.sku.clone()).collect();
        wanted
    }

    /// Puts people into the policy. The embedded directory has given them its licences with that, or says why it
    /// cannot; for any other they are pending, and a job asks.
    async fn put_in(
        &self,
        connection: &mut Connection,
        directory: &Directory,
        changed: Vec<Moved>,
    ) -> Result<(), StoreError> {
        if changed.is_empty() {
            return Ok(());
        }
        let Self { policy, permit, licences, clashing, .. } = self;
        let now = clock::now();
        let people = changed.iter().map(|moved| moved.person.clone()).collect::<Vec<_>>();
        let state = match directory {
            Directory::Embedded => LicenceState::Active,
            Directory::Graph(_) => LicenceState::Pending,
        };
        accounts::put_into_policy(connection, permit, &people, &policy.id, state, now).await?;
        match directory {
            Directory::Embedded if clashing.is_empty() => Ok(()),
            Directory::Embedded => {
                let settled = |person| Settled { person, errors: clashing };
                licences::settle(connection, &people.iter().map(settled).collect::<Vec<_>>()).await
            }
            Directory::Graph(_) => {
                leaving_licences::after_move(connection, &changed, &licences.licences).await?;
                job_requests::add_to_licences(connection, permit, policy, &people, now).await
            }
        }
    }

    /// Takes a seat of each licence that the person does not hold already, or none at all and says
    /// of which product there is none. Licences that nobody can have together take no seats.
    fn take_seats(&mut self, person: &Person) -> Result<(), String> {
        if !self.clashing.is_empty() {
            return Ok(());
        }
        let holding = person.holding();
        let needed =
            |seats: &&mut SeatsLeft| self.licences.takes_new_seat(&seats.sku, holding.as_ref());
        let mut needed = self.seats.iter_mut().filter(needed).collect::<Vec<_>>();
        if let Some(none_left) = needed.iter().find(|seats| seats.left == 0) {
            return Err(none_left.product.clone());
        }
        for seats in &mut needed {
            seats.left -= 1;
        }
        Ok(())
    }
}

fn seats_left(
    catalogue: &Catalogue,
    owner: &Organisation,
    licences: &PolicyLicences,
    today: Date,
) -> Vec<SeatsLeft> {
    licences
        .licences
        .iter()
        .map(|sku| SeatsLeft {
            sku: sku.clone(),
            product: catalogue
                .product(sku)
                .map_or_else(|| sku.to_string(), |product| product.name.clone()),
            left: owner.seats_of(sku, today).left(),
        })
        .collect()
}
