//! Declining an invitation: by whoever was invited, who is signed in or has read the mail.

use domain::{
    code::SixDigits,
    invitation::{Ending, Outcome, Screen, VALID_DAYS},
};

use super::cast::{
    CARLA, Cast, Loss, Mailed, NORA, assert_sound, business, collaborator, person, refusal,
};
use crate::{
    UseCaseError,
    mail::MailKind,
    testing::{World, both, origin},
    usecase::invitation::{LinkRefused, Proof, decline},
};

async fn by_digits(
    world: &World,
    mailed: &Mailed,
    digits: &SixDigits,
) -> Result<(), UseCaseError<LinkRefused>> {
    decline(&world.backend, &origin(), &mailed.token, Proof::Digits(digits)).await
}

/// Six other digits.
fn other(code: &SixDigits) -> SixDigits {
    SixDigits::from_number(code.as_str().parse::<u64>().expect("digits") + 1)
}

#[test]
fn whoever_has_read_the_mail_declines_and_the_inviter_is_told() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let mailed = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        by_digits(world, &mailed, &mailed.code).await.expect("declined");
        assert_eq!(cast.screen(&mailed.token, None).await, Screen::Declined);
        assert_eq!(cast.show(mailed.id).await.ending, Some(Ending::Declined));
        world.work().await;
        let told = world.last_mail(MailKind::InvitationDeclined, &cast.adam.email);
        assert!(told.message.text.contains(NORA), "{}", told.message.text);
        assert_eq!(world.count("outbox WHERE kind = 'invitation_declined'").await, 1);
        let nobody = "history WHERE act = 'invitation_declined' AND actor_id IS NULL";
        assert_eq!(world.count(nobody).await, 1, "who did it is not known");

        let before = business(world).await;
        let again = by_digits(world, &mailed, &mailed.code).await;
        assert_eq!(refusal(again), Some(LinkRefused::Screen(Screen::Declined)));
        assert_eq!(business(world).await, before);
        assert_sound(world).await;
    });
}

#[test]
fn without_the_digits_beside_the_link_nothing_is_declined() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let mailed = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        let another = cast.mailed(&cast.adam, "ben@new.example", &collaborator()).await;
        let before = business(world).await;
        let mut wrong = vec![other(&mailed.code), other(&mailed.code)];
        // One in a million fits by chance.
        wrong.extend(Some(another.code).filter(|it| *it != mailed.code));
        for digits in &wrong {
            let refused = by_digits(world, &mailed, digits).await;
            assert_eq!(refusal(refused), Some(LinkRefused::WrongCode));
        }
        assert_eq!(business(world).await, before);
        assert_eq!(cast.screen(&mailed.token, None).await, Screen::NewAccount);

        // Guessing is counted like wrong passwords, and slowed down like them.
        let mut guesses = wrong.len();
        while !matches!(
            by_digits(world, &mailed, &wrong[0]).await,
            Err(UseCaseError::Limited { .. })
        ) {
            guesses += 1;
            assert!(guesses < 20, "guessing goes on");
        }
        assert_eq!(business(world).await, before);
        world.clock.advance_minutes(15);
        by_digits(world, &mailed, &mailed.code).await.expect("declined");
    });
}

#[test]
fn whoever_is_signed_in_as_the_invited_one_needs_no_digits_and_nobody_else_declines() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let stranger = person(world, "stranger@other.example").await;
        let mailed = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        let before = world.rows().await;
        for guest in [&stranger, &cast.adam] {
            let proof = Proof::SignedIn(&guest.identity);
            let refused = decline(&world.backend, &origin(), &mailed.token, proof).await;
            assert_eq!(refusal(refused), Some(LinkRefused::Screen(Screen::WrongPerson)));
        }
        assert_eq!(world.rows().await, before);

        let proof = Proof::SignedIn(&carla.identity);
        decline(&world.backend, &origin(), &mailed.token, proof).await.expect("declined");
        for reader in [None, Some(&carla), Some(&stranger)] {
            assert_eq!(cast.screen(&mailed.token, reader).await, Screen::Declined);
        }
        assert_eq!(cast.accept(&carla, &mailed.token).await, Err(Screen::Declined));
        assert_eq!(cast.memberships(CARLA).await, 0);
    });
}

#[test]
fn whoever_declined_can_be_invited_again_and_accept() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let first = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        by_digits(world, &first, &first.code).await.expect("declined");
        let invited = cast.invite(&cast.adam, CARLA, &collaborator()).await.expect("sent");
        assert_eq!(invited.rows[0].outcome, Outcome::HasLogin);
        let second = cast.read(CARLA).await;
        assert_ne!(first.id, second.id);
        assert_eq!(cast.screen(&first.token, Some(&carla)).await, Screen::Declined);
        cast.accept(&carla, &second.token).await.expect("accepted");
        assert_eq!(cast.show(first.id).await.ending, Some(Ending::Declined));
        assert_eq!(cast.show(second.id).await.ending, Some(Ending::Accepted));
    });
}

#[test]
fn what_cannot_be_accepted_any_more_cannot_be_declined() {
    both(async |world| {
        let cast = Cast::new(world).await;
        let carla = person(world, CARLA).await;
        let accepted = cast.mailed(&cast.adam, CARLA, &collaborator()).await;
        cast.accept(&carla, &accepted.token).await.expect("accepted");
        let late = cast.mailed(&cast.olivia, "late@home.example", &collaborator()).await;
        world.clock.advance_days(VALID_DAYS);
        let void = cast.mailed(&cast.adam, NORA, &collaborator()).await;
        cast.lose(&cast.adam, Loss::Suspended).await;
        let before = business(world).await;
        for (mailed, screen) in
            [(&accepted, Screen::Accepted), (&late, Screen::Expired), (&void, Screen::NotBacked)]
        {
            let refused = by_digits(world, mailed, &mailed.code).await;
            assert_eq!(refusal(refused), Some(LinkRefused::Screen(screen)));
        }
        assert_eq!(business(world).await, before);
        assert_eq!(cast.memberships(CARLA).await, 1);
    });
}
