//! Where to turn: to the helpdesk with a ticket, or to the webinar with a question; and the text of the ticket, with what
//! is known of the screen that somebody came from.

use std::fmt::Write as _;

use crate::{
    ids::{JobId, PolicyId, UserId},
    job::Job,
    licensing_report::{ListedGroup, write_groups},
    policy::Policy,
    text::counted,
};

/// What somebody needs help with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Something of the service does not work.
    Fault,
    /// People have the wrong licence or application, or none.
    Licence,
    /// Somebody cannot sign in, or an account may be in the wrong hands.
    Account,
    /// How something is done or meant.
    HowTo,
    /// How others do it, or how it should be.
    Opinion,
}

/// Where a need goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A ticket at the helpdesk.
    Ticket,
    /// A question for the webinar.
    Webinar,
}

/// A page of the service where people may find the answer themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelfHelp {
    /// Its path, from the top of the app.
    pub path: &'static str,
    /// What it is about.
    pub title: &'static str,
}

impl Need {
    /// All of them, in the order of the question.
    pub const ALL: [Self; 5] =
        [Self::Fault, Self::Licence, Self::Account, Self::HowTo, Self::Opinion];

    /// The answer that people choose.
    pub fn label(self) -> &'static str {
        match self {
            Self::Fault => "Something does not work, or shows an error",
            Self::Licence => "Somebody has the wrong licence or application, or none",
            Self::Account => "Somebody cannot sign in, or an account may be compromised",
            Self::HowTo => "I want to know how something is done, or what it means",
            Self::Opinion => "I want to hear how others do it, or suggest something",
        }
    }

    /// The word for it in URLs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::Licence => "licence",
            Self::Account => "account",
            Self::HowTo => "how-to",
            Self::Opinion => "opinion",
        }
    }

    /// The need that a word stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.code() == code)
    }

    /// Where it goes: what concerns single people or has to be mended to the helpdesk, as everybody hears what is said in
    /// a webinar.
    pub fn way(self) -> Way {
        match self {
            Self::Fault | Self::Licence | Self::Account => Way::Ticket,
            Self::HowTo | Self::Opinion => Way::Webinar,
        }
    }

    /// What to do first, in a sentence; none where nothing is to be tried.
    pub fn first(self) -> Option<&'static str> {
        match self {
            Self::Fault => {
                Some("Reload the page and try once more. If it happens again, raise a ticket.")
            }
            Self::Licence => Some(
                "A policy’s licensing errors say who can fix each of them, and how. If it is the \
                 helpdesk, copy the ticket text there: it lists everybody affected.",
            ),
            Self::Account => {
                Some("If you think an account may be compromised, do not wait: phone the helpdesk.")
            }
            Self::HowTo | Self::Opinion => None,
        }
    }

    /// Where the answer may be found.
    pub fn self_help(self) -> &'static [SelfHelp] {
        match self {
            Self::Fault => &[UPDATES, JOBS],
            Self::Licence => &[F3_OR_E3, JOINERS, ERRORS],
            Self::Account => &[MFA, AUP],
            Self::HowTo => &[UPDATES, F3_OR_E3, JOINERS],
            Self::Opinion => &[UPDATES, ROAD_MAP],
        }
    }
}

const UPDATES: SelfHelp = SelfHelp { path: "/community/updates", title: "Search the key updates" };
const ROAD_MAP: SelfHelp =
    SelfHelp { path: "/community/road-map", title: "Road map of deprecations" };
const JOBS: SelfHelp = SelfHelp { path: "/jobs", title: "Jobs: what happened to each person" };
const ERRORS: SelfHelp = SelfHelp {
    path: "/policies?problems=true&sort=problems",
    title: "Policies with licensing errors",
};
const F3_OR_E3: SelfHelp = SelfHelp {
    path: "/community/updates/f3-or-e3",
    title: "F3 or E3: which base licence for whom",
};
const JOINERS: SelfHelp = SelfHelp {
    path: "/community/updates/joiners-and-default-policies",
    title: "Where new joiners land",
};
const MFA: SelfHelp = SelfHelp {
    path: "/community/updates/number-matching",
    title: "Microsoft Authenticator asks for a number",
};
const AUP: SelfHelp = SelfHelp {
    path: "/community/updates/aup-before-a-policy",
    title: "Why somebody “has not accepted the AUP”",
};

/// The screen that somebody came from, as far as help goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// One of a policy's screens.
    Policy {
        /// The policy.
        id: PolicyId,
        /// What that screen is called.
        screen: &'static str,
    },
    /// A job.
    Job(JobId),
    /// One of a person's screens.
    Person {
        /// The person.
        id: UserId,
        /// What that screen is called.
        screen: &'static str,
    },
    /// A screen about nothing in particular.
    Screen(&'static str),
}

