//! Policies as organisations have them: one national policy each, and local ones, from a list of
//! what teams there are and which licences such teams get.

use domain::{
    catalogue::{Catalogue, PlanName, ProductKind, Sku},
    description::Description,
    ids::PolicyId,
    organisation::Organisation,
    policy::{CheckContext, PolicyDraft, PolicyKind, PolicySettings, check},
    policy_name::{NATIONAL_POLICY, PolicyName, national_full_name},
};
use jiff::Timestamp;

use super::{
    Invention, SeedError,
    organisations::{Body, BodyKind},
};

/// A policy to be written.
pub(super) struct SeedPolicy {
    pub(super) id: PolicyId,
    pub(super) kind: PolicyKind,
    pub(super) settings: PolicySettings,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) updated_by: String,
}

/// What a kind of team gets.
struct Team {
    name: &'static str,
    description: &'static str,
    base: Base,
    add_ons: &'static [&'static str],
    /// Applications that are off.
    off: &'static [&'static str],
    call_recording: bool,
}

enum Base {
    /// What the organisation's service level gives.
    Usual,
    /// F3, for people without a desk.
    Frontline,
    /// Add-ons only.
    None,
}

const fn team(
    name: &'static str,
    description: &'static str,
    base: Base,
    add_ons: &'static [&'static str],
) -> Team {
    Team { name, description, base, add_ons, off: &[], call_recording: true }
}

const fn without(mut team: Team, off: &'static [&'static str]) -> Team {
    team.off = off;
    team
}

const fn unrecorded(mut team: Team) -> Team {
    team.call_recording = false;
    team
}

const TEAMS: &[Team] = &[
    team("Ward Staff", "Nurses and healthcare assistants on wards", Base::Frontline, &[]),
    team("Clinical Admin", "Booking, records and clinic letters", Base::Usual, &[]),
    team("Medical Secretaries", "", Base::Usual, &[]),
    team("Estates Drawings", "Plans of buildings and plant", Base::Usual, &["VISIOCLIENT"]),
    team(
        "Project Managers",
        "Programme office. Ask the PMO before adding anyone",
        Base::Usual,
        &["PROJECTPROFESSIONAL", "VISIOCLIENT"],
    ),
    team("Data Analysts", "Business intelligence", Base::Usual, &["POWER_BI_PRO"]),
    unrecorded(team("Switchboard", "", Base::Usual, &["MCOEV", "MCOMEETADV"])),
    without(
        team("Bank Staff", "Temporary staff, light set of applications", Base::Frontline, &[]),
        &["Sway", "Viva Engage"],
    ),
    team("Emergency Department", "", Base::Usual, &[]),
    team("Theatres", "Shared theatre workstations", Base::Frontline, &[]),
    without(team("Volunteers", "", Base::Frontline, &[]), &["Viva Engage", "Microsoft Stream"]),
    team("Board and Executive", "Directors and their offices", Base::Usual, &["MCOMEETADV"]),
    team("Digital Services", "", Base::Usual, &["POWERAPPS_PER_USER", "VISIOCLIENT"]),
    team("Community Nursing", "Out on visits, phones and tablets", Base::Frontline, &[]),
    team("Finance", "", Base::Usual, &["POWER_BI_PRO"]),
    team("Power BI Readers", "On top of a licence from elsewhere", Base::None, &["POWER_BI_PRO"]),
    team("Human Resources", "", Base::Usual, &[]),
    unrecorded(team("Mental Health Liaison", "No recording of calls", Base::Usual, &[])),
    team("Therapies", "Physiotherapy, occupational therapy, speech", Base::Usual, &[]),
    team("Maternity", "", Base::Frontline, &[]),
    team("Pharmacy", "", Base::Usual, &[]),
    team("Pathology", "", Base::Usual, &[]),
    team("Radiology", "", Base::Usual, &[]),
    team("Outpatients", "", Base::Usual, &[]),
    team("Procurement", "", Base::Usual, &[]),
    team("Research and Innovation", "", Base::Usual, &["POWER_BI_PRO"]),
    team("Infection Prevention", "", Base::Usual, &[]),
    team("Palliative Care", "", Base::Usual, &[]),
    team("Reception", "Front desk", Base::Usual, &["OFFICESUBSCRIPTION"]),
    team("GP Partners", "", Base::Usual, &["OFFICESUBSCRIPTION"]),
    team("Practice Nurses", "", Base::Usual, &[]),
    team("Care Coordinators", "", Base::Usual, &[]),
    team("Commissioning", "", Base::Usual, &["VISIOONLINE_PLAN1"]),
    team("Meeting Organisers", "Dial-in conferences", Base::Usual, &["MCOMEETADV"]),
    team("Process Mapping", "", Base::None, &["VISIOONLINE_PLAN1"]),
    team("Contact Centre", "", Base::Usual, &["MCOEV"]),
];

/// A second team of the same kind is called so.
const PLACES_WITHIN: &[&str] = &[
    "",
    " North",
    " South",
    " East",
    " West",
    " Main Site",
    " Annexe",
    " Days",
    " Nights",
    " Weekend",
    " Pilot",
    " Leads",
];

/// Administrators of old, for "changed by".
const CHANGED_BY: &[&str] =
    &["Priya Nair", "Tomasz Kowalczyk", "Rashid Chowdhury", "Eilidh Fraser", "Grace Adeyemi"];

