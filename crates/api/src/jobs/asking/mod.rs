//! Giving licences by a directory that is asked over the network. No transaction waits for it, so it takes three steps:
//! one transaction takes the next people and the seats for them, then the directory is asked, then one transaction
//! writes down what it said.
//!
//! What is asked for is a state, so a program that is killed in between has lost nothing: those without an outcome are
//! asked for again. Whom the directory says nothing of yet stays pending; a directory that cannot be asked puts the
//! job off, longer each time. Nobody is ever said to lack a licence for that.
//!
//! - [`taking`]: the first transaction; [`writing`]: the last.

mod taking;
mod writing;

use std::time::Duration;

use domain::{
    catalogue::Sku,
    email::EmailAddress,
    ids::UserId,
    licensing::{LicensingError, LicensingErrorCode, sort_errors},
};
use jiff::SignedDuration;

use super::apply::Progress;
use crate::{
    app::App,
    clock,
    directory::{
        Answer, Lack, PolicyLicence, Wanted,
        graph::{Graph, GraphError},
    },
    store::{Connection, StoreError, job_put_off, job_queue::QueuedJob, licences::product_name},
};
use taking::{Taken, take};
use writing::write_down;

/// How long asking for some people may take, and for how long nobody else works on the job meanwhile.
const PATIENCE: Duration = Duration::from_secs(45);
/// How long it may take yet when the program has to stop.
const GRACE: Duration = Duration::from_secs(5);
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// How long a job is put off that got no further: at most so long the first time, at most so long ever.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_mins(5);
/// Nor is one ever put off for less.
const SHORTEST_PAUSE: Duration = Duration::from_millis(200);
/// So long a request whose answer was not heard may still be under way.
const STRAY: Duration = Duration::from_secs(5);

/// Those for whom the directory is asked.
struct Turn {
    /// All that the policy gives.
    skus: Vec<Sku>,
    licences: Vec<PolicyLicence>,
    asked: Vec<Asked>,
}

/// Somebody for whom it is.
struct Asked {
    person: UserId,
    /// Where they stand in the job: more than once, if they came into the policy more than once.
    positions: Vec<i64>,
    wanted: Wanted,
    leaving: Vec<Sku>,
}

impl Asked {
    fn new(
        app: &App,
        person: UserId,
        position: i64,
        email: EmailAddress,
        leaving: Vec<Sku>,
    ) -> Self {
        // One that has left the catalogue has no GUID by which it could be taken away.
        let products = leaving.iter().filter_map(|sku| app.catalogue.product(sku));
        let guids = products.map(|product| product.guid.to_ascii_lowercase()).collect();
        let wanted = Wanted { email, leaving: guids };
        Self { person, positions: vec![position], wanted, leaving }
    }
}

/// Asks for the next people of a job, as many as the directory takes at once; ends the job after the last.
pub(crate) async fn ask(
    app: &App,
    graph: &Graph,
    owner: &str,
    job: &QueuedJob,
) -> Result<Progress, StoreError> {
    let turn = match take(app, owner, job).await? {
        Taken::Turn(turn) => turn,
        Taken::Nobody(progress) => return Ok(progress),
    };
    let wanted = turn.asked.iter().map(|asked| asked.wanted.clone()).collect::<Vec<_>>();
    let said = tokio::select! {
        answered = graph.give(&turn.licences, &wanted) => match answered {
            Ok(answers) => Said::Answers(answers),
            Err(error) => Said::nothing(job, &error),
        },
        () = patience(app) => {
            tracing::warn!(job = %job.id, "the directory takes too long; licences wait");
            Said::Nothing(None)
        }
    };
    write_down(app, owner, job, &turn, said).await
}

/// Returns when there is no time to wait any longer.
async fn patience(app: &App) {
    let stopping = async {
        app.stopped().await;
        tokio::time::sleep(GRACE).await;
    };
    // Either way it is over.
    let _ = tokio::time::timeout(PATIENCE, stopping).await;
}

/// What the directory said.
enum Said {
    Answers(Vec<Answer>),
    /// It could not be asked, and may be after so long.
    Nothing(Option<Duration>),
}

impl Said {
    fn nothing(job: &QueuedJob, error: &GraphError) -> Self {
        tracing::warn!(job = %job.id, %error, "the directory could not be asked; licences wait");
        Self::Nothing(error.after())
    }
}

impl Turn {
    fn people(&self) -> impl ExactSizeIterator<Item = &UserId> + Clone {
        self.asked.iter().map(|asked| &asked.person)
    }

    /// That somebody lacks every licence of the policy, for a reason that none of them is.
    fn all_lacking(&self, app: &App) -> Vec<LicensingError> {
        let code = LicensingErrorCode::Other;
        errors(app, self.skus.iter().map(|sku| Lack { sku: sku.clone(), code }))
    }
}

/// What somebody lacks, as it is told: causes first.
fn errors(app: &App, lacks: impl IntoIterator<Item = Lack>) -> Vec<LicensingError> {
    let errors = lacks.into_iter().map(|Lack { sku, code }| {
        let product = product_name(&app.catalogue, &sku);
        LicensingError { sku, product, code }
    });
    let mut errors = errors.collect::<Vec<_>>();
    sort_errors(&mut errors);
    errors
}

/// Gives a job back until some time has passed.
async fn put_off(
    connection: &mut Connection,
    owner: &str,
    job: &QueuedJob,
    pause: Duration,
) -> Result<Progress, StoreError> {
    let now = clock::now();
    let until = now.checked_add(signed(pause)).unwrap_or(now);
    job_put_off::put_off(connection, &job.id, owner, until).await?;
    Ok(Progress::PutOff(pause))
}

/// A span as times are counted with.
fn signed(span: Duration) -> SignedDuration {
    SignedDuration::try_from(span).unwrap_or(SignedDuration::MAX)
}
