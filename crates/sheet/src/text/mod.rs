//! Lists that are text: files (`.csv`, `.tsv`) and what was pasted.
//!
//! - `encoding` makes characters of the bytes;
//! - `table` reads columns under a heading;
//! - `list` reads addresses without one.

pub(crate) mod encoding;
mod list;
mod table;

use std::borrow::Cow;

#[cfg(feature = "results")]
use domain::import::report::SheetError;
use domain::import::report::{ColumnChoice, SheetResult};

use self::table::Delimiter;
#[cfg(feature = "results")]
use crate::results::Row;
use crate::rows::OnProgress;

/// Reads a file that is text.
pub(crate) fn read_file(
    bytes: &[u8],
    file_name: &str,
    choice: Option<&ColumnChoice>,
    on_progress: OnProgress<'_>,
) -> SheetResult {
    let text = encoding::decode(bytes)?;
    table::read(&with_line_feeds(&text), Delimiter::usual_for(file_name), choice, on_progress)
}

/// Goes through the rows of a file that is text.
#[cfg(feature = "results")]
pub(crate) fn each_row<Error: From<SheetError>>(
    bytes: &[u8],
    file_name: &str,
    take: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let text = encoding::decode(bytes)?;
    table::each_row(&with_line_feeds(&text), Delimiter::usual_for(file_name), take)
}

/// Reads what was pasted.
pub(crate) fn read_pasted(text: &str, choice: Option<&ColumnChoice>) -> SheetResult {
    let text = with_line_feeds(text.trim_start_matches('\u{feff}'));
    if choice.is_some() || list::is_table(&text) {
        table::read(&text, Delimiter::Tab, choice, &mut |_, _| {})
    } else {
        list::read(&text)
    }
}

/// Lines end in many ways, and are counted in one.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    }
}
