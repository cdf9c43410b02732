//! Moving everybody who matches what is searched for, however many they are, to another policy.

use domain::{
    licensing::LicenceState,
    member::{MoveMatching, Moves},
    policy::{Policy, PolicyRef},
};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

use super::pages::MemberList;
use crate::{
    client::{Client, IdempotencyKey},
    nhsuk::{
        Button, ButtonAction, ButtonGroup, ButtonKind, Checkbox, Dialog, ErrorSummary, Messages,
        SummaryError, counted,
    },
    paths,
    shell::moving::policy_choice::{PolicyChoice, TARGET},
};

/// From so many members on that match, moving all of them is offered: fewer are quickly ticked.
const MANY: u64 = 2;

const CONFIRM: &str = "confirm-move-all";

/// Whom the dialog is about.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Matching {
    text: String,
    state: Option<LicenceState>,
    total: u64,
}

impl Matching {
    fn of(list: MemberList) -> Option<Self> {
        list.page.with(|page| {
            let (place, page) = page?;
            (page.total >= MANY).then(|| Self {
                text: place.text.clone(),
                state: place.state,
                total: page.total,
            })
        })
    }

    /// `all 214 members`, `all 12 members matching “khan”`.
    fn in_words(&self) -> String {
        let state = self.state.map(|state| format!(" with the state “{}”", state.label()));
        let text = (!self.text.is_empty()).then(|| format!(" matching “{}”", self.text));
        let members = counted(self.total, "member", "members");
        ["all ".to_owned(), members, state.unwrap_or_default(), text.unwrap_or_default()].concat()
    }
}

/// The button, where there are several, and the dialog.
#[component]
pub fn MoveAll(list: MemberList, policy: Policy, assigned: Callback<()>) -> impl IntoView {
    let matching = Memo::new(move |_| Matching::of(list));
    let open = RwSignal::new(None::<Matching>);
    view! {
        {move || {
            matching
                .get()
                .map(|matching| {
                    let text = format!("Move {}", matching.in_words());
                    view! {
                        <Button
                            kind=ButtonKind::Secondary
                            on_click=move |()| open.set(Some(matching.clone()))
                        >
                            {text}
                        </Button>
                    }
                })
        }}
        <Dialog
            id="move-all"
            title="Move all these members"
            open=Signal::derive(move || open.with(Option::is_some))
            on_close=move || open.set(None)
        >
            {
                let policy = policy.clone();
                move || {
                    open.get()
                        .map(|matching| {
                            view! { <MoveAllForm matching policy=policy.clone() open assigned /> }
                        })
                }
            }
        </Dialog>
    }
}

#[component]
fn MoveAllForm(
    matching: Matching,
    policy: Policy,
    open: RwSignal<Option<Matching>>,
    assigned: Callback<()>,
) -> impl IntoView {
    let client = expect_context::<Client>();
    let messages = Messages::expect();
    let target = RwSignal::new(None::<PolicyRef>);
    let confirmed = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let errors = RwSignal::new(Vec::<SummaryError>::new());
    let attempt = RwSignal::new(0_u32);
    let refuse = move |found: Vec<SummaryError>| {
        errors.set(found);
        attempt.update(|attempt| *attempt += 1);
    };
    // The same wish is sent under the same key: trying again after a lost answer moves nobody twice.
    let sent = StoredValue::new(None::<(MoveMatching, IdempotencyKey)>);
    let who = matching.in_words();
    let source = policy.id.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(to), true) = (target.get_untracked(), confirmed.get_untracked()) else {
            let no_target = target.with_untracked(Option::is_none);
            let no_word = !confirmed.get_untracked();
            let no_target =
                no_target.then(|| SummaryError::at(TARGET, "Select the policy to move them to"));
            let no_word =
                no_word.then(|| SummaryError::at(CONFIRM, "Confirm the moves to continue"));
            return refuse(no_target.into_iter().chain(no_word).collect());
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let request = MoveMatching {
            q: matching.text.clone(),
            state: matching.state,
            target: to.id.clone(),
            expected: u32::try_from(matching.total).unwrap_or(u32::MAX),
            moves: Moves::Confirm,
        };
        let key = match sent.get_value() {
            Some((before, key)) if before == request => key,
            _ => IdempotencyKey::random(),
        };
        sent.set_value(Some((request.clone(), key.clone())));
        let source = source.clone();
        spawn_local(async move {
            let result = client.move_matching(&source, &request, &key).await;
            if let Ok(job) = &result {
                let people = counted(u64::from(job.total), "person", "people");
                messages.success(format!("Moving {people} to {} is in progress", to.full_name));
            }
            if busy.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(_) => {
                    open.set(None);
                    assigned.run(());
                }
                Err(error) => refuse(vec![SummaryError::general(error.to_string())]),
            }
        });
    };
    let confirm_error = Signal::derive(move || error_at(errors, CONFIRM));
    view! {
        <ErrorSummary errors attempt />
        <PolicyChoice from=policy.into() target error=Signal::derive(move || error_at(errors, TARGET)) />
        <form novalidate on:submit=submit>
            <p>
                "This moves " {who}
                ". They get the licences and settings of the new policy instead of this one’s. "
                "You do not need to wait: "
                <a href=paths::jobs()>"Jobs"</a> " shows how far it has got."
            </p>
            <Checkbox
                id=CONFIRM
                label="I confirm the moves"
                error=confirm_error
                checked=confirmed
                on_toggle=move |ticked| confirmed.set(ticked)
            />
            <ButtonGroup>
                <Button action=ButtonAction::Submit busy>
                    "Move all"
                </Button>
                <Button kind=ButtonKind::Secondary on_click=move |()| open.set(None)>
                    "Cancel"
                </Button>
            </ButtonGroup>
        </form>
    }
}

fn error_at(errors: RwSignal<Vec<SummaryError>>, field: &str) -> Option<String> {
    errors.with(|errors| {
        let of_field = |error: &&SummaryError| error.field.as_deref() == Some(field);
        errors.iter().find(of_field).map(|error| error.text.clone())
    })
}
