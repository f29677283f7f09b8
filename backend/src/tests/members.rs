//! Members: what they are, what they are given, how that ends.

use domain::{
    catalogue::ProductRef,
    id::{PublicId, UserId},
    locale::Locale,
    membership::{Contact, MemberRefusal},
    rights::{Denial, Grant, MemberState, MoneyRight, Place, ProductRight, Role, Scope},
    text::Reason,
};

use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{Guest, World, both},
    usecase::{
        organization::dashboard,
        people::{
            ChangeAsked, MemberDetails, change_contact, change_member, leave, lift_suspension,
            list_members, preview_change, preview_removal, remove_member, show_member,
            suspend_member, undo_removal,
        },
    },
};

const OLIVIA: &str = "olivia@harbour.example";
const ADAM: &str = "adam@harbour.example";
const BRUNO: &str = "bruno@harbour.example";
const EDDIE: &str = "eddie@partner.example";

/// An organization with somebody in each role.
struct Cast {
    org: PublicId,
    olivia: Guest,
    adam: Guest,
    bruno: Guest,
    eddie: Guest,
}

async fn cast(world: &World) -> Cast {
    let olivia = world.sign_up(OLIVIA).await;
    let org = olivia.organization;
    let mut others = Vec::new();
    for (email, role) in
        [(ADAM, Role::Administrator), (BRUNO, Role::Collaborator), (EDDIE, Role::External)]
    {
        let guest = world.sign_up(email).await;
        world.enrol(&guest, org, role).await;
        others.push(guest);
    }
    let [adam, bruno, eddie] = <[Guest; 3]>::try_from(others).ok().expect("three");
    Cast { org, olivia, adam, bruno, eddie }
}

async fn see(world: &World, reader: &Guest, org: PublicId, who: &Guest) -> MemberDetails {
    let whom = (org, who.identity.user);
    show_member(&world.backend, &reader.identity, whom, Locale::En).await.expect("a member")
}

fn collaborator(money: &[MoneyRight], grants: &[Grant]) -> Place {
    Place {
        money: money.iter().copied().collect(),
        grants: grants.iter().copied().collect(),
        ..Place::of(Role::Collaborator)
    }
}

/// Asks as the one who has just looked.
async fn give(
    world: &World,
    actor: &Guest,
    org: PublicId,
    who: &Guest,
    place: Place,
) -> Result<bool, UseCaseError<MemberRefusal>> {
    let seen = see(world, actor, org, who).await.changed_at;
    let asked = ChangeAsked { user: who.identity.user, place, seen, draft: None };
    change_member(&world.backend, &actor.identity, org, &asked).await
}

async fn product(world: &World, owner: &Guest) -> ProductRef {
    world.add_product(owner, "mail", "harbour.example").await
}

fn reason() -> Reason {
    Reason::parse("On leave").expect("a reason")
}

#[test]
fn rights_are_seen_before_they_change_and_then_given_told_and_written_down() {
    both(async |world| {
        let Cast { org, olivia, adam, bruno, .. } = cast(world).await;
        let mail = product(world, &olivia).await;
        let technical = Grant { scope: Scope::Product(mail), right: ProductRight::Technical };
        let place = collaborator(&[MoneyRight::Pay], &[technical]);

        let seen = see(world, &adam, org, &bruno).await.changed_at;
        let user = bruno.identity.user;
        let asked = ChangeAsked { user, place: place.clone(), seen, draft: None };
        let preview = preview_change(&world.backend, &adam.identity, org, &asked, Locale::En).await;
        let preview = preview.expect("allowed");
        assert_eq!(preview.preview.gains.money, [MoneyRight::Pay]);
        assert!(preview.preview.gains.technical.covers(mail));
        assert!(preview.preview.losses.is_empty() && !preview.left_out);
        assert_eq!(see(world, &adam, org, &bruno).await.place, Some(Place::of(Role::Collaborator)));

        assert!(change_member(&world.backend, &adam.identity, org, &asked).await.expect("done"));
        let after = see(world, &adam, org, &bruno).await;
        assert_eq!(after.place, Some(place.clone()));
        assert_eq!(see(world, &bruno, org, &bruno).await.place, Some(place.clone()), "one's own");
        assert!(!give(world, &adam, org, &bruno, place).await.expect("nothing to do"));

        world.work().await;
        let told = world.last_mail(MailKind::MemberChanged, BRUNO).message.text;
        assert!(told.contains("harbour.example (mail)") && told.contains("pay"), "{told}");
        let page = dashboard(&world.backend, &adam.identity, org).await.expect("a member");
        let newest = &page.activity.expect("allowed")[0];
        assert_eq!(newest.act.as_str(), "member_changed");
        assert_eq!(newest.person, Some(bruno.identity.profile.name()));
    });
}

