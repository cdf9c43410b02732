//! `GET /auditLogs/signIns`, as <https://learn.microsoft.com/graph/api/signin-list> says: newest first, a page at a
//! time, the next one behind `@odata.nextLink`.

use axum::{
    Json,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::{Shared, entra};

/// However many are asked for, so many come.
const PAGE: usize = 3;

/// What a test arranges of sign-ins.
#[derive(Default)]
pub(crate) struct SignIns {
    /// By whose they are, newest first.
    pub(crate) of: Vec<(String, Value)>,
    /// Refuses with this code, and 403.
    pub(crate) refused: Option<&'static str>,
    /// Where the next page is said to be, in place of where it is.
    pub(crate) elsewhere: Option<String>,
    /// What was asked for.
    pub(crate) asked: Vec<String>,
}

/// One as the documentation shows it, with a code and how many minutes ago it was.
pub(crate) fn sign_in(number: u32, minutes_ago: i64, error_code: u32) -> Value {
    let at = jiff::Timestamp::now().as_second() - minutes_ago * 60;
    let at = jiff::Timestamp::from_second(at).unwrap();
    json!({
        "id": format!("66ea54eb-6301-4ee5-be62-ff5a759b{number:04}"),
        "createdDateTime": at.to_string(),
        "userDisplayName": "Somebody", "userPrincipalName": "somebody@nhs.net",
        "appId": "de8bc8b5-d9f9-48b1-a8ad-b748da725064", "appDisplayName": "Graph explorer",
        "ipAddress": "131.107.159.37", "clientAppUsed": "Browser",
        "correlationId": "d79f5bee-5860-4832-928f-3133e22ae912",
        "conditionalAccessStatus": "notApplied", "isInteractive": true, "riskDetail": "none",
        "riskLevelAggregated": "none", "riskLevelDuringSignIn": "hidden", "riskState": "none",
        "status": { "errorCode": error_code, "failureReason": null, "additionalDetails": null },
        "deviceDetail": {
            "deviceId": "", "displayName": null, "operatingSystem": "Windows 10",
            "browser": "Edge 80.0.361", "isCompliant": null, "isManaged": null, "trustType": null
        },
        "location": {
            "city": "Redmond", "state": "Washington", "countryOrRegion": "US",
            "geoCoordinates": { "altitude": null, "latitude": 47.68, "longitude": -122.12 }
        }
    })
}

pub(super) async fn list(
    State(tenant): State<Shared>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let mut tenant = tenant.lock().unwrap();
    if let Some(refusal) = entra::unauthorised(&tenant, &headers) {
        return refusal;
    }
    let query = percent_decode_str(&query.unwrap()).decode_utf8().unwrap().into_owned();
    let sign_ins = &mut tenant.sign_ins;
    sign_ins.asked.push(query.clone());
    if let Some(code) = sign_ins.refused {
        return (StatusCode::FORBIDDEN, Json(entra::error(code, "No."))).into_response();
    }
    let parameter = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(given, _)| *given == name).map(|(_, value)| value.to_owned())
    };
    let filter = parameter("$filter").unwrap();
    let user = filter.strip_prefix("userId eq '").and_then(|rest| rest.split_once('\'')).unwrap();
    assert!(user.1.starts_with(" and createdDateTime ge 2"), "{filter}");
    let skip = parameter("$skiptoken").map_or(0, |token| token.parse::<usize>().unwrap());
    let of = sign_ins.of.iter().filter(|(id, _)| id == user.0).map(|(_, value)| value);
    let page = of.clone().skip(skip).take(PAGE).cloned().collect::<Vec<_>>();
    let mut answer = json!({ "@odata.context": "…#auditLogs/signIns", "value": page });
    if of.count() > skip + PAGE {
        let host = headers["host"].to_str().unwrap();
        let base = sign_ins.elsewhere.clone().unwrap_or_else(|| format!("http://{host}/v1.0"));
        let filter =
            percent_encoding::utf8_percent_encode(&filter, percent_encoding::NON_ALPHANUMERIC);
        answer["@odata.nextLink"] =
            format!("{base}/auditLogs/signIns?$filter={filter}&$skiptoken={}", skip + PAGE).into();
    }
    Json(answer).into_response()
}
