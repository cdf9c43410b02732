//! The form of a report.

use domain::article_report::{
    ArticleFault, ArticleReport, MOST_DETAILS, ReportArticle, ReportDraft, ReportErrors,
};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

use crate::{
    client::{Client, IdempotencyKey},
    nhsuk::{
        Button, ButtonAction, CharacterCount, ErrorSummary, RadioOption, Radios, Size, Spellcheck,
        SummaryError, TextInput, Title,
    },
    shell::embedded,
};

/// The ids of the fields.
const FAULT: &str = "fault";
const ADDRESS: &str = "address";
const DETAILS: &str = "details";

/// Asks what is wrong with which article.
#[component]
pub(super) fn ReportForm(#[prop(into)] on_sent: Callback<ArticleReport>) -> impl IntoView {
    let client = expect_context::<Client>();
    let address = embedded::article().unwrap_or_default();
    let draft = RwSignal::new(ReportDraft { address, ..ReportDraft::default() });
    let errors = RwSignal::new(ReportErrors::default());
    let refused = RwSignal::new(None::<String>);
    let attempt = RwSignal::new(0_u32);
    let busy = RwSignal::new(false);
    // The same report is sent under the same key: trying again after a lost answer sends no second one.
    let tried = StoredValue::new(None::<(ReportArticle, IdempotencyKey)>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        refused.set(None);
        attempt.update(|attempt| *attempt += 1);
        let report = match draft.with_untracked(ReportDraft::check) {
            Ok(report) => report,
            Err(wrong) => return errors.set(wrong),
        };
        errors.set(ReportErrors::default());
        let key = match tried.get_value() {
            Some((before, key)) if before == report => key,
            _ => IdempotencyKey::random(),
        };
        tried.set_value(Some((report.clone(), key.clone())));
        busy.set(true);
        spawn_local(async move {
            let result = client.report_article(&report, &key).await;
            let _ = busy.try_set(false);
            match result {
                Ok(report) => {
                    let _ = on_sent.try_run(report);
                }
                Err(error) => {
                    let _ = refused.try_set(Some(format!("The report was not sent. {error}")));
                }
            }
        });
    };
    let options = ArticleFault::ALL.map(|fault| RadioOption::new(fault.code(), fault.label()));
    let fault_error = said(errors, |errors| errors.fault.map(|error| error.to_string()));
    let address_error = said(errors, |errors| errors.address.map(|error| error.to_string()));
    let details_error = said(errors, |errors| errors.details.map(|error| error.to_string()));
    let summary = Signal::derive(move || {
        let at = [(FAULT, fault_error), (ADDRESS, address_error), (DETAILS, details_error)];
        let fields =
            at.into_iter().filter_map(|(id, error)| Some(SummaryError::at(id, error.get()?)));
        fields.chain(refused.get().map(SummaryError::general)).collect::<Vec<_>>()
    });
    view! {
        <ErrorSummary errors=summary attempt />
        <p>"Your report goes to the people who look after the support articles, with your name and email address."</p>
        <form class="upm-article" novalidate on:submit=submit>
            <Radios
                id=FAULT
                legend=Title::from("What is wrong?").size(Size::S)
                error=fault_error
                options=Signal::stored(options.to_vec())
                value=Signal::derive(move || {
                    draft.with(|draft| draft.fault.map_or("", ArticleFault::code)).to_owned()
                })
                on_change=move |code: String| {
                    draft.update(|draft| draft.fault = ArticleFault::from_code(&code));
                }
            />
            <TextInput
                id=ADDRESS
                label=Title::from("Address of the article").size(Size::S)
                hint=Some("Copy it from the address bar, like https://support.nhs.net/…".to_owned())
                error=address_error
                value=Signal::derive(move || draft.with(|draft| draft.address.clone()))
                on_input=move |text| draft.update(|draft| draft.address = text)
                spellcheck=Spellcheck::Off
                autocomplete="off"
            />
            <CharacterCount
                id=DETAILS
                label=Title::from("What is wrong, and how it should be").size(Size::S)
                hint=Some("Do not name patients or anyone else.".to_owned())
                error=details_error
                value=Signal::derive(move || draft.with(|draft| draft.details.clone()))
                on_input=move |text| draft.update(|draft| draft.details = text)
                max=MOST_DETAILS
                rows=8
            />
            <Button action=ButtonAction::Submit busy>
                "Send the report"
            </Button>
        </form>
    }
}

/// The message at a field, if something is wrong with it.
fn said(
    errors: RwSignal<ReportErrors>,
    of: impl Fn(&ReportErrors) -> Option<String> + Send + Sync + 'static,
) -> Signal<Option<String>> {
    Signal::derive(move || errors.with(&of))
}
