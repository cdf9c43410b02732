//! Each attempt of a page, and what the results mean.

use domain::{
    ids::UserId,
    log_on::{Extent, LogOn, LogOnPage, LogOnResult, MOST, Risk},
};
use leptos::prelude::*;

use super::address;
use crate::{
    client::LogOnQuery,
    nhsuk::{
        Cell, Column, Details, RowHeader, SummaryList, SummaryRow, Table, TableRow, Tag, TagColour,
        Title, counted, thousands,
    },
    shell::clock,
};

#[component]
pub(super) fn Attempts(user: UserId, query: LogOnQuery, page: LogOnPage) -> impl IntoView {
    let LogOnPage { items, total, next_cursor, extent, .. } = page;
    if items.is_empty() {
        let heading = if query == LogOnQuery::default() {
            "There are no attempts to sign in"
        } else {
            "There are no attempts like this"
        };
        return view! {
            <p role="status" class="upm-count">
                {heading}
            </p>
        }
        .into_any();
    }
    let newest = LogOnQuery { cursor: String::new(), ..query.clone() };
    let newest = (!query.cursor.is_empty()).then(|| address(&user, &newest));
    let older = next_cursor.map(|cursor| address(&user, &LogOnQuery { cursor, ..query }));
    let columns = vec![
        Column::text("When"),
        Column::text("Result"),
        Column::text("Device"),
        Column::text("IP address"),
        Column::text("Risk"),
    ];
    let results = LogOnResult::ALL
        .into_iter()
        .filter(|result| items.iter().any(|log_on| log_on.result == *result));
    let results = results.collect::<Vec<_>>();
    view! {
        <p role="status" class="upm-count">
            {counted(u64::from(total), "attempt", "attempts")}
            {(extent == Extent::Newest)
                .then(|| {
                    format!(" among the newest {}; older ones are not shown", thousands(MOST as u64))
                })}
        </p>
        <div class="upm-log-ons">
            <Table id="log-ons" caption=Title::from("Attempts to sign in").hidden() columns>
                {items.into_iter().map(row).collect_view()}
            </Table>
        </div>
        <nav class="upm-actions" aria-label="Pages of log-ons">
            {newest.map(|href| view! { <a href=href>"Newest log-ons"</a> })}
            {older.map(|href| view! { <a href=href>"Older log-ons"</a> })}
        </nav>
        <WhatToDo results />
    }
    .into_any()
}

fn row(log_on: LogOn) -> impl IntoView {
    let LogOn { at, app, device, ip_address, location, risk, result, error_code, .. } = log_on;
    let not_known = || "Not known".to_owned();
    view! {
        <TableRow>
            <RowHeader heading="When">{clock::moment(at)}</RowHeader>
            <Cell heading="Result">
                <div>
                    <Tag colour=colour(result)>{result.label()}</Tag>
                    {result
                        .explain()
                        .map(|explained| {
                            view! {
                                <p class="nhsuk-hint upm-people__advice">
                                    {explained} " Code " {error_code} "."
                                </p>
                            }
                        })}
                </div>
            </Cell>
            <Cell heading="Device">
                <div>
                    {device.described().unwrap_or_else(not_known)}
                    {app
                        .map(|app| view! { <p class="nhsuk-hint upm-people__advice">{app}</p> })}
                </div>
            </Cell>
            <Cell heading="IP address">
                <div>
                    {ip_address.unwrap_or_else(not_known)}
                    {location
                        .map(|place| view! { <p class="nhsuk-hint upm-people__advice">{place}</p> })}
                </div>
            </Cell>
            <Cell heading="Risk">
                {match risk {
                    Risk::None | Risk::NotKnown => risk.label().into_any(),
                    Risk::Low => view! { <Tag colour=TagColour::Yellow>{risk.label()}</Tag> }.into_any(),
                    Risk::Medium => {
                        view! { <Tag colour=TagColour::Orange>{risk.label()}</Tag> }.into_any()
                    }
                    Risk::High => view! { <Tag colour=TagColour::Red>{risk.label()}</Tag> }.into_any(),
                }}
            </Cell>
        </TableRow>
    }
}

fn colour(result: LogOnResult) -> TagColour {
    match result {
        LogOnResult::Success => TagColour::Green,
        LogOnResult::Interrupted | LogOnResult::SessionEnded => TagColour::Grey,
        LogOnResult::WrongPassword | LogOnResult::PasswordExpired | LogOnResult::MfaNotSetUp => {
            TagColour::Orange
        }
        LogOnResult::AccountLocked
        | LogOnResult::MfaDenied
        | LogOnResult::BlockedByConditionalAccess
        | LogOnResult::BlockedForRisk
        | LogOnResult::AccountDisabled
        | LogOnResult::Other => TagColour::Red,
    }
}

/// What can be done about those results of a page about which something can.
#[component]
fn WhatToDo(results: Vec<LogOnResult>) -> impl IntoView {
    let advice = results.into_iter().filter_map(|result| Some((result.label(), result.advice()?)));
    let advice = StoredValue::new(advice.collect::<Vec<_>>());
    (!advice.with_value(Vec::is_empty)).then(|| {
        view! {
            <Details summary=Signal::stored("What to do about each result".to_owned())>
                <SummaryList>
                    {advice
                        .get_value()
                        .into_iter()
                        .map(|(name, advice)| view! { <SummaryRow name=name>{advice}</SummaryRow> })
                        .collect_view()}
                </SummaryList>
            </Details>
        }
    })
}
