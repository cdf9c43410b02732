//! An error, what to do about it, and who has it.

use domain::licensing_report::ListedGroup;
use leptos::prelude::*;

use crate::{
    nhsuk::{Details, counted},
    paths,
};

/// An error.
#[component]
pub(super) fn Group(listed: ListedGroup) -> impl IntoView {
    let code = listed.group.code;
    let opened = RwSignal::new(false);
    let listed = StoredValue::new(listed);
    view! {
        <section class="upm-licensing-error">
            <h3 class="nhsuk-heading-s">
                {listed.with_value(|listed| listed.group.headline())}
            </h3>
            <p>{code.explain()} "."</p>
            <p>
                <strong>"What to do: "</strong>
                {code.advice()} "."
            </p>
            <p>
                <strong>"Who can fix it: "</strong>
                {code.who_can_fix()} "."
            </p>
            <Details summary="Who has this error" on_toggle=move |()| opened.set(true)>
                {move || opened.get().then(|| listed.with_value(people))}
            </Details>
        </section>
    }
}

/// Drawn when somebody wants to see them: of several errors they are thousands.
fn people(listed: &ListedGroup) -> impl IntoView + use<> {
    let shown = u64::try_from(listed.first.len()).unwrap_or(u64::MAX);
    let more = listed.group.people.saturating_sub(shown);
    let lines = listed
        .first
        .iter()
        .map(|line| {
            view! {
                <li>
                    <a href=paths::user(&line.user_id)>{line.display_name.clone()}</a>
                    <span class="nhsuk-hint upm-licensing-error__email">{line.email.to_string()}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <ul class="nhsuk-list upm-licensing-error__people">{lines}</ul>
        {(more > 0)
            .then(|| {
                let more = counted(more, "person", "people");
                view! { <p>"And " {more} " more, listed in the CSV file."</p> }
            })}
    }
}
