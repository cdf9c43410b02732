//! A few accounts of the larger organisations are disabled, compromised or made safe again; and some of those that one
//! can sign in as the administrator of have log-ons. With chance of its own, so that the rest stays as it is.

use domain::{account_status::AccountStatus, ids::UserId, log_on::Risk, ods::OdsCode};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};

use super::{
    Invention, SeedError,
    organisations::{Body, BodyKind},
    sign_in_methods,
    write::AT_ONCE,
};
use crate::store::{Connection, QueryBuilder, query, row, users};

/// How many accounts of a larger organisation are in each of these states.
const FEW: i64 = 3;
/// How many people of an organisation have log-ons.
const WITH_LOG_ONS: i64 = 250;

/// Who has signed in, or tried to.
struct Somebody {
    id: UserId,
    status: AccountStatus,
}

/// Somebody's attempt, before it is written.
struct Attempt {
    at: Timestamp,
    from: &'static Place,
    risk: Risk,
    error_code: u32,
}

/// Where somebody signs in, and by what. The addresses are those that documentation uses (RFC 5737, RFC 3849).
struct Place {
    ip_address: &'static str,
    location: &'static str,
    device: Option<&'static str>,
    operating_system: &'static str,
    browser: &'static str,
    app: &'static str,
}

const WARD: Place = Place {
    ip_address: "192.0.2.14",
    location: "Leeds, GB",
    device: Some("WARD-PC-0417"),
    operating_system: "Windows 11",
    browser: "Edge 131.0",
    app: "Office 365 Exchange Online",
};
const PHONE: Place = Place {
    ip_address: "198.51.100.73",
    location: "Bradford, GB",
    device: None,
    operating_system: "iOS 18",
    browser: "Mobile Safari",
    app: "Outlook Mobile",
};
const HOME: Place = Place {
    ip_address: "2001:db8:51ab::7",
    location: "Harrogate, GB",
    device: Some("LAPTOP-2291"),
    operating_system: "Windows 11",
    browser: "Chrome 130.0",
    app: "Microsoft Teams",
};
const ABROAD: Place = Place {
    ip_address: "203.0.113.199",
    location: "Lagos, NG",
    device: None,
    operating_system: "Linux",
    browser: "Chrome 109.0",
    app: "Office 365 Exchange Online",
};

/// Writes them.
pub(super) async fn invent(
    connection: &mut Connection,
    invention: &Invention,
    seed: u64,
    bodies: &[Body],
) -> Result<(), SeedError> {
    let mut rng = Rng::with_seed(seed ^ 0x0010_6005);
    // In the last week, and before any minute that has not come yet.
    let yesterday = earlier(invention.now, SignedDuration::from_hours(24));
    for body in bodies.iter().filter(|body| matches!(body.kind, BodyKind::Trust | BodyKind::Icb)) {
        put_into_states(connection, &body.organisation.ods, yesterday).await?;
    }
    let mut administered = Vec::new();
    for (kind, count) in [(BodyKind::Trust, 2), (BodyKind::Icb, 1), (BodyKind::Practice, 1)] {
        administered.extend(bodies.iter().filter(move |body| body.kind == kind).take(count));
    }
    for body in administered {
        sign_in_methods::write(connection, &body.organisation.ods).await?;
        let mut rows = Vec::new();
        for (nth, somebody) in people(connection, &body.organisation.ods).await?.iter().enumerate()
        {
            for attempt in attempts(&mut rng, nth, somebody, yesterday) {
                rows.push((id(&mut rng, attempt.at), somebody.id.clone(), attempt));
            }
        }
        for rows in rows.chunks(AT_ONCE) {
            write(connection, rows).await?;
        }
    }
    Ok(())
}

