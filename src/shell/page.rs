//! What every screen begins with: the document's title, the breadcrumb, and the heading that takes the focus
//! when a person comes from another screen.

use leptos::{html, prelude::*};

use crate::nhsuk::{Breadcrumb, Crumb};

/// The name of the service, after each screen's own name in the document's title.
const SERVICE: &str = "NHSmail user policies";

/// Whether a screen has been shown since the page was loaded. The first leaves the focus at the top.
#[derive(Clone, Copy)]
struct Visited(StoredValue<bool>);

/// Makes the memory of whether a screen has been shown; call it once, above all screens.
pub fn provide_visited() {
    provide_context(Visited(StoredValue::new(false)));
}

/// A screen: breadcrumb, heading, content.
#[component]
pub fn Page(
    /// The `h1`, and the beginning of the document's title where that has none of its own.
    #[prop(into)]
    title: Signal<String>,
    /// The beginning of the document's title, where the `h1` is not to be in the browser's history: a person's name.
    #[prop(optional, into)]
    document_title: Option<&'static str>,
    /// The pages above this one; none on the topmost.
    #[prop(optional, into)]
    crumbs: Signal<Vec<Crumb>>,
    /// What the heading is about, above it in grey: the policy's full name.
    #[prop(optional, into)]
    caption: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    Effect::new(move || {
        let title = document_title.map_or_else(|| title.get(), str::to_owned);
        document().set_title(&format!("{title} – {SERVICE}"));
    });
    let heading = NodeRef::<html::H1>::new();
    if let Some(visited) = use_context::<Visited>() {
        let comes_from_another = visited.0.get_value();
        visited.0.set_value(true);
        heading.on_load(move |heading| {
            if comes_from_another {
                window().scroll_to_with_x_and_y(0.0, 0.0);
                // Refused only when the person has left the screen already.
                let _ = heading.focus();
            }
        });
    }
    let has_crumbs = Memo::new(move |_| crumbs.with(|crumbs| !crumbs.is_empty()));
    view! {
        <Show when=move || has_crumbs.get()>
            <div class="nhsuk-width-container">
                <Breadcrumb crumbs />
            </div>
        </Show>
        <div class="nhsuk-width-container">
            <main class="nhsuk-main-wrapper" id="maincontent">
                <h1 class="upm-page-title" tabindex="-1" node_ref=heading>
                    {title}
                </h1>
                {move || {
                    caption.get().map(|text| view! { <p class="nhsuk-caption-l">{text}</p> })
                }}
                {children()}
            </main>
        </div>
    }
}
