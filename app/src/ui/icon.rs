//! The few drawings of the console.

use leptos::prelude::*;

/// A drawing in the colour of the text around it; readers are told by the words beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Two arrows: change from one to the other.
    Switch,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Switch => "M4 8h15m-4-4 4 4-4 4M20 16H5m4-4-4 4 4 4",
        }
    }
}

/// An [`Icon`] as high as a line of text.
#[component]
pub fn Drawing(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
}
