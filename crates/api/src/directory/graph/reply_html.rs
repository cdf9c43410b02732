//! Automatic replies as Microsoft keeps them, which is HTML, and as we do, which is text. What is written is our
//! paragraphs and nothing else. What is read is taken apart by a browser's rules (html5ever), and only its text is used.

use std::cell::RefCell;

use domain::shared_mailbox::ReplyText;
use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
        states::RawKind,
    },
};

/// Elements that only say where text stands.
const STRUCTURE: [&str; 9] = ["html", "head", "meta", "title", "body", "p", "div", "br", "span"];
/// Of these it does not matter what else they say.
const AROUND: [&str; 4] = ["html", "head", "meta", "title"];
/// What others may say without changing how text looks.
const NO_LOOK: [&str; 4] = ["class", "id", "dir", "lang"];
/// Elements with a blank line before and after.
const PARAGRAPHS: [&str; 14] =
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "table", "pre", "hr"];
/// Elements that begin a line and end one.
const LINES: [&str; 8] = ["div", "li", "tr", "dt", "dd", "section", "article", "center"];

/// A reply as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) text: ReplyText,
    /// It looks like more than plain text.
    pub(super) is_formatted: bool,
    /// It is longer than a reply may be here.
    pub(super) is_cut: bool,
}

/// Paragraphs as HTML, in which nothing but them means anything.
pub(super) fn written(text: &ReplyText) -> String {
    let paragraphs = text.paragraphs().into_iter().map(|lines| {
        let lines = lines.into_iter().map(escaped).collect::<Vec<_>>();
        format!("<p>{}</p>", lines.join("<br>"))
    });
    format!("<html><body>{}</body></html>", paragraphs.collect::<String>())
}

fn escaped(line: &str) -> String {
    let mut html = String::with_capacity(line.len());
    // Of several spaces a browser shows one, and none at the beginning.
    let mut after_space = true;
    for character in line.replace('\t', "    ").chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            ' ' | '\u{a0}' if after_space => html.push_str("&nbsp;"),
            '\u{a0}' => html.push(' '),
            other => html.push(other),
        }
        after_space = matches!(character, ' ' | '\u{a0}');
    }
    html
}

/// The text of some HTML.
pub(super) fn read(html: &str) -> Read {
    let tokenizer = Tokenizer::new(Reader::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // It stops only for scripts, and is never told of any.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let seen = tokenizer.sink.0.into_inner();
    let (text, is_whole) = ReplyText::beginning_of(&seen.text);
    Read { text, is_formatted: seen.is_formatted, is_cut: !is_whole }
}

/// What the tokenizer gives its tokens to.
#[derive(Default)]
struct Reader(RefCell<Seen>);

/// What has been seen so far.
#[derive(Default)]
struct Seen {
    text: String,
    /// Line ends before whatever comes next.
    breaks: usize,
    /// Whether white space comes before it.
    is_spaced: bool,
    /// The element whose content is no text.
    skipped: Option<String>,
    /// Where the link begins that is open, and where it leads.
    link: Option<(usize, String)>,
    is_formatted: bool,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut seen = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if seen.skipped.is_none() => seen.add(&text),
            Token::TagToken(tag) => return seen.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Seen {
    fn add(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_ascii_whitespace() {
                self.is_spaced = true;
                continue;
            }
            if self.text.is_empty() {
                // Nothing stands before the first word.
            } else if self.breaks > 0 {
                self.text.extend(std::iter::repeat_n('\n', self.breaks));
            } else if self.is_spaced {
                self.text.push(' ');
            }
            (self.breaks, self.is_spaced) = (0, false);
            self.text.push(if character == '\u{a0}' { ' ' } else { character });
        }
    }

    fn needs(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if let Some(skipped) = &self.skipped {
            if tag.kind == TagKind::EndTag && skipped == name {
                self.skipped = None;
            }
            return TokenSinkResult::Continue;
        }
        if PARAGRAPHS.contains(&name) {
            self.needs(2);
        } else if LINES.contains(&name) {
            self.needs(1);
        } else if matches!(name, "td" | "th") {
            self.is_spaced = true;
        }
        match tag.kind {
            TagKind::EndTag if name == "a" => self.end_link(),
            TagKind::EndTag => {}
            TagKind::StartTag => return self.begin(name, tag),
        }
        TokenSinkResult::Continue
    }

    fn begin(&mut self, name: &str, tag: &Tag) -> TokenSinkResult<()> {
        let attribute = |wanted: &str| {
            let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == wanted);
            found.map(|attribute| attribute.value.to_string())
        };
        let is_look = |name: &str| !NO_LOOK.contains(&name);
        self.is_formatted |= !STRUCTURE.contains(&name)
            || !AROUND.contains(&name)
                && tag.attrs.iter().any(|attribute| is_look(&attribute.name.local));
        match name {
            "br" => self.breaks += 1,
            "li" => self.add("- "),
            "img" => self.add(&attribute("alt").unwrap_or_default()),
            "a" => {
                self.end_link();
                self.link = attribute("href").map(|href| (self.text.len(), href));
            }
            "script" => return self.skip(name, RawKind::ScriptData),
            "title" | "textarea" => return self.skip(name, RawKind::Rcdata),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                return self.skip(name, RawKind::Rawtext);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    /// Until its end tag everything is its content, whatever it looks like.
    fn skip(&mut self, name: &str, kind: RawKind) -> TokenSinkResult<()> {
        self.skipped = Some(name.to_owned());
        TokenSinkResult::RawData(kind)
    }

    /// A link's address is told after its text, unless that is the address.
    fn end_link(&mut self) {
        let Some((begin, href)) = self.link.take() else { return };
        let shown = self.text.get(begin..).unwrap_or_default();
        let address = match href.trim().split_once(':') {
            Some((scheme, _)) if matches!(&*scheme.to_ascii_lowercase(), "http" | "https") => {
                href.trim()
            }
            Some((scheme, rest)) if matches!(&*scheme.to_ascii_lowercase(), "mailto" | "tel") => {
                rest.split('?').next().unwrap_or_default()
            }
            // Nowhere that a text could lead.
            _ => return,
        };
        if !shown.contains(address.trim_end_matches('/')) {
            let address = format!(" ({address})");
            self.add(&address);
        }
    }
}

#[cfg(test)]
mod tests;
