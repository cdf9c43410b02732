//! Correcting the address of a row where it stands.

use domain::import::{
    machine::Event,
    plan::{Correction, Selection},
};
use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{
    row::{ShownRow, focus_button},
    rows::RowsView,
};
use crate::nhsuk::{Button, ButtonAction, ButtonKind, ButtonSize, VisuallyHidden};

/// The address of a row, or the field in which it is corrected.
#[component]
pub(super) fn Address(rows: RowsView, place: u32, row: Memo<ShownRow>) -> impl IntoView {
    move || {
        if rows.editing.get() == Some(place) {
            let (number, value) = row.with_untracked(|row| (row.number, row.value.clone()));
            return view! { <AddressField rows place number value /> }.into_any();
        }
        let (value, before) = row.with(|row| (row.value.clone(), row.corrected_from.clone()));
        view! {
            <span class="upm-address">{value}</span>
            {before
                .map(|before| {
                    view! {
                        <span class="nhsuk-hint upm-address__before">
                            "In the file: "
                            {if before.trim().is_empty() { "nothing".to_owned() } else { before }}
                        </span>
                    }
                })}
        }
        .into_any()
    }
}

#[component]
fn AddressField(rows: RowsView, place: u32, number: u32, value: String) -> impl IntoView {
    let text = RwSignal::new(value);
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            // Refused only when it has gone already.
            let _ = field.focus();
            field.select();
        }
    });
    let close = move || {
        rows.editing.set(None);
        request_animation_frame(move || focus_button(place));
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let correction = Correction::Text(text.get_untracked());
        rows.runner.tell(Event::Correct(Selection::Rows(vec![place]), correction));
        close();
    };
    view! {
        <form class="upm-address-form" novalidate on:submit=save>
            <input
                class="nhsuk-input"
                type="text"
                aria-label=format!("Address in row {number}")
                spellcheck="false"
                autocomplete="off"
                node_ref=field
                prop:value=text
                on:input:target=move |event| text.set(event.target().value())
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        close();
                    }
                }
            />
            <Button size=ButtonSize::Small action=ButtonAction::Submit>
                "Save"
                <VisuallyHidden>{format!(" row {number}")}</VisuallyHidden>
            </Button>
            <Button size=ButtonSize::Small kind=ButtonKind::Secondary on_click=move |()| close()>
                "Cancel"
                <VisuallyHidden>{format!(" correcting row {number}")}</VisuallyHidden>
            </Button>
        </form>
    }
}
