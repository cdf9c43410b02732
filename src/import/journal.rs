//! Where imports under way are kept: the browser's IndexedDB, so that they outlive a reload or a crash.
//!
//! What is kept belongs to the person who was signed in. It is gone on sign-out, and 24 hours after it began.
//! What the records of an import hold is decided in [`domain::import::journal`]; here they are put away and fetched.

use std::time::Duration;

use domain::{
    ids::{ImportId, PolicyId},
    import::{
        journal::{Head, RecordKey, Unsaved},
        machine::{Import, Stage},
        part::Part,
        plan::PlannedRow,
    },
    session::Session,
};
use gloo_timers::future::sleep;
use idb::{Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, TransactionMode};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

const NAME: &str = "upm-imports";
const VERSION: u32 = 1;

/// What there is to know of each import without reading it, by its id.
const IMPORTS: &str = "imports";
/// The records of all imports, by the import's id, a slash and the record's name.
const RECORDS: &str = "records";
/// The files that imports were read from, by the import's id.
const FILES: &str = "files";
const STORES: [&str; 3] = [IMPORTS, RECORDS, FILES];

/// How long an import is kept.
const KEPT_FOR: Duration = Duration::from_hours(24);

/// What there is to know of an import without reading it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    /// The import.
    pub import: ImportId,
    /// Whose it is: the address of the person who was signed in.
    pub person: String,
    /// The policy that people are added or moved to.
    pub policy: PolicyId,
    /// Its full name.
    pub policy_name: String,
    /// The name of the file, if it was one.
    pub file: Option<String>,
    /// When it began, in milliseconds since 1970.
    pub began_at: f64,
    /// How far it is.
    pub state: KeptState,
}

/// How far an import that is kept is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeptState {
    /// Nothing of it was sent.
    Draft,
    /// It was being sent.
    Sending,
    /// All is done; what became of everybody can be looked at.
    Finished,
}

impl KeptState {
    /// How far an import is.
    pub fn of(import: &Import) -> Self {
        match import.stage() {
            Stage::LookingUp | Stage::Reviewing { .. } => Self::Draft,
            Stage::Sending { .. } | Stage::ReadingBack { .. } => Self::Sending,
            Stage::Finished { .. } => Self::Finished,
        }
    }
}

impl Kept {
    fn is_over(&self, now: f64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "a day in milliseconds is exact")]
        let longest = KEPT_FOR.as_millis() as f64;
        // A clock that was set back must not keep it for longer.
        !(0.0..longest).contains(&(now - self.began_at))
    }
}

/// Where imports are kept. It is opened once and used for as long as the screen lives.
#[derive(Debug)]
pub struct Journal {
    database: Database,
}