#[test]
fn whoever_looked_too_early_changes_nothing() {
    both(async |world| {
        let Cast { org, olivia, adam, bruno, .. } = cast(world).await;
        let user = bruno.identity.user;
        let seen = see(world, &adam, org, &bruno).await.changed_at;
        let first = collaborator(&[MoneyRight::Order], &[]);
        assert!(give(world, &olivia, org, &bruno, first.clone()).await.expect("done"));

        let place = collaborator(&[MoneyRight::Pay], &[]);
        let late = ChangeAsked { user, place, seen, draft: None };
        let refused = change_member(&world.backend, &adam.identity, org, &late).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(MemberRefusal::Changed))));
        let whom = (user, seen);
        let refused = suspend_member(&world.backend, &adam.identity, org, whom, &reason()).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(MemberRefusal::Changed))));
        let refused = remove_member(&world.backend, &adam.identity, org, whom).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(MemberRefusal::Changed))));
        assert_eq!(see(world, &adam, org, &bruno).await.place, Some(first));
    });
}

#[test]
fn what_is_gone_or_somebody_elses_is_left_out() {
    both(async |world| {
        let Cast { org, adam, bruno, .. } = cast(world).await;
        let stranger = world.sign_up("stranger@other.example").await;
        let theirs = product(world, &stranger).await;
        let grant = Grant { scope: Scope::Product(theirs), right: ProductRight::Technical };
        let place = collaborator(&[MoneyRight::Pay], &[grant]);
        let seen = see(world, &adam, org, &bruno).await.changed_at;
        let asked = ChangeAsked { user: bruno.identity.user, place, seen, draft: None };
        let preview = preview_change(&world.backend, &adam.identity, org, &asked, Locale::En).await;
        assert!(preview.expect("allowed").left_out);
        assert!(change_member(&world.backend, &adam.identity, org, &asked).await.expect("done"));
        let given = see(world, &adam, org, &bruno).await.place.expect("allowed");
        assert_eq!(given, collaborator(&[MoneyRight::Pay], &[]));
    });
}

#[test]
fn nobody_gives_more_than_they_may_and_a_higher_role_needs_nothing_beside_it() {
    both(async |world| {
        let Cast { org, olivia, adam, bruno, eddie } = cast(world).await;
        let up = Place::of(Role::LegalRepresentative);
        for (actor, who) in [(&adam, &bruno), (&adam, &adam), (&adam, &olivia), (&bruno, &bruno)] {
            let refused = give(world, actor, org, who, up.clone()).await;
            assert!(matches!(refused, Err(UseCaseError::Denied(_))));
        }
        // Who may not see members learns nothing about them.
        let user = bruno.identity.user;
        let seen = see(world, &adam, org, &bruno).await.changed_at;
        let asked = ChangeAsked { user, place: up, seen, draft: None };
        let refused = change_member(&world.backend, &eddie.identity, org, &asked).await;
        let unknown = ChangeAsked { user: UserId::from_uuid(uuid::Uuid::nil()), ..asked };
        let other = change_member(&world.backend, &eddie.identity, org, &unknown).await;
        let denial = |it| match it {
            Err(UseCaseError::Denied(denial)) => denial,
            _ => panic!("not denied"),
        };
        assert_eq!(denial(refused), denial(other));

        let rich = collaborator(MoneyRight::ALL, &[]);
        assert!(give(world, &adam, org, &bruno, rich.clone()).await.expect("done"));
        let raised = Place { role: Role::Administrator, ..rich };
        assert!(give(world, &adam, org, &bruno, raised).await.expect("done"));
        let place = see(world, &adam, org, &bruno).await.place;
        assert_eq!(place, Some(Place::of(Role::Administrator)));
    });
}

#[test]
fn one_active_legal_representative_is_left_whatever_is_asked_for() {
    both(async |world| {
        let Cast { org, olivia, adam, bruno, .. } = cast(world).await;
        let last = |it| matches!(it, Err(UseCaseError::Refused(MemberRefusal::LastRepresentative)));
        assert!(last(give(world, &olivia, org, &olivia, Place::of(Role::External)).await));
        assert!(last(leave(&world.backend, &olivia.identity, org).await.map(|()| true)));

        assert!(
            give(world, &olivia, org, &bruno, Place::of(Role::LegalRepresentative)).await.is_ok()
        );
        let seen = see(world, &bruno, org, &olivia).await.changed_at;
        let whom = (olivia.identity.user, seen);
        assert!(
            suspend_member(&world.backend, &bruno.identity, org, whom, &reason()).await.is_ok()
        );
        assert!(last(leave(&world.backend, &bruno.identity, org).await.map(|()| true)));
        lift_suspension(&world.backend, &bruno.identity, org, olivia.identity.user)
            .await
            .expect("lifted");
        assert!(leave(&world.backend, &bruno.identity, org).await.is_ok());
        world.work().await;
        assert!(world.last_mail(MailKind::MemberLeft, OLIVIA).message.text.contains("has left"));
        assert!(see(world, &adam, org, &olivia).await.only_representative);
    });
}

