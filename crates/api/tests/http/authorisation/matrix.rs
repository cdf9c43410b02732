//! What each operation answers to whom, as a table: a row for every operation of the OpenAPI document.

use domain::session::Role;

/// The roles, in the order of the columns.
pub(super) const ROLES: [Role; 4] =
    [Role::PrimaryLocalAdministrator, Role::LocalAdministrator, Role::LicenceAdmin, Role::Helpdesk];

/// A status for each of the [`ROLES`].
pub(super) type Cells = [u16; 4];

/// What one operation answers to whom.
pub(super) struct Row {
    /// Method and path, as the document has them.
    pub(super) operation: &'static str,
    /// Whether it changes something that the owner of the organisation can see.
    pub(super) effect: Effect,
    /// To who sends no token.
    pub(super) nobody: u16,
    /// To who is signed in and administers nothing.
    pub(super) no_role: u16,
    /// To each role, asked for what is their own organisation's.
    pub(super) own: Cells,
    /// To who is helpdesk of that organisation, and local administrator of a third one.
    pub(super) split: u16,
    /// To each role, asked for what is another organisation's.
    pub(super) other: Option<Cells>,
    /// To each role, asked for the national policy of their own organisation.
    pub(super) national: Option<Cells>,
}

/// What an operation does where it is allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing changes.
    Reads,
    /// Something does.
    Writes,
}

const fn reads(
    operation: &'static str,
    nobody: u16,
    no_role: u16,
    own: Cells,
    split: u16,
    other: Option<Cells>,
    national: Option<Cells>,
) -> Row {
    Row { operation, effect: Effect::Reads, nobody, no_role, own, split, other, national }
}

const fn writes(
    operation: &'static str,
    nobody: u16,
    no_role: u16,
    own: Cells,
    split: u16,
    other: Option<Cells>,
    national: Option<Cells>,
) -> Row {
    let effect = Effect::Writes;
    Row { effect, ..reads(operation, nobody, no_role, own, split, other, national) }
}

const YES: Cells = [200; 4];
const ALL_200: Option<Cells> = Some([200; 4]);
const ALL_202: Option<Cells> = Some([202; 4]);
const ALL_403: Option<Cells> = Some([403; 4]);
const ALL_404: Option<Cells> = Some([404; 4]);
/// There is no such thing to ask for.
const NONE: Option<Cells> = None;

