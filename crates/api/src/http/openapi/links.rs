//! Which answer names what another operation asks for: a policy that was made is what can be read, changed and
//! given members. Programs find their way by them, and the tests follow them
//! (`cargo xtask test --only schemathesis`), so that they reach more than "not found".

use utoipa::openapi::{
    OpenApi, RefOr,
    link::Link,
    path::{Operation, PathItem},
};

/// An operation and its status; where in the answer the identifier is; what can be asked with it.
type Source = (&'static str, &'static str, &'static str, &'static [&'static str]);

const POLICY: &[&str] = &[
    "readPolicy",
    "readImpact",
    "listPolicyHistory",
    "listMembers",
    "assignMembers",
    "listLicensingErrors",
    "exportLicensingErrors",
    "retryLicences",
    "moveMatchingMembers",
];
const JOB: &[&str] = &["readJob", "cancelJob", "watchJob"];

const SOURCES: [Source; 8] = [
    ("createPolicy", "201", "$response.body#/id", POLICY),
    ("searchPolicies", "200", "$response.body#/items/0/id", POLICY),
    ("assignMembers", "200", "$response.body#/job/id", JOB),
    ("assignMembers", "202", "$response.body#/job/id", JOB),
    ("moveMatchingMembers", "202", "$response.body#/id", JOB),
    ("listJobs", "200", "$response.body#/items/0/id", JOB),
    (
        "searchUsers",
        "200",
        "$response.body#/items/0/id",
        &[
            "readUser",
            "listLogOns",
            "listUserHistory",
            "readMfa",
            "disableMfa",
            "enforceMfa",
            "markLeaver",
            "undoLeaver",
        ],
    ),
    ("listMessages", "200", "$response.body#/0/id", &["readMessage"]),
];

/// What has been read can be changed, by the version that came with it.
const VERSIONED: [(&str, &str); 2] = [("createPolicy", "201"), ("readPolicy", "200")];

/// Writes the links into the answers they start from.
pub(super) fn describe(document: &mut OpenApi) {
    for (from, status, id, targets) in SOURCES {
        for target in targets {
            let link = Link::builder().operation_id(*target).parameter("id", id);
            add(document, from, status, target, link.build());
        }
    }
    for (from, status) in VERSIONED {
        let link = Link::builder()
            .operation_id("updatePolicy")
            .parameter("id", "$response.body#/id")
            .parameter("If-Match", "$response.header.ETag");
        add(document, from, status, "updatePolicy", link.build());
    }
}

fn add(document: &mut OpenApi, from: &str, status: &str, name: &str, link: Link) {
    let mut operations = document.paths.paths.values_mut().flat_map(operations);
    let from = operations.find(|operation| operation.operation_id.as_deref() == Some(from));
    let answer = from.and_then(|operation| operation.responses.responses.get_mut(status));
    if let Some(RefOr::T(answer)) = answer {
        answer.links.insert(name.to_owned(), RefOr::T(link));
    }
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut path.get, &mut path.post, &mut path.patch].into_iter().flatten()
}