#[test]
fn a_suspension_closes_this_organization_and_no_other_until_it_is_lifted() {
    both(async |world| {
        let Cast { org, adam, bruno, .. } = cast(world).await;
        let rights = collaborator(&[MoneyRight::Pay], &[]);
        give(world, &adam, org, &bruno, rights.clone()).await.expect("done");
        let user = bruno.identity.user;
        let seen = see(world, &adam, org, &bruno).await.changed_at;
        let whom = (adam.identity.user, see(world, &adam, org, &adam).await.changed_at);
        let own = suspend_member(&world.backend, &adam.identity, org, whom, &reason()).await;
        assert!(matches!(own, Err(UseCaseError::Denied(Denial::Oneself))));
        assert!(
            suspend_member(&world.backend, &adam.identity, org, (user, seen), &reason())
                .await
                .expect("done")
        );
        let refused = dashboard(&world.backend, &bruno.identity, org).await;
        assert!(matches!(refused, Err(UseCaseError::Denied(Denial::Suspended { .. }))));
        assert!(dashboard(&world.backend, &bruno.identity, bruno.organization).await.is_ok());
        let own = see(world, &bruno, org, &bruno).await;
        assert_eq!((own.state, own.reason.as_deref()), (MemberState::Suspended, Some("On leave")));
        assert!(own.possible.remove.is_ok() && own.possible.change.is_err());
        world.work().await;
        assert!(
            world.last_mail(MailKind::MemberSuspended, BRUNO).message.text.contains("On leave")
        );

        assert!(lift_suspension(&world.backend, &adam.identity, org, user).await.expect("done"));
        assert!(!lift_suspension(&world.backend, &adam.identity, org, user).await.expect("none"));
        assert_eq!(see(world, &bruno, org, &bruno).await.place, Some(rights));
        assert!(dashboard(&world.backend, &bruno.identity, org).await.is_ok());
    });
}

#[test]
fn a_removal_is_at_once_and_for_a_week_taken_back_with_everything() {
    both(async |world| {
        let Cast { org, olivia, adam, bruno, .. } = cast(world).await;
        let mail = product(world, &olivia).await;
        let grant = Grant { scope: Scope::Kind(mail.kind), right: ProductRight::Statistics };
        let rights = collaborator(&[MoneyRight::SeeInvoices], &[grant]);
        give(world, &adam, org, &bruno, rights.clone()).await.expect("done");
        let user = bruno.identity.user;
        let preview =
            preview_removal(&world.backend, &adam.identity, (org, user), Locale::En).await;
        let preview = preview.expect("allowed");
        assert!(preview.preview.losses.statistics.covers(mail));
        remove_member(&world.backend, &adam.identity, org, (user, preview.seen))
            .await
            .expect("done");

        let gone = dashboard(&world.backend, &bruno.identity, org).await;
        assert!(matches!(gone, Err(UseCaseError::NotFound)));
        assert!(world.identify(&bruno.signed_in.session).await.is_some(), "the session stays");
        let page = list_members(&world.backend, &adam.identity, org, None).await.expect("allowed");
        assert!(page.members.iter().all(|it| it.user != user));
        assert_eq!(page.removed.iter().map(|it| it.user).collect::<Vec<_>>(), [user]);
        world.work().await;
        assert!(
            world.last_mail(MailKind::MemberRemoved, BRUNO).message.text.contains("seven days")
        );

        undo_removal(&world.backend, &adam.identity, org, user).await.expect("undone");
        assert_eq!(see(world, &bruno, org, &bruno).await.place, Some(rights));
        let seen = see(world, &adam, org, &bruno).await.changed_at;
        remove_member(&world.backend, &adam.identity, org, (user, seen)).await.expect("done");
        world.clock.advance_days(7);
        world.clock.advance_minutes(1);
        let late = undo_removal(&world.backend, &adam.identity, org, user).await;
        assert!(matches!(late, Err(UseCaseError::Refused(MemberRefusal::TooLate))));
    });
}

#[test]
fn whoever_left_is_not_brought_back() {
    both(async |world| {
        let Cast { org, adam, bruno, .. } = cast(world).await;
        leave(&world.backend, &bruno.identity, org).await.expect("left");
        let user = bruno.identity.user;
        let undone = undo_removal(&world.backend, &adam.identity, org, user).await;
        assert!(matches!(undone, Err(UseCaseError::NotFound)));
        let page = list_members(&world.backend, &adam.identity, org, None).await.expect("allowed");
        assert_eq!(page.removed, []);
    });
}

#[test]
fn messages_are_ones_own_to_choose_but_the_only_representative_hears_of_money() {
    both(async |world| {
        let Cast { org, olivia, adam, bruno, .. } = cast(world).await;
        let none = Contact { billing_reminders: false, product_events: false };
        let set = async |actor: &Guest, who: &Guest| {
            change_contact(&world.backend, &actor.identity, org, who.identity.user, none).await
        };
        assert!(set(&bruno, &bruno).await.expect("one's own"));
        assert!(!set(&adam, &bruno).await.expect("the same"));
        assert!(matches!(set(&bruno, &adam).await, Err(UseCaseError::Denied(_))));
        assert!(set(&olivia, &olivia).await.expect("one's own"));
        let contact = see(world, &olivia, org, &olivia).await.contact.expect("one's own");
        assert!(contact.billing_reminders && !contact.product_events);
    });
}
