//! `/profile/sessions`: the places where one is signed in, and how to end them.

use leptos::{either::Either, prelude::*};
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

#[cfg(feature = "ssr")]
use crate::api::session::list_sessions;
use crate::{
    api::{
        NoRefusal,
        door::NoField,
        session::{EndField, Place},
    },
    console::Status,
    flash::Flash,
    form::{ButtonForm, Call, Field, FormFrame, FormProblems, FormState},
    pages::data::{self, PageData, load, page_data},
    ui::{Button, Card, Chip, Emphasis, PageHead, Row, Rows, Tone},
    words::{Area, Words},
};

/// The lazy page; its data is asked for while its module loads.
pub struct SessionsPage {
    end: Call,
    end_others: Call,
    places: PageData,
}

#[lazy_route]
impl LazyRoute for SessionsPage {
    fn data() -> Self {
        let (end, end_others) = (Call::new("end_session"), Call::new("end_other_sessions"));
        let ended = Signal::derive(move || format!("{}-{}", end.version(), end_others.version()));
        let places = page_data(Area::Sessions, ended, |_| Box::pin(async { load!(list_sessions) }));
        Self { end, end_others, places }
    }

    fn view(this: Self) -> AnyView {
        let SessionsPage { end, end_others, places } = this;
        let done = Signal::derive(move || {
            end_others.done().or_else(|| end.done()).and_then(|it| it.flash)
        });
        data::show(places, move |places: Vec<Place>| {
            view! { <Sessions places end end_others done /> }.into_any()
        })
    }
}

#[component]
fn Sessions(
    places: Vec<Place>,
    end: Call,
    end_others: Call,
    done: Signal<Option<Flash>>,
) -> impl IntoView {
    let words = Words::here();
    let (common, texts) = (words.common(), words.sessions());
    let Status(status) = expect_context();
    Effect::new(move |_| {
        if let Some(flash) = done.get() {
            status.set(flash.sentence(words));
        }
    });
    let alone = places.len() < 2;
    let ended_one = FormState::<EndField, NoRefusal>::called(end);
    let row = |place| place_row(place, ended_one, words);
    let rows = places.into_iter().map(row).collect::<Vec<_>>();
    let others = FormState::<NoField, NoRefusal>::called(end_others);
    view! {
        <Title text=common.page_title(common.brand(), texts.title()) />
        <PageHead title=texts.title() lead=texts.lead() />
        <div id=ended_one.name()>
            <FormProblems form=ended_one />
            <Card>
                <Rows>{rows}</Rows>
            </Card>
        </div>
        {if alone {
            Either::Left(view! { <p class="quiet">{texts.only_this()}</p> })
        } else {
            Either::Right(
                view! {
                    <Card title=texts.end_others_title()>
                        <p class="quiet">{texts.end_others_text()}</p>
                        <FormFrame form=others>
                            <Button emphasis=Emphasis::Danger busy=others.pending()>
                                {texts.end_others_button()}
                            </Button>
                        </FormFrame>
                    </Card>
                },
            )
        }}
    }
}

fn place_row(place: Place, form: FormState<EndField, NoRefusal>, words: Words) -> impl IntoView {
    let texts = words.sessions();
    let Place { id, current, device, address, signed_in, last_used } = place;
    let about = [texts.address(&address), texts.signed_in(&signed_in), texts.last_used(&last_used)];
    let label = texts.end_label(&device);
    let trailing = move || {
        if current {
            return Either::Left(view! { <Chip tone=Tone::Good>{texts.this_device()}</Chip> });
        }
        Either::Right(view! {
            <ButtonForm form>
                <input type="hidden" name=EndField::Session.name() value=id />
                <Button busy=form.pending() attr:aria-label=label>
                    {texts.end_button()}
                </Button>
            </ButtonForm>
        })
    };
    view! { <Row main=device sub=about.join(" · ") trailing=trailing /> }
}
