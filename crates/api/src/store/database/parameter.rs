//! What is bound to a statement. PostgreSQL has to know the type of what is not there, too.

use sqlx::{Arguments as _, postgres::PgArguments, sqlite::SqliteArguments};

/// A value as both databases take it.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
    Boolean(Option<bool>),
    Bytes(Option<Vec<u8>>),
}

/// What can be bound.
pub(crate) trait Parameter {
    /// What there is when there is nothing.
    const NOTHING: Value;

    fn value(self) -> Value;
}

macro_rules! parameters {
    ($($rust:ty => $kind:ident),+) => {
        $(impl Parameter for $rust {
            const NOTHING: Value = Value::$kind(None);

            fn value(self) -> Value {
                Value::$kind(Some(self.into()))
            }
        })+
    };
}
parameters!(
    &str => Text,
    &String => Text,
    String => Text,
    u16 => Integer,
    u32 => Integer,
    i64 => Integer,
    bool => Boolean,
    &[u8] => Bytes,
    Vec<u8> => Bytes
);

impl<T: Parameter> Parameter for Option<T> {
    const NOTHING: Value = T::NOTHING;

    fn value(self) -> Value {
        self.map_or(Self::NOTHING, T::value)
    }
}

/// The values as SQLite's driver takes them.
pub(super) fn for_sqlite(values: Vec<Value>) -> Result<SqliteArguments, sqlx::Error> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Integer(number) => arguments.add(number),
            Value::Boolean(yes) => arguments.add(yes),
            Value::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// The values as PostgreSQL's driver takes them.
pub(super) fn for_postgres(values: Vec<Value>) -> Result<PgArguments, sqlx::Error> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text.map(without_nul)),
            Value::Integer(number) => arguments.add(number),
            Value::Boolean(yes) => arguments.add(yes),
            Value::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// PostgreSQL keeps no U+0000 and fails when asked for one. Nothing that is stored may hold it, so only what is
/// looked for can, and is found nowhere either way.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }
}
