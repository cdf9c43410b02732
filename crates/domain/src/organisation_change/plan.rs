//! What files of the Organisation Data Service change: compared with what is known, so that the same files again
//! change nothing.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::{
    OrganisationChange,
    ods_file::{Closing, OdsRecord, Succession},
};
use crate::{ods::OdsCode, organisation::OrganisationStatus};

/// An organisation as it is known before the files are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownOrganisation {
    /// Its code.
    pub ods: OdsCode,
    /// Its name.
    pub name: String,
    /// Names it is found by besides, the latest first.
    pub former_names: Vec<String>,
    /// Whether it is open.
    pub status: OrganisationStatus,
}

impl KnownOrganisation {
    /// Takes a change in.
    pub fn take_in(&mut self, change: &OrganisationChange) {
        match change {
            OrganisationChange::Recoded { from, to } => {
                // People will type the code that they know.
                self.add_former_name(with_code(&self.name, from));
                self.ods = to.clone();
            }
            OrganisationChange::Renamed { to, .. } => {
                let former = std::mem::replace(&mut self.name, to.clone());
                self.add_former_name(former);
            }
            OrganisationChange::TookOver { ods, name } => {
                self.add_former_name(with_code(name, ods));
            }
            OrganisationChange::Closed { on, .. } => {
                self.status = OrganisationStatus::Closed { on: *on };
            }
            OrganisationChange::Reopened => self.status = OrganisationStatus::Open,
        }
    }

    fn has_taken_over(&self, ods: &OdsCode) -> bool {
        // By its code, as it may have been renamed since.
        let code = format!(" ({ods})");
        self.former_names.iter().any(|name| name.ends_with(&code))
    }

    fn add_former_name(&mut self, name: String) {
        if !self.former_names.contains(&name) {
            self.former_names.insert(0, name);
        }
    }
}

fn with_code(name: &str, ods: &OdsCode) -> String {
    format!("{name} ({ods})")
}

/// What files change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangePlan {
    /// The organisations that something becomes of, as they are known, in the order of their codes.
    pub changed: Vec<(KnownOrganisation, Vec<OrganisationChange>)>,
    /// Organisations that close on a day to come: read the files again then.
    pub closing_later: Vec<(OdsCode, Date)>,
    /// How many organisations of the files are not known here. None is added: what they hold has to be recorded.
    pub unknown: usize,
    /// How many known organisations no file speaks of.
    pub unmentioned: usize,
}

impl ChangePlan {
    /// What the files change of the organisations that are known, as of a day.
    pub fn new(
        records: &[OdsRecord],
        successions: &[Succession],
        known: &[KnownOrganisation],
        today: Date,
    ) -> Self {
        let files = Files::new(records, successions, known, today);
        let mut known = known.iter().collect::<Vec<_>>();
        known.sort_by_key(|known| &known.ods);
        let mut plan = Self::default();
        let mut mentioned = HashSet::new();
        for organisation in known {
            let fate = files.fate_of(organisation);
            mentioned.extend(fate.record.map(|record| &record.code));
            if fate.record.is_none() && fate.merged_into.is_none() {
                plan.unmentioned += 1;
            }
            if let Some(Closing::On(day)) = fate.record.map(|record| record.closing)
                && day > today
            {
                plan.closing_later.push((organisation.ods.clone(), day));
            }
            let changes = fate.changes(organisation, &files);
            if !changes.is_empty() {
                plan.changed.push((organisation.clone(), changes));
            }
        }
        plan.unknown = records.iter().filter(|record| !mentioned.contains(&record.code)).count();
        plan
    }
}

/// The files, to be asked about an organisation.
struct Files<'a> {
    records: HashMap<&'a OdsCode, &'a OdsRecord>,
    known: HashMap<&'a OdsCode, &'a KnownOrganisation>,
    /// What by today is in the place of known organisations that have a successor.
    successors: HashMap<&'a OdsCode, Successor<'a>>,
    /// The other way round.
    predecessors: HashMap<&'a OdsCode, Vec<&'a KnownOrganisation>>,
    today: Date,
}

/// What is in the place of an organisation: the last one of a chain, or the first of it that is known.
#[derive(Clone, Copy)]
struct Successor<'a> {
    code: &'a OdsCode,
    /// Since when the organisation itself is no more, whoever came after that.
    on: Option<Date>,
}

/// What the files say of an organisation.
struct Fate<'a> {
    /// What there is of it under the code that it has, or will have.
    record: Option<&'a OdsRecord>,
    /// The code that it gets.
    new_code: Option<&'a OdsCode>,
    /// The known organisation that it became part of.
    merged_into: Option<Successor<'a>>,
}

