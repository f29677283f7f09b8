//! The logo of an organization.

use std::convert::Infallible;

use domain::{
    history::Act,
    id::PublicId,
    picture::{Cut, PictureProblem, Size},
    rights::Action,
};

use super::authorize;
use crate::{
    Backend, Identity, Seat, UseCaseError,
    history::Event,
    picture::Picture,
    store::{self, LogoNote, MayConflict, retrying},
};

/// Lets somebody send a logo who may change it. To be asked before the file is read.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`], [`UseCaseError::Busy`].
pub async fn admit_logo(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<Seat, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    authorize::permit(&mut tx, identity, organization, &Action::ChangeDetails).await?;
    drop(tx);
    backend.darkroom.seat().ok_or(UseCaseError::Busy)
}

/// The logo that an organization has, for somebody who may change it.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn show_logo(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<Option<LogoNote>, UseCaseError<Infallible>> {
    let mut tx = backend.store.read().await?;
    let permit = authorize::permit(&mut tx, identity, organization, &Action::ChangeDetails).await?;
    Ok(store::pictures::logo_note(&mut tx, &permit).await?)
}

/// Makes a picture of what was sent the logo.
///
/// # Errors
/// What is wrong with the file; [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn change_logo(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    (seat, file, cut): (Seat, Vec<u8>, Cut),
) -> Result<(), UseCaseError<PictureProblem>> {
    let picture = seat.develop(file, cut, Size::LOGO).await.map_err(UseCaseError::Refused)?;
    put(backend, identity, organization, Some(&picture)).await
}

/// Takes the logo away: the name is shown instead.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`].
pub async fn remove_logo(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
) -> Result<(), UseCaseError<Infallible>> {
    put(backend, identity, organization, None).await
}

async fn put<R>(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    picture: Option<&Picture>,
) -> Result<(), UseCaseError<R>>
where
    UseCaseError<R>: MayConflict,
{
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let (lock, permit) =
            authorize::lock(&mut tx, identity, organization, &Action::ChangeDetails).await?;
        store::pictures::put_logo(&mut tx, &lock, &permit, picture, now).await?;
        let act = match picture {
            Some(_) => Act::OrganizationLogoChanged,
            None => Act::OrganizationLogoRemoved,
        };
        let event = Event::new(&lock, &permit, act).about("organization", lock.org().as_uuid());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
