//! When and from where somebody signed in, as the directory tells it.

use domain::{
    log_on::{Extent, LogOn, MOST, RETENTION_DAYS},
    user::User,
};
use jiff::{SignedDuration, Timestamp};

use super::{
    Directory,
    graph::{GraphError, sign_ins::SignInsError},
};
use crate::{
    app::App,
    store::{StoreError, log_ons},
};

/// Attempts to sign in.
#[derive(Clone, Debug)]
pub(crate) struct LogOns {
    pub(crate) newest_first: Vec<LogOn>,
    pub(crate) extent: Extent,
}

/// Why the directory does not tell.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LogOnsError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Directory(#[from] SignInsError),
}

impl From<GraphError> for LogOnsError {
    fn from(error: GraphError) -> Self {
        Self::Directory(SignInsError::from(error))
    }
}

/// Somebody's attempts in the time that they are kept for.
pub(crate) async fn of(app: &App, user: &User, now: Timestamp) -> Result<LogOns, LogOnsError> {
    let kept = SignedDuration::from_hours(24 * RETENTION_DAYS);
    let since = now.checked_sub(kept).unwrap_or(now);
    let mut newest_first = match &app.directory {
        Directory::Embedded => {
            let mut connection = app.store.read().await?;
            log_ons::of(&mut connection, &user.id, since).await?
        }
        Directory::Graph(graph) => graph.sign_ins(&user.email, since).await?,
    };
    let extent = if newest_first.len() > MOST { Extent::Newest } else { Extent::All };
    newest_first.truncate(MOST);
    Ok(LogOns { newest_first, extent })
}
