//! The frame of the pages before signing in.

use leptos::{children::ViewFnOnce, prelude::*};

/// One card in the middle: the brand above it, the choice of language and theme below.
#[component]
pub fn DoorFrame(
    /// The operator's name.
    #[prop(into)]
    brand: String,
    /// Where the brand leads.
    #[prop(into)]
    brand_href: String,
    /// Plain links and one-button forms.
    #[prop(into)]
    footer: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="door">
            <header>
                <a class="brand" href=brand_href>
                    <svg viewBox="0 0 24 24" aria-hidden="true">
                        <path d="M4 21V11a8 8 0 0 1 16 0v10M9 21v-9a3 3 0 0 1 6 0v9" />
                    </svg>
                    <span>{brand}</span>
                </a>
            </header>
            <main id="main" class="card" tabindex="-1">
                {children()}
            </main>
            <footer>{footer.run()}</footer>
        </div>
    }
}
