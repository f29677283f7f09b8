//! What people set for themselves.

use domain::{locale::Locale, theme::Theme};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Done, Failure, PageFailure, Rejected, organization::Mine, strict_form::Form};
use crate::{
    form::{Sentence, fields},
    wire::{travels, wire},
    words::Words,
};

fields! {
    /// Fields of the profile.
    ProfileField {
        FirstName => "first_name" common.first_name,
        LastName => "last_name" common.last_name,
        Language => "language" profile.language,
        Zone => "time_zone" profile.time_zone,
        Theme => "theme" profile.theme,
    }
}

fields! {
    /// Fields of the change of password.
    PasswordField {
        Present => "current_password" security.current_password,
        New => "password" security.new_password,
    }
}

/// Why a password was not changed, beside what is wrong with the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordRefused {
    /// Too many wrong passwords in a row: only a reset by mail helps.
    PasswordOff,
}

impl Sentence for PasswordRefused {
    fn sentence(&self, words: Words) -> String {
        match self {
            Self::PasswordOff => words.security().password_off().to_owned(),
        }
    }
}

/// What the page of the profile shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// First letters of both names.
    pub initials: String,
    /// The address of the picture, if there is one.
    pub picture: Option<String>,
    /// The address that the person signs in with.
    pub email: String,
    /// The language of the account.
    pub language: Locale,
    /// The time zone.
    pub zone: String,
    /// The names of all time zones.
    pub zones: Vec<String>,
    /// The colours of the account.
    pub theme: Theme,
    /// The organizations of the person, by name.
    pub organizations: Vec<Mine>,
}

wire!(struct Profile { first_name, last_name, initials, picture, email, language, zone, zones, theme, organizations });
travels!(Profile);

/// Shows the person who asks what they have set.
#[server(endpoint = "show_profile", input = Form)]
pub async fn show_profile() -> Result<Profile, PageFailure> {
    use super::{organization::mine, request};
    use crate::format;

    let (backend, visitor, identity) = request::signed_in()?;
    let organizations = backend::usecase::organization::list_mine(&backend, &identity)
        .await
        .map_err(|error| request::plain_failure(error.into()))?;
    let profile = &identity.profile;
    Ok(Profile {
        first_name: profile.first_name.to_string(),
        last_name: profile.last_name.to_string(),
        initials: format::initials(profile.first_name.as_str(), profile.last_name.as_str()),
        picture: identity.picture_at.map(format::own_picture),
        email: identity.email.typed().to_owned(),
        language: profile.locale,
        zone: profile.zone.name().to_owned(),
        zones: backend::Zone::names(),
        theme: profile.theme,
        organizations: organizations
            .into_iter()
            .map(|it| mine(it, &identity, visitor.origin.locale))
            .collect(),
    })
}

/// Replaces what the person has set. This browser follows at once.
#[server(endpoint = "change_profile", input = Form)]
pub async fn change_profile(
    first_name: String,
    last_name: String,
    language: String,
    time_zone: String,
    theme: String,
) -> Result<Done, Failure<Rejected<ProfileField>>> {
    use domain::{form::Problem, text::PersonName};

    use super::request::{self, Reader};
    use crate::{cookies::Cookie, flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let (mut read, choice) = (Reader::new(), Problem::NotAChoice);
    let first_name = read.take(ProfileField::FirstName, PersonName::parse(&first_name));
    let last_name = read.take(ProfileField::LastName, PersonName::parse(&last_name));
    let locale = read.take(ProfileField::Language, Locale::parse(&language).ok_or(choice));
    let zone = backend::Zone::parse(&time_zone).ok_or(choice);
    let zone = read.take(ProfileField::Zone, zone);
    let theme = read.take(ProfileField::Theme, Theme::parse(&theme).ok_or(choice));
    let (Some(first_name), Some(last_name), Some(locale), Some(zone), Some(theme)) =
        (first_name, last_name, locale, zone, theme)
    else {
        return Err(read.refusal());
    };
    let profile = backend::Profile { first_name, last_name, locale, zone, theme };
    let services = backend.clone();
    let changed = backend
        .complete(async move {
            backend::usecase::profile::change_profile(&services, &identity, &profile).await
        })
        .await
        .map_err(request::plain_failure)?;
    // What was chosen in this browser before would go before the account's.
    request::bake(visitor.cookies.set(Cookie::Locale, locale.tag()));
    request::bake(visitor.cookies.set(Cookie::Theme, theme.name()));
    let flash = if changed { Flash::ProfileSaved } else { Flash::NothingChanged };
    Ok(Done { whole: true, ..request::leads_to(&visitor, Route::Profile, flash) })
}

/// Replaces the password of somebody who knows the present one. Their other sessions end.
#[server(endpoint = "change_password", input = Form)]
pub async fn change_password(
    current_password: String,
    password: String,
) -> Result<Done, Failure<Rejected<PasswordField, PasswordRefused>>> {
    use backend::usecase::profile::PasswordRefusal;
    use domain::{form::Problem, password::Password};

    use super::{
        door::new_password,
        request::{self, Reader},
    };
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let mut read = Reader::new();
    let present = read.take(PasswordField::Present, Password::read(&current_password));
    let new = read.take(PasswordField::New, new_password(&password));
    let (Some(present), Some(new)) = (present, new) else { return Err(read.refusal()) };
    let (services, origin, person) = (backend.clone(), visitor.origin.clone(), identity.clone());
    let token = backend
        .complete(async move {
            backend::usecase::profile::change_password(&services, &origin, &person, present, new)
                .await
        })
        .await
        .map_err(|error| {
            request::failure(error, |refusal| match refusal {
                PasswordRefusal::WrongPassword => {
                    request::wrong(PasswordField::Present, Problem::WrongPassword)
                }
                PasswordRefusal::PasswordOff => request::refused(PasswordRefused::PasswordOff),
                PasswordRefusal::Password(problem) => request::wrong(PasswordField::New, problem),
            })
        })?;
    request::renew_session(&backend, &visitor, &identity, &token);
    // Whole, so that no password stays in a field.
    let done = request::leads_to(&visitor, Route::Security, Flash::PasswordChanged);
    Ok(Done { whole: true, ..done })
}
