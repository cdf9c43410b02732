//! What a cell holds, for what is given back of a file.

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// A text, which may be empty.
    #[cfg_attr(not(feature = "results"), expect(dead_code, reason = "nothing is given back"))]
    Text(&'a str),
    /// A number.
    Number(f64),
    /// A moment, as the days that Excel counts.
    Date(f64),
    /// A length of time, in days.
    Duration(f64),
    /// A truth value.
    Boolean(bool),
}

#[cfg(feature = "results")]
impl Value<'_> {
    /// Whether a person sees nothing there.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Value::Text(text) if text.trim().is_empty())
    }

    /// How many bytes it takes, about.
    pub(crate) fn length(&self) -> usize {
        match self {
            Value::Text(text) => text.len(),
            _ => size_of::<f64>(),
        }
    }
}
