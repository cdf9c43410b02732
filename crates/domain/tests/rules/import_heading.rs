//! Which column of a sheet holds the addresses, and what is shown where that is not clear.

use domain::import::report::{HeadRow, Heading, Preview, column_letters, find_heading, is_heading};

/// The first rows of a sheet: those that hold anything, with the number of the first.
fn head<'a>(first: u32, rows: &[&[&'a str]]) -> Vec<HeadRow<'a>> {
    let row = |(number, cells): (u32, &&[&'a str])| HeadRow {
        number,
        cells: (0..).zip(cells.iter().copied()).filter(|(_, cell)| !cell.is_empty()).collect(),
    };
    (first..).zip(rows).map(row).collect()
}

fn found(rows: &[&[&str]]) -> Option<(usize, u32)> {
    match find_heading(&head(1, rows)) {
        Heading::Found { row, column } => Some((row, column)),
        Heading::Several { .. } | Heading::Missing => None,
    }
}

fn several(rows: &[&[&str]]) -> Vec<u32> {
    match find_heading(&head(1, rows)) {
        Heading::Several { columns, .. } => columns,
        Heading::Found { .. } | Heading::Missing => Vec::new(),
    }
}

#[test]
fn a_heading_is_known_in_any_case_spacing_and_punctuation() {
    for cell in [
        "Email Address",
        " EMAIL\u{a0}ADDRESS ",
        "E-mail address",
        "EmailAddress",
        "Email_Address:",
        "E-mail",
        "email",
        "UPN",
        "User principal name",
        "userPrincipalName",
        "Mail *",
    ] {
        assert!(is_heading(cell), "{cell}");
        assert_eq!(found(&[&["Name", cell], &["Ann", "ann@nhs.net"]]), Some((0, 1)), "{cell}");
    }
    for cell in [
        "Address",
        "Email Address 2",
        "Work Email Address",
        "Email list for ward 7",
        "Email Address of the people of ward 7",
        "",
        "jane@nhs.net",
    ] {
        assert!(!is_heading(cell), "{cell}");
    }
}

#[test]
fn the_heading_of_the_template_wins_over_others_when_one_column_has_it() {
    assert_eq!(found(&[&["UPN", "E-mail", "email  address", "Mail"]]), Some((0, 2)));
    assert_eq!(found(&[&["Mail"], &["Name", "Email Address"]]), Some((1, 1)));
    assert_eq!(several(&[&["Email Address", "Name", "Emailaddress"]]), [0, 2]);
}

#[test]
fn two_others_leave_it_open() {
    assert_eq!(several(&[&["UPN", "Name", "Mail"], &["a@nhs.net", "A", "b@nhs.net"]]), [0, 2]);
}

#[test]
fn an_entry_below_an_address_is_no_heading_unless_it_is_the_templates() {
    let rows: &[&[&str]] =
        &[&["Name", "Where", "Contact by"], &["Ann", "ann@nhs.net", ""], &["Bob", "", "Email"]];
    assert_eq!(find_heading(&head(1, rows)), Heading::Missing);
    let rows: &[&[&str]] = &[&["Questions to", "desk@nhs.net"], &["Name", "Email Address"]];
    assert_eq!(found(rows), Some((1, 1)));
}

#[test]
fn the_preview_shows_ten_rows_with_the_addresses_of_each_column() {
    let long = "x".repeat(100);
    let long = ["", long.as_str(), "Bob <bob@nhs.net>"];
    let mut rows: Vec<&[&str]> = vec![
        &["Staff of ward 7"],
        &["", "Name", "Contact", "Also"],
        &["", "Ann", " ann@nhs.net", "a@nhs.net"],
        &long,
    ];
    rows.extend([&["", "Cy", "cy@nhs.net"] as &[&str]; 20]);
    let preview = Preview::of(Some("Staff"), &head(3, &rows), None);
    assert_eq!((preview.sheet.as_deref(), preview.header_row), (Some("Staff"), Some(4)));
    let columns: Vec<_> = preview
        .columns
        .iter()
        .map(|column| (column.letters.as_str(), column.heading.as_deref(), column.addresses))
        .collect();
    assert_eq!(
        columns,
        [("A", None, 0), ("B", Some("Name"), 0), ("C", Some("Contact"), 8), ("D", Some("Also"), 1)]
    );
    let numbers: Vec<_> = preview.rows.iter().map(|row| row.row).collect();
    assert_eq!(numbers, (3..13).collect::<Vec<u32>>());
    assert_eq!(preview.rows[2].cells, ["", "Ann", "ann@nhs.net", "a@nhs.net"]);
    assert_eq!(preview.rows[3].cells[1], "x".repeat(60));
    assert!(preview.has_addresses());
}

#[test]
fn a_list_without_headings_is_shown_without() {
    let preview = Preview::of(None, &head(1, &[&["ann@nhs.net"], &["bob@nhs.net"]]), None);
    assert_eq!(preview.header_row, None);
    assert_eq!(preview.columns.len(), 1);
    assert_eq!((preview.columns[0].heading.as_deref(), preview.columns[0].addresses), (None, 2));
    assert_eq!(Preview::of(None, &head(1, &[&["Name"], &["Ann"]]), None).header_row, None);
}

#[test]
fn a_row_without_an_address_is_not_taken_for_the_headings() {
    let rows: &[&[&str]] = &[
        &["Name", "To", "Team"],
        &["Ann", "n/a", "A"],
        &["Bob", "", "B"],
        &["Cy", "cy@nhs.net", "B"],
    ];
    assert_eq!(Preview::of(None, &head(1, rows), None).header_row, Some(1));
}

#[test]
fn headings_far_down_are_shown_with_the_rows_under_them() {
    let mut rows: Vec<&[&str]> = vec![&["Note"]; 20];
    rows.push(&["Name", "To"]);
    rows.extend([&["Ann", "ann@nhs.net"] as &[&str]; 20]);
    let preview = Preview::of(None, &head(1, &rows), None);
    assert_eq!((preview.header_row, preview.rows[0].row, preview.rows.len()), (Some(21), 21, 10));
}

#[test]
fn of_more_than_thirty_columns_those_with_addresses_are_shown() {
    let names: Vec<String> = (0..100).map(|column| format!("H{column}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut cells = vec!["x"; 100];
    cells[77] = "ann@nhs.net";
    let preview = Preview::of(None, &head(1, &[&names, &cells]), None);
    assert_eq!(preview.columns.len(), 30);
    let (last, others) = preview.columns.split_last().unwrap();
    assert_eq!(
        (last.index, last.letters.as_str(), last.heading.as_deref()),
        (77, "BZ", Some("H77"))
    );
    assert!(others.iter().map(|column| column.index).eq(0..29));
    assert_eq!(preview.rows[1].cells.last().map(String::as_str), Some("ann@nhs.net"));
}

#[test]
fn columns_have_their_letters() {
    let letters = [0, 25, 26, 701, 702, 16_383].map(column_letters);
    assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
}
