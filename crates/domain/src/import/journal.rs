//! What is written down of an import, so that it goes on after a reload, a crash or a lost sign-in.
//!
//! An import is kept as records: a small head, its rows in pieces, its parts one by one. Each change marks the records
//! it touches, and they are written together, all or none, before anything else is done. So what is stored is always
//! an import that really was, and whatever may have been sent is in it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    machine::{Import, Stage},
    part::Part,
    plan::PlannedRow,
    source::Source,
};
use crate::{
    ids::ImportId,
    policy::{PolicyLicences, PolicyRef},
};

/// Names a record of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKey {
    /// The head.
    Head,
    /// A piece of the rows, counted from 0.
    Rows(u32),
    /// A part, counted from 0.
    Part(u32),
}

impl RecordKey {
    /// The record's name, under which names of one kind sort by number.
    pub fn name(self) -> String {
        match self {
            Self::Head => "head".to_owned(),
            Self::Rows(number) => format!("rows-{number:06}"),
            Self::Part(number) => format!("part-{number:06}"),
        }
    }
}

/// A record that is to be written, and the change that made it so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// The record.
    pub key: RecordKey,
    revision: u32,
}

/// What a record holds.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Record<'a> {
    /// See [`RecordKey::Head`].
    Head(Box<Head>),
    /// See [`RecordKey::Rows`].
    Rows(&'a [PlannedRow]),
    /// See [`RecordKey::Part`].
    Part(&'a Part),
}

/// An import but for its rows and parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Head {
    /// Names the import.
    pub id: ImportId,
    /// The policy that people are added or moved to.
    pub target: PolicyLicences,
    /// Of an undo: the policy that people are moved back from.
    pub only_from: Option<PolicyRef>,
    /// Where the rows come from.
    pub source: Source,
    /// The licences of the policies that people leave.
    pub leaving: Vec<PolicyLicences>,
    /// How far it is.
    pub stage: Stage,
    /// How often it was planned again.
    pub generation: u32,
    /// How many records of rows there are.
    pub row_records: u32,
    /// How many parts there are.
    pub parts: u32,
}

/// Which records are still to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    state: State,
    unsaved: BTreeMap<RecordKey, u32>,
    revision: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Kept,
    /// Nothing can be written down.
    Impossible,
}

impl Journal {
    /// Notes that records changed.
    pub(super) fn note(&mut self, keys: impl IntoIterator<Item = RecordKey>) {
        if self.state == State::Kept {
            self.revision += 1;
            let revision = self.revision;
            self.unsaved.extend(keys.into_iter().map(|key| (key, revision)));
        }
    }

    /// What is to be written.
    pub(super) fn unsaved(&self) -> Vec<Unsaved> {
        self.unsaved.iter().map(|(&key, &revision)| Unsaved { key, revision }).collect()
    }

    /// These were written. One that changed meanwhile is to be written again.
    pub(super) fn saved(&mut self, records: &[Unsaved]) {
        for Unsaved { key, revision } in records {
            if self.unsaved.get(key) == Some(revision) {
                self.unsaved.remove(key);
            }
        }
    }

    /// Nothing can be written here.
    pub(super) fn give_up(&mut self) {
        self.state = State::Impossible;
        self.unsaved.clear();
    }

    pub(super) fn is_kept(&self) -> bool {
        self.state == State::Kept
    }
}

impl Import {
    /// A record as it is now; nothing if there is none of that name.
    pub fn record(&self, key: RecordKey) -> Option<Record<'_>> {
        match key {
            RecordKey::Head => Some(Record::Head(Box::new(self.head()))),
            RecordKey::Rows(number) => self.plan().record(number).map(Record::Rows),
            RecordKey::Part(number) => {
                self.parts().all().get(usize::try_from(number).ok()?).map(Record::Part)
            }
        }
    }

    /// The keys of all records but the head that an import has, as its head says.
    pub fn records_of(head: &Head) -> (Vec<RecordKey>, Vec<RecordKey>) {
        let rows = (0..head.row_records).map(RecordKey::Rows).collect();
        let parts = (0..head.parts).map(RecordKey::Part).collect();
        (rows, parts)
    }

    /// Whether what happens is being written down.
    pub fn is_kept(&self) -> bool {
        self.journal().is_kept()
    }

    fn head(&self) -> Head {
        let plan = self.plan();
        Head {
            id: self.id().clone(),
            target: plan.target().clone(),
            only_from: plan.only_from().cloned(),
            source: self.source().clone(),
            leaving: plan.leaving().cloned().collect(),
            stage: self.stage(),
            generation: self.generation(),
            row_records: plan.records(),
            parts: self.parts().len(),
        }
    }
}

/// The records of rows, or parts, of that number.
pub(super) fn keys(
    numbers: BTreeSet<u32>,
    key: fn(u32) -> RecordKey,
) -> impl Iterator<Item = RecordKey> {
    numbers.into_iter().map(key)
}
