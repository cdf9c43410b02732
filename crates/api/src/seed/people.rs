//! People: names of many origins, addresses as NHSmail gives them out, a job, and mostly a policy.

use std::collections::HashMap;

use domain::{
    account_status::{AccountStatus, Aup},
    email::EmailAddress,
    ids::{PolicyId, UserId},
};
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{
    Invention, SeedError,
    names::Names,
    organisations::{Body, BodyKind},
};
use crate::fold::fold;

/// Someone to be written.
pub(super) struct Person {
    pub(super) id: UserId,
    pub(super) email: EmailAddress,
    pub(super) display_name: String,
    pub(super) job_title: &'static str,
    pub(super) aup: Aup,
    pub(super) status: AccountStatus,
    pub(super) membership: Option<(PolicyId, Timestamp)>,
}

const HOSPITAL_JOBS: &[&str] = &[
    "Staff Nurse",
    "Healthcare Assistant",
    "Ward Manager",
    "Consultant",
    "Specialty Doctor",
    "Foundation Doctor",
    "Physiotherapist",
    "Occupational Therapist",
    "Radiographer",
    "Biomedical Scientist",
    "Pharmacist",
    "Pharmacy Technician",
    "Midwife",
    "Ward Clerk",
    "Medical Secretary",
    "Receptionist",
    "Porter",
    "Domestic Assistant",
    "Theatre Practitioner",
    "Estates Officer",
    "Finance Officer",
    "HR Adviser",
    "Service Manager",
    "Data Analyst",
    "IT Support Analyst",
    "Project Manager",
];
const PRACTICE_JOBS: &[&str] = &[
    "GP Partner",
    "Salaried GP",
    "Practice Nurse",
    "Nurse Practitioner",
    "Healthcare Assistant",
    "Practice Manager",
    "Receptionist",
    "Medical Secretary",
    "Care Coordinator",
    "Clinical Pharmacist",
];
const BOARD_JOBS: &[&str] = &[
    "Commissioning Manager",
    "Head of Quality",
    "Finance Manager",
    "Programme Manager",
    "Data Analyst",
    "Medicines Adviser",
    "Primary Care Lead",
    "Governance Officer",
    "Communications Officer",
    "Executive Assistant",
];

/// How many people each organisation has, according to its size; together exactly so many.
pub(super) fn headcounts(bodies: &[Body], people: u32) -> Vec<(&Body, u32)> {
    let all = bodies.iter().map(|body| u64::from(body.weight)).sum::<u64>().max(1);
    let (mut given, mut upto) = (0, 0);
    bodies
        .iter()
        .map(|body| {
            upto += u64::from(body.weight);
            let should_be_given = u64::from(people) * upto / all;
            let count = should_be_given - given;
            given = should_be_given;
            (body, u32::try_from(count).unwrap_or(u32::MAX))
        })
        .collect()
}

/// Everyone made so far, as far as it takes to give the next one an address of their own.
pub(super) struct Directory {
    names: Names,
    namesakes: HashMap<String, u32>,
}

impl Directory {
    /// Nobody yet.
    pub(super) fn new() -> Result<Self, SeedError> {
        Ok(Self { names: Names::read()?, namesakes: HashMap::new() })
    }

    /// Makes someone who works there.
    pub(super) fn invent(
        &mut self,
        invention: &mut Invention,
        body: &Body,
    ) -> Result<Person, SeedError> {
        let (given, family) = self
            .names
            .pick(invention)
            .ok_or_else(|| SeedError::Rule("there are no names".to_owned()))?;
        let jobs = match body.kind {
            BodyKind::Trust | BodyKind::Site => HOSPITAL_JOBS,
            BodyKind::Practice | BodyKind::Provider => PRACTICE_JOBS,
            BodyKind::Icb => BOARD_JOBS,
        };
        let joined = invention.earlier(1_500);
        // A few have not accepted the AUP yet; most of those are new, and in no policy.
        let aup_accepted = !invention.percent(2);
        let in_a_policy = if aup_accepted { 93 } else { 30 };
        let membership = if invention.percent(in_a_policy) {
            policy_of(invention, body).map(|policy| (policy, invention.earlier(700)))
        } else {
            None
        };
        Ok(Person {
            id: UserId::parse(&invention.id(joined))?,
            email: self.address(given, family)?,
            display_name: format!(
                "{}, {given} ({})",
                family.to_uppercase(),
                body.organisation.name.to_uppercase()
            ),
            job_title: invention.pick(jobs).unwrap_or_default(),
            aup: if aup_accepted {
                // They are asked when they first sign in.
                let began = membership.as_ref().map_or(joined, |(_, since)| joined.min(*since));
                let asked = began.checked_add(SignedDuration::from_mins(20));
                Aup::Accepted { at: asked.ok().map(|asked| asked.min(invention.now)) }
            } else {
                Aup::NotAccepted
            },
            status: if invention.percent(2) {
                AccountStatus::Leaver { until: until(joined, invention.day) }
            } else {
                AccountStatus::Active
            },
            membership,
        })
    }

    /// `given.family@nhs.net`, or `given.family2@nhs.net` for the second of that name.
    fn address(&mut self, given: &str, family: &str) -> Result<EmailAddress, SeedError> {
        let local = format!("{}.{}", plain(given), plain(family));
        let namesakes = self.namesakes.entry(local.clone()).or_insert(0);
        *namesakes += 1;
        let number = if *namesakes == 1 { String::new() } else { namesakes.to_string() };
        Ok(EmailAddress::parse(&format!("{local}{number}@nhs.net"))?)
    }
}

/// The last day of a leaver, within 30 days of today: one that follows from the rest, so that chance goes on as before.
fn until(joined: Timestamp, today: Date) -> Date {
    let days = joined.as_second().rem_euclid(30);
    today.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(today)
}

/// What remains of a name in an address.
fn plain(name: &str) -> String {
    fold(name).chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect()
}

/// More than half are in the national policy; of the local ones, the first have the most members.
fn policy_of(invention: &mut Invention, body: &Body) -> Option<PolicyId> {
    let (national, locals) = body.policies.split_first()?;
    if locals.is_empty() || invention.percent(58) {
        return Some(national.id.clone());
    }
    let place = invention.rng.f64() * invention.rng.f64();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a place in a list of some dozens"
    )]
    let index = (place * locals.len() as f64) as usize;
    locals.get(index).map(|policy| policy.id.clone())
}
