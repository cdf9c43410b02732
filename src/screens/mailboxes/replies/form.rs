//! The form of automatic replies.

use domain::{
    problem::FieldError,
    shared_mailbox::{
        Audience, Changed, Lost, MAX_REPLY_LENGTH, RepliesDraft, SharedMailbox, When, check,
    },
};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

use super::{
    super::{StandingTag, in_words},
    preview::Preview,
};
use crate::{
    client::{ApiError, Client, Versioned},
    nhsuk::{
        Button, ButtonAction, ButtonKind, CharacterCount, ErrorSummary, HeadingLevel, InputType,
        InputWidth, Messages, RadioOption, Radios, SummaryError, TextInput, Title, WarningCallout,
    },
    shell::{clock, leaving::warn_before_leaving},
};

/// The ids of the fields, which are the pointers into the draft.
const WHEN: &str = "when";
const FROM: &str = "from";
const UNTIL: &str = "until";
const INTERNAL: &str = "internal";
const AUDIENCE: &str = "audience";
const EXTERNAL: &str = "external";

#[component]
pub(super) fn RepliesForm(
    mailbox: Versioned<SharedMailbox>,
    reload: Callback<()>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let Versioned { value: mailbox, etag } = mailbox;
    // Once somebody else was first, that of what they have saved: to save again then is to replace it, seen.
    let etag = StoredValue::new(etag);
    let theirs = RwSignal::new(None::<SharedMailbox>);
    let last_changed = StoredValue::new(mailbox.changed.clone());
    let id = mailbox.id.clone();
    let lost = mailbox.lost_by_saving.clone();
    let stored = RepliesDraft::from(&mailbox.automatic_replies);
    let draft = RwSignal::new(stored.clone());
    let errors = RwSignal::new(Vec::<SummaryError>::new());
    let attempt = RwSignal::new(0_u32);
    let busy = RwSignal::new(false);
    let is_changed = move || draft.with(|draft| *draft != stored);
    warn_before_leaving(
        "The automatic replies are not saved. Leave this page?",
        is_changed.clone(),
        is_changed,
    );
    let refuse = move |all: Vec<SummaryError>| {
        let _ = errors.try_set(all);
        let _ = attempt.try_update(|attempt| *attempt += 1);
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let wanted = draft.get_untracked();
        if let Err(wrong) = check(&wanted, clock::now()) {
            return refuse(wrong.iter().map(at_its_field).collect());
        }
        errors.set(Vec::new());
        busy.set(true);
        let id = id.clone();
        spawn_local(async move {
            let mut saved = client.set_automatic_replies(&id, &wanted, &etag.get_value()).await;
            if saved.as_ref().is_err_and(|error| error.has_code("mailboxChanged")) {
                match client.shared_mailbox(&id).await {
                    Ok(now) => {
                        let _ = etag.try_set_value(now.etag);
                        let _ = theirs.try_set(Some(now.value));
                    }
                    Err(error) => saved = Err(error),
                }
            }
            let _ = busy.try_set(false);
            match saved {
                Ok(_) => {
                    messages.success("The automatic replies are saved");
                    reload.run(());
                }
                Err(error) => refuse(of_answer(&error)),
            }
        });
    };
    view! {
        <ErrorSummary errors attempt />
        <Losses lost />
        {move || theirs.get().map(|mailbox| {
            view! { <Theirs mailbox last_changed=last_changed.get_value() reload /> }
        })}
        <form novalidate on:submit=save>
            <Time draft errors />
            <Texts draft errors />
            <Preview draft=draft.into() />
            <Button action=ButtonAction::Submit busy>
                "Save"
            </Button>
        </form>
    }
}

/// What saving would take away that was made elsewhere.
#[component]
fn Losses(lost: Vec<Lost>) -> impl IntoView {
    let explained = lost.into_iter().map(|lost| view! { <p>{lost.explain()} "."</p> });
    let explained = explained.collect::<Vec<_>>();
    (!explained.is_empty()).then(|| {
        view! {
            <WarningCallout title=Title::from("Made in Outlook").heading(HeadingLevel::H2)>
                {explained}
            </WarningCallout>
        }
    })
}

/// What somebody else has saved meanwhile, beside what is in the form.
#[component]
fn Theirs(
    mailbox: SharedMailbox,
    /// The last change that was made here when the form was opened.
    last_changed: Option<Changed>,
    reload: Callback<()>,
) -> impl IntoView {
    let SharedMailbox { automatic_replies, changed, .. } = mailbox;
    // Where nobody has changed it here since, it was changed where the mailbox is.
    let changed = changed.filter(|changed| Some(changed) != last_changed.as_ref());
    let who = changed.map_or_else(
        || "Changed in Outlook".to_owned(),
        |changed| format!("{}, {}", changed.by, clock::moment(changed.at)),
    );
    let period = automatic_replies.period;
    view! {
        <Preview
            draft=Signal::stored(RepliesDraft::from(&automatic_replies))
            id="theirs"
            title="What they have saved"
        />
        <p>
            {who} ": " <StandingTag period /> " " {in_words(period)}
        </p>
        <p>"What you entered is in the form below. Save it to replace theirs, or:"</p>
        <Button kind=ButtonKind::Secondary on_click=move |()| reload.run(())>
            "Keep theirs"
        </Button>
    }
}

