//! The template, and the copy of it that the app serves.

use domain::import::report::{COLUMN, SheetError};

/// What the app serves.
const SERVED: &[u8] = include_bytes!("../../../../public/import-template.xlsx");

#[test]
fn the_template_has_the_heading_and_nobody_under_it() {
    let template = sheet::template().unwrap();
    assert_eq!(crate::support::read(&template, "import-template.xlsx"), Err(SheetError::NoRows));
}

#[test]
fn the_app_serves_the_template_as_it_is_written() {
    let template = sheet::template().unwrap();
    assert!(
        template == SERVED,
        "write it anew: cargo run -p sheet -- template public/import-template.xlsx"
    );
}

#[test]
fn the_instructions_are_not_taken_for_the_list() {
    let mut workbook: calamine::Xlsx<_> =
        calamine::Reader::new(std::io::Cursor::new(SERVED)).unwrap();
    let names = calamine::Reader::sheet_names(&workbook);
    assert_eq!(names, ["Members", "How to"]);
    let range = calamine::Reader::worksheet_range(&mut workbook, "How to").unwrap();
    assert!(range.used_cells().all(|(_, _, cell)| *cell != *COLUMN));
}
