//! The design system: looks, focus and accessibility of every control, without words or data.
//!
//! A component receives finished strings and signals. It knows no page, no address, no translation
//! and no server function. Ids derive from names, so server and browser render the same markup.
//! The style sheet of `text_field.rs` is `style/ui/_field.css`, of `button.rs` `style/ui/_button.css`
//! and so on.

mod avatar;
mod button;
mod card;
mod changes;
mod checkbox;
mod chip;
mod choice_bar;
mod definition_list;
mod disclosure;
mod door_frame;
mod empty_state;
mod error_summary;
mod field;
mod fold;
mod icon;
mod image;
mod notice;
mod page_head;
mod password_field;
mod picture_field;
mod radio_group;
mod rows;
mod search_box;
mod select_field;
mod shell;
mod steps;
mod text_area;
mod text_field;
mod tick_table;
mod tone;

pub use avatar::Avatar;
pub use button::{Button, ButtonKind, Emphasis, LinkButton};
pub use card::Card;
pub use changes::{Change, Changes};
pub use checkbox::Checkbox;
pub use chip::Chip;
pub use choice_bar::{ChoiceBar, ChoiceButton};
pub use definition_list::{Definition, DefinitionList};
pub use door_frame::DoorFrame;
pub use empty_state::EmptyState;
pub use error_summary::{ErrorSummary, FieldProblem};
pub use fold::Fold;
pub use icon::{Drawing, Icon};
pub use image::Image;
pub use notice::Notice;
pub use page_head::PageHead;
pub use password_field::PasswordField;
pub use picture_field::{PictureField, PictureWords};
pub use radio_group::{Choice, RadioGroup};
pub use rows::{Row, Rows};
pub use search_box::{SEARCH_ID, SearchBox};
pub use select_field::SelectField;
pub use shell::{MenuEntry, Organizations, Person, Shell, ShellWords};
pub use steps::{Step, Steps};
pub use text_area::TextArea;
pub use text_field::{InputKind, TextField};
pub use tick_table::{TickRow, TickTable};
pub use tone::Tone;
