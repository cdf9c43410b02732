//! The signed-in person, for the screens: what they may do decides what is offered.
//! The server decides again; this only hides what it would refuse.

use domain::{
    ods::OdsCode,
    session::{Action, Session},
};
use leptos::prelude::*;

/// The session, for all components below the sign-in.
#[derive(Clone, Copy, Debug)]
pub struct SignedIn(StoredValue<Session>);

impl SignedIn {
    /// Tells all components below who is signed in.
    pub fn provide(session: Session) {
        provide_context(Self(StoredValue::new(session)));
    }

    /// Who is signed in.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Reads who is signed in.
    pub fn with<T>(self, read: impl FnOnce(&Session) -> T) -> T {
        self.0.with_value(read)
    }

    /// The person's own address, by which what is kept for them in the browser is told from others'.
    pub fn email(self) -> String {
        self.0.with_value(|session| session.email.clone())
    }

    /// The person's name.
    pub fn name(self) -> String {
        self.0.with_value(|session| session.name.clone())
    }

    /// Whether the person may do this in the organisation.
    pub fn may(self, action: Action, ods: &OdsCode) -> bool {
        self.0.with_value(|session| session.may(action, ods))
    }

    /// Whether the person may do this in any organisation.
    pub fn may_anywhere(self, action: Action) -> bool {
        self.0.with_value(|session| session.may_anywhere(action))
    }
}
