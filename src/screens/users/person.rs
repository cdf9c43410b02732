//! A person, `/users/:id`: what the directory knows of them, and moving them to another policy.

use domain::{
    ids::UserId,
    licensing::LicensingError,
    selection::{Selected, Selection},
    session::Action,
    user::User,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    account_history::AccountHistory, choice, facts::Facts, leaving::Leaving, mfa::MfaSection,
    sign_in_methods::SignInMethodsSection,
};
use crate::{
    client::{ApiError, Client},
    nhsuk::{
        Button, ButtonGroup, ButtonKind, Card, Crumb, HeadingLevel, InsetText, SummaryList,
        SummaryRow, Title,
    },
    paths,
    shell::{
        Page, Reference, RemoteView, SignedIn,
        moving::{
            MovingFrom,
            move_members::MoveDialog,
            outcome::{AssignmentReport, Report},
        },
        remote,
    },
};

/// A person of the directory.
#[component]
pub fn UserScreen() -> impl IntoView {
    let client = expect_context::<Client>();
    let parameters = use_params_map();
    let id =
        Memo::new(move |_| parameters.with(|parameters| parameters.get("id").unwrap_or_default()));
    let user = remote(
        move || id.get(),
        move |id| async move {
            match UserId::parse(&id) {
                Ok(id) => client.user(&id).await,
                Err(_) => Err(ApiError::not_found()),
            }
        },
    );
    let name = Signal::derive(move || {
        user.with(|user| user.map_or_else(|| "User".to_owned(), |user| user.display_name.clone()))
    });
    let report = RwSignal::new(None::<Report>);
    let reference = Reference::expect();
    let moved = Callback::new(move |done: Report| {
        user.reload();
        // Seats in use changed as well.
        reference.reload();
        report.set(Some(done));
    });
    let reread = Callback::new(move |()| user.reload());
    let crumbs = vec![
        Crumb::new(paths::home(), "Admin home"),
        Crumb::new(paths::users(), "User Management"),
    ];
    view! {
        // The name stays out of the document's title, which the browser keeps in its history.
        <Page title=name document_title="User" crumbs=Signal::stored(crumbs)>
            <AssignmentReport report />
            <RemoteView data=user let:user>
                <Person user moved reread />
            </RemoteView>
        </Page>
    }
}

/// All that is known of them, and what can be done.
#[component]
fn Person(user: User, moved: Callback<Report>, reread: Callback<()>) -> impl IntoView {
    let errors = user.licensing_errors.clone();
    let moving = view! { <Move user=user.clone() moved /> };
    let leaving = view! { <Leaves user=user.clone() reread /> };
    view! {
        <Facts user=user.clone() />
        <ButtonGroup>{moving} {leaving}</ButtonGroup>
        <Errors errors />
        <AccountCare user />
    }
}

/// The button and the dialog that put them into another policy, where that is possible.
#[component]
fn Move(user: User, moved: Callback<Report>) -> impl IntoView {
    let person = choice::selected(&user, SignedIn::expect());
    let from = MovingFrom::from(&user);
    person.map(|person| {
        let text = if person.from.is_some() { "Move to another policy" } else { "Add to a policy" };
        let open = RwSignal::new(false);
        view! {
            <Button kind=ButtonKind::Secondary on_click=move || open.set(true)>
                {text}
            </Button>
            <MoveDialog from selection=Signal::stored(only(person)) open moved />
        }
    })
}

/// Marking them as a leaver, and taking that back, for those who may.
#[component]
fn Leaves(
    user: User,
    /// Told once it is done.
    reread: Callback<()>,
) -> impl IntoView {
    let may = SignedIn::expect().may(Action::CareForAccounts, &user.organisation.ods);
    may.then(|| view! { <Leaving user changed=reread /> })
}

/// By what they sign in, multi-factor authentication, and what was done to their account: for those who may see it.
#[component]
fn AccountCare(user: User) -> impl IntoView {
    let signed_in = SignedIn::expect();
    let ods = &user.organisation.ods;
    let cares = signed_in.may(Action::CareForAccounts, ods);
    let version = RwSignal::new(0);
    let changed = Callback::new(move |()| version.update(|version| *version += 1));
    signed_in.may(Action::SeeLogOns, ods).then(|| {
        view! {
            <SignInMethodsSection user=user.id.clone() />
            {cares.then(|| view! { <MfaSection user=user.id.clone() changed /> })}
            <AccountHistory user=user.id version />
        }
    })
}

/// One person, chosen.
fn only(person: Selected) -> Selection {
    let mut selection = Selection::default();
    // There is always room for the first.
    let _ = selection.insert(person);
    selection
}

/// Why they lack licences, and who can do what about it.
#[component]
fn Errors(errors: Vec<LicensingError>) -> impl IntoView {
    let several = errors.len() > 1;
    (!errors.is_empty()).then(|| {
        view! {
            <section aria-labelledby="licensing-errors">
                <h2 class="nhsuk-heading-m" id="licensing-errors">
                    "Licensing errors"
                </h2>
                {several
                    .then(|| {
                        view! {
                            <InsetText>
                                <p>
                                    "One licence that cannot be given holds back the policy’s others. Fix the first error first."
                                </p>
                            </InsetText>
                        }
                    })}
                {errors
                    .into_iter()
                    .map(|error| view! { <Explained error /> })
                    .collect_view()}
            </section>
        }
    })
}

#[component]
fn Explained(error: LicensingError) -> impl IntoView {
    let LicensingError { product, code, .. } = error;
    view! {
        <Card title=Title::from(product).heading(HeadingLevel::H3)>
            <SummaryList>
                <SummaryRow name="What is wrong">{code.explain()}</SummaryRow>
                <SummaryRow name="Who can fix it">{code.who_can_fix()}</SummaryRow>
                <SummaryRow name="What to do">{code.advice()}</SummaryRow>
                <SummaryRow name="Microsoft’s code">
                    <code>{code.code()}</code>
                </SummaryRow>
            </SummaryList>
        </Card>
    }
}
