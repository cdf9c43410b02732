//! The sign-in that requests carry along: an access token, and how to get another when it has expired.
//!
//! Requests that are refused at the same time wait for one renewal: a provider that lets each refresh token be used once
//! would take a second use for theft.

use std::{fmt, rc::Rc};

use futures::{
    FutureExt as _,
    future::{LocalBoxFuture, Shared},
};
use leptos::prelude::*;

use super::ApiError;

/// Gets a new access token, which may mean to ask the person; an error where there is none.
type Renew = Rc<dyn Fn() -> Renewal>;
type Renewal = LocalBoxFuture<'static, Result<String, ApiError>>;

/// The sign-in. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Bearer {
    token: RwSignal<Option<String>>,
    renew: StoredValue<Option<Renew>, LocalStorage>,
    under_way: StoredValue<Option<Shared<Renewal>>, LocalStorage>,
}

impl fmt::Debug for Bearer {
    /// Shows no token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer")
    }
}

impl Bearer {
    pub(super) fn new() -> Self {
        Self {
            token: RwSignal::new(None),
            renew: StoredValue::new_local(None),
            under_way: StoredValue::new_local(None),
        }
    }

    pub(super) fn token(self) -> Option<String> {
        self.token.get_untracked()
    }

    pub(super) fn set(self, token: String, renew: impl Fn() -> Renewal + 'static) {
        self.renew.set_value(Some(Rc::new(renew)));
        self.token.set(Some(token));
    }

    pub(super) fn clear(self) {
        self.renew.set_value(None);
        self.under_way.set_value(None);
        self.token.set(None);
    }

    /// Whether there is another token than the one that was refused, after getting one if need be. An error says that
    /// it could not be asked for.
    pub(super) async fn renew(self, refused: Option<String>) -> Result<bool, ApiError> {
        if self.token() != refused {
            return Ok(self.token.with_untracked(Option::is_some));
        }
        let Some(renewal) = self.renewal() else { return Ok(false) };
        let renewed = renewal.await;
        self.under_way.set_value(None);
        match renewed {
            // Who has signed out meanwhile is not signed in again.
            Ok(_) if self.renew.with_value(Option::is_none) => Ok(false),
            Ok(token) => {
                self.token.set(Some(token));
                Ok(true)
            }
            Err(ApiError::Unreachable) => Err(ApiError::Unreachable),
            Err(_) => Ok(false),
        }
    }

    fn renewal(self) -> Option<Shared<Renewal>> {
        if let Some(under_way) = self.under_way.get_value() {
            return Some(under_way);
        }
        let renewal = self.renew.with_value(|renew| renew.as_ref().map(|renew| renew()))?.shared();
        self.under_way.set_value(Some(renewal.clone()));
        Some(renewal)
    }
}
