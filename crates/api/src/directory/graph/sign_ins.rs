//! Sign-ins as Microsoft Graph tells of them: <https://learn.microsoft.com/graph/api/signin-list>. It tells only tenants
//! with Microsoft Entra ID P1 or P2, and only applications that may read the audit log.

use axum::http::StatusCode;
use domain::{
    email::EmailAddress,
    log_on::{Device, LogOn, LogOnResult, MOST, Risk},
};
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    Graph, GraphError,
    batch::{BatchRequest, Reply},
    users::{self, Found, GraphUser},
};

/// As many as come at a time: the API gives 1,000 at most, and answers of that size take long.
const PAGE: usize = 500;

/// Why sign-ins are not told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignInsError {
    /// Microsoft Entra knows nobody by the address.
    #[error("Microsoft Entra knows nobody by this address")]
    Nobody,
    /// The tenant has not bought it.
    #[error("the tenant has no Microsoft Entra ID P1 or P2 licence")]
    NotLicensed,
    /// The application may not.
    #[error("the application is not permitted to read sign-ins")]
    NotPermitted,
    /// It cannot be asked just now.
    #[error(transparent)]
    Graph(GraphError),
}

impl From<GraphError> for SignInsError {
    fn from(error: GraphError) -> Self {
        match error {
            GraphError::Refused { status: StatusCode::FORBIDDEN, code } => {
                if code == "Authentication_RequestFromNonPremiumTenantOrB2CTenant" {
                    Self::NotLicensed
                } else {
                    Self::NotPermitted
                }
            }
            error => Self::Graph(error),
        }
    }
}

/// A page of them.
#[derive(Deserialize)]
struct Page {
    value: Vec<SignIn>,
    #[serde(rename = "@odata.nextLink", default)]
    next_link: Option<String>,
}

/// What is read of one. Its names, addresses and places are a person's, and never logged.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignIn {
    id: String,
    created_date_time: Timestamp,
    #[serde(default)]
    app_display_name: Option<String>,
    #[serde(default)]
    ip_address: Option<String>,
    #[serde(default)]
    client_app_used: Option<String>,
    #[serde(rename = "riskLevelDuringSignIn", default)]
    risk_level: Option<String>,
    #[serde(default)]
    status: Option<Status>,
    #[serde(default)]
    device_detail: Option<DeviceDetail>,
    #[serde(default)]
    location: Option<Location>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    #[serde(default)]
    error_code: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DeviceDetail {
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    operating_system: Option<String>,
    #[serde(default)]
    browser: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(default)]
    city: Option<String>,
    #[serde(default)]
    country_or_region: Option<String>,
}

impl Graph {
    /// Somebody's sign-ins since a moment, newest first: all, or more than [`MOST`] of more.
    pub(crate) async fn sign_ins(
        &self,
        email: &EmailAddress,
        since: Timestamp,
    ) -> Result<Vec<LogOn>, SignInsError> {
        let user = self.find(email).await?.ok_or(SignInsError::Nobody)?;
        let mut next = Some(first_page(&user.id, since));
        let mut found = Vec::new();
        while let Some(path) = next.filter(|_| found.len() <= MOST) {
            let (answer, _) = self.authorised("GET", &path, Vec::new()).await?;
            // The text of the error could show what does not fit, and that is of a person.
            let page = serde_json::from_slice::<Page>(&answer);
            let page = page.map_err(|_| GraphError::Malformed)?;
            found.extend(page.value.into_iter().map(SignIn::into_log_on));
            next = page.next_link.map(|link| self.path_of(&link)).transpose()?;
        }
        // It says so of the order that it gives; a page is cut by it, so it is made sure of.
        found.sort_by(|one, other| (other.at, &other.id).cmp(&(one.at, &one.id)));
        Ok(found)
    }

    /// Somebody by the name they sign in with, or else by their address.
    pub(super) async fn find(&self, email: &EmailAddress) -> Result<Option<GraphUser>, GraphError> {
        let get = |url| BatchRequest { method: "GET", url, body: None };
        let requests = [get(users::by_principal_name(email)), get(users::by_mail(email))];
        let mut replies = self.batch(&requests).await?.into_iter();
        let (named, mailed) = (replies.next(), replies.next());
        let body = |reply: Option<Reply>| match reply {
            Some(Reply::Answered { status, body }) if status.is_success() => Ok(Some(body)),
            Some(Reply::Answered { status: StatusCode::NOT_FOUND, .. }) => Ok(None),
            Some(Reply::Answered { status, body }) => {
                let code = super::code(body.to_string().as_bytes());
                Err(GraphError::Refused { status, code })
            }
            Some(Reply::NotNow(after)) => {
                Err(GraphError::NotReady { status: StatusCode::SERVICE_UNAVAILABLE, after })
            }
            None => Err(GraphError::Malformed),
        };
        if let Some(body) = body(named)? {
            return serde_json::from_value(body).map(Some).map_err(|_| GraphError::Malformed);
        }
        let Some(body) = body(mailed)? else { return Ok(None) };
        let found = serde_json::from_value::<Found>(body).map_err(|_| GraphError::Malformed)?;
        Ok(found.value.into_iter().next())
    }

    /// The path of a link that Microsoft Graph gave. One to somewhere else is not followed: the token goes with it.
    fn path_of(&self, link: &str) -> Result<String, GraphError> {
        let path = link.strip_prefix(&self.url).filter(|path| path.starts_with('/'));
        path.map(str::to_owned).ok_or(GraphError::Malformed)
    }
}

fn first_page(user: &str, since: Timestamp) -> String {
    // To the second, as the documentation writes it.
    let since = since.strftime("%Y-%m-%dT%H:%M:%SZ");
    // In a text of OData an apostrophe is written twice.
    let filter = format!("userId eq '{}' and createdDateTime ge {since}", user.replace('\'', "''"));
    format!("/auditLogs/signIns?$filter={}&$top={PAGE}", users::encoded(&filter))
}

impl SignIn {
    fn into_log_on(self) -> LogOn {
        let error_code = self.status.map_or(0, |status| status.error_code);
        let device = match self.device_detail {
            None => Device { browser: self.client_app_used, ..Device::default() },
            Some(detail) => Device {
                name: some_text(detail.display_name),
                operating_system: some_text(detail.operating_system),
                browser: some_text(detail.browser).or(self.client_app_used),
            },
        };
        let place = self.location.map(|place| [place.city, place.country_or_region]);
        let place = place.into_iter().flatten().filter_map(some_text).collect::<Vec<_>>();
        LogOn {
            id: self.id,
            at: self.created_date_time,
            app: some_text(self.app_display_name),
            device,
            ip_address: some_text(self.ip_address),
            location: some_text(Some(place.join(", "))),
            risk: risk(self.risk_level.as_deref()),
            result: LogOnResult::of_error_code(error_code),
            error_code,
        }
    }
}

/// Microsoft writes what it does not know as an empty text.
fn some_text(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn risk(level: Option<&str>) -> Risk {
    match level {
        Some("none") => Risk::None,
        Some("low") => Risk::Low,
        Some("medium") => Risk::Medium,
        Some("high") => Risk::High,
        // `hidden` where the tenant has no P2, and whatever is new.
        _ => Risk::NotKnown,
    }
}
