//! The first step: a file, or pasted addresses, which the worker reads; and, where that cannot be told from the
//! headings, the column that has the addresses.

use domain::{
    import::report::{COLUMN, MAX_FILE_BYTES, MAX_ROWS},
    policy::PolicyLicences,
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    Checked, StepHeading,
    choose_column::ChooseColumn,
    choose_form::{ChooseForm, FILE, Origin, Question, TEXT, WHICH},
};
use crate::nhsuk::{
    Button, ButtonAction, ButtonKind, ErrorSummary, FileUpload, ProgressBar, RadioOption, Radios,
    Spellcheck, Textarea, counted, thousands,
};
use crate::paths;

/// What the file dialog offers first.
const ACCEPT: &str = ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv,.txt";

/// Asks for a file or pasted addresses, has them read, and begins with what is in them.
#[component]
pub(super) fn ChooseStep(
    target: Signal<PolicyLicences>,
    begin: Callback<Checked>,
) -> impl IntoView {
    let form = ChooseForm::new(target, begin);
    move || match form.question.get() {
        Some(Question { why, preview, .. }) => {
            let choose = Callback::new(move |column| form.use_column(column));
            let give_up = Callback::new(move |()| form.question.set(None));
            view! { <ChooseColumn why preview choose give_up /> }.into_any()
        }
        None => view! { <ChooseFile form /> }.into_any(),
    }
}

#[component]
fn ChooseFile(form: ChooseForm) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.check();
    };
    let file_hint = format!(
        "A workbook (.xlsx, .xlsm, .xlsb, .xls or .ods) or a CSV file with a column headed “{COLUMN}”: up to {} rows and \
         {} MB. It is read on your computer; only the addresses in it are sent.",
        thousands(MAX_ROWS.into()),
        MAX_FILE_BYTES / (1024 * 1024),
    );
    view! {
        <ErrorSummary errors=form.summary() attempt=form.attempt />
        <StepHeading text="Choose who to import" />
        <p>"You see what will happen to everyone before anything is changed."</p>
        <p>
            <a href=paths::import_template() download="import-template.xlsx">
                "Download the template"
            </a>
        </p>
        <form class="upm-import__form" novalidate on:submit=submit>
            <FileUpload
                id=FILE
                label="Members file"
                hint=Some(file_hint)
                error=form.error_of(FILE)
                accept=ACCEPT
                on_change=move |file| form.choose_file(file)
            />
            <Show when=move || form.has_file()>
                <p class="nhsuk-hint">"Selected: " {move || form.file_name()}</p>
            </Show>
            <Textarea
                id=TEXT
                label="Or paste addresses"
                hint=Some("One on each line, or as copied from Outlook or a spreadsheet".to_owned())
                error=form.error_of(TEXT)
                value=form.text
                on_input=move |text| form.text.set(text)
                spellcheck=Spellcheck::Off
                autocomplete="off"
            />
            <WhichField form />
            <Button action=ButtonAction::Submit busy=form.is_reading()>
                "Check file"
            </Button>
            <Show when=move || form.is_reading().get()>
                <ReadingProgress form />
            </Show>
        </form>
    }
}

/// How far the reading is, and the way to stop it.
#[component]
fn ReadingProgress(form: ChooseForm) -> impl IntoView {
    let percent = Memo::new(move |_| form.read_so_far().map_or(0, |(_, percent)| percent));
    let rows = Memo::new(move |_| form.read_so_far().map_or(0, |(rows, _)| rows));
    let text = Signal::derive(move || match rows.get() {
        0 => "Reading the addresses…".to_owned(),
        rows => format!("{} read so far", counted(rows, "row", "rows")),
    });
    view! {
        <ProgressBar
            id="reading-progress"
            label="Reading the file"
            value=percent
            max=100
            text
        />
        <Button kind=ButtonKind::Secondary on_click=move |()| form.give_up()>
            "Cancel"
        </Button>
    }
}

/// Asked only when there are both a file and pasted addresses.
#[component]
fn WhichField(form: ChooseForm) -> impl IntoView {
    let both = Memo::new(move |_| form.has_file() && form.has_text());
    let options = Signal::derive(move || {
        vec![
            RadioOption::new(Origin::File.word(), format!("The file {}", form.file_name())),
            RadioOption::new(Origin::Text.word(), "The pasted addresses"),
        ]
    });
    let value = Signal::derive(move || form.which.get().map_or("", Origin::word).to_owned());
    view! {
        <Show when=move || both.get()>
            <Radios
                id=WHICH
                legend="Which do you want to import?"
                error=form.error_of(WHICH)
                options
                value
                on_change=move |word: String| form.which.set(Origin::of_word(&word))
            />
        </Show>
    }
}
