//! The form of a policy, which creating and editing share.
//!
//! This file has what is typed and what is wrong with it; [`fields`] puts the fields together, of which those about
//! licences and applications have files of their own.

mod applications;
mod fields;
pub mod kept;
mod licences;

use domain::{
    policy::{CheckContext, Policy, PolicyDraft, PolicySettings, check},
    problem::FieldError,
};
use leptos::prelude::*;

pub use fields::{FormOf, PolicyFields, for_organisation};
pub use kept::RestoredNote;

use self::kept::{DraftPlace, KeptDraft};
use crate::{
    client::ApiError,
    nhsuk::SummaryError,
    shell::{Reference, clock, leaving::warn_before_leaving},
};

/// What is asked when a link leads away from what is not saved.
const LEAVING: &str =
    "You have unsaved changes. They are kept in this tab until you sign out. Do you want to leave?";

/// What is typed and what is wrong with it. Copies are the same form.
#[derive(Clone, Copy)]
pub struct PolicyForm {
    /// What is typed.
    pub draft: RwSignal<PolicyDraft>,
    /// What was there before anything was typed.
    pub base: RwSignal<PolicyDraft>,
    errors: RwSignal<Vec<FieldError>>,
    general: RwSignal<Option<String>>,
    attempt: RwSignal<u32>,
}

impl PolicyForm {
    /// A form that starts with a draft.
    pub fn new(draft: PolicyDraft) -> Self {
        Self {
            base: RwSignal::new(draft.clone()),
            draft: RwSignal::new(draft),
            errors: RwSignal::new(Vec::new()),
            general: RwSignal::new(None),
            attempt: RwSignal::new(0),
        }
    }

    /// Whether anything typed is not saved, tracked.
    pub fn is_changed(self) -> bool {
        self.draft.with(|draft| self.base.with(|base| draft != base))
    }

    /// Keeps what is typed in `place` while it differs from what was there before, restores what is kept there, and
    /// asks before people leave. Gives the version that the restored draft was made of.
    pub fn keep_in(self, place: DraftPlace, etag: Option<String>) -> Option<KeptDraft> {
        let restored = place.kept();
        if let Some(KeptDraft { draft, base, .. }) = restored.clone() {
            self.base.set(base);
            self.draft.set(draft);
        }
        let etag = StoredValue::new(restored.as_ref().map_or(etag, |kept| kept.etag.clone()));
        Effect::new(move |_| {
            if self.is_changed() {
                let (draft, base) = (self.draft.get(), self.base.get());
                place.keep(KeptDraft { draft, base, etag: etag.get_value() });
            } else {
                place.forget();
            }
        });
        let is_changed = move || untrack(move || self.is_changed());
        warn_before_leaving(LEAVING, is_changed, is_changed);
        restored
    }

    /// Checks what is typed by the rules the server checks by; what is wrong is shown.
    pub fn check(self, reference: &Reference, current: Option<&Policy>) -> Option<PolicySettings> {
        let context = CheckContext {
            catalogue: &reference.catalogue,
            organisations: &reference.organisations,
            current,
            today: clock::today(),
        };
        let result = self.draft.with_untracked(|draft| check(draft, context));
        self.general.set(None);
        match result {
            Ok(settings) => {
                self.errors.set(Vec::new());
                Some(settings)
            }
            Err(errors) => {
                self.errors.set(errors);
                self.attempt.update(|attempt| *attempt += 1);
                None
            }
        }
    }

    /// Shows why the server refused; what is typed stays.
    pub fn refused(self, error: &ApiError) {
        let errors = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
        self.general.set(errors.is_empty().then(|| error.to_string()));
        self.errors.set(errors);
        self.attempt.update(|attempt| *attempt += 1);
    }

    /// All that is wrong, for the summary.
    pub fn summary(self) -> Signal<Vec<SummaryError>> {
        Signal::derive(move || {
            let general = self.general.get().map(SummaryError::general);
            let of_fields = self.errors.get().into_iter().map(|error| SummaryError {
                field: field_of(&error.pointer).map(str::to_owned),
                text: error.detail,
            });
            general.into_iter().chain(of_fields).collect()
        })
    }

    /// Counts the attempts to submit, so that the summary takes the focus at each.
    pub fn attempt(self) -> Signal<u32> {
        self.attempt.into()
    }

    /// The first thing wrong with a field.
    fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.errors.with(|errors| {
                errors
                    .iter()
                    .find(|error| field_of(&error.pointer) == Some(field))
                    .map(|error| error.detail.clone())
            })
        })
    }
}

const ORGANISATION: &str = "organisation";
const NAME: &str = "policy-name";
const DESCRIPTION: &str = "description";
const BASE_LICENCE: &str = "base-licence";
const ADD_ONS: &str = "add-ons";
const APPLICATIONS: &str = "applications";

/// The field that a JSON Pointer into the draft belongs to.
fn field_of(pointer: &str) -> Option<&'static str> {
    let part = pointer.trim_start_matches('/').split('/').next()?;
    match part {
        "organisation" => Some(ORGANISATION),
        "name" => Some(NAME),
        "description" => Some(DESCRIPTION),
        "baseLicence" => Some(BASE_LICENCE),
        "addOns" => Some(ADD_ONS),
        "disabledPlans" => Some(APPLICATIONS),
        _ => None,
    }
}