/// Gives every organisation its national policy, and local ones according to its size, so that
/// there are exactly so many. A closed organisation keeps what it had.
pub(super) fn invent(
    invention: &mut Invention,
    catalogue: &Catalogue,
    bodies: &mut [Body],
    count: u32,
) -> Result<(), SeedError> {
    let organisations = u32::try_from(bodies.len()).unwrap_or(u32::MAX);
    let mut locals = local_counts(bodies, count.saturating_sub(organisations));
    for (body, locals) in bodies.iter_mut().zip(&mut locals) {
        let national = national(invention, &body.organisation)?;
        body.policies.push(national);
        let offset = if body.kind == BodyKind::Practice { 28 } else { 0 };
        for index in 0..*locals {
            let local = local(invention, catalogue, &body.organisation, offset + index)?;
            body.policies.push(local);
        }
    }
    Ok(())
}

/// How many local policies each organisation gets. The first trust has 19, as the walk-through
/// says.
fn local_counts(bodies: &[Body], locals: u32) -> Vec<usize> {
    let share = |body: &Body| match body.kind {
        BodyKind::Trust => 6,
        BodyKind::Icb => 3,
        BodyKind::Practice | BodyKind::Site | BodyKind::Provider => 1,
    };
    let first = locals.min(19);
    let rest = u64::from(locals - first);
    let shares = bodies.iter().skip(1).map(share).sum::<u64>().max(1);
    let mut counts = vec![usize::try_from(first).unwrap_or(0)];
    let (mut given, mut upto) = (0, 0);
    for body in bodies.iter().skip(1) {
        upto += share(body);
        let should_be_given = rest * upto / shares;
        counts.push(usize::try_from(should_be_given - given).unwrap_or(0));
        given = should_be_given;
    }
    counts
}

fn usual_base(organisation: &Organisation) -> Result<Sku, SeedError> {
    let usual = organisation.service_level.usual_base_licence();
    Ok(Sku::parse(usual)?)
}

fn national(
    invention: &mut Invention,
    organisation: &Organisation,
) -> Result<SeedPolicy, SeedError> {
    let settings = PolicySettings {
        organisation: organisation.ods.clone(),
        name: PolicyName::parse(NATIONAL_POLICY)?,
        full_name: national_full_name(&organisation.ods),
        description: Description::default(),
        base_licence: Some(usual_base(organisation)?),
        add_ons: Vec::new(),
        disabled_plans: Vec::new(),
        call_recording: true,
    };
    policy(invention, PolicyKind::National, settings, "NHSmail service")
}

fn local(
    invention: &mut Invention,
    catalogue: &Catalogue,
    organisation: &Organisation,
    index: usize,
) -> Result<SeedPolicy, SeedError> {
    let (round, place) = (index / TEAMS.len(), index % TEAMS.len());
    let Some(team) = TEAMS.get(place) else {
        return Err(SeedError::Rule("there are no teams".to_owned()));
    };
    let suffix = match PLACES_WITHIN.get(round) {
        Some(suffix) => (*suffix).to_owned(),
        None => format!(" {round}"),
    };
    let mut draft = draft(catalogue, organisation, team)?;
    draft.name = format!("{}{suffix}", team.name);
    let mut open = organisation.clone();
    open.status = domain::organisation::OrganisationStatus::Open;
    let context = CheckContext {
        catalogue,
        organisations: std::slice::from_ref(&open),
        current: None,
        today: invention.day,
    };
    let settings = check(&draft, context).map_err(|errors| {
        let details = errors.iter().map(|error| error.detail.as_str()).collect::<Vec<_>>();
        SeedError::Rule(format!("{}: {}", draft.name, details.join("; ")))
    })?;
    let changed_by = invention.pick(CHANGED_BY).unwrap_or_default();
    policy(invention, PolicyKind::Local, settings, changed_by)
}

/// What a team gets, as far as the organisation holds it.
fn draft(
    catalogue: &Catalogue,
    organisation: &Organisation,
    team: &Team,
) -> Result<PolicyDraft, SeedError> {
    let holds = |sku: &str| {
        organisation.subscriptions.iter().any(|subscription| subscription.sku.as_str() == sku)
    };
    let add_ons =
        team.add_ons.iter().copied().filter(|sku| holds(sku)).map(str::to_owned).collect();
    let mut draft = PolicyDraft {
        organisation: organisation.ods.to_string(),
        description: team.description.to_owned(),
        add_ons,
        call_recording: team.call_recording,
        ..PolicyDraft::default()
    };
    let base = match team.base {
        Base::Frontline if holds("SPE_F1") => Some(Sku::parse("SPE_F1")?),
        Base::None if !draft.add_ons.is_empty() => None,
        Base::Usual | Base::Frontline | Base::None => Some(usual_base(organisation)?),
    };
    if let Some(product) = base.as_ref().and_then(|sku| catalogue.product(sku)) {
        debug_assert_eq!(product.kind, ProductKind::Base);
        let off = product.toggles().filter(|plan| team.off.contains(&plan.application.as_str()));
        draft.disabled_plans = off.map(|plan| PlanName::to_string(&plan.plan)).collect();
    }
    draft.base_licence = base.map(String::from);
    Ok(draft)
}

fn policy(
    invention: &mut Invention,
    kind: PolicyKind,
    settings: PolicySettings,
    updated_by: &str,
) -> Result<SeedPolicy, SeedError> {
    let (one, other) = (invention.earlier(900), invention.earlier(900));
    let (created_at, updated_at) = (one.min(other), one.max(other));
    Ok(SeedPolicy {
        id: PolicyId::parse(&invention.id(created_at))?,
        kind,
        settings,
        created_at,
        updated_at,
        updated_by: updated_by.to_owned(),
    })
}
