//! The first step: a file, or pasted addresses, which the worker reads.

use domain::import::report::{COLUMN, MAX_FILE_BYTES, MAX_ROWS, SheetError};
use futures::FutureExt;
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::{Checked, StepHeading};
use crate::{
    import::worker::SheetReader,
    nhsuk::{
        Button, ButtonAction, ErrorSummary, FileUpload, Loading, RadioOption, Radios, Spellcheck,
        SummaryError, Textarea, thousands,
    },
};

/// Where the template is, made when the app is built.
const TEMPLATE: &str = "/import-template.xlsx";

const FILE: &str = "members-file";
const TEXT: &str = "pasted-addresses";
const WHICH: &str = "which-to-check";

/// Asks for a file or pasted addresses, has them read, and begins with what is in them.
#[component]
pub(super) fn ChooseStep(begin: Callback<Checked>) -> impl IntoView {
    let form = ChooseForm::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.check(begin);
    };
    let file_hint = format!(
        "An Excel workbook (.xlsx) or a CSV file with a column headed “{COLUMN}”: up to {} rows and {} MB. It is read on \
         your computer; only the addresses in it are sent.",
        thousands(MAX_ROWS.into()),
        MAX_FILE_BYTES / (1024 * 1024),
    );
    view! {
        <ErrorSummary errors=form.summary() attempt=form.attempt />
        <StepHeading text="Choose who to import" />
        <p>"You see what will happen to everyone before anything is changed."</p>
        <p>
            <a href=TEMPLATE download="import-template.xlsx">
                "Download the template"
            </a>
        </p>
        <form class="upm-import__form" novalidate on:submit=submit>
            <FileUpload
                id=FILE
                label="Members file"
                hint=Some(file_hint)
                error=form.error_of(FILE)
                accept=".xlsx,.xlsm,.csv,.tsv,.txt"
                on_change=move |file| form.file.set(file)
            />
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
            <Button action=ButtonAction::Submit busy=form.is_checking>
                "Check file"
            </Button>
            <Show when=move || form.is_checking.get()>
                <Loading text="Reading the addresses…" />
            </Show>
        </form>
    }
}

/// Asked only when there are both a file and pasted addresses.
#[component]
fn WhichField(form: ChooseForm) -> impl IntoView {
    let both = Memo::new(move |_| form.has_file() && form.has_text());
    let options = Signal::derive(move || {
        let name = form.file.with(|file| file.as_ref().map(File::name)).unwrap_or_default();
        vec![
            RadioOption::new(Origin::File.word(), format!("The file {name}")),
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

/// Where addresses come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    File,
    Text,
}

impl Origin {
    fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Text => "text",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        [Self::File, Self::Text].into_iter().find(|from| from.word() == word)
    }

    fn field(self) -> &'static str {
        match self {
            Self::File => FILE,
            Self::Text => TEXT,
        }
    }
}

/// What is wrong with the form.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrong {
    NothingChosen,
    BothChosen,
    Unreadable { from: Origin, error: SheetError },
}

impl Wrong {
    fn field(&self) -> &'static str {
        match self {
            Self::NothingChosen => FILE,
            Self::BothChosen => WHICH,
            Self::Unreadable { from, .. } => from.field(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::NothingChosen => "Select a file or paste addresses".to_owned(),
            Self::BothChosen => {
                "Select whether to import the file or the pasted addresses".to_owned()
            }
            Self::Unreadable { error: error @ SheetError::NoHeader { found, .. }, .. }
                if !found.is_empty() =>
            {
                format!("{error}. The headings in it are: {}", found.join(", "))
            }
            Self::Unreadable { error, .. } => error.to_string(),
        }
    }
}

/// What is chosen, what is wrong with it, and the reading of it. Copies are the same form.
#[derive(Clone, Copy)]
struct ChooseForm {
    file: RwSignal<Option<File>, LocalStorage>,
    text: RwSignal<String>,
    which: RwSignal<Option<Origin>>,
    wrong: RwSignal<Option<Wrong>>,
    attempt: RwSignal<u32>,
    is_checking: RwSignal<bool>,
    reader: StoredValue<SheetReader, LocalStorage>,
}

impl ChooseForm {
    fn new() -> Self {
        Self {
            file: RwSignal::new_local(None),
            text: RwSignal::new(String::new()),
            which: RwSignal::new(None),
            wrong: RwSignal::new(None),
            attempt: RwSignal::new(0),
            is_checking: RwSignal::new(false),
            reader: StoredValue::new_local(SheetReader::new()),
        }
    }

    fn has_file(self) -> bool {
        self.file.with(Option::is_some)
    }

    fn has_text(self) -> bool {
        self.text.with(|text| !text.trim().is_empty())
    }

    fn source(self) -> Result<Origin, Wrong> {
        untrack(move || match (self.has_file(), self.has_text()) {
            (false, false) => Err(Wrong::NothingChosen),
            (true, false) => Ok(Origin::File),
            (false, true) => Ok(Origin::Text),
            (true, true) => self.which.get().ok_or(Wrong::BothChosen),
        })
    }

    fn check(self, begin: Callback<Checked>) {
        if self.is_checking.get_untracked() {
            return;
        }
        match self.source() {
            Err(wrong) => self.refuse(wrong),
            Ok(from) => self.read(from, begin),
        }
    }

    fn read(self, from: Origin, begin: Callback<Checked>) {
        let file = self.file.get_untracked().filter(|_| from == Origin::File);
        let name = file.as_ref().map(File::name);
        let reading = self.reader.with_value(|reader| match file {
            Some(file) => reader.check_file(file).left_future(),
            None => reader.check_text(&self.text.get_untracked()).right_future(),
        });
        self.wrong.set(None);
        self.is_checking.set(true);
        spawn_local(async move {
            // It gives none when the screen has gone.
            let Some(result) = reading.await else { return };
            self.is_checking.set(false);
            match result {
                Ok(report) => begin.run(Checked { file: name, report }),
                Err(error) => self.refuse(Wrong::Unreadable { from, error }),
            }
        });
    }

    fn refuse(self, wrong: Wrong) {
        self.wrong.set(Some(wrong));
        self.attempt.update(|attempt| *attempt += 1);
    }

    fn summary(self) -> Signal<Vec<SummaryError>> {
        Signal::derive(move || {
            let wrong = self.wrong.get();
            wrong.iter().map(|wrong| SummaryError::at(wrong.field(), wrong.text())).collect()
        })
    }

    fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let wrong = self.wrong.get().filter(|wrong| wrong.field() == field);
            wrong.map(|wrong| wrong.text())
        })
    }
}
