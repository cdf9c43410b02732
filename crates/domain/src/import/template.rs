//! Sheets that look alike: by their headings, so that a column chosen once is found again.

use sha2::{Digest, Sha256};

use super::report::Preview;

/// Names a kind of sheet by its headings, without telling them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(String);

impl Template {
    /// The kind of a sheet; none where no row is one of headings, for then nothing tells one sheet from another.
    pub fn of(preview: &Preview) -> Option<Self> {
        preview.header_row?;
        let mut hash = Sha256::new();
        for column in &preview.columns {
            let heading = column.heading.as_deref().unwrap_or_default();
            hash.update(column.index.to_le_bytes());
            hash.update(heading.trim().to_lowercase());
            hash.update([0]);
        }
        Some(Self(format!("{:x}", hash.finalize())))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.0
    }
}

#[cfg(test)]
mod tests {
    use super::Template;
    use crate::import::report::{Preview, PreviewColumn};

    fn preview(headings: &[&str], header_row: Option<u32>) -> Preview {
        let columns = (0..).zip(headings).map(|(index, heading)| PreviewColumn {
            index,
            letters: String::new(),
            heading: Some((*heading).to_owned()),
            addresses: 0,
        });
        Preview { columns: columns.collect(), header_row, ..Preview::default() }
    }

    #[test]
    fn sheets_with_the_same_headings_are_of_one_kind_wherever_they_stand() {
        let one = Template::of(&preview(&["Name", "Contact"], Some(1)));
        assert_eq!(one, Template::of(&preview(&[" name", "CONTACT "], Some(4))));
        assert_ne!(one, Template::of(&preview(&["Contact", "Name"], Some(1))));
        assert_ne!(one, Template::of(&preview(&["NameContact"], Some(1))));
    }

    #[test]
    fn a_sheet_without_headings_is_of_no_kind() {
        assert_eq!(Template::of(&preview(&["ann@nhs.net"], None)), None);
    }
}
