//! One tag: what it does, its name, its attributes. Names are told without their namespace's prefix.

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `<name …>`
    Open,
    /// `</name>`
    Close,
    /// `<name …/>`
    Empty,
}

/// A tag, as long as the next has not been asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'a> {
    /// What it does.
    pub(crate) kind: Kind,
    /// Its name, without a prefix.
    pub(crate) name: &'a [u8],
    attributes: &'a [u8],
}

impl<'a> Tag<'a> {
    /// Takes a tag apart, given what stands between `<` and `>`.
    pub(crate) fn new(tag: &'a [u8]) -> Self {
        let (kind, tag) = match tag {
            [b'/', tag @ ..] => (Kind::Close, tag),
            [tag @ .., b'/'] => (Kind::Empty, tag),
            tag => (Kind::Open, tag),
        };
        let length = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
        let (name, attributes) = tag.split_at_checked(length).unwrap_or((tag, &[]));
        Self { kind, name: without_prefix(name), attributes }
    }

    /// Whether it opens an element of that name, be it an empty one.
    pub(crate) fn opens(&self, name: &[u8]) -> bool {
        self.kind != Kind::Close && self.name == name
    }

    /// Whether it ends an element of that name.
    pub(crate) fn closes(&self, name: &[u8]) -> bool {
        self.kind != Kind::Open && self.name == name
    }

    /// The value of an attribute, named without a prefix, as it stands in the file.
    pub(crate) fn attribute(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.attributes().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// The names, without their prefixes, and values of its attributes.
    pub(crate) fn attributes(&self) -> Attributes<'a> {
        Attributes(self.attributes)
    }
}

/// See [`Tag::attributes`].
pub(crate) struct Attributes<'a>(&'a [u8]);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, rest) = split_once(self.0, b'=')?;
        let (quote, rest) = rest.trim_ascii_start().split_first()?;
        let (value, rest) = split_once(rest, *quote)?;
        self.0 = rest;
        Some((without_prefix(name.trim_ascii()), value))
    }
}

/// A name without the prefix of its namespace.
pub(crate) fn without_prefix(name: &[u8]) -> &[u8] {
    split_once(name, b':').map_or(name, |(_, local)| local)
}

fn split_once(bytes: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let index = bytes.iter().position(|byte| *byte == at)?;
    Some((bytes.get(..index)?, bytes.get(index + 1..)?))
}
