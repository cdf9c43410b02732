//! What outlives a crash: texts by name, written all or none, as a browser's IndexedDB does.

use std::collections::HashMap;

use domain::import::{
    journal::{Head, RecordKey, Unsaved},
    machine::{Import, Stage},
    part::{Part, PartState},
};
use serde::de::DeserializeOwned;

#[derive(Default)]
pub(crate) struct Store {
    records: HashMap<String, String>,
}

/// Records as they are at the moment when they are to be written.
pub(crate) struct Snapshot(Vec<(String, String)>);

impl Snapshot {
    pub(crate) fn of(import: &Import, unsaved: &[Unsaved]) -> Self {
        let text = |record: &Unsaved| {
            let value = import.record(record.key).expect("what is to be written is there");
            (record.key.name(), serde_json::to_string(&value).expect("it can be written"))
        };
        Self(unsaved.iter().map(text).collect())
    }
}

impl Store {
    pub(crate) fn write(&mut self, Snapshot(records): Snapshot) {
        self.records.extend(records);
    }

    fn read<T: DeserializeOwned>(&self, key: RecordKey) -> Option<T> {
        let text = self.records.get(&key.name())?;
        Some(serde_json::from_str(text).expect("what was written can be read"))
    }

    /// The import as it was written last, if it ever was.
    pub(crate) fn restore(&self) -> Option<Import> {
        let head: Head = self.read(RecordKey::Head)?;
        let (rows, parts) = Import::records_of(&head);
        let rows = rows.into_iter().flat_map(|key| self.read::<Vec<_>>(key).expect("no row lacks"));
        let parts = parts.into_iter().map(|key| self.read(key).expect("no part lacks"));
        let (rows, parts) = (rows.collect(), parts.collect());
        Some(Import::restore(head, rows, parts))
    }

    /// Whether it is written down that a part, numbered from 1, is being sent.
    pub(crate) fn has_going(&self, number: u32) -> bool {
        let part: Option<Part> = self.read(RecordKey::Part(number - 1));
        let head: Option<Head> = self.read(RecordKey::Head);
        part.is_some_and(|part| part.state == PartState::Going)
            && head.is_some_and(|head| matches!(head.stage, Stage::Sending { .. }))
    }
}
