//! Organisations that have closed: their policies stay for as long as somebody is in them, and say so.

use domain::{date, ods::OdsCode, organisation::OrganisationStatus};
use leptos::prelude::*;

use super::Reference;
use crate::{
    nhsuk::{InsetText, Tag, TagColour},
    paths,
};

/// "Closed", beside the name of an organisation that has, once that is known.
#[component]
pub fn ClosedTag(ods: OdsCode) -> impl IntoView {
    let reference = Reference::expect();
    let is_closed = Memo::new(move |_| {
        reference.with(|reference| reference.is_some_and(|reference| reference.is_closed(&ods)))
    });
    move || is_closed.get().then(|| view! { " " <Tag colour=TagColour::Red>"Closed"</Tag> })
}

/// What to do with a policy whose organisation has closed.
#[component]
pub fn ClosedOrganisation(ods: OdsCode) -> impl IntoView {
    let reference = Reference::expect();
    let people = paths::users_of(&ods);
    let closed = Memo::new(move |_| {
        reference.with(|reference| match reference?.organisation(&ods)?.status {
            OrganisationStatus::Closed { on } => Some(on),
            OrganisationStatus::Open => None,
        })
    });
    move || {
        closed.get().map(|on| {
            let people = people.clone();
            view! {
                <InsetText>
                    <p>
                        "This policy’s organisation closed on " {date::written(on)}
                        ". Its members keep their licences for as long as they are in the policy. "
                        <a href=people>"Find its people"</a>
                        " and move them to a policy of another organisation."
                    </p>
                </InsetText>
            }
        })
    }
}