/// Where an operation names no thing of an organisation, `other` asks for the list of the other's: it is empty, which
/// the test looks at in every answer.
#[rustfmt::skip]
pub(super) const MATRIX: &[Row] = &[
    //                                                              who asks for what is their own:        another's:    the national policy:
    //                                                     nobody   no role                          split
    //                                                               [primary LA, LA, licence admin, helpdesk]
    reads ("GET /api/session",                                401, 403, YES,                    200, NONE,     NONE),
    reads ("GET /api/organisations",                          401, 403, YES,                    200, NONE,     NONE),
    reads ("GET /api/catalogue",                              401, 403, YES,                    200, NONE,     NONE),
    reads ("GET /api/policies",                               401, 403, YES,                    200, ALL_200,  NONE),
    writes("POST /api/policies",                              401, 403, [201, 201, 403, 403],   403, Some([422, 422, 403, 403]), NONE),
    reads ("GET /api/policies/{id}",                          401, 403, YES,                    200, ALL_404,  ALL_200),
    writes("PATCH /api/policies/{id}",                        401, 403, [200, 200, 403, 403],   403, ALL_404,  ALL_403),
    reads ("GET /api/policies/{id}/impact",                   401, 403, [200, 200, 403, 403],   403, ALL_404,  ALL_403),
    reads ("GET /api/policies/{id}/history",                  401, 403, YES,                    200, ALL_404,  ALL_200),
    reads ("GET /api/policies/{id}/members",                  401, 403, YES,                    200, ALL_404,  ALL_200),
    writes("POST /api/policies/{id}/members",                 401, 403, [200, 200, 200, 403],   403, ALL_404,  Some([200, 200, 200, 403])),
    writes("POST /api/policies/{id}/member-moves",            401, 403, [202, 202, 202, 403],   403, ALL_404,  Some([202, 202, 202, 403])),
    reads ("GET /api/policies/{id}/licensing-errors",         401, 403, YES,                    200, ALL_404,  ALL_200),
    writes("POST /api/policies/{id}/licensing-error-exports", 401, 403, [202; 4],               202, ALL_404,  ALL_202),
    writes("POST /api/policies/{id}/licensing-retries",       401, 403, [202, 202, 202, 403],   403, ALL_404,  Some([202, 202, 202, 403])),
    reads ("POST /api/members/lookup",                        401, 403, [200, 200, 200, 403],   200, Some([200, 200, 200, 403]), NONE),
    reads ("GET /api/history",                                401, 403, YES,                    200, NONE,     NONE),
    reads ("GET /api/jobs",                                   401, 403, YES,                    200, ALL_200,  ALL_200),
    reads ("GET /api/jobs/{id}",                              401, 403, YES,                    200, ALL_404,  ALL_200),
    reads ("GET /api/jobs/{id}/events",                       401, 403, YES,                    200, ALL_404,  ALL_200),
    writes("POST /api/jobs/{id}/cancel",                      401, 403, [200, 200, 200, 403],   403, ALL_404,  Some([200, 200, 200, 403])),
    reads ("GET /api/users",                                  401, 403, YES,                    200, ALL_200,  NONE),
    reads ("GET /api/users/{id}",                             401, 403, YES,                    200, ALL_404,  NONE),
    // Each look is written down.
    writes("GET /api/users/{id}/log-ons",                     401, 403, [200, 200, 403, 403],   403, ALL_404,  NONE),
    reads ("GET /api/users/{id}/sign-in-methods",             401, 403, [200, 200, 403, 403],   403, ALL_404,  NONE),
    reads ("GET /api/users/{id}/mfa",                         401, 403, [200, 200, 403, 403],   403, ALL_404,  NONE),
    writes("POST /api/users/{id}/mfa-exemptions",             401, 403, [201, 201, 403, 403],   403, ALL_404,  NONE),
    writes("POST /api/users/{id}/mfa-enforcements",           401, 403, [200, 200, 403, 403],   403, ALL_404,  NONE),
    writes("POST /api/users/{id}/leaver",                     401, 403, [200, 200, 403, 403],   403, ALL_404,  NONE),
    writes("POST /api/users/{id}/leaver-undo",                401, 403, [200, 200, 403, 403],   403, ALL_404,  NONE),
    reads ("GET /api/leavers",                                401, 403, YES,                    200, NONE,     NONE),
    writes("POST /api/joiners",                               401, 403, [201, 201, 403, 403],   403, Some([422; 4]), NONE),
    reads ("GET /api/organisations/{ods}/default-policy",     401, 403, YES,                    200, ALL_404,  NONE),
    writes("POST /api/organisations/{ods}/default-policy",    401, 403, [200, 200, 403, 403],   403, ALL_404,  NONE),
    reads ("GET /api/users/{id}/history",                     401, 403, [200, 200, 403, 403],   403, ALL_404,  NONE),
    reads ("GET /api/shared-mailboxes",                       401, 403, YES,                    200, ALL_200,  NONE),
    reads ("GET /api/shared-mailboxes/{id}",                  401, 403, YES,                    200, ALL_404,  NONE),
    writes("PATCH /api/shared-mailboxes/{id}",                401, 403, [200, 200, 403, 403],   403, ALL_404,  NONE),
    // One's own: nobody else sees what somebody has read, or said of an article.
    reads ("GET /api/community/mark",                         401, 403, YES,                    200, NONE,     NONE),
    reads ("PUT /api/community/mark",                         401, 403, YES,                    200, NONE,     NONE),
    reads ("GET /api/article-reports",                        401, 403, YES,                    200, NONE,     NONE),
    writes("POST /api/article-reports",                       401, 403, [201; 4],               201, NONE,     NONE),
    // Only in demo mode. Whom one can sign in as is for anyone; an e-mail is for whom it was sent to.
    reads ("GET /api/demo/personas",                          200, 200, YES,                    200, NONE,     NONE),
    reads ("POST /api/demo/token",                            200, 200, YES,                    200, NONE,     NONE),
    reads ("GET /api/demo/messages",                          401, 403, YES,                    200, NONE,     NONE),
    reads ("GET /api/demo/messages/{id}",                     401, 403, YES,                    200, ALL_404,  NONE),
];

/// Where a role stands in the columns. A role that is new does not compile without a column.
pub(super) const fn column(role: Role) -> usize {
    match role {
        Role::PrimaryLocalAdministrator => 0,
        Role::LocalAdministrator => 1,
        Role::LicenceAdmin => 2,
        Role::Helpdesk => 3,
    }
}
