//! Another try for those who lack a licence, once what was in the way is mended.

use domain::{
    job::{Job, JobState},
    policy::Policy,
    session::Action,
};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::{ApiError, Client, IdempotencyKey},
    nhsuk::{Button, ErrorSummary, Messages, SummaryError, counted},
    paths,
    shell::SignedIn,
};

/// The button, for those whose role lets them, and what came of it.
#[component]
pub(super) fn TryAgain(
    policy: Policy,
    /// Called once it has begun: what is shown is old then.
    reread: Callback<()>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let may = SignedIn::expect().may(Action::MoveMembers, &policy.organisation.ods);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let policy = StoredValue::new(policy.id);
    // The same intention until it is answered, so that a lost answer does not make a second job.
    let key = StoredValue::new(IdempotencyKey::random());
    let try_again = move |()| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let tried = client.retry_licences(&policy.get_value(), &key.get_value()).await;
            let _ = busy.try_set(false);
            match tried {
                Ok(job) => {
                    let _ = key.try_set_value(IdempotencyKey::random());
                    messages.success_with_link(in_words(&job), "See the job", paths::job(&job.id));
                    reread.run(());
                }
                Err(error) => {
                    let _ = failure.try_set(Some(error));
                }
            }
        });
    };
    let errors = Signal::derive(move || {
        failure.get().map(|error| SummaryError::general(error.to_string())).into_iter().collect()
    });
    may.then(|| {
        view! {
            <ErrorSummary errors />
            <p>"Fix what is listed here, then try again for these members. They keep the licences they have."</p>
            <Button busy on_click=try_again>
                "Try again"
            </Button>
        }
    })
}

fn in_words(job: &Job) -> String {
    let total = counted(u64::from(job.total), "member", "members");
    if job.state != JobState::Finished {
        return format!("Trying again for {total}");
    }
    match job.changed {
        0 => format!(
            "Tried again for {total}: none could be given their licences yet. What to do is listed below"
        ),
        changed if changed == job.total => {
            format!("Tried again for {total}: all now have their licences")
        }
        changed => {
            let changed = counted(u64::from(changed), "has", "have");
            format!("Tried again for {total}: {changed} their licences now")
        }
    }
}