impl<'a> Files<'a> {
    fn new(
        records: &'a [OdsRecord],
        successions: &'a [Succession],
        known: &'a [KnownOrganisation],
        today: Date,
    ) -> Self {
        let by_today = successions.iter().filter(|succession| succession.on <= Some(today));
        let by_former =
            by_today.map(|succession| (&succession.former, succession)).collect::<HashMap<_, _>>();
        let mut files = Self {
            records: records.iter().map(|record| (&record.code, record)).collect(),
            known: known.iter().map(|known| (&known.ods, known)).collect(),
            successors: HashMap::new(),
            predecessors: HashMap::new(),
            today,
        };
        for organisation in known {
            if let Some(successor) = files.successor_of(&by_former, &organisation.ods) {
                files.successors.insert(&organisation.ods, successor);
                files.predecessors.entry(successor.code).or_default().push(organisation);
            }
        }
        files
    }

    fn successor_of(
        &self,
        by_former: &HashMap<&'a OdsCode, &'a Succession>,
        code: &OdsCode,
    ) -> Option<Successor<'a>> {
        let first = *by_former.get(code)?;
        let mut last = first;
        let mut seen = HashSet::from([&last.former]);
        while !self.known.contains_key(&last.successor)
            && seen.insert(&last.successor)
            && let Some(next) = by_former.get(&last.successor)
        {
            last = next;
        }
        // Files that go round in a circle say nothing.
        (last.successor != *code).then_some(Successor { code: &last.successor, on: first.on })
    }

    fn predecessors_of(&self, code: &OdsCode) -> &[&'a KnownOrganisation] {
        self.predecessors.get(code).map_or(&[], Vec::as_slice)
    }

    fn fate_of(&self, organisation: &KnownOrganisation) -> Fate<'a> {
        let record = self.records.get(&organisation.ods).copied();
        let fate = Fate { record, new_code: None, merged_into: None };
        let Some(successor) = self.successors.get(&organisation.ods).copied() else { return fate };
        if self.known.contains_key(successor.code) {
            return Fate { merged_into: Some(successor), ..fate };
        }
        // The only one that is known goes on under a code that is not: it is the same organisation.
        match (self.records.get(successor.code), self.predecessors_of(successor.code)) {
            (Some(record), [_]) => {
                Fate { record: Some(record), new_code: Some(&record.code), ..fate }
            }
            _ => fate,
        }
    }
}

impl Fate<'_> {
    fn changes(
        &self,
        organisation: &KnownOrganisation,
        files: &Files<'_>,
    ) -> Vec<OrganisationChange> {
        let mut changes = Vec::new();
        if let Some(code) = self.new_code {
            let (from, to) = (organisation.ods.clone(), code.clone());
            changes.push(OrganisationChange::Recoded { from, to });
        }
        // Names that differ in capitals only are the same.
        if let Some(OdsRecord { name, .. }) = self.record
            && name.to_lowercase() != organisation.name.to_lowercase()
        {
            let (from, to) = (organisation.name.clone(), name.clone());
            changes.push(OrganisationChange::Renamed { from, to });
        }
        for former in files.predecessors_of(&organisation.ods) {
            if !organisation.has_taken_over(&former.ods) {
                let (ods, name) = (former.ods.clone(), former.name.clone());
                changes.push(OrganisationChange::TookOver { ods, name });
            }
        }
        changes.extend(self.closing(organisation, files.today));
        changes
    }

    fn closing(&self, organisation: &KnownOrganisation, today: Date) -> Option<OrganisationChange> {
        let was = match organisation.status {
            OrganisationStatus::Open => None,
            OrganisationStatus::Closed { on } => Some(on),
        };
        let on = match (self.record.map(|record| record.closing), self.merged_into) {
            (Some(Closing::On(on)), _) if on <= today => Some(on),
            (Some(Closing::DayUnknown), None) => Some(was.unwrap_or(today)),
            (_, Some(successor)) => Some(successor.on.or(was).unwrap_or(today)),
            // No file speaks of it.
            (None, None) => was,
            (Some(_), None) => None,
        };
        match (was, on) {
            (Some(_), None) => Some(OrganisationChange::Reopened),
            (_, Some(on)) if was != Some(on) => {
                let successor = self.merged_into.map(|successor| successor.code.clone());
                Some(OrganisationChange::Closed { on, successor })
            }
            _ => None,
        }
    }
}
