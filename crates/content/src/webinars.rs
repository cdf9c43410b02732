//! `webinars.md`: what is said of the webinars, and which of them are not as the rule has it.

use domain::{
    community::{Recording, Webinars},
    webinar::{Change, ChangedTo, is_planned},
};
use jiff::civil::{Date, Time};

use crate::{
    fault::{At, Faults},
    files::Source,
    front_matter::{FrontMatter, Line, day},
    links::{Links, is_site},
    markdown,
};

pub(crate) fn read(source: Option<&Source>, links: &mut Links, faults: &mut Faults) -> Webinars {
    let front = source.and_then(|source| {
        let names = ["cancelled", "moved", "recording"];
        Some((source, FrontMatter::read(source, &names, faults)?))
    });
    let Some((source, front)) = front else { return Webinars::default() };
    let mut changes = Vec::<Change>::new();
    let cancelled =
        front.all("cancelled").map(|line| (line, cancelled(line, &front.at(line), faults)));
    let mut found = cancelled.collect::<Vec<_>>();
    found.extend(front.all("moved").map(|line| (line, moved(line, &front.at(line), faults))));
    for (line, change) in found {
        let Some(change) = change else { continue };
        let at = front.at(line);
        if !is_planned(change.planned) {
            let wrong = format!("there is no webinar planned on {}", change.planned);
            faults.add(&at, wrong, "name a Friday on which there would be one");
        }
        if changes.iter().any(|other| other.planned == change.planned) {
            let wrong = format!("the webinar of {} is changed twice", change.planned);
            faults.add(&at, wrong, "keep one of the two lines");
        }
        changes.push(change);
    }
    changes.sort_by_key(|change| change.planned);
    let recordings =
        front.all("recording").filter_map(|line| recording(line, &front.at(line), faults));
    let mut recordings = recordings.collect::<Vec<_>>();
    recordings.sort_by_key(|recording| std::cmp::Reverse(recording.held));
    let agenda = markdown::blocks(source, &front, links, faults);
    Webinars { changes, agenda, recordings }
}

/// `2026-12-25, Christmas Day`
fn cancelled(line: Line<'_>, at: &At, faults: &mut Faults) -> Option<Change> {
    let (planned, reason) = split(line.value);
    let planned = day(planned, at, faults)?;
    Some(Change { planned, to: ChangedTo::Cancelled, reason: reason.to_owned() })
}

/// `2026-12-25 to 2027-01-06 at 12:30, Christmas Day`
fn moved(line: Line<'_>, at: &At, faults: &mut Faults) -> Option<Change> {
    let (times, reason) = split(line.value);
    let parts = times.split_whitespace().collect::<Vec<_>>();
    let [planned, "to", to, "at", clock] = parts.as_slice() else {
        let advice = "write moved: 2026-12-25 to 2027-01-06 at 12:30, and the reason after a comma";
        faults.add(at, "this does not say from when to when", advice);
        return None;
    };
    let (planned, to) = (day(planned, at, faults), day(to, at, faults));
    let clock = time(clock, at, faults);
    let to = ChangedTo::Moved(to?.to_datetime(clock?));
    Some(Change { planned: planned?, to, reason: reason.to_owned() })
}

fn time(text: &str, at: &At, faults: &mut Faults) -> Option<Time> {
    let parsed = text
        .split_once(':')
        .and_then(|(hour, minute)| Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok());
    if parsed.is_none() {
        faults.add(at, format!("“{text}” is no time that there is"), "write it as 12:30");
    }
    parsed
}

/// `2026-11-27, https://…, What it was about`
fn recording(line: Line<'_>, at: &At, faults: &mut Faults) -> Option<Recording> {
    let (held, rest) = split(line.value);
    let (address, title) = split(rest);
    let held: Option<Date> = day(held, at, faults);
    if !is_site(address) || title.is_empty() {
        let advice = "write recording: 2026-11-27, https://…, What it was about";
        faults.add(at, "this does not say where the recording is and what it is about", advice);
        return None;
    }
    Some(Recording { held: held?, address: address.to_owned(), title: title.to_owned() })
}

fn split(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once(',').unwrap_or((text, ""));
    (first.trim(), rest.trim())
}
