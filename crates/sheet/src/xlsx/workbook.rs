//! What a zip holds: the sheets of a workbook in their order, and where its strings lie.
//!
//! Parts refer to each other by relationships: each part has a list of them beside it, in `_rels/`.

use domain::import::report::SheetError;

use super::archive::Archive;
use super::escapes::decoded;
use super::tag::Tag;
use super::xml::Tags;
use crate::format::unsupported;

/// The most parts that one part may refer to.
const MAX_RELATIONSHIPS: usize = 100_000;

/// How many visible sheets are searched.
const MAX_SHEETS: usize = 1_000;

/// Where the parts of a workbook are that are of use.
pub(crate) struct Workbook {
    /// The visible worksheets, in their order.
    pub(crate) sheets: Vec<Sheet>,
    /// The part that holds the shared strings.
    pub(crate) shared_strings: Option<String>,
}

/// A worksheet.
pub(crate) struct Sheet {
    /// What its tab says.
    pub(crate) name: String,
    /// Its part.
    pub(crate) part: String,
}

/// What a part says of another.
pub(super) struct Relationship {
    id: String,
    pub(super) kind: Target,
    pub(super) part: String,
}

/// The kinds of part that a relationship may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Document,
    Worksheet,
    SharedStrings,
    Styles,
    Other,
}

impl Workbook {
    /// Reads the lists of a workbook, or says what else the zip is.
    pub(crate) fn open(archive: &Archive<'_>) -> Result<Self, SheetError> {
        let part = workbook_part(archive)?;
        let mut tags = Tags::new(archive.unpack(&part)?);
        let is_workbook = tags.next_tag()?.is_some_and(|root| root.opens(b"workbook"));
        if !is_workbook {
            return Err(SheetError::NotASpreadsheet);
        }
        let relationships = relationships(archive, &part)?;
        let shared_strings = relationships
            .iter()
            .find(|relationship| relationship.kind == Target::SharedStrings)
            .map(|relationship| relationship.part.clone())
            .filter(|part| archive.holds(part));
        Ok(Self { sheets: visible_sheets(tags, &relationships)?, shared_strings })
    }
}

/// The part that lists the sheets.
pub(super) fn workbook_part(archive: &Archive<'_>) -> Result<String, SheetError> {
    let named = if archive.holds("_rels/.rels") {
        let mut relationships = relationships(archive, "")?.into_iter();
        relationships.find(|relationship| relationship.kind == Target::Document)
    } else {
        None
    };
    let part = named.map_or_else(|| "xl/workbook.xml".to_owned(), |document| document.part);
    let is_binary = part.to_ascii_lowercase().ends_with(".bin");
    if archive.holds(&part) && !is_binary {
        return Ok(part);
    }
    if is_binary || archive.holds("xl/workbook.bin") {
        return Err(unsupported(".xlsb"));
    }
    if is_open_document(archive)? {
        return Err(unsupported(".ods"));
    }
    Err(SheetError::NotASpreadsheet)
}

/// Whether the zip says of itself that it is a spreadsheet in the open document format.
fn is_open_document(archive: &Archive<'_>) -> Result<bool, SheetError> {
    const TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    if !archive.holds("mimetype") {
        return Ok(false);
    }
    let mut content = [0; TYPE.len()];
    archive.unpack("mimetype")?.fill(&mut content)?;
    Ok(content == TYPE)
}

/// The relationships of a part, those that lead out of the file left out.
pub(super) fn relationships(
    archive: &Archive<'_>,
    part: &str,
) -> Result<Vec<Relationship>, SheetError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let mut tags = Tags::new(archive.unpack(&format!("{folder}/_rels/{file}.rels"))?);
    let mut relationships = Vec::new();
    while let Some(tag) = tags.next_tag()? {
        if !tag.opens(b"Relationship") || tag.attribute(b"TargetMode") == Some(b"External") {
            continue;
        }
        if relationships.len() == MAX_RELATIONSHIPS {
            return Err(SheetError::Corrupt);
        }
        relationships.push(Relationship {
            id: text_of(&tag, b"Id")?,
            kind: Target::of(tag.attribute(b"Type").unwrap_or_default()),
            part: resolved(folder, &text_of(&tag, b"Target")?),
        });
    }
    Ok(relationships)
}

impl Target {
    /// By the end of the type's name; its beginning differs between editions of the format.
    fn of(kind: &[u8]) -> Self {
        match kind.rsplit(|byte| *byte == b'/').next() {
            Some(b"officeDocument") => Self::Document,
            Some(b"worksheet") => Self::Worksheet,
            Some(b"sharedStrings") => Self::SharedStrings,
            Some(b"styles") => Self::Styles,
            _ => Self::Other,
        }
    }
}

/// The part that a target means, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').collect(),
    };
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

fn visible_sheets(
    mut tags: Tags<'_>,
    relationships: &[Relationship],
) -> Result<Vec<Sheet>, SheetError> {
    let mut by_id: Vec<_> = relationships
        .iter()
        .filter(|relationship| relationship.kind == Target::Worksheet)
        .map(|relationship| (relationship.id.as_str(), relationship.part.as_str()))
        .collect();
    by_id.sort_unstable();
    let mut sheets = Vec::new();
    while let Some(tag) = tags.next_tag()? {
        if tag.closes(b"sheets") {
            return Ok(sheets);
        }
        let is_visible = matches!(tag.attribute(b"state"), None | Some(b"visible"));
        if !tag.opens(b"sheet") || !is_visible || sheets.len() == MAX_SHEETS {
            continue;
        }
        let id = text_of(&tag, b"id")?;
        if let Ok(index) = by_id.binary_search_by_key(&id.as_str(), |(id, _)| *id)
            && let Some((_, part)) = by_id.get(index)
        {
            sheets.push(Sheet { name: text_of(&tag, b"name")?, part: (*part).to_owned() });
        }
    }
    Err(SheetError::Corrupt)
}

fn text_of(tag: &Tag<'_>, attribute: &[u8]) -> Result<String, SheetError> {
    Ok(decoded(tag.attribute(attribute).unwrap_or_default())?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_are_resolved_from_their_folder_or_from_the_root() {
        let cases = [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../data/./sheet1.xml", "data/sheet1.xml"),
            ("xl", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("", "../../x.xml", "x.xml"),
        ];
        for (folder, target, part) in cases {
            assert_eq!(resolved(folder, target), part);
        }
    }
}
