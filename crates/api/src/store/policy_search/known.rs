//! What is kept in memory of all policies, for those who administer many: to look through the names of 100,000 takes
//! a millisecond however many match, where an index has to fetch and count what it finds; and nothing has to be read
//! of those that are shown, but for how many members they have. The database says by a version which have changed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::Mutex as AsyncMutex;

use super::{changes, names::Names, organisations::Visible};
use crate::{
    auth::{AdministratorId, Scope},
    store::{Connection, StoreError, query_scalar},
};

/// Of how many people it is remembered what they see: then all are forgotten, and worked out again as they come.
const MOST: usize = 1_000;

/// What is known of all policies, as it was last read.
#[derive(Default)]
pub(crate) struct KnownPolicies {
    names: AsyncMutex<Names>,
    seen: Mutex<HashMap<AdministratorId, Seen>>,
}

/// Which organisations somebody sees.
struct Seen {
    /// Their roles when that was worked out.
    scope: Scope,
    /// How many organisations were known then. They keep their places, so if there are no more, it is still so.
    organisations: usize,
    visible: Arc<Visible>,
}

impl KnownPolicies {
    /// All policies as they were read last: the version says whether it is still so.
    pub(super) async fn last(&self) -> Names {
        self.names.lock().await.clone()
    }

    /// All policies as this transaction sees them, or as a later one did.
    pub(super) async fn now(&self, connection: &mut Connection) -> Result<Names, StoreError> {
        let version = query_scalar::<i64>("SELECT COALESCE(MAX(version), 0) FROM policy_search")
            .fetch_one(connection)
            .await?;
        // Held while they are read, so that of several who come at once only one reads them.
        let mut names = self.names.lock().await;
        if names.version() < version {
            let changes = changes::since(connection, names.version()).await?;
            names.take_in(changes, version);
        }
        Ok(names.clone())
    }

    /// Which organisations somebody sees: of thousands of roles it takes a while to work that out.
    pub(super) fn visible(&self, names: &Names, scope: &Scope) -> Arc<Visible> {
        let organisations = names.organisations().len();
        // Whoever panicked while they held it has left it whole: each entry is put there at once.
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = seen.get(scope.administrator()) {
            // A scope that was read anew has a session of its own; this one is kept, so none comes to its place.
            let is_same = std::ptr::eq(known.scope.session(), scope.session());
            if is_same && known.organisations == organisations {
                return Arc::clone(&known.visible);
            }
        }
        if seen.len() >= MOST {
            seen.clear();
        }
        let visible = Arc::new(names.organisations().visible_to(scope));
        let known = Seen { scope: scope.clone(), organisations, visible: Arc::clone(&visible) };
        seen.insert(scope.administrator().clone(), known);
        visible
    }
}
