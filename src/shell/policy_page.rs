//! What every screen of one policy begins with: the breadcrumb through the policy, and links to its other screens.

use domain::{ids::PolicyId, policy::Policy};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::{Page, RemoteData, Waiting, closed::ClosedOrganisation, remote};
use crate::{
    client::{ApiError, Client, Versioned},
    nhsuk::Crumb,
    paths,
};

/// What a screen of a policy is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyTitle {
    /// By the policy's full name: the policy itself.
    FullName,
    /// By its own name, with the policy's above it.
    Own(&'static str),
}

/// A screen of the policy that the URL names. Its children get the policy once it is here.
#[component]
pub fn PolicyPage<V, Children>(title: PolicyTitle, children: Children) -> impl IntoView
where
    V: IntoView + 'static,
    Children: Fn(RemoteData<Versioned<Policy>>) -> V + Clone + Send + Sync + 'static,
{
    let parameters = use_params_map();
    // A memo, because the query may change while the policy stays.
    let id =
        Memo::new(move |_| parameters.with(|parameters| parameters.get("id").unwrap_or_default()));
    let client = expect_context::<Client>();
    let policy = remote(
        move || id.get(),
        move |id| async move {
            match PolicyId::parse(&id) {
                Ok(id) => client.policy(&id).await,
                Err(_) => Err(ApiError::not_found()),
            }
        },
    );
    let full_name = Memo::new(move |_| {
        policy.with(|policy| policy.map(|policy| policy.value.full_name.clone()))
    });
    let heading = Signal::derive(move || match title {
        PolicyTitle::FullName => full_name.get().unwrap_or_else(|| "User policy".to_owned()),
        PolicyTitle::Own(title) => title.to_owned(),
    });
    let caption = Signal::derive(move || match title {
        PolicyTitle::FullName => None,
        PolicyTitle::Own(_) => full_name.get(),
    });
    let crumbs = Signal::derive(move || {
        let mut crumbs = vec![
            Crumb::new(paths::home(), "Admin home"),
            Crumb::new(paths::policies(), "User Policy Management"),
        ];
        if title != PolicyTitle::FullName
            && let (Some(name), Ok(id)) = (full_name.get(), PolicyId::parse(&id.get()))
        {
            crumbs.push(Crumb::new(paths::policy(&id), name));
        }
        crumbs
    });
    // The screen is drawn when the policy comes, and again only for another policy.
    let shown =
        Memo::new(move |_| policy.with(|policy| policy.map(|policy| policy.value.id.clone())));
    let owner = Memo::new(move |_| {
        policy.with(|policy| policy.map(|policy| policy.value.organisation.ods.clone()))
    });
    view! {
        <Page title=heading crumbs caption>
            {move || match shown.get() {
                None => view! { <Waiting data=policy /> }.into_any(),
                Some(id) => {
                    view! {
                        <PolicyNavigation id />
                        {owner.get_untracked().map(|ods| view! { <ClosedOrganisation ods /> })}
                        {children(policy)}
                    }
                        .into_any()
                }
            }}
        </Page>
    }
}

#[component]
fn PolicyNavigation(id: PolicyId) -> impl IntoView {
    let path = use_location().pathname;
    let links = [
        (paths::policy(&id), "Details"),
        (paths::members(&id), "Members"),
        (paths::licensing_errors(&id), "Licensing errors"),
        (paths::history(&id), "History"),
    ];
    let item = |(href, text): (String, &'static str)| {
        let is_here = {
            let href = href.clone();
            move || path.with(|path| *path == href).then_some("page")
        };
        view! {
            <li class="upm-filter-tabs__item">
                <a class="upm-filter-tabs__link" href=href aria-current=is_here>
                    {text}
                </a>
            </li>
        }
    };
    view! {
        <nav class="upm-filter-tabs" aria-label="This policy">
            <ul class="upm-filter-tabs__list">{links.map(item).into_iter().collect_view()}</ul>
        </nav>
    }
}
