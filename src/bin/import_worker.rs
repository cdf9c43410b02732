//! The import worker: nothing yet.
fn main() {}
