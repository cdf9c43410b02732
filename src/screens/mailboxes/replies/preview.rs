//! Automatic replies as people will get them: text, whatever was typed.

use domain::shared_mailbox::{Audience, RepliesDraft, ReplyText};
use leptos::prelude::*;

#[component]
pub(super) fn Preview(
    draft: Signal<RepliesDraft>,
    /// The heading's, which names the section.
    #[prop(default = "preview")]
    id: &'static str,
    #[prop(default = "Preview")] title: &'static str,
) -> impl IntoView {
    let internal = Memo::new(move |_| draft.with(|draft| draft.internal.clone()));
    let external = Memo::new(move |_| {
        draft.with(|draft| (draft.audience != Audience::Nobody).then(|| draft.external.clone()))
    });
    let others = Memo::new(move |_| match draft.with(|draft| draft.audience) {
        Audience::Contacts => "People outside who are contacts of the mailbox get",
        Audience::Nobody | Audience::Everybody => "Everybody else gets",
    });
    view! {
        <section aria-labelledby=id>
            <h2 class="nhsuk-heading-m" id=id>
                {title}
            </h2>
            <h3 class="nhsuk-heading-s">"People of the organisation get"</h3>
            {move || internal.with(|text| reply(text))}
            <h3 class="nhsuk-heading-s">{others}</h3>
            {move || {
                external
                    .with(|text| match text {
                        Some(text) => reply(text).into_any(),
                        None => view! { <p>"No reply."</p> }.into_any(),
                    })
            }}
        </section>
    }
}

fn reply(typed: &str) -> AnyView {
    // What is too long is told at the field.
    let text = ReplyText::parse(typed).unwrap_or_default();
    if text.is_empty() {
        return view! { <p class="nhsuk-hint">"No text yet."</p> }.into_any();
    }
    let lines = |lines: Vec<&str>| {
        let mut views = Vec::new();
        for (index, line) in lines.into_iter().enumerate() {
            views.push((index > 0).then(|| view! { <br /> }).into_any());
            views.push(line.to_owned().into_any());
        }
        view! { <p>{views}</p> }
    };
    let paragraphs = text.paragraphs().into_iter().map(lines).collect_view();
    view! { <blockquote class="upm-reply" dir="auto">{paragraphs}</blockquote> }.into_any()
}
