//! The rules that docs/architecture.md draws, as tables. What is changed here is changed in its picture too.

/// What a crate of ours may depend on among the crates of ours.
pub(crate) const CRATES: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("sheet", &["domain"]),
    ("import-workers", &["sheet", "domain"]),
    ("web-headers", &[]),
    ("content", &["domain", "web-headers"]),
    ("api", &["domain", "web-headers"]),
    ("upm-web", &["domain"]),
    ("xtask", &["content", "web-headers"]),
    ("bench-peers", &["domain"]),
];

/// A folder of sources with floors.
pub(crate) struct House {
    /// The folder, from the root of the project.
    pub(crate) folder: &'static str,
    /// What its programs call its library.
    pub(crate) library: &'static str,
    /// Its floors, each with those that it may use. A module at the top of the crate is a floor.
    pub(crate) floors: &'static [(&'static str, &'static [&'static str])],
}

/// Every house whose files are looked at.
pub(crate) const HOUSES: &[House] = &[
    House {
        folder: "src",
        library: "upm_web",
        floors: &[
            ("app", &["screens", "shell", "import", "nhsuk", "client", "paths", "config"]),
            ("screens", &["shell", "import", "nhsuk", "client", "paths", "config"]),
            ("shell", &["nhsuk", "client", "paths", "config"]),
            ("import", &["client", "paths", "config"]),
            ("nhsuk", &[]),
            ("client", &["paths", "config"]),
            ("config", &["paths"]),
            ("paths", &[]),
        ],
    },
    House {
        folder: "crates/api/src",
        library: "api",
        floors: &[
            (
                "server",
                &[
                    "app",
                    "http",
                    "jobs",
                    "mail",
                    "directory",
                    "store",
                    "auth",
                    "cli",
                    "connections",
                    "metrics",
                    "outgoing",
                    "clock",
                ],
            ),
            // The other commands.
            ("seed", &["store", "cli", "clock", "fold"]),
            ("administrators", &["store", "cli", "clock"]),
            ("organisations", &["store", "cli", "clock"]),
            ("subscriptions", &["store", "cli", "clock"]),
            ("shared_mailboxes", &["store", "cli"]),
            ("backup", &["store", "cli", "clock"]),
            ("log", &["cli"]),
            // The floors of the picture.
            (
                "http",
                &[
                    "app",
                    "jobs",
                    "mail",
                    "directory",
                    "store",
                    "auth",
                    "cli",
                    "metrics",
                    "clock",
                    "fold",
                ],
            ),
            ("jobs", &["app", "directory", "store", "auth", "cli", "clock", "fold"]),
            ("mail", &["app", "directory", "store", "auth", "cli", "clock", "fold"]),
            ("directory", &["store", "auth", "cli", "clock", "fold", "outgoing"]),
            ("store", &["auth", "clock", "fold"]),
            ("auth", &["store", "cli", "clock", "outgoing"]),
            // What handlers and runners share.
            ("app", &["jobs", "mail", "directory", "store", "auth", "cli", "metrics", "clock"]),
            ("metrics", &["store", "clock"]),
            // What anybody may use.
            ("cli", &["outgoing"]),
            ("connections", &[]),
            ("memory", &[]),
            ("outgoing", &["clock"]),
            ("fold", &[]),
            ("clock", &[]),
        ],
    },
    House { folder: "crates/domain/src", library: "domain", floors: &[] },
];

/// The modules that are the list of screens: only they may use one.
pub(crate) const LISTS_OF_SCREENS: &[&str] =
    &["crate::app", "crate::screens::later", "crate::screens::around"];

/// Something outside the house that only some of it may use.
pub(crate) struct Reserved {
    /// The folder that this is a rule of.
    pub(crate) folder: &'static str,
    /// The path, as far as it is reserved.
    pub(crate) path: &'static str,
    /// Whom it is for.
    pub(crate) to: For,
    /// The rule in words, and what to do.
    pub(crate) rule: &'static str,
}