impl Journal {
    /// Opens it, and throws away what is too old; an error where the browser keeps nothing, as in some private windows.
    pub async fn open() -> Result<Self, Error> {
        let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                for store in STORES {
                    // Fails only if it is there, and then there is nothing to do.
                    let _ = database.create_object_store(store, ObjectStoreParams::new());
                }
            }
        });
        let journal = Self { database: request.await? };
        let now = js_sys::Date::now();
        for kept in journal.all().await?.iter().filter(|kept| kept.is_over(now)) {
            journal.forget(&kept.import).await?;
        }
        Ok(journal)
    }

    /// The imports of a person, the newest first.
    pub async fn of_person(&self, person: &str) -> Result<Vec<Kept>, Error> {
        let mut kept = self.all().await?;
        kept.retain(|kept| kept.person == person);
        kept.sort_by(|a, b| b.began_at.total_cmp(&a.began_at));
        Ok(kept)
    }

    async fn all(&self) -> Result<Vec<Kept>, Error> {
        let transaction = self.database.transaction(&[IMPORTS], TransactionMode::ReadOnly)?;
        let kept = transaction.object_store(IMPORTS)?.get_all(None, None)?.await?;
        Ok(kept.iter().filter_map(read).collect())
    }

    /// Reads an import, and its file; none if it is not there whole.
    pub async fn load(&self, id: &ImportId) -> Result<Option<(Import, Option<File>)>, Error> {
        let Some(head) = self.record::<Head>(id, RecordKey::Head).await? else { return Ok(None) };
        let (row_keys, part_keys) = Import::records_of(&head);
        let (mut rows, mut parts) = (Vec::new(), Vec::new());
        for key in row_keys {
            let Some(piece) = self.record::<Vec<PlannedRow>>(id, key).await? else {
                return Ok(None);
            };
            rows.extend(piece);
        }
        for key in part_keys {
            let Some(part) = self.record::<Part>(id, key).await? else { return Ok(None) };
            parts.push(part);
        }
        let file = self.get(FILES, id.as_str()).await?;
        let file = file.and_then(|file| file.dyn_into::<File>().ok());
        Ok(Some((Import::restore(head, rows, parts), file)))
    }

    async fn record<T: DeserializeOwned>(
        &self,
        id: &ImportId,
        key: RecordKey,
    ) -> Result<Option<T>, Error> {
        let record = self.get(RECORDS, &record_name(id, key)).await?;
        Ok(record.as_ref().and_then(read))
    }

    async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, Error> {
        let transaction = self.database.transaction(&[store], TransactionMode::ReadOnly)?;
        transaction.object_store(store)?.get(JsValue::from(key))?.await
    }

    /// Keeps the file that an import is read from.
    pub async fn keep_file(&self, id: &ImportId, file: &File) -> Result<(), Error> {
        let transaction = self.database.transaction(&[FILES], TransactionMode::ReadWrite)?;
        transaction.object_store(FILES)?.put(file, Some(&id.as_str().into()))?.await?;
        transaction.await?;
        Ok(())
    }

    /// Writes records of an import, all or none.
    pub async fn save(&self, kept: &Kept, records: Vec<(RecordKey, String)>) -> Result<(), Error> {
        let stores = [IMPORTS, RECORDS];
        let transaction = self.database.transaction(&stores, TransactionMode::ReadWrite)?;
        let store = transaction.object_store(RECORDS)?;
        for (key, record) in records {
            let name = JsValue::from(record_name(&kept.import, key));
            // One after another, so that no task of the page copies all of them.
            store.put(&record.into(), Some(&name))?.await?;
        }
        if let Ok(text) = serde_json::to_string(kept) {
            let id = JsValue::from(kept.import.as_str());
            transaction.object_store(IMPORTS)?.put(&text.into(), Some(&id))?.await?;
        }
        if transaction.await?.is_committed() { Ok(()) } else { Err(aborted()) }
    }

    /// Throws an import away.
    pub async fn forget(&self, id: &ImportId) -> Result<(), Error> {
        let transaction = self.database.transaction(&STORES, TransactionMode::ReadWrite)?;
        let key = || JsValue::from(id.as_str());
        transaction.object_store(IMPORTS)?.delete(key())?.await?;
        transaction.object_store(FILES)?.delete(key())?.await?;
        let (first, last) = (format!("{id}/"), format!("{id}0"));
        let records = KeyRange::bound(&first.into(), &last.into(), None, Some(true))?;
        transaction.object_store(RECORDS)?.delete(records)?.await?;
        transaction.await?;
        Ok(())
    }

    /// Throws away all that is kept of a person.
    pub async fn forget_person(&self, person: &str) -> Result<(), Error> {
        for kept in self.of_person(person).await? {
            self.forget(&kept.import).await?;
        }
        Ok(())
    }
}

/// Throws away all that is kept of a person who signs out.
pub fn forget_person(session: Session) {
    spawn_local(async move {
        if let Ok(journal) = Journal::open().await {
            // What cannot be thrown away now goes when it is a day old.
            let _ = journal.forget_person(&session.email).await;
        }
    });
}

/// The records that are to be written, as texts. The page is let breathe between them.
pub async fn records<'a>(
    unsaved: &'a [Unsaved],
    text_of: impl Fn(RecordKey) -> Option<String> + 'a,
) -> Vec<(RecordKey, String)> {
    let mut records = Vec::with_capacity(unsaved.len());
    for Unsaved { key, .. } in unsaved {
        if let Some(text) = text_of(*key) {
            records.push((*key, text));
        }
        if matches!(key, RecordKey::Rows(_)) {
            sleep(Duration::ZERO).await;
        }
    }
    records
}

/// The zero that ends a range of names stands right behind the slash.
fn record_name(id: &ImportId, key: RecordKey) -> String {
    format!("{id}/{}", key.name())
}

fn read<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    serde_json::from_str(&value.as_string()?).ok()
}

fn aborted() -> Error {
    Error::TransactionAbortError(JsValue::from("the browser did not keep it"))
}
