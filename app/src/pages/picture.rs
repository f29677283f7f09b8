//! `/o/{org}/settings/logo` and `/profile/picture`: the pictures that stand above every page.

use domain::picture::Size;
use leptos::prelude::*;

use super::{View, with_data};
use crate::{
    api::{
        door::NoField,
        picture::{Logo, LogoField, PictureField as Sent, Portrait},
    },
    form::{Field, FormFrame, FormState},
    route::Route,
    ui::{Avatar, Button, Card, Emphasis, Image, LinkButton, PageHead, PictureField, PictureWords},
    words::Words,
};

/// The lazy page of a logo.
#[lazy]
pub fn logo() -> View {
    |data| with_data(data, show_logo)
}

/// The lazy page of a person's picture.
#[lazy]
pub fn portrait() -> View {
    |data| with_data(data, show_portrait)
}

fn show_logo(Logo { org, image }: Logo) -> AnyView {
    let words = Words::here();
    let texts = words.picture();
    let present = image.map(|it| logo_card(org.to_string(), it, words));
    let hidden = view! { <input type="hidden" name=Sent::Org.name() value=org.to_string() /> };
    view! {
        <PageHead title=texts.logo_title() lead=texts.logo_lead() />
        {present}
        {chooser("change_logo", hidden.into_any(), Size::LOGO, Route::Settings(org), words)}
    }
    .into_any()
}

fn show_portrait(Portrait { initials, picture }: Portrait) -> AnyView {
    let words = Words::here();
    let texts = words.picture();
    let has_one = picture.is_some();
    let remove = FormState::<NoField>::called("remove_picture");
    let button = move || {
        view! {
            <FormFrame form=remove>
                <Button busy=remove.pending()>{texts.remove_button()}</Button>
            </FormFrame>
        }
    };
    view! {
        <PageHead title=texts.title() lead=texts.lead() />
        <Card title=texts.present()>
            <p class="picture-present">
                <Avatar initials picture />
            </p>
            {has_one.then(button)}
        </Card>
        {chooser("change_picture", ().into_any(), Size::PERSON, Route::Profile, words)}
    }
    .into_any()
}

fn logo_card(org: String, image: Image, words: Words) -> AnyView {
    let texts = words.picture();
    let remove = FormState::<LogoField>::called("remove_logo");
    let Image { src, width, height } = image;
    view! {
        <Card title=texts.present()>
            <p class="picture-present">
                <img class="logo" src=src width=width height=height alt=texts.logo_title() />
            </p>
            <FormFrame form=remove>
                <input type="hidden" name=LogoField::Org.name() value=org />
                <Button busy=remove.pending()>{texts.remove_logo_button()}</Button>
            </FormFrame>
        </Card>
    }
    .into_any()
}

/// The form that sends a file. It is posted as a whole: there is nothing else on the page to lose.
fn chooser(name: &'static str, hidden: AnyView, room: Size, back: Route, words: Words) -> AnyView {
    let texts = words.picture();
    let form = FormState::<Sent>::posted(name);
    let says = PictureWords {
        label: texts.file().to_owned(),
        hint: texts.file_hint().to_owned(),
        cut: texts.cut().to_owned(),
        cut_hint: texts.cut_hint().to_owned(),
        sides: [texts.left(), texts.top(), texts.right(), texts.bottom()].map(str::to_owned),
        preview: texts.preview().to_owned(),
        unreadable: texts.problem_format().to_owned(),
        too_large: texts.problem_bytes().to_owned(),
    };
    let round = room == Size::PERSON;
    view! {
        <Card title=texts.choose()>
            <FormFrame form files=true>
                {hidden}
                <PictureField
                    name=Sent::File.name()
                    words=says
                    room
                    round
                    problem=form.problem(Sent::File)
                />
                <div class="actions">
                    <Button emphasis=Emphasis::Primary>{texts.send()}</Button>
                    <LinkButton href=back.path() emphasis=Emphasis::Quiet>
                        {words.common().cancel()}
                    </LinkButton>
                </div>
            </FormFrame>
        </Card>
    }
    .into_any()
}
