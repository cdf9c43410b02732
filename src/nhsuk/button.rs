//! [Buttons](https://service-manual.nhs.uk/design-system/components/buttons), and links that look like them.

use leptos::{ev::MouseEvent, prelude::*};

/// What pressing means: the one main thing on the page, another thing, a thing that cannot be taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// Green: the main action, once on a page.
    #[default]
    Primary,
    /// Outlined: any other action.
    Secondary,
    /// White, for dark backgrounds.
    Reverse,
    /// Red: what is destructive or hard to undo.
    Warning,
}

/// How much room a button takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// For the end of a form.
    #[default]
    Normal,
    /// For toolbars and rows.
    Small,
}

/// What a button does to the form it is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonAction {
    /// Nothing: it calls `on_click`.
    #[default]
    Press,
    /// Submits it, as the Enter key in a field does.
    Submit,
}

/// Whether the second click of a double-click counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RepeatClicks {
    /// Ignored: people double-click buttons, and nothing may happen twice for that.
    #[default]
    Ignored,
    /// Counted, as for "show more".
    Counted,
}

/// A [button](https://service-manual.nhs.uk/design-system/components/buttons).
///
/// While `busy` it keeps the focus and its place in the tab order, says so to assistive technology, and
/// ignores clicks; `disabled` takes it out of the tab order, so say beside it why nothing can be done.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] action: ButtonAction,
    #[prop(optional)] repeat: RepeatClicks,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] busy: Signal<bool>,
    /// Called for each click that counts, before the form is submitted.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let click = move |event: MouseEvent| {
        // The browser counts the clicks of one gesture, by the person's own setting of how quick that is.
        // nhsuk-frontend goes by one second instead, which also swallows a quick second attempt.
        let again = repeat == RepeatClicks::Ignored && event.detail() > 1;
        if again || busy.get_untracked() {
            event.prevent_default();
            return;
        }
        if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            class=classes(kind, size)
            class:upm-button--busy=busy
            type=action.html_type()
            disabled=disabled
            aria-disabled=move || (disabled.get() || busy.get()).then_some("true")
            on:click=click
        >
            {children()}
        </button>
    }
}

/// A link that looks like a button: it goes somewhere, and does nothing.
///
/// It is announced as a link, because that is what it is: it can be opened in a new tab and copied.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=classes(kind, size) href=href draggable="false">
            {children()}
        </a>
    }
}

/// Buttons side by side, stacked where there is no room for that.
#[component]
pub fn ButtonGroup(children: Children) -> impl IntoView {
    view! { <div class="nhsuk-button-group">{children()}</div> }
}

fn classes(kind: ButtonKind, size: ButtonSize) -> String {
    let kind = match kind {
        ButtonKind::Primary => "",
        ButtonKind::Secondary => " nhsuk-button--secondary",
        ButtonKind::Reverse => " nhsuk-button--reverse",
        ButtonKind::Warning => " nhsuk-button--warning",
    };
    let size = match size {
        ButtonSize::Normal => "",
        ButtonSize::Small => " nhsuk-button--small",
    };
    ["nhsuk-button", kind, size].concat()
}

impl ButtonAction {
    fn html_type(self) -> &'static str {
        match self {
            Self::Press => "button",
            Self::Submit => "submit",
        }
    }
}
