//! The accessibility statement, as the [regulations of 2018](https://www.legislation.gov.uk/uksi/2018/952/contents/made)
//! ask for it. Anyone can read it, signed in or not.

use leptos::prelude::*;

use crate::{config::Support, paths, shell::Page};

/// Says how accessible the service is, what is known not to be, and who to tell.
#[component]
pub fn AccessibilityScreen() -> impl IntoView {
    let support = use_context::<Support>().unwrap_or_default();
    view! {
        <Page title="Accessibility statement">
            <p>
                "This statement applies to NHSmail user policies, the service with which local administrators manage licences and applications."
            </p>
            <p>"We want everybody to be able to use it. That means you should be able to:"</p>
            <ul class="nhsuk-list nhsuk-list--bullet">
                <li>"zoom in up to 400% without the text spilling off the screen"</li>
                <li>"change colours, contrast and fonts in your browser or device"</li>
                <li>"do everything with a keyboard"</li>
                <li>"do everything with a screen reader"</li>
                <li>"do everything with speech recognition: what you see is what you say"</li>
            </ul>
            <h2>"How accessible it is"</h2>
            <p>
                "We have built it to meet the "
                <a href="https://www.w3.org/TR/WCAG22/">
                    "Web Content Accessibility Guidelines version 2.2"
                </a>
                ", level AA. We know of these shortcomings:"
            </p>
            <ul class="nhsuk-list nhsuk-list--bullet">
                <li>
                    "wide tables, such as the rows of an import, scroll sideways within their own area when you zoom in"
                </li>
                <li>
                    "results come as an Excel workbook or as CSV: the workbook has headings, but we have not tested it with a screen reader"
                </li>
                <li>
                    "you sign in through a separate service, which describes its own accessibility"
                </li>
            </ul>
            <h2>"How we tested it"</h2>
            <p>
                "Every screen is tested with axe each time the service changes: its errors, dialogs and tables too, by keyboard, at 320 pixels wide, and with forced colours. These are automated tests. The service has not yet been independently audited, or tested with people who use assistive technology."
            </p>
            <h2>"Tell us about a problem"</h2>
            <p>"If you find a problem that is not listed here, or need information in another format:"</p>
            <Contact support />
            <h2>"If you are not happy with our answer"</h2>
            <p>
                "The Equality and Human Rights Commission (EHRC) enforces the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. If you are not happy with how we respond to your complaint, contact the "
                <a href="https://www.equalityadvisoryservice.com/">
                    "Equality Advisory and Support Service"
                </a> "."
            </p>
            <p class="nhsuk-body-s">"This statement was prepared on 28 November 2026."</p>
            <p>
                <a href=paths::home()>"Go to Admin home"</a>
            </p>
        </Page>
    }
}

#[component]
fn Contact(support: Support) -> impl IntoView {
    let Support { helpdesk_url, helpdesk_email } = support;
    let site = (!helpdesk_url.is_empty())
        .then(|| view! { <li><a href=helpdesk_url>"NHSmail support"</a></li> });
    let mail = (!helpdesk_email.is_empty()).then(|| {
        let href = format!("mailto:{helpdesk_email}");
        view! { <li>"email " <a href=href>{helpdesk_email}</a></li> }
    });
    view! {
        <ul class="nhsuk-list nhsuk-list--bullet">
            {site} {mail} <li>"ask your organisation’s helpdesk"</li>
        </ul>
    }
}
