//! How somebody signed in, `/users/:id/log-ons`: why they are locked out, and each attempt of the last 30 days.

use domain::{
    ids::UserId,
    log_on::{LogOnPage, LogOnResult, RETENTION_DAYS},
    user::User,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map, use_query_map},
};

use crate::{
    client::{ApiError, Client, LogOnQuery},
    nhsuk::{
        Button, ButtonAction, ButtonKind, ButtonSize, Crumb, InsetText, Select, SelectOption,
        Spellcheck, TextInput,
    },
    paths,
    shell::{Page, RemoteView, remote},
};
use attempts::Attempts;
use lock_out::LockOutView;

mod attempts;
mod lock_out;

/// A person, and a page of their attempts.
type Shown = (User, LogOnQuery, LogOnPage);

/// Somebody's attempts to sign in.
#[component]
pub fn LogOnsScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_params_map();
    let id =
        Memo::new(move |_| parameters.with(|parameters| parameters.get("id").unwrap_or_default()));
    let address = use_query_map();
    // What is typed may be an address of somebody, so it stays out of the browser's history.
    let text = RwSignal::new(String::new());
    let query = Memo::new(move |_| {
        let of = |name| address.with(|address| address.get(name).unwrap_or_default());
        LogOnQuery { result: of("result"), text: text.get(), cursor: of("cursor") }
    });
    let shown = remote(
        move || (id.get(), query.get()),
        move |(id, query)| async move {
            let id = UserId::parse(&id).map_err(|_| ApiError::not_found())?;
            let page = client.log_ons(&id, &query).await?;
            let user = client.user(&id).await?;
            Ok::<Shown, ApiError>((user, query, page))
        },
    );
    let name = Signal::derive(move || {
        shown.with(|shown| shown.map(|(user, ..)| user.display_name.clone()))
    });
    let crumbs = Signal::derive(move || {
        let user = UserId::parse(&id.get()).ok();
        let user = user.map(|id| Crumb::new(paths::user(&id), "User"));
        let above = vec![
            Crumb::new(paths::home(), "Admin home"),
            Crumb::new(paths::users(), "User Management"),
        ];
        above.into_iter().chain(user).collect::<Vec<_>>()
    });
    let is_here = Memo::new(move |_| shown.with(|shown| shown.is_some()));
    view! {
        <Page title=Signal::stored("Recent log-ons".to_owned()) crumbs caption=name>
            <InsetText>
                <p>
                    "Log-ons are kept for " {RETENTION_DAYS}
                    " days. Looking at them is recorded, and primary local administrators can see who has looked."
                </p>
            </InsetText>
            <div class="upm-results" aria-busy=move || shown.is_stale().then_some("true")>
                <RemoteView data=shown let:shown>
                    <LockOutView lock_out=shown.2.lock_out />
                </RemoteView>
                // Not made anew with each answer: somebody may be typing.
                <Show when=move || is_here.get()>
                    <h2 class="nhsuk-heading-m">"Attempts to sign in"</h2>
                    <Filter id query text />
                </Show>
                {move || {
                    shown
                        .value()
                        .map(|(user, query, page)| view! { <Attempts user=user.id query page /> })
                }}
            </div>
        </Page>
    }
}

/// Where the attempts that a query wants are shown; what was typed is kept by the screen.
fn address(user: &UserId, query: &LogOnQuery) -> String {
    let parts = [("result", query.result.as_str()), ("cursor", query.cursor.as_str())];
    paths::with_query(&paths::log_ons(user), &parts)
}

#[component]
fn Filter(id: Memo<String>, query: Memo<LogOnQuery>, text: RwSignal<String>) -> impl IntoView {
    let result = RwSignal::new(String::new());
    let typed = RwSignal::new(text.get_untracked());
    Effect::new(move || result.set(query.with(|query| query.result.clone())));
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(user) = UserId::parse(&id.read_untracked()) else { return };
        let query = LogOnQuery { result: result.get_untracked(), ..LogOnQuery::default() };
        text.set(typed.get_untracked());
        navigate(&address(&user, &query), NavigateOptions { scroll: false, ..paths::as_it_is() });
    };
    let options = std::iter::once(SelectOption::new("", "Everything"))
        .chain(LogOnResult::ALL.map(|result| SelectOption::new(result.code(), result.label())))
        .collect::<Vec<_>>();
    view! {
        <form role="search" class="upm-search upm-filters" novalidate on:submit=submit>
            <Select
                id="result"
                label="Result"
                options=Signal::stored(options)
                value=result
                on_change=move |chosen| result.set(chosen)
            />
            <TextInput
                id="text"
                label="Device, IP address, place or app"
                value=typed
                on_input=move |text| typed.set(text)
                spellcheck=Spellcheck::Off
                autocomplete="off"
            />
            <Button action=ButtonAction::Submit kind=ButtonKind::Secondary size=ButtonSize::Small>
                "Filter"
            </Button>
        </form>
    }
}
