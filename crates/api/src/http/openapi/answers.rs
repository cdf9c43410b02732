//! Which problems an operation may be answered with. They follow from what the operation takes, so they are
//! worked out from the document, once for all, rather than written at each handler, where one would be
//! forgotten. What is not listed is not answered: the tests compare (`cargo xtask test --only schemathesis`).

use domain::problem::MEDIA_TYPE;
use utoipa::openapi::{
    Components, ContentBuilder, HeaderBuilder, ObjectBuilder, OpenApi, Ref, RefOr, Response,
    ResponseBuilder,
    path::{Operation, ParameterIn, PathItem},
    schema::Type,
};

/// An answer that tells of a problem: status, name in the document, what it says, the header it always has.
type Answer = (&'static str, &'static str, &'static str, Option<(&'static str, &'static str)>);

const RETRY_AFTER: Option<(&str, &str)> =
    Some(("Retry-After", "Seconds to wait before trying again"));

const ANSWERS: [Answer; 13] = [
    ("400", "BadRequest", "The query, a header or the JSON of the body is malformed", None),
    (
        "401",
        "NotSignedIn",
        "There is no access token, or it is not valid (any more)",
        Some(("WWW-Authenticate", "How to sign in: `Bearer`")),
    ),
    ("403", "NotAllowed", "Whoever is signed in may not do this", None),
    ("404", "NotFound", "It does not exist, or belongs to an organisation of others", None),
    ("409", "Conflict", "It does not go together with how things are now", None),
    (
        "412",
        "Changed",
        "Somebody else has changed it since: `current` is what it is now",
        Some(("ETag", "The version of `current`")),
    ),
    ("413", "TooLarge", "The body has more than 1 MB", None),
    ("415", "NotJson", "The body is not sent as JSON", None),
    ("422", "NotValid", "What the body, the query or the Idempotency-Key says is refused", None),
    ("428", "PreconditionMissing", "There is no If-Match", None),
    ("429", "TooManyRequests", "This person, or this address, has sent too many", RETRY_AFTER),
    ("500", "Failed", "Something went wrong on our side", None),
    ("503", "Unavailable", "The service is busy, or the request took too long", RETRY_AFTER),
];

/// What does not show in what an operation takes: that it can conflict with how things are, and that its query is
/// checked as a body is.
const ALSO: [(&str, &str); 7] = [
    ("updatePolicy", "409"),
    ("cancelJob", "409"),
    ("readImpact", "422"),
    ("listLogOns", "409"),
    ("listSignInMethods", "409"),
    ("readSharedMailbox", "409"),
    ("setAutomaticReplies", "409"),
];

/// Says of every operation which problems it is answered with.
pub(super) fn describe(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        for (operation, changes) in operations(item) {
            for status in problems(operation, path, changes) {
                let Some((_, name, ..)) = ANSWERS.iter().find(|(known, ..)| *known == status)
                else {
                    continue;
                };
                let answer = RefOr::Ref(Ref::from_response_name(*name));
                operation.responses.responses.insert(status.to_owned(), answer);
            }
        }
    }
    add_responses(document.components.get_or_insert_default());
}

fn add_responses(components: &mut Components) {
    for answer @ (_, name, ..) in &ANSWERS {
        components.responses.insert((*name).to_owned(), RefOr::T(response(answer)));
    }
}

fn response((_, _, description, header): &Answer) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut response = ResponseBuilder::new()
        .description(format!("{description}. A problem (RFC 9457) with a stable code"))
        .content(MEDIA_TYPE, content);
    if let Some((name, description)) = header {
        let schema = ObjectBuilder::new().schema_type(Type::String);
        let header =
            HeaderBuilder::new().schema(Some(schema.build())).description(Some(*description));
        response = response.header(*name, header.build());
    }
    response.build()
}

/// Whether an operation may change something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changes {
    Nothing,
    Something,
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = (&mut Operation, Changes)> {
    let read = path.get.as_mut().map(|operation| (operation, Changes::Nothing));
    let written =
        [path.post.as_mut(), path.put.as_mut(), path.patch.as_mut()].into_iter().flatten();
    read.into_iter().chain(written.map(|operation| (operation, Changes::Something)))
}

fn problems(operation: &Operation, path: &str, changes: Changes) -> Vec<&'static str> {
    let takes = |name: &str, place: ParameterIn| {
        operation.parameters.iter().flatten().any(|parameter| match parameter {
            RefOr::T(parameter) => {
                parameter.parameter_in == place && (name.is_empty() || parameter.name == name)
            }
            RefOr::Ref(_) => false,
        })
    };
    let mut found = vec!["429", "500", "503"];
    let mut add = |applies: bool, statuses: &[&'static str]| {
        if applies {
            found.extend(statuses);
        }
    };
    // What is for anyone says that no scheme is needed.
    add(operation.security.is_none(), &["401", "403"]);
    add(path.contains('{'), &["404"]);
    add(takes("", ParameterIn::Query), &["400"]);
    add(changes == Changes::Something, &["413"]);
    add(operation.request_body.is_some(), &["400", "415", "422"]);
    add(takes("Idempotency-Key", ParameterIn::Header), &["400", "409", "422"]);
    add(takes("If-Match", ParameterIn::Header), &["412", "428"]);
    let name = operation.operation_id.as_deref().unwrap_or_default();
    for (operation, status) in ALSO {
        add(name == operation, &[status]);
    }
    found
}
