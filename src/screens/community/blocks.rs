//! What editors wrote, as components: never as HTML of a text.

use domain::community::document::{Block, Span, Target};
use leptos::prelude::*;

use crate::{nhsuk::InsetText, paths};

/// Blocks, one below the other.
#[component]
pub(super) fn Blocks(
    blocks: Vec<Block>,
    /// By how many levels their headings are below where editors wrote them.
    #[prop(optional)]
    below: u8,
) -> impl IntoView {
    blocks.into_iter().map(|block| shown(block, below)).collect_view()
}

fn shown(block: Block, below: u8) -> AnyView {
    match block {
        Block::Heading { level, text } => heading(level + below, text),
        Block::Paragraph { text } => view! { <p>{spans(text)}</p> }.into_any(),
        Block::List { ordered, items } => {
            let items = items.into_iter().map(|item| view! { <li>{inside(item, below)}</li> });
            let items = items.collect_view();
            if ordered {
                view! { <ol class="nhsuk-list nhsuk-list--number">{items}</ol> }.into_any()
            } else {
                view! { <ul class="nhsuk-list nhsuk-list--bullet">{items}</ul> }.into_any()
            }
        }
        Block::Inset { body } => {
            view! {
                <InsetText>
                    <Blocks blocks=body below />
                </InsetText>
            }
            .into_any()
        }
        Block::Code { text } => {
            view! { <pre class="upm-support-text" role="group" tabindex="0" aria-label="Text to copy">{text}</pre> }
                .into_any()
        }
        Block::Table { head, rows } => table(head, rows),
        Block::Image { file, alt } => {
            let source = paths::content(&format!("images/{file}"));
            view! { <p><img class="upm-article__image" src=source alt=alt /></p> }.into_any()
        }
    }
}

/// What stands in an item of a list: a single paragraph without its own space.
fn inside(mut item: Vec<Block>, below: u8) -> AnyView {
    match item.pop() {
        Some(Block::Paragraph { text }) if item.is_empty() => spans(text),
        Some(last) => {
            item.push(last);
            view! { <Blocks blocks=item below /> }.into_any()
        }
        None => ().into_any(),
    }
}

fn heading(level: u8, text: Vec<Span>) -> AnyView {
    let text = spans(text);
    match level {
        0..=2 => view! { <h2 class="nhsuk-heading-m">{text}</h2> }.into_any(),
        3 => view! { <h3 class="nhsuk-heading-s">{text}</h3> }.into_any(),
        _ => view! { <h4 class="nhsuk-heading-xs">{text}</h4> }.into_any(),
    }
}

fn table(head: Vec<Vec<Span>>, rows: Vec<Vec<Vec<Span>>>) -> AnyView {
    let name = |text| view! { <th class="nhsuk-table__header" scope="col">{spans(text)}</th> };
    let cell = |text| view! { <td class="nhsuk-table__cell">{spans(text)}</td> };
    let row = |cells: Vec<Vec<Span>>| {
        view! { <tr class="nhsuk-table__row">{cells.into_iter().map(cell).collect_view()}</tr> }
    };
    view! {
        <table class="nhsuk-table">
            <thead class="nhsuk-table__head">
                <tr>{head.into_iter().map(name).collect_view()}</tr>
            </thead>
            <tbody class="nhsuk-table__body">{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn spans(text: Vec<Span>) -> AnyView {
    text.into_iter().map(span).collect_view().into_any()
}

fn span(span: Span) -> AnyView {
    match span {
        Span::Text { text } => text.into_any(),
        Span::Strong { text } => view! { <strong>{spans(text)}</strong> }.into_any(),
        Span::Code { text } => view! { <code>{text}</code> }.into_any(),
        Span::Link { to, text } => {
            let href = match to {
                Target::Screen(path) => paths::screen(&path),
                Target::Site(address) => address,
            };
            view! { <a href=href>{spans(text)}</a> }.into_any()
        }
    }
}
