//! What was done to somebody's account, and by whom: a part of their page.

use domain::{
    ids::UserId,
    person_history::{PersonEvent, PersonHistoryEntry, PersonHistoryPage},
};
use leptos::prelude::*;

use crate::{
    client::Client,
    nhsuk::{
        Button, ButtonKind, ButtonSize, Cell, Column, RowHeader, Table, TableRow, Title, counted,
    },
    shell::{RemoteView, clock, remote},
};

/// The history, a page of it at a time; it is read anew whenever `version` changes.
#[component]
pub(super) fn AccountHistory(user: UserId, #[prop(into)] version: Signal<u32>) -> impl IntoView {
    let client = expect_context::<Client>();
    let cursor = RwSignal::new(String::new());
    let page = remote(
        move || (version.get(), cursor.get()),
        move |(_, cursor)| {
            let user = user.clone();
            async move { client.person_history(&user, &cursor).await }
        },
    );
    view! {
        <section aria-labelledby="account-history">
            <h2 class="nhsuk-heading-m" id="account-history">
                "Account history"
            </h2>
            <RemoteView data=page let:page>
                <Entries page cursor />
            </RemoteView>
        </section>
    }
}

#[component]
fn Entries(page: PersonHistoryPage, cursor: RwSignal<String>) -> impl IntoView {
    let PersonHistoryPage { items, next_cursor } = page;
    if items.is_empty() {
        return view! { <p>"Nothing has been done to this account yet."</p> }.into_any();
    }
    let columns = vec![
        Column::text("When"),
        Column::text("Who"),
        Column::text("What was done"),
        Column::text("Details"),
    ];
    view! {
        <Table id="person-history" caption=Title::from("Account history").hidden() columns>
            {items.into_iter().map(row).collect_view()}
        </Table>
        <div class="upm-actions">
            {(!cursor.read_untracked().is_empty())
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Secondary
                            size=ButtonSize::Small
                            on_click=move || cursor.set(String::new())
                        >
                            "Newest entries"
                        </Button>
                    }
                })}
            {next_cursor
                .map(|next| {
                    view! {
                        <Button
                            kind=ButtonKind::Secondary
                            size=ButtonSize::Small
                            on_click=move || cursor.set(next.clone())
                        >
                            "Older entries"
                        </Button>
                    }
                })}
        </div>
    }
    .into_any()
}

fn row(entry: PersonHistoryEntry) -> impl IntoView {
    let PersonHistoryEntry { at, administrator, event, .. } = entry;
    let label = event.label();
    view! {
        <TableRow>
            <RowHeader heading="When">{clock::moment(at)}</RowHeader>
            <Cell heading="Who">
                {administrator.unwrap_or_else(|| "This service, automatically".to_owned())}
            </Cell>
            <Cell heading="What was done">{label}</Cell>
            <Cell heading="Details">{details(event)}</Cell>
        </TableRow>
    }
}

fn details(event: PersonEvent) -> String {
    match event {
        PersonEvent::LogOnsSeen { result, shown } => {
            let shown = counted(u64::from(shown), "attempt", "attempts");
            match result {
                None => shown,
                Some(result) => format!("{shown}, only “{}”", result.label()),
            }
        }
        PersonEvent::MfaDisabled { until, reason } => {
            format!("Until {}. Reason: {reason}", clock::moment(until))
        }
        PersonEvent::MarkedAsLeaver { until, roles } => {
            let roles = match roles {
                0 => String::new(),
                roles => {
                    let roles =
                        counted(u64::from(roles), "administrator role", "administrator roles");
                    format!(". {roles} removed")
                }
            };
            format!("Licensed until {}{roles}", clock::day(until))
        }
        PersonEvent::LeaverEnded { policy: Some(policy) } => {
            format!("They left {}", policy.full_name)
        }
        PersonEvent::Joined { from, policy } => {
            format!("From {} ({}), into {}", from.name, from.ods, policy.full_name)
        }
        PersonEvent::MfaEnforced
        | PersonEvent::MfaEnforcedInTime
        | PersonEvent::LeaverUndone
        | PersonEvent::LeaverEnded { policy: None } => "–".to_owned(),
    }
}
