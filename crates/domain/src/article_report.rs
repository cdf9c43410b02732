//! Reports of support articles that are not as they should be: what somebody may say of one, and what is sent of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::text::{checked_string, is_invisible};

/// The most characters (Unicode scalar values) that may be said.
pub const MOST_DETAILS: usize = 2_000;
/// The most characters that the address of a page may have.
pub const LONGEST_ADDRESS: usize = 2_000;

/// What is wrong with an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ArticleFault {
    /// It says how things were.
    OutOfDate,
    /// It says something that is not so.
    Inaccurate,
    /// Steps are missing.
    StepsMissing,
    /// Not everybody can use it.
    Inaccessible,
}

impl ArticleFault {
    /// All of them, in the order of the question.
    pub const ALL: [Self; 4] =
        [Self::OutOfDate, Self::Inaccurate, Self::StepsMissing, Self::Inaccessible];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::OutOfDate => "It is out of date",
            Self::Inaccurate => "Something in it is not right",
            Self::StepsMissing => "Steps are missing",
            Self::Inaccessible => "It is not accessible",
        }
    }

    /// The word for it on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::OutOfDate => "outOfDate",
            Self::Inaccurate => "inaccurate",
            Self::StepsMissing => "stepsMissing",
            Self::Inaccessible => "inaccessible",
        }
    }

    /// The fault that a word stands for.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.code() == code)
    }
}

/// The address of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, min_length = 9, max_length = 2000, pattern = "^https?://")
)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleAddress(String);

/// Why a text is no address of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArticleAddressError {
    /// There is none.
    #[error("Enter the address of the article")]
    Missing,
    /// It is too long.
    #[error("The address must be {LONGEST_ADDRESS} characters or fewer")]
    TooLong,
    /// It is not an address of the web.
    #[error(
        "Enter the full address of the article, like https://support.nhs.net/article. Copy it from \
         the address bar"
    )]
    NoAddress,
}

impl ArticleAddressError {
    /// The stable code of the error.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "addressMissing",
            Self::TooLong => "addressTooLong",
            Self::NoAddress => "addressInvalid",
        }
    }
}

impl ArticleAddress {
    /// Parses an address of the web, without spaces around it.
    pub fn parse(text: &str) -> Result<Self, ArticleAddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ArticleAddressError::Missing);
        }
        if text.chars().count() > LONGEST_ADDRESS {
            return Err(ArticleAddressError::TooLong);
        }
        let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        let after = ["https://", "http://"].into_iter().find(|scheme| lower.starts_with(scheme));
        let rest = after.and_then(|scheme| text.get(scheme.len()..)).unwrap_or_default();
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let is_plain = |character: char| {
            character.is_alphanumeric() || matches!(character, '-' | '.' | ':' | '[' | ']')
        };
        // No name and password before the host, which would lead elsewhere than it seems.
        let is_host = !authority.is_empty() && authority.chars().all(is_plain);
        let is_whole = !text.chars().any(|each| each.is_whitespace() || each.is_control());
        if is_host && is_whole && !text.chars().any(is_invisible) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ArticleAddressError::NoAddress)
        }
    }
}

checked_string!(ArticleAddress, ArticleAddressError);

/// What somebody says of an article, without spaces around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, min_length = 1, max_length = 2000)
)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleDetails(String);

/// Why a text cannot be that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArticleDetailsError {
    /// Nothing is said.
    #[error("Enter what is wrong with the article")]
    Missing,
    /// Too much is said.
    #[error("What is wrong must be {MOST_DETAILS} characters or fewer")]
    TooLong,
    /// It holds the character U+0000, which no database text can.
    #[error("What is wrong must not include the null character. Delete it and type the text again")]
    NullCharacter,
}

impl ArticleDetailsError {
    /// The stable code of the error.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "detailsMissing",
            Self::TooLong => "detailsTooLong",
            Self::NullCharacter => "detailsNullCharacter",
        }
    }
}

impl ArticleDetails {
    /// Parses it; within, the text is not changed.
    pub fn parse(text: &str) -> Result<Self, ArticleDetailsError> {
        let text = text.trim();
        if text.is_empty() {
            Err(ArticleDetailsError::Missing)
        } else if text.chars().count() > MOST_DETAILS {
            Err(ArticleDetailsError::TooLong)
        } else if text.contains('\0') {
            Err(ArticleDetailsError::NullCharacter)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

checked_string!(ArticleDetails, ArticleDetailsError);

/// `POST /api/article-reports`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportArticle {
    /// What is wrong.
    pub fault: ArticleFault,
    /// The article.
    pub address: ArticleAddress,
    /// What is wrong, in words.
    pub details: ArticleDetails,
}

/// What somebody has entered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportDraft {
    /// What is wrong, once it is chosen.
    pub fault: Option<ArticleFault>,
    /// The address, as typed.
    pub address: String,
    /// What is wrong, as typed.
    pub details: String,
}

/// Nothing was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Select what is wrong with the article")]
pub struct FaultMissing;

/// What is wrong with a draft, by its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportErrors {
    /// Nothing was chosen.
    pub fault: Option<FaultMissing>,
    /// Of the address.
    pub address: Option<ArticleAddressError>,
    /// Of what was said.
    pub details: Option<ArticleDetailsError>,
}

impl ReportDraft {
    /// The report, or all that is wrong with the draft.
    pub fn check(&self) -> Result<ReportArticle, ReportErrors> {
        let fault = self.fault.ok_or(FaultMissing);
        let address = ArticleAddress::parse(&self.address);
        let details = ArticleDetails::parse(&self.details);
        match (fault, address, details) {
            (Ok(fault), Ok(address), Ok(details)) => Ok(ReportArticle { fault, address, details }),
            (fault, address, details) => Err(ReportErrors {
                fault: fault.err(),
                address: address.err(),
                details: details.err(),
            }),
        }
    }
}

/// A report that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ArticleReport {
    /// Names it.
    pub id: String,
    /// When it was sent.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    #[serde(deserialize_with = "crate::iso8601::timestamp")]
    pub at: Timestamp,
    /// To which address.
    pub to: String,
    /// What was said.
    pub report: ReportArticle,
}

/// One's own reports, latest first: `GET /api/article-reports`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ArticleReports {
    /// Where a report goes; absent where none can be sent from here.
    pub to: Option<String>,
    /// The latest of them.
    pub items: Vec<ArticleReport>,
}

/// The subject of the e-mail that a report goes out as.
pub fn subject(report: &ReportArticle) -> String {
    let what = match report.fault {
        ArticleFault::OutOfDate => "out of date",
        ArticleFault::Inaccurate => "not right",
        ArticleFault::StepsMissing => "steps missing",
        ArticleFault::Inaccessible => "not accessible",
    };
    format!("Support article: {what}")
}
