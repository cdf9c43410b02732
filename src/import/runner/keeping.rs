//! What the runner writes down and finds again: the import that is here, and those from before this page was opened.

use std::rc::Rc;

use domain::{
    ids::ImportId,
    import::{
        journal::Unsaved,
        machine::{Effect, Event},
    },
};
use futures::channel::oneshot;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::{Desk, Earlier, Runner};
use crate::import::{
    journal::{Journal, Kept, KeptState, records},
    lock::{Patience, take_lock},
};

impl Runner {
    pub(super) async fn save(self, mut unsaved: Vec<Unsaved>) -> Event {
        // They must be of one state: should the administrator change anything meanwhile, they are taken anew.
        let records = loop {
            let text_of = |key| {
                self.with_untracked(|import| serde_json::to_string(&import?.record(key)?).ok())
            };
            let records = records(&unsaved, text_of).await;
            match self.next() {
                Some(Effect::Save(now)) if now == unsaved => break records,
                Some(Effect::Save(now)) => unsaved = now,
                _ => return Event::Saved(Vec::new()),
            }
        };
        let (Some(kept), Some(journal)) = (self.kept_now(), self.journal().await) else {
            return Event::SaveFailed;
        };
        let (sender, saved) = oneshot::channel();
        // On its own, so that it is written whole or not at all even if the screen goes meanwhile.
        spawn_local(async move {
            let _ = sender.send(journal.save(&kept, records).await.is_ok());
        });
        if saved.await == Ok(true) { Event::Saved(unsaved) } else { Event::SaveFailed }
    }

    /// The journal, opened when it is first needed; none where the browser keeps nothing.
    pub(super) async fn journal(self) -> Option<Rc<Journal>> {
        if let Some(journal) = self.desk.try_with_value(|desk| desk.journal.clone()).flatten() {
            return Some(journal);
        }
        let journal = Rc::new(Journal::open().await.ok()?);
        self.desk.try_update_value(|desk| desk.journal = Some(Rc::clone(&journal)));
        Some(journal)
    }

    /// Looks for an import into this policy that was begun before, and takes the newest that no other tab works on.
    pub(super) async fn look_for_earlier(self, patience: Patience) {
        let found = self.find_earlier(patience).await;
        self.earlier.set(found);
        self.go_on().await;
    }

    pub(super) async fn find_earlier(self, patience: Patience) -> Earlier {
        let Some(journal) = self.journal().await else { return Earlier::Nothing };
        let (person, policy) =
            self.owner.with_value(|owner| (owner.person.clone(), owner.target.id.clone()));
        let kept = journal.of_person(&person).await.unwrap_or_default();
        let mut elsewhere = None;
        for kept in kept.into_iter().filter(|kept| kept.policy == policy) {
            let Some(lock) = take_lock(&lock_name(&kept.import), patience).await else {
                elsewhere = elsewhere.or(Some(kept));
                continue;
            };
            match journal.load(&kept.import).await {
                Ok(Some((import, file))) => {
                    self.desk.update_value(|desk| {
                        desk.kept = Some(kept.clone());
                        desk.file = file;
                        desk.lock = Some(lock);
                    });
                    self.import.set(Some(import));
                    return Earlier::Restored(kept);
                }
                // What cannot be read whole is of no use to anybody.
                Ok(None) => drop(journal.forget(&kept.import).await),
                Err(_) => {}
            }
        }
        elsewhere.map_or(Earlier::Nothing, Earlier::Elsewhere)
    }

    pub(super) async fn keep_file(self, id: &ImportId, file: &File) {
        if let Some(journal) = self.journal().await {
            // Without it, only the LA's own columns are missing from the results after a reload.
            let _ = journal.keep_file(id, file).await;
        }
    }

    /// Throws away what is kept of the import that is here.
    pub(super) async fn forget_present(self) {
        let kept = self.desk.try_update_value(|desk| {
            let Desk { kept, .. } = std::mem::take(desk);
            kept
        });
        if let (Some(kept), Some(journal)) = (kept.flatten(), self.journal().await) {
            // What cannot be thrown away now goes when it is a day old.
            let _ = journal.forget(&kept.import).await;
        }
    }

    /// What there is to know of the import, as it is now.
    pub(super) fn kept_now(self) -> Option<Kept> {
        let state = self.with_untracked(|import| import.map(KeptState::of))?;
        self.desk.with_value(|desk| desk.kept.clone()).map(|kept| Kept { state, ..kept })
    }

    pub(super) fn kept(self, id: &ImportId, file: Option<String>) -> Kept {
        self.owner.with_value(|owner| Kept {
            import: id.clone(),
            person: owner.person.clone(),
            policy: owner.target.id.clone(),
            policy_name: owner.policy_name.clone(),
            file,
            began_at: js_sys::Date::now(),
            state: KeptState::Draft,
        })
    }
}

pub(super) fn lock_name(id: &ImportId) -> String {
    format!("upm-import-{id}")
}
