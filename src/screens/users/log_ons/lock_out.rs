//! Why somebody was locked out, in words.

use domain::log_on::{LockOut, RETENTION_DAYS};
use leptos::prelude::*;

use crate::{
    nhsuk::{Card, HeadingLevel, Title, counted},
    shell::clock,
};

/// The answer, what it is taken from, and what to do.
#[component]
pub(super) fn LockOutView(lock_out: LockOut) -> impl IntoView {
    view! {
        <Card title=Title::from("Why was this person locked out?").heading(HeadingLevel::H2)>
            <p>
                <strong>{lock_out.heading()} "."</strong>
            </p>
            {facts(&lock_out).map(|facts| view! { <p>{facts}</p> })}
            {lock_out.advice().map(|advice| view! { <p>{advice}</p> })}
        </Card>
    }
}

/// What in the attempts says so.
fn facts(lock_out: &LockOut) -> Option<String> {
    match lock_out {
        LockOut::AccountDisabled | LockOut::AccountCompromised => None,
        LockOut::NothingTried => {
            Some(format!("There are no attempts in the last {RETENTION_DAYS} days."))
        }
        LockOut::NotLockedOut { at } => {
            Some(format!("They last signed in on {}.", clock::moment(*at)))
        }
        LockOut::TooManyWrongPasswords { at, wrong_passwords, addresses, .. } => {
            let passwords =
                counted(u64::from(*wrong_passwords), "wrong password", "wrong passwords");
            let addresses = counted(u64::from(*addresses), "address", "addresses");
            Some(format!(
                "{passwords} from {addresses} since they last signed in. The latest attempt while locked was on {}.",
                clock::moment(*at)
            ))
        }
        LockOut::StuckAt { result, at, times } => {
            let attempts = counted(u64::from(*times), "attempt has", "attempts have");
            let explained = result.explain().unwrap_or_default();
            Some(format!(
                "{attempts} ended like this since they last signed in, the latest on {}. {explained}",
                clock::moment(*at)
            ))
        }
    }
}
