//! Asking for rights, and answering.

use domain::{
    catalogue::ProductRef,
    id::{ProductId, PublicId, RequestId},
    locale::Locale,
    rights::{Denial, MoneyRight, Place, ProductRight, RequestRefusal, Role, Wish},
    text::Reason,
};

use super::at_once;
use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{Guest, World, both},
    usecase::{
        people::{ChangeAsked, change_member, preview_change, show_member},
        request::{RequestsView, ask, decline, list, preview_ask, show, withdraw},
    },
};

const OLIVIA: &str = "olivia@harbour.example";
const ADAM: &str = "adam@harbour.example";
const CARLA: &str = "carla@harbour.example";

/// An organization with an administrator, a collaborator, somebody from outside, and a product.
struct Cast {
    org: PublicId,
    olivia: Guest,
    adam: Guest,
    carla: Guest,
    eddie: Guest,
    hosting: ProductRef,
}

async fn cast(world: &World) -> Cast {
    let olivia = world.sign_up(OLIVIA).await;
    let org = olivia.organization;
    let mut others = Vec::new();
    for (email, role) in [
        (ADAM, Role::Administrator),
        (CARLA, Role::Collaborator),
        ("eddie@partner.example", Role::External),
    ] {
        let guest = world.sign_up(email).await;
        world.enrol(&guest, org, role).await;
        others.push(guest);
    }
    let [adam, carla, eddie] = <[Guest; 3]>::try_from(others).ok().expect("three");
    let hosting = world.add_product(&olivia, "web-hosting", "harbour.example").await;
    Cast { org, olivia, adam, carla, eddie, hosting }
}

const PAY: Wish = Wish::Money(MoneyRight::Pay);

async fn asks(
    world: &World,
    who: &Guest,
    org: PublicId,
    wish: Wish,
) -> Result<(), UseCaseError<RequestRefusal>> {
    let message = Reason::parse("For the new site").expect("a sentence");
    ask(&world.backend, &who.identity, org, wish, Some(&message)).await
}

async fn seen(world: &World, who: &Guest, org: PublicId) -> RequestsView {
    list(&world.backend, &who.identity, org, Locale::En).await.expect("a list")
}

/// The requests that wait for this person's answer.
async fn waiting(world: &World, who: &Guest, org: PublicId) -> Vec<RequestId> {
    let others = seen(world, who, org).await.others;
    others.expect("may answer").into_iter().map(|it| it.id).collect()
}

/// Gives somebody exactly what they asked for, after looking at what it means.
async fn grant(world: &World, cast: &Cast, whom: &Guest, wish: Wish) {
    let (backend, olivia) = (&world.backend, &cast.olivia.identity);
    let user = whom.identity.user;
    let member = show_member(backend, olivia, (cast.org, user), Locale::En).await.expect("seen");
    let place: Place = wish.granted(member.place.expect("allowed"));
    let asked = ChangeAsked { user, place, seen: member.changed_at, draft: None };
    preview_change(backend, olivia, cast.org, &asked, Locale::En).await.expect("a preview");
    assert!(change_member(backend, olivia, cast.org, &asked).await.expect("done"));
}

#[test]
fn a_request_reaches_those_who_can_give_the_right_and_nobody_else() {
    both(async |world| {
        let cast = cast(world).await;
        let wish = Wish::Product(cast.hosting, ProductRight::Technical);
        asks(world, &cast.eddie, cast.org, wish).await.expect("sent");
        world.work().await;
        for email in [OLIVIA, ADAM] {
            let mail = world.last_mail(MailKind::RightWanted, email).message.text;
            assert!(
                mail.contains("harbour.example") && mail.contains("For the new site"),
                "{mail}"
            );
        }
        assert_eq!(world.count("outbox WHERE kind = 'right_wanted'").await, 2);
        let [id] = <[_; 1]>::try_from(waiting(world, &cast.adam, cast.org).await).expect("one");
        let found = show(&world.backend, &cast.adam.identity, (cast.org, id), Locale::En).await;
        let found = found.expect("a request");
        assert_eq!((found.wish, found.role, found.answer), (wish, Role::External, Ok(())));
        assert_eq!(found.name, cast.eddie.identity.profile.name());

        let for_carla = seen(world, &cast.carla, cast.org).await;
        assert!(for_carla.others.is_none() && for_carla.own.is_empty());
        let refused = show(&world.backend, &cast.carla.identity, (cast.org, id), Locale::En).await;
        assert!(matches!(refused, Err(UseCaseError::Denied(Denial::MissingRole { .. }))));
        let own = seen(world, &cast.eddie, cast.org).await;
        assert_eq!(own.own.len(), 1);
        assert!(own.names.products.is_empty(), "what it is called they do not see yet");
    });
}

#[test]
fn giving_exactly_the_right_ends_the_request_and_less_does_not() {
    both(async |world| {
        let cast = cast(world).await;
        let wish = Wish::Product(cast.hosting, ProductRight::Technical);
        asks(world, &cast.carla, cast.org, wish).await.expect("sent");
        asks(world, &cast.carla, cast.org, PAY).await.expect("sent");
        grant(world, &cast, &cast.carla, PAY).await;
        let left = seen(world, &cast.carla, cast.org).await.own;
        assert_eq!(left.iter().map(|it| it.wish).collect::<Vec<_>>(), [wish]);
        grant(world, &cast, &cast.carla, wish).await;
        assert_eq!(seen(world, &cast.carla, cast.org).await.own.len(), 0);
        assert_eq!(world.count("requests WHERE ending = 'granted'").await, 2);
        let again = asks(world, &cast.carla, cast.org, wish).await;
        assert!(matches!(again, Err(UseCaseError::Refused(RequestRefusal::HasIt))));
    });
}

