//! Whether a policy is the one that people come into who join the organisation, and making it that.

use domain::{leaver::DefaultPolicy, ods::OdsCode, policy::Policy};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::{ApiError, Client, IdempotencyKey},
    nhsuk::{Button, ButtonKind, ErrorSummary, Messages, SummaryError},
    paths,
    shell::{RemoteView, remote},
};

/// Who joins comes here, or elsewhere; and the button for those who may choose.
#[component]
pub(super) fn ForJoiners(policy: Policy, may_edit: bool) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let ods = StoredValue::new(policy.organisation.ods);
    let id = StoredValue::new(policy.id);
    let default = remote(
        || (),
        move |()| {
            let ods = ods.get_value();
            async move { client.default_policy(&ods).await }
        },
    );
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<ApiError>);
    let choose = move |()| {
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let ods: OdsCode = ods.get_value();
            let key = IdempotencyKey::random();
            let chosen = client.set_default_policy(&ods, id.get_value(), &key).await;
            let _ = busy.try_set(false);
            match chosen {
                Ok(now) => {
                    messages.success("New joiners will now go into this policy");
                    default.set(now);
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
    view! {
        <section aria-labelledby="for-joiners">
            <h2 class="nhsuk-heading-m" id="for-joiners">
                "Joiners"
            </h2>
            <ErrorSummary errors />
            <RemoteView
                data=default
                children=move |default: DefaultPolicy| {
                    let is_this = default.policy.id == id.get_value();
                    if is_this {
                        return view! {
                            <p>"This is the default policy: people who join the organisation go into it."</p>
                        }
                            .into_any();
                    }
                    view! {
                        <p>
                            "People who join the organisation go into "
                            <a href=paths::policy(&default.policy.id)>{default.policy.full_name}</a>
                            "."
                        </p>
                        {may_edit
                            .then(|| {
                                view! {
                                    <Button kind=ButtonKind::Secondary busy on_click=choose>
                                        "Make this the default policy"
                                    </Button>
                                }
                            })}
                    }
                        .into_any()
                }
            />
        </section>
    }
}
