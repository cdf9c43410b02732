//! The log: one line for each event on standard error, for people or as JSON.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::{
    Layer as _,
    filter::{ParseError, Targets},
    fmt,
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::cli::LogFormat;

/// Starts the log. A second call changes nothing.
pub fn start(levels: &str, format: LogFormat) -> Result<(), ParseError> {
    let levels = levels.parse::<Targets>()?;
    let layer = fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    let layer = match format {
        LogFormat::Text => layer.with_target(false).boxed(),
        LogFormat::Json => layer.json().boxed(),
    };
    // It fails only where a log has been started already, as in tests.
    let _ = tracing_subscriber::registry().with(layer.with_filter(levels)).try_init();
    Ok(())
}

/// From now on a panic is a line of the log that says where, and not with which words: they may quote a text that
/// was being read.
pub fn panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
}
