//! `/profile`: who one is, and how pages are shown.

use domain::{locale::Locale, text::PersonName, theme::Theme};
use leptos::prelude::*;

use super::{
    View,
    look::{name_of, theme_name},
    organizations::organization_row,
    with_data,
};
use crate::{
    api::profile::{Profile, ProfileField},
    form::{Field, FieldInput, FormFrame, FormState},
    route::Route,
    ui::{
        Avatar, Button, Card, Choice, Emphasis, LinkButton, PageHead, RadioGroup, Row, Rows,
        SelectField,
    },
    words::Words,
};

type ProfileForm = FormState<ProfileField>;

/// The lazy page.
#[lazy]
pub fn profile() -> View {
    |data| with_data(data, show)
}

fn show(mut profile: Profile) -> AnyView {
    let words = Words::here();
    let texts = words.profile();
    let organizations = std::mem::take(&mut profile.organizations);
    let rows = organizations.into_iter().map(|it| organization_row(it, words)).collect();
    view! {
        <PageHead title=texts.title() lead=texts.lead() />
        {person_card(&mut profile, words)}
        {form(profile, words)}
        <Card title=words.organizations().title()>
            <Rows rows />
            <div class="actions">
                <LinkButton href=Route::Organizations.path()>{texts.manage()}</LinkButton>
            </div>
        </Card>
        <Card title=texts.access()>
            <Rows rows=access_rows(words) />
        </Card>
    }
    .into_any()
}

/// Who one is to the others.
fn person_card(profile: &mut Profile, words: Words) -> AnyView {
    let texts = words.profile();
    let (initials, picture) = (profile.initials.clone(), profile.picture.take());
    let name = format!("{} {}", profile.first_name, profile.last_name);
    let sub = profile.email.clone();
    let row = view! {
        <Row
            main=name
            sub=sub
            leading=move || view! { <Avatar initials picture /> }
            trailing=move || {
                view! {
                    <LinkButton href=Route::Picture.path()>{texts.change_picture()}</LinkButton>
                }
            }
        />
    };
    view! {
        <Card>
            <Rows rows=vec![row.into_any()] />
        </Card>
    }
    .into_any()
}

fn form(profile: Profile, words: Words) -> AnyView {
    let texts = words.profile();
    let form = ProfileForm::called("change_profile");
    view! {
        <Card title=texts.section_person()>
            <FormFrame form>
                {name(form, ProfileField::FirstName, profile.first_name, "given-name")}
                {name(form, ProfileField::LastName, profile.last_name, "family-name")}
                {look(form, profile.language, profile.theme, words)}
                {zone(form, profile.zone, profile.zones, words)}
                <Button emphasis=Emphasis::Primary busy=form.pending()>
                    {texts.save()}
                </Button>
            </FormFrame>
        </Card>
    }
    .into_any()
}

fn name(
    form: ProfileForm,
    field: ProfileField,
    known: String,
    autocomplete: &'static str,
) -> AnyView {
    view! {
        <FieldInput
            form
            field
            known
            maxlength=PersonName::MAX_CHARS
            autocomplete=Some(autocomplete)
            required=true
        />
    }
    .into_any()
}

fn look(form: ProfileForm, language: Locale, theme: Theme, words: Words) -> AnyView {
    let field = ProfileField::Language;
    let languages = Locale::ALL
        .iter()
        .map(|it| (it.tag().to_owned(), name_of(*it, words).to_owned()))
        .collect();
    let themes = Theme::ALL
        .iter()
        .map(|it| Choice {
            value: it.name().to_owned(),
            label: theme_name(*it, words).to_owned(),
            hint: None,
        })
        .collect();
    view! {
        <SelectField
            name=field.name()
            label=field.label(words)
            options=languages
            selected=form.typed(field).unwrap_or_else(|| language.tag().to_owned())
            problem=form.problem(field)
        />
        <RadioGroup
            name=ProfileField::Theme.name()
            legend=ProfileField::Theme.label(words)
            choices=themes
            selected=form.typed(ProfileField::Theme).unwrap_or_else(|| theme.name().to_owned())
            problem=form.problem(ProfileField::Theme)
        />
    }
    .into_any()
}

fn zone(form: ProfileForm, zone: String, zones: Vec<String>, words: Words) -> AnyView {
    let field = ProfileField::Zone;
    let options = zones.into_iter().map(|it| (it.clone(), it.replace('_', " "))).collect();
    view! {
        <SelectField
            name=field.name()
            label=field.label(words)
            options
            selected=form.typed(field).unwrap_or(zone)
            hint=Some(words.profile().time_zone_hint().to_owned())
            problem=form.problem(field)
        />
    }
    .into_any()
}

/// The ways to what protects the account.
fn access_rows(words: Words) -> Vec<AnyView> {
    let texts = words.profile();
    let sessions = words.shell().menu_sessions();
    [
        (texts.password(), texts.password_about(), Route::Security),
        (sessions, texts.sessions_about(), Route::Sessions),
    ]
    .into_iter()
    .map(|(main, sub, route)| {
        view! { <Row main=main sub=sub.to_owned() href=route.path() /> }.into_any()
    })
    .collect()
}
