//! Who invites whom, and what they read in their mails.

use std::{collections::BTreeMap, fmt::Debug};

use domain::{
    catalogue::ProductRef,
    code::SixDigits,
    draft::DraftKind,
    id::{InvitationId, PublicId, TeamId},
    invitation::{InvitationRefusal, Screen, typed_addresses},
    locale::Locale,
    membership::Contact,
    rights::{Denial, Grant, Place, ProductRight, Role, Scope},
    text::{PersonName, Reason},
};

use crate::{
    SecretToken, Store, UseCaseError,
    mail::MailKind,
    testing::{Guest, World, code, link_token, origin_at},
    usecase::{
        draft::begin,
        invitation::{
            InvitationDetails, InviteAsked, Invited, NewPerson, accept, invite, list, open, show,
        },
        operate::check_invariants,
        people::{
            ChangeAsked, MemberDetails, change_member, leave, remove_member, show_member,
            suspend_member,
        },
    },
};

/// Somebody with an account.
pub(super) const CARLA: &str = "carla@home.example";
/// Somebody without one.
pub(super) const NORA: &str = "nora@home.example";

/// Which messages are to reach those who are invited.
pub(super) const CONTACT: Contact = Contact { billing_reminders: true, product_events: false };

/// An organization with somebody in each role.
pub(super) struct Cast<'a> {
    pub(super) world: &'a World,
    pub(super) org: PublicId,
    /// Legal representative.
    pub(super) olivia: Guest,
    /// Administrator.
    pub(super) adam: Guest,
    /// Collaborator.
    pub(super) bruno: Guest,
    /// External.
    pub(super) eddie: Guest,
}

/// What stands in the mail about an invitation.
#[derive(Clone)]
pub(super) struct Mailed {
    pub(super) id: InvitationId,
    pub(super) token: SecretToken,
    pub(super) code: SixDigits,
}

/// How somebody loses the right to invite people.
#[derive(Debug, Clone, Copy)]
pub(super) enum Loss {
    Demoted,
    Suspended,
    Removed,
    Left,
}

impl Loss {
    pub(super) const ALL: [Self; 4] = [Self::Demoted, Self::Suspended, Self::Removed, Self::Left];
}

/// Signs somebody up, each from a network of their own.
pub(super) async fn person(world: &World, email: &str) -> Guest {
    let number = world.count("users").await;
    world.sign_up_from(&origin_at(&format!("10.20.{number}.1")), email).await
}

async fn hire(world: &World, org: PublicId, email: &str, role: Role) -> Guest {
    let guest = person(world, email).await;
    world.enrol(&guest, org, role).await;
    guest
}

impl<'a> Cast<'a> {
    pub(super) async fn new(world: &'a World) -> Self {
        Self::at(world, "harbour.example").await
    }

    /// The same, with addresses that end like this.
    pub(super) async fn at(world: &'a World, domain: &str) -> Self {
        let olivia = person(world, &format!("olivia@{domain}")).await;
        let org = olivia.organization;
        let adam = hire(world, org, &format!("adam@{domain}"), Role::Administrator).await;
        let bruno = hire(world, org, &format!("bruno@{domain}"), Role::Collaborator).await;
        let eddie = hire(world, org, &format!("eddie@{domain}"), Role::External).await;
        Self { world, org, olivia, adam, bruno, eddie }
    }

    /// Lets so much time pass that everybody may get a mail again.
    pub(super) fn later(&self) {
        self.world.clock.advance_minutes(20);
    }

    /// What somebody asks for who types these addresses into a draft of their own.
    pub(super) async fn asked(&self, by: &Guest, text: &str, place: &Place) -> InviteAsked {
        let kind = DraftKind::Invitations;
        let draft = begin(&self.world.backend, &by.identity, kind, "{}").await.expect("begun");
        InviteAsked {
            typed: typed_addresses(text),
            place: place.clone(),
            contact: CONTACT,
            locale: Locale::En,
            draft,
        }
    }

    /// Invites people as soon as they may get a mail.
    pub(super) async fn invite(
        &self,
        by: &Guest,
        text: &str,
        place: &Place,
    ) -> Result<Invited, UseCaseError<InvitationRefusal>> {
        self.later();
        let asked = self.asked(by, text, place).await;
        invite(&self.world.backend, &by.identity, self.org, &asked).await
    }

    /// Invites one person, who then reads their mail.
    pub(super) async fn mailed(&self, by: &Guest, email: &str, place: &Place) -> Mailed {
        let invited = self.invite(by, email, place).await.expect("invited");
        assert_eq!(invited.sent(), 1, "{:?}", invited.rows);
        self.read(email).await
    }

    /// The newest invitation in somebody's mails.
    pub(super) async fn read(&self, email: &str) -> Mailed {
        self.world.work().await;
        let mail = self.world.last_mail(MailKind::Invitation, email);
        let page = list(&self.world.backend, &self.olivia.identity, self.org, None).await;
        let found = page.expect("allowed").invitations.into_iter().find(|it| it.email == email);
        let id = found.expect("it waits for an answer").id;
        Mailed { id, token: link_token(&mail), code: code(&mail) }
    }

    /// What the link leads somebody to.
    pub(super) async fn screen(&self, token: &SecretToken, reader: Option<&Guest>) -> Screen {
        let reader = reader.map(|it| &it.identity);
        open(&self.world.backend, token, reader).await.expect("opened").screen
    }

