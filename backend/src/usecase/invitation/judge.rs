//! What inviting an address comes to: asked before it is done, and while it is done.

use domain::{
    email::Email,
    id::{OrgId, UserId},
    invitation::{Outcome, Typed},
    limit::Limited,
    membership::{UNDO_DAYS, can_be_undone},
    time::Timestamp,
};

use crate::{
    StoreError, guard,
    store::{self, Tx},
};

/// What is predicted for a line that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicted {
    /// As it was typed.
    pub text: String,
    /// What inviting it would come to.
    pub outcome: Outcome,
    /// The person it is about, if the organization knows them.
    pub user: Option<UserId>,
}

/// How many more mails there may be: counted down line by line.
pub(super) struct Budget(pub(super) u32);

/// Judges one line; `budget` is used up by those that lead to an invitation.
pub(super) async fn judge(
    tx: &mut Tx,
    org: OrgId,
    typed: &Typed,
    budget: &mut Budget,
    now: Timestamp,
) -> Result<Predicted, StoreError> {
    let of = |outcome, user| Predicted { text: typed.text.clone(), outcome, user };
    let Ok(email) = &typed.email else { return Ok(of(Outcome::Malformed, None)) };
    if typed.repeated {
        return Ok(of(Outcome::Repeated, None));
    }
    let (outcome, user) = of_address(tx, org, email, now).await?;
    if !outcome.sends() {
        return Ok(of(outcome, user));
    }
    if budget.0 == 0 || !guard::may_mail(tx, email.canonical(), now).await? {
        return Ok(of(Outcome::OverLimit, user));
    }
    budget.0 -= 1;
    Ok(of(outcome, user))
}

async fn of_address(
    tx: &mut Tx,
    org: OrgId,
    email: &Email,
    now: Timestamp,
) -> Result<(Outcome, Option<UserId>), StoreError> {
    let account = store::users::find_by_email(tx, email.canonical()).await?.map(|it| it.id);
    if let Some(user) = account
        && store::membership::find(tx, org, user).await?.is_some()
    {
        return Ok((Outcome::AlreadyMember, account));
    }
    let open = store::invitations::find_open(tx, org, email).await?;
    if open.is_some_and(|it| !it.has_expired(now)) {
        return Ok((Outcome::AlreadyInvited, None));
    }
    let Some(user) = account else { return Ok((Outcome::NewPerson, None)) };
    let removed = store::membership::find_removed(tx, org, user).await?;
    let lately = removed.is_some_and(|it| {
        it.ended_at > now.plus_days(-UNDO_DAYS) && can_be_undone(false, it.ended_at, now)
    });
    Ok(if lately { (Outcome::RemovedLately, account) } else { (Outcome::HasLogin, None) })
}

/// How many invitations the organization may send now.
pub(super) async fn budget(tx: &mut Tx, org: OrgId, now: Timestamp) -> Result<Budget, StoreError> {
    let whose = org.to_string();
    Ok(Budget(guard::left(tx, Limited::InvitationPerOrganization, &whose, now).await?))
}