#[test]
fn who_asks_twice_sends_one_request_and_may_ask_again_after_an_answer() {
    both(async |world| {
        let cast = cast(world).await;
        let attempts = (0..10).map(|_| {
            let (backend, identity) = (world.backend.clone(), cast.carla.identity.clone());
            let org = cast.org;
            async move { ask(&backend, &identity, org, PAY, None).await }
        });
        for done in at_once(attempts.collect::<Vec<_>>()).await {
            done.expect("sent or there already");
        }
        assert_eq!(world.count("requests").await, 1);
        assert_eq!(world.count("outbox WHERE kind = 'right_wanted'").await, 2);

        let [id] = <[_; 1]>::try_from(waiting(world, &cast.adam, cast.org).await).expect("one");
        let reason = Reason::parse("Olivia pays").expect("a sentence");
        let (backend, adam) = (&world.backend, &cast.adam.identity);
        decline(backend, adam, cast.org, id, Some(&reason)).await.expect("declined");
        world.work().await;
        let told = world.last_mail(MailKind::RightDeclined, CARLA).message.text;
        assert!(told.contains("Olivia pays"), "{told}");
        let again = decline(backend, adam, cast.org, id, None).await;
        assert!(matches!(again, Err(UseCaseError::NotFound)));
        asks(world, &cast.carla, cast.org, PAY).await.expect("sent again");
    });
}

#[test]
fn only_who_could_give_it_says_no() {
    both(async |world| {
        let cast = cast(world).await;
        let wish = Wish::Role(Role::LegalRepresentative);
        asks(world, &cast.adam, cast.org, wish).await.expect("sent");
        assert_eq!(world.count("outbox WHERE kind = 'right_wanted'").await, 1);
        let [id] = <[_; 1]>::try_from(waiting(world, &cast.olivia, cast.org).await).expect("one");
        let (backend, which) = (&world.backend, (cast.org, id));
        let found = show(backend, &cast.adam.identity, which, Locale::En).await.expect("seen");
        assert!(matches!(found.answer, Err(Denial::MissingRole { .. })));
        let refused = decline(backend, &cast.adam.identity, cast.org, id, None).await;
        assert!(matches!(refused, Err(UseCaseError::Denied(_))));
        let stranger = world.sign_up("stranger@other.example").await;
        let refused = decline(backend, &stranger.identity, cast.org, id, None).await;
        assert!(matches!(refused, Err(UseCaseError::NotFound)));
        let refused = withdraw(backend, &cast.carla.identity, cast.org, id).await;
        assert!(matches!(refused, Err(UseCaseError::Refused(RequestRefusal::Ended))));
        withdraw(backend, &cast.adam.identity, cast.org, id).await.expect("withdrawn");
        assert_eq!(waiting(world, &cast.olivia, cast.org).await.len(), 0);
    });
}

#[test]
fn before_one_asks_one_learns_who_can_give_it_as_far_as_one_may() {
    both(async |world| {
        let cast = cast(world).await;
        let asking = async |who: &Guest, wish| {
            preview_ask(&world.backend, &who.identity, cast.org, wish, Locale::En).await
        };
        let carla = asking(&cast.carla, PAY).await.expect("seen");
        assert_eq!(carla.givers.len(), 2);
        assert!(!carla.has_it && !carla.asked);
        let eddie = asking(&cast.eddie, PAY).await.expect("seen");
        assert!(eddie.givers.is_empty(), "externals see no members");
        assert!(asking(&cast.olivia, PAY).await.expect("seen").has_it);

        let nothing = ProductRef { id: ProductId::from_uuid(uuid::Uuid::nil()), ..cast.hosting };
        let stranger = world.sign_up("stranger@other.example").await;
        let theirs = world.add_product(&stranger, "mail", "other.example").await;
        for product in [nothing, theirs] {
            let wish = Wish::Product(product, ProductRight::Technical);
            assert!(matches!(asking(&cast.carla, wish).await, Err(UseCaseError::NotFound)));
            let sent = asks(world, &cast.carla, cast.org, wish).await;
            assert!(matches!(sent, Err(UseCaseError::NotFound)));
        }
        let outside = asking(&stranger, PAY).await;
        assert!(matches!(outside, Err(UseCaseError::NotFound)));
    });
}

#[test]
fn nobody_asks_without_end() {
    both(async |world| {
        let cast = cast(world).await;
        let wishes = MoneyRight::ALL.iter().map(|it| Wish::Money(*it)).collect::<Vec<_>>();
        let mut sent = 0;
        for _ in 0..5 {
            for wish in &wishes {
                match asks(world, &cast.carla, cast.org, *wish).await {
                    Ok(()) => sent += 1,
                    Err(UseCaseError::Limited { .. }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            for line in seen(world, &cast.carla, cast.org).await.own {
                let gone = withdraw(&world.backend, &cast.carla.identity, cast.org, line.id).await;
                gone.expect("withdrawn");
            }
        }
        assert_eq!(sent, 10);
    });
}
