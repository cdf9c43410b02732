//! Whom demo mode offers to sign in as. Their ids are fixed: links and tests rely on them.

use domain::session::Role;

use super::{
    Invention,
    organisations::{Body, BodyKind},
};

/// Someone to sign in as.
pub(super) struct SeedPersona<'a> {
    pub(super) id: &'static str,
    pub(super) administrator_id: String,
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    pub(super) role: Role,
    pub(super) description: String,
    pub(super) bodies: Vec<&'a Body>,
}

/// How many organisations the regional team administers.
const REGION: usize = 40;

/// Makes them, in the order in which they are offered.
pub(super) fn invent<'a>(invention: &mut Invention, bodies: &'a [Body]) -> Vec<SeedPersona<'a>> {
    let nth = |kind: BodyKind, n: usize| bodies.iter().filter(move |body| body.kind == kind).nth(n);
    let first_trust = nth(BodyKind::Trust, 0).into_iter().collect::<Vec<_>>();
    let first_name = first_trust.first().map_or("", |body| body.organisation.name.as_str());
    let three = [nth(BodyKind::Trust, 1), nth(BodyKind::Icb, 0), nth(BodyKind::Practice, 0)];
    let three = three.into_iter().flatten().collect::<Vec<_>>();
    let region = bodies.iter().take(REGION).collect::<Vec<_>>();
    let region_size = region.len();
    let mut persona = |id, name, email, role: Role, at: String, bodies| SeedPersona {
        id,
        administrator_id: {
            let now = invention.now;
            invention.id(now)
        },
        name,
        email,
        role,
        description: format!("{} of {at}", role.label()),
        bodies,
    };
    vec![
        persona(
            "trust-la",
            "Priya Nair",
            "priya.nair.demo@nhs.net",
            Role::LocalAdministrator,
            first_name.to_owned(),
            first_trust.clone(),
        ),
        persona(
            "region-la",
            "Tomasz Kowalczyk",
            "tomasz.kowalczyk.demo@nhs.net",
            Role::LocalAdministrator,
            "a trust, an integrated care board and a practice".to_owned(),
            three,
        ),
        persona(
            "licence-admin",
            "Chidinma Okafor",
            "chidinma.okafor.demo@nhs.net",
            Role::LicenceAdmin,
            first_name.to_owned(),
            first_trust.clone(),
        ),
        persona(
            "helpdesk",
            "Siân Hughes",
            "sian.hughes.demo@nhs.net",
            Role::Helpdesk,
            first_name.to_owned(),
            first_trust,
        ),
        persona(
            "platform-la",
            "Rashid Chowdhury",
            "rashid.chowdhury.demo@nhs.net",
            Role::PrimaryLocalAdministrator,
            format!("{region_size} organisations, for a regional support team"),
            region,
        ),
    ]
}
