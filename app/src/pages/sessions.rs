//! `/profile/sessions`: the places where one is signed in, and how to end them.

use leptos::prelude::*;

use super::{View, with_data};
use crate::{
    api::{
        door::NoField,
        session::{EndField, Place},
    },
    form::{ButtonForm, Field, FormFrame, FormProblems, FormState},
    ui::{Button, Card, Chip, Emphasis, PageHead, Row, Rows, Tone},
    words::Words,
};

/// The lazy page.
#[lazy]
pub fn sessions() -> View {
    |data| with_data(data, |places: Vec<Place>| view! { <Sessions places /> }.into_any())
}

#[component]
fn Sessions(places: Vec<Place>) -> impl IntoView {
    let words = Words::here();
    let texts = words.sessions();
    let alone = places.len() < 2;
    let ended_one = FormState::<EndField>::called("end_session");
    let row = |place| place_row(place, ended_one, words);
    let rows = places.into_iter().map(row).collect();
    let others = FormState::<NoField>::called("end_other_sessions");
    let end_others = if alone {
        view! { <p class="quiet">{texts.only_this()}</p> }.into_any()
    } else {
        view! {
            <Card title=texts.end_others_title()>
                <p class="quiet">{texts.end_others_text()}</p>
                <FormFrame form=others>
                    <Button emphasis=Emphasis::Danger busy=others.pending()>
                        {texts.end_others_button()}
                    </Button>
                </FormFrame>
            </Card>
        }
        .into_any()
    };
    view! {
        <PageHead title=texts.title() lead=texts.lead() />
        <div id=ended_one.name()>
            <FormProblems form=ended_one />
            <Card>
                <Rows rows />
            </Card>
        </div>
        {end_others}
    }
}

fn place_row(place: Place, form: FormState<EndField>, words: Words) -> AnyView {
    let texts = words.sessions();
    let Place { id, current, device, address, signed_in, last_used } = place;
    let about = [texts.address(&address), texts.signed_in(&signed_in), texts.last_used(&last_used)];
    let label = texts.end_label(&device);
    let trailing = move || {
        if current {
            return view! { <Chip tone=Tone::Good>{texts.this_device()}</Chip> }.into_any();
        }
        view! {
            <ButtonForm form>
                <input type="hidden" name=EndField::Session.name() value=id />
                <Button busy=form.pending() attr:aria-label=label>
                    {texts.end_button()}
                </Button>
            </ButtonForm>
        }
        .into_any()
    };
    view! { <Row main=device sub=about.join(" · ") trailing=trailing /> }.into_any()
}
