//! Hears what other processes on the same database tell: that there is work, that a job has got further. Where
//! they cannot be heard, everyone here looks each second.

use std::{sync::Arc, time::Duration};

use crate::{
    app::App,
    store::{JobNews, Store},
};

/// How often everyone looks while nothing can be heard.
const LOOK_AROUND: Duration = Duration::from_secs(1);

/// Runs until the program has to stop. Nobody else uses an SQLite file, so then there is nothing to hear.
pub(crate) async fn run(app: Arc<App>) {
    if matches!(app.store, Store::Sqlite(_)) {
        return;
    }
    tokio::select! {
        () = listen(&app) => {}
        () = app.stopped() => {}
    }
}

async fn listen(app: &App) {
    loop {
        match app.store.job_news().await {
            Ok(Some(news)) => pass_on(app, news).await,
            Ok(None) => return,
            Err(error) => tracing::warn!(%error, "other processes cannot be heard"),
        }
        tell(app);
        tokio::time::sleep(LOOK_AROUND).await;
    }
}

/// Passes on what is heard until the connection breaks off.
async fn pass_on(app: &App, mut news: JobNews) {
    // What was told before the connection stood.
    tell(app);
    loop {
        match news.heard().await {
            Ok(()) => tell(app),
            Err(error) => {
                tracing::warn!(%error, "other processes are not heard any more");
                return;
            }
        }
    }
}

fn tell(app: &App) {
    app.signals.there_is_work();
    app.signals.there_is_news();
}
