//! Choosing a password: long enough, hard enough to guess, then hashed.

use domain::{
    email::Email,
    password::{Password, PasswordPolicy, PasswordProblem, check_length},
    text::{OrgName, PersonName},
};

use crate::{Backend, PasswordHash, UseCaseError};

/// What an attacker who knows the person would try first.
pub(super) struct Words<'a> {
    pub(super) email: &'a Email,
    pub(super) first_name: &'a PersonName,
    pub(super) last_name: &'a PersonName,
    pub(super) organizations: Vec<&'a OrgName>,
}

/// Judges and hashes a new password that is its account's only factor.
pub(super) async fn hash_new<R>(
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
