//! What only a demonstration has: `/demo/messages`, the e-mails that one would have got.

pub mod inbox;
pub mod message;
