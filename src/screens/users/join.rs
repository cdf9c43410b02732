//! Taking somebody over into one's organisation, `/users/join`: by their whole address, into the default policy.

use domain::{
    email::EmailAddress,
    leaver::{DefaultPolicy, takes_people_over},
    ods::OdsCode,
    organisation::Organisation,
    session::Action,
};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::{ApiError, Client, IdempotencyKey},
    nhsuk::{
        Button, ButtonAction, Crumb, ErrorSummary, InputType, InsetText, Messages, Select,
        SelectOption, Spellcheck, SummaryError, TextInput,
    },
    paths,
    shell::{Page, Reference, RemoteView, SignedIn, remote},
};

/// The id of the box for the address, and of the list of organisations.
const EMAIL: &str = "email";
const ORGANISATION: &str = "organisation";

/// The form by which somebody is taken over.
#[component]
pub fn JoinScreen() -> impl IntoView {
    let crumbs = vec![
        Crumb::new(paths::home(), "Admin home"),
        Crumb::new(paths::users(), "User Management"),
    ];
    view! {
        <Page title=Signal::stored("Take over a joiner".to_owned()) crumbs=Signal::stored(crumbs)>
            <p>
                "Take over someone whose last organisation has marked them as a leaver, or who no longer belongs to an organisation. They keep their account and go into your organisation’s default policy."
            </p>
            <RemoteView data=Reference::expect() let:reference>
                <JoinForm organisations=mine(&reference) />
            </RemoteView>
        </Page>
    }
}

/// Those into which one may take people over.
fn mine(reference: &Reference) -> Vec<Organisation> {
    let signed_in = SignedIn::expect();
    let may = |organisation: &&Organisation| {
        signed_in.may(Action::CareForAccounts, &organisation.ods)
            && takes_people_over(organisation.status).is_ok()
    };
    reference.organisations.iter().filter(may).cloned().collect()
}

#[component]
fn JoinForm(organisations: Vec<Organisation>) -> impl IntoView {
    let Some(first) = organisations.first().map(|organisation| organisation.ods.to_string()) else {
        return view! {
            <InsetText>
                <p>
                    "Only local administrators of an open organisation can take people over. Ask one at the organisation they are joining."
                </p>
            </InsetText>
        }
        .into_any();
    };
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let reference = Reference::expect();
    let several = organisations.len() > 1;
    let ods = RwSignal::new(first);
    let email = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<SummaryError>);
    let attempt = RwSignal::new(0_u32);
    let busy = RwSignal::new(false);
    // The same intention until it is answered or something else is entered.
    let key = StoredValue::new(IdempotencyKey::random());
    let refuse = move |error: SummaryError| {
        let _ = wrong.try_set(Some(error));
        let _ = attempt.try_update(|attempt| *attempt += 1);
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (address, organisation) = match (
            EmailAddress::parse(&email.read_untracked()),
            OdsCode::parse(&ods.read_untracked()),
        ) {
            (Ok(address), Ok(organisation)) => (address, organisation),
            (Err(error), _) => return refuse(SummaryError::at(EMAIL, error.in_form())),
            (_, Err(error)) => return refuse(SummaryError::at(ORGANISATION, error.to_string())),
        };
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let joined = client.take_over(address, organisation, &key.get_value()).await;
            let _ = busy.try_set(false);
            match joined {
                Ok(joined) => {
                    let text =
                        format!("{} is now in {}", joined.display_name, joined.policy.full_name);
                    messages.success_with_link(
                        text,
                        "See the person",
                        paths::user(&joined.user_id),
                    );
                    let _ = email.try_set(String::new());
                    let _ = key.try_set_value(IdempotencyKey::random());
                    // Seats in use changed as well.
                    reference.reload();
                }
                Err(error) => {
                    if error.problem().is_some() {
                        let _ = key.try_set_value(IdempotencyKey::random());
                    }
                    refuse(at_its_field(&error));
                }
            }
        });
    };
    let error_of = move |field: &'static str| {
        Signal::derive(move || {
            let error = wrong.get().filter(|error| error.field.as_deref() == Some(field));
            error.map(|error| error.text)
        })
    };
    let options = organisations
        .into_iter()
        .map(|organisation| SelectOption::new(organisation.ods.to_string(), organisation.name))
        .collect::<Vec<_>>();
    view! {
        <ErrorSummary
            errors=Signal::derive(move || wrong.get().into_iter().collect::<Vec<_>>())
            attempt
        />
        <form novalidate on:submit=submit>
            <TextInput
                id=EMAIL
                label="Email address"
                hint=Some("The person’s full address, such as jo.smith@nhs.net".to_owned())
                error=error_of(EMAIL)
                value=email
                on_input=move |text| {
                    email.set(text);
                    key.set_value(IdempotencyKey::random());
                }
                input_type=InputType::Email
                spellcheck=Spellcheck::Off
                autocomplete="off"
            />
            {several
                .then(|| {
                    view! {
                        <Select
                            id=ORGANISATION
                            label="Organisation"
                            options=Signal::stored(options)
                            error=error_of(ORGANISATION)
                            value=ods
                            on_change=move |chosen| {
                                ods.set(chosen);
                                key.set_value(IdempotencyKey::random());
                            }
                        />
                    }
                })}
            <IntoPolicy ods />
            <Button action=ButtonAction::Submit busy>
                "Take over"
            </Button>
        </form>
    }
    .into_any()
}

/// What is wrong with the person is told at their address.
fn at_its_field(error: &ApiError) -> SummaryError {
    let of_organisation = ["joinerNoSeats", "joinerOrganisationClosed"];
    if error.has_status(409) && !of_organisation.iter().any(|code| error.has_code(code)) {
        return SummaryError::at(EMAIL, error.to_string());
    }
    SummaryError::general(error.to_string())
}

/// The policy that they will come into.
#[component]
fn IntoPolicy(ods: RwSignal<String>) -> impl IntoView {
    let client = expect_context::<Client>();
    let policy = remote(
        move || ods.get(),
        move |ods| async move {
            let ods = OdsCode::parse(&ods).map_err(|_| ApiError::not_found())?;
            client.default_policy(&ods).await
        },
    );
    view! {
        <RemoteView data=policy let:default>
            <Default default />
        </RemoteView>
    }
}

#[component]
fn Default(default: DefaultPolicy) -> impl IntoView {
    let DefaultPolicy { policy } = default;
    view! {
        <p>
            "They will be put into " <a href=paths::policy(&policy.id)>{policy.full_name}</a> "."
        </p>
    }
}
