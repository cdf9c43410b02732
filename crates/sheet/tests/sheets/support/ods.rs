//! Workbooks in the open document format, put together by hand.

use super::Parts;

const MANIFEST: &str =
    r#"<manifest:manifest><manifest:file-entry manifest:full-path="/"/></manifest:manifest>"#;

/// A workbook, given its tables.
pub(crate) fn ods(tables: &str) -> Parts {
    ods_with(MANIFEST, tables)
}

/// A workbook with a manifest of its own.
pub(crate) fn ods_with(manifest: &str, tables: &str) -> Parts {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <office:document-content office:version="1.3"><office:automatic-styles>
        <style:style style:name="shown" style:family="table"><style:table-properties table:display="true"/></style:style>
        <style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>
        </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>
        </office:document-content>"#
    );
    Parts::none()
        .part("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        .part("META-INF/manifest.xml", manifest)
        .part("content.xml", content)
}

/// A sheet that is shown.
pub(crate) fn table(name: &str, rows: &str) -> String {
    table_of_style(name, "shown", rows)
}

/// A sheet of some style: "shown" or "hidden".
pub(crate) fn table_of_style(name: &str, style: &str, rows: &str) -> String {
    format!(
        r#"<table:table table:name="{name}" table:style-name="{style}"><table:table-column/>{rows}</table:table>"#
    )
}

/// A row of texts, in which an empty one is a cell without any.
pub(crate) fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    format!("<table:table-row>{}</table:table-row>", cells.concat())
}

/// A cell with a text.
pub(crate) fn cell(text: &str) -> String {
    if text.is_empty() {
        return "<table:table-cell/>".to_owned();
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
    )
}
