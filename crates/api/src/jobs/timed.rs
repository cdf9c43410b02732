//! What happens by itself when its time has come: multi-factor authentication is on again, licences of leavers end. What is due stands in the
//! database, so that a restart forgets nothing; each thing is done in one transaction that also writes down that it is
//! done, so that it is done once, whatever stops the program and however many processes look.

use std::{sync::Arc, time::Duration};

use crate::{
    app::App,
    clock,
    store::{StoreError, leavers, leaving_licences, mfa_exemptions},
};

/// How often it is looked for what has become due meanwhile, or what another process has made.
const LOOK_AROUND: Duration = Duration::from_secs(5);
/// How soon it is looked again at the earliest.
const SHORTEST: Duration = Duration::from_millis(200);

/// Runs until the program has to stop.
pub(crate) async fn run(app: Arc<App>) {
    while !*app.stopping.borrow() {
        // One that fails does not keep the other from its time.
        let pause = enforce_mfa(&app).await.unwrap_or_else(|error| {
            tracing::error!(%error, "MFA could not be enforced again; it is tried again");
            LOOK_AROUND
        });
        if let Err(error) = end_leavers(&app).await {
            tracing::error!(%error, "licences of leavers could not be ended; it is tried again");
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = app.stopped() => {}
        }
    }
}

/// Ends the time of every leaver whose last day is over.
async fn end_leavers(app: &App) -> Result<(), StoreError> {
    let today = clock::today();
    loop {
        let last_day = leavers::next_last_day(&mut app.store.read().await?).await?;
        if last_day.is_none_or(|last_day| last_day >= today) || *app.stopping.borrow() {
            return Ok(());
        }
        let mut transaction = app.store.write().await?;
        let ended = leavers::end_one_due(&mut transaction, today, clock::now()).await?;
        let Some(ended) = ended else { return Ok(()) };
        if app.directory.asked_by_jobs().is_some() {
            leaving_licences::after_move(&mut transaction, &[ended], &[]).await?;
        }
        transaction.commit().await?;
    }
}

/// Enforces multi-factor authentication wherever its time has come, and says when to look again.
async fn enforce_mfa(app: &App) -> Result<Duration, StoreError> {
    loop {
        let due = mfa_exemptions::next_due(&mut app.store.read().await?).await?;
        let now = clock::now();
        match due {
            None => return Ok(LOOK_AROUND),
            Some(due) if due > now => {
                let pause = due.duration_since(now).unsigned_abs();
                return Ok(pause.clamp(SHORTEST, LOOK_AROUND));
            }
            Some(_) => {}
        }
        let mut transaction = app.store.write().await?;
        let found = mfa_exemptions::end_one_due(&mut transaction, now).await?;
        transaction.commit().await?;
        // Of what there is, another process has taken all.
        if !found || *app.stopping.borrow() {
            return Ok(SHORTEST);
        }
    }
}
