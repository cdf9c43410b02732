//! The look: [NHS.UK design system](https://service-manual.nhs.uk/design-system) components as Leptos components, and a few of
//! our own in the same style. They know nothing of policies, of the API or of the router.
//!
//! Markup and class names are those of `nhsuk-frontend`, whose Sass styles them (`style/`); a test compares what each
//! component renders with the examples that the package ships. Behaviour is written here, in place of the package's
//! scripts. State flows in by signals, and what people do goes out by callbacks; a control shows its `value` and never
//! keeps one of its own.
//!
//! | for | components |
//! | --- | --- |
//! | the page | [`SkipLink`], [`Header`], [`Breadcrumb`], [`MessageArea`], [`NotificationBanner`], [`Footer`] |
//! | asking | [`TextInput`], [`Textarea`], [`CharacterCount`], [`Select`], [`Radios`], [`Checkboxes`], [`Checkbox`], [`Switch`], [`FileUpload`], [`SearchInput`] |
//! | around a question | [`Label`], [`Hint`], [`ErrorMessage`], [`Fieldset`], [`ErrorSummary`] |
//! | doing | [`Button`], [`LinkButton`], [`ButtonGroup`], [`Dialog`] |
//! | telling | [`Table`], [`SummaryList`], [`Card`], [`Panel`], [`InsetText`], [`WarningCallout`], [`Tag`], [`Details`], [`UsageMeter`], [`ProgressBar`], [`Loading`], [`VisuallyHidden`] |
//! | moving on | [`Pagination`], [`FilterTabs`] |
//!
//! Ids are never made up: a component that needs one takes it, and derives those of its parts (`name-hint`,
//! `name-error`) from it, so that an error summary, a test and a style can rely on them.

mod breadcrumb;
mod button;
mod card;
mod character_count;
mod checkboxes;
mod details;
mod dialog;
mod error_summary;
mod field;
mod file_upload;
mod filter_tabs;
mod focus;
mod footer;
mod header;
mod icon;
mod inset_text;
mod loading;
mod messages;
mod notification_banner;
mod number;
mod pagination;
mod panel;
mod progress_bar;
mod radios;
mod search_input;
mod select;
mod skip_link;
mod summary_list;
mod switch;
mod table;
mod tag;
mod text_input;
mod textarea;
mod title;
mod usage_meter;
mod visually_hidden;

pub use breadcrumb::{Breadcrumb, Crumb};
pub use button::{
    Button, ButtonAction, ButtonGroup, ButtonKind, ButtonSize, LinkButton, RepeatClicks,
};
pub use card::{Card, CardKind, WarningCallout};
pub use character_count::CharacterCount;
pub use checkboxes::{Checkbox, CheckboxOption, Checkboxes, ChoiceSize};
pub use details::{Details, DetailsKind};
pub use dialog::Dialog;
pub use error_summary::{ErrorSummary, SummaryError};
pub use field::{ErrorMessage, Fieldset, Hint, Label};
pub use file_upload::FileUpload;
pub use filter_tabs::{FilterTab, FilterTabs};
pub use footer::{Footer, FooterLink};
pub use header::{AccountItem, AccountItems, Header, NavigationItem};
pub use icon::{Icon, IconName};
pub use inset_text::InsetText;
pub use loading::Loading;
pub use messages::{MessageArea, Messages};
pub use notification_banner::{BannerKind, NotificationBanner};
pub use number::{counted, thousands};
pub use pagination::{PageLink, Pagination};
pub use panel::Panel;
pub use progress_bar::ProgressBar;
pub use radios::{RadioOption, Radios, RadiosLayout};
pub use search_input::{SearchButton, SearchInput};
pub use select::{Select, SelectOption};
pub use skip_link::SkipLink;
pub use summary_list::{SummaryAction, SummaryList, SummaryRow};
pub use switch::Switch;
pub use table::{Cell, CellFormat, Column, RowHeader, SortDirection, Table, TableLayout, TableRow};
pub use tag::{Tag, TagColour};
pub use text_input::{InputType, InputWidth, Spellcheck, TextInput};
pub use textarea::Textarea;
pub use title::{HeadingLevel, Size, Title, Visibility};
pub use usage_meter::UsageMeter;
pub use visually_hidden::VisuallyHidden;
