//! [Footer](https://service-manual.nhs.uk/design-system/components/footer): support links at the end of every page.

use leptos::prelude::*;

/// A support link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FooterLink {
    /// Where it leads.
    pub href: Signal<String>,
    /// What is there.
    pub text: String,
    /// What loads it: the browser where it is `external`, else the app's router.
    pub rel: Signal<Option<String>>,
}

impl FooterLink {
    /// A link from its address and its text.
    pub fn new(href: impl Into<Signal<String>>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into(), rel: Signal::stored(None) }
    }

    /// The same, loaded by the browser although it is of the app, while there are no screens to go from.
    #[must_use]
    pub fn external_while(self, no_screens: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { rel: Signal::derive(move || no_screens().then(|| "external".to_owned())), ..self }
    }
}

/// The [footer](https://service-manual.nhs.uk/design-system/components/footer).
#[component]
pub fn Footer(
    #[prop(optional)] links: Vec<FooterLink>,
    #[prop(default = "© NHS England".to_owned(), into)] copyright: String,
) -> impl IntoView {
    view! {
        <footer class="nhsuk-footer" role="contentinfo">
            <div class="nhsuk-width-container">
                <div class="nhsuk-footer__meta">
                    {(!links.is_empty()).then(|| support_links(links))}
                    <p class="nhsuk-body-s">{copyright}</p>
                </div>
            </div>
        </footer>
    }
}

fn support_links(links: Vec<FooterLink>) -> impl IntoView {
    let item = |link: FooterLink| {
        view! {
            <li class="nhsuk-footer__list-item">
                <a class="nhsuk-footer__list-item-link" href=link.href rel=link.rel>
                    {link.text}
                </a>
            </li>
        }
    };
    view! {
        <h2 class="nhsuk-u-visually-hidden">"Support links"</h2>
        <ul class="nhsuk-footer__list">{links.into_iter().map(item).collect_view()}</ul>
    }
}
