//! `/logout`: asks, because opening an address never acts.

use leptos::prelude::*;

use crate::{
    api::door::NoField,
    form::{FormFrame, FormState},
    route::Route,
    ui::{Button, Emphasis, LinkButton, PageHead},
    words::Words,
};

/// Signs out at the press of a button.
#[component]
pub fn LogoutPage() -> impl IntoView {
    let words = Words::here();
    let door = words.door();
    let form = FormState::<NoField>::posted("sign_out");
    view! {
        <PageHead title=door.logout_title() lead=door.logout_text() />
        <FormFrame form>
            <Button emphasis=Emphasis::Primary>{door.logout_button()}</Button>
            <LinkButton href=Route::Home.path() emphasis=Emphasis::Quiet>
                {words.common().cancel()}
            </LinkButton>
        </FormFrame>
    }
}
