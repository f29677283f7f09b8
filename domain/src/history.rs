//! What is written down for good.

use uuid::Uuid;

use crate::{
    closed_list::closed_list,
    id::{OrgId, UserId},
};

closed_list! {
    /// Something that happened. The names are stored for years: they are never changed or reused.
    pub enum Act: as_str {
        /// A person confirmed their address and got an account.
        SignedUp = "signed_up",
        /// An organization came to be.
        OrganizationCreated = "organization_created",
        /// Its details were changed: the name, the address and so on.
        OrganizationDetailsChanged = "organization_details_changed",
        /// It got a logo, or another one.
        OrganizationLogoChanged = "organization_logo_changed",
        /// Its logo was taken away.
        OrganizationLogoRemoved = "organization_logo_removed",
        /// A person became a member of an organization.
        MemberJoined = "member_joined",
        /// Somebody was invited to become a member.
        MemberInvited = "member_invited",
        /// An invitation was sent again, with a new link, perhaps with other rights.
        InvitationSentAgain = "invitation_sent_again",
        /// An invitation was taken back.
        InvitationCancelled = "invitation_cancelled",
        /// Whoever was invited does not want to.
        InvitationDeclined = "invitation_declined",
        /// Whoever was invited asks for another invitation.
        InvitationWanted = "invitation_wanted",
        /// A member asks for a right.
        RightWanted = "right_wanted",
        /// A right that was asked for is not given.
        RightDeclined = "right_declined",
        /// A member does not ask for a right any more.
        RequestWithdrawn = "request_withdrawn",
        /// Legal responsibility was offered to a member.
        HandoverOffered = "handover_offered",
        /// The offer was taken back.
        HandoverCancelled = "handover_cancelled",
        /// The offer was declined.
        HandoverDeclined = "handover_declined",
        /// Legal responsibility has passed over to whoever accepted it.
        HandedOver = "handed_over",
        /// A member got another role, other rights or other teams.
        MemberChanged = "member_changed",
        /// A membership was put on hold.
        MemberSuspended = "member_suspended",
        /// A membership counts again.
        MemberRestored = "member_restored",
        /// Somebody's membership was ended by somebody else.
        MemberRemoved = "member_removed",
        /// That was taken back.
        RemovalUndone = "removal_undone",
        /// A member left.
        MemberLeft = "member_left",
        /// Other messages reach a member from then on.
        ContactChanged = "contact_changed",
        /// A team was made.
        TeamCreated = "team_created",
        /// A team got another name, colour or leader, or other rights.
        TeamChanged = "team_changed",
        /// A team was dissolved.
        TeamDissolved = "team_dissolved",
        /// A member came into a team.
        TeamJoined = "team_joined",
        /// A member was taken out of a team.
        TeamLeft = "team_left",
        /// The organization got a product.
        ProductAdded = "product_added",
        /// A person became staff of the provider.
        StaffAppointed = "staff_appointed",
        /// A session began.
        SignedIn = "signed_in",
        /// A session ended where it was used.
        SignedOut = "signed_out",
        /// A session was ended from another one, or made room for a newer one.
        SessionEnded = "session_ended",
        /// All sessions but the present one were ended.
        OtherSessionsEnded = "other_sessions_ended",
        /// A signed-in person proved again to be themselves.
        IdentityConfirmed = "identity_confirmed",
        /// A link to choose a new password was mailed.
        PasswordResetRequested = "password_reset_requested",
        /// A new password was chosen by such a link.
        PasswordReset = "password_reset",
        /// A person chose another password, knowing the one before.
        PasswordChanged = "password_changed",
        /// A person changed their name, language, time zone or colours.
        ProfileChanged = "profile_changed",
        /// A person got a picture, or another one.
        PictureChanged = "picture_changed",
        /// A person took their picture away.
        PictureRemoved = "picture_removed",
        /// Too many wrong passwords: the password no longer signs in until it is reset.
        SignInBlocked = "sign_in_blocked",
        /// Somebody took a copy of a history as a file.
        ActivityExported = "activity_exported",
    }
}

closed_list! {
    /// What acts are about, for whoever looks for some of them. Stored beside each entry, so that
    /// looking for a rare one is quick: an act that moves to another group needs a migration.
    pub enum ActGroup: as_str {
        /// The organization itself.
        Organization = "organization",
        /// Who belongs to it, and as what.
        People = "people",
        /// What it has bought.
        Product = "product",
        /// Signing in and out, sessions and proofs of identity.
        Session = "session",
        /// What people set for themselves, the password included.
        Account = "account",
        /// The provider's own people.
        Staff = "staff",
        /// Copies of data that were taken.
        Export = "export",
    }
}

