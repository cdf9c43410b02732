//! The shared mailboxes of one's organisations, `/mailboxes?q=…&ods=…`.

use domain::shared_mailbox::{ListedMailbox, SharedMailboxResults};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{StandingTag, in_words};
use crate::{
    client::Client,
    nhsuk::{
        Cell, Column, Crumb, InsetText, RowHeader, SearchInput, Table, TableRow, Title, counted,
        thousands,
    },
    paths,
    shell::{Page, RemoteView, remote},
};

/// Shared mailboxes.
#[component]
pub fn MailboxesScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_query_map();
    let of = move |name: &'static str| {
        Memo::new(move |_| parameters.with(|all| all.get(name).unwrap_or_default()))
    };
    let (text, ods) = (of("q"), of("ods"));
    let found = remote(
        move || (text.get(), ods.get()),
        move |(text, ods)| async move {
            let found = client.search_shared_mailboxes(&text, &ods).await?;
            Ok((text, found))
        },
    );
    let navigate = use_navigate();
    let search = Callback::new(move |typed: String| {
        let ods = ods.get_untracked();
        let query = [("q", typed.as_str()), ("ods", ods.as_str())];
        let options = NavigateOptions { scroll: false, ..paths::as_it_is() };
        navigate(&paths::with_query(&paths::mailboxes(), &query), options);
    });
    view! {
        <Page
            title="Shared mailboxes"
            crumbs=Signal::stored(vec![Crumb::new(paths::home(), "Admin home")])
        >
            <p>
                "The mailboxes that teams of your organisations share. Open one to see and change its automatic replies. Search by name, address or ODS code."
            </p>
            <Search text search />
            <RemoteView data=found let:found>
                <Found text=found.0 found=found.1 />
            </RemoteView>
        </Page>
    }
}

#[component]
fn Search(text: Memo<String>, search: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(text.get_untracked());
    // Back and Forward change it, too.
    Effect::new(move || typed.set(text.get()));
    view! {
        <form
            role="search"
            class="upm-search"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                search.run(typed.get_untracked());
            }
        >
            <SearchInput
                id="mailbox-search"
                label="Search shared mailboxes"
                value=typed
                on_input=move |text| typed.set(text)
            />
        </form>
    }
}

#[component]
fn Found(text: String, found: SharedMailboxResults) -> impl IntoView {
    let SharedMailboxResults { items, total, truncated } = found;
    if items.is_empty() {
        let heading = match text.trim() {
            "" => "Your organisations have no shared mailboxes".to_owned(),
            text => format!("No shared mailboxes match “{text}”"),
        };
        return view! {
            <div role="status">
                <h2 class="nhsuk-heading-m">{heading}</h2>
                {(!text.is_empty())
                    .then(|| {
                        view! {
                            <p>
                                <a href=paths::mailboxes()>"Show all shared mailboxes"</a>
                            </p>
                        }
                    })}
            </div>
        }
        .into_any();
    }
    let count = if truncated {
        format!("Showing {} of {}", thousands(items.len() as u64), thousands(total))
    } else {
        counted(total, "shared mailbox", "shared mailboxes")
    };
    // Of none where each mailbox would have to be asked: then there is nothing to show in a column.
    let is_told = items.iter().any(|mailbox| mailbox.period.is_some());
    let mut columns =
        vec![Column::text("Mailbox"), Column::text("Email address"), Column::text("Organisation")];
    if is_told {
        columns.push(Column::text("Automatic replies"));
    }
    let rows = items.into_iter().map(row).collect_view();
    view! {
        <p role="status" class="upm-count">
            {count}
        </p>
        {truncated
            .then(|| {
                view! {
                    <InsetText>
                        <p>
                            "There are more than can be shown. Search for more of the name to narrow them down."
                        </p>
                    </InsetText>
                }
            })}
        <Table id="mailboxes" caption=Title::from("Shared mailboxes").hidden() columns>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(mailbox: ListedMailbox) -> impl IntoView {
    let replies = mailbox.period.map(|period| {
        let when = in_words(period).map(|when| {
            view! { <span class="nhsuk-hint upm-home__more">{when}</span> }
        });
        view! {
            <Cell heading="Automatic replies">
                <StandingTag period />
                {when}
            </Cell>
        }
    });
    view! {
        <TableRow>
            <RowHeader heading="Mailbox">
                <a href=paths::mailbox(&mailbox.id)>{mailbox.display_name}</a>
            </RowHeader>
            <Cell heading="Email address">{mailbox.email.to_string()}</Cell>
            <Cell heading="Organisation">{mailbox.organisation.name}</Cell>
            {replies}
        </TableRow>
    }
}
