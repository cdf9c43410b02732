//! What a zip holds: the sheets of a workbook in their order, and where its strings lie.
//!
//! Parts refer to each other by relationships: each part has a list of them beside it, in `_rels/`.

use domain::import::report::{SheetError, SheetsOnly};

use super::archive::Archive;
use super::escapes::decoded;
use super::tag::Tag;
use super::xml::Tags;
use crate::tabs::{self, Tabs};

/// The most parts that one part may refer to.
const MAX_RELATIONSHIPS: usize = 100_000;

/// Where the parts of a workbook are that are of use.
pub(crate) struct Workbook {
    /// Its sheets.
    pub(crate) sheets: Tabs<Sheet>,
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

/// What a part refers to.
pub(crate) struct Relationship {
    /// Its name in the part.
    pub(crate) id: String,
    /// What it is.
    pub(crate) kind: Target,
    /// Its own name in the zip.
    pub(crate) part: String,
}

/// The kinds of part that a relationship may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Document,
    Sheet(tabs::Kind),
    SharedStrings,
    Macros,
    Styles,
    Other,
}

impl Workbook {
    /// Reads the lists of a workbook, given the part that has them.
    pub(crate) fn open(archive: &Archive<'_>, part: &str) -> Result<Self, SheetError> {
        let mut tags = Tags::new(archive.unpack(part)?);
        let is_workbook = tags.next_tag()?.is_some_and(|root| root.opens(b"workbook"));
        if !is_workbook {
            return Err(SheetError::NotASpreadsheet);
        }
        let relationships = relationships(archive, part)?;
        let shared_strings = part_of(&relationships, Target::SharedStrings);
        let mut sheets = listed_sheets(tags, &relationships)?;
        if part_of(&relationships, Target::Macros).is_some() {
            sheets.note(SheetsOnly::Macros);
        }
        Ok(Self { sheets, shared_strings: shared_strings.filter(|part| archive.holds(part)) })
    }
}

/// The first part of a kind that is referred to.
pub(crate) fn part_of(relationships: &[Relationship], kind: Target) -> Option<String> {
    let mut of_kind = relationships.iter().filter(|relationship| relationship.kind == kind);
    of_kind.next().map(|relationship| relationship.part.clone())
}

/// The part that lists the sheets, if the zip says which.
pub(crate) fn document_part(archive: &Archive<'_>) -> Result<Option<String>, SheetError> {
    if !archive.holds("_rels/.rels") {
        return Ok(None);
    }
    Ok(part_of(&relationships(archive, "")?, Target::Document))
}

/// The relationships of a part, those that lead out of the file left out.
pub(crate) fn relationships(
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
            Some(b"worksheet") => Self::Sheet(tabs::Kind::Worksheet),
            Some(b"chartsheet") => Self::Sheet(tabs::Kind::Chart),
            Some(b"xlMacrosheet" | b"xlIntlMacrosheet") => Self::Sheet(tabs::Kind::Macros),
            Some(b"dialogsheet") => Self::Sheet(tabs::Kind::Other),
            Some(b"vbaProject") => Self::Macros,
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

fn listed_sheets(
    mut tags: Tags<'_>,
    relationships: &[Relationship],
) -> Result<Tabs<Sheet>, SheetError> {
    let by_id = SheetParts::of(relationships);
    let mut sheets = Tabs::new();
    while let Some(tag) = tags.next_tag()? {
        if tag.closes(b"sheets") {
            return Ok(sheets);
        }
        if !tag.opens(b"sheet") {
            continue;
        }
        let state = match tag.attribute(b"state") {
            None | Some(b"visible") => tabs::State::Visible,
            Some(_) => tabs::State::Hidden,
        };
        if let Some((kind, part)) = by_id.get(&text_of(&tag, b"id")?) {
            let sheet = Sheet { name: text_of(&tag, b"name")?, part: part.to_owned() };
            sheets.add(sheet, kind, state);
        }
    }
    Err(SheetError::Corrupt)
}

/// The parts that are sheets, by the names under which the workbook refers to them.
pub(crate) struct SheetParts<'a>(Vec<(&'a str, tabs::Kind, &'a str)>);

impl<'a> SheetParts<'a> {
    /// Those among all parts.
    pub(crate) fn of(relationships: &'a [Relationship]) -> Self {
        let sheets = relationships.iter().filter_map(|relationship| match relationship.kind {
            Target::Sheet(kind) => Some((&*relationship.id, kind, &*relationship.part)),
            _ => None,
        });
        let mut sheets: Vec<_> = sheets.collect();
        sheets.sort_unstable_by_key(|(id, ..)| *id);
        Self(sheets)
    }

    /// What sheet it is, and its part.
    pub(crate) fn get(&self, id: &str) -> Option<(tabs::Kind, &'a str)> {
        let index = self.0.binary_search_by_key(&id, |(id, ..)| *id).ok()?;
        self.0.get(index).map(|(_, kind, part)| (*kind, *part))
    }
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
