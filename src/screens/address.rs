//! Which screen an address is of. A route of the router stands for all addresses of a kind, as each costs bytes of the first
//! load; what its parameters `id` and `screen` mean is here. (What is below `/community` [`super::around`] knows.)

/// A screen, by the address of which it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    Home,
    Create,
    Edit,
    Members,
    Import,
    LicensingErrors,
    Compare,
    History,
    Jobs,
    Job,
    Users,
    User,
    LogOns,
    Leavers,
    Join,
    Mailboxes,
    Mailbox,
    /// The LA community, and the ways to help: their own file knows which.
    Around,
    Messages,
    TopUps,
    Accessibility,
    /// There is none.
    NotFound,
}

impl Screen {
    pub(super) fn of_policy(id: &str, screen: &str) -> Self {
        match (id, screen) {
            ("new", "") => Self::Create,
            (_, "") => Self::Edit,
            (_, "members") => Self::Members,
            (_, "import") => Self::Import,
            (_, "licensing-errors") => Self::LicensingErrors,
            (_, "compare") => Self::Compare,
            (_, "history") => Self::History,
            _ => Self::NotFound,
        }
    }

    pub(super) fn of_job(id: &str, _: &str) -> Self {
        if id.is_empty() { Self::Jobs } else { Self::Job }
    }

    pub(super) fn of_user(id: &str, screen: &str) -> Self {
        match (id, screen) {
            ("", _) => Self::Users,
            ("leavers", "") => Self::Leavers,
            ("join", "") => Self::Join,
            (_, "") => Self::User,
            (_, "log-ons") => Self::LogOns,
            _ => Self::NotFound,
        }
    }

    pub(super) fn of_mailbox(id: &str, _: &str) -> Self {
        if id.is_empty() { Self::Mailboxes } else { Self::Mailbox }
    }

    pub(super) fn other(_: &str, screen: &str) -> Self {
        match screen {
            "top-ups" => Self::TopUps,
            "help" | "report" => Self::Around,
            "accessibility" => Self::Accessibility,
            _ => Self::NotFound,
        }
    }
}