/// Whom something is for.
pub(crate) enum For {
    /// For nobody.
    Nobody,
    /// For some modules.
    Only(&'static [&'static str]),
    /// For all but one module.
    AllBut(&'static str),
}

const PURE: &str =
    "`domain` does no I/O, and knows neither the time nor chance: have it given as an argument";
const PLAIN: &str = "`nhsuk` knows nothing of policies, of the API or of the router: take what is \
                     needed as a prop, or put the component into `shell`";

/// What is reserved.
pub(crate) const RESERVED: &[Reserved] = &[
    pure("std::env"),
    pure("std::fs"),
    pure("std::net"),
    pure("std::process"),
    pure("std::thread"),
    pure("std::time::Instant"),
    pure("std::time::SystemTime"),
    pure("std::random"),
    pure("std::hash::RandomState"),
    pure("jiff::Timestamp::now"),
    pure("jiff::Zoned::now"),
    pure("Timestamp::now"),
    pure("Zoned::now"),
    pure("rand"),
    pure("fastrand"),
    pure("getrandom"),
    pure("uuid"),
    plain("domain"),
    plain("leptos_router"),
    plain("gloo_net"),
    Reserved {
        folder: "src",
        path: "gloo_net",
        to: For::Only(&["crate::client", "crate::config"]),
        rule: "requests go through `client`: add the operation to the file of its resource there",
    },
    Reserved {
        folder: "crates/api/src",
        path: "sqlx",
        to: For::Only(&["crate::store", "crate::seed"]),
        rule: "SQL stands in `store`, and in `seed`: make it a function of `store`",
    },
];

const fn pure(path: &'static str) -> Reserved {
    Reserved { folder: "crates/domain/src", path, to: For::Nobody, rule: PURE }
}

const fn plain(path: &'static str) -> Reserved {
    Reserved { folder: "src", path, to: For::AllBut("crate::nhsuk"), rule: PLAIN }
}

/// An arrow that points up, and stays for a reason.
pub(crate) struct Exception {
    /// The file, from the root of the project.
    pub(crate) file: &'static str,
    /// What it uses, or the beginning of it.
    pub(crate) uses: &'static str,
    /// Why it may.
    pub(crate) because: &'static str,
}

/// Every arrow that points up.
pub(crate) const EXCEPTIONS: &[Exception] = &[
    Exception {
        file: "crates/api/src/app.rs",
        uses: "crate::server::StartError",
        because: "making the parts of a running API can fail, and `server` says all reasons why it cannot start",
    },
    Exception {
        file: "crates/api/src/auth/provider.rs",
        uses: "crate::app::App",
        because: "a task beside the server asks for keys anew, and is given the whole App to tell the metrics",
    },
    Exception {
        file: "crates/api/src/cli.rs",
        uses: "crate::auth::token::Issuer",
        because: "settings are parsed into the very type that takes them",
    },
    Exception {
        file: "crates/api/src/cli.rs",
        uses: "crate::jobs::runner::Pace",
        because: "settings are parsed into the very type that takes them",
    },
    Exception {
        file: "crates/api/src/cli/limits.rs",
        uses: "crate::http::Network",
        because: "settings are parsed into the very type that takes them",
    },
    Exception {
        file: "crates/api/src/directory/log_ons.rs",
        uses: "crate::app::App",
        because: "where log-ons come from depends on two parts of the App, the directory and the store",
    },
    Exception {
        file: "crates/api/src/directory/readiness.rs",
        uses: "crate::app::App",
        because: "a task beside the server asks Microsoft Graph whether it answers, and tells the whole App",
    },
    Exception {
        file: "crates/api/src/directory/sign_in_methods.rs",
        uses: "crate::app::App",
        because: "where they come from depends on two parts of the App, as with log-ons",
    },
    Exception {
        file: "crates/api/src/http/problem/from.rs",
        uses: "sqlx",
        because: "what the database says becomes a problem, whichever way it came up",
    },
    Exception {
        file: "crates/api/src/store/licences.rs",
        uses: "crate::directory::embedded::Lacking",
        because: "it reads what the embedded directory decides on, and is told who lacks what",
    },
];
