//! What surrounds a screen: header and navigation, page title and breadcrumb, sign-in, remote data,
//! jobs followed, people moved and what became of them.

pub mod account_status;
pub mod applying;
pub mod clipboard;
pub mod clock;
pub mod closed;
pub mod download;
pub mod embedded;
pub mod following;
pub mod frame;
pub mod highlight;
pub mod later;
pub mod leaving;
pub mod licence_state;
pub mod moving;
pub mod outcomes;
pub mod page;
pub mod policy_page;
pub mod reference;
pub mod remote;
pub mod sign_in;
pub mod signed_in;
pub mod start_failed;
pub mod typing;
pub mod undo;
pub mod unread;
pub mod user_search;

pub use page::Page;
pub use policy_page::PolicyPage;
pub use reference::Reference;
pub use remote::{Remote, RemoteData, RemoteView, Waiting, remote};
pub use signed_in::SignedIn;
