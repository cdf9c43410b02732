//! The people chosen so far, over all searches, with a way to take each out.

use domain::selection::{Selected, Selection};
use leptos::prelude::*;

use crate::nhsuk::{Button, ButtonKind, ButtonSize, Details, VisuallyHidden, counted};

/// How many are chosen, and folded away who.
#[component]
pub fn Chosen(selection: RwSignal<Selection>) -> impl IntoView {
    let any = Memo::new(move |_| selection.with(|selection| !selection.is_empty()));
    let people =
        move || selection.with(|selection| selection.people().cloned().collect::<Vec<_>>());
    view! {
        <Show when=move || any.get()>
            <Details summary="Who is selected">
                <ul class="nhsuk-list upm-chosen">
                    <For
                        each=people
                        key=|person| person.email.clone()
                        children=move |person| view! { <ChosenPerson person selection /> }
                    />
                </ul>
            </Details>
        </Show>
    }
}

/// Chooses someone, or takes them out.
pub fn choose(selection: RwSignal<Selection>, person: &Selected, ticked: bool) {
    selection.update(|selection| {
        if ticked {
            // Refused only when as many are chosen as can be, and then the boxes of all others are off.
            let _ = selection.insert(person.clone());
        } else {
            selection.remove(&person.email);
        }
    });
}

/// `12 people selected`.
pub fn in_words(selection: &Selection) -> String {
    counted(selection.len() as u64, "person selected", "people selected")
}

#[component]
fn ChosenPerson(person: Selected, selection: RwSignal<Selection>) -> impl IntoView {
    let Selected { email, display_name, from } = person;
    let name = display_name.clone();
    let address = email.to_string();
    let take_out = move || selection.update(|selection| selection.remove(&email));
    view! {
        <li class="upm-chosen__person">
            <span>
                {display_name} ", " {address}
                {from.map(|policy| format!(" (will move from {})", policy.full_name))}
            </span>
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small on_click=take_out>
                "Take out"
                <VisuallyHidden>" " {name}</VisuallyHidden>
            </Button>
        </li>
    }
}
