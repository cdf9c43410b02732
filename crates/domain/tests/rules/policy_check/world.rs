//! What a draft is checked against in these tests: a trust, a closed practice, and the catalogue.

use std::sync::LazyLock;

use domain::{
    catalogue::{Catalogue, ProductKind, embedded::catalogue},
    organisation::{Organisation, OrganisationRef, OrganisationStatus, ServiceLevel, Subscription},
    policy::{CheckContext, Policy, PolicyDraft, PolicyKind, PolicySettings, check},
    seats::Seats,
    session::Role,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};

use crate::support::{policy_id, sku};

pub(crate) const TODAY: Date = date(2026, 11, 24);
pub(crate) const YESTERDAY: Date = date(2026, 11, 23);

pub(crate) static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| catalogue().expect("the data is well formed"));

/// Everything a check looks at: a trust with live, ending and lapsed subscriptions, and a closed practice.
pub(crate) struct World {
    pub(crate) catalogue: &'static Catalogue,
    organisations: Vec<Organisation>,
    current: Option<Policy>,
}

pub(crate) fn world() -> World {
    let mut trust = organisation("RXX", "Northmoor NHS Trust", OrganisationStatus::Open);
    trust.subscriptions = vec![
        subscription("SPE_E3", ProductKind::Base, date(2027, 3, 31)),
        subscription("SPE_F1", ProductKind::Base, TODAY),
        subscription("SPE_E5", ProductKind::Base, YESTERDAY),
        subscription("VISIOCLIENT", ProductKind::AddOn, date(2027, 3, 31)),
        subscription("PROJECTPROFESSIONAL", ProductKind::AddOn, date(2027, 3, 31)),
        subscription("POWER_BI_PRO", ProductKind::AddOn, YESTERDAY),
    ];
    let closed = OrganisationStatus::Closed { on: date(2026, 4, 1) };
    let mut practice = organisation("A81001", "Hill Surgery", closed);
    practice.subscriptions = vec![subscription("SPE_F1", ProductKind::Base, date(2027, 3, 31))];
    World { catalogue: &CATALOGUE, organisations: vec![trust, practice], current: None }
}

pub(crate) fn organisation(ods: &str, name: &str, status: OrganisationStatus) -> Organisation {
    Organisation {
        ods: ods.parse().expect("an ODS code"),
        name: name.to_owned(),
        former_names: Vec::new(),
        service_level: ServiceLevel::Enhanced,
        status,
        role: Role::LocalAdministrator,
        policy_count: 1,
        subscriptions: Vec::new(),
    }
}

pub(crate) fn subscription(part_number: &str, kind: ProductKind, end_date: Date) -> Subscription {
    Subscription {
        id: "s1".parse().expect("an identifier"),
        sku: sku(part_number),
        product: part_number.to_owned(),
        kind,
        seats: Seats { held: 100, in_use: 10 },
        end_date,
    }
}

/// A draft that is right in every way.
pub(crate) fn draft() -> PolicyDraft {
    PolicyDraft {
        organisation: "RXX".to_owned(),
        name: "Ward nurses".to_owned(),
        description: "For everyone on the wards 🏥".to_owned(),
        base_licence: Some("SPE_E3".to_owned()),
        ..PolicyDraft::default()
    }
}

/// The policy of the trust that has these licences already.
pub(crate) fn policy_with(base: Option<&str>, add_ons: &[&str]) -> Policy {
    Policy {
        id: policy_id("p1"),
        kind: PolicyKind::Local,
        organisation: OrganisationRef {
            ods: "RXX".parse().expect("well formed"),
            name: "Northmoor NHS Trust".to_owned(),
        },
        name: "Ward nurses".parse().expect("well formed"),
        full_name: "RXX.E5.Ward nurses".to_owned(),
        description: "".parse().expect("well formed"),
        base_licence: base.map(sku),
        add_ons: add_ons.iter().map(|part_number| sku(part_number)).collect(),
        disabled_plans: Vec::new(),
        call_recording: true,
        member_count: 12,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        updated_by: "Amara Okafor".to_owned(),
        applying: None,
    }
}

impl World {
    pub(crate) fn changing(self, policy: Policy) -> Self {
        Self { current: Some(policy), ..self }
    }

    pub(crate) fn check(
        &self,
        draft: &PolicyDraft,
    ) -> Result<PolicySettings, Vec<(String, String, String)>> {
        let context = CheckContext {
            catalogue: self.catalogue,
            organisations: &self.organisations,
            current: self.current.as_ref(),
            today: TODAY,
        };
        check(draft, context).map_err(|errors| {
            errors
                .into_iter()
                .map(|error| (error.pointer.into_owned(), error.code.into_owned(), error.detail))
                .collect()
        })
    }

    /// The pointers and codes of all errors, in order.
    pub(crate) fn errors(&self, draft: &PolicyDraft) -> Vec<(String, String)> {
        let errors = self.check(draft).err().unwrap_or_default();
        errors.into_iter().map(|(pointer, code, _)| (pointer, code)).collect()
    }
}

pub(crate) fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

pub(crate) fn errors(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
}