    /// Accepts an invitation; or the page that refuses it.
    pub(super) async fn accept(
        &self,
        who: &Guest,
        token: &SecretToken,
    ) -> Result<PublicId, Screen> {
        match accept(&self.world.backend, &who.identity, token).await {
            Ok(organization) => Ok(organization),
            Err(UseCaseError::Refused(screen)) => Err(screen),
            Err(other) => panic!("{other}"),
        }
    }

    /// An invitation, as the legal representative sees it.
    pub(super) async fn show(&self, id: InvitationId) -> InvitationDetails {
        let (backend, reader) = (&self.world.backend, &self.olivia.identity);
        show(backend, reader, (self.org, id), Locale::En).await.expect("an invitation")
    }

    /// A member, as the legal representative sees them.
    pub(super) async fn see(&self, who: &Guest) -> MemberDetails {
        let whom = (self.org, who.identity.user);
        let (backend, reader) = (&self.world.backend, &self.olivia.identity);
        show_member(backend, reader, whom, Locale::En).await.expect("a member")
    }

    /// Gives a member exactly this.
    pub(super) async fn give(&self, who: &Guest, place: Place) {
        let seen = self.see(who).await.changed_at;
        let asked = ChangeAsked { user: who.identity.user, place, seen, draft: None };
        let (backend, actor) = (&self.world.backend, &self.olivia.identity);
        change_member(backend, actor, self.org, &asked).await.expect("changed");
    }

    pub(super) async fn suspend(&self, who: &Guest) {
        let whom = (who.identity.user, self.see(who).await.changed_at);
        let (backend, actor) = (&self.world.backend, &self.olivia.identity);
        let reason = Reason::parse("On leave").expect("a reason");
        suspend_member(backend, actor, self.org, whom, &reason).await.expect("suspended");
    }

    pub(super) async fn remove(&self, who: &Guest) {
        let whom = (who.identity.user, self.see(who).await.changed_at);
        let (backend, actor) = (&self.world.backend, &self.olivia.identity);
        remove_member(backend, actor, self.org, whom).await.expect("removed");
    }

    /// Takes somebody's right to invite people, in one way or another.
    pub(super) async fn lose(&self, who: &Guest, loss: Loss) {
        match loss {
            Loss::Demoted => self.give(who, collaborator()).await,
            Loss::Suspended => self.suspend(who).await,
            Loss::Removed => self.remove(who).await,
            Loss::Left => {
                leave(&self.world.backend, &who.identity, self.org).await.expect("left");
            }
        }
    }

    /// How many memberships the owner of an address has here at present.
    pub(super) async fn memberships(&self, email: &str) -> i64 {
        let from = format!(
            "member_spans m
             JOIN organizations o ON o.org_id = m.org_id
             JOIN users u ON u.user_id = m.user_id
             WHERE m.valid_to IS NULL AND o.public_id = '{}' AND u.email_canonical = '{email}'",
            self.org
        );
        self.world.count(&from).await
    }

    /// Makes a team in the organization of a person.
    pub(super) async fn add_team(&self, owner: &Guest, name: &str) -> TeamId {
        let backend = &self.world.backend;
        let id = TeamId::mint(backend.now(), backend.draw());
        let literal = match backend.store {
            Store::Sqlite(_) => format!("X'{}'", id.as_uuid().simple()),
            Store::Postgres(_) => format!("'{id}'"),
        };
        let sql = format!(
            "INSERT INTO teams (org_id, team_id, name, colour, created_at)
             SELECT org_id, {literal}, '{name}', 'blue', 1
             FROM organizations WHERE public_id = '{}'",
            owner.organization
        );
        assert_eq!(self.world.tamper(&sql).await, 1, "{sql}");
        id
    }
}

/// A collaborator without further rights.
pub(super) const fn collaborator() -> Place {
    Place::of(Role::Collaborator)
}

/// The right to change a product.
pub(super) const fn technical(product: ProductRef) -> Grant {
    Grant { scope: Scope::Product(product), right: ProductRight::Technical }
}

/// Whoever joins with a new account.
pub(super) fn nora() -> NewPerson {
    NewPerson {
        first_name: PersonName::parse("Nora").expect("a name"),
        last_name: PersonName::parse("Quist").expect("a name"),
        locale: Locale::De,
    }
}

/// What is said to whoever needs at least this role.
pub(super) const fn missing(needs: Role) -> Denial {
    Denial::MissingRole { needs, given_by: needs.given_by() }
}

/// Why it was denied, if it was.
pub(super) fn denial<T, R>(outcome: Result<T, UseCaseError<R>>) -> Option<Denial> {
    match outcome.err()? {
        UseCaseError::Denied(denial) => Some(denial),
        _ => None,
    }
}

/// Why it was refused, if it was.
pub(super) fn refusal<T, R: Debug>(outcome: Result<T, UseCaseError<R>>) -> Option<R> {
    match outcome.err()? {
        UseCaseError::Refused(refusal) => Some(refusal),
        other => panic!("{other}"),
    }
}

/// Everything that means something to people: without the counters of limits.
pub(super) async fn business(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut tables = world.rows().await;
    tables.remove("limits");
    tables.remove("sign_in_failures");
    tables
}

/// What the history tells about all acts of a kind.
pub(super) async fn details_of(world: &World, act: &str) -> String {
    let sql = format!(
        "SELECT d.body FROM history h
         JOIN history_details d ON d.chain_id = h.chain_id AND d.seq = h.seq
         WHERE h.act = '{act}'"
    );
    world.texts(&sql).await.concat()
}

/// Nothing is there that must not be.
pub(super) async fn assert_sound(world: &World) {
    assert_eq!(check_invariants(&world.backend.store).await.expect("checked"), []);
}
