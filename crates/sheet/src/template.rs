//! The workbook that people start from. It is the same to the byte each time it is written, so that
//! the copy which the app serves can be compared with it.

use domain::import::report::COLUMN;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, XlsxError,
};

/// Why the template could not be written.
#[derive(Debug, thiserror::Error)]
#[error("The template could not be written: {0}")]
pub struct TemplateError(#[from] XlsxError);

/// What the second sheet says.
const INSTRUCTIONS: [&str; 7] = [
    "How to fill in the list",
    "1. Go to the sheet “Members”.",
    "2. Enter one email address in each row, under the heading in column A.",
    "3. Keep the heading. The other columns are yours: they are not read.",
    "4. Save the file as an Excel workbook (.xlsx) and select it on the import page.",
    "You can list up to 100,000 people. The file must be smaller than 25 MB and have no password.",
    "You will see what happens to each person before anything is changed.",
];

/// NHS blue.
const HEADING_COLOUR: Color = Color::RGB(0x00_5E_B8);

/// Writes the template.
pub fn template() -> Result<Vec<u8>, TemplateError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title("Members to import into a user policy")
            .set_creation_datetime(&ExcelDateTime::from_ymd(2025, 1, 1)?),
    );
    write_members(&mut workbook)?;
    write_instructions(&mut workbook)?;
    Ok(workbook.save_to_buffer()?)
}

fn write_members(workbook: &mut Workbook) -> Result<(), XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(HEADING_COLOUR)
        .set_border_bottom(FormatBorder::Thin);
    // As text, Excel leaves an address as it was typed.
    let text = Format::new().set_num_format("@");
    let sheet = workbook.add_worksheet();
    sheet.set_name("Members")?;
    sheet.set_column_format(0, &text)?;
    sheet.set_column_width(0, 45)?;
    sheet.write_string_with_format(0, 0, COLUMN, &heading)?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn write_instructions(workbook: &mut Workbook) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(14);
    let wrapped = Format::new().set_text_wrap();
    let sheet = workbook.add_worksheet();
    sheet.set_name("How to")?;
    sheet.set_column_width(0, 90)?;
    for (row, line) in (0..).zip(INSTRUCTIONS) {
        let format = if row == 0 { &title } else { &wrapped };
        sheet.write_string_with_format(row, 0, line, format)?;
    }
    Ok(())
}
