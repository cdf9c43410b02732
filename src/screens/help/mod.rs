//! Get help, `/help?from=…&about=…`: whether something needs a ticket or is a question for the webinar.
//!
//! The URL is the state: the path of the screen that somebody came from, without what was searched for there, and what they
//! chose. [`ticket`] has the text of the ticket ready, [`question`] says when the webinar is.

mod question;
mod ticket;

use domain::help::{Need, Place, Way};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use self::{question::Question, ticket::Ticket};
use crate::{
    nhsuk::{Crumb, RadioOption, Radios, Size, Title},
    paths,
    shell::Page,
};

/// Get help.
#[component]
pub fn HelpScreen() -> impl IntoView {
    let parameters = use_query_map();
    let get = move |name: &'static str| {
        parameters.with(|parameters| parameters.get(name).unwrap_or_default())
    };
    let from = Memo::new(move |_| get("from"));
    let need = Memo::new(move |_| Need::from_code(&get("about")));
    let navigate = use_navigate();
    let choose = move |about: String| {
        let from = from.get_untracked();
        let address = paths::with_query(&paths::help(), &[("from", &from), ("about", &about)]);
        navigate(&address, NavigateOptions { replace: true, scroll: false, ..paths::as_it_is() });
    };
    let options = Need::ALL.map(|need| RadioOption::new(need.code(), need.label())).to_vec();
    let place = Memo::new(move |_| from.with(|from| Place::of_path(from)));
    view! {
        <Page
            title="Get help"
            crumbs=Signal::stored(vec![Crumb::new(paths::home(), "Admin home")])
        >
            <Radios
                id="about"
                legend=Title::from("What is it about?").size(Size::M)
                hint=Some(
                    "Some things need a helpdesk ticket. Others are questions for the local administrators’ webinar.".to_owned(),
                )
                options=Signal::stored(options)
                value=Signal::derive(move || {
                    need.with(|need| need.map_or("", Need::code)).to_owned()
                })
                on_change=choose
            />
            <div aria-live="polite">
                {move || need.get().map(|need| view! { <Answer need place=place.get() /> })}
            </div>
        </Page>
    }
}

#[component]
fn Answer(need: Need, place: Option<Place>) -> impl IntoView {
    let answer = match need.way() {
        Way::Ticket => view! { <Ticket need place /> }.into_any(),
        Way::Webinar => view! { <Question need /> }.into_any(),
    };
    let links = need.self_help().iter().map(|page| {
        view! { <li><a href=paths::screen(page.path)>{page.title}</a></li> }
    });
    view! {
        {answer}
        <h2 class="nhsuk-heading-m">"You may find the answer here"</h2>
        <ul class="nhsuk-list nhsuk-list--bullet">{links.collect_view()}</ul>
    }
}
