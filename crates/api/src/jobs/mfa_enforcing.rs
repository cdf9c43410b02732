//! Taking people out of the group that goes without multi-factor authentication, where Microsoft Entra keeps it: those
//! whose time is over, or is to be, and those of whom nobody knows whether they are in. Who may be in stands in the
//! database until Microsoft Graph has said that they are out. It is a state that is asked for, so to ask twice does no
//! harm; whatever fails is tried again, later each time, for as long as it takes.

use std::{sync::Arc, time::Duration};

use domain::full_jitter::full_jitter;
use jiff::{SignedDuration, Timestamp};

use crate::{
    app::App,
    clock,
    directory::graph::{Graph, mfa_group::MfaGroupError},
    store::{
        StoreError,
        mfa_group::{
            self,
            leaving::{self, Due},
        },
    },
};

/// How often it is looked for whoever has become due.
const LOOK_AROUND: Duration = Duration::from_secs(5);
/// How long Microsoft Graph may take: less than [`leaving::LEASE`].
const PATIENCE: Duration = Duration::from_secs(20);
/// The pauses between tries.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// Runs until the program has to stop; at once over where the directory is our own.
pub(crate) async fn run(app: Arc<App>) {
    let Some(graph) = app.directory.asked_by_jobs() else { return left_behind(&app).await };
    check(graph).await;
    while !*app.stopping.borrow() {
        if let Err(error) = enforce(&app, graph).await {
            tracing::error!(%error, "MFA could not be enforced again; it is tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AROUND) => {}
            () = app.stopped() => {}
        }
    }
}

async fn enforce(app: &App, graph: &Graph) -> Result<(), StoreError> {
    while !*app.stopping.borrow() {
        let mut transaction = app.store.write().await?;
        let due = leaving::take_due(&mut transaction, clock::now()).await?;
        transaction.commit().await?;
        let Some(due) = due else { return Ok(()) };
        take_out(app, graph, &due).await?;
    }
    Ok(())
}

/// Takes somebody out, and writes down what came of it.
pub(crate) async fn take_out(app: &App, graph: &Graph, due: &Due) -> Result<(), StoreError> {
    let asked = tokio::time::timeout(PATIENCE, graph.take_out(&due.place)).await;
    let now = clock::now();
    let mut transaction = app.store.write().await?;
    match asked {
        Ok(Ok(())) => leaving::is_out(&mut transaction, due, now).await?,
        Ok(Err(error)) => {
            // It names no person.
            let tries = due.tries + 1;
            tracing::warn!(%error, tries, "somebody stays without MFA: the directory does not do it; it is tried again");
            let after = match &error {
                MfaGroupError::Graph(error) => error.after(),
                _ => None,
            };
            leaving::failed(&mut transaction, due, next(due, after, now)).await?;
        }
        Err(_) => {
            tracing::warn!(
                "somebody stays without MFA: the directory takes too long; it is tried again"
            );
            leaving::failed(&mut transaction, due, next(due, None, now)).await?;
        }
    }
    transaction.commit().await?;
    Ok(())
}

fn next(due: &Due, after: Option<Duration>, now: Timestamp) -> Timestamp {
    let pause = full_jitter(FIRST_PAUSE, LONGEST_PAUSE, due.tries + 1, fastrand::f64());
    let pause = SignedDuration::try_from(after.unwrap_or_default().max(pause));
    pause.ok().and_then(|pause| now.checked_add(pause).ok()).unwrap_or(now)
}

/// Tells whoever runs the program what the group is not good for.
async fn check(graph: &Graph) {
    match graph.mfa_group_fault().await {
        Ok(None) => {}
        Ok(Some(fault)) => tracing::warn!(fault, "the group that goes without MFA cannot be used"),
        Err(error) => {
            tracing::warn!(%error, "the group that goes without MFA could not be looked at");
        }
    }
}

/// Without Microsoft Graph nobody can take out whom it was asked to put in.
async fn left_behind(app: &App) {
    let count = match app.store.read().await {
        Ok(mut connection) => mfa_group::count(&mut connection).await,
        Err(error) => Err(error),
    };
    match count {
        Ok(0) => {}
        Ok(people) => tracing::error!(
            people,
            "people are still in the group of Microsoft Entra that goes without MFA. Start with --directory graph, \
             or take them out there"
        ),
        Err(error) => tracing::error!(%error, "who goes without MFA could not be looked for"),
    }
}
