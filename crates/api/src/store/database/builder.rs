//! A statement that is put together.

use std::fmt::{Display, Write as _};

use super::{
    parameter::{Parameter, Value},
    query::{Query, Scalar},
};

/// Pieces of text and the values that belong between them.
pub(crate) struct QueryBuilder {
    text: String,
    /// Where in the text a parameter belongs.
    parameters: Vec<usize>,
    values: Vec<Value>,
}

impl QueryBuilder {
    pub(crate) fn new(sql: &str) -> Self {
        Self { text: sql.to_owned(), parameters: Vec::new(), values: Vec::new() }
    }

    /// Adds text: of this program, never what somebody typed.
    pub(crate) fn push(&mut self, sql: impl Display) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{sql}");
        self
    }

    /// Adds a value.
    pub(crate) fn push_bind(&mut self, parameter: impl Parameter) -> &mut Self {
        self.parameters.push(self.text.len());
        self.values.push(parameter.value());
        self
    }

    /// Adds `VALUES` with a row for each of these.
    pub(crate) fn push_values<T>(
        &mut self,
        rows: impl IntoIterator<Item = T>,
        mut push_row: impl FnMut(Separated<'_>, T),
    ) -> &mut Self {
        self.push("VALUES ");
        for (index, row) in rows.into_iter().enumerate() {
            self.push(if index == 0 { "(" } else { ", (" });
            push_row(self.separated(", "), row);
            self.push(")");
        }
        self
    }

    /// Adds pieces with something between each two.
    pub(crate) fn separated(&mut self, separator: &'static str) -> Separated<'_> {
        Separated { sql: self, separator, is_first: true }
    }

    pub(crate) fn build(self) -> Query {
        Query::built(self.text, self.parameters, self.values)
    }

    pub(crate) fn build_query_scalar<T>(self) -> Scalar<T> {
        self.build().scalar()
    }
}

/// A list that is being added.
pub(crate) struct Separated<'a> {
    sql: &'a mut QueryBuilder,
    separator: &'static str,
    is_first: bool,
}

impl Separated<'_> {
    /// Adds a value.
    pub(crate) fn push_bind(&mut self, parameter: impl Parameter) -> &mut Self {
        self.separate();
        self.sql.push_bind(parameter);
        self
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.sql.push(self.separator);
        }
    }
}
