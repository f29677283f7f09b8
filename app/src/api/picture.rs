//! The logo of an organization and the picture of a person. The files themselves are sent to their
//! pages, and read from addresses of their own.

#![cfg_attr(
    feature = "ssr",
    expect(clippy::unused_async, reason = "a server function is async, whether it waits or not")
)]

use domain::id::PublicId;
use leptos::prelude::*;

use super::{Done, Failure, PageFailure, Rejected, door::NoField, strict_form::Form};
use crate::{
    form::fields,
    ui::Image,
    wire::{travels, wire},
};

fields! {
    /// Fields of a picture that is sent.
    PictureField {
        Org => "org" settings.title,
        File => "file" picture.file,
    }
}

fields! {
    /// Fields of the button that takes a logo away.
    LogoField { Org => "org" settings.title }
}

/// The logo of an organization, for somebody who may change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// What the organization's addresses are made of.
    pub org: PublicId,
    /// Its logo, if it has one.
    pub image: Option<Image>,
}

wire!(struct Logo { org, image });
travels!(Logo);

/// The picture of the person who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portrait {
    /// First letters of both names.
    pub initials: String,
    /// The address of the picture, if there is one.
    pub picture: Option<String>,
}

wire!(struct Portrait { initials, picture });
travels!(Portrait);

/// Shows the logo to somebody who may change it.
#[server(endpoint = "show_logo", input = Form)]
pub async fn show_logo(org: PublicId) -> Result<Logo, PageFailure> {
    use super::request;
    use crate::format;

    let (backend, _, identity) = request::signed_in()?;
    let note = backend::usecase::organization::show_logo(&backend, &identity, org)
        .await
        .map_err(request::plain_failure)?;
    Ok(Logo { org, image: note.map(|it| format::logo(org, it)) })
}

/// Takes the logo away.
#[server(endpoint = "remove_logo", input = Form)]
pub async fn remove_logo(org: PublicId) -> Result<Done, Failure<Rejected<LogoField>>> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let services = backend.clone();
    backend
        .complete(async move {
            backend::usecase::organization::remove_logo(&services, &identity, org).await
        })
        .await
        .map_err(request::plain_failure)?;
    // The logo stands above every page.
    Ok(Done { whole: true, ..request::leads_to(&visitor, Route::Logo(org), Flash::LogoRemoved) })
}

/// Shows the person who asks their own picture.
#[server(endpoint = "show_picture", input = Form)]
pub async fn show_picture() -> Result<Portrait, PageFailure> {
    use super::request;
    use crate::format;

    let (_, _, identity) = request::signed_in()?;
    let profile = &identity.profile;
    Ok(Portrait {
        initials: format::initials(profile.first_name.as_str(), profile.last_name.as_str()),
        picture: identity.picture_at.map(format::own_picture),
    })
}

/// Takes the person's picture away.
#[server(endpoint = "remove_picture", input = Form)]
pub async fn remove_picture() -> Result<Done, Failure<Rejected<NoField>>> {
    use super::request;
    use crate::{flash::Flash, route::Route};

    let (backend, visitor, identity) = request::signed_in()?;
    let services = backend.clone();
    backend
        .complete(
            async move { backend::usecase::profile::remove_picture(&services, &identity).await },
        )
        .await
        .map_err(request::plain_failure)?;
    // The picture stands above every page.
    Ok(Done { whole: true, ..request::leads_to(&visitor, Route::Picture, Flash::PictureRemoved) })
}
