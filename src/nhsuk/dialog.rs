//! Dialog (ours): a task within the page, over it.
//!
//! The browser's own `<dialog>`, opened with `showModal`: it keeps the focus inside, closes with Escape, makes the rest
//! of the page inert, and gives the focus back to where it was.

use super::icon::{Icon, IconName};
use leptos::{html, prelude::*};

/// A modal dialog, named by its title.
///
/// `open` says whether it is there; however a person closes it, `on_close` is called and should set that to false.
/// The content is made anew each time it opens. The focus goes to the first thing in it that takes it.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let open = open.get();
        let Some(dialog) = dialog.get() else { return };
        // In the next frame the content is in place, and the browser finds what to focus.
        request_animation_frame(move || {
            if open && !dialog.open() {
                // Refused only for an element that is not on the page any more.
                let _ = dialog.show_modal();
            } else if !open && dialog.open() {
                dialog.close();
            }
        });
    });
    let closed = move |_| {
        if open.get_untracked() {
            on_close.run(());
        }
    };
    view! {
        <dialog
            class="upm-dialog"
            id=id
            aria-labelledby=title_id
            node_ref=dialog
            on:close=closed
        >
            <h2 class="upm-dialog__title nhsuk-heading-m" id=title_id.clone()>
                {title}
            </h2>
            <Show when=move || open.get()>
                <div class="upm-dialog__content">{children()}</div>
            </Show>
            // Last, so that the content gets the focus first; the style puts it into the corner.
            <button
                class="upm-dialog__close"
                type="button"
                on:click=move |_| on_close.run(())
            >
                <Icon name=IconName::Cross />
                "Close"
            </button>
        </dialog>
    }
}
