//! What is chosen to be imported, the reading of it, and what is wrong with it.

use domain::{
    import::{
        plan::Plan,
        report::{ColumnChoice, Preview, Progress, SheetError},
        source::Source,
    },
    policy::PolicyLicences,
};
use futures::StreamExt;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::{Checked, ColumnOrigin, choose_column::Why};
use crate::{
    import::{
        remembered_columns,
        worker::{self, SheetReader, Told},
    },
    nhsuk::SummaryError,
};

/// The ids of the fields, to which errors lead.
pub(super) const FILE: &str = "members-file";
pub(super) const TEXT: &str = "pasted-addresses";
pub(super) const WHICH: &str = "which-to-check";

/// Where addresses come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    File,
    Text,
}

impl Origin {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Text => "text",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
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
#[derive(Clone, Debug, PartialEq)]
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
            Self::Unreadable { error, .. } => error.to_string(),
        }
    }
}

/// The question which column has the addresses.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    pub(super) why: Why,
    pub(super) preview: Preview,
    from: Origin,
}

/// What is chosen, what is wrong with it, and the reading of it. Copies are the same form.
#[derive(Clone, Copy)]
pub(super) struct ChooseForm {
    target: Signal<PolicyLicences>,
    begin: Callback<Checked>,
    file: RwSignal<Option<File>, LocalStorage>,
    pub(super) text: RwSignal<String>,
    pub(super) which: RwSignal<Option<Origin>>,
    wrong: RwSignal<Option<Wrong>>,
    pub(super) attempt: RwSignal<u32>,
    pub(super) question: RwSignal<Option<Question>>,
    /// How far the reading is, while there is one.
    reading: RwSignal<Option<Progress>>,
    reader: StoredValue<SheetReader, LocalStorage>,
}

impl ChooseForm {
    pub(super) fn new(target: Signal<PolicyLicences>, begin: Callback<Checked>) -> Self {
        Self {
            target,
            begin,
            file: RwSignal::new_local(None),
            text: RwSignal::new(String::new()),
            which: RwSignal::new(None),
            wrong: RwSignal::new(None),
            attempt: RwSignal::new(0),
            question: RwSignal::new(None),
            reading: RwSignal::new(None),
            reader: StoredValue::new_local(SheetReader::new()),
        }
    }

    /// Takes the file that was chosen. The worker that will read it is fetched meanwhile.
    pub(super) fn choose_file(self, file: Option<File>) {
        if file.is_some() {
            self.reader.with_value(SheetReader::prepare);
        }
        self.file.set(file);
    }

    pub(super) fn has_file(self) -> bool {
        self.file.with(Option::is_some)
    }

    /// The name of the file that was chosen.
    pub(super) fn file_name(self) -> String {
        self.file.with(|file| file.as_ref().map(File::name)).unwrap_or_default()
    }

    pub(super) fn has_text(self) -> bool {
        self.text.with(|text| !text.trim().is_empty())
    }

    /// Whether something is being read.
    pub(super) fn is_reading(self) -> Signal<bool> {
        Signal::derive(move || self.reading.with(Option::is_some))
    }

    /// How many rows were read, and what part of the whole that is, in percent.
    pub(super) fn read_so_far(self) -> Option<(u64, u64)> {
        self.reading.get().map(|Progress { rows, fraction }| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is from 0 to 100"
            )]
            let percent = (fraction.clamp(0.0, 1.0) * 100.0) as u64;
            (u64::from(rows), percent)
        })
    }

    fn source(self) -> Result<Origin, Wrong> {
        untrack(move || match (self.has_file(), self.has_text()) {
            (false, false) => Err(Wrong::NothingChosen),
            (true, false) => Ok(Origin::File),
            (false, true) => Ok(Origin::Text),
            (true, true) => self.which.get().ok_or(Wrong::BothChosen),
        })
    }

    /// Has what was chosen read.
    pub(super) fn check(self) {
        if self.reading.with_untracked(Option::is_some) {
            return;
        }
        match self.source() {
            Err(wrong) => self.refuse(wrong),
            Ok(from) => self.read(from, None, ColumnOrigin::Heading),
        }
    }

    /// Gives up what is being read.
    pub(super) fn give_up(self) {
        self.reader.with_value(SheetReader::give_up);
        self.reading.set(None);
    }

    /// Reads on with the column that the person chose, and remembers it.
    pub(super) fn use_column(self, column: u32) {
        if let Some(Question { preview, from, .. }) = self.question.get_untracked() {
            remembered_columns::remember(&preview, column);
            self.question.set(None);
            let choice = remembered_columns::choice(&preview, column);
            self.read(from, Some(choice), ColumnOrigin::Chosen(preview));
        }
    }

    fn read(self, from: Origin, choice: Option<ColumnChoice>, origin: ColumnOrigin) {
        let file = self.file.get_untracked().filter(|_| from == Origin::File);
        let source = match &file {
            Some(file) => worker::Source::File(file.clone()),
            None => worker::Source::Text(self.text.get_untracked()),
        };
        let has_choice = choice.is_some();
        let told = self.reader.with_value(|reader| reader.read(source, choice));
        self.wrong.set(None);
        self.reading.set(Some(Progress { rows: 0, fraction: 0.0 }));
        spawn_local(async move {
            let mut told = std::pin::pin!(told);
            let mut plan = Plan::new(self.target.get_untracked());
            // It ends early when the reading was given up, or the screen has gone.
            while let Some(told) = told.next().await {
                match told {
                    Told::Progress(progress) => self.reading.set(Some(progress)),
                    Told::Part(part) => plan.push(part),
                    Told::Done(rest) => {
                        self.reading.set(None);
                        let source = Source::of(file.as_ref().map(File::name), &rest);
                        plan.push(rest);
                        self.begin.run(Checked { source, plan, file, column: origin });
                        return;
                    }
                    Told::Refused(error) => {
                        self.reading.set(None);
                        if has_choice {
                            self.refuse(Wrong::Unreadable { from, error });
                        } else {
                            self.refused(from, error);
                        }
                        return;
                    }
                }
            }
        });
    }

    /// The sheet cannot be read, or not without knowing the column.
    fn refused(self, from: Origin, error: SheetError) {
        let (why, preview) = match error {
            SheetError::NoHeader { preview, .. } if !preview.rows.is_empty() => {
                (Why::NoHeading, preview)
            }
            SheetError::SeveralHeaders { preview, .. } if !preview.rows.is_empty() => {
                (Why::SeveralHeadings, preview)
            }
            error => return self.refuse(Wrong::Unreadable { from, error }),
        };
        match remembered_columns::remembered(&preview) {
            Some(choice) => self.read(from, Some(choice), ColumnOrigin::Remembered(preview)),
            None => self.question.set(Some(Question { why, preview, from })),
        }
    }

    fn refuse(self, wrong: Wrong) {
        self.wrong.set(Some(wrong));
        self.attempt.update(|attempt| *attempt += 1);
    }

    pub(super) fn summary(self) -> Signal<Vec<SummaryError>> {
        Signal::derive(move || {
            let wrong = self.wrong.get();
            wrong.iter().map(|wrong| SummaryError::at(wrong.field(), wrong.text())).collect()
        })
    }

    pub(super) fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let wrong = self.wrong.get().filter(|wrong| wrong.field() == field);
            wrong.map(|wrong| wrong.text())
        })
    }
}
