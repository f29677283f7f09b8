//! Taking back that somebody was removed.

use domain::{
    history::Act,
    id::{PublicId, UserId},
    membership::{MemberRefusal, UNDO_DAYS, can_be_undone, representatives_change},
    rights::{self, Action, MemberState, Target},
};

use super::{Error, authorize};
use crate::{
    Backend, Identity, UseCaseError,
    history::Event,
    mail::{Letter, Mail, queue, salutation},
    store::{self, retrying},
};

/// Gives somebody back the membership that somebody else ended, with all they had. Whoever takes it
/// back needs the right to remove such a member.
///
/// # Errors
/// [`UseCaseError::NotFound`] if nobody of that id was removed lately, [`UseCaseError::Denied`],
/// [`MemberRefusal::TooLate`].
pub async fn undo_removal(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    user: UserId,
) -> Result<(), Error> {
    let now = backend.now();
    retrying(&*backend.entropy, || async {
        let mut tx = backend.store.begin().await?;
        let lock = authorize::hold(&mut tx, identity, organization).await?;
        let actor = authorize::standing(&mut tx, identity, organization).await?;
        rights::decide(&actor, &Action::SeeMembers)?;
        let since = now.plus_days(-UNDO_DAYS);
        let removed = store::membership::find_removed(&mut tx, lock.org(), user).await?;
        let removed = removed.ok_or(UseCaseError::NotFound)?;
        let target = Target { user, role: removed.role };
        let permit = rights::decide(&actor, &Action::Remove(target))?;
        if removed.ended_at <= since || !can_be_undone(false, removed.ended_at, now) {
            return Err(UseCaseError::Refused(MemberRefusal::TooLate));
        }
        store::membership::reopen(&mut tx, &lock, &permit, user, removed.ended_at).await?;
        let member = store::membership::find(&mut tx, lock.org(), user).await?;
        let member = member.ok_or(UseCaseError::NotFound)?;
        let active = store::membership::representatives(&mut tx, lock.org()).await?;
        let after = Some((member.role, member.state));
        let change = representatives_change(active, None, after).map_err(UseCaseError::Refused)?;
        store::membership::count_representatives(&mut tx, &lock, &permit, change).await?;
        let at = store::members::instant(&mut tx, &lock, now).await?;
        store::membership::touch(&mut tx, &lock, user, at).await?;
        if member.state == MemberState::Active {
            let found = store::organizations::find(&mut tx, lock.org()).await?;
            let mail = Mail::MemberRestored {
                name: salutation(member.first_name.as_str(), &member.email),
                who: identity.profile.name(),
                organization: found.ok_or(UseCaseError::NotFound)?.name.to_string(),
                organization_url: backend.site.link(&format!("/o/{organization}")),
            };
            let (to, locale) = (&member.email, member.locale);
            let letter = Letter { user: Some(user), to, locale, mail, expires_at: None };
            queue(backend, &mut tx, letter, now).await?;
        }
        let event = Event::new(&lock, &permit, Act::RemovalUndone)
            .about("user", user.as_uuid())
            .detail("person", member.name());
        backend.commit(tx, now, event).await?;
        Ok(())
    })
    .await
}
