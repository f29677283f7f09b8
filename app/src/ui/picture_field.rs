//! Choosing a picture. Once script runs, what is cut off can be chosen too, and the result is shown.

use domain::picture::{MEDIA_TYPES, Size};
use leptos::{html, prelude::*};

use super::field::FieldHelp;

/// What the field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureWords {
    pub label: String,
    pub hint: String,
    /// Above the controls for cutting.
    pub cut: String,
    /// How to cut.
    pub cut_hint: String,
    /// The names of the sides: left, top, right, bottom.
    pub sides: [String; 4],
    /// Above what it will look like.
    pub preview: String,
    /// What is wrong with a file that the browser cannot read as a picture.
    pub unreadable: String,
    /// What is wrong with a file of too many bytes.
    pub too_large: String,
}

/// A file of a picture; with script also the fields `left`, `top`, `right` and `bottom`, in percent.
#[component]
pub fn PictureField(
    /// The form key.
    name: &'static str,
    words: PictureWords,
    /// What the picture is made to fit.
    room: Size,
    /// Whether it is shown in a circle.
    #[prop(optional)]
    round: bool,
    #[prop(optional, into)] problem: Signal<Option<String>>,
) -> impl IntoView {
    let chosen = chosen::Chosen::new();
    let problem = Signal::derive(move || chosen.problem().or_else(|| problem.get()));
    let help = FieldHelp::new(name, Some(words.hint.clone()), problem);
    let complaints = [words.too_large.clone(), words.unreadable.clone()];
    let label = words.label.clone();
    let input = NodeRef::<html::Input>::new();
    let choose = move || {
        if let Some(input) = input.get_untracked() {
            chosen.choose(&input, &complaints);
        }
    };
    // Somebody may have been quicker than the script.
    Effect::new({
        let choose = choose.clone();
        move |_| choose()
    });
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {help.hint_line()}
            <input
                class="input"
                id=name
                name=name
                type="file"
                accept=MEDIA_TYPES
                required=true
                node_ref=input
                on:change=move |_| choose()
                aria-describedby=help.described_by()
                aria-invalid=help.invalid()
            />
            {help.problem_line()}
        </div>
        {move || chosen.editor(&words, room, round)}
    }
}

#[cfg(feature = "ssr")]
mod chosen {
    use domain::picture::Size;
    use leptos::{prelude::AnyView, web_sys::HtmlInputElement};

    use super::PictureWords;

    /// On the server nothing is ever chosen.
    #[derive(Clone, Copy)]
    pub(super) struct Chosen;

    #[expect(clippy::unused_self, reason = "the browser's half has something to choose from")]
    impl Chosen {
        pub(super) const fn new() -> Self {
            Self
        }

        pub(super) const fn problem(self) -> Option<String> {
            None
        }

        pub(super) const fn choose(self, _: &HtmlInputElement, _: &[String; 2]) {}

        pub(super) const fn editor(self, _: &PictureWords, _: Size, _: bool) -> Option<AnyView> {
            None
        }
    }
}

#[cfg(not(feature = "ssr"))]
#[path = "picture_chosen.rs"]
mod chosen;
#[cfg(not(feature = "ssr"))]
#[path = "picture_editor.rs"]
mod editor;
