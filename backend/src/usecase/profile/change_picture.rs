//! The picture of a person.

use std::convert::Infallible;

use domain::{
    history::Act,
    picture::{Cut, PictureProblem, Size},
    rights,
};

use crate::{
    Backend, Identity, Seat, StoreError, UseCaseError,
    history::Event,
    picture::Picture,
    store::{self, MayConflict, retrying},
};

/// Lets somebody send a picture. To be asked before the file is read.
///
/// # Errors
/// [`UseCaseError::Busy`].
pub fn admit_picture(backend: &Backend) -> Result<Seat, UseCaseError<Infallible>> {
    backend.darkroom.seat().ok_or(UseCaseError::Busy)
}

/// Shows a picture of what was sent instead of the person's initials.
///
/// # Errors
/// What is wrong with the file.
pub async fn change_picture(
    backend: &Backend,
    identity: &Identity,
    (seat, file, cut): (Seat, Vec<u8>, Cut),
) -> Result<(), UseCaseError<PictureProblem>> {
    let picture = seat.develop(file, cut, Size::PERSON).await.map_err(UseCaseError::Refused)?;
    put(backend, identity, Some(&picture)).await
}

/// Takes the picture away: the initials are shown instead.
pub async fn remove_picture(
    backend: &Backend,
    identity: &Identity,
) -> Result<(), UseCaseError<Infallible>> {
    put(backend, identity, None).await
}

/// The person's own picture as a PNG file, if there is one.
pub async fn picture_file(
    backend: &Backend,
    identity: &Identity,
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut tx = backend.store.read().await?;
    store::pictures::own_picture(&mut tx, identity.user).await
}

async fn put<R>(
    backend: &Backend,
    identity: &Identity,
    picture: Option<&Picture>,
) -> Result<(), UseCaseError<R>>
where
    UseCaseError<R>: MayConflict,
{
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = tx.lock_user(identity.user).await?;
        let permit = rights::own_account(identity.user);
        store::pictures::put_picture(&mut tx, &lock, &permit, picture, now).await?;
        let act = match picture {
            Some(_) => Act::PictureChanged,
            None => Act::PictureRemoved,
        };
        backend.commit(tx, now, Event::new(&lock, &permit, act)).await?;
        Ok(())
    })
    .await
}
