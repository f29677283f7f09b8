//! Values in the reader's words. Only the server does this: pages are handed finished texts.

use backend::{LogoNote, Zone, mail::date, usecase::door::MailKind};
use domain::{
    handover::Afterwards,
    history::{Act, ActGroup},
    id::{PublicId, UserId},
    locale::Locale,
    rights::Role,
    team::TeamColour,
    time::Timestamp,
};
use unicode_segmentation::UnicodeSegmentation;

use crate::{ui::Image, words::Words};

/// A day, written out: “3 August 2026”.
pub fn day(locale: Locale, at: Timestamp, zone: &Zone) -> String {
    date::day(locale, at, zone)
}

/// A day and a time of day, with how far the zone is from universal time.
pub fn moment(locale: Locale, at: Timestamp, zone: &Zone) -> String {
    date::moment(locale, at, zone)
}

/// The logo of an organization. Its address changes with it, so that a browser may keep the file.
pub fn logo(org: PublicId, note: LogoNote) -> Image {
    let LogoNote { at, size } = note;
    Image {
        src: format!("/logo/{org}?v={}", at.as_millis()),
        width: size.width,
        height: size.height,
    }
}

/// The address of a person's own picture, which they have had since `at`.
pub fn own_picture(at: Timestamp) -> String {
    format!("/picture?v={}", at.as_millis())
}

/// The address of the picture of a member, which they have had since `at`.
pub fn member_picture(org: PublicId, user: UserId, at: Timestamp) -> String {
    format!("/o/{org}/users/{user}/picture?v={}", at.as_millis())
}

/// The name of a role.
pub use crate::pages::role_name as role;

/// What the reader is in an organization, as a sentence.
pub fn lead(role: Role, words: Words) -> &'static str {
    let dashboard = words.dashboard();
    match role {
        Role::LegalRepresentative => dashboard.lead_legal_representative(),
        Role::Administrator => dashboard.lead_administrator(),
        Role::Collaborator => dashboard.lead_collaborator(),
        Role::External => dashboard.lead_external(),
    }
}

/// The name of a kind of organization.
pub use crate::pages::kind_name as kind;

/// Codes and names of all countries, in the order of the language's alphabet.
pub fn countries(locale: Locale) -> impl Iterator<Item = (&'static str, &'static str)> {
    let table = match locale {
        Locale::En => include_str!("../countries/en.txt"),
        Locale::Fr => include_str!("../countries/fr.txt"),
        Locale::De => include_str!("../countries/de.txt"),
        Locale::It => include_str!("../countries/it.txt"),
        Locale::Es => include_str!("../countries/es.txt"),
    };
    table.lines().filter_map(|line| line.split_once(' '))
}

/// What whoever hands legal responsibility over does then.
pub fn afterwards(it: Afterwards, words: Words) -> &'static str {
    let texts = words.handover();
    match it {
        Afterwards::Administrator => texts.after_administrator(),
        Afterwards::Collaborator => texts.after_collaborator(),
        Afterwards::Leaves => texts.after_leaves(),
    }
}

/// What a colour is called.
pub fn colour(colour: TeamColour, words: Words) -> &'static str {
    let it = words.teams();
    match colour {
        TeamColour::Blue => it.colour_blue(),
        TeamColour::Teal => it.colour_teal(),
        TeamColour::Green => it.colour_green(),
        TeamColour::Yellow => it.colour_yellow(),
        TeamColour::Orange => it.colour_orange(),
        TeamColour::Red => it.colour_red(),
        TeamColour::Violet => it.colour_violet(),
        TeamColour::Grey => it.colour_grey(),
    }
}

/// An act of the history as a sentence.
///
/// `person` is whom it happened to, where that is somebody else.
pub fn act(act: Act, actor: &str, person: &str, words: Words) -> String {
    let it = words.history();
    match act {
        Act::SignedUp => it.act_signed_up(actor),
        Act::OrganizationCreated => it.act_organization_created(actor),
        Act::OrganizationDetailsChanged => it.act_organization_details_changed(actor),
        Act::OrganizationLogoChanged => it.act_organization_logo_changed(actor),
        Act::OrganizationLogoRemoved => it.act_organization_logo_removed(actor),
        Act::MemberJoined => it.act_member_joined(actor),
        Act::MemberInvited => it.act_member_invited(actor, person),
        Act::InvitationSentAgain => it.act_invitation_sent_again(actor, person),
        Act::InvitationCancelled => it.act_invitation_cancelled(actor, person),
        Act::InvitationDeclined => it.act_invitation_declined(person),
        Act::InvitationWanted => it.act_invitation_wanted(person),
        Act::RightWanted => it.act_right_wanted(actor),
        Act::RightDeclined => it.act_right_declined(actor, person),
        Act::RequestWithdrawn => it.act_request_withdrawn(actor),
        Act::HandoverOffered => it.act_handover_offered(actor, person),
        Act::HandoverCancelled => it.act_handover_cancelled(actor, person),
        Act::HandoverDeclined => it.act_handover_declined(actor),
        Act::HandedOver => it.act_handed_over(actor, person),
        Act::MemberChanged => it.act_member_changed(actor, person),
        Act::MemberSuspended => it.act_member_suspended(actor, person),
        Act::MemberRestored => it.act_member_restored(actor, person),
        Act::MemberRemoved => it.act_member_removed(actor, person),
        Act::RemovalUndone => it.act_removal_undone(actor, person),
        Act::MemberLeft => it.act_member_left(actor),
        Act::ContactChanged => it.act_contact_changed(actor, person),
        Act::TeamCreated => it.act_team_created(actor),
        Act::TeamChanged => it.act_team_changed(actor),
        Act::TeamDissolved => it.act_team_dissolved(actor),
        Act::TeamJoined => it.act_team_joined(actor, person),
        Act::TeamLeft => it.act_team_left(actor, person),
        Act::ProductAdded => it.act_product_added(actor),
        Act::StaffAppointed => it.act_staff_appointed(actor),
        Act::SignedIn => it.act_signed_in(actor),
        Act::SignedOut => it.act_signed_out(actor),
        Act::SessionEnded => it.act_session_ended(actor),
        Act::OtherSessionsEnded => it.act_other_sessions_ended(actor),
        Act::IdentityConfirmed => it.act_identity_confirmed(actor),
        Act::PasswordResetRequested => it.act_password_reset_requested(actor),
        Act::PasswordReset => it.act_password_reset(actor),
        Act::PasswordChanged => it.act_password_changed(actor),
        Act::ProfileChanged => it.act_profile_changed(actor),
        Act::PictureChanged => it.act_picture_changed(actor),
        Act::PictureRemoved => it.act_picture_removed(actor),
        Act::SignInBlocked => it.act_sign_in_blocked(actor),
        Act::ActivityExported => it.act_activity_exported(actor),
    }
}

