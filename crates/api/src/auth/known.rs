//! Scopes that were read already. Someone with thousands of organisations would otherwise wait for their
//! roles to be read with every request; the database says by a version whether they have changed.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::{AdministratorId, Scope};

/// Who is remembered at most: then all are forgotten, and read again as they come.
const MOST: usize = 1_000;

/// The scopes that are remembered.
#[derive(Default)]
pub(crate) struct KnownScopes {
    scopes: Mutex<HashMap<AdministratorId, Known>>,
}

struct Known {
    version: i64,
    scope: Scope,
}

impl KnownScopes {
    /// The scope of this administrator, if it was read at this version.
    pub(crate) fn find(&self, administrator: &AdministratorId, version: i64) -> Option<Scope> {
        // Whoever panicked while they held it has left it whole: each entry is put there at once.
        let scopes = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        let known = scopes.get(administrator)?;
        (known.version == version).then(|| known.scope.clone())
    }

    /// Remembers a scope as it was read at a version.
    pub(crate) fn remember(&self, version: i64, scope: &Scope) {
        let mut scopes = self.scopes.lock().unwrap_or_else(PoisonError::into_inner);
        if scopes.len() >= MOST {
            scopes.clear();
        }
        let known = Known { version, scope: scope.clone() };
        scopes.insert(scope.administrator().clone(), known);
    }
}
