//! What will happen to whom when their time as a leaver is over, `/users/leavers`.

use domain::leaver::{LICENSED_DAYS, LIST_LIMIT, Leaver, LeaverList};
use leptos::prelude::*;

use crate::{
    client::Client,
    nhsuk::{
        Cell, Column, Crumb, InsetText, RowHeader, Table, TableRow, Title, counted, thousands,
    },
    paths,
    shell::{Page, RemoteView, clock, remote},
};

/// The leavers of the administered organisations, those whose time ends first before others.
#[component]
pub fn LeaversScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let leavers = remote(|| (), move |()| async move { client.leavers().await });
    let crumbs = vec![
        Crumb::new(paths::home(), "Admin home"),
        Crumb::new(paths::users(), "User Management"),
    ];
    view! {
        <Page title=Signal::stored("Leavers".to_owned()) crumbs=Signal::stored(crumbs)>
            <InsetText>
                <p>
                    "A leaver keeps their licences for " {LICENSED_DAYS}
                    " days, or until another organisation takes them over. After the last day they are taken out of their user policy automatically, its seats become free, and the account is disabled."
                </p>
            </InsetText>
            <RemoteView data=leavers let:list>
                <Leavers list />
            </RemoteView>
        </Page>
    }
}

#[component]
fn Leavers(list: LeaverList) -> impl IntoView {
    let LeaverList { items, total } = list;
    if items.is_empty() {
        return view! { <p role="status">"There are no leavers."</p> }.into_any();
    }
    let count = if total > LIST_LIMIT as u64 {
        format!("Showing {} of {}", thousands(items.len() as u64), thousands(total))
    } else {
        counted(total, "leaver", "leavers")
    };
    let columns = vec![
        Column::text("Last day"),
        Column::text("Name"),
        Column::text("Organisation"),
        Column::text("User policy they leave"),
        Column::text("Licences that end"),
    ];
    view! {
        <p role="status" class="upm-count">
            {count}
        </p>
        <Table id="leavers" caption=Title::from("Leavers").hidden() columns>
            {items.into_iter().map(row).collect_view()}
        </Table>
    }
    .into_any()
}

fn row(leaver: Leaver) -> impl IntoView {
    let Leaver { user_id, email, display_name, organisation, policy, licences, until } = leaver;
    view! {
        <TableRow>
            <RowHeader heading="Last day">{clock::day(until)}</RowHeader>
            <Cell heading="Name">
                <div>
                    <a href=paths::user(&user_id)>{display_name}</a>
                    <p class="nhsuk-hint upm-people__advice">{email.to_string()}</p>
                </div>
            </Cell>
            <Cell heading="Organisation">{organisation.name}</Cell>
            <Cell heading="User policy they leave">
                {match policy {
                    Some(policy) => {
                        view! { <a href=paths::policy(&policy.id)>{policy.full_name}</a> }.into_any()
                    }
                    None => "None".into_any(),
                }}
            </Cell>
            <Cell heading="Licences that end">
                {if licences.is_empty() { "None".to_owned() } else { licences.join(", ") }}
            </Cell>
        </TableRow>
    }
}
