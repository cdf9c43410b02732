//! The road map of deprecations, `/community/road-map`: what is switched off, first what is to come.

use domain::community::{
    Community, Deprecation,
    road_map::{Standing, road_map},
};
use leptos::prelude::*;

use super::{blocks::Blocks, crumbs};
use crate::{
    client::community,
    nhsuk::{Tag, TagColour},
    shell::{Page, RemoteView, clock, remote},
};

/// The road map of deprecations.
#[component]
pub fn RoadMapScreen() -> impl IntoView {
    let community = remote(|| (), |()| community::community());
    view! {
        <Page title="Road map of deprecations" crumbs=crumbs()>
            <p>
                "What Microsoft is switching off or will stop supporting, by the dates it has published."
            </p>
            <RemoteView data=community let:community>
                <Timeline community />
            </RemoteView>
        </Page>
    }
}

#[component]
fn Timeline(community: Community) -> impl IntoView {
    let in_order = road_map(&community.deprecations, clock::today());
    let of = |is_wanted: fn(Standing) -> bool| {
        let wanted = in_order.iter().filter(move |(standing, _)| is_wanted(*standing));
        wanted.map(|(standing, one)| (*standing, (*one).clone())).collect::<Vec<_>>()
    };
    let to_come = of(|standing| standing != Standing::Past);
    let mut past = of(|standing| standing == Standing::Past);
    past.reverse();
    view! {
        <section aria-labelledby="to-come">
            <h2 class="nhsuk-heading-m" id="to-come">"Coming up"</h2>
            {to_come.is_empty().then(|| view! { <p>"Nothing has been announced."</p> })}
            <Steps steps=to_come />
        </section>
        <section aria-labelledby="past">
            <h2 class="nhsuk-heading-m" id="past">"Ended"</h2>
            <Steps steps=past />
        </section>
    }
}

#[component]
fn Steps(steps: Vec<(Standing, Deprecation)>) -> impl IntoView {
    let steps = steps.into_iter().map(|(standing, step)| {
        let colour = match standing {
            Standing::Past => TagColour::Grey,
            Standing::Next => TagColour::Orange,
            Standing::Later => TagColour::Blue,
        };
        view! {
            <li class="upm-road-map__step" class:upm-road-map__step--past=standing == Standing::Past>
                <h3 class="nhsuk-heading-s">{step.title}</h3>
                <p>
                    <strong>{clock::day(step.ends)}</strong>
                    " "
                    <Tag colour>{standing.label()}</Tag>
                </p>
                <Blocks blocks=step.body below=2 />
            </li>
        }
    });
    view! { <ol class="upm-road-map">{steps.collect_view()}</ol> }
}
