//! Choosing the policy that people are moved to. It starts with the policies of their organisation.

use std::cmp::Reverse;

use domain::{
    ods::OdsCode,
    policy::{PolicyKind, PolicyRef, PolicySearchResults, PolicySummary, SearchBy},
    session::Action,
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::MovingFrom;
use crate::{
    client::{Client, PolicyQuery},
    nhsuk::{
        Button, ButtonAction, ButtonKind, ButtonSize, ChoiceSize, RadioOption, Radios,
        SearchButton, SearchInput, Size, Spellcheck, Title, thousands,
    },
    shell::{RemoteView, SignedIn, remote},
};

/// The id of the first choice.
pub const TARGET: &str = "move-to";

/// So many policies are offered at once: more are quicker searched for than read.
const OFFERED: usize = 20;

/// Searches policies and offers those that people can be moved to.
#[component]
pub fn PolicyChoice(
    from: MovingFrom,
    target: RwSignal<Option<PolicyRef>>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let typed = RwSignal::new(String::new());
    let of_same_organisation = |ods: &OdsCode| PolicyQuery {
        text: ods.to_string(),
        by: SearchBy::OdsCode,
        ..PolicyQuery::default()
    };
    let offered_first = from.organisation.as_ref().map(of_same_organisation).unwrap_or_default();
    let query = RwSignal::new(offered_first.clone());
    let found = remote(
        move || query.get(),
        move |query| async move { client.search_policies(&query).await },
    );
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().trim().to_owned();
        query.set(if text.is_empty() {
            offered_first.clone()
        } else {
            PolicyQuery { text, ..PolicyQuery::default() }
        });
    };
    view! {
        <form role="search" class="upm-find" novalidate on:submit=search>
            <SearchInput
                id="policy-search"
                label=Title::from("Search policies")
                hint=Some("Any part of a policy’s name, an ODS code, or an organisation’s name".to_owned())
                value=typed
                on_input=move |text| typed.set(text)
                spellcheck=Spellcheck::Off
                button=SearchButton::Hidden
            />
            <Button action=ButtonAction::Submit kind=ButtonKind::Secondary size=ButtonSize::Small>
                "Find"
            </Button>
        </form>
        <RemoteView data=found let:found>
            <Choices found from=from.clone() target error />
        </RemoteView>
    }
}

#[component]
fn Choices(
    found: PolicySearchResults,
    from: MovingFrom,
    target: RwSignal<Option<PolicyRef>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let signed_in = SignedIn::expect();
    let total = found.total;
    let mut possible = found
        .items
        .into_iter()
        .filter(|policy| {
            from.policy.as_ref() != Some(&policy.id)
                && signed_in.may(Action::MoveMembers, &policy.organisation.ods)
        })
        .collect::<Vec<_>>();
    if possible.is_empty() {
        return view! {
            <p role="status">
                "There is no other policy that you can move people to. Search for another name or ODS code."
            </p>
        }
        .into_any();
    }
    let more = possible.len() > OFFERED || found.truncated;
    possible.sort_by_key(|policy| Reverse(policy.kind == PolicyKind::National));
    possible.truncate(OFFERED);
    let offered = possible.len() as u64;
    let options = possible.iter().map(|policy| option(policy, &from)).collect::<Vec<_>>();
    let choose = move |id: String| {
        let chosen = possible.iter().find(|policy| policy.id.as_str() == id);
        target.set(chosen.map(PolicyRef::from));
    };
    let chosen = Signal::derive(move || {
        target
            .with(|target| target.as_ref().map(|policy| policy.id.to_string()).unwrap_or_default())
    });
    view! {
        <Radios
            id=TARGET
            legend=Title::from("Move to").size(Size::S)
            error
            options=Signal::stored(options)
            value=chosen
            on_change=choose
            size=ChoiceSize::Small
        />
        {more
            .then(|| {
                view! {
                    <p>
                        "Showing " {thousands(offered)} " of " {thousands(total)}
                        ". Search for more of the name to see others."
                    </p>
                }
            })}
    }
    .into_any()
}

/// A policy, with what its name does not say: that it is national, or another organisation's.
fn option(policy: &PolicySummary, from: &MovingFrom) -> RadioOption {
    let option = RadioOption::new(policy.id.as_str(), policy.full_name.as_str());
    let owner = &policy.organisation;
    match policy.kind {
        PolicyKind::National => option.hint(format!("National policy of {}", owner.name)),
        PolicyKind::Local if from.organisation.as_ref() != Some(&owner.ods) => {
            option.hint(owner.name.as_str())
        }
        PolicyKind::Local => option,
    }
}
