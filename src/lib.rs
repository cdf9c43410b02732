//! The app.

