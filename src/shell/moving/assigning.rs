//! Sending a selection to a policy: once, whatever the network does, with what is wrong kept until it is mended.

use domain::{ids::PolicyId, member::AssignRequest, policy::PolicyRef};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::outcome::{Doing, Report, message};
use crate::{
    client::{ApiError, Client, IdempotencyKey},
    nhsuk::{Messages, SummaryError},
};

/// What a dialog sends, and what is wrong with what was put in. Copies are the same.
#[derive(Clone, Copy)]
pub struct Assigning {
    doing: Doing,
    client: Client,
    messages: Messages,
    busy: RwSignal<bool>,
    errors: RwSignal<Vec<SummaryError>>,
    attempt: RwSignal<u32>,
    /// What was sent and not answered, under its key: sending it again does not do it again.
    sent: StoredValue<Option<(PolicyId, AssignRequest, IdempotencyKey)>>,
    /// Told what became of it.
    assigned: Callback<Report>,
}

impl Assigning {
    /// Nothing sent yet, nothing wrong yet.
    pub fn new(doing: Doing, assigned: Callback<Report>) -> Self {
        Self {
            doing,
            client: expect_context(),
            messages: Messages::expect(),
            busy: RwSignal::new(false),
            errors: RwSignal::new(Vec::new()),
            attempt: RwSignal::new(0),
            sent: StoredValue::new(None),
            assigned,
        }
    }

    /// Puts people into a policy. That it went well is said even to someone who has left the screen meanwhile.
    pub fn send(self, target: PolicyRef, request: AssignRequest) {
        if self.busy.get_untracked() {
            return;
        }
        self.clear();
        self.busy.set(true);
        let key = self.key_for(&target.id, &request);
        spawn_local(async move {
            let result = self
                .client
                .assign_members(&target.id, &request, &key)
                .await
                .map(|answer| Report { doing: self.doing, answer });
            if let Ok(report) = &result
                && let Some(text) = message(report)
            {
                self.messages.success(text);
            }
            if self.busy.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(report) => {
                    self.sent.set_value(None);
                    self.assigned.run(report);
                }
                Err(error) => self.refuse(said(&error)),
            }
        });
    }

    fn key_for(self, target: &PolicyId, request: &AssignRequest) -> IdempotencyKey {
        let key = match self.sent.get_value() {
            Some((to, before, key)) if to == *target && before == *request => key,
            _ => IdempotencyKey::random(),
        };
        self.sent.set_value(Some((target.clone(), request.clone(), key.clone())));
        key
    }

    /// Shows what is wrong; what was put in stays.
    pub fn refuse(self, errors: Vec<SummaryError>) {
        self.errors.set(errors);
        self.attempt.update(|attempt| *attempt += 1);
    }

    /// Forgets what was wrong.
    pub fn clear(self) {
        self.errors.set(Vec::new());
    }

    /// Whether an answer is awaited.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// All that is wrong, for the summary.
    pub fn errors(self) -> Signal<Vec<SummaryError>> {
        self.errors.into()
    }

    /// Counts the attempts, so that the summary takes the focus at each.
    pub fn attempt(self) -> Signal<u32> {
        self.attempt.into()
    }

    /// What is wrong with one field.
    pub fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.errors.with(|errors| {
                let of_field = |error: &&SummaryError| error.field.as_deref() == Some(field);
                errors.iter().find(of_field).map(|error| error.text.clone())
            })
        })
    }
}

fn said(error: &ApiError) -> Vec<SummaryError> {
    let details = error.problem().map(|problem| problem.errors.as_slice()).unwrap_or_default();
    if details.is_empty() {
        return vec![SummaryError::general(error.to_string())];
    }
    details.iter().map(|detail| SummaryError::general(detail.detail.clone())).collect()
}
