//! The text of a file, as blocks. What the app could not show well is a fault.

use std::{iter::Peekable, ops::Range, vec::IntoIter};

use domain::community::document::{Block, Span};
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::{
    fault::{At, Faults},
    files::Source,
    front_matter::FrontMatter,
    links::Links,
};

/// Texts of links that say nothing to those who hear the link alone.
const EMPTY_WORDS: [&str; 6] = ["here", "click here", "link", "this link", "read more", "more"];

/// The deepest heading; the page's own is the first.
const DEEPEST: u8 = 4;

/// Reads the text below the front matter.
pub(crate) fn blocks(
    source: &Source,
    front: &FrontMatter<'_>,
    links: &mut Links,
    faults: &mut Faults,
) -> Vec<Block> {
    let events = Parser::new_ext(front.body, Options::ENABLE_TABLES).into_offset_iter();
    let mut reader = Reader {
        events: events.collect::<Vec<_>>().into_iter().peekable(),
        source,
        body: front.body,
        body_line: front.body_line,
        links,
        faults,
        level: 1,
    };
    let blocks = reader.blocks();
    if front.body.trim().is_empty() {
        let advice = "write something below the second line of hyphens";
        faults.add(&source.at(front.body_line), "there is no text", advice);
    }
    blocks
}

struct Reader<'a, 'b> {
    events: Peekable<IntoIter<(Event<'a>, Range<usize>)>>,
    source: &'b Source,
    body: &'a str,
    body_line: usize,
    links: &'b mut Links,
    faults: &'b mut Faults,
    /// Of the last heading.
    level: u8,
}

impl<'a> Reader<'a, '_> {
    fn at(&self, range: &Range<usize>) -> At {
        let before = self.body.get(..range.start).unwrap_or_default();
        self.source.at(self.body_line + before.matches('\n').count())
    }

    fn wrong(&mut self, range: &Range<usize>, wrong: &str, advice: &str) {
        let at = self.at(range);
        self.faults.add(&at, wrong, advice);
    }

