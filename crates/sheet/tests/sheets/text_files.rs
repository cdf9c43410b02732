//! Text files and pasted lists, as programs write them and people copy them.

use crate::support::{addresses, found_instead, headed_columns, rejected};
use domain::import::report::{FileKind, SheetError, SheetReport};

fn read(text: &str) -> Result<SheetReport, SheetError> {
    crate::support::read(text.as_bytes(), "members.csv")
}

fn utf_16(text: &str) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn commas_semicolons_and_tabs_are_told_by_the_heading() {
    for delimiter in [",", ";", "\t"] {
        let text = "Name|Email Address|Team\nLee|ann.lee@nhs.net|A\nRay||B\n|bob.ray@nhs.net\n"
            .replace('|', delimiter);
        let report = read(&text).unwrap();
        assert_eq!((report.sheet.as_deref(), report.header_row), (None, Some(1)));
        assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net"), (4, "bob.ray@nhs.net")]);
        assert_eq!(rejected(&report), [(3, "", "emailEmpty")]);
    }
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let text = "Staff list\n\nName,Email Address\n\"Lee,\nAnn\",ann.lee@nhs.net\n,\n\n\
                Ray,bob.ray@nhs.net\n\"x\n\ny\",\nDi,di@nhs.net";
    for ends in ["\n", "\r\n", "\r"] {
        let report = read(&text.replace('\n', ends)).unwrap();
        assert_eq!(report.header_row, Some(3), "{ends:?}");
        assert_eq!(
            addresses(&report),
            [(4, "ann.lee@nhs.net"), (7, "bob.ray@nhs.net"), (9, "di@nhs.net")],
            "{ends:?}"
        );
        assert_eq!(rejected(&report), [(8, "", "emailEmpty")], "{ends:?}");
    }
}

#[test]
fn a_file_of_one_column_may_have_commas_in_quotes() {
    let report = read("Email Address\n\"LEE, Ann <ann.lee@nhs.net>\"\nbob.ray@nhs.net\n").unwrap();
    assert_eq!(addresses(&report), [(2, "ann.lee@nhs.net"), (3, "bob.ray@nhs.net")]);
}

#[test]
fn what_excel_saves_as_unicode_text_is_read() {
    let text = "Name\tEmail Address\r\nZoë\tzoe.lee@nhs.net\r\n";
    let report = crate::support::read(&utf_16(text), "members.txt").unwrap();
    assert_eq!(addresses(&report), [(2, "zoe.lee@nhs.net")]);
}

#[test]
fn windows_1252_in_other_columns_does_no_harm() {
    let report =
        crate::support::read(b"Name;Email Address\r\nZo\xeb;zoe.lee@nhs.net\r\n", "x.csv").unwrap();
    assert_eq!(addresses(&report), [(2, "zoe.lee@nhs.net")]);
}

#[test]
fn the_line_that_tells_excel_the_separator_is_no_row() {
    let report = read("sep=;\nName, first;Email Address\nAnn, B;ann.lee@nhs.net\n").unwrap();
    assert_eq!((report.header_row, addresses(&report)), (Some(1), vec![(2, "ann.lee@nhs.net")]));
}

#[test]
fn a_list_without_heading_tells_its_first_row() {
    assert_eq!(found_instead(read("ann.lee@nhs.net\nbob.ray@nhs.net\n")), ["ann.lee@nhs.net"]);
    assert_eq!(found_instead(read("Name;To\nAnn;ann.lee@nhs.net\n")), ["Name", "To"]);
}

#[test]
fn empty_files_and_several_headings_are_refused() {
    assert_eq!(read(""), Err(SheetError::Empty));
    assert_eq!(read("\u{feff}\n ,,\r\n"), Err(SheetError::Empty));
    assert_eq!(read("Email Address\n"), Err(SheetError::NoRows));
    let text = "a,Email Address,b,E-mail Address,EmailAddress\n";
    assert_eq!(headed_columns(read(text)), ["B", "E"]);
}

#[test]
fn files_that_are_no_lists_are_told_apart() {
    let other = |kind| SheetError::OtherFile { kind };
    let unsupported = |format: &str| SheetError::UnsupportedFormat { format: format.to_owned() };
    let files: [(&[u8], SheetError); 13] = [
        (
            b"<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
            unsupported(".xml"),
        ),
        (
            b"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">",
            unsupported(".fods"),
        ),
        (b"<?xml version=\"1.0\"?><people/>", SheetError::NotASpreadsheet),
        (b"\xef\xbb\xbf <!DOCTYPE html><table><td>Email Address</td></table>", other(FileKind::WebPage)),
        (b"<table><tr><td>Email Address</td></tr></table>", other(FileKind::WebPage)),
        (b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", other(FileKind::WebPage)),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", other(FileKind::WebPage)),
        (b"%PDF-1.7\n1 0 obj\nEmail Address", other(FileKind::Pdf)),
        (b"{\\rtf1 Email Address", other(FileKind::Document)),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", other(FileKind::Picture)),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", other(FileKind::Picture)),
        (b"MZ\x90\0\x03", SheetError::NotASpreadsheet),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08", SheetError::NotASpreadsheet),
    ];
    for (file, error) in files {
        assert_eq!(crate::support::read(file, "members.xls"), Err(error));
    }
}

#[test]
fn a_pasted_list_is_numbered_by_line() {
    let report = crate::support::read_pasted(
        "\nEmail address\r\nann.lee@nhs.net\r\n\r\n RAY, Bob (TRUST) <bob.ray@nhs.net>; di@nhs.net,x\r",
    )
    .unwrap();
    assert_eq!(report.header_row, None);
    assert_eq!(
        addresses(&report),
        [(3, "ann.lee@nhs.net"), (5, "bob.ray@nhs.net"), (5, "di@nhs.net")]
    );
    assert_eq!(rejected(&report), [(5, "x", "emailNoAt")]);
}

#[test]
fn cells_copied_with_their_heading_are_read_as_a_table() {
    let report =
        crate::support::read_pasted("Name\tEmail Address\nLEE; Ann\tann.lee@nhs.net\n").unwrap();
    assert_eq!((report.header_row, addresses(&report)), (Some(1), vec![(2, "ann.lee@nhs.net")]));
    assert_eq!(report.rejected, []);
}

#[test]
fn nothing_pasted_is_refused() {
    assert_eq!(crate::support::read_pasted(" \n\t"), Err(SheetError::Empty));
    assert_eq!(crate::support::read_pasted("Email Address\n"), Err(SheetError::NoRows));
}
