//! The tenant: its users with their licences, its seats, what has been asked of it, and the trouble it makes.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::http::StatusCode;
use domain::catalogue::{Catalogue, PlanName, Product, Sku, embedded};

use super::{groups::Group, mailboxes::Mailboxes, methods::Methods, sign_ins::SignIns};

/// What there is.
pub(crate) struct Tenant {
    pub(super) catalogue: &'static Catalogue,
    /// By the name they sign in with.
    pub(crate) users: BTreeMap<String, User>,
    /// Seats of the whole tenant, by the GUID of the licence.
    pub(crate) enabled: BTreeMap<String, u32>,
    pub(crate) trouble: Trouble,
    pub(crate) sign_ins: SignIns,
    pub(crate) mailboxes: Mailboxes,
    pub(crate) group: Group,
    pub(crate) methods: Methods,
    pub(crate) seen: Seen,
    tokens: Vec<String>,
    good_since: usize,
}

/// Somebody.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) mail: String,
    pub(crate) usage_location: Option<String>,
    pub(crate) licences: Vec<Licence>,
    /// Another account has one of their addresses.
    pub(crate) has_namesake: bool,
    /// What is shown of them for so many reads yet.
    pub(super) shown: Option<(u32, Vec<Licence>)>,
}

/// A licence that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Licence {
    pub(crate) sku_id: String,
    pub(crate) disabled_plans: Vec<String>,
    pub(crate) group: Option<String>,
    /// Shown in place of `Active`.
    pub(crate) error: Option<&'static str>,
}

/// What a test arranges. Each number is of times that it happens yet.
#[derive(Default)]
pub(crate) struct Trouble {
    /// Whole batches are answered so, with this `Retry-After`.
    pub(crate) batches: Vec<(u16, Option<String>)>,
    /// Single requests within a batch, one in three, are answered so.
    pub(crate) singles: u32,
    pub(crate) single: Option<(u16, String)>,
    /// The connection breaks off in the middle of the answer, after what was asked for has been done.
    pub(crate) drops: u32,
    /// Nobody gets a token.
    pub(crate) no_tokens: u32,
    /// For so many reads a user looks as before.
    pub(crate) stale_reads: u32,
    /// How long each batch takes.
    pub(crate) slowness: std::time::Duration,
    /// The next batch that changes anything takes so long before it is begun with.
    pub(crate) slow_change: Option<std::time::Duration>,
    /// The application may not do it.
    pub(crate) is_forbidden: bool,
    /// Nor for this user, whatever else it may.
    pub(crate) forbidden_user: Option<String>,
}

/// What it was asked.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) token_requests: u32,
    /// Batches that have come, answered or not.
    pub(crate) begun: u32,
    /// How many requests each batch had.
    pub(crate) batches: Vec<usize>,
    /// Each `assignLicense`, by who it was for.
    pub(crate) assigned: Vec<(String, serde_json::Value)>,
}

impl Trouble {
    pub(super) fn of_tokens(&mut self) -> Option<(StatusCode, [(&'static str, &'static str); 1])> {
        self.no_tokens = self.no_tokens.checked_sub(1)?;
        Some((StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "1")]))
    }
}

impl Tenant {
    pub(super) fn new() -> Self {
        let catalogue = &*CATALOGUE;
        let enabled = catalogue.products.iter().map(|product| (product.guid.clone(), 1_000_000));
        let enabled = enabled.collect();
        Self {
            catalogue,
            users: BTreeMap::new(),
            enabled,
            trouble: Trouble::default(),
            sign_ins: SignIns::default(),
            mailboxes: Mailboxes::default(),
            group: Group::default(),
            methods: Methods::default(),
            seen: Seen::default(),
            tokens: Vec::new(),
            good_since: 0,
        }
    }

    pub(super) fn new_token(&mut self) -> String {
        let token = format!("eyJ0b2tlbg.number-{}-of-the-tenant", self.tokens.len());
        self.tokens.push(token.clone());
        token
    }

    pub(super) fn is_good(&self, token: &str) -> bool {
        self.tokens.iter().skip(self.good_since).any(|good| good == token)
    }

    /// Lets the tokens that were given out so far run out.
    pub(crate) fn expire_tokens(&mut self) {
        self.good_since = self.tokens.len();
    }

    /// What was given out as tokens.
    pub(crate) fn tokens(&self) -> &[String] {
        &self.tokens
    }

    /// Adds somebody who signs in with their address.
    pub(crate) fn add(&mut self, email: &str, licences: Vec<Licence>) {
        let user = User {
            id: format!("00000000-0000-4000-8000-{:012}", self.users.len()),
            mail: email.to_owned(),
            usage_location: Some("GB".to_owned()),
            licences,
            has_namesake: false,
            shown: None,
        };
        self.users.insert(email.to_owned(), user);
    }

    pub(crate) fn user(&mut self, email: &str) -> &mut User {
        self.users.get_mut(email).unwrap()
    }

    /// What somebody has by themselves: licences and the plans of them that are off, by their names.
    pub(crate) fn own(&self, email: &str) -> Vec<(String, Vec<String>)> {
        let own = self.users[email].licences.iter().filter(|licence| licence.group.is_none());
        let mut own = own.map(|licence| self.named(licence)).collect::<Vec<_>>();
        own.sort();
        own
    }

    fn named(&self, licence: &Licence) -> (String, Vec<String>) {
        let product = self.product(&licence.sku_id).unwrap();
        let is_off = |guid: &String| licence.disabled_plans.contains(guid);
        let off = product.plans.iter().filter(|plan| is_off(&plan.guid));
        let mut off = off.map(|plan| plan.plan.to_string()).collect::<Vec<_>>();
        off.sort();
        (product.sku.to_string(), off)
    }

    pub(super) fn product(&self, sku_id: &str) -> Option<&Product> {
        self.catalogue.products.iter().find(|product| product.guid.eq_ignore_ascii_case(sku_id))
    }

    /// How many seats of a licence are taken.
    pub(super) fn consumed(&self, sku_id: &str) -> usize {
        let has = |licence: &Licence| licence.sku_id.eq_ignore_ascii_case(sku_id);
        self.users.values().filter(|user| user.licences.iter().any(has)).count()
    }
}

impl Licence {
    /// One that somebody has by themselves.
    pub(crate) fn own(sku_id: String, disabled_plans: Vec<String>) -> Self {
        Self { sku_id, disabled_plans, group: None, error: None }
    }

    /// One that they have through a group.
    pub(crate) fn through_group(sku_id: String) -> Self {
        let group = Some("e621bd43-9a5e-4f2e-9d4f-6d2f8b0c1234".to_owned());
        Self { sku_id, disabled_plans: Vec::new(), group, error: None }
    }
}

/// Read once: there are thousands of people.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| embedded::catalogue().unwrap());

/// The GUID of a licence.
pub(crate) fn guid_of(sku: &str) -> String {
    CATALOGUE.product(&Sku::parse(sku).unwrap()).unwrap().guid.clone()
}

/// The GUID of a service plan in a licence.
pub(crate) fn plan_guid(sku: &str, plan: &str) -> String {
    let product = CATALOGUE.product(&Sku::parse(sku).unwrap()).unwrap();
    product.plan(&PlanName::parse(plan).unwrap()).unwrap().guid.clone()
}