    /// The blocks up to the end of what they are in, or of the text.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(_) => {
                    self.events.next();
                    break;
                }
                Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak => {
                    // An item of a list that is one line has no paragraph.
                    let text = self.spans_here();
                    blocks.push(Block::Paragraph { text });
                }
                Event::Start(tag) if is_span(tag) => {
                    let text = self.spans_here();
                    blocks.push(Block::Paragraph { text });
                }
                _ => {
                    if let Some((event, range)) = self.events.next() {
                        blocks.extend(self.block(&event, &range));
                    }
                }
            }
        }
        blocks
    }

    fn block(&mut self, event: &Event<'a>, range: &Range<usize>) -> Option<Block> {
        match event {
            Event::Start(Tag::Paragraph) => self.paragraph(),
            Event::Start(Tag::Heading { level, .. }) => {
                let level = *level as u8;
                self.check_level(level, range);
                let text = self.spans();
                Some(Block::Heading { level, text })
            }
            Event::Start(Tag::BlockQuote(_)) => Some(Block::Inset { body: self.blocks() }),
            Event::Start(Tag::CodeBlock(_)) => Some(Block::Code { text: self.plain() }),
            Event::Start(Tag::List(start)) => {
                let mut items = Vec::new();
                while let Some((Event::Start(Tag::Item), _)) = self.events.next() {
                    items.push(self.blocks());
                }
                Some(Block::List { ordered: start.is_some(), items })
            }
            Event::Start(Tag::Table(_)) => Some(self.table()),
            Event::Start(_) => {
                self.wrong(range, "HTML cannot be used here", "write it as Markdown");
                self.plain();
                None
            }
            Event::Rule => {
                self.wrong(range, "lines across the page are not shown", "use a heading instead");
                None
            }
            _ => {
                self.wrong(range, "this cannot be shown", "write it as plain Markdown");
                None
            }
        }
    }

    fn check_level(&mut self, level: u8, range: &Range<usize>) {
        if level == 1 {
            let advice =
                "begin headings with two number signs: the title is the page’s own heading";
            self.wrong(range, "a heading of the first level stands in the text", advice);
        } else if level > self.level + 1 || level > DEEPEST {
            let advice = "use one number sign more than the heading above it, at most four in all";
            self.wrong(range, "this heading skips a level, or is too deep", advice);
        }
        self.level = level;
    }

    /// A paragraph, or the picture that it consists of.
    fn paragraph(&mut self) -> Option<Block> {
        let image =
            self.events.next_if(|(event, _)| matches!(event, Event::Start(Tag::Image { .. })));
        let Some((Event::Start(Tag::Image { dest_url, .. }), range)) = image else {
            return Some(Block::Paragraph { text: self.spans() });
        };
        let alt = self.plain();
        if alt.trim().is_empty() {
            let advice =
                "say between the square brackets what it shows: ![What it shows](images/NAME)";
            self.wrong(&range, "a picture has no words for those who do not see it", advice);
        }
        if !self.spans().is_empty() {
            self.wrong(
                &range,
                "a picture stands among words",
                "put it into a paragraph of its own",
            );
        }
        let at = self.at(&range);
        let file = self.links.image(&dest_url, &at, self.faults)?;
        Some(Block::Image { file, alt })
    }

    fn table(&mut self) -> Block {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => {
                    head = self.cells();
                    if head.iter().any(Vec::is_empty) {
                        let advice =
                            "write between the bars of its first line what each column holds";
                        self.wrong(&range, "a column of the table has no name", advice);
                    }
                }
                Event::Start(Tag::TableRow) => rows.push(self.cells()),
                _ => break,
            }
        }
        Block::Table { head, rows }
    }

    fn cells(&mut self) -> Vec<Vec<Span>> {
        let mut cells = Vec::new();
        while let Some((Event::Start(Tag::TableCell), _)) = self.events.next() {
            cells.push(self.spans());
        }
        cells
    }

    /// Text up to the end of what it is in, with that end.
    fn spans(&mut self) -> Vec<Span> {
        let spans = self.spans_here();
        self.events.next();
        spans
    }

    /// Text up to what is none.
    fn spans_here(&mut self) -> Vec<Span> {
        let mut spans = Vec::new();
        while let Some((event, range)) = self.events.next_if(|(event, _)| is_text(event)) {
            match event {
                Event::Text(text) => push(&mut spans, &text),
                Event::SoftBreak | Event::HardBreak => push(&mut spans, " "),
                Event::Code(text) => spans.push(Span::Code { text: text.into_string() }),
                Event::Start(Tag::Strong | Tag::Emphasis) => {
                    let text = self.spans();
                    spans.push(Span::Strong { text });
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let text = self.spans();
                    spans.extend(self.link(&dest_url, text, &range));
                }
                Event::Start(_) => {
                    let advice = "put it into a paragraph of its own";
                    self.wrong(&range, "a picture stands among words", advice);
                    self.plain();
                }
                _ => self.wrong(&range, "HTML cannot be used here", "write it as Markdown"),
            }
        }
        spans
    }

    fn link(&mut self, to: &str, text: Vec<Span>, range: &Range<usize>) -> Option<Span> {
        let words = [Block::Paragraph { text: text.clone() }];
        let words = domain::community::document::words(&words).to_lowercase();
        if words.is_empty() || EMPTY_WORDS.contains(&words.as_str()) {
            let advice = "let its text say where it leads: [what changes in Teams](…)";
            self.wrong(range, "the text of a link does not say where it leads", advice);
        }
        let at = self.at(range);
        let to = self.links.target(to, &at, self.faults)?;
        Some(Span::Link { to, text })
    }

    /// The words up to the end of what they are in, whatever is in between.
    fn plain(&mut self) -> String {
        let mut text = String::new();
        let mut depth = 0_u32;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::Text(words) | Event::Code(words) => text.push_str(&words),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }
}

/// Adds to the text before, if it is as plain.
fn push(spans: &mut Vec<Span>, more: &str) {
    if let Some(Span::Text { text }) = spans.last_mut() {
        text.push_str(more);
    } else {
        spans.push(Span::Text { text: more.to_owned() });
    }
}

fn is_span(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. })
}

fn is_text(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::InlineHtml(_) => true,
        Event::Start(tag) => is_span(tag),
        _ => false,
    }
}