/// The accounts that were made last, so that whoever looks for the first finds an ordinary one.
async fn put_into_states(
    connection: &mut Connection,
    ods: &OdsCode,
    yesterday: Timestamp,
) -> Result<(), SeedError> {
    for (nth, state) in (0..).zip(["disabled", "compromised", "remediated"]) {
        let since = earlier(yesterday, SignedDuration::from_hours(30 * nth));
        query(
            "UPDATE account SET status = $1, status_since = $2 WHERE id IN ( \
                 SELECT id FROM account WHERE ods = $3 AND status = 'active' AND aup_accepted \
                     AND policy_id IS NOT NULL ORDER BY id DESC LIMIT $4)",
        )
        .bind(state)
        .bind(since.as_millisecond())
        .bind(ods.as_str())
        .bind(FEW)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Those with log-ons: the first by their addresses, and all whose account is in a state of note.
async fn people(connection: &mut Connection, ods: &OdsCode) -> Result<Vec<Somebody>, SeedError> {
    let people = query(
        "SELECT id, status, leaver_until, status_since FROM account \
         WHERE ods = $1 ORDER BY CASE WHEN status IN ('active', 'leaver') THEN 1 ELSE 0 END, email LIMIT $2",
    )
    .bind(ods.as_str())
    .bind(WITH_LOG_ONS)
    .try_map(|row| Ok(Somebody { id: row::parsed(&row, "id")?, status: users::status(&row)? }))
    .fetch_all(connection)
    .await?;
    Ok(people)
}

/// What somebody did in the last weeks: a story by their number, after ordinary days.
fn attempts(rng: &mut Rng, nth: usize, somebody: &Somebody, yesterday: Timestamp) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    let mut add = |minutes_ago: i64, from: &'static Place, risk: Risk, error_code: u32| {
        let at = earlier(yesterday, SignedDuration::from_mins(minutes_ago));
        attempts.push(Attempt { at, from, risk, error_code });
    };
    let day = 24 * 60;
    for ago in 1..=rng.i64(3..12) {
        let from = *rng.choice([&WARD, &WARD, &PHONE, &HOME].iter()).unwrap_or(&&WARD);
        let minute = ago * 2 * day + rng.i64(0..600);
        add(minute, from, Risk::None, 0);
        if rng.u32(0..5) == 0 {
            add(minute + 1, from, Risk::None, 50_126);
        }
    }
    match (somebody.status, nth % 7) {
        (AccountStatus::Disabled, _) => {
            add(90, &WARD, Risk::None, 50_057);
            add(60, &PHONE, Risk::None, 50_057);
        }
        (AccountStatus::Compromised { .. }, _) => {
            for minute in 0..12 {
                add(400 + minute, &ABROAD, Risk::High, 50_126);
            }
            add(380, &ABROAD, Risk::High, 0);
            add(200, &ABROAD, Risk::High, 53_003);
        }
        (AccountStatus::Remediated { .. }, _) => {
            add(5 * day, &ABROAD, Risk::High, 0);
            add(4 * day, &ABROAD, Risk::High, 53_004);
            add(600, &WARD, Risk::Low, 50_133);
            add(599, &WARD, Risk::Low, 0);
        }
        (AccountStatus::Active | AccountStatus::Leaver { .. }, 0) => {
            for minute in 0..10 {
                add(30 + minute, &PHONE, Risk::None, 50_126);
            }
            add(29, &PHONE, Risk::None, 50_053);
            add(10, &WARD, Risk::None, 50_053);
        }
        (_, 1) => {
            for minute in 0..14 {
                add(50 + 3 * minute, &ABROAD, Risk::Medium, 50_126);
            }
            add(45, &ABROAD, Risk::Medium, 50_053);
        }
        (_, 2) => {
            add(120, &HOME, Risk::None, 500_121);
            add(118, &HOME, Risk::None, 50_074);
        }
        (_, 3) => add(70, &HOME, Risk::Low, 53_003),
        (_, 4) => add(15, &WARD, Risk::None, 50_055),
        (_, _) => add(20, &WARD, Risk::None, 0),
    }
    attempts
}

fn earlier(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.checked_sub(by).unwrap_or(moment)
}

/// An identifier as Microsoft's: one that says nothing.
fn id(rng: &mut Rng, at: Timestamp) -> String {
    let mut random = [0; 10];
    rng.fill(&mut random);
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid().to_string()
}

async fn write(
    connection: &mut Connection,
    rows: &[(String, UserId, Attempt)],
) -> Result<(), SeedError> {
    let risks = rows.iter().map(|(.., attempt)| row::as_word(&attempt.risk));
    let risks = risks.collect::<Result<Vec<_>, _>>()?;
    let mut sql = QueryBuilder::new(
        "INSERT INTO log_on (id, account_id, at, app, device, operating_system, browser, ip_address, location, risk, \
                             error_code) ",
    );
    sql.push_values(rows.iter().zip(&risks), |mut row, ((id, person, attempt), risk)| {
        let Attempt { at, from, error_code, .. } = attempt;
        row.push_bind(id)
            .push_bind(person.as_str())
            .push_bind(at.as_millisecond())
            .push_bind(from.app)
            .push_bind(from.device)
            .push_bind(from.operating_system)
            .push_bind(from.browser)
            .push_bind(from.ip_address)
            .push_bind(from.location)
            .push_bind(risk)
            .push_bind(i64::from(*error_code));
    });
    sql.build().execute(connection).await?;
    Ok(())
}
