//! Where an account is in its life, as a tag.

use domain::account_status::AccountStatus;
use leptos::prelude::*;

use crate::nhsuk::{Tag, TagColour};

/// The tag of an account that is not simply active; of one that is, nothing.
#[component]
pub fn AccountStatusTag(status: AccountStatus) -> impl IntoView {
    let colour = match status {
        AccountStatus::Active => return None,
        AccountStatus::Leaver { .. } => TagColour::Yellow,
        AccountStatus::Disabled => TagColour::Grey,
        AccountStatus::Compromised { .. } => TagColour::Red,
        AccountStatus::Remediated { .. } => TagColour::Blue,
    };
    Some(view! { <Tag colour>{status.label()}</Tag> })
}
