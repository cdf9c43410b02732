//! The licensing errors of a policy, `/policies/:id/licensing-errors`: what is wrong for how many, by who can mend
//! it, causes first ([`group`]); another try once that is done; and what can be taken along ([`take_away`]).

mod group;
mod take_away;
mod try_again;

use domain::{
    ids::PolicyId, licensing::Fixer, licensing_errors::LicensingErrorPage,
    licensing_report::ListedGroup, policy::Policy,
};
use leptos::prelude::*;

use self::{group::Group, take_away::TakeAway, try_again::TryAgain};
use crate::{
    client::{ApiError, Client, Versioned},
    nhsuk::counted,
    paths,
    shell::{
        PolicyPage, RemoteData, Waiting, applying::Applying, policy_page::PolicyTitle, remote,
    },
};

/// The licensing errors of a policy.
#[component]
pub fn LicensingErrorsScreen() -> impl IntoView {
    view! {
        <PolicyPage title=PolicyTitle::Own("Licensing errors") let:policy>
            <Errors policy />
        </PolicyPage>
    }
}

/// What is wrong, and the first people of each error: as many as a ticket names.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    page: LicensingErrorPage,
    groups: Vec<ListedGroup>,
}

async fn find(client: Client, policy: PolicyId) -> Result<Found, ApiError> {
    let (page, groups) = client.listed_errors(&policy).await?;
    Ok(Found { page, groups })
}

#[component]
fn Errors(policy: RemoteData<Versioned<Policy>>) -> impl IntoView {
    let client = expect_context::<Client>();
    let id = Memo::new(move |_| policy.with(|policy| Some(policy?.value.id.clone())));
    let job = Memo::new(move |_| policy.with(|policy| policy?.value.applying.clone()));
    // Read anew when a job that gives licences begins, and when it is over.
    let found = remote(
        move || (id.get(), job.get()),
        move |(id, _)| async move {
            match id {
                Some(id) => find(client, id).await,
                None => Err(ApiError::not_found()),
            }
        },
    );
    let reread = Callback::new(move |()| {
        policy.reload();
        found.reload();
    });
    // Drawn again only when something else is found.
    let shown = Memo::new(move |_| found.value());
    // Beside what is drawn again, so that the button keeps the focus.
    let can_be_tried = Memo::new(move |_| {
        job.get().is_none() && found.with(|found| found.is_some_and(|found| found.page.people > 0))
    });
    let policy_now = move || untrack(|| policy.value()).map(|policy| policy.value);
    view! {
        {move || job.get().map(|job| view! { <Applying job policy /> })}
        <Waiting data=found />
        <p role="status" class="upm-count">
            {move || found.with(|found| found.map(|found| in_short(&found.page)))}
        </p>
        {move || {
            let policy = policy_now().filter(|_| can_be_tried.get())?;
            Some(view! { <TryAgain policy reread /> })
        }}
        {move || {
            let (policy, found) = (policy_now()?, shown.get()?);
            Some(view! { <Shown policy found /> })
        }}
    }
}

#[component]
fn Shown(policy: Policy, found: Found) -> impl IntoView {
    let Found { page, groups } = found;
    let members = format!("{}?state=failed", paths::members(&policy.id));
    let sections = Fixer::ALL.into_iter().filter_map(|fixer| {
        let of_fixer = groups.iter().filter(|listed| listed.group.code.fixer() == fixer);
        let of_fixer = of_fixer.cloned().collect::<Vec<_>>();
        (!of_fixer.is_empty()).then(|| view! { <Section fixer groups=of_fixer /> })
    });
    let sections = sections.collect_view();
    let has_errors = page.people > 0;
    view! {
        {sections}
        {has_errors
            .then(|| {
                view! {
                    <p>
                        <a href=members>"Choose and move these members"</a>
                    </p>
                }
            })}
        <TakeAway policy groups />
    }
}

fn in_short(page: &LicensingErrorPage) -> String {
    let pending = match page.pending {
        0 => String::new(),
        several => {
            let who = counted(several, "member is", "members are");
            format!(" {who} still waiting for their licences.")
        }
    };
    match page.people {
        0 if page.pending == 0 => "Every member has the licences of this policy.".to_owned(),
        0 => format!("There are no licensing errors so far.{pending}"),
        several => {
            let who = counted(several, "member lacks", "members lack");
            format!("{who} a licence of this policy.{pending}")
        }
    }
}

/// The errors that the same people can mend.
#[component]
fn Section(fixer: Fixer, groups: Vec<ListedGroup>) -> impl IntoView {
    let groups = groups.into_iter().map(|listed| view! { <Group listed /> }).collect_view();
    view! {
        <section class="upm-licensing-errors">
            <h2 class="nhsuk-heading-m">{fixer.heading()}</h2>
            {groups}
        </section>
    }
}
