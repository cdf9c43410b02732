//! By what a person can sign in beside their password: a part of their page.

use domain::{
    ids::UserId,
    sign_in_method::{SignInMethod, SignInMethods},
};
use leptos::prelude::*;

use crate::{
    client::Client,
    shell::{RemoteView, remote},
};

/// The kinds of methods that somebody has registered, and what that means for them.
#[component]
pub(super) fn SignInMethodsSection(user: UserId) -> impl IntoView {
    let client = expect_context::<Client>();
    let user = StoredValue::new(user);
    let methods = remote(
        || (),
        move |()| {
            let user = user.get_value();
            async move { client.sign_in_methods(&user).await }
        },
    );
    view! {
        <section aria-labelledby="sign-in-methods">
            <h2 class="nhsuk-heading-m" id="sign-in-methods">
                "Ways to sign in"
            </h2>
            <RemoteView data=methods let:found>
                <Registered found />
            </RemoteView>
        </section>
    }
}

#[component]
fn Registered(found: SignInMethods) -> impl IntoView {
    let meaning = found.meaning();
    let item = |method: SignInMethod| view! { <li>{method.label()}</li> };
    let items = found.methods.into_iter().map(item).collect::<Vec<_>>();
    let list = if items.is_empty() {
        view! { <p>"Password only."</p> }.into_any()
    } else {
        view! { <ul class="nhsuk-list nhsuk-list--bullet">{items}</ul> }.into_any()
    };
    view! {
        {list}
        <p>{meaning} "."</p>
    }
}
