//! Screens that are not there yet: what each will do, and where to do it meanwhile.

use domain::ids::PolicyId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    nhsuk::{Crumb, InsetText},
    paths,
    shell::Page,
};

/// A screen that is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    /// `/policies/:id/licensing-errors`
    LicensingErrors,
}

/// Says what the screen will do and what can be done until then.
#[component]
pub fn ComingScreen(what: Coming) -> impl IntoView {
    let policy = use_params_map()
        .with_untracked(|params| params.get("id").and_then(|id| PolicyId::parse(&id).ok()));
    let mut crumbs = vec![
        Crumb::new(paths::HOME, "Admin home"),
        Crumb::new(paths::POLICIES, "User Policy Management"),
    ];
    crumbs.extend(policy.as_ref().map(|id| Crumb::new(paths::policy(id), "Policy")));
    let back = policy.as_ref().map_or_else(|| paths::POLICIES.to_owned(), paths::policy);
    view! {
        <Page title=what.title() crumbs=Signal::stored(crumbs)>
            <InsetText>
                <p>"This screen is not ready yet."</p>
            </InsetText>
            <p>{what.promise()}</p>
            <p>{what.meanwhile()}</p>
            <p>
                <a href=back>{what.back()}</a>
            </p>
        </Page>
    }
}

impl Coming {
    fn title(self) -> &'static str {
        match self {
            Self::LicensingErrors => "Licensing errors",
        }
    }

    fn promise(self) -> &'static str {
        match self {
            Self::LicensingErrors => {
                "It will list each licence that could not be given to a member, why, and who can fix it."
            }
        }
    }

    fn meanwhile(self) -> &'static str {
        match self {
            Self::LicensingErrors => {
                "Until then, export licensing errors in the NHSmail portal, or ask the helpdesk."
            }
        }
    }

    fn back(self) -> &'static str {
        match self {
            Self::LicensingErrors => "Back to the policy",
        }
    }
}