/// When replies are sent.
#[component]
fn Time(draft: RwSignal<RepliesDraft>, errors: RwSignal<Vec<SummaryError>>) -> impl IntoView {
    let options = vec![
        RadioOption::new("off", "Off").hint("The replies below are kept for next time"),
        RadioOption::new("always", "On, until you turn them off"),
        RadioOption::new("scheduled", "On for a set time"),
    ];
    let value = Signal::derive(move || {
        draft.with(|draft| match draft.when {
            When::Off => "off".to_owned(),
            When::Always => "always".to_owned(),
            When::Scheduled => "scheduled".to_owned(),
        })
    });
    let choose = move |chosen: String| {
        draft.update(|draft| {
            draft.when = match chosen.as_str() {
                "always" => When::Always,
                "scheduled" => When::Scheduled,
                _ => When::Off,
            };
        });
    };
    let is_scheduled = Memo::new(move |_| draft.with(|draft| draft.when == When::Scheduled));
    let time = move |id: &'static str, label: &'static str| {
        let (read, write) = match id {
            FROM => (
                Signal::derive(move || draft.with(|draft| draft.from.clone())),
                Callback::new(move |typed| draft.update(|draft| draft.from = typed)),
            ),
            _ => (
                Signal::derive(move || draft.with(|draft| draft.until.clone())),
                Callback::new(move |typed| draft.update(|draft| draft.until = typed)),
            ),
        };
        view! {
            <TextInput
                id=id
                label
                input_type=InputType::DateTime
                width=InputWidth::W20
                error=error_of(errors, id)
                value=read
                on_input=write
            />
        }
    };
    view! {
        <Radios
            id=WHEN
            legend=Title::from("Automatic replies")
            options=Signal::stored(options)
            value
            on_change=choose
        />
        <Show when=move || is_scheduled.get()>
            {time(FROM, "Start, UK time")} {time(UNTIL, "Stop, UK time")}
        </Show>
    }
}

/// What people get.
#[component]
fn Texts(draft: RwSignal<RepliesDraft>, errors: RwSignal<Vec<SummaryError>>) -> impl IntoView {
    let options = vec![
        RadioOption::new("nobody", "No"),
        RadioOption::new("contacts", "Yes, but only to contacts of the mailbox"),
        RadioOption::new("everybody", "Yes, to everybody who writes"),
    ];
    let audience = Signal::derive(move || {
        draft.with(|draft| match draft.audience {
            Audience::Nobody => "nobody".to_owned(),
            Audience::Contacts => "contacts".to_owned(),
            Audience::Everybody => "everybody".to_owned(),
        })
    });
    let choose = move |chosen: String| {
        draft.update(|draft| {
            draft.audience = match chosen.as_str() {
                "everybody" => Audience::Everybody,
                "contacts" => Audience::Contacts,
                _ => Audience::Nobody,
            };
        });
    };
    let to_others = Memo::new(move |_| draft.with(|draft| draft.audience != Audience::Nobody));
    view! {
        <CharacterCount
            id=INTERNAL
            label="Reply to people of the organisation"
            hint=Signal::stored(Some("Plain text. A blank line starts a new paragraph".to_owned()))
            max=MAX_REPLY_LENGTH
            error=error_of(errors, INTERNAL)
            value=Signal::derive(move || draft.with(|draft| draft.internal.clone()))
            on_input=move |typed| draft.update(|draft| draft.internal = typed)
        />
        <Radios
            id=AUDIENCE
            legend=Title::from("Reply to people outside the organisation as well?")
            options=Signal::stored(options)
            value=audience
            on_change=choose
        />
        <Show when=move || to_others.get()>
            <CharacterCount
                id=EXTERNAL
                label="Reply to people outside the organisation"
                max=MAX_REPLY_LENGTH
                error=error_of(errors, EXTERNAL)
                value=Signal::derive(move || draft.with(|draft| draft.external.clone()))
                on_input=move |typed| draft.update(|draft| draft.external = typed)
            />
        </Show>
    }
}

fn error_of(errors: RwSignal<Vec<SummaryError>>, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        errors.with(|errors| {
            errors
                .iter()
                .find(|error| error.field.as_deref() == Some(field))
                .map(|error| error.text.clone())
        })
    })
}

fn at_its_field(error: &FieldError) -> SummaryError {
    SummaryError::at(error.pointer.trim_start_matches('/'), error.detail.clone())
}

fn of_answer(error: &ApiError) -> Vec<SummaryError> {
    match error.problem() {
        Some(problem) if !problem.errors.is_empty() => {
            problem.errors.iter().map(at_its_field).collect()
        }
        _ => vec![SummaryError::general(error.to_string())],
    }
}
