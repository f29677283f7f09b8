//! Choosing a password: long enough, hard enough to guess, then hashed; and its owner is told.

use domain::{
    email::Email,
    password::{Password, PasswordPolicy, PasswordProblem, check_length},
    text::{OrgName, PersonName},
    time::Timestamp,
};

use crate::{
    Backend, Origin, PasswordHash, StoreError, UseCaseError,
    mail::{Letter, Mail, date, queue, salutation},
    store::{Tx, users::User},
};

/// What an attacker who knows the person would try first.
pub(in crate::usecase) struct Words<'a> {
    pub(in crate::usecase) email: &'a Email,
    pub(in crate::usecase) first_name: &'a PersonName,
    pub(in crate::usecase) last_name: &'a PersonName,
    pub(in crate::usecase) organizations: Vec<&'a OrgName>,
}

/// Judges and hashes a new password that is its account's only factor.
pub(in crate::usecase) async fn hash_new<R>(
    backend: &Backend,
    words: &Words<'_>,
    password: Password,
    refuse: impl FnOnce(PasswordProblem) -> UseCaseError<R>,
) -> Result<PasswordHash, UseCaseError<R>> {
    if let Err(problem) = check_length(&password, PasswordPolicy::ONLY_FACTOR) {
        return Err(refuse(problem));
    }
    let mut own_words = vec![
        "Atrio",
        &backend.site.brand,
        backend.site.host(),
        words.email.typed(),
        words.first_name.as_str(),
        words.last_name.as_str(),
    ];
    own_words.extend(words.organizations.iter().map(|it| it.as_str()));
    let own_words = own_words.into_iter().map(str::to_owned).collect();
    match backend.hasher.judge_and_hash(&*backend.entropy, password, own_words).await? {
        Ok(hash) => Ok(hash),
        Err(problem) => Err(refuse(problem)),
    }
}

/// Tells the person that their password was changed.
pub(in crate::usecase) async fn tell(
    backend: &Backend,
    tx: &mut Tx,
    origin: &Origin,
    user: &User,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mail = Mail::PasswordChanged {
        name: salutation(user.profile.first_name.as_str(), &user.email),
        when: date::moment(user.profile.locale, now, &user.profile.zone),
        browser: origin.browser(),
        place: origin.address.to_canonical().to_string(),
        security_url: backend.site.link("/forgot"),
    };
    queue(backend, tx, Letter::to_user(user, mail), now).await
}
