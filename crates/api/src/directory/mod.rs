//! The directory is what gives people the licences of their policy, or says why it cannot. This is the port to it;
//! which one there is, a setting says.
//!
//! - [`embedded`]: a model of Microsoft's rules in our own database. It decides in the transaction of the change;
//! - [`graph`]: Microsoft Graph. It is asked over the network, which no transaction waits for: a change leaves people
//!   pending, and a job asks for them ([`jobs::asking`](crate::jobs::asking));
//! - [`log_ons`]: when and from where people signed in;
//! - [`sign_in_methods`]: by what they can;
//! - [`replies`]: what shared mailboxes answer by themselves;
//! - [`readiness`]: whether it has what organisations hold.
//!
//! Another directory is another variant of [`Directory`], and speaks the words below: what people should have, what
//! came of asking for it.

pub(crate) mod embedded;
pub(crate) mod graph;
pub(crate) mod log_ons;
pub(crate) mod readiness;
pub(crate) mod replies;
pub(crate) mod sign_in_methods;

use std::time::Duration;

use domain::{
    catalogue::{Catalogue, Sku, Toggle},
    email::EmailAddress,
    licensing::LicensingErrorCode,
    policy::Policy,
};

use crate::cli::directory::DirectoryArgs;

pub use graph::DirectoryError;

/// Who gives licences.
pub(crate) enum Directory {
    /// Our own database.
    Embedded,
    /// Microsoft Graph.
    Graph(Box<graph::Graph>),
}

impl Directory {
    /// The one that the settings name.
    pub(crate) fn new(args: &DirectoryArgs) -> Result<Self, DirectoryError> {
        Ok(match graph::GraphSettings::from_args(args)? {
            None => Self::Embedded,
            Some(settings) => Self::Graph(Box::new(graph::Graph::new(&settings)?)),
        })
    }

    /// The one that is asked by jobs, if it is of that kind.
    pub(crate) fn asked_by_jobs(&self) -> Option<&graph::Graph> {
        match self {
            Self::Embedded => None,
            Self::Graph(graph) => Some(graph),
        }
    }
}

/// A licence as a policy gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PolicyLicence {
    pub(crate) sku: Sku,
    /// Microsoft's GUID for it (`skuId`), in lower case.
    pub(crate) sku_id: String,
    /// The GUIDs of the service plans that the policy has turned off.
    pub(crate) disabled_plans: Vec<String>,
    /// The GUIDs of all its service plans: what a refusal names them by.
    pub(crate) plans: Vec<String>,
}

/// What the licences of a policy are to Microsoft, unless one of them has left the catalogue. Plans of add-ons cannot
/// be turned off by a policy, nor those that hold for the whole tenant.
pub(crate) fn policy_licences(
    catalogue: &Catalogue,
    policy: &Policy,
) -> Result<Vec<PolicyLicence>, NotInCatalogue> {
    let mut licences = Vec::new();
    for sku in policy.base_licence.iter().chain(&policy.add_ons) {
        let product = catalogue.product(sku).ok_or_else(|| NotInCatalogue(sku.clone()))?;
        let is_base = policy.base_licence.as_ref() == Some(sku);
        let disabled = product.plans.iter().filter(|plan| {
            is_base && plan.toggle != Toggle::Tenant && policy.disabled_plans.contains(&plan.plan)
        });
        licences.push(PolicyLicence {
            sku: sku.clone(),
            sku_id: product.guid.to_ascii_lowercase(),
            disabled_plans: disabled.map(|plan| plan.guid.to_ascii_lowercase()).collect(),
            plans: product.plans.iter().map(|plan| plan.guid.to_ascii_lowercase()).collect(),
        });
    }
    Ok(licences)
}

/// A policy gives a licence that the catalogue does not know any more, so nobody can be asked for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not in the catalogue")]
pub(crate) struct NotInCatalogue(pub(crate) Sku);

/// What somebody should have: the licences of their policy, and no longer those that earlier ones gave them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) email: EmailAddress,
    /// The GUIDs of licences that are to be taken away, where they have them from us.
    pub(crate) leaving: Vec<String>,
}

/// What came of asking for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// They have what they should.
    Has,
    /// They lack these licences.
    Lacks(Vec<Lack>),
    /// The directory does not know them.
    NotFound,
    /// It is not known yet: ask again, after so long if the directory said that.
    NotYet(Option<Duration>),
}

/// A licence that somebody lacks, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lack {
    pub(crate) sku: Sku,
    pub(crate) code: LicensingErrorCode,
}
