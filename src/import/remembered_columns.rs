//! Which column the person chose in sheets with the same headings, so that they are asked once. What is remembered is
//! a hash of the headings and a number: nothing of what is in the sheets.

use std::collections::BTreeMap;

use domain::import::{
    report::{ColumnChoice, Preview},
    template::Template,
};
use leptos::prelude::window;

const STORAGE_KEY: &str = "upm-import-columns";

/// The choice made before for sheets like this one, if there was one.
pub fn remembered(preview: &Preview) -> Option<ColumnChoice> {
    let template = Template::of(preview)?;
    let column = *all().get(template.as_str())?;
    let is_there = preview.columns.iter().any(|known| known.index == column);
    is_there.then(|| choice(preview, column))
}

/// Remembers the choice of a column for sheets like this one, as far as the browser keeps anything and the sheet has
/// headings to know it by.
pub fn remember(preview: &Preview, column: u32) {
    if let Some(template) = Template::of(preview) {
        let mut all = all();
        all.insert(template.into(), column);
        keep(&all);
    }
}

/// Forgets the choice for sheets like this one.
pub fn forget(preview: &Preview) {
    if let Some(template) = Template::of(preview) {
        let mut all = all();
        all.remove(template.as_str());
        keep(&all);
    }
}

/// What a column of a preview comes to as a choice.
pub fn choice(preview: &Preview, column: u32) -> ColumnChoice {
    ColumnChoice { sheet: preview.sheet.clone(), header_row: preview.header_row, column }
}

fn all() -> BTreeMap<String, u32> {
    let stored = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    stored.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn keep(all: &BTreeMap<String, u32>) {
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(all)) {
        // Where storage is full or turned off, the person is asked again next time.
        let _ = storage.set_item(STORAGE_KEY, &text);
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