/// What a group of acts is about.
pub fn act_group(group: ActGroup, words: Words) -> &'static str {
    let it = words.history();
    match group {
        ActGroup::Organization => it.group_organization(),
        ActGroup::People => it.group_people(),
        ActGroup::Product => it.group_product(),
        ActGroup::Session => it.group_session(),
        ActGroup::Account => it.group_account(),
        ActGroup::Staff => it.group_staff(),
        ActGroup::Export => it.group_export(),
    }
}

/// What a mail of ours is about.
pub fn mail_kind(kind: MailKind, words: Words) -> &'static str {
    let door = words.door();
    match kind {
        MailKind::ConfirmSignUp => door.check_kind_confirm_sign_up(),
        MailKind::HasLogin => door.check_kind_has_login(),
        MailKind::ResetPassword => door.check_kind_reset_password(),
        MailKind::PasswordChanged => door.check_kind_password_changed(),
        MailKind::NewSignIn => door.check_kind_new_sign_in(),
        MailKind::DetailsChanged => door.check_kind_details_changed(),
        MailKind::Invitation => door.check_kind_invitation(),
        MailKind::InvitationAccepted => door.check_kind_invitation_accepted(),
        MailKind::InvitationDeclined => door.check_kind_invitation_declined(),
        MailKind::InvitationWanted => door.check_kind_invitation_wanted(),
        MailKind::RightWanted => door.check_kind_right_wanted(),
        MailKind::RightDeclined => door.check_kind_right_declined(),
        MailKind::MemberChanged => door.check_kind_member_changed(),
        MailKind::HandoverOffered => door.check_kind_handover_offered(),
        MailKind::HandoverCancelled => door.check_kind_handover_cancelled(),
        MailKind::HandoverDeclined => door.check_kind_handover_declined(),
        MailKind::HandoverAccepted => door.check_kind_handover_accepted(),
        MailKind::MemberSuspended => door.check_kind_member_suspended(),
        MailKind::MemberRestored => door.check_kind_member_restored(),
        MailKind::MemberRemoved => door.check_kind_member_removed(),
        MailKind::MemberLeft => door.check_kind_member_left(),
    }
}

/// The browser and system that a `User-Agent` tells of.
pub fn device(agent: &str, words: Words) -> String {
    let sessions = words.sessions();
    let (browser, system) = backend::mail::browser::parts(agent);
    sessions.device(
        browser.unwrap_or_else(|| sessions.unknown_browser()),
        system.unwrap_or_else(|| sessions.unknown_system()),
    )
}

/// The first letters of the first two words of an organization's name.
pub fn initials_of_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    initials(words.next().unwrap_or_default(), words.next().unwrap_or_default())
}

/// The first letter of each name, in upper case. A letter is what readers take for one, with all
/// its accents.
pub fn initials(first: &str, last: &str) -> String {
    [first, last]
        .into_iter()
        .filter_map(|name| name.trim_start().graphemes(true).next())
        .map(str::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::{country::Country, locale::Locale};

    use super::{countries, initials};

    #[test]
    fn every_country_has_a_name_in_every_language() {
        for &locale in Locale::ALL {
            let mut codes: Vec<_> = countries(locale).map(|(code, _)| code).collect();
            codes.sort_unstable();
            assert_eq!(codes, Country::ALL.map(Country::code), "{locale:?}");
            assert!(countries(locale).all(|(_, name)| !name.trim().is_empty()), "{locale:?}");
        }
    }

    #[test]
    fn initials_are_the_first_letters_in_upper_case() {
        assert_eq!(initials("Olivia", "Hart"), "OH");
        assert_eq!(initials(" émile", "zola"), "ÉZ");
    }

    #[test]
    fn an_accent_stays_on_its_letter() {
        assert_eq!(initials("E\u{301}mile", "Zola"), "E\u{301}Z");
    }

    #[test]
    fn a_missing_name_leaves_the_other_letter() {
        assert_eq!(initials("", "Hart"), "H");
        assert_eq!(initials("", ""), "");
    }
}
