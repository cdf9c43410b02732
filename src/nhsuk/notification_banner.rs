//! [Notification banner](https://service-manual.nhs.uk/design-system/components/notification-banners): something about the
//! service or the page that is not about what the person is doing.
//!
//! For "it worked", use the [message area](super::messages), which stays in sight.

use leptos::prelude::*;

/// What a banner is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BannerKind {
    /// Something to know, on blue.
    #[default]
    Important,
    /// Something that went well, on green: announced at once.
    Success,
}

/// A [notification banner](https://service-manual.nhs.uk/design-system/components/notification-banners).
#[component]
pub fn NotificationBanner(
    /// The id of the banner's title, which names the banner.
    #[prop(into)]
    title_id: String,
    #[prop(optional)] kind: BannerKind,
    /// The message, in a sentence.
    #[prop(into)]
    heading: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (class, role, title) = match kind {
        BannerKind::Important => ("nhsuk-notification-banner", "region", "Important"),
        BannerKind::Success => {
            ("nhsuk-notification-banner nhsuk-notification-banner--success", "alert", "Success")
        }
    };
    let content = match children {
        None => view! { <p class="nhsuk-notification-banner__heading">{heading}</p> }.into_any(),
        Some(children) => view! {
            <h3 class="nhsuk-notification-banner__heading">{heading}</h3>
            {children()}
        }
        .into_any(),
    };
    view! {
        <div class=class role=role aria-labelledby=title_id>
            <div class="nhsuk-notification-banner__header">
                <h2 class="nhsuk-notification-banner__title" id=title_id.clone()>
                    {title}
                </h2>
            </div>
            <div class="nhsuk-notification-banner__content">{content}</div>
        </div>
    }
}
