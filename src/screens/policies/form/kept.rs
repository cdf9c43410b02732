//! What is entered and not saved yet, kept over a reload in the storage of the tab: bound to the person who entered it,
//! and gone when it is saved or discarded, on sign-out, when the tab is closed, and after a day.

use domain::policy::PolicyDraft;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::PolicyForm;
use crate::nhsuk::{Button, ButtonKind, ButtonSize, InsetText};

/// How the keys of drafts begin.
const PREFIX: &str = "policy-draft:";

/// How long a draft is kept, in milliseconds.
const LONGEST: f64 = 24.0 * 60.0 * 60.0 * 1000.0;

/// A draft with what it was made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// What is entered.
    pub draft: PolicyDraft,
    /// What the form held at first.
    pub base: PolicyDraft,
    /// The version of that; none for a new policy.
    pub etag: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    person: String,
    at: f64,
    kept: KeptDraft,
}

/// Where the draft of one form of one person is kept. Copies are the same place.
#[derive(Clone, Copy)]
pub struct DraftPlace {
    key: StoredValue<String>,
    person: StoredValue<String>,
}

impl DraftPlace {
    /// The place of a form, told from others by `form`: the policy's identifier, or a word.
    pub fn new(form: &str, person: String) -> Self {
        let key = StoredValue::new([PREFIX, form].concat());
        Self { key, person: StoredValue::new(person) }
    }

    /// What is kept there, if it is this person's and not too old.
    pub fn kept(self) -> Option<KeptDraft> {
        let text = storage()?.get_item(&self.key.get_value()).ok()??;
        let Stored { person, at, kept } = serde_json::from_str(&text).ok()?;
        let is_usable = person == self.person.get_value() && js_sys::Date::now() - at < LONGEST;
        is_usable.then_some(kept)
    }

    /// Keeps a draft. Where storage is turned off, a reload loses it.
    pub fn keep(self, kept: KeptDraft) {
        let stored = Stored { person: self.person.get_value(), at: js_sys::Date::now(), kept };
        if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(&stored)) {
            let _ = storage.set_item(&self.key.get_value(), &text);
        }
    }

    /// Forgets what is kept.
    pub fn forget(self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.key.get_value());
        }
    }
}

/// Forgets all drafts of the tab: on sign-out.
pub fn forget_drafts() {
    let Some(storage) = storage() else { return };
    let keys = (0..storage.length().unwrap_or_default())
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(PREFIX))
        .collect::<Vec<_>>();
    for key in keys {
        let _ = storage.remove_item(&key);
    }
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// That what was entered before a reload is there again. It goes with the first save, or when it is discarded.
#[component]
pub fn RestoredNote(form: PolicyForm, #[prop(into)] discard: Callback<()>) -> impl IntoView {
    view! {
        <Show when=move || form.is_changed()>
            <InsetText>
                <p>"Changes you entered earlier and did not save are back in the form."</p>
                <Button
                    kind=ButtonKind::Secondary
                    size=ButtonSize::Small
                    on_click=move |()| discard.run(())
                >
                    "Discard them"
                </Button>
            </InsetText>
        </Show>
    }
}