impl Place {
    /// The screen at a path of the app; none where there is no such screen.
    pub fn of_path(path: &str) -> Option<Self> {
        let parts = path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let place = match parts.as_slice() {
            [] => Self::Screen("Admin home"),
            ["policies"] => Self::Screen("User Policy Management"),
            ["policies", "new"] => Self::Screen("Create a user policy"),
            ["policies", id] => Self::of_policy(id, "Policy")?,
            ["policies", id, "members"] => Self::of_policy(id, "Members")?,
            ["policies", id, "import"] => Self::of_policy(id, "Import members")?,
            ["policies", id, "licensing-errors"] => Self::of_policy(id, "Licensing errors")?,
            ["policies", id, "compare"] => Self::of_policy(id, "Compare")?,
            ["policies", id, "history"] => Self::of_policy(id, "History")?,
            ["jobs"] => Self::Screen("Jobs"),
            ["jobs", id] => Self::Job(JobId::parse(id).ok()?),
            ["users"] => Self::Screen("User Management"),
            ["users", "leavers"] => Self::Screen("Leavers"),
            ["users", "join"] => Self::Screen("Take over a joiner"),
            ["users", id] => Self::of_person(id, "User")?,
            ["users", id, "log-ons"] => Self::of_person(id, "Recent log-ons")?,
            ["mailboxes", ..] => Self::Screen("Shared mailboxes"),
            ["top-ups"] => Self::Screen("Request more licences"),
            ["report"] => Self::Screen("Report a support article"),
            ["community", ..] => Self::Screen("LA community"),
            ["demo", "messages", ..] => Self::Screen("Demonstration inbox"),
            ["accessibility"] => Self::Screen("Accessibility statement"),
            _ => return None,
        };
        Some(place)
    }

    fn of_policy(id: &str, screen: &'static str) -> Option<Self> {
        Some(Self::Policy { id: PolicyId::parse(id).ok()?, screen })
    }

    fn of_person(id: &str, screen: &'static str) -> Option<Self> {
        Some(Self::Person { id: UserId::parse(id).ok()?, screen })
    }

    /// What the screen is called.
    pub fn screen(&self) -> &'static str {
        match self {
            Self::Policy { screen, .. } | Self::Person { screen, .. } | Self::Screen(screen) => {
                screen
            }
            Self::Job(_) => "Job",
        }
    }
}

/// What is known beyond the screen itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The policy that the screen is about, or the one of its job.
    pub policy: Option<Policy>,
    /// The job that the screen is about.
    pub job: Option<Job>,
    /// How many of the policy's members have a licensing error, where somebody counted.
    pub with_errors: Option<u64>,
    /// What is wrong with their licences, where the need is about that.
    pub errors: Vec<ListedGroup>,
    /// By which the helpdesk finds the last request that failed.
    pub request_id: Option<String>,
}

/// The text of a ticket. `reported_by` is who asks; `now` and `moment` are times as people read them.
pub fn ticket_text(
    need: Need,
    place: Option<&Place>,
    known: &Known,
    reported_by: &str,
    now: &str,
    moment: impl Fn(jiff::Timestamp) -> String,
) -> String {
    let mut text = format!("{}\n\n", subject(need));
    // Writing to a string does not fail.
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name}: {value}");
    };
    line("Reported by", reported_by);
    line("Time", now);
    if let Some(place) = place {
        line("Screen", place.screen());
    }
    if let Some(policy) = &known.policy {
        let organisation = &policy.organisation;
        line("Organisation", &format!("{} ({})", organisation.name, organisation.ods));
        line("User policy", &policy.full_name);
        line("Policy ID", policy.id.as_str());
        line("Members", &counted(policy.member_count, "person", "people"));
    }
    if let Some(people) = known.with_errors {
        let people = u32::try_from(people).unwrap_or(u32::MAX);
        line("With licensing errors", &counted(people, "person", "people"));
    }
    if let Some(job) = &known.job {
        line("Job", &format!("{}, {}", job.kind.label(), job.state.label()));
        line("Job ID", job.id.as_str());
        if known.policy.is_none() {
            line("User policy", &job.policy.full_name);
        }
        if let Some(import) = &job.import_id {
            line("Import ID", import.as_str());
        }
        line("People in it", &format!("{}, {} done", job.total, job.done));
        line("Started", &moment(job.created_at));
        let finished = job.finished_at.map_or_else(|| "not finished".to_owned(), &moment);
        line("Finished", &finished);
    }
    if let Some(Place::Person { id, .. }) = place {
        line("User ID", id.as_str());
    }
    if let Some(request) = &known.request_id {
        line("Request ID of the last error", request);
    }
    write_groups(&mut text, &known.errors);
    text.push_str("\nWhat I did:\n\nWhat I expected:\n\nWhat happened instead:\n");
    text
}

/// The subject of a ticket, or of a question.
pub fn subject(need: Need) -> &'static str {
    match need {
        Need::Fault => "User policies: something does not work",
        Need::Licence => "User policies: wrong or missing licence",
        Need::Account => "User policies: problem with an account",
        Need::HowTo | Need::Opinion => "User policies: question for the webinar",
    }
}
