//! Signing up: a person and their first organization.

#[cfg(feature = "parse")]
use crate::text::TextProblem;
use crate::{
    closed_list::closed_list,
    email::Email,
    locale::Locale,
    text::{OrgName, PersonName},
};

/// Days for which a sign-up waits for its address to be confirmed.
pub const VALID_DAYS: i64 = 7;

closed_list! {
    /// What an organization is in life.
    pub enum OrgKind: as_str {
        /// A person for themselves.
        PrivatePerson = "private_person",
        /// A company, registered or not.
        Company = "company",
        /// An association, club or foundation.
        Association = "association",
        /// A public body.
        PublicBody = "public_body",
    }
}

/// What a person says about themselves when signing up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUp {
    /// The address that is to be confirmed, and to sign in with.
    pub email: Email,
    /// First name.
    pub first_name: PersonName,
    /// Last name.
    pub last_name: PersonName,
    /// What the organization is.
    pub kind: OrgKind,
    /// What the organization is called.
    pub org_name: OrgName,
    /// The language of the person's pages and mails.
    pub locale: Locale,
}

/// Names the first organization: a private person's own name, else the name that was typed.
#[cfg(feature = "parse")]
pub fn default_org_name(
    kind: OrgKind,
    first: &PersonName,
    last: &PersonName,
    typed: &str,
) -> Result<OrgName, TextProblem> {
    match kind {
        // Two names of full length do not fit, the last name always does.
        OrgKind::PrivatePerson => {
            OrgName::parse(&format!("{first} {last}")).or_else(|_| OrgName::parse(last.as_str()))
        }
        OrgKind::Company | OrgKind::Association | OrgKind::PublicBody => OrgName::parse(typed),
    }
}

#[cfg(test)]
#[cfg(feature = "parse")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> PersonName {
        PersonName::parse(text).expect("a name")
    }

    fn org_name(kind: OrgKind, typed: &str) -> Result<String, TextProblem> {
        default_org_name(kind, &name("Ann"), &name("Lee"), typed).map(|it| it.to_string())
    }

    #[test]
    fn the_organization_of_a_private_person_carries_their_name() {
        assert_eq!(org_name(OrgKind::PrivatePerson, ""), Ok("Ann Lee".to_owned()));
        assert_eq!(org_name(OrgKind::PrivatePerson, "Ignored Ltd"), Ok("Ann Lee".to_owned()));
    }

    #[test]
    fn every_other_organization_has_to_be_named() {
        for kind in [OrgKind::Company, OrgKind::Association, OrgKind::PublicBody] {
            assert_eq!(org_name(kind, " Harbour Press "), Ok("Harbour Press".to_owned()));
            assert_eq!(org_name(kind, " "), Err(TextProblem::Missing));
        }
    }

    proptest! {
        #[test]
        fn no_private_person_is_refused_for_the_length_of_their_name(
            first in "\\PC{1,60}", last in "\\PC{1,60}",
        ) {
            if let (Ok(first), Ok(last)) = (PersonName::parse(&first), PersonName::parse(&last)) {
                let org_name = default_org_name(OrgKind::PrivatePerson, &first, &last, "");
                prop_assert!(org_name.is_ok_and(|it| it.as_str().ends_with(last.as_str())));
            }
        }
    }
}
