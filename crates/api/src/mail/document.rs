//! What an e-mail says, once, and the two forms it is written in: plain text, and HTML for screen readers and
//! programs of every age: a language, headings, paragraphs, a table only for a table, no pictures, no colours.

use std::fmt::Write as _;

/// What an e-mail says.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    heading: String,
    blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
enum Block {
    Paragraph(String),
    Table { caption: String, columns: [String; 2], rows: Vec<[String; 2]> },
    List { heading: String, items: Vec<String> },
    Link { text: String, address: String },
}

impl Document {
    pub(super) fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), blocks: Vec::new() }
    }

    pub(super) fn paragraph(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Paragraph(text.into()));
        self
    }

    /// Names and numbers: the name is the heading of its row.
    pub(super) fn table(
        mut self,
        caption: impl Into<String>,
        columns: [&str; 2],
        rows: Vec<[String; 2]>,
    ) -> Self {
        let columns = columns.map(str::to_owned);
        self.blocks.push(Block::Table { caption: caption.into(), columns, rows });
        self
    }

    pub(super) fn list(mut self, heading: impl Into<String>, items: Vec<String>) -> Self {
        self.blocks.push(Block::List { heading: heading.into(), items });
        self
    }

    /// A link, where the address is known.
    pub(super) fn link(mut self, text: &str, address: Option<String>) -> Self {
        if let Some(address) = address {
            self.blocks.push(Block::Link { text: text.to_owned(), address });
        }
        self
    }

    /// As text.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}\n", self.heading);
        for block in &self.blocks {
            // Writing to a string does not fail.
            let _ = match block {
                Block::Paragraph(paragraph) => writeln!(text, "\n{paragraph}"),
                Block::Table { caption, rows, .. } => {
                    let lines = rows.iter().map(|[name, value]| format!("  {name}: {value}\n"));
                    write!(text, "\n{caption}\n{}", lines.collect::<String>())
                }
                Block::List { heading, items } => {
                    let lines = items.iter().map(|item| format!("  - {item}\n"));
                    write!(text, "\n{heading}\n{}", lines.collect::<String>())
                }
                Block::Link { text: name, address } => writeln!(text, "\n{name}:\n{address}"),
            };
        }
        text
    }

    /// As HTML.
    pub(super) fn html(&self) -> String {
        let heading = escaped(&self.heading);
        let body = self.blocks.iter().map(html_of).collect::<String>();
        format!(
            "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{heading}</title>\n</head>\n\
             <body style=\"font-family: Arial, sans-serif; font-size: 16px; line-height: 1.5; \
             max-width: 44em\">\n<main>\n<h1 style=\"font-size: 24px\">{heading}</h1>\n{body}\
             </main>\n</body>\n</html>\n"
        )
    }
}

fn html_of(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("<p>{}</p>\n", escaped(text)),
        Block::Table { caption, columns: [name, value], rows } => {
            let rows = rows.iter().map(|[name, value]| {
                format!(
                    "<tr><th scope=\"row\" style=\"text-align: left; font-weight: normal\">{}</th>\
                     <td style=\"text-align: right\">{}</td></tr>\n",
                    escaped(name),
                    escaped(value)
                )
            });
            format!(
                "<table cellpadding=\"6\" style=\"border-collapse: collapse\">\n\
                 <caption style=\"text-align: left; font-weight: bold\">{}</caption>\n\
                 <thead><tr><th scope=\"col\" style=\"text-align: left\">{}</th>\
                 <th scope=\"col\" style=\"text-align: right\">{}</th></tr></thead>\n\
                 <tbody>\n{}</tbody>\n</table>\n",
                escaped(caption),
                escaped(name),
                escaped(value),
                rows.collect::<String>()
            )
        }
        Block::List { heading, items } => {
            let items = items.iter().map(|item| format!("<li>{}</li>\n", escaped(item)));
            format!(
                "<h2 style=\"font-size: 19px\">{}</h2>\n<ul>\n{}</ul>\n",
                escaped(heading),
                items.collect::<String>()
            )
        }
        Block::Link { text, address } => {
            format!("<p><a href=\"{}\">{}</a></p>\n", escaped(address), escaped(text))
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_stands_in_both_forms_and_is_never_markup() {
        let document = Document::new("A & B")
            .paragraph("1 < 2")
            .table("Counts", ["Outcome", "People"], vec![["<b>".to_owned(), "2".to_owned()]])
            .link("See it", Some("https://x/?a=1&b=\"".to_owned()));
        let text = document.text();
        assert_eq!(text, "A & B\n\n1 < 2\n\nCounts\n  <b>: 2\n\nSee it:\nhttps://x/?a=1&b=\"\n");
        let html = document.html();
        assert!(html.contains("<html lang=\"en-GB\">"), "{html}");
        assert!(html.contains("&lt;b&gt;") && html.contains("1 &lt; 2"), "{html}");
        assert!(html.contains("href=\"https://x/?a=1&amp;b=&quot;\""), "{html}");
    }
}
