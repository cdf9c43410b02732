//! The moves of a selection, by the policy that people leave, and the word of the administrator that they are meant.

use domain::selection::{Leaving, Selection};
use leptos::prelude::*;

use crate::nhsuk::{Checkbox, Details, counted};

/// The id of the box that confirms.
pub const CONFIRM: &str = "confirm-moves";

/// Up to so many moves are shown by name; of more, the names are folded away.
const FEW: usize = 10;

/// Says who will leave which policy, and asks to confirm it.
#[component]
pub fn ConfirmMoves(
    #[prop(into)] selection: Signal<Selection>,
    /// The full name of the policy they will be in, once that is known.
    #[prop(into)]
    target: Signal<Option<String>>,
    confirmed: RwSignal<bool>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let leaving = Memo::new(move |_| selection.with(Selection::leaving));
    view! {
        <div class="upm-moves">
            {move || {
                let leaving = leaving.get();
                let few = leaving.iter().map(|group| group.people.len()).sum::<usize>() <= FEW;
                leaving
                    .into_iter()
                    .map(|group| view! { <Group group target open=few /> })
                    .collect_view()
            }}
        </div>
        <p>"They get the licences and settings of the new policy instead of those of the one they leave."</p>
        <Checkbox
            id=CONFIRM
            label="I confirm the moves"
            error
            checked=confirmed
            on_toggle=move |ticked| confirmed.set(ticked)
        />
    }
}

/// Those who leave one policy.
#[component]
fn Group(group: Leaving, target: Signal<Option<String>>, open: bool) -> impl IntoView {
    let Leaving { policy, people } = group;
    let count = people.len();
    let summary = {
        let who = counted(count as u64, "person", "people");
        let from = policy.full_name;
        Signal::derive(move || match target.get() {
            Some(target) => format!("{who} from {from} to {target}"),
            None => format!("{who} from {from}"),
        })
    };
    view! {
        <Details summary open=Signal::stored(open)>
            <ul class="nhsuk-list nhsuk-list--bullet">
                {people
                    .into_iter()
                    .map(|person| {
                        view! { <li>{person.display_name} ", " {person.email.to_string()}</li> }
                    })
                    .collect_view()}
            </ul>
        </Details>
    }
}