impl Act {
    /// What it is about.
    pub const fn group(self) -> ActGroup {
        match self {
            Self::SignedUp
            | Self::OrganizationCreated
            | Self::OrganizationDetailsChanged
            | Self::OrganizationLogoChanged
            | Self::OrganizationLogoRemoved => ActGroup::Organization,
            Self::MemberJoined
            | Self::MemberInvited
            | Self::InvitationSentAgain
            | Self::InvitationCancelled
            | Self::InvitationDeclined
            | Self::InvitationWanted
            | Self::RightWanted
            | Self::RightDeclined
            | Self::RequestWithdrawn
            | Self::HandoverOffered
            | Self::HandoverCancelled
            | Self::HandoverDeclined
            | Self::HandedOver
            | Self::MemberChanged
            | Self::MemberSuspended
            | Self::MemberRestored
            | Self::MemberRemoved
            | Self::RemovalUndone
            | Self::MemberLeft
            | Self::ContactChanged
            | Self::TeamCreated
            | Self::TeamChanged
            | Self::TeamDissolved
            | Self::TeamJoined
            | Self::TeamLeft => ActGroup::People,
            Self::ProductAdded => ActGroup::Product,
            Self::SignedIn
            | Self::SignedOut
            | Self::SessionEnded
            | Self::OtherSessionsEnded
            | Self::IdentityConfirmed
            | Self::SignInBlocked => ActGroup::Session,
            Self::PasswordResetRequested
            | Self::PasswordReset
            | Self::PasswordChanged
            | Self::ProfileChanged
            | Self::PictureChanged
            | Self::PictureRemoved => ActGroup::Account,
            Self::StaffAppointed => ActGroup::Staff,
            Self::ActivityExported => ActGroup::Export,
        }
    }
}

impl ActGroup {
    /// The groups whose acts stand in the history of an organization.
    pub const OF_ORGANIZATIONS: &[Self] =
        &[Self::Organization, Self::People, Self::Product, Self::Export];
    /// The groups whose acts stand in the history of a person.
    pub const OF_PEOPLE: &[Self] = &[Self::Session, Self::Account, Self::Export, Self::Staff];
}

/// Whose history an entry belongs to. Each chain is ordered and complete by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Chain {
    /// An organization's.
    Org(OrgId),
    /// A person's own.
    User(UserId),
}

impl Chain {
    /// The stable name of the kind of chain, as stored.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Org(_) => "org",
            Self::User(_) => "user",
        }
    }

    /// The id of the organization or person.
    pub const fn subject(self) -> Uuid {
        match self {
            Self::Org(id) => id.as_uuid(),
            Self::User(id) => id.as_uuid(),
        }
    }

    /// Puts together what [`Chain::kind`] and [`Chain::subject`] took apart.
    pub fn from_parts(kind: &str, subject: Uuid) -> Option<Self> {
        match kind {
            "org" => Some(Self::Org(OrgId::from_uuid(subject))),
            "user" => Some(Self::User(UserId::from_uuid(subject))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries of many years carry these names. A line may be added; none may change or go.
    #[test]
    fn the_names_of_acts_are_for_good() {
        let names: Vec<_> = Act::ALL.iter().map(|it| it.as_str()).collect();
        insta::assert_snapshot!(names.join("\n"), @r"
        signed_up
        organization_created
        organization_details_changed
        organization_logo_changed
        organization_logo_removed
        member_joined
        member_invited
        invitation_sent_again
        invitation_cancelled
        invitation_declined
        invitation_wanted
        right_wanted
        right_declined
        request_withdrawn
        handover_offered
        handover_cancelled
        handover_declined
        handed_over
        member_changed
        member_suspended
        member_restored
        member_removed
        removal_undone
        member_left
        contact_changed
        team_created
        team_changed
        team_dissolved
        team_joined
        team_left
        product_added
        staff_appointed
        signed_in
        signed_out
        session_ended
        other_sessions_ended
        identity_confirmed
        password_reset_requested
        password_reset
        password_changed
        profile_changed
        picture_changed
        picture_removed
        sign_in_blocked
        activity_exported
        ");
    }

    /// The groups lie beside entries of many years; see the migration `history_filters`.
    #[test]
    fn each_act_belongs_to_one_group() {
        let of = |group: &ActGroup| {
            let acts = Act::ALL.iter().filter(|it| it.group() == *group);
            let names: Vec<_> = acts.map(|it| it.as_str()).collect();
            format!("{}: {}", group.as_str(), names.join(" "))
        };
        let groups: Vec<_> = ActGroup::ALL.iter().map(of).collect();
        insta::assert_snapshot!(groups.join("\n"), @r"
        organization: signed_up organization_created organization_details_changed organization_logo_changed organization_logo_removed
        people: member_joined member_invited invitation_sent_again invitation_cancelled invitation_declined invitation_wanted right_wanted right_declined request_withdrawn handover_offered handover_cancelled handover_declined handed_over member_changed member_suspended member_restored member_removed removal_undone member_left contact_changed team_created team_changed team_dissolved team_joined team_left
        product: product_added
        session: signed_in signed_out session_ended other_sessions_ended identity_confirmed sign_in_blocked
        account: password_reset_requested password_reset password_changed profile_changed picture_changed picture_removed
        staff: staff_appointed
        export: activity_exported
        ");
    }

    #[test]
    fn each_group_can_be_looked_for_somewhere() {
        let offered = [ActGroup::OF_ORGANIZATIONS, ActGroup::OF_PEOPLE].concat();
        assert!(ActGroup::ALL.iter().all(|it| offered.contains(it)));
    }

    #[test]
    fn a_chain_is_put_together_from_its_stored_parts() {
        let id = Uuid::from_u128(7);
        for chain in [Chain::Org(OrgId::from_uuid(id)), Chain::User(UserId::from_uuid(id))] {
            assert_eq!(Chain::from_parts(chain.kind(), chain.subject()), Some(chain));
        }
        assert_eq!(Chain::from_parts("team", id), None);
    }
}
