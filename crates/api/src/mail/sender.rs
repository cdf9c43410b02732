//! Writes and sends e-mails until the program has to stop. Several processes may do so on one database: what is
//! taken by one is left alone by the others.

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::{
    back_off,
    compose::compose,
    delivery::{Refusal, deliver},
};
use crate::{
    app::App,
    clock,
    store::{
        StoreError,
        outbox_queue::{self, Attempt, Outgoing, Written},
    },
};

/// How often e-mails are looked for that nobody announced here: another process may have.
const LOOK_AROUND: Duration = Duration::from_secs(10);
/// How long one that could not be written is left alone.
const AFTER_FAILURE: Duration = Duration::from_mins(1);
/// How soon they are looked for at the earliest, however often there is news.
const SHORTEST: Duration = Duration::from_millis(200);
/// How long an e-mail that is being sent may take when the program has to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Runs until the program has to stop.
pub(crate) async fn run(app: Arc<App>) {
    let owner = uuid::Uuid::now_v7().to_string();
    // Asked for before anything is read, so that no news is missed in between.
    let mut news = app.signals.news();
    while !*app.stopping.borrow() {
        let pause = match work(&app, &owner).await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::error!(%error, "e-mails could not be looked for; it is tried again later");
                LOOK_AROUND
            }
        };
        wait(&app, &mut news, pause).await;
    }
}

/// Does all that is due, and says how long nothing will be.
async fn work(app: &App, owner: &str) -> Result<Duration, StoreError> {
    loop {
        let due = outbox_queue::next_due(&mut app.store.read().await?).await?;
        let now = clock::now().as_millisecond();
        match due {
            None => return Ok(LOOK_AROUND),
            Some(due) if due > now => {
                let pause = Duration::from_millis(due.abs_diff(now));
                return Ok(pause.clamp(SHORTEST, LOOK_AROUND));
            }
            Some(_) => {}
        }
        write_one(app).await?;
        send_one(app, owner).await?;
        if *app.stopping.borrow() {
            return Ok(SHORTEST);
        }
    }
}

async fn write_one(app: &App) -> Result<(), StoreError> {
    let announced = outbox_queue::announced(&mut app.store.read().await?, clock::now()).await?;
    let Some(announced) = announced else { return Ok(()) };
    // One that cannot be written does not keep the others from it.
    let written = compose(app, &announced).await.unwrap_or_else(|error| {
        tracing::error!(message = %announced.id, %error, "an e-mail could not be written yet");
        let pause = i64::try_from(AFTER_FAILURE.as_millis()).unwrap_or(i64::MAX);
        Written::NotYet { until: clock::now().as_millisecond().saturating_add(pause) }
    });
    let mut transaction = app.store.write().await?;
    outbox_queue::write(&mut transaction, &announced, &written, clock::now()).await?;
    transaction.commit().await?;
    Ok(())
}

async fn send_one(app: &App, owner: &str) -> Result<(), StoreError> {
    let mut transaction = app.store.write().await?;
    let claimed = outbox_queue::claim(&mut transaction, owner, clock::now()).await?;
    transaction.commit().await?;
    let Some(outgoing) = claimed else { return Ok(()) };
    let delivered = tokio::select! {
        delivered = deliver(&app.mailing, &outgoing) => delivered,
        // Whether it arrived is not known; it goes once more, as the same message.
        () = async { app.stopped().await; tokio::time::sleep(GRACE).await } => return Ok(()),
    };
    let attempt = attempt(app, &outgoing, delivered);
    let mut transaction = app.store.write().await?;
    outbox_queue::record(&mut transaction, &outgoing, owner, &attempt, clock::now()).await?;
    transaction.commit().await?;
    Ok(())
}

fn attempt(app: &App, outgoing: &Outgoing, delivered: Result<(), Refusal>) -> Attempt {
    let Outgoing { id, attempts, written_at, .. } = outgoing;
    let refused = match delivered {
        Ok(()) => {
            tracing::info!(message = %id, attempts, "an e-mail was sent");
            return Attempt::Sent(app.mailing.keep);
        }
        Err(refused) => refused,
    };
    let first_pause = app.mailing.first_pause;
    match refused {
        Refusal::Passing(reason) => {
            match back_off::next(first_pause, *attempts, *written_at, clock::now()) {
                Some(again) => {
                    tracing::warn!(message = %id, attempts, "an e-mail could not be sent yet");
                    Attempt::Failed { reason, again }
                }
                None => dead(outgoing, reason),
            }
        }
        Refusal::Permanent(reason) => dead(outgoing, reason),
    }
}

fn dead(outgoing: &Outgoing, reason: String) -> Attempt {
    let Outgoing { id, attempts, .. } = outgoing;
    tracing::error!(message = %id, attempts, "an e-mail was given up; the outbox has the reason");
    Attempt::Dead { reason }
}

async fn wait(app: &App, news: &mut watch::Receiver<()>, pause: Duration) {
    let is_news = async {
        if news.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(SHORTEST).await;
    };
    tokio::select! {
        () = tokio::time::sleep(pause) => {}
        () = is_news => {}
        () = app.stopped() => {}
    }
}
