//! The next webinar: when it is, whether that is as usual, the calendar to subscribe to, the agenda, the recordings.

use domain::{
    community::{Recording, Webinars},
    date::written,
    webinar::{Change, Webinar, cancelled_before, next, weekday},
};
use leptos::prelude::*;

use super::blocks::Blocks;
use crate::{
    nhsuk::{Details, InsetText, Tag, TagColour},
    paths,
    shell::clock,
};

/// What people need to know of the next webinar.
#[component]
pub(super) fn NextWebinar(webinars: Webinars) -> impl IntoView {
    let Webinars { changes, agenda, recordings } = webinars;
    let now = clock::now();
    let when = next(now, &changes).map(|webinar| {
        let cancelled = cancelled_before(&webinar, now, &changes).into_iter().map(cancelled);
        let cancelled = cancelled.collect_view();
        view! {
            {cancelled}
            <When webinar now />
        }
    });
    view! {
        {when}
        <p>"Every second Friday, from 12:30pm to 1:30pm."</p>
        <p>
            <a href=paths::content("webinars.ics") rel="external" download="webinars.ics">
                "Add the webinars to your calendar (.ics)"
            </a>
        </p>
        <Details summary="Agenda">
            <Blocks blocks=agenda below=1 />
        </Details>
        <Details summary="Recordings">
            <Recordings recordings />
        </Details>
    }
}

#[component]
fn When(webinar: Webinar, now: jiff::Timestamp) -> impl IntoView {
    let is_on = webinar.is_on(now);
    let moved = webinar.moved.clone().map(|change| {
        let from = day_of(&change);
        view! {
            <InsetText>
                <p>"Moved from " {from} {because(&change)} "."</p>
            </InsetText>
        }
    });
    view! {
        <p>
            <strong>{webinar.written()}</strong>
            {is_on.then(|| view! { " " <Tag colour=TagColour::Green>"On now"</Tag> })}
        </p>
        {moved}
    }
}

fn cancelled(change: &Change) -> impl IntoView + use<> {
    let day = day_of(change);
    let because = because(change);
    view! {
        <InsetText>
            <p>"There is no webinar on " {day} {because} "."</p>
        </InsetText>
    }
}

fn day_of(change: &Change) -> String {
    format!("{} {}", weekday(change.planned), written(change.planned))
}

fn because(change: &Change) -> String {
    if change.reason.is_empty() { String::new() } else { format!(": {}", change.reason) }
}

#[component]
fn Recordings(recordings: Vec<Recording>) -> impl IntoView {
    if recordings.is_empty() {
        return view! { <p>"There are no recordings yet. They will be listed here."</p> }
            .into_any();
    }
    let item = |recording: Recording| {
        view! {
            <li>
                <a href=recording.address>{recording.title}</a>
                <span class="upm-home__more">{clock::day(recording.held)}</span>
            </li>
        }
    };
    view! { <ul class="nhsuk-list">{recordings.into_iter().map(item).collect_view()}</ul> }
        .into_any()
}
