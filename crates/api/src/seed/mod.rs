//! `upm-api seed`: invented data to try the product with, the same for the same flags.
//!
//! Nobody and nothing in it is real: places, organisations and people are put together from lists
//! of syllables and names. What the rules say holds for it too: policies go through the check that
//! the API applies, addresses and codes through their parsers.
//!
//! - `mailboxes`: those that teams share;
//! - `organisations`: NHS bodies of every kind, and the subscriptions they hold;
//! - `policies`: the national policy and local ones of each;
//! - `licences`: of a few of them, which licences they lack;
//! - `account_lives`: what has become of some accounts, and how people signed in; `sign_in_methods`: by what they can;
//! - `people`: who works there, and in which policy they are; `names` are what they are called;
//! - `personas`: whom demo mode offers to sign in as;
//! - `write`: into the database, in one transaction.

use domain::{
    catalogue::MicrosoftNameError,
    catalogue::embedded::{CatalogueError, catalogue},
    email::EmailError,
    ids::IdError,
    ods::OdsCodeError,
    policy_name::PolicyNameError,
};
use fastrand::Rng;
use jiff::{Timestamp, civil::Date, tz::Offset};

mod account_lives;
mod licences;
mod mailboxes;
mod names;
mod organisations;
mod people;
mod personas;
mod policies;
mod sign_in_methods;
mod write;

use crate::{
    cli::SeedArgs,
    clock,
    store::{Store, StoreError},
};

/// Why the data could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// Something is there already.
    #[error(
        "the database already holds data, so nothing was changed. Give --force to throw it away and \
         start again, or another --database-url"
    )]
    NotEmpty,
    /// There would be organisations without a policy.
    #[error(
        "every organisation has a national policy, so --policies must be at least --organisations"
    )]
    TooFewPolicies,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The catalogue cannot be read.
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// The reference day cannot be one.
    #[error("the reference day is too far from today: {0}")]
    ReferenceDay(#[from] jiff::Error),
    /// Something made up broke a rule; a test keeps this from reaching anyone.
    #[error("the invented data breaks a rule: {0}")]
    Rule(String),
}

macro_rules! rule_errors {
    ($($error:ty),+) => {
        $(impl From<$error> for SeedError {
            fn from(error: $error) -> Self {
                Self::Rule(error.to_string())
            }
        })+
    };
}
rule_errors!(EmailError, IdError, MicrosoftNameError, OdsCodeError, PolicyNameError);

impl From<sqlx::Error> for SeedError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// What everything is made with: one source of chance, and one day that is today.
struct Invention {
    rng: Rng,
    day: Date,
    now: Timestamp,
}

impl Invention {
    fn new(seed: u64, day: Date) -> Result<Self, SeedError> {
        let now = Offset::UTC.to_timestamp(day.at(9, 0, 0, 0))?;
        Ok(Self { rng: Rng::with_seed(seed), day, now })
    }

    /// An identifier of the usual form, made at a time.
    fn id(&mut self, at: Timestamp) -> String {
        let mut random = [0; 10];
        self.rng.fill(&mut random);
        let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid().to_string()
    }

    /// A time in the last so many days, down to the second.
    fn earlier(&mut self, days: i64) -> Timestamp {
        let seconds = self.rng.i64(0..days * 24 * 60 * 60);
        Timestamp::from_second(self.now.as_second() - seconds).unwrap_or(self.now)
    }

    /// One of a list that is not empty.
    fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> Option<&'a T> {
        self.rng.choice(list).copied()
    }

    /// Whether something happens that does so many times in a hundred.
    fn percent(&mut self, chance: u32) -> bool {
        self.rng.u32(0..100) < chance
    }
}

/// Fills the database, or leaves it as it is.
pub async fn seed(args: &SeedArgs) -> Result<(), SeedError> {
    if args.policies < args.organisations {
        return Err(SeedError::TooFewPolicies);
    }
    let store = Store::open(&args.database_url).await?;
    let mut transaction = store.write().await?;
    if !write::is_empty(&mut transaction).await? {
        if !args.force {
            return Err(SeedError::NotEmpty);
        }
        write::clear(&mut transaction).await?;
    }
    let day = args.reference_day.unwrap_or_else(clock::today);
    let mut invention = Invention::new(args.seed, day)?;
    let catalogue = catalogue()?;
    let mut bodies = organisations::invent(&mut invention, &catalogue, args.organisations)?;
    write::organisations(&mut transaction, &bodies).await?;
    policies::invent(&mut invention, &catalogue, &mut bodies, args.policies)?;
    write::all_policies(&mut transaction, &bodies).await?;
    let mut directory = people::Directory::new()?;
    let mut employees = Vec::with_capacity(write::AT_ONCE);
    for (body, people) in people::headcounts(&bodies, args.users) {
        for _ in 0..people {
            employees.push((body, directory.invent(&mut invention, body)?));
            if employees.len() == write::AT_ONCE {
                write::people(&mut transaction, &employees).await?;
                employees.clear();
            }
        }
    }
    write::people(&mut transaction, &employees).await?;
    drop(employees);
    account_lives::invent(&mut transaction, &invention, args.seed, &bodies).await?;
    let scarce = licences::invent(&mut transaction, &catalogue, &bodies).await?;
    let usage = write::usage(&mut transaction).await?;
    for body in &mut bodies {
        organisations::set_seats(&mut invention, body, &usage, &scarce);
        write::subscriptions(&mut transaction, body).await?;
    }
    write::personas(&mut transaction, &personas::invent(&mut invention, &bodies)).await?;
    mailboxes::write(&mut transaction, &mut invention, &bodies).await?;
    write::analyse(&mut transaction).await?;
    transaction.commit().await?;
    store.close().await;
    Ok(())
}
